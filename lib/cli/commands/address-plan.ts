import type { Command } from "commander";
import { addressPlan } from "../data-centers";
import { formatOption, type Written } from "../table-format";
import { FOLDER } from "./arguments";
import { write } from "./print";

export function addressPlanCommand(program: Command): void {
  program
    .command("address-plan")
    .description("the addresses inside the data centres: ranges, racks, routers, servers, what servers share")
    .argument(...FOLDER)
    .option("--data-center <name>", "this one alone: paris, production/paris")
    .addOption(formatOption("text", "markdown"))
    .action((folder: string, { dataCenter, ...written }: Written & { readonly dataCenter?: string }) => {
      write(addressPlan(folder, dataCenter), written);
    });
}

import type { Command } from "commander";
import { values } from "../values";
import { ENVIRONMENT, type Filtered, FOLDER } from "./arguments";
import { print } from "./print";

export function valuesCommand(program: Command): void {
  program
    .command("values")
    .description("what a GitOps tool must know of a cluster, as JSON: annotations of services, selectors of node pools")
    .argument(...FOLDER)
    .option("--cluster <name>", "of this cluster alone, which Helm reads as a file of values")
    .option(...ENVIRONMENT)
    .action((folder: string, { cluster, environment }: Filtered & { readonly cluster?: string }) => {
      print(values(folder, cluster, environment));
    });
}

import { type Command, Option } from "commander";
import { init } from "../init";
import type { InitOptions } from "../init-options";
import { asked } from "../init-questions";
import { failure } from "./outcome";
import { print } from "./print";

export function initCommand(program: Command): void {
  program
    .command("init")
    .description("makes a project that can be synthesized and tested at once; in a terminal it asks for its options")
    .argument("[folder]", "where; no file that is there is overwritten", ".")
    .option("--javascript", "a program in JavaScript, and not in TypeScript")
    .addOption(
      new Option("--ci <pipeline>", "a pipeline that plans, reviews and deploys").choices(["github", "gitlab"]),
    )
    .option("--project <id>", "the id of the Google Cloud project")
    .option("--region <region>", "the region of the first cluster")
    .option("--zone-name <name>", "the hosted zone at Route 53: example.com")
    .option("--zone-id <id>", "the id of that zone")
    .option("--yes", "ask nothing, as where there is no terminal: what is left out is as in the example")
    .action((folder: string, { yes = false, ...options }: InitOptions & { readonly yes?: boolean }) => {
      const mayAsk = !yes && process.stdin.isTTY && process.stdout.isTTY && !process.env.CI;
      if (!mayAsk) print(init(folder, options));
      else
        asked(options)
          .then((all) => print(init(folder, all)))
          .catch(failure(program));
    });
}

import { Command } from "commander";
import { addressPlanCommand } from "./commands/address-plan";
import { FOLDER } from "./commands/arguments";
import { backtestCommand } from "./commands/backtest";
import { checkCommand } from "./commands/check";
import { dataCentersReleaseCommand } from "./commands/data-centers-release";
import { dataCentersVerifyCommand } from "./commands/data-centers-verify";
import { driftCommand } from "./commands/drift";
import { failoverCommand } from "./commands/failover";
import { gainCommand } from "./commands/gain";
import { importCommand } from "./commands/import";
import { initCommand } from "./commands/init";
import { failure } from "./commands/outcome";
import { permissionsCommand } from "./commands/permissions";
import { pictureCommand } from "./commands/picture";
import { planRoutingCommand } from "./commands/plan-routing";
import { helpColumns } from "./commands/print";
import { reviewCommand } from "./commands/review";
import { routingCommand } from "./commands/routing";
import { stacksCommand } from "./commands/stacks";
import { valuesCommand } from "./commands/values";
import { verifyCommand } from "./commands/verify";
import { packageVersion } from "./package-version";
import { staleNote } from "./stale-note";

/** In the order of the help. */
const COMMANDS = [
  initCommand,
  stacksCommand,
  addressPlanCommand,
  dataCentersVerifyCommand,
  dataCentersReleaseCommand,
  failoverCommand,
  routingCommand,
  planRoutingCommand,
  backtestCommand,
  gainCommand,
  pictureCommand,
  valuesCommand,
  permissionsCommand,
  reviewCommand,
  checkCommand,
  driftCommand,
  importCommand,
  verifyCommand,
];

/** Does what the arguments of this process ask for. */
export function run(): void {
  const program = new Command("cdktf-hybrid-kubernetes")
    .description("Makes a project, and shows what cdktf synth wrote, for review.")
    .version(packageVersion(), "--version", "the version of this package")
    // A terminal that does not know how wide it is says 0. Commands inherit both.
    .configureOutput({ getOutHelpWidth: helpColumns })
    .configureHelp({ minWidthToWrap: 20 });
  for (const add of COMMANDS) add(program);
  program.hook("preAction", (_, command) => {
    for (const [index, argument] of command.registeredArguments.entries()) {
      // What is deployed, the old one of a review, is older than the sources, and not to be synthesized anew.
      const isRead = argument.description === FOLDER[1] || argument.name() === "new";
      const note = isRead ? staleNote(String(command.processedArgs[index])) : undefined;
      if (note !== undefined) process.stderr.write(`${note}\n`);
    }
  });
  try {
    program.parse();
  } catch (error) {
    failure(program)(error);
  }
}

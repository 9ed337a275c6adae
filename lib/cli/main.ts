#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from "commander";
import { amountInWords } from "../core/checks";
import { ValidationError } from "../core/validation-error";
import { type ChangePageOptions, writeChangePage } from "./change-page";
import { type CheckCommand, check } from "./check/check";
import { COLUMNS, terminalColumns } from "./columns";
import { addressPlan, dataCentersTable } from "./data-centers";
import { type DataCentersVerifyCommand, dataCentersVerify } from "./data-centers-verify";
import { listed } from "./down";
import { drift, driftText } from "./drift";
import { readEnvironment } from "./environments";
import { failoverJson, failoverTable } from "./failover";
import { type ImportCommand, importFiles } from "./import";
import { init } from "./init";
import type { InitOptions } from "./init-options";
import { asked } from "./init-questions";
import { packageVersion } from "./package-version";
import { permissionsOf } from "./permissions/permissions";
import { permissionsTerraform } from "./permissions/permissions-terraform";
import { permissionsText } from "./permissions/permissions-text";
import { picture } from "./picture";
import { type PictureFiles, wantsFiles, writePictures } from "./picture-files";
import { refusalText } from "./refusal";
import { type ReviewOptions, review } from "./review";
import { type RoutingQuestion, routing } from "./routing";
import { stacksInFull, stacksJson, stacksTable } from "./stacks";
import { staleNote } from "./stale-note";
import { formatOf, formatOption, type Written } from "./table-format";
import { terminalText } from "./terminal-text";
import { values } from "./values";
import { type VerifyCommand, verify } from "./verify";

/** The exit status of a review that says no. Whatever keeps it from saying anything ends with 1. */
const REFUSED = 2;

/** Of which environment, and of which host name. */
interface Filtered {
  readonly environment?: string;
  readonly host?: string;
}

const ENVIRONMENT = ["--environment <name>", "of this environment alone: production"] as const;
const HOST = ["--host <name>", "of this host name alone: api.example.com"] as const;

const FOLDER = ["[folder]", "the folder that cdktf synth wrote", "cdktf.out"] as const;

const program = new Command("cdktf-hybrid-kubernetes")
  .description("Makes a project, and shows what cdktf synth wrote, for review.")
  .version(packageVersion(), "--version", "the version of this package")
  // A terminal that does not know how wide it is says 0. Commands inherit both.
  .configureOutput({ getOutHelpWidth: helpColumns })
  .configureHelp({ minWidthToWrap: 20 });

program
  .command("init")
  .description("makes a project that can be synthesized and tested at once; in a terminal it asks for its options")
  .argument("[folder]", "where; no file that is there is overwritten", ".")
  .option("--javascript", "a program in JavaScript, and not in TypeScript")
  .addOption(new Option("--ci <pipeline>", "a pipeline that plans, reviews and deploys").choices(["github", "gitlab"]))
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
        .catch(fail);
  });

program
  .command("stacks")
  .description("each stack: its resources, and which stacks it waits for; and each data centre")
  .argument(...FOLDER)
  .addOption(formatOption("text", "markdown", "json"))
  .option("--json", "the stacks as JSON, as with --format json: docs/schemas/stacks.schema.json")
  .option("--long", "also the resources by kind, and where the state is")
  .option(...ENVIRONMENT)
  .action((folder: string, { long, environment, ...written }: Written & Filtered & { readonly long?: boolean }) => {
    const stacks = readEnvironment(folder, environment);
    const format = formatOf(written);
    if (format === "json") return print(stacksJson(stacks));
    const text = (long ? stacksInFull : stacksTable)(stacks, format, terminalColumns());
    write(`${text}\n\n${dataCentersTable(folder, environment)}`, written);
  });

program
  .command("address-plan")
  .description("the addresses inside the data centres: ranges, racks, routers, servers, what servers share")
  .argument(...FOLDER)
  .option("--data-center <name>", "this one alone: paris, production/paris")
  .addOption(formatOption("text", "markdown"))
  .action((folder: string, { dataCenter, ...written }: Written & { readonly dataCenter?: string }) => {
    write(addressPlan(folder, dataCenter), written);
  });

program
  .command("data-centers-verify")
  .description("compares a data centre's plan with what its routers and servers say, and names every difference")
  .argument("<dumps>", "a folder for each router and server, as hybrid-kubernetes-dump writes it")
  .argument(...FOLDER)
  .option(
    "--data-center <name>",
    "the data centre that the dumps are of, when the folder has several: production/paris",
  )
  .option("--except <names>", "routers and servers that were not asked, with commas between them", listed, [])
  .option("--fenced <server>", "compare nothing else: show whether any router of its rack still leads to this server")
  .option("--json", "as JSON: docs/schemas/data-centers-verify.schema.json")
  .addHelpText(
    "after",
    exitStatus(
      `0 when all that was asked is as planned, ${REFUSED} when something is not, 1 when nothing can be compared.`,
    ),
  )
  .action((dumps: string, folder: string, options: DataCentersVerifyCommand) => {
    const { text, findings } = dataCentersVerify(dumps, folder, options);
    (options.json ? print : show)(text);
    refuse(findings);
  });

program
  .command("failover")
  .description(
    "the load balancer: who takes a service's load when a region or data centre is drained, unhealthy or full",
  )
  .argument(...FOLDER)
  .option(...ENVIRONMENT)
  .option(...HOST)
  .addOption(formatOption("text", "markdown", "json"))
  .option("--json", "the same as --format json: docs/schemas/failover.schema.json")
  .action((folder: string, { environment, host, ...written }: Written & Filtered) => {
    const stacks = readEnvironment(folder, environment);
    write(formatOf(written) === "json" ? failoverJson(stacks, host) : failoverTable(stacks, host), written);
  });

program
  .command("routing")
  .description("DNS: who is served from where, when all is well and while data centres are down")
  .argument(...FOLDER)
  .option("--down <names>", "data centres that are down, with commas between them: paris,frankfurt", listed, [])
  .option("--from <place>", "the country, state or continent that asks: DE, US-CA, EU")
  .option(...ENVIRONMENT)
  .option(...HOST)
  .addOption(formatOption("text", "markdown", "json"))
  .option("--json", "the same as --format json: docs/schemas/routing.schema.json")
  .option("--million-queries <number>", "how many million queries per month are paid for", positive)
  .action((folder: string, question: RoutingQuestion & Written) => {
    write(routing(folder, { ...question, json: formatOf(question) === "json" }), question);
  });

program
  .command("picture")
  .description("a platform as a picture in Mermaid, or in files: a map, load against capacity, a page with all of it")
  .argument(...FOLDER)
  .option(...ENVIRONMENT)
  .option("--stack <name>", "the stack with the records of Route 53, when there are several: production-dns")
  .option("--page <file>", "write an HTML page: all pictures and all numbers, with a switch for the failures")
  .option("--map <file>", "write an SVG: who is served from where, when all is well and when something is down")
  .option("--load <file>", "write an SVG: what everyone is asked for, against what they can take")
  .option("--topology <file>", "write an SVG: users, Route 53, data centres, load balancer, regions, clusters, links")
  .option(
    "--host, --host-name <name>",
    "draw what is answered for this one; in files, else for as many as are answered alike",
  )
  .option("--facts <file>", "what is known beside it: docs/schemas/routing-facts.schema.json")
  .option("--no-failures", "draw the map while all is well alone")
  .option("--no-borders", "draw circles only, and no countries")
  .option("--atlas <file>", "another atlas, in TopoJSON")
  .action((folder: string, options: PictureFiles) => {
    if (wantsFiles(options)) print(writePictures(folder, options));
    else print(picture(readEnvironment(folder, options.environment), options.stack, options.hostName));
  });

program
  .command("values")
  .description("what a GitOps tool must know of a cluster, as JSON: annotations of services, selectors of node pools")
  .argument(...FOLDER)
  .option("--cluster <name>", "of this cluster alone, which Helm reads as a file of values")
  .option(...ENVIRONMENT)
  .action((folder: string, { cluster, environment }: Filtered & { readonly cluster?: string }) => {
    print(values(folder, cluster, environment));
  });

program
  .command("permissions")
  .description("the roles in Google Cloud and the actions in AWS of who plans and who deploys what was synthesized")
  .argument(...FOLDER)
  .option(...ENVIRONMENT)
  .option("--json", "as JSON: docs/schemas/permissions.schema.json")
  .option("--terraform", "as a configuration of Terraform in JSON, which grants them: permissions.tf.json")
  .action((folder: string, { json, terraform, environment }: Written & Filtered & { readonly terraform?: boolean }) => {
    const needed = permissionsOf(readEnvironment(folder, environment));
    if (terraform) print(permissionsTerraform(needed));
    else if (json) print(JSON.stringify(needed, null, 2));
    else show(permissionsText(needed, terminalColumns()));
  });

program
  .command("review")
  .description(
    "what changes between two folders that cdktf synth wrote: what is lost, users, capacity, order, data centres",
  )
  .argument("<old>", "the folder of the deployed version")
  .argument("<new>", "the folder of the next version")
  .option("--environment <name>", "of this environment alone: what changes of others is neither shown nor refused")
  .option("--plans <folder>", "the plan of each stack, as terraform show -json writes it: <stack>.json")
  .addOption(formatOption("text", "markdown", "json"))
  .option("--json", "the same as --format json: docs/schemas/review.schema.json")
  .option("--largest-step <points>", "refuse it when more percentage points of a place's users move at once", positive)
  .option("--page <file>", "write an HTML page as well: a map of the requests that move, and who gets fuller")
  .option("--facts <file>", "for the page, what is known beside it: docs/schemas/routing-facts.schema.json")
  .option("--no-borders", "on the page, draw circles only, and no countries")
  .option("--atlas <file>", "for the page, another atlas, in TopoJSON")
  .option("--allow-detours", "do not refuse what is for two applies, where users may be sent astray on the way")
  .addHelpText(
    "after",
    exitStatus(`0 when it may be deployed, ${REFUSED} when it is refused, 1 when it cannot be compared.`),
  )
  .action((before: string, after: string, { page, ...options }: ReviewOptions & ChangePageOptions) => {
    const { text, refusals } = readable(() => review(before, after, options));
    if (page !== undefined) writeChangePage(before, after, page, options);
    write(text, options);
    refuse(refusals.map(refusalText));
  });

program
  .command("check")
  .description("what the project here needs to be synthesized and deployed: what is there, what is missing, what to do")
  .argument("[folder]", "the folder that cdktf synth wrote; the one of cdktf.json if it is left out")
  .option(
    "--cloud",
    "also ask the clouds that the stacks use, with gcloud and aws: credentials, buckets, zones, places",
  )
  .option(
    "--geo-locations <file>",
    "read what aws route53 list-geo-locations printed, a file for each page",
    listed,
    [],
  )
  .option("--json", "as JSON: docs/schemas/check.schema.json")
  .addHelpText(
    "after",
    exitStatus(
      `0 when nothing is wrong, ${REFUSED} when something is, 1 when a file of --geo-locations cannot be read.`,
    ),
  )
  .action((folder: string | undefined, options: CheckCommand) => {
    const onAsk = process.stderr.isTTY ? showAsked : undefined;
    const { text, findings } = check(folder, options, { columns: terminalColumns(), onAsk });
    if (onAsk !== undefined) process.stderr.write(GONE);
    print(text);
    refuse(findings);
  });

program
  .command("drift")
  .description("what was changed by hand at Route 53, and the line that takes it into the code")
  .argument("<plans...>", "plans, as terraform show -json writes them")
  .option("--json", "as JSON: docs/schemas/drift.schema.json")
  .addHelpText("after", exitStatus(`0 when nothing was, ${REFUSED} when something was, 1 when a file is not a plan.`))
  .action((plans: string[], { json }: Written) => {
    const found = drift(plans);
    if (json) print(JSON.stringify({ plans: found }, null, 2));
    else show(driftText(found));
    refuse(found.flatMap(({ plan, changes }) => changes.map(({ what }) => `${plan}: ${what}`)));
  });

program
  .command("import")
  .description(
    "writes the program that takes over what exists, or refers to it, from what gcloud, aws, Terraform or a name server print",
  )
  .argument(
    "<files...>",
    "gcloud … --format=json, aws route53 list-…, a Terraform state, a zone file, octoDNS's YAML, or names: each is told by what is in it",
  )
  .option("--into <folder>", "what cdktf synth wrote: its resources become what exists")
  .option("--zone-id <id>", "the hosted zone that has the records; without it they are made, not imported")
  .option("--zone <name>", "the name of the zone, for a zone file without $ORIGIN and SOA")
  .option("--hcl", "the import blocks in Terraform's own language, for each stack of --into")
  .option("--json", "all as JSON: docs/schemas/import.schema.json")
  .action((files: string[], options: ImportCommand) => {
    importFiles(files, options).then(print, fail);
  });

program
  .command("verify")
  .description("asks the live zone's name servers what users of each place get, and compares it with the simulation")
  .argument(...FOLDER)
  .option("--addresses <file>", "addresses of places: FR 192.0.2.0/24, or ranges of countries: start,end,FR")
  .option(
    "--name-server <host:port>",
    "ask this one, and not those of the zone; may be given several times",
    listed,
    [],
  )
  .option("--resolver <host:port>", "look the name servers up here, and not with the system's resolver")
  .option(...ENVIRONMENT)
  .option(...HOST)
  .option("--zone <id>", "the hosted zone that is asked, where a name is in several")
  .option("--down <names>", "data centres that are down now, with commas between them", listed, [])
  .option("--draws <number>", "how often a place is asked where a percentage decides", whole, 40)
  .option("--timeout <seconds>", "how long each of three attempts waits for a name server", positive, 2)
  .option(
    "--within <seconds>",
    "how long a stack may take, 30 time-outs and 10 ms for each question if left out",
    positive,
  )
  .addOption(formatOption("text", "markdown", "json"))
  .option("--json", "the same as --format json: docs/schemas/verify.schema.json")
  .addHelpText(
    "after",
    exitStatus(
      `0 when all that was asked is as simulated, ${REFUSED} when something is not, 1 when nothing can be asked.`,
    ),
  )
  .action((folder: string, options: VerifyCommand & Written) => {
    const progress = process.stderr.isTTY ? showProgress : undefined;
    const json = formatOf(options) === "json";
    verify(folder, { ...options, json }, progress).then(({ text, findings }) => {
      progress?.(1, 1);
      write(text, options);
      refuse(findings);
    }, fail);
  });

/** Takes the line of a progress away. */
const GONE = "\r\u001b[K";

/** One line that is written over and over, and is gone in the end. */
function showProgress(done: number, all: number): void {
  process.stderr.write(done === all ? GONE : `\r${done} of ${all} questions`);
}

/** The same for a program that is waited for. */
function showAsked(command: string): void {
  const line = `asking: ${command}`;
  process.stderr.write(`${GONE}${line.slice(0, (process.stderr.columns || 80) - 1)}`);
}

/** How wide the help is: in a file or a pipe as on a terminal that does not say. */
function helpColumns(): number {
  return terminalColumns() ?? COLUMNS;
}

/** What stands below the options in the help of a command. */
function exitStatus(meanings: string): () => string {
  return () => `\n${terminalText(`Exit status: ${meanings}`, helpColumns())}`;
}

function refuse(reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  program.error(reasons.map((reason) => `error: ${reason}`).join("\n"), { exitCode: REFUSED });
}

/** What is read of two folders; one that cannot be read has a code, as all that a review refuses has. */
function readable<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return program.error(`error: ${error.message} [unreadable]`);
  }
}

function whole(text: string): number {
  const number = Number(text);
  const expected = amountInWords("whole-number", [1]);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError(`It must be ${expected}.`);
  return number;
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}

/** Prints what a command with formats says: as a person reads it, unless another format is asked for. */
function write(text: string, written: Written): void {
  (formatOf(written) === "text" ? show : print)(text);
}

/** Prints what a person reads. */
function show(text: string): void {
  print(terminalText(text, terminalColumns()));
}

function print(text: string): void {
  process.stdout.write(`${text.trimEnd()}\n`);
}

/** What a user can correct is one line; anything else is a bug of this program, and needs its stack trace to be found. */
function fail(error: unknown): never {
  if (!ValidationError.isValidationError(error)) throw error;
  return program.error(`error: ${error.message}`);
}

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
  fail(error);
}

import { isUnknown } from "../../core/tokens";
import type { Settings, SynthesizedStack } from "../output-folder";
import { about, type CheckLine } from "./check-line";
import type { Programs } from "./programs";
import { bucketsOf, providersOf } from "./used";

/** Where the provider looks for credentials before it asks for those of the application. */
const GIVEN = ["GOOGLE_CREDENTIALS", "GOOGLE_OAUTH_ACCESS_TOKEN"];

/** What stacks need of Google Cloud: credentials, the projects and the buckets of states. */
export function googleLines(stacks: readonly SynthesizedStack[], programs: Programs): readonly CheckLine[] {
  const providers = providersOf(stacks, "google");
  const buckets = bucketsOf(stacks, "gcs");
  if (providers.length + buckets.length === 0) return [];
  const credentials = credentialsLine(programs);
  const account = accountLine(programs);
  if (account.result === "wrong") return [credentials, account];
  const projects = new Set(providers.flatMap(({ project }) => (isName(project) ? [project] : [])));
  return [
    credentials,
    account,
    ...[...projects].sort().map((project) => projectLine(project, programs)),
    ...buckets.map((bucket) => bucketLine(bucket, programs)),
  ];
}

function isName(value: unknown): value is string {
  return typeof value === "string" && !isUnknown(value);
}

/** Terraform goes by these, and not by the account of gcloud. What is printed is a secret, and not kept. */
function credentialsLine(programs: Programs): CheckLine {
  const line = about("Google credentials");
  const given = GIVEN.find((name) => process.env[name] !== undefined);
  if (given !== undefined) return line.note(`Terraform takes those of ${given}, which were not tried`);
  const answer = programs.run("gcloud", ["auth", "application-default", "print-access-token"]);
  if ("printed" in answer) return line.ok("Terraform has those of the application");
  return line.wrong(`Terraform has none (${answer.reason})`, "gcloud auth application-default login");
}

/** Who asks in the lines below. */
function accountLine(programs: Programs): CheckLine {
  const line = about("gcloud");
  const args = ["auth", "list", "--filter=status:ACTIVE", "--format=json"];
  const answer = programs.json<readonly { readonly account?: string }[]>("gcloud", args);
  if ("reason" in answer) return line.wrong(answer.reason, "install the Google Cloud CLI");
  const [active] = answer.content;
  if (active?.account === undefined) return line.wrong("nobody is logged in", "gcloud auth login");
  return line.ok(`asks as ${active.account}, which need not be who Terraform is`);
}

function projectLine(project: string, programs: Programs): CheckLine {
  const line = about(`project ${project}`);
  const answer = programs.json<Settings>("gcloud", ["projects", "describe", project, "--format=json"]);
  if ("reason" in answer) return line.wrong(answer.reason, "look at its id, and at who may see it");
  const { lifecycleState } = answer.content;
  return lifecycleState === "ACTIVE" ? line.ok("is active") : line.wrong(`is ${lifecycleState}`);
}

function bucketLine(bucket: string, programs: Programs): CheckLine {
  const line = about(`bucket gs://${bucket}`);
  const args = ["storage", "buckets", "describe", `gs://${bucket}`, "--raw", "--format=json"];
  const answer = programs.json<{ readonly versioning?: { readonly enabled?: boolean } }>("gcloud", args);
  if ("reason" in answer) return line.wrong(answer.reason, "make it, as docs/state.md shows");
  if (answer.content.versioning?.enabled) return line.ok("is there, and keeps old versions of the state");
  return line.note(
    "keeps no old versions: a state that is overwritten is lost",
    `gcloud storage buckets update gs://${bucket} --versioning`,
  );
}

import "../../fast-synth";
import { writeFileSync } from "node:fs";
import { AskedProvider } from "./ask";
import { pinnedVersion, readFacts, writeFacts } from "./facts";
import { FactsFinder } from "./find-facts";
import { foundChanges } from "./found-changes";
import { changesPage, PAGE_FILE } from "./page";

/**
 * `npm run changes -- --update` writes docs/changes.md from what the providers answered before; with `--ask` it asks them first, which
 * takes minutes, with `--ask-more` only of what no answer is known. Terraform installs them, as for every configuration; `--aws=5.100.0` asks another version than that of the bindings.
 */
const flags = new Map(
  process.argv.slice(2).map((flag): [string, string] => {
    const [name = "", value = ""] = flag.replace(/^--/, "").split("=");
    return [name, value];
  }),
);

const OFFLINE = {
  google: { project: "acme", region: "europe-west1", access_token: "none" },
  aws: {
    region: "eu-west-1",
    access_key: "none",
    secret_key: "none",
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
  },
};

const found = foundChanges();
if (flags.has("ask") || flags.has("ask-more")) {
  const finder = new FactsFinder(found, flags.has("ask") ? {} : readFacts().arguments);
  for (const [name, settings] of Object.entries(OFFLINE)) {
    const version = flags.get(name) ?? pinnedVersion(name);
    const provider = new AskedProvider(name, version, settings);
    finder.add(name, version, provider);
  }
  const { facts, notes } = finder.find();
  writeFacts(facts);
  process.stdout.write(`${notes.join("\n")}\n`);
}
if (flags.has("update")) writeFileSync(PAGE_FILE, changesPage(found, readFacts()));

import type { Command } from "commander";
import { type ImportCommand, importFiles } from "../import";
import { failure } from "./outcome";
import { print } from "./print";

export function importCommand(program: Command): void {
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
      importFiles(files, options).then(print, failure(program));
    });
}

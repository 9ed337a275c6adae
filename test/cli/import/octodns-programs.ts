import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { transformSync } from "@swc/core";
import type { TerraformStack } from "cdktf";
import { type ImportCommand, importFiles } from "../../../lib/cli/import";
import { GeoRouting, type GeoRoutingProps } from "../../../lib/route53";
import { synthesizeStack } from "../../support/synthesize";

const scratch = mkdtempSync(join(tmpdir(), "octodns-"));

export const file = (text: string, name = "example.com.yaml") => {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
};

/** The program for a zone `example.com`. */
export const program = (text: string, command: ImportCommand = {}) => importFiles([file(text)], command);

/** What a program leaves to do. */
export const toDo = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("// TO DO: "))
    .map((line) => line.slice(10, -1));

/** The options of the routings that a program makes in one stack, which must synthesize. */
export function routingsOf(source: string): GeoRoutingProps[] {
  const { code } = transformSync(source, { module: { type: "commonjs" }, jsc: { parser: { syntax: "typescript" } } });
  const made: GeoRoutingProps[] = [];
  class Noted extends GeoRouting {
    constructor(...[scope, id, props]: ConstructorParameters<typeof GeoRouting>) {
      super(scope, id, props);
      made.push(JSON.parse(JSON.stringify(props)));
    }
  }
  const exported: Record<string, (stack: TerraformStack) => void> = {};
  new Function("require", "exports", code)(() => ({ GeoRouting: Noted }), exported);
  synthesizeStack((stack) => {
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    for (const make of Object.values(exported)) make(stack);
  });
  return made;
}

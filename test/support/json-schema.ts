import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";

/** Fails unless this is what a schema of docs/schemas says, in which nothing may be left out and nothing added. */
export function expectSchema(name: string, output: unknown): void {
  const schema = JSON.parse(readFileSync(join(__dirname, `../../docs/schemas/${name}.schema.json`), "utf8"));
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
  expect([validate(output), validate.errors]).toEqual([true, null]);
}

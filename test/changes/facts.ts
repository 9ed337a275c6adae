import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Difference } from "./difference";

/**
 * What a provider plans for an argument that differs: it is updated, all is made anew, the earlier value stays, one or the other by the
 * value, or it could not be asked.
 */
export type Plan = "in place" | "replaced" | "kept" | "depends" | "not known";

/** What was asked of the providers: written by `npm run changes -- --update`. */
export interface ProviderFacts {
  readonly providers: {
    readonly [name: string]: {
      /** The version that was asked; or where it was looked up, of a provider that was not asked. */
      readonly asked: string;
      /** The version that the bindings are of. */
      readonly bindings: string;
    };
  };
  /** By the type of resource, the path of the argument, and how it differs. */
  readonly arguments: { readonly [type: string]: { readonly [path: string]: { readonly [how in Difference]?: Plan } } };
}

export const FACTS_FILE = join(__dirname, "provider-facts.json");

export function readFacts(): ProviderFacts {
  return JSON.parse(readFileSync(FACTS_FILE, "utf8"));
}

/** One line per argument, so that a change of a provider is a line of a diff; in the form that the formatter leaves alone. */
export function writeFacts(facts: ProviderFacts): void {
  const types = Object.entries(facts.arguments).map(([type, paths]) => {
    const lines = Object.entries(paths).map(([path, plans]) => entry(path, plans, 6));
    return `    ${JSON.stringify(type)}: {\n${lines.join(",\n")}\n    }`;
  });
  const providers = Object.entries(facts.providers).map(([name, one]) => entry(name, one, 4));
  const text = `{\n  "providers": {\n${providers.join(",\n")}\n  },\n  "arguments": {\n${types.join(",\n")}\n  }\n}\n`;
  writeFileSync(FACTS_FILE, text);
}

const MOST_CHARACTERS = 119;

function entry(key: string, value: object, indent: number): string {
  const space = " ".repeat(indent);
  const pairs = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one)}`);
  const line = `${space}${JSON.stringify(key)}: { ${pairs.join(", ")} }`;
  if (line.length <= MOST_CHARACTERS) return line;
  return `${space}${JSON.stringify(key)}: {\n${pairs.map((pair) => `${space}  ${pair}`).join(",\n")}\n${space}}`;
}

/** The version of the provider that the installed bindings are of. */
export function pinnedVersion(name: string): string {
  return require(`@cdktf/provider-${name}/package.json`).cdktf.provider.version;
}

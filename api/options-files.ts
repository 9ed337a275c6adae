import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./compiler";
import type { OptionsModel, OptionsType } from "./options-model";

/** The files that are written from the options, by their path in the repository. */
export function optionsFiles(model: OptionsModel): ReadonlyMap<string, string> {
  const files: [string, string][] = [
    ["lib/core/options-table.ts", tableModule(model)],
    ["api/options.json", JSON.stringify(model)],
  ];
  return new Map(files.map(([file, text]) => [file, formatted(file, text)]));
}

/** What the library itself needs: keys, kinds and allowed values, small enough to be loaded each time. */
function tableModule({ types, values }: OptionsModel): string {
  const choices = Object.entries(values).map(([name, list]) => [name, list.map(quoted).join(" | ")]);
  return `// Generated from the sources by \`npm run api -- --update\`.

/**
 * The properties of every options type: \`name\` or, when it may be left out, \`name?\`, each with its type in the words of
 * \`OptionsKind\`. What a type extends stands under \`...\`.
 */
export const OPTIONS: { readonly [type: string]: { readonly [property: string]: string } } = {
${Object.entries(types).map(typeEntry).join("\n")}
};

/** The values of each type that is a choice of some. */
export const VALUES: { readonly [type: string]: string } = ${JSON.stringify(Object.fromEntries(choices))};
`;
}

function typeEntry([name, { bases, properties }]: [string, OptionsType]): string {
  const own = Object.entries(properties).map(([property, { required, type }]) => [
    required ? property : `${property}?`,
    type,
  ]);
  const all = bases.length === 0 ? own : [["...", bases.join(" & ")], ...own];
  return `${quoted(name)}: {\n${all.map(([key, type]) => `${quoted(key)}: ${quoted(type)},`).join("\n")}\n},`;
}

function quoted(value: unknown): string {
  return JSON.stringify(value);
}

function formatted(file: string, text: string): string {
  const biome = join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");
  const options = { cwd: ROOT, input: text, encoding: "utf8", maxBuffer: 1 << 26 } as const;
  return execFileSync(process.execPath, [biome, "format", `--stdin-file-path=${file}`], options);
}

import { Option } from "commander";

/** How a command that prints tables writes: in columns, in Markdown for a comment in a pull request, or for a program. */
export type TableFormat = "text" | "markdown" | "json";

/** What it is asked for; `json` is short for the format of that name. */
export interface Written {
  readonly format?: TableFormat;
  readonly json?: boolean;
}

/** The option of it. */
export function formatOption(...formats: readonly TableFormat[]): Option {
  return new Option("--format <format>", "how it is written").choices(formats).default("text");
}

/** The option that is short for `--format json`, which no other format may stand beside. */
export function jsonOption(description: string): Option {
  return new Option("--json", description).conflicts("format");
}

export function formatOf({ format = "text", json = false }: Written): TableFormat {
  return json ? "json" : format;
}

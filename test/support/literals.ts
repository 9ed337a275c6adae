import { readFileSync } from "node:fs";
import { join } from "node:path";
import { placesIn } from "../../mutants/syntax";

const ROOT = join(__dirname, "..", "..");

/** A text that stands in a program. */
export interface Literal {
  readonly file: string;
  readonly line: number;
  /** A text in quotes, a part of a template, or the source of a pattern, without the backslashes that only a pattern needs. */
  readonly text: string;
}

/** Every text in a source: those of types and imports are none of a program that runs. */
export function literalsOf(file: string, source = readFileSync(join(ROOT, file), "utf8")): readonly Literal[] {
  const starts = [...source.matchAll(/\n/g)].map(({ index }) => index);
  const lineOf = (start: number) => 1 + starts.filter((index) => index < start).length;
  return placesIn(source)
    .filter(({ within }) => within[0]?.type !== "ExportNamedDeclaration")
    .flatMap(({ node }) => {
      const text = textOf(node);
      return text === undefined ? [] : [{ file, line: lineOf(node.start), text }];
    });
}

function textOf({ type, value, pattern }: Readonly<Record<string, unknown>>): string | undefined {
  switch (type) {
    case "StringLiteral":
      return String(value);
    case "TemplateElement":
      return (value as { readonly cooked: string }).cooked;
    case "RegExpLiteral":
      return String(pattern).replaceAll(/\\([^A-Za-z])/g, "$1");
    default:
      return undefined;
  }
}

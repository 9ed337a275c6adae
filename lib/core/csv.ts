import type { Problems } from "./problems";

/** One field: in quotation marks, which are doubled inside, or without any. */
const FIELD = /^(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/;

/**
 * Reads CSV as RFC 4180 has it, but for line breaks inside of a field, which none of ours can have. What is wrong is refused by
 * its line.
 *
 * @param example what the first line may be
 * @returns the rows by the names in the first line
 */
export function readCsv(
  problems: Problems,
  text: string,
  example: string,
): readonly Readonly<Record<string, string>>[] {
  const lines = text.split(/\r\n|\r|\n/);
  const [head, ...rows] = lines.map((line, index) => fieldsOf(problems, `line ${index + 1}`, line));
  if (head === undefined || !isHead(problems, head, lines[0], example)) return [];
  return rows.flatMap((fields, index) => {
    if (fields === undefined || (fields.length === 1 && fields[0] === "")) return [];
    if (fields.length === head.length)
      return [Object.fromEntries(head.map((name, column) => [name, fields[column] ?? ""]))];
    problems.conflict(`line ${index + 2}`, `it has ${fields.length} fields, and line 1 has ${head.length}`);
    return [];
  });
}

function isHead(problems: Problems, head: readonly string[], line: string | undefined, example: string): boolean {
  const double = head.find((name, index) => head.indexOf(name) !== index);
  if (head.length < 2) problems.refuse("line 1", line, `names with commas between them: ${example}`);
  else if (double !== undefined) problems.refuse("line 1", double, "each name once");
  else return true;
  return false;
}

function fieldsOf(problems: Problems, place: string, line: string): readonly string[] | undefined {
  const fields: string[] = [];
  let rest = line;
  while (true) {
    const [whole, quoted, plain] = FIELD.exec(rest) ?? [];
    if (whole === undefined) {
      problems.refuse(place, rest, "a quotation mark only around a whole field");
      return undefined;
    }
    fields.push((quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
    rest = rest.slice(whole.length);
    if (!whole.endsWith(",")) return fields;
  }
}

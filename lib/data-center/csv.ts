const BYTE_ORDER_MARK = "\uFEFF";

/** One field: in quotation marks, which are doubled inside, or without any. */
const FIELD = /^(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/;

/**
 * Reads CSV as RFC 4180 has it, but for line breaks inside of a field, which none of ours can have.
 *
 * @returns the rows by the names in the first line
 * @throws an error that names the line
 */
export function readCsv(path: string, text: string): readonly Readonly<Record<string, string>>[] {
  const lines = text.replace(BYTE_ORDER_MARK, "").split(/\r?\n/);
  const [head, ...rows] = lines.map((line, index) => fieldsOf(`${path}, line ${index + 1}`, line));
  if (head === undefined || head.length < 2) {
    throw new Error(`${path}: its first line must name the properties, with commas: name,role,rack,number`);
  }
  const double = head.find((name, index) => head.indexOf(name) !== index);
  if (double !== undefined) throw new Error(`${path}: its first line has "${double}" twice`);
  return rows.flatMap((fields, index) => {
    if (fields.length === 1 && fields[0] === "") return [];
    if (fields.length !== head.length) {
      throw new Error(`${path}, line ${index + 2}: it has ${fields.length} fields, and the first line ${head.length}`);
    }
    return [Object.fromEntries(head.map((name, column) => [name, fields[column] as string]))];
  });
}

function fieldsOf(place: string, line: string): readonly string[] {
  const fields: string[] = [];
  let rest = line;
  while (true) {
    const [whole, quoted, plain] = FIELD.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`${place}: a quotation mark where none can be: ${rest}`);
    fields.push((quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
    rest = rest.slice(whole.length);
    if (!whole.endsWith(",")) return fields;
  }
}

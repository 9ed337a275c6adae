/** Longer lines are broken. */
const MOST_CHARACTERS = 116;

/** A comment of one line, whatever the file has: a line break in it would end the comment. */
export function comment(text: string): string {
  return `// ${onOneLine(text)}`;
}

/** A comment before a declaration, which nothing in it can end. */
export function docComment(text: string): string {
  return `/** ${onOneLine(text).replaceAll("*/", "* /")} */`;
}

function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}

/** A value in quotation marks; a `${` or `%{` in it is meant as it stands, and not for Terraform. */
export function text(value: unknown): string {
  return JSON.stringify(typeof value === "string" ? value.replaceAll(/([$%])\{/g, "$1$1{") : value)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** A value as it stands in a program, on one line. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return text(value);
  const given = givenIn(value);
  if (given.length === 0) return "{}";
  return `{ ${given.map(([option, one]) => `${key(option)}: ${literal(one)}`).join(", ")} }`;
}

/** The same, on as many lines as are readable. */
export function block(value: unknown, indent: string): string {
  const short = literal(value);
  if (typeof value !== "object" || value === null || indent.length + short.length <= MOST_CHARACTERS) return short;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((one) => `${deeper}${block(one, deeper)},\n`).join("")}${indent}]`;
  const lines = givenIn(value).map(([option, one]) => `${deeper}${key(option)}: ${block(one, deeper)},\n`);
  return `{\n${lines.join("")}${indent}}`;
}

function givenIn(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, one]) => one !== undefined);
}

const key = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : text(name));

/** `acme-network` is `AcmeNetwork`. */
export function camel(name: string): string {
  return name.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

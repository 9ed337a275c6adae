import { Address4, Address6 } from "ip-address";

/** A part of a record's value: what it takes, in words, and how it is written for Route 53; `undefined` when it is not that. */
interface Part {
  readonly takes: string;
  write(word: string, origin: string): string | undefined;
}

const ipv4: Part = {
  takes: "an IPv4 address",
  write: (word) => only(word, Address4.isValid(word) && !word.includes("/")),
};
const ipv6: Part = {
  takes: "an IPv6 address",
  write: (word) => only(word, Address6.isValid(word) && !/[/%]/.test(word)),
};
const byte = numberUpTo(255);
const short = numberUpTo(65535);
const name: Part = { takes: "a name", write: wholeName };
const label: Part = { takes: "a property", write: (word) => only(word, /^[a-z0-9]+$/i.test(word)) };
const text: Part = { takes: "texts of up to 255 bytes", write: characterString };
const digits: Part = { takes: "hexadecimal digits", write: (word) => only(word, /^[0-9a-f]+$/i.test(word)) };
const parameter: Part = {
  takes: "parameters",
  write: (word) => only(word, /^[a-z0-9-]+(=[^\\]*)?$/i.test(word)),
};

/** A type: its parts, and one that may come several times after them, put together by `between`. */
interface ValueShape {
  readonly parts: readonly Part[];
  readonly rest?: { readonly part: Part; readonly least: number; readonly between: string };
}

const service: ValueShape = { parts: [short, name], rest: { part: parameter, least: 0, between: " " } };
const texts: ValueShape = { parts: [], rest: { part: text, least: 1, between: " " } };
const digest = { part: digits, least: 1, between: "" };

/** The types that Route 53 has, but SOA. Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html */
const SHAPES: { readonly [type: string]: ValueShape } = {
  A: { parts: [ipv4] },
  AAAA: { parts: [ipv6] },
  CAA: { parts: [byte, label, text] },
  CNAME: { parts: [name] },
  DS: { parts: [short, byte, byte], rest: digest },
  HTTPS: service,
  MX: { parts: [short, name] },
  NAPTR: { parts: [short, short, text, text, text, name] },
  NS: { parts: [name] },
  PTR: { parts: [name] },
  SPF: texts,
  SRV: { parts: [short, short, short, name] },
  SSHFP: { parts: [byte, byte], rest: digest },
  SVCB: service,
  TLSA: { parts: [byte, byte, byte], rest: digest },
  TXT: texts,
};

/** The value of a record as Route 53 takes it, or why it is not valid. */
export type RecordValue = { readonly value: string } | { readonly reason: string };

/** Writes a value of a zone file for Route 53: with whole names, and each text in quotation marks. */
export function recordValue(type: string, words: readonly string[], origin: string): RecordValue {
  const shape = SHAPES[type];
  if (shape === undefined) return { reason: `Route 53 has no type ${type}` };
  if (words[0] === "\\#") return { reason: "its value is in bytes, as of an unknown type" };
  const { parts, rest } = shape;
  const first = parts.map((part, index) => part.write(words[index] ?? "", origin));
  const more = words.slice(parts.length).map((word) => rest?.part.write(word, origin));
  const isWhole = words.length >= parts.length + (rest?.least ?? 0);
  if (!isWhole || [...first, ...more].includes(undefined)) {
    const takes = [...parts, ...(rest === undefined ? [] : [rest.part])].map((part) => part.takes);
    return { reason: `${type} takes ${takes.join(", ")}` };
  }
  return { value: [...first, ...(more.length === 0 ? [] : [more.join(rest?.between)])].join(" ") };
}

/** What two values have in common that are the same for DNS. */
export function sameValue(type: string, value: string): string {
  if (type === "AAAA") return new Address6(value).correctForm();
  return ["TXT", "SPF", "CAA", "NAPTR"].includes(type) ? value : value.toLowerCase();
}

/** Whether each label and the whole of a name have the lengths that DNS allows. A dot stands for the root. */
export function isName(whole: string): boolean {
  const labels = whole.replace(/\.$/, "").split(".");
  return labels.every(({ length }) => length > 0 && length <= 63) && whole.length <= 254;
}

function wholeName(word: string, origin: string): string | undefined {
  if (word === "@") return origin;
  if (word === ".") return word;
  const whole = word.endsWith(".") ? word : `${word}.${origin}`;
  return only(whole, /^[!-~]+$/.test(word) && !/[\\"]/.test(word) && isName(whole));
}

function numberUpTo(most: number): Part {
  const isNumber = (word: string) => /^\d{1,10}$/.test(word) && Number(word) <= most;
  return { takes: `a number up to ${most}`, write: (word) => (isNumber(word) ? String(Number(word)) : undefined) };
}

/** A text by its bytes: a zone file has the decimal number of what cannot be written, Route 53 the octal one. */
function characterString(word: string): string | undefined {
  const isQuoted = word.startsWith('"');
  if (word === "" || (!isQuoted && word.includes('"'))) return undefined;
  const bytes = bytesOf(isQuoted ? word.slice(1, -1) : word);
  if (bytes === undefined || bytes.length > 255) return undefined;
  return `"${[...bytes].map(written).join("")}"`;
}

/** The bytes that a text stands for; `undefined` when it has a number above 255. */
export function bytesOf(word: string): Buffer | undefined {
  const pieces = word.match(/\\\d{3}|\\.|[^\\]+/gsu) ?? [];
  const numbers = pieces.filter((piece) => /^\\\d{3}$/.test(piece)).map((piece) => Number(piece.slice(1)));
  if (numbers.some((number) => number > 255) || pieces.some((piece) => /^\\\d$/.test(piece))) return undefined;
  return Buffer.concat(
    pieces.map((piece) =>
      /^\\\d{3}$/.test(piece) ? Buffer.of(Number(piece.slice(1))) : Buffer.from(piece.replace(/^\\/, "")),
    ),
  );
}

function written(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === '"' || character === "\\") return `\\${character}`;
  return byte >= 0x20 && byte < 0x7f ? character : `\\${byte.toString(8).padStart(3, "0")}`;
}

function only(word: string, isAllowed: boolean): string | undefined {
  return isAllowed ? word : undefined;
}

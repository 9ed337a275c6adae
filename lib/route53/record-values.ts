import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

/** The longest string of a TXT record, and the longest value of any. */
const MAX_STRING_LENGTH = 255;
const MAX_VALUE_LENGTH = 4000;

/** What stands for one character: three octal digits or one character after a backslash, or the character itself. */
const CHARACTERS = /\\[0-7]{3}|\\.|[^\\]/gsu;

/** Between two strings of one value. The provider puts quotation marks around the whole. */
const NEXT_STRING = '" "';

/**
 * The value of a TXT record as the provider wants it: in strings of up to 255 characters, which resolvers put together again.
 * One that has quotation marks has been divided already, and stays as it is.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#TXTFormat
 */
export function txtValue(text: string): string {
  if (isUnknown(text) || text.includes('"')) return text;
  const characters = charactersOf(text);
  const strings: string[] = [];
  for (let start = 0; start < characters.length; start += MAX_STRING_LENGTH) {
    strings.push(characters.slice(start, start + MAX_STRING_LENGTH).join(""));
  }
  return strings.join(NEXT_STRING);
}

/** Validates the values of a TXT record as the user wrote them. */
export function checkTxtValues(problems: Problems, property: string, values: readonly string[]): void {
  for (const value of values) {
    if (isUnknown(value)) continue;
    const isQuoted = value.startsWith('"') || value.endsWith('"');
    if (isQuoted) problems.refuse(property, value, "a text without quotation marks around it: they are added");
    const [longest = 0] = stringsOf(value)
      .map((one) => charactersOf(one).length)
      .sort((one, other) => other - one);
    const isDivided = value.includes('"');
    const allowed = `strings of up to ${MAX_STRING_LENGTH} characters; without quotation marks in it, it is divided for you`;
    if (!isQuoted && isDivided && longest > MAX_STRING_LENGTH) problems.refuse(property, value, allowed);
    checkValueLength(problems, property, txtValue(value));
  }
}

/** Checks the length of a value: of all its strings together, with what is between them. */
export function checkValueLength(problems: Problems, property: string, value: string): void {
  const most = `up to ${MAX_VALUE_LENGTH} characters`;
  problems.check(property, value, ({ length }) => length <= MAX_VALUE_LENGTH, most);
}

/** The strings of a value that has been divided. A quotation mark after a backslash is a character. */
function stringsOf(value: string): readonly string[] {
  return value.split(/(?<!\\)" ?"/);
}

function charactersOf(text: string): readonly string[] {
  return text.match(CHARACTERS) ?? [];
}

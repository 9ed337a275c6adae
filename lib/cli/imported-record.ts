/** A record that is there already, in the words of the provider's `Route53Record`. */
export interface ImportedRecord {
  /** The whole name, without the last dot. */
  readonly name: string;
  readonly type: string;
  /** What tells it from others of its name and type; `undefined` for a simple record. */
  readonly setIdentifier?: string;
  /** All other options but the zone. */
  readonly options: { readonly [option: string]: unknown };
}

/** A zone as a file has it. */
export interface ImportedZone {
  readonly zoneName: string;
  readonly records: readonly ImportedRecord[];
  /** What is left out, a sentence each. */
  readonly leftOut: readonly string[];
  /** What cannot be imported as it is, a sentence each. */
  readonly toDo: readonly string[];
}

/** A zone without the records that Route 53 makes itself. */
export function zoneOf(
  zoneName: string,
  all: readonly ImportedRecord[],
  leftOut: readonly string[],
  toDo: readonly string[] = [],
): ImportedZone {
  const isOwn = ({ name, type }: ImportedRecord) => type === "SOA" || (type === "NS" && name === zoneName);
  const own = all.filter(isOwn).map(({ name, type }) => `${name} ${type}: Route 53 makes it with the zone`);
  return { zoneName, records: all.filter((record) => !isOwn(record)), leftOut: [...own, ...leftOut], toDo };
}

/** Whether the values of a type are texts, which the provider puts into quotation marks itself. */
export function isText(type: string): boolean {
  return ["TXT", "SPF"].includes(type);
}

/** A value of a TXT record as the provider wants it: it puts quotation marks around the whole. */
export function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}

/** What the provider imports a record by. */
export function importId({ name, type, setIdentifier }: ImportedRecord, zoneId: string): string {
  return [zoneId, name, type, ...(setIdentifier === undefined ? [] : [setIdentifier])].join("_");
}

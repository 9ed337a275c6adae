import { plainHostName } from "../../core/host-names";
import { type ImportedRecord, type ImportedZone, zoneOf } from "../imported-record";
import type { Settings } from "../output-folder";
import { type Existing, isRecord, SECRET, textOf } from "./existing";

/** A zone whose records a state has, and its id. */
export interface ZoneInState {
  readonly id: string;
  readonly zone: ImportedZone;
}

/** The records of states, by their zones. */
export function zonesInStates(things: readonly Existing[]): readonly ZoneInState[] {
  const all = things.filter(({ type }) => type === "aws_route53_record");
  const ids = [...new Set(all.flatMap(({ settings }) => textOf(settings.zone_id) ?? []))];
  return ids.map((id) => {
    const records = all.filter(({ settings }) => settings.zone_id === id).flatMap(recordOf);
    return { id, zone: zoneOf(nameOfZone(id, things, records), records, []) };
  });
}

/** The zone's own name, where a state has it; else the end that all names have in common. */
function nameOfZone(id: string, things: readonly Existing[], records: readonly ImportedRecord[]): string {
  const zone = things.find(({ type, settings }) => type === "aws_route53_zone" && settings.zone_id === id);
  const name = textOf(zone?.settings.name);
  if (name !== undefined) return plainHostName(name);
  const labels = records.map((record) => record.name.split(".").reverse());
  const first = labels[0] ?? [];
  const shared = first.filter((_, index) => labels.every((one) => isStart(first.slice(0, index + 1), one)));
  return (shared.length === first.length && shared.length > 2 ? shared.slice(0, -1) : shared).reverse().join(".");
}

const isStart = (start: readonly string[], all: readonly string[]) =>
  start.every((label, index) => label === all[index]);

/** The provider's own arguments, in the words of its bindings. */
const OPTIONS = [
  ["ttl", "records", "alias", "health_check_id", "set_identifier", "weighted_routing_policy", "latency_routing_policy"],
  ["failover_routing_policy", "multivalue_answer_routing_policy", "geolocation_routing_policy", "cidr_routing_policy"],
  ["geoproximity_routing_policy"],
].flat();

function recordOf({ settings }: Existing): readonly ImportedRecord[] {
  const [name, type] = [textOf(settings.name), textOf(settings.type)];
  if (name === undefined || type === undefined) return [];
  const setIdentifier = textOf(settings.set_identifier);
  const options = Object.fromEntries(OPTIONS.map((argument) => [camel(argument), optionOf(argument, settings)]));
  return [{ name: plainHostName(name), type, setIdentifier, options }];
}

function optionOf(argument: string, settings: Settings): unknown {
  const value = settings[argument];
  if (value === SECRET || isNothing(value) || (argument === "ttl" && !isNothing(settings.alias))) return undefined;
  const isBlock = argument.endsWith("_routing_policy") || argument === "alias";
  return inBindings(isBlock && Array.isArray(value) ? value[0] : value);
}

/** What a state has in place of nothing. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

function inBindings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inBindings);
  if (!isRecord(value)) return value;
  const given = Object.entries(value).filter(([, one]) => one !== null && one !== "");
  return Object.fromEntries(given.map(([name, one]) => [camel(name), inBindings(one)]));
}

const camel = (name: string) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

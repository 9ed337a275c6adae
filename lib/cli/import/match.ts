import { type Difference, differences, isSame, notCompared } from "./compare";
import { type Configured, UNKNOWN } from "./configured";
import { type Existing, textOf } from "./existing";
import { filledIn, IMPORTABLE } from "./importable-types";

/** A resource of the program that becomes what exists. */
export interface Match {
  readonly existing: Existing;
  readonly configured: Configured;
  /** What the provider imports it by. */
  readonly id: string;
  readonly differences: readonly Difference[];
  /** Arguments that the file does not tell. */
  readonly notCompared: readonly string[];
}

/** What becomes what, and what does not. */
export interface Matches {
  readonly matches: readonly Match[];
  /** What exists, and no resource of the program is called like it. */
  readonly unmatched: readonly Existing[];
  /** What the program has, and no file has. */
  readonly created: readonly Configured[];
}

/** Finds for each thing that exists the resource of the program that becomes it: the one of its id, which its name makes. */
export function matchAll(things: readonly Existing[], all: readonly Configured[]): Matches {
  const matches = new Map<Configured, Match>();
  const unmatched: Existing[] = [];
  for (const existing of things) {
    const id = idOf(existing);
    const heirs = all.filter((one) => one.type === existing.type && isHeir(one, existing, id));
    // Of which project a number is cannot be told where several have the API.
    const isAmbiguous = isByNumber(existing) && new Set(heirs.map((one) => one.id)).size > 1;
    const heir = isAmbiguous ? undefined : heirs.find((one) => !matches.has(one));
    if (heir === undefined || id === undefined) unmatched.push(existing);
    else {
      matches.set(heir, {
        existing,
        configured: heir,
        id: isByNumber(existing) ? (heir.id ?? id) : id,
        differences: existing.isNameOnly ? [] : differences(existing, heir),
        notCompared: existing.isNameOnly ? [] : notCompared(existing, heir),
      });
    }
  }
  return { matches: [...matches.values()], unmatched, created: all.filter((one) => !matches.has(one)) };
}

/** What the provider imports it by. */
export function idOf({ type, settings, id }: Existing): string | undefined {
  const template = IMPORTABLE[type]?.id;
  if (template === undefined) return id;
  return filledIn(template, (argument) => textOf(settings[argument]));
}

function isHeir(configured: Configured, existing: Existing, id: string | undefined): boolean {
  if (configured.type === "aws_route53_health_check") return checksTheSame(configured, existing);
  if (isByNumber(existing)) return configured.settings.service === existing.settings.service;
  return id !== undefined && configured.id === id;
}

/** Of the project of an API, Google prints the number, and not the id that the program has. */
function isByNumber({ type, settings: { project } }: Existing): boolean {
  return type === "google_project_service" && /^\d+$/.test(String(project));
}

/** What a health check of an endpoint is told by: it has no name that is its own. */
const ASKED = ["ip_address", "port", "resource_path"];

function checksTheSame({ settings }: Configured, existing: Existing): boolean {
  if (settings.ip_address === undefined || settings.ip_address === UNKNOWN) return false;
  return ASKED.every((argument) => isSame(existing.settings[argument], settings[argument]));
}

import { isIP } from "node:net";
import { Address4, Address6 } from "ip-address";
import type { Settings } from "../output-folder";
import { type ArgumentFact, factsOf, isReplacing, ONLY_TERRAFORMS } from "./argument-facts";
import { type Configured, UNKNOWN } from "./configured";
import { type Existing, isRecord, SECRET } from "./existing";
import { plainPath } from "./google-paths";

/** An argument that is otherwise than what exists. */
export interface Difference {
  /** `node_config.machine_type`. */
  readonly path: string;
  /** What exists has this, and the program that; `undefined` is nothing. */
  readonly there: unknown;
  readonly here: unknown;
  /** Whether it replaces the resource, or takes from it what is in use. */
  readonly replaces: boolean;
}

/** Every argument that would change when a resource of the program becomes what exists. */
export function differences(existing: Existing, configured: Configured): readonly Difference[] {
  const { type } = configured;
  const found = [
    ...given(type, existing.settings, configured.settings, []),
    ...leftOut(existing.settings, configured),
  ].filter(({ path }) => isCompared(path, existing) && !isIgnored(path, configured) && !isTerraforms(type, path));
  return found.filter(({ path }, index) => found.findIndex((other) => other.path === path) === index);
}

/** The arguments of the program of which the file does not tell whether they differ. */
export function notCompared({ comparable, settings }: Existing, configured: Configured): readonly string[] {
  if (comparable === undefined) return [];
  return Object.keys(configured.settings).filter(
    (path) =>
      !comparable.includes(path) &&
      !isIgnored(path, configured) &&
      !isTerraforms(configured.type, path) &&
      !isSame(settings[path], configured.settings[path]),
  );
}

function isCompared(path: string, { comparable }: Existing): boolean {
  return comparable === undefined || comparable.some((one) => path === one || path.startsWith(`${one}.`));
}

function isIgnored(path: string, { ignored }: Configured): boolean {
  return ignored.some((one) => one === "all" || path === one || path.startsWith(`${one}.`));
}

function isTerraforms(type: string, path: string): boolean {
  return (ONLY_TERRAFORMS[type] ?? []).includes(path);
}

/** What the program gives, and what exists has otherwise. */
function given(type: string, there: Settings, here: Settings, path: readonly string[]): readonly Difference[] {
  return Object.entries(here).flatMap(([name, value]) => compared(type, there[name], value, [...path, name]));
}

function compared(type: string, there: unknown, here: unknown, path: readonly string[]): readonly Difference[] {
  if (isSame(there, here) || isReferenceTo(type, path.join("."), there, here)) return [];
  const existing = Array.isArray(there) && there.length === 1 ? there[0] : there;
  const configured = Array.isArray(here) && here.length === 1 ? here[0] : here;
  if (isRecord(existing) && isRecord(configured)) return given(type, existing, configured, path);
  const at = path.join(".");
  const replaces =
    (`${type}.${at}` === "google_compute_subnetwork.secondary_ip_range" && losesRanges(there, here)) ||
    isReplacing(type, at) ||
    startsBelow(type, at, there, here) ||
    replacesByValue(type, at, there, here);
  return [{ path: at, there, here, replaces }];
}

/**
 * Whether an address is given by the path of what has it: the provider takes any path for the address that is there.
 *
 * Source: `InternalIpDiffSuppress` in
 * https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/services/compute/resource_compute_forwarding_rule.go.
 */
function isReferenceTo(type: string, path: string, there: unknown, here: unknown): boolean {
  if (`${type}.${path}` !== "google_compute_global_forwarding_rule.ip_address") return false;
  const isAddress = (text: unknown) => typeof text === "string" && isIP(text) !== 0;
  return isAddress(there) && !isAddress(here);
}

/** A block that is not there yet replaces the resource, where an argument in it does. */
function startsBelow(type: string, path: string, there: unknown, here: unknown): boolean {
  if (!isEmpty(there)) return false;
  return factsOf(type).some(({ path: below, isReplacing }) => {
    if (!isReplacing || !below.startsWith(`${path}.`)) return false;
    return !isEmpty(valueAt(here, below.slice(path.length + 1).split(".")));
  });
}

/** Whether a range that pods or services may have is another one, or gone: Google refuses that while it is in use, and it is an outage else. */
function losesRanges(there: unknown, here: unknown): boolean {
  return listOf(there).some((one) => !listOf(here).some((other) => isSame(one, other)));
}

/** What is replaced by some values alone. Source: `customdiff` in the sources of the types. */
function replacesByValue(type: string, path: string, there: unknown, here: unknown): boolean {
  const at = `${type}.${path}`;
  if (at === "google_compute_subnetwork.ip_cidr_range" && typeof there === "string" && typeof here === "string") {
    return !isWithin(there, here);
  }
  return ONLY_ON.includes(at) && there === true;
}

/** What is never off again. */
const ONLY_ON = [
  "google_container_cluster.enable_l4_ilb_subsetting",
  "google_container_cluster.enable_fqdn_network_policy",
];

function isWithin(range: string, wider: string): boolean {
  for (const Address of [Address4, Address6]) {
    try {
      return new Address(range).isInSubnet(new Address(wider) as never);
    } catch {
      // The other family, or none.
    }
  }
  return false;
}

/** What exists has, the program leaves out, and the provider does not keep. */
function leftOut(there: Settings, { type, settings }: Configured): readonly Difference[] {
  return factsOf(type)
    .filter(({ isKept }) => !isKept)
    .flatMap((fact) => withoutIt(there, settings, fact));
}

function withoutIt(
  there: Settings,
  here: Settings,
  { path, byDefault, isReplacing }: ArgumentFact,
): readonly Difference[] {
  const parts = path.split(".");
  const [existing, configured] = [valueAt(there, parts), valueAt(here, parts)];
  // Of a block that the program leaves out, the entry for the block itself says what happens.
  const hasParent = parts.length === 1 || valueAt(here, parts.slice(0, -1)) !== undefined;
  if (configured !== undefined || !hasParent || isEmpty(existing) || existing === SECRET) return [];
  if (byDefault !== undefined && isSame(existing, byDefault)) return [];
  return [{ path, there: existing, here: byDefault, replaces: isReplacing }];
}

function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  const block = Array.isArray(value) ? value[0] : value;
  if (name === undefined) return value;
  return isRecord(block) ? valueAt(block[name], rest) : undefined;
}

/** What Terraform has for nothing: no value, or the zero of its type. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((one) => one === null || (isRecord(one) && isEmpty(one)));
  if (isRecord(value)) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || value === "" || value === 0 || value === false;
}

/** Whether two values mean the same. What is not known before an apply is not compared. */
export function isSame(there: unknown, here: unknown): boolean {
  if (here === UNKNOWN) return true;
  if (there === SECRET) return false;
  if (isEmpty(here) && isEmpty(there)) return true;
  if (Array.isArray(here) || Array.isArray(there)) return areSame(listOf(there), listOf(here));
  if (isRecord(here) && isRecord(there)) return areBlocksSame(there, here);
  if (isRecord(here) || isRecord(there) || isEmpty(there) !== isEmpty(here))
    return isSameWord(String(there ?? false), String(here ?? false));
  return sameText(String(there), String(here));
}

/** Blocks of which what the program leaves out is the provider's, and maps with a hyphen in a key, which are a user's, as they are. */
function areBlocksSame(there: Settings, here: Settings): boolean {
  const isMap = Object.keys(here).some((key) => /[^a-z0-9_]/.test(key));
  const names = new Set([...Object.keys(here), ...(isMap ? Object.keys(there) : [])]);
  return [...names].every((name) => isSame(there[name], here[name]));
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : isEmpty(value) ? [] : [value]);

/** Lists in any order: where it matters, as in a URL map, Terraform shows the rest. */
function areSame(there: readonly unknown[], here: readonly unknown[]): boolean {
  const left = [...there];
  return (
    left.length === here.length &&
    here.every((one) => {
      const index = left.findIndex((other) => isSame(other, one));
      if (index >= 0) left.splice(index, 1);
      return index >= 0;
    })
  );
}

/** A path is the same as its end, a range of one port as that port. */
function sameText(one: string, other: string): boolean {
  if (one === other) return true;
  const port = (text: string) => text.replace(/^(\d+)-\1$/, "$1");
  if (port(one) === port(other) || isSameWord(one, other)) return true;
  const [a, b] = [plainPath(one), plainPath(other)];
  if (a === b) return true;
  const isPath = (text: string) => /^projects\/[^/]+\//.test(text);
  return (isPath(a) && isEndOf(b, a)) || (isPath(b) && isEndOf(a, b));
}

/** `FALSE` is how the provider writes some booleans. */
function isSameWord(one: string, other: string): boolean {
  return /^(true|false)$/i.test(one) && one.toLowerCase() === other.toLowerCase();
}

/** `acme` and `networks/acme` are ends of `projects/p/global/networks/acme`. */
function isEndOf(end: string, path: string): boolean {
  return !/^projects\//.test(end) && path.endsWith(`/${end}`);
}

import { counted } from "../../core/counted";
import type { Settings } from "../output-folder";
import { type Cause, causesOf } from "./causes";
import { isPlan, WHY_UNKNOWN } from "./known-plans";
import { lossOf } from "./losses";
import { allNodes, nodesText } from "./nodes";
import type { Becomes, ResourceChange, StackChange } from "./resource-changes";
import { constructPath, isInStateAlone, settingsIn, withoutIndex } from "./resources";
import { isReported } from "./steps";
import { changedThing, nounOf } from "./things";

/** What becomes of one resource, with what only the program knows. */
export interface ReportedChange {
  readonly address: string;
  /** The path of its construct. */
  readonly path?: string;
  readonly what: string;
  readonly becomes: Becomes;
  /** What is lost with it. */
  readonly lost?: string;
  readonly causes: readonly Cause[];
  /** Whether the new one is made before the old one goes. */
  readonly newFirst?: boolean;
  readonly isOutside: boolean;
}

/** What becomes of a stack. */
export interface StackReport {
  readonly stack: string;
  readonly isRemoved: boolean;
  /** Where it has no plan though it changes: why. */
  readonly noPlan?: string;
  readonly changes: readonly ReportedChange[];
}

/** What becomes of each stack that changes. */
export function stackReports(changes: readonly StackChange[]): readonly StackReport[] {
  return changes.filter(isReported).map((change) => {
    const { stack, young, plan } = change;
    const noPlan = isPlan(plan) || plan === "no plans" ? undefined : WHY_UNKNOWN[plan];
    const reported = new Reporter(change);
    return {
      stack,
      isRemoved: young === undefined,
      ...(noPlan === undefined ? {} : { noPlan }),
      changes: change.changes.map((one) => reported.report(one)),
    };
  });
}

/** Puts the changes of one stack into words. */
class Reporter {
  private readonly others: ReadonlyMap<string, ResourceChange>;
  private readonly beside: ReadonlyMap<string, Settings>;

  constructor(private readonly stack: StackChange) {
    const live = stack.changes.filter(({ becomes }) => becomes !== "leftover");
    this.others = new Map(live.map((one) => [withoutIndex(one.address), one]));
    this.beside = settingsIn(stack.old?.configuration);
  }

  public report(one: ResourceChange): ReportedChange {
    const { address, becomes, before, after, planned, isOutside } = one;
    const { old, young } = this.stack;
    const path = constructPath(young?.configuration, address) ?? constructPath(old?.configuration, address);
    const isLost = becomes === "replaced" || becomes === "removed";
    const lost = isLost ? lossOf(one, this.beside) : undefined;
    return {
      address,
      ...(path === undefined ? {} : { path }),
      what: changedThing(one, isLost ? before : (after ?? before)),
      becomes,
      ...(lost === undefined ? {} : { lost }),
      causes: causesOf(one, this.others),
      ...(becomes === "replaced" ? { newFirst: planned?.actions[0] === "create" } : {}),
      isOutside,
    };
  }
}

/** The lines of a stack that a person must see: what is replaced, lost, or no difference of the two versions explains. */
export function stackLines(
  { stack, isRemoved, noPlan, changes }: StackReport,
  old: ReadonlyMap<string, Settings>,
): string[] {
  const sorted = [...changes].sort((one, other) => rank(one) - rank(other));
  const whole = isRemoved ? removedStack(stack, changes, old) : undeployed(changes, old);
  const lines = whole === undefined ? sorted.flatMap((change) => changeLine(change) ?? []) : [whole];
  return noPlan === undefined || isRemoved ? lines : [`replacement: not known: ${noPlan}`, ...lines];
}

/** What is replaced is read first, then what is removed. */
const RANKS: readonly Becomes[] = ["replaced", "removed", "forgotten"];

function rank({ becomes }: ReportedChange): number {
  const index = RANKS.indexOf(becomes);
  return index === -1 ? RANKS.length : index;
}

function changeLine(change: ReportedChange): string | undefined {
  const { becomes, what, lost, address, newFirst, isOutside } = change;
  const where = ` (${address})`;
  const loses = lost === undefined ? "" : `: ${lost}`;
  const why = because(change);
  switch (becomes) {
    case "replaced":
      return `replaced, ${newFirst ? "the new one first" : "the old one goes first"}: ${what}${where}${loses}${why}`;
    case "removed":
      return `removed: ${what}${where}${loses}${isOutside ? `; ${OUTSIDE}` : ""}`;
    case "forgotten":
      return `forgotten by Terraform, and goes on to exist: ${what}${where}`;
    case "leftover":
      return `deleted: what an apply left behind half-way of ${what}${where}`;
    case "moved":
    case "imported":
    case "unknown":
      return undefined;
    case "new":
      return isOutside ? `made again: ${what}${where}; ${OUTSIDE}: it is missing in the cloud` : undefined;
    case "changed":
      return isOutside ? `changed in place: ${what}${where}; ${OUTSIDE}` : undefined;
  }
}

/** Why, and where in the program that is: the options together, and then the resources that it follows from. */
function because({ path, causes }: ReportedChange): string {
  const isOption = ({ argument, follows }: Cause) => argument !== undefined && follows === undefined;
  const options = causes.filter(isOption).map(({ text }) => text);
  const others = causes.filter((cause) => !isOption(cause)).map(({ text }) => `; because ${text}`);
  const within = path?.split("/").slice(1).join("/");
  const where = within ? ` in ${within}` : "";
  return [...(options.length === 0 ? [] : [`; because of ${options.join(", ")}${where}`]), ...others].join("");
}

const OUTSIDE = "changed outside of this change";

/** A line for a stack that both versions have, and that was never deployed. */
function undeployed(changes: readonly ReportedChange[], old: ReadonlyMap<string, Settings>): string | undefined {
  const missing = changes.filter(({ becomes, isOutside }) => becomes === "new" && isOutside).length;
  const all = [...old.keys()].filter((address) => !isInStateAlone(address.split(".")[0] ?? "")).length;
  if (missing < 2 || missing < all) return undefined;
  return `made: the whole stack, ${counted(missing, "resource")}: both versions have it, and nothing of it is deployed`;
}

/** Not a line for each of its resources: what goes with it, in numbers. */
function removedStack(stack: string, changes: readonly ReportedChange[], old: ReadonlyMap<string, Settings>): string {
  const types = changes.map(({ address }) => address.split(".")[0] ?? "");
  const of = (type: string) => types.filter((one) => one === type).length;
  const shown = ["google_container_cluster", "google_container_node_pool", ...LOST].filter((type) => of(type) > 0);
  const pools = changes.flatMap(({ address }) => {
    const settings = address.startsWith("google_container_node_pool.") ? old.get(address) : undefined;
    return settings === undefined ? [] : [settings];
  });
  const nodes = pools.length === 0 ? [] : [nodesText(allNodes(pools))];
  const parts = [...shown.map((type) => countedThings(of(type), nounOf(type))), ...nodes];
  const what = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
  return `removed: stack ${stack} with ${counted(changes.length, "resource")}${what}`;
}

function countedThings(count: number, noun: string): string {
  return counted(count, count !== 1 && noun.endsWith("s") ? `${noun}e` : noun);
}

/** What of a stack that is gone is worth its number. */
const LOST = [
  "google_compute_network",
  "google_compute_subnetwork",
  "google_compute_address",
  "google_compute_global_address",
  "google_compute_vpn_tunnel",
  "google_compute_interconnect_attachment",
  "google_compute_backend_service",
  "aws_route53_record",
  "aws_route53_health_check",
];

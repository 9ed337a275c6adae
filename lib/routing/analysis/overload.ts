import { type Answers, LAST_RESORT } from "../answers";
import { locationsInShort } from "../location";
import type { FailureAnalysisOptions } from "./failure-analysis-options";
import type { Failure } from "./failures";
import { type Judged, type Overload, severityOf } from "./finding";
import type { Load } from "./load";
import { isAbove, roundedUp } from "./rounding";

/** What each endpoint, and each part of one, can take. */
export class Capacities {
  private readonly ofEndpoints: ReadonlyMap<string, number>;
  private readonly perAddress: ReadonlyMap<string, number>;
  private readonly ofLastResort: number | undefined;
  private readonly failuresToWithstand: number;

  constructor(options: FailureAnalysisOptions) {
    const { capacity = {}, capacityPerAddress = {}, lastResortRequestsPerSecond, failuresToWithstand = 1 } = options;
    this.failuresToWithstand = failuresToWithstand;
    this.ofEndpoints = new Map(Object.entries(capacity));
    this.perAddress = new Map(Object.entries(capacityPerAddress));
    this.ofLastResort = lastResortRequestsPerSecond;
  }

  /** Whether an overload is an error or a risk while something is down. */
  public severityOf(down: Failure): Judged["severity"] {
    return severityOf(down, this.failuresToWithstand);
  }

  /** What can be asked of one who answers, if that is known. */
  public of({ answerer, part }: Pick<Load, "answerer" | "part">): number | undefined {
    if (answerer.kind === "last-resort") return this.ofLastResort;
    if (answerer.kind !== "endpoint") return undefined;
    const whole = this.ofEndpoints.get(answerer.name);
    if (part === undefined) return whole;
    const perAddress = this.perAddress.get(answerer.name);
    if (perAddress !== undefined) return perAddress * part.addresses.length;
    return whole === undefined ? undefined : whole * part.share;
  }
}

/** The loads that are more than what can be taken. */
export function overloads(
  loads: readonly Load[],
  down: Failure,
  capacities: Capacities,
  partsOf: Answers["partsOf"],
): readonly Judged[] {
  return loads.flatMap((load): readonly Judged[] => {
    const { answerer, name, part, requestsPerSecond } = load;
    // All addresses answer alike while none of them is down: then the endpoint is judged as a whole.
    const isDegraded = answerer.kind === "endpoint" && partsOf(answerer.name).some((one) => down.includes(one.name));
    if (part !== undefined && !isDegraded) return [];
    const most = capacities.of(load);
    if (most === undefined || !isAbove(requestsPerSecond, most)) return [];
    const overload: Overload = { who: name, requestsPerSecond, capacity: most };
    return [
      {
        severity: capacities.severityOf(down),
        questions: load.questions,
        isTogether: load.isTogether,
        overload,
        problem: overloadText(load, most, " and can take", remedyFor(load, down)),
      },
    ];
  });
}

/**
 * Who is asked for how much, what of it can be taken, and what to do about it.
 *
 * @param whatCan who can take it, in words that end with "can take"
 */
export function overloadText(load: Load, most: number, whatCan: string, remedy: string): string {
  const { name, requestsPerSecond, leastRequestsPerSecond, from } = load;
  const isBound = !isAbove(leastRequestsPerSecond, most);
  const requests = `${isBound ? "up to " : ""}${roundedUp(requestsPerSecond)} requests per second`;
  const remedies = [remedy, ...(isBound ? [DIVIDE] : [])].join("; ");
  return `${name} is asked for ${requests} from ${locationsInShort(from)}${whatCan} ${shown(most)}; ${remedies}`;
}

const DIVIDE =
  "or configure demandPerHostName, and the demand of states: as long as it is not known how the demand divides, the worst counts";

function shown(rate: number): string {
  return String(Math.floor(rate * 1000) / 1000);
}

function remedyFor({ answerer, part }: Load, down: Failure): string {
  if (answerer.kind === "last-resort") return "raise the node pools' totalMaxNodeCount";
  if (part === undefined && down.includes(LAST_RESORT)) {
    return "name another data centre in lastResort.fallBackTo, or several in one pair of brackets";
  }
  return part === undefined
    ? "lower the percentage of a country, or name another data centre before the last resort"
    : "an address gets the users of those that are down: lower a percentage, or configure requestsPerSecondPerAddress";
}

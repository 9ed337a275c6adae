import { checkOneOf } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { checkDemand, type Demand } from "./demand";
import { checkKnownRate, JUDGED_BY } from "./known-rate";

/** What a routing is judged by. */
export interface FailureAnalysisOptions {
  /**
   * How many endpoints may be down at the same time. An overload that takes more of them than `failuresToWithstand` is a risk and no
   * error.
   *
   * @default 1
   */
  readonly simultaneousFailures?: 1 | 2 | "all";

  /**
   * How many failures at the same time the routing must withstand: with 2, an overload or a broken rule that takes two of them is an
   * error as well. So many are tried, whatever `simultaneousFailures` is.
   *
   * @default 1
   */
  readonly failuresToWithstand?: 1 | 2;

  /**
   * How many requests per second the users of each country, and of each state of the United States, make at peak, to all host names
   * together that have none in `demandPerHostName`. DNS divides users and not requests, so leave some room.
   *
   * How they divide among the host names is not known, nor where in a state those of the United States are, so the worst that is
   * possible counts. A country's requests include those of its states.
   *
   * @default - not known: no endpoint is checked for overload
   */
  readonly demand?: Demand;

  /**
   * The same for one host name each, where it is known: `{ "api.example.com": { FR: 2000 } }`. Where every host name has its own,
   * loads are exact.
   *
   * @default - not known: any of the demand may be for any host name
   */
  readonly demandPerHostName?: { readonly [hostName: string]: Demand };

  /**
   * The host names that the demand is of.
   *
   * @default - all that there are records of
   */
  readonly hostNames?: readonly string[];

  /**
   * How many requests per second each endpoint can take, by its name.
   *
   * @default - not known: no endpoint is checked for overload
   */
  readonly capacity?: { readonly [endpoint: string]: number };

  /**
   * How many requests per second each of an endpoint's addresses can take, by the endpoint's name, when it has several.
   *
   * @default - an equal part of the endpoint's capacity
   */
  readonly capacityPerAddress?: { readonly [endpoint: string]: number };

  /**
   * How many requests per second an endpoint can still take while a part of what is inside is down, such as a rack, by the endpoint's
   * name and that of the part. Such a failure counts as one of `simultaneousFailures`; while a data centre is drained, it is a risk.
   *
   * @default - not known: endpoints are judged as a whole
   */
  readonly remainingCapacity?: { readonly [endpoint: string]: { readonly [part: string]: number } };

  /**
   * How many requests per second the last resort can take.
   *
   * @default - not known: it is not checked for overload
   */
  readonly lastResortRequestsPerSecond?: number;

  /**
   * The longest time in seconds for which users may be sent to an endpoint that went down. It is the health check's interval
   * times its failure threshold, its time-out, and the time to live.
   *
   * @default - any time
   */
  readonly failoverTargetSeconds?: number;
}

/** How many failures at the same time are tried. */
export function failuresTried({
  simultaneousFailures: most = 1,
  failuresToWithstand = 1,
}: FailureAnalysisOptions): 1 | 2 | "all" {
  return most === 1 ? failuresToWithstand : most;
}

/** Checks what a routing is judged by. All of it must be known: nothing can be judged by what only Terraform knows. */
export function checkFailureAnalysis(problems: Problems, options: FailureAnalysisOptions): void {
  const { simultaneousFailures, demand = {}, demandPerHostName = {}, capacity = {}, capacityPerAddress = {} } = options;
  const { remainingCapacity = {}, lastResortRequestsPerSecond, failoverTargetSeconds } = options;
  checkKnownOneOf(problems, "simultaneousFailures", simultaneousFailures, [1, 2, "all"]);
  checkKnownOneOf(problems, "failuresToWithstand", options.failuresToWithstand, [1, 2]);
  checkDemand(problems, "demand", demand);
  for (const [name, each] of Object.entries(demandPerHostName))
    checkDemand(problems, ["demandPerHostName", name], each);
  for (const [property, rates] of Object.entries({ capacity, capacityPerAddress })) {
    for (const [endpoint, rate] of Object.entries(rates)) checkKnownRate(problems, [property, endpoint], rate);
  }
  for (const [endpoint, rates] of Object.entries(remainingCapacity)) {
    for (const [part, rate] of Object.entries(rates))
      checkKnownRate(problems, ["remainingCapacity", endpoint, part], rate);
  }
  checkKnownRate(problems, "lastResortRequestsPerSecond", lastResortRequestsPerSecond);
  checkKnownRate(problems, "failoverTargetSeconds", failoverTargetSeconds, "seconds");
}

function checkKnownOneOf<Value extends string | number>(
  problems: Problems,
  property: string,
  value: Value | undefined,
  allowed: readonly Value[],
): void {
  if (problems.known(property, value, JUDGED_BY)) checkOneOf(problems, property, value, allowed);
}

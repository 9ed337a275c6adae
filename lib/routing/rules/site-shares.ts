import { Behaviours } from "../analysis/behaviour";
import { requestsOf, totalOf } from "../analysis/demand";
import { type FailureAnalysisOptions, failuresTried } from "../analysis/failure-analysis-options";
import { type Failure, failuresOf } from "../analysis/failures";
import { type Finding, type Judged, observationsOf, severityOf, summarize } from "../analysis/finding";
import { type Load, Loads } from "../analysis/load";
import { isAbove } from "../analysis/rounding";
import { percentTextBeside } from "../analysis/words";
import type { Answers } from "../answers";
import { locationsInShort } from "../location";

/** What the shares of sites are judged by. */
interface SharesContext extends Pick<FailureAnalysisOptions, "failuresToWithstand"> {
  readonly down: Failure;
  /** All requests per second. */
  readonly demand: number;
  /** How much of them one site may get, in percent. */
  readonly most: number | undefined;
  /** The percentages of the versions, where only Terraform knows which it is. */
  readonly percents?: readonly number[];
}

/** A routing with one of the percentages that only Terraform knows in all places that have such. */
export interface End {
  readonly percent: number;
  readonly answers: Answers;
}

/**
 * The sites that may get too much, when each percentage that only Terraform knows may be at any end, whatever the others are at. A
 * share is linear in each percentage, and all places with one percentage lead to one share, so no mixture is worse.
 */
export function worstSiteShares(
  ends: readonly [End, ...End[]],
  options: FailureAnalysisOptions,
  most: number,
): readonly Finding[] {
  const [first, ...others] = ends.map(({ answers }) => {
    return { answers, behaviours: Behaviours.among(answers), requests: requestsOf(answers.questions, options) };
  });
  if (first === undefined) return [];
  const loads = new Loads([first, ...others]);
  const percents = ends.map(({ percent }) => percent);
  const demand = totalOf(first.requests);
  return summarize(
    failuresOf(first.answers, failuresTried(options)).flatMap((down) =>
      observationsOf(siteShares(loads.while(down), { ...options, down, demand, most, percents }), down),
    ),
    first.answers.signals,
  );
}

/** The sites that get more of the demand than they may. */
export function siteShares(loads: readonly Load[], context: SharesContext): readonly Judged[] {
  const { down, demand, most, percents = [], failuresToWithstand = 1 } = context;
  if (most === undefined || demand === 0) return [];
  return loads.flatMap((load): readonly Judged[] => {
    const { answerer, name, part, requestsPerSecond } = load;
    if (answerer.kind !== "endpoint" || part !== undefined) return [];
    const share = requestsPerSecond / demand;
    if (!isAbove(share * 100, most)) return [];
    const what = `${name} gets up to ${percentTextBeside(share, most)} of all demand, and may get ${most} %`;
    const problem = `${what}${assumed(load, percents)}`;
    const rule = { code: "site-share", property: ["rules", "maxPercentAtOneSite"] } as const;
    const { questions, isTogether } = load;
    return [{ severity: severityOf(down, failuresToWithstand), questions, isTogether, problem, rule }];
  });
}

/** At which ends the percentages are that only Terraform knows. */
function assumed({ decided }: Load, percents: readonly number[]): string {
  const known = percents.flatMap((percent, version) => {
    const places = decided[version] ?? [];
    return places.length === 0 ? [] : [[percent, places] as const];
  });
  const [first, ...others] = known;
  if (first === undefined) return "";
  if (others.length === 0) return ` (with a percentage of ${first[0]}, which only Terraform knows)`;
  const each = known.map(([percent, places]) => `${percent} in ${locationsInShort(places)}`);
  return ` (with percentages of ${each.join(" and of ")}, which only Terraform knows)`;
}

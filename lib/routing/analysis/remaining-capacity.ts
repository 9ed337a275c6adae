import { type FailureAnalysisOptions, failuresTried } from "./failure-analysis-options";
import type { Failure } from "./failures";
import { type Judged, type Overload, severityOf } from "./finding";
import type { Load } from "./load";
import { overloadText } from "./overload";
import { isAbove } from "./rounding";

/** What is wrong while a part of an endpoint is down, beside the endpoints that are. */
export interface JudgedPart {
  readonly down: Failure;
  readonly judged: Judged;
}

/** What each endpoint can still take while a part of what is inside is down. */
export class RemainingCapacities {
  private readonly rest: NonNullable<FailureAnalysisOptions["remainingCapacity"]>;
  private readonly mostDown: number;

  /** @param drained the endpoints that are down on purpose */
  constructor(
    private readonly options: FailureAnalysisOptions,
    private readonly drained: Failure,
  ) {
    const most = failuresTried(options);
    this.rest = options.remainingCapacity ?? {};
    this.mostDown = most === "all" ? Number.POSITIVE_INFINITY : most;
  }

  /** The loads that are more than what is left can take, when one part more is down. */
  public overloads(loads: readonly Load[], down: Failure): readonly JudgedPart[] {
    if (down.length >= this.mostDown) return [];
    return loads.flatMap((load) => {
      const { answerer, part } = load;
      if (answerer.kind !== "endpoint" || part !== undefined || down.includes(answerer.name)) return [];
      return Object.entries(this.rest[answerer.name] ?? {}).flatMap(([name, left]): readonly JudgedPart[] => {
        if (!isAbove(load.requestsPerSecond, left)) return [];
        const all = [...down, `${name} of ${answerer.name}`];
        return [{ down: all, judged: this.judge(load, left, all) }];
      });
    });
  }

  private judge(load: Load, left: number, down: Failure): Judged {
    const { name, requestsPerSecond, questions, isTogether } = load;
    const overload: Overload = { who: name, requestsPerSecond, capacity: left };
    // What is drained is down already: no drain may be refused for what a further failure would do.
    const severity = severityOf([...this.drained, ...down], this.options.failuresToWithstand ?? 1);
    const problem = overloadText(load, left, ", and what is left of it can take", REMEDY);
    return { severity, questions, isTogether, overload, problem };
  }
}

const REMEDY = "add edge servers, as many to each rack, or lower the percentage of a country";

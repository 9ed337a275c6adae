import { checkNumber, checkOneOf, checkRate } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { type CountryCode, countryAdvice, isCountryCode } from "../countries";

/** What a routing is judged by. */
export interface FailureAnalysisOptions {
  /**
   * How many endpoints may be down at the same time. An overload that takes two of them is a risk and no error.
   *
   * @default 1
   */
  readonly simultaneousFailures?: 1 | 2 | "all";

  /**
   * How many requests per second the users of each country make at peak, to all host names together. DNS divides users and
   * not requests, so leave some room.
   *
   * @default - not known: no endpoint is checked for overload
   */
  readonly demand?: { readonly [country in CountryCode]?: number };

  /**
   * How many requests per second each endpoint can take, by its name.
   *
   * @default - not known: no endpoint is checked for overload
   */
  readonly capacity?: { readonly [endpoint: string]: number };

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

/** Checks what a routing is judged by. */
export function checkFailureAnalysis(problems: Problems, options: FailureAnalysisOptions): void {
  const { simultaneousFailures, demand = {}, capacity = {} } = options;
  checkOneOf(problems, "simultaneousFailures", simultaneousFailures, [1, 2, "all"]);
  for (const [code, requests] of Object.entries<number | undefined>(demand)) {
    problems.check(`demand.${code}`, code, isCountryCode, countryAdvice(code), "one-of");
    checkNumber(problems, `demand.${code}`, requests, [0], "of requests per second");
  }
  const { lastResortRequestsPerSecond, failoverTargetSeconds } = options;
  for (const [endpoint, requests] of Object.entries(capacity)) checkRate(problems, ["capacity", endpoint], requests);
  checkRate(problems, "lastResortRequestsPerSecond", lastResortRequestsPerSecond);
  checkRate(problems, "failoverTargetSeconds", failoverTargetSeconds, "seconds");
}

import { Annotations, Aspects, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Problems } from "../core/problems";
import { validate } from "../core/validate";
import { analyzeFailures, type FailureAnalysisOptions } from "../routing/analysis/failure-analysis";
import { routingTables } from "../routing/analysis/routing-table";
import { type CountryCode, countryAdvice, isCountryCode } from "../routing/countries";
import type { DnsZone } from "./simulation/dns-zone";
import { readTerraform } from "./simulation/read-terraform";

/** What a routing is judged by before it is deployed. */
export interface RoutingAnalysisOptions {
  /**
   * How many data centres may be dead at the same time. What only happens when two are is a warning, unless it leaves
   * users without an answer.
   *
   * @default 1
   */
  readonly simultaneousFailures?: 1 | 2 | "all";

  /**
   * How many requests a second the users of each country make at peak, to all host names together. DNS divides users and
   * not requests, so leave some room.
   *
   * @default - not known: nothing is checked for overload
   */
  readonly demand?: { readonly [country in CountryCode]?: number };

  /**
   * How many requests a second the last resort can take.
   *
   * @default - not known: it is not checked for overload
   */
  readonly lastResortRequestsPerSecond?: number;

  /**
   * The longest time for which users may be sent to a data centre that has died. It is the health check's interval times
   * its failure threshold, its time-out, and the time to live.
   *
   * @default - any time
   */
  readonly failoverTargetSeconds?: number;
}

/** Checks what a routing is judged by. */
export function checkAnalysis(problems: Problems, analysis: RoutingAnalysisOptions): void {
  for (const [code, requests] of Object.entries<number | undefined>(analysis.demand ?? {})) {
    problems.check(`demand.${code}`, code, (code) => isCountryCode(code), countryAdvice(code));
    const isRate = requests === undefined || (requests >= 0 && Number.isFinite(requests));
    problems.check(`demand.${code}`, requests, () => isRate, "0 or more requests a second");
  }
  const { lastResortRequestsPerSecond: rate, failoverTargetSeconds: target } = analysis;
  problems.check("lastResortRequestsPerSecond", rate, (rate) => rate === undefined || rate > 0, "more than 0");
  problems.check(
    "failoverTargetSeconds",
    target,
    (target) => target === undefined || target > 0,
    "more than 0 seconds",
  );
}

/**
 * Judges all records of a construct's stack, those of others included, when the stack is synthesized: errors stop the
 * synthesis, and risks are warnings.
 */
export class RoutingAnalysis {
  private readonly warned = new Set<string>();
  private judged?: { readonly zone: DnsZone; readonly errors: string[] };

  constructor(
    private readonly routing: Construct,
    private readonly options: FailureAnalysisOptions,
  ) {
    routing.node.addValidation({ validate: () => this.judge().errors });
  }

  /** Stops with all errors at once. For a stack that wants to stop before any stack is written. */
  public throwIfAny(): void {
    const { errors } = this.judge();
    validate(this.routing, (problems) => {
      for (const message of errors) problems.conflict("policies", message, "routing");
    });
  }

  /** Who is served from where, in Markdown. */
  public tables(): string {
    return routingTables(this.judge().zone);
  }

  /** Judges once, and again only when there are aspects, which change records on the way. */
  private judge(): { readonly zone: DnsZone; readonly errors: string[] } {
    if (this.judged !== undefined && !this.hasAspects()) return this.judged;
    this.judged = this.ask();
    return this.judged;
  }

  private ask(): { readonly zone: DnsZone; readonly errors: string[] } {
    try {
      const zone = readTerraform(TerraformStack.of(this.routing).toTerraform());
      const findings = analyzeFailures(zone, this.options);
      for (const { severity, message } of findings) if (severity === "risk") this.warn(message);
      return { zone, errors: findings.flatMap(({ severity, message }) => (severity === "error" ? message : [])) };
    } catch (error) {
      this.warn(`not analysed: ${(error as Error).message}`);
      return { zone: readTerraform({}), errors: [] };
    }
  }

  private hasAspects(): boolean {
    const { node } = TerraformStack.of(this.routing);
    return [...node.scopes, ...node.findAll()].some((construct) => Aspects.of(construct).all.length > 0);
  }

  private warn(message: string): void {
    if (!this.warned.has(message)) Annotations.of(this.routing).addWarning(message);
    this.warned.add(message);
  }
}

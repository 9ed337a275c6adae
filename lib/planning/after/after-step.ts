import { validateShape } from "../../core/options-shape";
import { Problems } from "../../core/problems";
import type { RoutingPolicy } from "../../routing/routing-policy";
import { sharesOf, type UnitShares } from "../policy-shares";
import { type Served, siteName } from "../world";
import { policyOf } from "../write-policy";
import type { AfterStepOptions } from "./after-options";
import { checkAfter, observedServices } from "./check-after";
import { loweredPercent } from "./lowered";
import { type WayBack, wayBackOf } from "./way-back";

/** What was predicted next to what was observed. */
export interface Compared {
  readonly service: string;
  readonly predicted: number;
  readonly observed: number;
  /** How far it is off, as a part of what was predicted: 0.2 is 20 % more. Infinite where nothing was predicted. */
  readonly off: number;
  /** Whether that holds the next step. */
  readonly isOff: boolean;
}

/** A data centre, or `"last-resort"`, whose numbers are shown and hold nothing: it serves whoever else is left. */
export interface SiteAfterStep extends Compared {
  readonly site: string;
}

/** A place or a wave, and what data centres serve of it. */
export interface PlaceAfterStep extends Compared {
  readonly place: string;
}

/** A percentage of the next step that is lowered. */
export interface LoweredPlace {
  readonly place: string;
  readonly from: number;
  readonly to: number;
}

/** What the step did. */
export interface AfterStep {
  /** Whether the next step waits: a place or a data centre is too far off. */
  readonly isHeld: boolean;
  readonly sites: readonly SiteAfterStep[];
  readonly places: readonly PlaceAfterStep[];
  /**
   * Which part of the users that its percentage stands for came, at most 1, for each place that has one: what `reach` may say once several
   * steps have shown it. Of several services, each counts by its part of the place.
   */
  readonly reach: { readonly [place: string]: number };
  /** The percentages of the next step that more users follow than they say. */
  readonly lowered: readonly LoweredPlace[];
  /** The next step with these. */
  readonly next: RoutingPolicy;
  readonly wayBack: WayBack;
}

/**
 * Compares what a step predicted with what was observed an hour later: what each data centre serves of each place, of what the place asked
 * for in that hour.
 *
 * @throws `ValidationError` for what is out of range
 */
export function afterStep(options: AfterStepOptions): AfterStep {
  validateShape("afterStep", options, "AfterStepOptions");
  Problems.of("afterStep", (problems) => checkAfter(problems, options));
  const { policy, next = policy, dataCenters, observed, tolerance = 0.1, negligible = 0.001 } = options;
  const services = observedServices(options);
  const among = { dataCenters, failures: [] };
  const shares = sharesOf(policy, Object.keys(observed), services, among);
  const { sites } = shares.world;
  const units = shares.units.map((unit) => ({ unit, served: servedOf(unit, services, options) }));
  const totals = services.map((_, service) => units.reduce((sum, { served }) => sum + allOf(served[service]), 0));
  const compared = (service: number, predicted: number, seen: number): Compared => {
    const difference = seen - predicted;
    const off = difference === 0 ? 0 : difference / predicted;
    const isMuch = Math.abs(difference) > negligible * (totals[service] ?? 0);
    return {
      service: services[service] ?? "",
      predicted,
      observed: seen,
      off,
      isOff: isMuch && Math.abs(off) > tolerance,
    };
  };
  const bySite = services.flatMap((_, service) =>
    [...sites, undefined].map((_name, site): SiteAfterStep => {
      const sum = (of: (one: SideBySide) => readonly number[]) =>
        units.reduce((all, { served }) => all + (served[service] ? (of(served[service])[site] ?? 0) : 0), 0);
      const both = compared(
        service,
        sum(({ predicted }) => predicted),
        sum(({ seen }) => seen),
      );
      return { site: siteName(shares.world, site), ...both, isOff: both.isOff && site < sites.length };
    }),
  );
  const byPlace = units.flatMap(({ unit, served }) =>
    served.flatMap((one, service): readonly PlaceAfterStep[] => {
      const [predicted, seen] = [home(one.predicted), home(one.seen)];
      if (predicted === 0 && seen === 0) return [];
      return [{ place: unit.unit.name, ...compared(service, predicted, seen) }];
    }),
  );
  const changed = loweredIn(next, options);
  return {
    isHeld: [...bySite, ...byPlace].some(({ isOff }) => isOff),
    sites: bySite,
    places: byPlace,
    reach: reachIn(shares.units, services, options.observed, dataCenters),
    ...changed,
    wayBack: wayBackOf(options.file ?? "routing-plan.json", options.ttlSeconds ?? 60),
  };
}

/** What each site serves of a unit, the last resort last. */
interface SideBySide {
  readonly predicted: readonly number[];
  readonly seen: readonly number[];
}

/** For each service. Each place has the reach that is known of it: whom percentages do not reach is served by the last resort. */
function servedOf(
  { codes, parts: [parts = []] }: UnitShares,
  services: readonly string[],
  { observed, dataCenters, reach = {} }: Pick<AfterStepOptions, "observed" | "dataCenters" | "reach">,
): readonly SideBySide[] {
  const names = [...Object.keys(dataCenters).sort(), "last-resort"];
  return services.map((service) => {
    const seen = names.map((site) => codes.reduce((sum, code) => sum + (observed[code]?.[site]?.[service] ?? 0), 0));
    const predicted = names.map(() => 0);
    for (const code of codes) {
      const asked = names.reduce((sum, site) => sum + (observed[code]?.[site]?.[service] ?? 0), 0);
      const reached = reach[code] ?? 1;
      names.forEach((_, site) => {
        const isLast = site === names.length - 1;
        const part = (parts[site] ?? 0) * reached + (isLast ? 1 - reached : 0);
        predicted[site] = (predicted[site] ?? 0) + asked * part;
      });
    }
    return { predicted, seen };
  });
}

/** What came to data centres of each place, as a part of what its percentage sends there. */
function reachIn(
  units: readonly UnitShares[],
  services: readonly string[],
  observed: AfterStepOptions["observed"],
  dataCenters: AfterStepOptions["dataCenters"],
): AfterStep["reach"] {
  const found = units.flatMap((unit) =>
    unit.codes.flatMap((code) => {
      const parts = servedOf({ ...unit, codes: [code] }, services, { observed, dataCenters, reach: {} }).flatMap(
        ({ predicted, seen }) => {
          const asked = seen.reduce((sum, rate) => sum + rate, 0);
          return asked === 0 ? [] : [[home(predicted) / asked, home(seen) / asked] as const];
        },
      );
      const predicted = parts.reduce((sum, [part]) => sum + part, 0);
      const seen = parts.reduce((sum, [, part]) => sum + part, 0);
      return predicted === 0 ? [] : [[code, Math.min(1, seen / predicted)] as const];
    }),
  );
  return Object.fromEntries(found);
}

/** The next step, with no percentage that more users follow than it says. Of several services, the one that is furthest off counts. */
function loweredIn(next: RoutingPolicy, options: AfterStepOptions): Pick<AfterStep, "lowered" | "next"> {
  const services = observedServices(options);
  const among = { dataCenters: options.dataCenters, failures: [] };
  const places = Object.keys(options.observed);
  const deployed = sharesOf(options.policy, places, services, among);
  const planned = sharesOf(next, places, services, among);
  const lowered: LoweredPlace[] = [];
  const served = planned.units.map(({ unit, codes }): Served => {
    // What is configured is judged, and not what is expected of it with a reach.
    const before = deployed.units.filter((one) => one.codes.some((code) => codes.includes(code)));
    const ratios = before.flatMap((one) =>
      servedOf(one, services, { ...options, reach: {} }).map(({ predicted, seen }) => home(seen) / home(predicted)),
    );
    const ratio = Math.max(1, ...ratios.filter(Number.isFinite));
    const to = loweredPercent(unit.now.percent, ratio);
    if (to < unit.now.percent) lowered.push({ place: unit.name, from: unit.now.percent, to });
    return { ...unit.now, percent: to };
  });
  return { lowered, next: lowered.length === 0 ? next : policyOf(planned.world, next, served) };
}

function allOf(one: SideBySide | undefined): number {
  return one?.seen.reduce((sum, rate) => sum + rate, 0) ?? 0;
}

/** What data centres serve: all but the last one, the last resort. */
function home(rates: readonly number[]): number {
  return rates.slice(0, -1).reduce((sum, rate) => sum + rate, 0);
}

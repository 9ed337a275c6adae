import { type PlannedRoute, planRouting, type RoutingPlanOptions, type StepLimit } from "../../lib/planning";
import type { Route, RoutingPolicy } from "../../lib/routing";
import { cases } from "../support/cases";
import { fc } from "../support/property";
import { answered, routeAt } from "./answered";
import { worldsWithStates } from "./worlds";

const free = { capacity: { api: 1000 }, headroom: 0 };

const BASE: RoutingPlanOptions = {
  services: { api: { demand: { FR: 1000, DE: 600, ES: 400 } } },
  dataCenters: { paris: free, frankfurt: free },
  latency: {
    FR: { paris: 5, "last-resort": 20 },
    DE: { frankfurt: 5, paris: 20, "last-resort": 20 },
    ES: { "last-resort": 20 },
  },
  limits: { largestStep: 1, largestStepOfCapacity: 1 },
};

const reasonOf = async (changed: Partial<RoutingPlanOptions>, code: string) =>
  (await planRouting({ ...BASE, ...changed })).places.find(({ place }) => place === code)?.reason;

describe("what keeps a place from going further in a step", () => {
  const limits = { largestStep: 0.1, largestStepOfCapacity: 0.15 };
  const at = { site: "paris", service: "api" };

  test.each<[string, string, Partial<RoutingPlanOptions>, unknown]>([
    // A tenth of 2000 is 200, of which Paris gets 150 and Germany with 9 % would have 54.
    [
      "how much of all may move",
      "DE",
      { limits },
      { kind: "step", target: 100, by: { kind: "largestStep", limit: 0.1, least: 0.003 } },
    ],
    [
      "how much more a data centre may get",
      "FR",
      { limits },
      { kind: "step", target: 100, by: { kind: "largestStepOfCapacity", ...at, load: 160, limit: 150 } },
    ],
    [
      "what a data centre has served well",
      "FR",
      { dataCenters: { ...BASE.dataCenters, paris: { ...free, servedWell: { api: 400 } } } },
      { kind: "step", target: 100, by: { kind: "servedWell", ...at, load: 510, limit: 500 } },
    ],
    [
      "that a data centre has served nobody yet",
      "FR",
      { dataCenters: { ...BASE.dataCenters, paris: { ...free, servedWell: { api: 0 } } } },
      { kind: "blocked", target: 100, by: { kind: "servedWell", ...at, load: 10, limit: 0 } },
    ],
    // Germany is still in Paris for some, while some of France are there already.
    [
      "who has not left yet",
      "FR",
      { current: { countries: { DE: { serveFrom: ["paris"] } } } },
      { kind: "step", target: 100, by: { kind: "mixture", ...at, down: [], load: 1010, limit: 1000, atOnce: false } },
    ],
    [
      "that one percent of it is more than may move",
      "FR",
      { limits: { largestStep: 0.004, largestStepOfCapacity: 1 } },
      { kind: "blocked", target: 100, by: { kind: "largestStep", limit: 0.004, least: 0.005 } },
    ],
  ])("is %s", async (_, code, changed, expected) => {
    const { atTarget, ...reason } = JSON.parse(JSON.stringify(await reasonOf(changed, code)), (_, one) =>
      typeof one === "number" ? Number(one.toPrecision(9)) : one,
    );
    expect(reason).toEqual(expected);
    // At the target each of them has all of its users at home.
    expect(atTarget).toEqual({ kind: "all" });
  });

  test("is true, by an evaluation of its own", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, async (options) => {
        const { places, policies } = await planRouting(options);
        const all = [options.current ?? {}, ...policies];
        for (const { place, target, reason } of places) {
          if (reason.kind !== "step" && reason.kind !== "blocked") continue;
          const before = reason.kind === "step" ? all.slice(0, 1) : all;
          const [old = {}, next = {}] = reason.kind === "step" ? all : [all.at(-1), all.at(-1)];
          const was = plain(routeAt(old, place));
          const more = oneMore(was, plain(routeAt(next, place)), target);
          const step = new StepTried(options, old, next, place, more, before);
          const said = [place, reason, was, more];
          expect([...said, step.isStoppedBy(reason.by)]).toEqual([...said, true]);
          if (reason.by.kind !== "largestStep") continue;
          // One percent of it, where nobody moves by the first: what changes stands behind, or is drained.
          const first = oneMore(was, was, target);
          const kept = was.serveFrom[0] === target.serveFrom[0] ? was.percent : 0;
          const smallest = step.movedOf(place, was, first) > 0 ? first : { ...target, percent: kept + 1 };
          expect(reason.by.least).toBeCloseTo(step.weightOf(place) * step.movedOf(place, was, smallest), 9);
          if (reason.kind === "blocked") expect(reason.by.least).toBeGreaterThan(reason.by.limit);
        }
      }),
      { numRuns: cases({ some: 100, all: 300 }) },
    ));
});

function plain(route: Route | undefined): PlannedRoute {
  const { serveFrom = "last-resort", percent = 100 } = route ?? {};
  return serveFrom === "last-resort" || percent === 0
    ? { serveFrom: [], percent: 0 }
    : { serveFrom: serveFrom as string[], percent };
}

/**
 * One percent further than a step, towards a target: users leave the data centres that they have before they get others. Who keeps the first
 * of them waits for the others instead.
 */
function oneMore(old: PlannedRoute, next: PlannedRoute, aim: PlannedRoute): PlannedRoute {
  const isSame = (one: PlannedRoute, other: PlannedRoute) => one.serveFrom.join() === other.serveFrom.join();
  const percent = next.percent;
  if (aim.percent === 0) return { ...old, percent: percent - 1 };
  if (old.percent > 0 && isSame(old, aim)) return { ...aim, percent: percent + Math.sign(aim.percent - percent) };
  if (old.percent > 0 && old.serveFrom[0] === aim.serveFrom[0] && aim.percent >= old.percent) {
    const isThere = isSame(next, aim) && percent >= old.percent;
    return { ...aim, percent: isThere ? percent + 1 : old.percent };
  }
  const hasLeft = percent === 0 || (isSame(next, aim) && !isSame(next, old));
  return hasLeft ? { ...aim, percent: percent + 1 } : { ...old, percent: percent - 1 };
}

/** A step in which one place goes one percent further. */
class StepTried {
  private readonly places: readonly string[];

  constructor(
    private readonly options: RoutingPlanOptions,
    private readonly old: RoutingPolicy,
    private readonly next: RoutingPolicy,
    private readonly place: string,
    private readonly more: PlannedRoute,
    private readonly before: readonly RoutingPolicy[],
  ) {
    this.places = Object.keys(options.latency ?? {});
  }

  /** Whether a limit is passed by it. */
  public isStoppedBy(by: StepLimit): boolean {
    const { limits = {}, dataCenters, lastResort = {} } = this.options;
    if (by.kind === "largestStep") {
      const moved = this.places.map(
        (place) => this.weightOf(place) * this.movedOf(place, this.was(place), this.is(place)),
      );
      const isLimit = by.limit === (limits.largestStep ?? 0.1);
      return isLimit && moved.reduce((sum, one) => sum + one, 0) > by.limit;
    }
    const { site, service, load, limit } = by;
    const isClose = (one: number, other: number) => Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(other));
    // Places that come after it in the step ask for more still.
    const worst = this.worst(service, site, by.kind === "mixture" ? by.down : []);
    if (load <= limit || load > worst * (1 + 1e-9)) return false;
    const least = this.loadOf(this.before.at(-1) ?? {}, service, site);
    const capacity = dataCenters[site]?.capacity[service] ?? 0;
    if (by.kind === "largestStepOfCapacity") {
      const most = least + (limits.largestStepOfCapacity ?? 0.25) * capacity;
      return isClose(limit, most);
    }
    if (by.kind !== "mixture") {
      const served = this.before.map((policy) => this.loadOf(policy, service, site));
      const known = dataCenters[site]?.servedWell?.[service] ?? Number.NaN;
      const most = Math.max(least, 1.25 * Math.max(known, ...served.slice(1)));
      return isClose(limit, most);
    }
    const headroom = dataCenters[site]?.headroom ?? 0.1;
    const takes = site === "last-resort" ? (lastResort.capacity?.[service] ?? Infinity) : capacity * (1 - headroom);
    if (!by.atOnce) return worst > takes && worst > this.loadOf(this.old, service, site, by.down);
    const surge = this.sum(service, (place, route) => this.surge(place, route, by.down));
    return surge > 0 && worst > (lastResort.minNodesCapacity?.[service] ?? 0);
  }

  public weightOf(place: string): number {
    const rates = Object.keys(this.options.services).map((service) => {
      const all = this.places.reduce((sum, one) => sum + this.rateOf(one, service), 0);
      return { all, part: this.rateOf(place, service) / (all || 1) };
    });
    const asked = rates.filter(({ all }) => all > 0);
    return asked.reduce((sum, { part }) => sum + part / asked.length, 0);
  }

  /** Which part of a place's users is served elsewhere. */
  public movedOf(place: string, one: PlannedRoute, other: PlannedRoute): number {
    const [ones, others] = [one, other].map((route) => this.answers(place, route, []));
    const sites = [...(ones?.keys() ?? []), ...(others?.keys() ?? [])];
    const more = [...new Set(sites)].map((site) => Math.max(0, (ones?.get(site) ?? 0) - (others?.get(site) ?? 0)));
    return more.reduce((sum, part) => sum + part, 0);
  }

  private rateOf(place: string, service: string): number {
    const demand: Readonly<Record<string, number>> = this.options.services[service]?.demand ?? {};
    const inStates = place === "US" ? this.places.filter((one) => one.startsWith("US-")) : [];
    return (demand[place] ?? 0) - inStates.reduce((sum, one) => sum + (demand[one] ?? 0), 0);
  }

  private was(place: string): PlannedRoute {
    return plain(routeAt(this.old, place));
  }

  private is(place: string): PlannedRoute {
    return place === this.place ? this.more : plain(routeAt(this.next, place));
  }

  private answers(place: string, { serveFrom, percent }: PlannedRoute, down: readonly string[]) {
    const kind = place.startsWith("US-") ? "subdivisions" : "countries";
    return answered({ [kind]: { [place]: { serveFrom, percent } } }, place, down, this.options);
  }

  private loadOf(policy: RoutingPolicy, service: string, site: string, down: readonly string[] = []): number {
    const loads = this.places.map((place) => {
      return this.rateOf(place, service) * (this.answers(place, plain(routeAt(policy, place)), down).get(site) ?? 0);
    });
    return loads.reduce((sum, load) => sum + load, 0);
  }

  /** What a site is asked for when each place is answered by whichever policy asks it for more. */
  private worst(service: string, site: string, down: readonly string[]): number {
    return this.sum(service, (place, route) => this.answers(place, route, down).get(site) ?? 0);
  }

  private sum(service: string, of: (place: string, route: PlannedRoute) => number): number {
    const loads = this.places.map((place) => {
      return this.rateOf(place, service) * Math.max(of(place, this.was(place)), of(place, this.is(place)));
    });
    return loads.reduce((sum, load) => sum + load, 0);
  }

  private surge(place: string, route: PlannedRoute, down: readonly string[]): number {
    const share = (some: readonly string[]) => this.answers(place, route, some).get("last-resort") ?? 0;
    return share(down) - share([]) / (this.options.lastResort?.targetUtilization ?? 1);
  }
}

import { counted } from "../../core/counted";
import { firstOf } from "../../core/first-of";
import { markdownTable } from "../../core/markdown-table";
import { wayBackOf } from "../../planning/after/way-back";
import { demandByPlace } from "../../planning/groups";
import type { Margin } from "../../planning/margin";
import { isChanged, type PlannedChange, type PlannedRoute, type RoutingPlan } from "../../planning/plan-routing";
import { LAST_RESORT_SITE } from "../../planning/world";
import { percentText } from "../../routing/analysis/words";
import { LAST_RESORT } from "../../routing/answers";
import { amount, grouped, whole } from "./amounts";
import { coveredText } from "./covered-text";
import { dataLines } from "./data-text";
import { type SavingRange, savingOf, savingsOf } from "./money";
import type { Planning } from "./planning";
import { reasonText } from "./reason-text";
import { siteText } from "./site-text";
import { wayBackText } from "./way-back-text";

/** More places than these are a number in a sentence. */
const NAMED_PLACES = 6;

/** So many places that stay as they are get a row. */
const MOST_STAYING = 12;

const HEAD = ["Place", "Now", "This step", "Target", "Why no more"];

/** How to go back from the step of a plan. */
export interface BackFrom {
  /** The file that it is written into. */
  readonly file: string;
  readonly ttlSeconds: number | undefined;
}

/**
 * A plan as a person reads it, in Markdown: also the comment of a pull request.
 *
 * @param back missing where the plan is only shown, and written nowhere
 */
export function planText(plan: RoutingPlan, planning: Planning, back: BackFrom | undefined): string {
  return [
    `${summary(plan, planning)}\n`,
    ...boundLines(plan),
    ...placeLines(plan, planning),
    ...takeOverLines(plan),
    ...marginLines(plan, planning),
    ...savingLines(plan, planning),
    ...dataLines(planning.data, planning.units),
    "",
    `- Covered: ${coveredText(planning.options)}.`,
    ...assumptions(planning).map((line) => `- Assumed: ${line}.`),
    ...(plan.steps > 0 && back !== undefined ? [`- ${wayBack(back)}`] : []),
  ].join("\n");
}

/** What would be otherwise, in one line. */
export function comparedText(
  text: string,
  asIs: RoutingPlan,
  ifSo: RoutingPlan,
  planning: Planning,
  then: Planning,
): string {
  const line = `What if: ${text}. In data centres at the target: ${percentText(ifSo.atHome.target)}; as it is ${percentText(asIs.atHome.target)}.`;
  if (planning.prices === undefined) return line;
  const { currency } = planning.prices;
  const more =
    savingOf(then.options, planning.prices, ifSo.target) - savingOf(planning.options, planning.prices, asIs.target);
  const words = more < 0 ? "costs" : "saves";
  return `${line} It ${words} ${currency} 0 to ${whole(Math.abs(more))} a month: nothing, where ${more < 0 ? "the number of nodes stays" : "nodes do not scale in"}.`;
}

/** What changes; where nothing does, why the largest places get no more. */
function placeLines({ places }: RoutingPlan, { units }: Planning): readonly string[] {
  const moving = places.filter((place) => isChanged(place) || isElsewhere(place));
  const staying = places.filter(({ reason }) => reason.kind !== "all" && reason.kind !== "small");
  const shown = moving.length > 0 ? moving : staying.slice(0, MOST_STAYING);
  const rest = places.length - shown.length;
  if (shown.length === 0) return [];
  const table =
    moving.length > 0
      ? markdownTable(
          HEAD,
          shown.map(({ place, now, next, target, reason }) => [
            place,
            routeText(now),
            routeText(next),
            routeText(target),
            reasonText(reason, units),
          ]),
        )
      : markdownTable(
          ["Place", "Now", "Why no more"],
          shown.map(({ place, now, reason }) => [place, routeText(now), reasonText(reason, units)]),
        );
  const more = rest > 0 ? [`${counted(rest, "place")} more ${rest === 1 ? "stays" : "stay"} as now.\n`] : [];
  return [`${table}\n`, ...more];
}

/** Where the first data centre of a place stays, and another one takes over from it: no number says so. */
function takeOverLines({ places }: RoutingPlan): readonly string[] {
  const changed = places.flatMap(({ place, now, next }) => {
    const [first, ...behind] = now.serveFrom;
    const [stays, ...then] = next.serveFrom;
    if (first === undefined || first !== stays || behind.join() === then.join()) return [];
    return [`${place} from ${behindText(behind)} to ${behindText(then)}`];
  });
  if (changed.length === 0) return [];
  return [`Who takes over in a failure changes: ${firstOf(changed, NAMED_PLACES)}.\n`];
}

function behindText(sites: readonly string[]): string {
  return sites.length === 0 ? `the ${LAST_RESORT}` : sites.join(" → ");
}

function summary(plan: RoutingPlan, { options }: Planning): string {
  const { now, next, target } = plan.atHome;
  const changed = plan.places.filter(isChanged);
  if (plan.steps === 0) {
    const kinds = new Set(plan.places.map(({ reason }) => reason.kind));
    const isFrozen = kinds.has("frozen") && [...kinds].every((kind) => UNMOVED.has(kind));
    const open = plan.isReachable
      ? "within the limits no routing is better by more than a change costs"
      : "no safe step leads to the target";
    const frozen = kinds.has("all") ? "every place that could get more is frozen" : "every place is frozen";
    return `Nothing changes: ${isFrozen ? frozen : open}. Data centres serve ${percentText(now)} of all demand.`;
  }
  const named = firstOf(
    changed.map(({ place }) => place),
    NAMED_PLACES,
  );
  const start = `This step changes ${counted(changed.length, "place")}: ${named}. Data centres serve ${percentText(now)} of all demand now,`;
  if (plan.isReachable && plan.steps === 1) return `${start} ${percentText(next)} after it; that is the target.`;
  const end = plan.isReachable ? "" : "; no safe step leads to it all the way";
  const then = `${percentText(next)} after it, and ${percentText(target)} at the target`;
  // A later step may ask for more than 1.25 times what was ever served well: it is planned as if the one before had been.
  const isProven = Object.values(options.dataCenters).some(({ servedWell }) => servedWell !== undefined);
  const condition = plan.steps > 1 && isProven ? " if each step is served well" : "";
  const least =
    plan.lowestAtHome === undefined ? "" : ` On the way it is ${percentText(plan.lowestAtHome)} at least: ${WAY}.`;
  return `${start} ${then}, in ${counted(plan.steps, "step")}${condition}${end}.${least}`;
}

const WAY = `meanwhile the ${LAST_RESORT} serves users of places that leave a data centre`;

/** What keeps its route where everything else is frozen. */
const UNMOVED: ReadonlySet<string> = new Set(["frozen", "small", "all"]);

/** The bound in the unit of the target, which is above it. */
function boundLines({ bound, atHome }: RoutingPlan): readonly string[] {
  if (bound === undefined) return [];
  if (bound.atHome === undefined) return [`How much any routing can bring at most is not known: ${bound.unknown}.\n`];
  const than = `; the target has ${percentText(atHome.target)}`;
  return [
    `Under the same failures, limits and rules no routing serves more than ${percentText(bound.atHome)} of all demand in data centres${than}.\n`,
  ];
}

function marginLines({ margin, steps }: RoutingPlan, { options }: Planning): readonly string[] {
  const { now, next } = margin;
  if (!Number.isFinite(next.growth)) {
    const isAsked = Object.values(options.services).some((one) =>
      [...demandByPlace(one).values()].some((rate) => rate > 0),
    );
    return [
      `Nothing is limited: ${isAsked ? "no capacity is known of what serves users" : "nobody asks for anything"}.`,
    ];
  }
  const isOne = Object.keys(options.services).length === 1;
  const fullest = (one: Margin) => {
    if (!Number.isFinite(one.growth)) return "none";
    return `${placeText(one, isOne)}: ${one.growth > -1 ? filledText(1 / (1 + one.growth)) : "it can take nothing"}`;
  };
  const before = steps === 0 ? "" : `; now it is ${fullest(now)}`;
  const holds =
    next.growth < 0
      ? `More is asked for than can be taken, even with today's demand: of ${placeText(next, isOne)}.`
      : `It holds until the demand is ${grownText(next.growth)}; then ${placeText(next, isOne)}.`;
  return [holds, `The fullest is ${fullest(next)}${before}.`];
}

/** From so many times on, percents are hard to read. */
const MANY = 10;

function grownText(growth: number): string {
  return 1 + growth < MANY ? `+${percentText(growth)}` : `${amount(1 + growth)} times today's`;
}

function filledText(share: number): string {
  return share < MANY ? percentText(share) : `${amount(share)} times what it can take`;
}

function placeText({ site = "", service = "", down }: Margin, isOne: boolean): string {
  const of = isOne ? "" : ` (${service})`;
  const when =
    down.length === 0 ? "when all is well" : `when ${down.join(" and ")} ${down.length === 1 ? "is" : "are"} down`;
  return `${siteText(site)}${of}, ${when}`;
}

function savingLines(plan: RoutingPlan, { options, prices }: Planning): readonly string[] {
  if (prices === undefined || plan.steps === 0) return [];
  const { currency, next, target } = savingsOf(options, prices, plan);
  if (next.least === 0 && target.least === 0) {
    return [
      `Saving each month: ${currency} 0 to ${grouped(next.most)} after this step, 0 to ${grouped(target.most)} at the target: 0 where nodes do not scale in.`,
    ];
  }
  const words = ({ least, most }: SavingRange) =>
    `${least < 0 ? "a cost of" : "a saving of"} ${currency} 0 to ${grouped(Math.max(most, -least))}`;
  return [
    `Each month: ${words(next)} after this step, ${words(target)} at the target: 0 where the number of nodes stays.`,
  ];
}

function assumptions({ options }: Planning): readonly string[] {
  const { latency, lastResort, dataCenters } = options;
  const unproven = Object.entries(dataCenters).flatMap(([name, { servedWell }]) =>
    servedWell === undefined ? [name] : [],
  );
  return [
    ...(latency === undefined
      ? ["latency by distance: nothing was measured"]
      : isWhole(options)
        ? []
        : [PARTLY_BY_DISTANCE]),
    ...(lastResort?.targetUtilization === undefined
      ? [`the ${LAST_RESORT} takes at once whatever comes: without its targetUtilization that is not limited`]
      : []),
    ...(unproven.length > 0 ? [`${unproven.join(", ")} can take what is configured: there is no servedWell`] : []),
    "a percentage is a share of what resolvers ask, and not of users",
  ];
}

const PARTLY_BY_DISTANCE =
  "latency by distance where none was measured, and data centres without a place on Earth serve nobody new there";

/** Whether each place with a demand has a latency to each site. */
function isWhole({ latency = {}, services, dataCenters }: Planning["options"]): boolean {
  const places = Object.values(services).flatMap(({ demand }) => Object.keys(demand));
  const sites = [...Object.keys(dataCenters), LAST_RESORT_SITE];
  return places.every((place) => sites.every((site) => latency[place]?.[site] !== undefined));
}

function wayBack({ file, ttlSeconds }: BackFrom): string {
  return `${wayBackText(wayBackOf(file, ttlSeconds ?? 0), ttlSeconds !== undefined)}.`;
}

function isElsewhere({ now, target }: PlannedChange): boolean {
  return routeText(now) !== routeText(target);
}

export function routeText({ serveFrom, percent }: PlannedRoute): string {
  return serveFrom.length === 0 ? "-" : `${percent} % ${serveFrom.join(" → ")}`;
}

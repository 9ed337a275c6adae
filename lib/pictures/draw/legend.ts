import { allRequests, hasUnknown } from "../model/moves";
import { isNotKnown, type Known, type PlaceShare, sumOf } from "../model/requests";
import { idleIn, partsOf, type Scenario, type Scene } from "../model/scene";
import { leastDrawn } from "./circles";
import type { Drawing } from "./drawing";
import type { Geography, KnownPlace } from "./geography";
import { boundText, NOT_KNOWN } from "./known";
import { legendItems } from "./legend-items";
import { FILL, LINE, paintOf } from "./palette";
import { placesText } from "./places-text";
import { amount, element, inLines, label } from "./svg";

const BAR = 22;

/** How much each server gets of all: requests per second, or places where no requests are known. */
export function servedBy(scene: Scene, scenario: Scenario): ReadonlyMap<string, Known> {
  const shares = new Map<string, PlaceShare[]>();
  for (const place of scene.places) {
    for (const { server, share } of partsOf(place, scenario))
      shares.set(server, [...(shares.get(server) ?? []), { place, share }]);
  }
  const inPlaces = (own: readonly PlaceShare[]) => ({ requests: own.reduce((sum, { share }) => sum + share, 0) });
  return new Map([...shares].map(([server, own]) => [server, scene.hasDemand ? sumOf(own) : inPlaces(own)]));
}

/** How much a server gets, in words: `24,000/s (38 %)`. */
export function servedText(scene: Scene, served: Known = { requests: 0 }): string {
  if (!scene.hasDemand) return placesText(served.requests);
  if (isNotKnown(served)) return NOT_KNOWN;
  const all = allRequests(scene);
  const part = all === 0 ? "0 %" : `${Math.round((served.requests / all) * 1000) / 10} %`;
  // What part of all it is, is not known where it may be more.
  return `${boundText(served)}${amount(served.requests)}/s${served.isLeast ? "" : ` (${part})`}`;
}

const BAR_AT_MOST =
  "The bar has each at the most that there can be: together they may be more than all the requests that there are.";

/** A bar of all requests by who serves them, and what each colour and sign means. */
export function drawLegend(drawing: Drawing, width: number): { readonly svg: string; readonly height: number } {
  const { scene, servers } = drawing;
  const [well] = scene.scenarios;
  const sums = servedBy(scene, well);
  const all = [...sums.values()].reduce((sum, { requests }) => sum + requests, 0);
  const hasBar = scene.hasDemand && all > 0;
  const bar = hasBar ? barOf(drawing, sums, all, width) : "";
  const top = hasBar ? BAR + 14 : 0;
  const items = legendItems(
    scene.servers.map((server) => {
      const served = server.isDrained ? "drained" : servedText(scene, sums.get(server.name));
      return { server, served };
    }),
    top,
    width,
    servers,
  );
  const isMost = hasBar && [...sums.values()].some((one) => one.isMost);
  const notes = [...(isMost ? [BAR_AT_MOST] : []), ...notesOf(drawing)].flatMap((note) =>
    inLines(note, Math.floor(width / 6.4)),
  );
  const below = items.below + 16;
  const lines = notes.map((line, index) => label(0, below + index * 17, line, { "font-size": 12, ...FILL.quiet }));
  return { svg: [bar, ...items.svg, ...lines].join(""), height: below + notes.length * 17 };
}

function barOf({ scene, servers }: Drawing, sums: ReadonlyMap<string, Known>, all: number, width: number): string {
  let x = 0;
  const parts = scene.servers.flatMap((server) => {
    const wide = ((sums.get(server.name)?.requests ?? 0) / all) * width;
    if (wide === 0) return [];
    const part = element("rect", { x, y: 0, width: wide, height: BAR, ...paintOf(servers.get(server.name) ?? server) });
    const text =
      wide > 26
        ? label(x + wide / 2, 15.5, server.label, {
            class: "ink edge",
            fill: FILL.ink.fill,
            stroke: LINE.edge.stroke,
            "stroke-width": 3,
            "paint-order": "stroke",
            "text-anchor": "middle",
            "font-size": 12,
            "font-weight": "bold",
          })
        : "";
    x += wide;
    return [part, text];
  });
  return element("g", { ...LINE.edge, "stroke-width": 1.5 }, parts);
}

function circlesText({ scene, most }: Drawing): string {
  if (!scene.hasDemand)
    return "Circles: places, filled by who serves them; nobody said how many requests each makes, so all are alike.";
  const isPartly = hasUnknown(scene);
  if (most === 0) return `Circles: none, for ${isPartly ? "as far as is known, " : ""}nobody makes requests.`;
  const known = isPartly
    ? "known requests per second at peak (percentages are of these)"
    : "requests per second at peak";
  return `Circles: ${amount(allRequests(scene))} ${known}, by area, filled by who serves them; the smallest stands for ${amount(leastDrawn(most))} or fewer.`;
}

/** Whom a picture is of, where others are answered otherwise. */
export function answeredText({ asked, others }: Scene): readonly string[] {
  return others.length === 0 ? [] : [`Drawn for ${asked.join(", ")}. Otherwise answered: ${others.join(", ")}.`];
}

/** The data centres of which it is not known where they stand, and where their signs are then. */
function unknownSites(geography: Geography): string {
  const text = (start: string, known: KnownPlace, one: string, several: string) => {
    const names = geography.sitesOf(known);
    const [stands, then] = names.length === 1 ? ["stands", one] : ["stand", several];
    return names.length === 0 ? "" : `; ${start}where ${names.join(", ")} ${stands}${then}`;
  };
  return [
    text("", "country", " in its country is not known", " in their countries is not known"),
    text(
      "dashed: ",
      "users",
      " is not known, and its sign is beside users of its own",
      " is not known, and their signs are beside users of their own",
    ),
    text("", "nowhere", " is not known, and it is not on the map", " is not known, and they are not on the map"),
  ].join("");
}

/** What must be known to read the map. */
export function notesOf(drawing: Drawing, idle = idleIn(drawing.scene)): readonly string[] {
  const { scene, geography, land } = drawing;
  const circles = circlesText(drawing);
  const behind = land.hasBorders
    ? " Countries behind them: who serves the most. Stripes are as wide as the shares."
    : "";
  const hasSites = scene.servers.some(({ kind }) => kind === "endpoint");
  const hollow = idle.size === 0 ? "" : "; hollow: DNS sends nobody there when all is well";
  const where = hasSites ? [`Diamonds: data centres${hollow}${unknownSites(geography)}.`] : [];
  const called = (name: string) => `${name} (${drawing.servers.get(name)?.label ?? ""})`;
  const pairs = scene.alike.map((pair) => pair.map(called).join(" and "));
  const alike =
    pairs.length === 0
      ? []
      : [
          `There are six colours, and more neighbours than these: ${pairs.join(", ")} have the same one. Their letters tell them apart.`,
        ];
  const source = land.hasBorders
    ? `Borders: ${geography.shapes.source}.${land.shapes.disputed === "" ? "" : " Dashed: disputed."} They are the atlas' view; the colours are what DNS answers.`
    : "Drawn without borders.";
  return [`${circles}${behind}`, ...where, ...alike, ...answeredText(scene), source];
}

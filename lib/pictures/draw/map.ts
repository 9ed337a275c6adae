import type { Box } from "../atlas/atlas";
import { failuresByDamage } from "../model/moves";
import { idleIn, partsOf, type ServedPlace, type Server } from "../model/scene";
import { drawCircles, lettersBeside } from "./circles";
import type { Drawing } from "./drawing";
import { extentsOf, zoomBox } from "./extent";
import { failureMap, failuresInLines, MOST_MAPS, pairsOf, WORST } from "./failure-map";
import { failureText } from "./failure-text";
import { framed } from "./frame";
import { drawLand, landDefinitions } from "./land";
import { drawLegend } from "./legend";
import { dividesOf, type LookedAt, partsOfMap, type Row, TELEPHONE } from "./look";
import { FILL, LINE } from "./palette";
import { continentBox, inPanel, isSeen, type Panel, panelFor, WORLD_BOX } from "./panel";
import { drawServers, signAt, signsIn } from "./signs";
import { type Block, GAP, headingOf, PICTURE_WIDTH, standingAlone } from "./stand-alone";
import { tintsOf } from "./stripes";
import { element, label } from "./svg";
import { wellText } from "./words";

/** With more places of its own, the whole world is drawn. */
const FEW_PLACES = 12;
const FEW_PANELS = 3;

/** The map as a picture that stands alone: all is well, and, unless they are not wanted, the failures. */
export function mapPicture(drawing: Drawing, hasFailures = true): string {
  const { scene, land } = drawing;
  const heading = headingOf("Who is served from where", [scene.title, wellText(scene)]);
  const failures = hasFailures ? failuresByDamage(scene) : [];
  // Of all failures, whether they are drawn or not: the page has all, and shows the same.
  const extents = extentsOf(drawing, failures);
  const drawn = failures.length > MOST_MAPS ? failures.slice(0, WORST) : failures;
  const table = failures.length > MOST_MAPS ? [failuresInLines(drawing, failures)] : [];
  const title = failures.length === 0 ? [] : [headingOf("When something is down", [TITLE_OF_FAILURES])];
  return standingAlone({
    title: "Who is served from where",
    summary: [wellText(scene), ...failures.map((failure) => failureText(scene, failure))].join(" "),
    blocks: [
      heading,
      wellMap(drawing),
      legendBlock(drawing),
      ...title,
      ...table,
      ...pairsOf(drawn.map((one) => failureMap(drawing, one, extents.get(one.scenario.id) ?? WORLD_BOX))),
    ],
    definitions: landDefinitions(land, tintsOf(drawing)),
  });
}

const NARROW = { width: TELEPHONE, margin: 8 };
const LETTERS = 48;

/** The same for a telephone: the parts of the map that one looks at, one below the other, and what failures move in words. */
export function narrowMapPicture(drawing: Drawing, hasFailures = true): string {
  const { scene, land } = drawing;
  const failures = hasFailures ? failuresByDamage(scene).map((failure) => failureText(scene, failure)) : [];
  const { svg, looked } = wellMap(drawing);
  const map = element("g", { id: "map" }, svg);
  const parts = partsOfMap("map", looked).map(({ box, svg }): Block => ({ svg: svg({}), height: box.height }));
  return standingAlone({
    title: "Who is served from where",
    summary: [wellText(scene), ...failures].join(" "),
    blocks: [
      headingOf("Who is served from where", [scene.title, wellText(scene)], LETTERS),
      ...parts,
      drawLegend(drawing, NARROW.width),
      ...(failures.length === 0 ? [] : [headingOf("When something is down", failures, LETTERS)]),
    ],
    definitions: `${landDefinitions(land, tintsOf(drawing))}${element("defs", {}, map)}`,
    size: NARROW,
  });
}

const TITLE_OF_FAILURES =
  "Only what changes is coloured. Arrows: requests that move, from what is down to who gets them.";

export function legendBlock(drawing: Drawing): Block {
  return drawLegend(drawing, PICTURE_WIDTH);
}

/** A map, and the parts of it that one looks at. */
export interface WellMap extends Block {
  readonly looked: readonly LookedAt[];
  /** Where its rows of panels begin and how high they are: on paper, each may be on a sheet of its own. */
  readonly rows: readonly Row[];
}

/** The map while all is well: the world, or with few places of their own these, and the world beside them. */
export function wellMap(drawing: Drawing): WellMap {
  const { scene } = drawing;
  const looked = scene.places.filter(({ isLikeEveryone, requests = 0 }) => !isLikeEveryone || requests > 0);
  const groups = byContinent(looked);
  const isFew = looked.length > 0 && looked.length <= FEW_PLACES && groups.length <= FEW_PANELS;
  const boxes = isFew ? groups.map((places) => zoomBox(drawing, places)) : [undefined];
  return boxes.every((box) => box !== undefined) ? zoomed(drawing, boxes) : world(drawing);
}

/** From so many data centres on a continent, it is enlarged. */
const CROWD = 3;
const ENLARGED = 380;

/** The world, and below it the continents on which data centres are close together. */
function world(drawing: Drawing): WellMap {
  const high = (PICTURE_WIDTH * WORLD_BOX.height) / WORLD_BOX.width;
  const crowded = crowdedContinents(drawing);
  const width = (PICTURE_WIDTH - GAP * (crowded.length - 1)) / crowded.length;
  const enlarged = crowded.map((continent, index) => {
    const place = { x: index * (width + GAP), y: high + GAP, width, height: ENLARGED };
    return panelFor(`e${index}`, continentBox(new Set([continent])), place);
  });
  const names = drawing.scene.servers.map(({ name }) => name);
  const namedBelow = new Set(names.filter((name) => isSignSeen(drawing, enlarged, name)));
  const panel = panelFor("w", WORLD_BOX, { x: 0, y: 0, width: PICTURE_WIDTH, height: high });
  const all = wellPanel(drawing, panel, namedBelow);
  if (crowded.length === 0) return { svg: all.svg, height: high, looked: [all], rows: [{ top: 0, height: high }] };
  const panels = enlarged.map((one) => wellPanel(drawing, one));
  const looked = [...panels, all];
  const rows = [
    { top: 0, height: high },
    { top: high + GAP, height: ENLARGED },
  ];
  return { svg: [all, ...panels].map(({ svg }) => svg).join(""), height: high + GAP + ENLARGED, looked, rows };
}

function crowdedContinents({ scene, geography }: Drawing): readonly string[] {
  const counts = new Map<string, number>();
  for (const { name } of scene.servers) {
    const continent = geography.continentOf(name);
    if (continent !== undefined) counts.set(continent, (counts.get(continent) ?? 0) + 1);
  }
  const crowded = [...counts].filter(([, count]) => count >= CROWD);
  return crowded
    .sort((one, other) => other[1] - one[1])
    .slice(0, 2)
    .map(([continent]) => continent);
}

function byContinent(places: readonly ServedPlace[]): readonly (readonly ServedPlace[])[] {
  const groups = new Map<string, ServedPlace[]>();
  for (const place of places) {
    const key = place.location.continent ?? "";
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()];
}

const ZOOM = { height: 400, inset: 330 };

/** The places by themselves; the world where a data centre is elsewhere, and no inset has it. */
function zoomed(drawing: Drawing, boxes: readonly Box[]): WellMap {
  const { hasBorders } = drawing.land;
  // Without borders, an inset would show nothing but frames.
  const wide = PICTURE_WIDTH - (hasBorders ? ZOOM.inset + GAP : 0);
  const width = (wide - GAP * (boxes.length - 1)) / boxes.length;
  const panels = boxes.map((box, index) =>
    panelFor(`z${index}`, box, { x: index * (width + GAP), y: 0, width, height: ZOOM.height }),
  );
  const elsewhere = drawing.scene.servers.filter(
    ({ name, kind }) => kind === "endpoint" && !isSignSeen(drawing, panels, name),
  );
  if (elsewhere.length > 0 && !hasBorders) return world(drawing);
  const looked = panels.map((panel) => wellPanel(drawing, panel));
  const inset = hasBorders ? insetOf(drawing, wide + GAP, panels, elsewhere) : "";
  const { height } = ZOOM;
  return { svg: [...looked.map(({ svg }) => svg), inset].join(""), height, looked, rows: [{ top: 0, height }] };
}

function isSignSeen({ geography }: Drawing, panels: readonly Panel[], name: string): boolean {
  return panels.some((panel) => {
    const at = signAt(panel, geography, name);
    return at !== undefined && isSeen(panel, at);
  });
}

/** The world with frames around what is shown of it, and the data centres that are elsewhere. */
function insetOf(drawing: Drawing, x: number, shown: readonly Panel[], elsewhere: readonly Server[]): string {
  const height = (ZOOM.inset * WORLD_BOX.height) / WORLD_BOX.width;
  const panel = panelFor("w", WORLD_BOX, { x, y: 24, width: ZOOM.inset, height });
  const title = label(x, 14, "The world, and what of it is shown", { "font-size": 12, ...FILL.quiet });
  const frames = shown.map(({ box }) => {
    const [left, y] = inPanel(panel, [box.left, box.top]);
    const size = { width: box.width * panel.scale, height: box.height * panel.scale };
    return element("rect", { x: left, y, ...size, fill: "none", ...LINE.rim, "stroke-width": 1.5 });
  });
  const names = elsewhere.map(({ name }) => name);
  const signs = drawServers(panel, drawing.geography, elsewhere, {
    down: [],
    taken: [],
    drawn: names,
    idle: idleIn(drawing.scene),
  });
  const land = drawLand(panel, servedIn(drawing), drawing.servers, drawing.land);
  return title + framed(panel, [land, ...frames, signs.svg]);
}

function wellPanel(drawing: Drawing, panel: Panel, unnamed?: ReadonlySet<string>): LookedAt {
  const { scene, geography, servers, most } = drawing;
  const [well] = scene.scenarios;
  const circles = scene.places
    .filter(({ requests }) => !scene.hasDemand || requests !== undefined)
    .map((place) => ({ place, parts: partsOf(place, well), requests: place.requests }));
  // Whoever is named elsewhere is looked at there, and so are those whom it serves.
  const isHere = (name: string) => unnamed === undefined || !unnamed.has(name);
  const sites = signsIn(
    panel,
    geography,
    scene.servers.filter(({ name }) => isHere(name)),
  );
  const own = scene.places.filter(
    (place) => !place.isLikeEveryone && partsOf(place, well).every(({ server }) => isHere(server)),
  );
  const places = own.map((place) => geography.placeAt(place)).filter((point) => point !== undefined);
  const points = [...sites, ...places.map((point) => inPanel(panel, point))];
  const signs = signsIn(panel, geography, scene.servers);
  const drawn = drawCircles(panel, geography, circles, { most, servers, signs, taken: dividesOf(panel, points) });
  const idle = idleIn(scene);
  const marks = drawServers(panel, geography, scene.servers, { down: [], taken: drawn.taken, unnamed, idle });
  const map = framed(panel, [
    drawLand(panel, servedIn(drawing), servers, drawing.land),
    drawn.svg,
    marks.svg,
    lettersBeside(panel, drawn.seen, servers, marks.taken),
  ]);
  return { svg: map, panel, points };
}

/** The countries that are not served as everyone is: the others stay pale. */
function servedIn({ scene }: Drawing): ReadonlyMap<string, ReturnType<typeof partsOf>> {
  const [well] = scene.scenarios;
  return new Map(
    scene.places.filter(({ isLikeEveryone }) => !isLikeEveryone).map((place) => [place.code, partsOf(place, well)]),
  );
}

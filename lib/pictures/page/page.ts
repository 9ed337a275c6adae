import { counted } from "../../core/counted";
import { leftOutText } from "../draw/arrows";
import type { Drawing } from "../draw/drawing";
import { failuresWide, type WideMap } from "../draw/failure-map";
import { boundText, knownText } from "../draw/known";
import { landDefinitions } from "../draw/land";
import { answeredText, notesOf, servedBy, servedText } from "../draw/legend";
import { loadSummary } from "../draw/load";
import { legendBlock, wellMap } from "../draw/map";
import { filledText } from "../draw/overload-text";
import { pie } from "../draw/pie";
import { PICTURE_WIDTH } from "../draw/stand-alone";
import { tintsOf } from "../draw/stripes";
import { element, escaped } from "../draw/svg";
import { movesText, partsText, percent, wellText } from "../draw/words";
import { hottest, isOver } from "../model/loads";
import { allRequests, type FailureMoves, failuresByDamage, type PlaceMoves, totalMoved } from "../model/moves";
import { filledBy } from "../model/overloads";
import { isUnknown, sumOf } from "../model/requests";
import { partsOf, type Scenario, type Scene, type ServedPlace, type Server } from "../model/scene";
import { htmlPage, pictureIn } from "./html";
import { BAR_LINES, LOADS, loadSection } from "./load-section";
import { type Cell, type Head, head, numbers, Tables, text } from "./tables";

/** All pictures and all numbers of a scene on one page, with a switch for the failures. */
export function scenePage(drawing: Drawing): string {
  const { scene, land } = drawing;
  const failures = failuresByDamage(scene);
  const maps = failuresWide(drawing, failures);
  const names = [scene.scenarios[0], ...failures.map(({ scenario }) => scenario)];
  const tables = new Tables();
  const content = [
    "<h1>Who is served from where</h1>",
    `<p>${escaped(scene.title)}. ${escaped(wellText(scene))}</p>`,
    ...answeredText(scene).map((line) => `<p>${escaped(line)}</p>`),
    ...loadSummary(scene).map((line, index) => `<p${index === 0 ? fullestLook(scene) : ""}>${escaped(line)}</p>`),
    hidden(`${landDefinitions(land, tintsOf(drawing))}${BAR_LINES}`),
    linksDown(scene),
    failures.length === 0 ? "" : switches(scene, names),
    wellSection(drawing, failures, tables),
    ...(failures.length === 0
      ? []
      : [
          '<div class="failures">',
          ...failures.map((failure, index) => failureSection(drawing, failure, index + 1, maps[index], tables)),
          "</div>",
        ]),
    loadSection(scene, tables),
    placesSection(drawing, tables),
    '<section id="how-to-read-it"><h2>How to read it</h2>',
    ...notesOf(drawing).map((note) => `<p class="note">${escaped(note)}</p>`),
    "</section>",
  ];
  const style = names.length > 1 ? switchStyle(names.length) : "";
  return htmlPage(`Who is served from where: ${scene.title}`, content, `${tables.style}${style}`);
}

/** The first line of the loads is red where somebody is asked for more than can be taken. */
function fullestLook(scene: Scene): string {
  const part = hottest(scene)?.part;
  return part !== undefined && isOver(part) ? ' class="over"' : "";
}

/** The shapes of countries, which all maps of a page refer to. */
export function hidden(definitions: string): string {
  return definitions === "" ? "" : element("svg", { width: 0, height: 0, "aria-hidden": "true" }, definitions);
}

/** Links to what is farther down: on a telephone, the lists before it are long. */
function linksDown({ hasDemand, places }: Scene): string {
  const links = [
    '<a class="to-map" href="#map">Map</a>',
    ...(hasDemand ? [`<a href="#${LOADS}">Load against capacity</a>`] : []),
    ...(places.some(({ isLikeEveryone }) => isLikeEveryone) ? ['<a href="#everyone-else">Everyone else</a>'] : []),
    '<a href="#how-to-read-it">How to read it</a>',
  ];
  return `<nav aria-label="On this page">${links.join("\n")}</nav>`;
}

function switches(scene: Scene, scenarios: readonly Scenario[]): string {
  const inputs = scenarios.map((scenario, index) => {
    const checked = index === 0 ? " checked" : "";
    const filled = scenario === scene.scenarios[0] ? [] : filledIn(scene, scenario, "span");
    const text = [escaped(scenario.title), ...filled].join(": ");
    // As one text, it is broken where there is no room for all of it.
    const whole = filled.length === 0 ? text : `<span>${text}</span>`;
    return `<label><input type="radio" name="scenario" id="s${index}"${checked}>${whole}</label>`;
  });
  return `<fieldset hidden><legend>What is shown</legend>\n${inputs.join("\n")}\n</fieldset>`;
}

/** On a screen, only what is chosen is shown; in print, and where a browser cannot choose, everything. */
function switchStyle(count: number): string {
  const rules = Array.from(
    { length: count },
    (_, index) => `body:has(#s${index}:checked) .scenario:not(.n${index}){display:none}`,
  );
  // The link to the map leads to the one of when all is well, which is then not shown.
  return `@media screen{${rules.join("")}body:has(#s0:not(:checked)) .to-map{display:none}}`;
}

function wellSection(drawing: Drawing, failures: readonly FailureMoves[], tables: Tables): string {
  const { scene } = drawing;
  const [well] = scene.scenarios;
  const map = wellMap(drawing);
  const legend = legendBlock(drawing);
  const own = scene.places.filter(({ isLikeEveryone }) => !isLikeEveryone);
  const others = scene.places.filter(({ isLikeEveryone }) => isLikeEveryone);
  const rows = own.map((place) => [text(nameOf(place)), ...servedRow(scene, [place])]);
  if (others.length > 0)
    rows.push([text(`everyone else, ${counted(others.length, "place")}`), ...servedRow(scene, others)]);
  const columns = [head("Place"), ...partHead(scene), head("Served by")];
  return section(0, well.id, well.title, [
    `<p>${escaped(wellText(scene))}</p>`,
    scenery(
      [
        serversTable(drawing, tables),
        failures.length === 0 ? "" : failuresTable(drawing, failures, tables),
        tables.table("Who is served by whom", columns, rows),
      ],
      `<div id="map"></div>${pictureIn({
        id: well.id,
        name: `a map of who is served from where. ${wellText(scene)}`,
        width: PICTURE_WIDTH,
        height: map.height,
        map: map.svg,
        looked: map.looked,
        rows: map.rows,
        below: { ...legend, width: PICTURE_WIDTH, name: "who serves how much, in which colour" },
      })}`,
    ),
  ]);
}

/** The requests of places that are served alike, and by whom. */
function servedRow(scene: Scene, places: readonly ServedPlace[]): readonly Cell[] {
  const [parts] = places.map((place) => partsText(partsOf(place, scene.scenarios[0])));
  return [...withPart(scene, places), text(parts ?? "")];
}

function serversTable(drawing: Drawing, tables: Tables): string {
  const { scene } = drawing;
  const sums = servedBy(scene, scene.scenarios[0]);
  const rows = scene.servers.map((server) => [
    text(server.name),
    signOf(drawing, server),
    text(server.isDrained ? "drained" : servedText(scene, sums.get(server.name))),
  ]);
  return tables.table("Who serves how much", ["Name", "Letters", "Serves"].map(head), rows);
}

/** The letters of a server in its colour: on a telephone, the legend of the map is out of sight. */
function signOf({ servers }: Drawing, { name, label }: Server): Cell {
  const circle = pie([7, 7], 7, [{ server: name, share: 1 }], servers);
  const sign = element(
    "svg",
    { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true", class: "sign" },
    circle,
  );
  return { html: `${sign}${escaped(label)}` };
}

function failuresTable({ scene }: Drawing, failures: readonly FailureMoves[], tables: Tables): string {
  const rows = failures.map((failure) => {
    const filled = filledIn(scene, failure.scenario, "span").map((one) => ` ${one}.`);
    return [text(failure.scenario.title), { html: [escaped(movesText(scene, failure)), ...filled].join("") }];
  });
  return tables.table("What each failure moves, the worst first", ["Failure", "What moves"].map(head), rows);
}

/** Whom a failure fills, in bold, and in red above what can be taken. */
function filledIn(scene: Scene, scenario: Scenario, element: "p" | "span"): readonly string[] {
  const filled = filledBy(scene, scenario);
  if (filled === undefined) return [];
  const look = isOver(filled.part) ? "over" : "hot";
  return [`<${element} class="${look}">${escaped(filledText(filled))}</${element}>`];
}

function failureSection(
  drawing: Drawing,
  failure: FailureMoves,
  index: number,
  map: WideMap | undefined,
  tables: Tables,
): string {
  const { scene } = drawing;
  const { scenario, moves } = failure;
  const sentence = `${scenario.title}: ${movesText(scene, failure)}`;
  const filled = filledIn(scene, scenario, "p");
  if (moves.length === 0 || map === undefined)
    return section(index, scenario.id, scenario.title, [`<p>${escaped(sentence)}</p>`, ...filled]);
  return section(index, scenario.id, scenario.title, [
    `<p>${escaped(sentence)}</p>`,
    ...filled,
    ...leftOutText(failure.flows, scene.hasDemand).map((line) => `<p>${escaped(line)}</p>`),
    scenery(
      [movesTable(scene, moves, "While it lasts", tables)],
      pictureIn({
        ...map,
        id: scenario.id,
        name: `a map of what changes. ${sentence}`,
        map: map.svg,
        isSmall: true,
      }),
    ),
  ]);
}

/** Whose users move, how many of them, and from whom to whom. */
export function movesTable({ hasDemand }: Scene, moves: readonly PlaceMoves[], then: string, tables: Tables): string {
  const rows = moves.map((one) => [
    text(nameOf(one.place)),
    ...(hasDemand ? [text(knownText(totalMoved([one], hasDemand)))] : []),
    ...requestsOf([one.place], hasDemand),
    text(partsText(one.before)),
    text(partsText(one.after)),
  ]);
  const moved = hasDemand ? [numbers("Moved per second")] : [];
  const columns = [head("Place"), ...moved, ...requestsHead(hasDemand), head("Before"), head(then)];
  return tables.cards("Whose users move, the most first", columns, rows);
}

/** The list comes first: on a wide screen, the picture is put above it. */
export function scenery(list: readonly string[], picture: string): string {
  return `<div class="scene"><div class="wide">${list.join("\n")}</div>\n${picture}</div>`;
}

function section(index: number, id: string, title: string, content: readonly string[]): string {
  return `<section class="scenario n${index}" id="${id}"><h2>${escaped(title)}</h2>\n${content.join("\n")}</section>`;
}

/** Those who are served as everyone is: the others are in the first list. */
function placesSection({ scene }: Drawing, tables: Tables): string {
  const others = scene.places.filter(({ isLikeEveryone }) => isLikeEveryone);
  const [first] = others;
  if (first === undefined) return "";
  const known = scene.hasDemand ? others.filter((place) => !isUnknown(place)) : [];
  const unknown = others.filter((place) => !known.includes(place));
  const rows = known.map((place) => [text(nameOf(place)), ...withPart(scene, [place])]);
  const columns = [head("Place"), ...partHead(scene)];
  const table =
    rows.length === 0
      ? ""
      : `<div class="wide">${tables.table("Everyone else, when all is well", columns, rows)}</div>`;
  const nobodySaid = scene.hasDemand ? "Nobody said how many requests are made in " : "";
  const names = unknown.length === 0 ? "" : `<p>${escaped(`${nobodySaid}${unknown.map(nameOf).join(", ")}.`)}</p>`;
  const served = `Who has no answers of their own is served alike: ${partsText(partsOf(first, scene.scenarios[0]))}, when all is well.`;
  return `<section class="places" id="everyone-else"><h2>Everyone else</h2>\n<p>${escaped(served)}</p>${table}${names}</section>`;
}

export function requestsHead(hasDemand: boolean): readonly Head[] {
  return hasDemand ? [numbers("Requests per second")] : [];
}

function partHead({ hasDemand }: Scene): readonly Head[] {
  return hasDemand ? [numbers("Requests per second (of all)")] : [];
}

export function requestsOf(places: readonly ServedPlace[], hasDemand: boolean): readonly Cell[] {
  const sum = sumOf(places.map((place) => ({ place, share: 1 })));
  return hasDemand ? [text(knownText(sum))] : [];
}

/** The requests of places, and what part of all they are, as far as that is known: `24,000 (38 %)`. */
function withPart(scene: Scene, places: readonly ServedPlace[]): readonly Cell[] {
  const own = sumOf(places.map((place) => ({ place, share: 1 })));
  const part = own.isLeast ? "" : ` (${boundText(own)}${percent(own.requests, allRequests(scene))})`;
  return scene.hasDemand ? [text(`${knownText(own)}${part}`)] : [];
}

/** `DE (Germany)`; a state is its code. */
export function nameOf({ code, name }: ServedPlace): string {
  return code === name ? code : `${code} (${name})`;
}

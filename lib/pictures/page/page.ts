import { counted } from "../../core/counted";
import { leftOutText } from "../draw/arrows";
import type { Drawing } from "../draw/drawing";
import { failuresWide, type WideMap } from "../draw/failure-map";
import { boundText, knownText, NOT_KNOWN } from "../draw/known";
import { landDefinitions } from "../draw/land";
import { notesOf, servedBy, servedText } from "../draw/legend";
import { loadSummary } from "../draw/load";
import { legendBlock, wellMap } from "../draw/map";
import { pie } from "../draw/pie";
import { PICTURE_WIDTH } from "../draw/stand-alone";
import { tintsOf } from "../draw/stripes";
import { element, escaped } from "../draw/svg";
import { movesText, partsText, percent, wellText } from "../draw/words";
import { allRequests, type FailureMoves, failuresByDamage, type PlaceMoves, totalMoved } from "../model/moves";
import { isNotKnown, sumOf } from "../model/requests";
import { partsOf, type Scene, type ServedPlace, type Server } from "../model/scene";
import { type Cell, htmlCards, htmlPage, htmlTable, pictureIn, text } from "./html";
import { BAR_LINES, loadSection } from "./load-section";

/** All pictures and all numbers of a scene on one page, with a switch for the failures. */
export function scenePage(drawing: Drawing): string {
  const { scene, land } = drawing;
  const failures = failuresByDamage(scene);
  const maps = failuresWide(drawing, failures);
  const names = [scene.scenarios[0], ...failures.map(({ scenario }) => scenario)];
  return htmlPage(
    `Who is served from where: ${scene.title}`,
    [
      "<h1>Who is served from where</h1>",
      `<p>${escaped(scene.title)}. ${escaped(wellText(scene))}</p>`,
      ...loadSummary(scene).map((line) => `<p>${escaped(line)}</p>`),
      hidden(`${landDefinitions(land, tintsOf(drawing))}${BAR_LINES}`),
      failures.length === 0 ? "" : switches(names.map(({ title }) => title)),
      wellSection(drawing, failures),
      ...(failures.length === 0
        ? []
        : [
            '<div class="failures">',
            ...failures.map((failure, index) => failureSection(drawing, failure, index + 1, maps[index])),
            "</div>",
          ]),
      loadSection(scene),
      placesSection(drawing),
      "<section><h2>How to read it</h2>",
      ...notesOf(drawing).map((note) => `<p class="note">${escaped(note)}</p>`),
      "</section>",
    ],
    names.length > 1 ? switchStyle(names.length) : "",
  );
}

/** The shapes of countries, which all maps of a page refer to. */
export function hidden(definitions: string): string {
  return definitions === "" ? "" : element("svg", { width: 0, height: 0, "aria-hidden": "true" }, definitions);
}

function switches(titles: readonly string[]): string {
  const inputs = titles.map((title, index) => {
    const checked = index === 0 ? " checked" : "";
    return `<label><input type="radio" name="scenario" id="s${index}"${checked}>${escaped(title)}</label>`;
  });
  return `<fieldset hidden><legend>What is shown</legend>\n${inputs.join("\n")}\n</fieldset>`;
}

/** On a screen, only what is chosen is shown; in print, and where a browser cannot choose, everything. */
function switchStyle(count: number): string {
  const rules = Array.from(
    { length: count },
    (_, index) => `body:has(#s${index}:checked) .scenario:not(.n${index}){display:none}`,
  );
  return `@media screen{${rules.join("")}}`;
}

function wellSection(drawing: Drawing, failures: readonly FailureMoves[]): string {
  const { scene } = drawing;
  const [well] = scene.scenarios;
  const map = wellMap(drawing);
  const legend = legendBlock(drawing);
  const own = scene.places.filter(({ isLikeEveryone }) => !isLikeEveryone);
  const others = scene.places.filter(({ isLikeEveryone }) => isLikeEveryone);
  const rows = own.map((place) => [text(nameOf(place)), ...servedRow(scene, [place])]);
  if (others.length > 0)
    rows.push([text(`everyone else, ${counted(others.length, "place")}`), ...servedRow(scene, others)]);
  return section(0, well.id, well.title, [
    `<p>${escaped(wellText(scene))}</p>`,
    scenery(
      [
        serversTable(drawing),
        failures.length === 0 ? "" : failuresTable(drawing, failures),
        htmlTable("Who is served by whom", heads(scene.hasDemand, "Served by"), rows),
      ],
      pictureIn({
        id: well.id,
        name: `a map of who is served from where. ${wellText(scene)}`,
        width: PICTURE_WIDTH,
        height: map.height,
        map: map.svg,
        looked: map.looked,
        rows: map.rows,
        below: { ...legend, width: PICTURE_WIDTH, name: "who serves how much, in which colour" },
      }),
    ),
  ]);
}

/** The requests of places that are served alike, and by whom. */
function servedRow({ hasDemand, scenarios: [well] }: Scene, places: readonly ServedPlace[]): readonly Cell[] {
  const [parts] = places.map((place) => partsText(partsOf(place, well)));
  return [...requestsOf(places, hasDemand), text(parts ?? "")];
}

function serversTable(drawing: Drawing): string {
  const { scene } = drawing;
  const sums = servedBy(scene, scene.scenarios[0]);
  const rows = scene.servers.map((server) => [
    text(server.name),
    signOf(drawing, server),
    text(server.isDrained ? "drained" : servedText(scene, sums.get(server.name))),
  ]);
  return htmlTable("Who serves how much", [text("Name"), text("Letters"), text("Serves")], rows);
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

function failuresTable({ scene }: Drawing, failures: readonly FailureMoves[]): string {
  const rows = failures.map((failure) => [text(failure.scenario.title), text(movesText(scene, failure))]);
  return htmlTable("What each failure moves, the worst first", [text("Failure"), text("What moves")], rows);
}

function failureSection(drawing: Drawing, failure: FailureMoves, index: number, map: WideMap | undefined): string {
  const { scene } = drawing;
  const { scenario, moves } = failure;
  const sentence = `${scenario.title}: ${movesText(scene, failure)}`;
  if (moves.length === 0 || map === undefined)
    return section(index, scenario.id, scenario.title, [`<p>${escaped(sentence)}</p>`]);
  return section(index, scenario.id, scenario.title, [
    `<p>${escaped(sentence)}</p>`,
    ...leftOutText(failure.flows, scene.hasDemand).map((line) => `<p>${escaped(line)}</p>`),
    scenery(
      [movesTable(scene, moves, "While it lasts")],
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
export function movesTable({ hasDemand }: Scene, moves: readonly PlaceMoves[], then: string): string {
  const rows = moves.map((one) => [
    text(nameOf(one.place)),
    ...(hasDemand ? [text(knownText(totalMoved([one], hasDemand)), { isNumber: true })] : []),
    ...requestsOf([one.place], hasDemand),
    text(partsText(one.before)),
    text(partsText(one.after)),
  ]);
  const [place = text("Place"), ...others] = heads(hasDemand, "Before");
  const moved = hasDemand ? [text("Moved per second", { isNumber: true })] : [];
  return htmlCards("Whose users move, the most first", [place, ...moved, ...others, text(then)], rows);
}

/** The list comes first: on a wide screen, the picture is put above it. */
export function scenery(list: readonly string[], picture: string): string {
  return `<div class="scene"><div class="wide">${list.join("\n")}</div>\n${picture}</div>`;
}

function section(index: number, id: string, title: string, content: readonly string[]): string {
  return `<section class="scenario n${index}" id="${id}"><h2>${escaped(title)}</h2>\n${content.join("\n")}</section>`;
}

function placesSection({ scene }: Drawing): string {
  const [well] = scene.scenarios;
  const all = allRequests(scene);
  const isOfInterest = ({ requests, isLikeEveryone }: ServedPlace) => requests !== undefined || !isLikeEveryone;
  const listed = scene.hasDemand ? scene.places.filter(isOfInterest) : scene.places;
  const rows = listed.map((place) => [
    text(nameOf(place)),
    ...requestsOf([place], scene.hasDemand),
    ...(scene.hasDemand ? [text(partText(place, all), { isNumber: true })] : []),
    text(partsText(partsOf(place, well))),
  ]);
  const left = scene.places.length - listed.length;
  const others =
    left === 0
      ? ""
      : `<p>Of ${counted(left, "other place")}, nobody said how many requests are made; everyone else is served alike.</p>`;
  const share = scene.hasDemand ? [text("Of all", { isNumber: true })] : [];
  const [place, requests, served] = heads(true, "Served by") as [Cell, Cell, Cell];
  const columns = [place, ...(scene.hasDemand ? [requests] : []), ...share, served];
  return `<section class="places"><h2>Every place</h2>\n<div class="wide">${htmlTable("Every place, when all is well", columns, rows)}</div>${others}</section>`;
}

export function heads(hasDemand: boolean, last: string): readonly Cell[] {
  const requests = hasDemand ? [text("Requests per second", { isNumber: true })] : [];
  return [text("Place"), ...requests, text(last)];
}

export function requestsOf(places: readonly ServedPlace[], hasDemand: boolean): readonly Cell[] {
  const sum = sumOf(places.map((place) => ({ place, share: 1 })));
  return hasDemand ? [text(knownText(sum), { isNumber: true })] : [];
}

/** What part of all requests comes from a place, as far as that is known. */
function partText(place: ServedPlace, all: number): string {
  const own = sumOf([{ place, share: 1 }]);
  return isNotKnown(own) ? NOT_KNOWN : `${boundText(own)}${percent(own.requests, all)}`;
}

/** `DE (Germany)`; a state is its code. */
export function nameOf({ code, name }: ServedPlace): string {
  return code === name ? code : `${code} (${name})`;
}

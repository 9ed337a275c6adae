import { fullnessText, surgeText, whenText } from "../draw/fullness-text";
import { boundText, knownText } from "../draw/known";
import { barLines, base, boundNotes, isHot, loadBar, takes } from "../draw/load";
import { element, escaped } from "../draw/svg";
import { fullest, fullnessOf, isSameLoad, loadIn, loadRows, NEARLY_FULL, shownScenarios } from "../model/loads";
import { isNotKnown } from "../model/requests";
import type { Scenario, Scene, ServerLoad } from "../model/scene";
import { type Cell, head, type Tables, text } from "./tables";

const BAR = 96;

/** By which links refer to the loads. */
export const LOADS = "loads";

/** The frame of a bar and the line of what can be taken, once for all bars of a page. */
export const BAR_LINES = barLines("lines", [1, 0], BAR);

/** The load of everyone in each failure, as a table with bars; nothing where no requests are known. */
export function loadSection(scene: Scene, tables: Tables): string {
  if (!scene.hasDemand) return "";
  const [well] = scene.scenarios;
  const scenarios = [well, ...shownScenarios(scene)];
  const heads = ["Name", "Takes", "Fullest, when", ...scenarios.map(({ title }) => title)].map(head);
  const rows = loadRows(scene).map((server) => {
    const worst = fullest(scene, server);
    const cells = scenarios.map((scenario) => cellOf(scene, server, scenario));
    return [
      text(server),
      text(
        takes(loadIn(scene, server, well))
          .join(", ")
          .replace(/^takes /, ""),
      ),
      loadCell(worst?.load, base(scene, server), worst && `, ${whenText(worst)}`),
      ...cells,
    ];
  });
  const table = tables.cards(
    "Requests per second at peak, and bars against what can be taken, the thick line",
    heads,
    rows,
    "small and paper",
  );
  return [
    `<section class="load" id="${LOADS}"><h2>Load against capacity</h2>`,
    `<p>${escaped([...noteOf(scene), ...boundNotes(scene)].join(" "))}</p>`,
    `<section class="wide" aria-label="Table: load against capacity" tabindex="0">${table}</section></section>`,
  ].join("\n");
}

/** What must be known to read the table: no more than what is on it. */
function noteOf({ loads }: Scene): readonly string[] {
  const hasAtOnce = [...loads.values()].flat().some(({ atOnce }) => atOnce !== undefined);
  return [
    "The fullest come first. Failures that fill nobody who is up are left out, and so are cells in which nothing differs from when all is well. From 90 % on, a number is bold.",
    ...(hasAtOnce ? ["A dashed line is what the last resort takes at once."] : []),
    "A bar goes to 125 %; one with two gaps would be longer.",
  ];
}

function cellOf(scene: Scene, server: string, scenario: Scenario): Cell {
  if (scenario.down.includes(server)) return text("down");
  const load = loadIn(scene, server, scenario);
  const usual = base(scene, server);
  const isSame = scenario.down.length > 0 && load !== undefined && isSameLoad(load.requests, usual);
  return isSame ? text("", { isSame: true }) : loadCell(load, usual);
}

/** A number, and its bar. */
export function loadCell(load: ServerLoad | undefined, usual: number, when = ""): Cell {
  if (load === undefined) return text("");
  const fullness = fullnessOf(load, usual);
  const { ofLimit, surge = 0, part } = fullness;
  // What a server is ranked by is told, and what is near.
  const tooFast = surge >= NEARLY_FULL || (surge > 0 && surge === part) ? `, ${surgeText(surge, boundText(load))}` : "";
  const ofAll = ofLimit === undefined || isNotKnown(load) ? "" : ` (${fullnessText(ofLimit)})`;
  const words = `${knownText(load)}${ofAll}${tooFast}${when}`;
  if (part === undefined) return text(words);
  const bar = element(
    "svg",
    { width: BAR + 2, height: 20, viewBox: `0 0 ${BAR + 2} 20`, "aria-hidden": "true" },
    loadBar(load, [1, 0], BAR, usual, "lines"),
  );
  return { html: `${escaped(words)}${bar}`, isHot: isHot(fullness) };
}

import { type LookedAt, partsOfMap, partsToLookAt, type Row } from "../draw/look";
import { COAST, DOWN, INK, LAND, PANEL, PAPER, pictureStyle, QUIET } from "../draw/palette";
import { element, escaped } from "../draw/svg";

/** A page that needs nothing from elsewhere and runs no script. Without its style, it is a document from top to bottom. */
export function htmlPage(title: string, content: readonly string[], style = ""): string {
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    `<style>${PAGE_STYLE}${pictureStyle()}${style}</style>`,
    "</head>",
    "<body>",
    "<main>",
    // A percentage is not divided: on a telephone, many would be.
    ...content.filter((part) => part !== "").map((part) => part.replaceAll(/(?<=\d) %/g, "\u00a0%")),
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** Rows as cards. */
function cardRules(table: string): string {
  const parts = ["", " caption", " tbody", " tr", " th", " td"].map((part) => `${table}${part}`);
  return [
    `${table} thead{position:absolute;clip-path:inset(50%)}${parts.join()}{display:block}`,
    `${table} tbody th,${table} tbody td{border:0;padding:2px 0;white-space:normal;text-align:left}`,
    `${table} tr{border-bottom:1px solid;padding:8px 0}`,
    `${table} td::before{content:var(--head)}${table} td.same{display:none}`,
  ].join("");
}

const PAGE_STYLE = [
  ":root{color-scheme:light dark}",
  `body{margin:0;background:${PAPER.light};color:${INK.light};font:16px/1.5 system-ui,sans-serif}`,
  "main{max-width:1240px;margin:0 auto;padding:16px 20px 48px}",
  "h1{font-size:1.6rem;line-height:1.2;margin:.4em 0}h2{font-size:1.25rem;margin:1.6em 0 .3em}h3{font-size:1rem;margin:1.2em 0 .3em}",
  "p{margin:.4em 0;max-width:75em}nav{display:flex;flex-wrap:wrap;gap:4px 20px;margin:.6em 0}nav a{padding:4px 0}#map{order:-1}",
  // Where a browser cannot choose, or has no style, there is nothing to choose: all is shown.
  "@supports selector(:has(a)){@media screen{fieldset{display:flex}}}",
  `fieldset{flex-wrap:wrap;gap:6px 8px;border:1px solid ${COAST.light};border-radius:6px;margin:1em 0;padding:8px 12px}`,
  `fieldset label{display:inline-flex;align-items:center;gap:6px;padding:4px 10px 4px 6px;border-radius:6px;background:${PANEL.light}}`,
  "fieldset label:has(:checked){font-weight:bold}",
  `:focus-visible,label:has(:focus-visible){outline:3px solid ${INK.light};outline-offset:2px}`,
  "section>div.scene{display:flex;flex-direction:column}.scene:has(.small){flex-flow:row wrap;gap:0 24px}.picture{order:-1;overflow-x:auto;margin:8px 0}.picture.small{flex:1 1 680px;max-width:880px}.wide{overflow-x:auto;display:flex;flex-wrap:wrap;gap:0 48px;align-items:flex-start}",
  ".picture svg[role]{display:block;width:100%;height:auto;min-width:1200px;margin-bottom:16px}.picture.small svg[role]{min-width:680px}",
  "table{border-collapse:collapse;margin:8px 0 16px;font-size:.9375rem}caption{text-align:left;font-weight:bold;padding:4px 0}",
  `th,td{text-align:left;vertical-align:top;padding:4px 14px 4px 0;border-bottom:1px solid ${LAND.light}}`,
  "td svg{display:block}td svg.sign{display:inline-block;margin-right:6px;vertical-align:-2px}",
  // A table that is scrolled to the side keeps the names of its rows in sight.
  `@media screen and (min-width:601px){.load td{min-width:98px}.load td:nth-child(3){min-width:11em}.load th:first-child{position:sticky;left:0;background:${PAPER.light}}}`,
  `.note{color:${QUIET.light};font-size:.875rem}.hot,.over{font-weight:bold}.over{color:${DOWN.light}}`,
  `@media (prefers-color-scheme:dark){@media screen{body{background:${PAPER.dark};color:${INK.dark}}fieldset{border-color:${COAST.dark}}fieldset label{background:${PANEL.dark}}th,td{border-color:${LAND.dark}}.load th:first-child{background:${PAPER.dark}}.note{color:${QUIET.dark}}.over{color:${DOWN.dark}}:focus-visible,label:has(:focus-visible){outline-color:${INK.dark}}}}`,
  '@media (max-width:600px){main{padding:12px}#map,.picture{order:0}table{width:100%;font-size:.875rem}th,td{padding-right:6px}.scene td{overflow-wrap:break-word;white-space:normal}.picture::before{content:"The whole map: scroll it to the side.";position:sticky;left:0;font-size:.875rem}.picture.small{flex:1 1 100%}.picture .legend[role]{display:none}}',
  // A map that is scrolled begins where the users are: it snaps to there at first, and is free then.
  "@media screen and (max-width:600px){.picture{scroll-snap-type:x mandatory}.start{display:flex}.start i{scroll-snap-align:start;animation:free 0s 1s forwards}@keyframes free{to{scroll-snap-align:none}}}",
  "@media screen and (max-width:600px){.parts{display:block}.parts svg{display:block;max-width:100%;margin:0 0 12px}}",
  `@media (max-width:600px){${cardRules(".cards")}}@media print{${cardRules(".cards.paper")}}`,
  "@page{size:A4 landscape;margin:12mm}",
  // On paper, lists have several columns, short ones are not divided, failures are side by side, and what a legend says is not said again.
  "@media print{body{font-size:9pt;line-height:1.3}nav{display:none}.note{font-size:1em}h1,h2,.picture{margin:4pt 0}main{max-width:none;padding:0}.picture,.wide{overflow:visible}.picture svg[role],.picture.small svg[role]{min-width:0;max-height:140mm;margin-bottom:4pt}h2,caption,.load p{break-after:avoid}tr,svg,p,table:not(.paper,:has(tr:nth-child(20))),main>:last-child{break-inside:avoid}.load{break-before:page}body:has(.legend) main>:last-child{display:none}thead{display:table-header-group;break-after:avoid}table{font-size:1em;width:100%}table{margin:0 0 6pt}th,td{padding:0 6pt 0 0}.failures,.scene .wide{columns:2;column-gap:8mm}.scene:has(.small){flex-flow:column nowrap}.picture.small{flex:none}.failures .scenario{break-inside:avoid}.failures .wide{columns:auto}.places .wide{columns:2}.load .wide{columns:3}.wide{display:block}}",
].join("");

/** A picture of a page. */
export interface PictureOfPage {
  /** By which its parts refer to it. */
  readonly id: string;
  /** What it shows, in words. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly map: string;
  /** A picture of its own below it, so that the map is as large on paper as can be. */
  readonly below?: { readonly svg: string; readonly width: number; readonly height: number; readonly name: string };
  readonly looked: readonly LookedAt[];
  /** Its rows, which may be on several sheets of paper. */
  readonly rows?: readonly Row[];
  readonly isSmall?: boolean;
}

const FONT = { "font-family": "system-ui,sans-serif" };

interface Sized extends Pick<PictureOfPage, "width" | "height" | "name"> {
  readonly top?: number;
}

function svgOf({ width, height, name, top = 0 }: Sized, content: string, kind?: string): string {
  const high = Math.ceil(height);
  const size = { viewBox: `0 ${Math.round(top)} ${width} ${high}`, width, height: high };
  return element("svg", { class: kind, ...size, role: "img", "aria-label": name, ...FONT }, content);
}

/**
 * A picture within a page. On a telephone, the parts of it that one looks at come first, each as wide as the window, and the whole is scrolled
 * to the side. The parts are the same drawing, looked at through a smaller window.
 */
export function pictureIn(picture: PictureOfPage): string {
  const { id, name, width, height, map, below, looked, rows = [{ top: 0, height }], isSmall = false } = picture;
  const parts = partsOfMap(`${id}-map`, looked).map(({ svg }, index, { length }) =>
    svg({ role: "img", "aria-label": `Part ${index + 1} of ${length} of the map below`, ...FONT }),
  );
  const [start] = looked.filter(({ panel }) => panel.y === 0).flatMap(partsToLookAt);
  const from =
    start && `<div class="start" hidden>${element("svg", { width: start.left, height: 1 }, "")}<i></i></div>`;
  const [first, ...others] = rows.map((row, index) => {
    const content = index === 0 ? element("g", { id: `${id}-map` }, map) : element("use", { href: `#${id}-map` });
    return svgOf({ width, ...row, name: index === 0 ? name : `Part ${index + 1} of the map above` }, content);
  });
  const whole = [first ?? "", ...others].join("");
  const second = below === undefined ? "" : svgOf(below, below.svg, "legend");
  const section = { class: isSmall ? "picture small" : "picture", "aria-label": `Picture: ${name}`, tabindex: 0 };
  return [
    parts.length === 0 ? "" : `<div class="parts" hidden>${parts.join("")}</div>\n`,
    element("section", section, [from ?? "", whole, second]),
  ].join("");
}

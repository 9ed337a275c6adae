import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { drawingFor } from "../../lib/cli/picture-files";
import { drawingOf } from "../../lib/pictures/draw/drawing";
import { changePage } from "../../lib/pictures/page/change";
import { scenePage } from "../../lib/pictures/page/page";
import { sceneOf, TWELVE_SCENE } from "../pictures/scenes";
import { WORLD_SHAPES } from "../pictures/shapes";
import { outputFolder } from "../support/command-line";

/** The browser of this machine, if it has one: Debian's package is `chromium`. */
function installed(): string | undefined {
  return ["chromium", "chromium-browser", "google-chrome"].find((name) => {
    try {
      return execFileSync(name, ["--version"], { stdio: "pipe" }).length > 0;
    } catch {
      return false;
    }
  });
}

const browser = installed();
if (browser === undefined) {
  process.stderr.write(
    "\nSKIPPED: no Chromium is installed, so nobody looked at the pages of pictures with axe or under a content security policy.\n\n",
  );
}

/** What answers with a page, by its path. */
interface Served {
  readonly html: string;
  /** The content security policy that it is sent with. */
  readonly policy?: string;
}

const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
const page = scenePage(drawing);
const before = sceneOf({ routing: { countries: { FR: { serveFrom: ["paris"] } } } }, { demand: { FR: 100 } });
const after = sceneOf(
  { routing: { countries: { FR: { serveFrom: ["paris"], percent: 25 } } } },
  { demand: { FR: 100 } },
);
const change = changePage(
  [{ title: "test-dns", changes: [{ before, after: drawingOf(after, WORLD_SHAPES, true) }], notes: [] }],
  [],
);

const folder = outputFolder((app) => new HybridPlatform(app, "production", production));

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const LOOK = `axe.run(document).then(({ violations }) => {
  const found = violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => id + ": " + html.slice(0, 160)));
  const shown = [...document.querySelectorAll("text, p, td, th, label, caption")].filter((one) => one.getClientRects().length > 0);
  const sizes = shown.map((one) => parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM ? one.getScreenCTM().a : 1));
  const parts = [...document.querySelectorAll(".parts svg")].map((one) => Math.round(one.getBoundingClientRect().width)).filter((width) => width > 0);
  const seen = [...document.querySelectorAll(".scenario")].filter((one) => one.getClientRects().length > 0).map(({ id }) => id);
  const hasSwitches = [...document.querySelectorAll("fieldset")].some((one) => one.getClientRects().length > 0);
  const hasLegend = [...document.querySelectorAll(".legend")].some((one) => one.getClientRects().length > 0);
  const begins = document.querySelector(".scenario .picture")?.scrollLeft;
  document.body.innerHTML = "<pre>" + JSON.stringify({ hasLegend, hasSwitches, begins, found, smallest: Math.min(...sizes), seen, parts, wide: document.documentElement.scrollWidth - innerWidth }).replaceAll("<", "&lt;") + "</pre>";
});`;

/** How rows and cells of the loads are shown, and by how much they are wider than the window. */
const CARDS = `const table = document.querySelector(".cards"), [row, cell] = ["tbody tr", "td"].map((name) => getComputedStyle(table.querySelector(name)).display);
document.body.innerHTML = "<pre>" + [row, cell, Math.max(0, Math.round(table.scrollWidth - table.clientWidth))].join(" ") + "</pre>";`;

/** How wide the loads are in windows, and how far from the edge the name of a row is where they are scrolled. */
const SCROLLED = `const table = document.querySelector(".load table"), frame = table.parentElement;
frame.scrollLeft = 200;
const [left, edge] = [table.querySelector("tbody th"), frame].map((one) => one.getBoundingClientRect().left);
document.body.innerHTML = "<pre>" + [table.scrollWidth / innerWidth, left - edge].join(" ") + "</pre>";`;

interface Looked {
  readonly found: readonly string[];
  readonly smallest: number;
  readonly seen: readonly string[];
  /** How wide the parts of maps are that are shown. */
  readonly parts: readonly number[];
  readonly wide: number;
  readonly hasSwitches: boolean;
  /** Whether the legend of the map is shown. */
  readonly hasLegend: boolean;
  /** How far the first map is scrolled. */
  readonly begins: number;
}

/** A page that says what axe finds in it, and how large its texts are. */
const looking = (html: string) =>
  html.replace("</body>", () => `<script>${AXE}</script><script>${LOOK}</script></body>`);

(browser === undefined ? describe.skip : describe)("the pages of pictures in a browser", () => {
  const pages = new Map<string, Served>();
  let server: Server;
  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      const found = pages.get(url ?? "");
      response.setHeader("content-type", "text/html; charset=utf-8");
      if (found?.policy !== undefined) response.setHeader("content-security-policy", found.policy);
      response.end(found?.html ?? "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const open = async (served: Served, size: string, ...options: readonly string[]) => {
    const path = `/${pages.size}`;
    pages.set(path, served);
    const { port } = server.address() as AddressInfo;
    const profile = mkdtempSync(join(tmpdir(), "browser-"));
    const common = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      `--user-data-dir=${profile}`,
      `--window-size=${size}`,
    ];
    const args = [...common, ...options, `http://127.0.0.1:${port}${path}`];
    return promisify(execFile)(browser ?? "", args, { maxBuffer: 64 * 1024 * 1024 });
  };

  const look = async (html: string, size: string, ...options: readonly string[]): Promise<Looked> => {
    const { stdout } = await open(
      { html: looking(html) },
      size,
      "--virtual-time-budget=20000",
      "--dump-dom",
      ...options,
    );
    const [, json = "{}"] = /<pre>(.*?)<\/pre>/s.exec(stdout) ?? [];
    return JSON.parse(json.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
  };

  const picture = async (served: Served) => {
    const file = join(mkdtempSync(join(tmpdir(), "screenshot-")), "page.png");
    await open(served, "1280,4000", `--screenshot=${file}`);
    return readFileSync(file).toString("base64");
  };

  const DARK = "--blink-settings=preferredColorScheme=0";
  const frame = (html: string) => html.replace("<main>", '<main style="width:366px">');
  const example = () => scenePage(drawingFor(folder, {}));

  test.each([
    ["all scenarios", () => page, []],
    ["all scenarios, in the dark", () => page, [DARK]],
    ["a change", () => change, []],
    ["a change, in the dark", () => change, [DARK]],
    ["the example", example, []],
    ["the example, in the dark", example, [DARK]],
  ])("have nothing that axe finds: %s", async (_, html, options) => {
    expect((await look(html(), "1280,900", ...options)).found).toEqual([]);
  });

  test("would have something that axe finds, if it were there", async () => {
    const { found } = await look(change.replace('<html lang="en">', "<html>"), "1280,900");
    expect(found.map((line) => line.split(":")[0])).toEqual(["html-has-lang"]);
  });

  test("show one scenario at a time, and the other where it is chosen", async () => {
    expect((await look(page, "1280,900")).seen).toEqual(["all-is-well"]);
    const chosen = page.replace(' id="s0" checked', ' id="s0"').replace(' id="s2"', ' id="s2" checked');
    const [, second] = /<section class="scenario n2" id="([\w-]+)"/.exec(page) ?? [];
    expect((await look(chosen, "1280,900")).seen).toEqual([second]);
  });

  test("have texts of at least 11 pixels on a telephone of 390, no page that is wider, and nothing that axe finds", async () => {
    for (const [html, shown] of [
      [page, "all-is-well"],
      [change, "change-0"],
      [example(), "all-is-well"],
    ] as const) {
      const { found, smallest, seen, wide, parts } = await look(frame(html), "390,844");
      expect([found, seen]).toEqual([[], [shown]]);
      expect(smallest).toBeGreaterThanOrEqual(11);
      expect(wide).toBeLessThanOrEqual(0);
      // As they are drawn: their texts are as large as those of the whole.
      expect(parts.length).toBeGreaterThan(0);
      expect(Math.max(...parts)).toBeLessThanOrEqual(360);
    }
    expect((await look(page, "1280,900")).parts).toEqual([]);
  });

  test("begin the whole map, which a telephone scrolls, where the users are", async () => {
    const { begins } = await look(frame(page), "390,844");
    const [, from] = /<div class="start" hidden><svg width="(\d+)"/.exec(page) ?? [];
    // West of it is nobody whose users are not shown in another part of the picture.
    expect(begins).toBe(Number(from));
    expect(begins).toBeGreaterThan(100);
    expect((await look(page, "1280,900")).begins).toBe(0);
  });

  test("have the legend of the map where it is not scrolled out of sight: a telephone has it as a list alone", async () => {
    expect((await look(page, "1280,900")).hasLegend).toBe(true);
    expect((await look(frame(page), "390,844")).hasLegend).toBe(false);
    expect(page).toContain("<caption>Who serves how much</caption>");
  });

  test("are at most twenty sheets of paper for twelve data centres", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "print-")), "page.pdf");
    await open({ html: page }, "1280,900", "--no-pdf-header-footer", `--print-to-pdf=${file}`);
    const sheets = readFileSync(file, "latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
    expect(sheets).toBeGreaterThan(10);
    expect(sheets).toBeLessThanOrEqual(20);
  });

  test("have no switches where no style is allowed: all scenarios are there", async () => {
    const [styled, plain] = [
      await look(page, "1280,900"),
      await look(page.replace(/<style>.*?<\/style>/s, ""), "1280,900"),
    ];
    expect([styled.hasSwitches, styled.seen.length]).toEqual([true, 1]);
    expect([plain.hasSwitches, plain.seen.length]).toEqual([false, 13]);
  });

  test("have the loads as cards on a telephone: nothing of them is scrolled to", async () => {
    const shown = page.replace("</body>", () => `<script>${CARDS}</script></body>`);
    const { stdout } = await open({ html: shown }, "500,900", "--virtual-time-budget=5000", "--dump-dom");
    expect(/<pre>(.*?)<\/pre>/s.exec(stdout)?.[1]).toBe("block block 0");
  });

  test("have the loads of twelve data centres in less than two windows, and the names of rows in sight", async () => {
    const shown = page.replace("</body>", () => `<script>${SCROLLED}</script></body>`);
    const { stdout } = await open({ html: shown }, "1280,900", "--virtual-time-budget=5000", "--dump-dom");
    const [windows, left] = (/<pre>(.*?)<\/pre>/s.exec(stdout)?.[1] ?? "").split(" ").map(Number);
    expect(windows).toBeLessThan(1.6);
    expect(left).toBe(0);
  });

  test("lose nothing where GitHub shows a file: its policy forbids scripts and all that is loaded, and allows the page's style", async () => {
    const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    expect((await picture({ html: page, policy })) === (await picture({ html: page }))).toBe(true);
  });

  test.each([
    ["Jenkins shows a file", "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';"],
    ["an instance of GitLab has a strict policy for its Pages", "default-src 'self'"],
  ])("are documents without a style where %s: it forbids the page's own", async (_, policy) => {
    const plain = page.replace(/<style>.*?<\/style>/s, "");
    const [shown, bare, styled] = [
      await picture({ html: page, policy }),
      await picture({ html: plain }),
      await picture({ html: page }),
    ];
    expect([shown === bare, shown === styled]).toEqual([true, false]);
  });
});

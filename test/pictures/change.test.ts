import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";
import { rowsOf, VALID_HTML } from "./read-html";
import { all, circlesIn, countriesIn, parseXml } from "./read-svg";

const site = (last: number) => ({
  ingress: { ipv4: `203.0.113.${last}`, ipv6: `2001:db8:${last}::10` },
  requestsPerSecond: 900,
});
const platform = (countries: NonNullable<HybridPlatformProps["routing"]>["countries"]) =>
  outputFolder((app) => {
    new HybridPlatform(app, "test", {
      ...SMALL_PLATFORM,
      dataCenters: { paris: site(10), madrid: site(20) },
      routing: { countries },
      analysis: { demand: { FR: 800, ES: 200, DE: 100 } },
    });
  });

const before = platform({ FR: { serveFrom: ["paris"], percent: 50 }, ES: { serveFrom: ["madrid"] } });
const after = platform({ FR: { serveFrom: ["madrid"], percent: 75 }, ES: { serveFrom: ["madrid"] } });
const pageOf = (old: string, young: string, ...options: string[]) => {
  const file = join(tmpdir(), "change-page", "change.html");
  const { stdout, stderr } = hybridKubernetes("review", old, young, "--page", file, ...options);
  return { page: readFileSync(file, "utf8").replaceAll("\u00a0", " "), stdout, stderr };
};

const FULLER = "Who is asked for more than before, or can take less";

describe("the page of a change", () => {
  const { page, stdout } = pageOf(before, after);
  const [picture = ""] = page.slice(page.indexOf('<section class="picture')).split("</section>");
  const [stripes = ""] = page.match(/<pattern id="s".*?(?=<path )/) ?? [];
  const map = parseXml(stripes + picture.slice(picture.indexOf("<svg viewBox")));

  test("is written beside the review", () => {
    expect(stdout).toContain("FR (France)");
    expect(page).toContain("<h1>What this change moves</h1>");
    expect(pageOf(before, after).page).toBe(page);
  });

  test("has one map of what moves: from paris and the last resort to madrid, and nobody else's circle", () => {
    // Of 800, paris loses 400 and the last resort 200.
    expect(page).toContain("While all is well, 600 requests per second (54.5 % of those known) move, 600 to madrid.");
    expect(page).toContain("<h2>test-dns: api.example.com</h2>");
    const flows = all(map).flatMap(({ attributes }) => attributes["data-flow"] ?? []);
    expect(flows).toEqual(["paris &gt; madrid", "last resort &gt; madrid"]);
    expect([...circlesIn(map).keys()]).toEqual(["FR"]);
    expect(circlesIn(map).get("FR")).toHaveLength(1);
    expect(
      countriesIn(map)
        .get("FR")
        ?.map(({ share }) => Math.round(share * 100)),
    ).toEqual([75, 25]);
  });

  test("has the table of who moves, and of who is asked for more, the fullest first", () => {
    expect(rowsOf(page, "Whose users move")).toEqual([
      ["FR (France)", "600", "800", "50 % paris, 50 % last resort", "75 % madrid, 25 % last resort"],
    ]);
    expect(rowsOf(page, FULLER)).toEqual([
      ["madrid", "all is well", "200", "800 (88.9 %)"],
      ["last resort", "madrid is down", "at least 700", "at least 1,100"],
    ]);
  });

  test("is valid HTML, runs no script and needs nothing from elsewhere", async () => {
    const { results } = await new HtmlValidate(VALID_HTML).validateString(page);
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    expect(page).not.toMatch(/<script|https?:|<link|@import|style="|NaN|undefined/);
  });

  test("says so when nothing moves, and draws no borders where none are wanted", () => {
    const { page: same } = pageOf(before, before);
    expect(same).toContain(
      "For api.example.com: nothing changes for anybody while all is well, or while one data centre is down.",
    );
    expect(same).toContain(
      "Nobody is asked for more than before, or can take less of it, while all is well or one thing is down.",
    );
    expect(pageOf(before, after, "--no-borders").page).toContain("Drawn without borders.");
  });

  const withLimit = (limit: number | undefined, percent = 100) =>
    outputFolder((app) => {
      new HybridPlatform(app, "test", {
        ...SMALL_PLATFORM,
        dataCenters: { paris: { ...site(10), requestsPerSecond: limit } },
        routing: { countries: { FR: { serveFrom: ["paris"], percent } } },
        analysis: { demand: { FR: 800, DE: 200 } },
      });
    });
  const [large, small, half, unlimited] = [withLimit(1600), withLimit(1000), withLimit(1000, 50), withLimit(undefined)];

  test("tells who can take less than before of the same requests, with what it could take", () => {
    const { page: cut } = pageOf(large, small);
    expect(cut).not.toContain("Nobody is asked for more");
    expect(rowsOf(cut, FULLER)).toContainEqual(["paris", "all is well", "800 (50 % of 1,600)", "800 (80 %)"]);
    expect(pageOf(small, large).page).toContain("Nobody is asked for more");
  });

  test("tells of whom it is not known any more what they can take, once, though they are asked for no more", () => {
    const { page: lost } = pageOf(large, unlimited);
    // In a failure, nobody is asked for more than in it before.
    expect(rowsOf(lost, FULLER)).toEqual([
      ["paris", "all is well", "800 (50 % of 1,600)", "800, limit not known any more"],
    ]);
    expect(pageOf(unlimited, unlimited).page).toContain("Nobody is asked for more");
  });

  test("tells first what the change itself asks of the last resort at once, beside the load before it", () => {
    const file = join(tmpdir(), "change-page", "at-once.json");
    writeFileSync(file, JSON.stringify({ version: 1, lastResort: { atOnce: 500 } }));
    const { page: shift } = pageOf(small, half, "--facts", file);
    // Half of the 800 of France, of the 500 that it takes at once, comes on top of the 200 of Germany.
    expect(shift).toMatch(
      /<p>After: [^<]*<\/p>\n<p>With the change itself: last resort gets 400 requests per second more than before, 80 % of what it takes at once\.<\/p>/,
    );
    expect(rowsOf(shift, FULLER)).toContainEqual([
      "last resort",
      "all is well",
      "at least 200",
      expect.stringMatching(/^at least 600, at least 80 % of what it takes/),
    ]);
  });
});

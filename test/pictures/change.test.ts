import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";
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
  return { page: readFileSync(file, "utf8"), stdout, stderr };
};

describe("the page of a change", () => {
  const { page, stdout } = pageOf(before, after);
  const [picture = ""] = page.slice(page.indexOf('<section class="picture')).split("</section>");
  const [stripes = ""] = page.match(/<pattern.*<\/pattern>/) ?? [];
  const map = parseXml(stripes + picture.slice(picture.indexOf("<svg viewBox")));

  test("is written beside the review", () => {
    expect(stdout).toContain("FR (France)");
    expect(page).toContain("<h1>What this change moves</h1>");
    expect(pageOf(before, after).page).toBe(page);
  });

  test("has one map of what moves: from paris and the last resort to madrid, and nobody else's circle", () => {
    // Of 800, paris loses 400 and the last resort 200.
    expect(page).toContain("While all is well, 600 requests per second (54.5 %) move, 600 to madrid.");
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
    expect(page.replaceAll(/ data-head="[^"]*"/g, "")).toContain(
      '<th scope="row">FR (France)</th><td class="n">600</td><td class="n">800</td><td>50 % paris, 50 % last resort</td><td>75 % madrid, 25 % last resort</td>',
    );
    const [, fuller = ""] = page.split("Who is asked for more than before");
    const rows = [
      ...fuller.matchAll(/<th scope="row">([^<]*)<\/th><td[^>]*>([^<]*)<\/td><td[^>]*>([^<]*)<\/td><td[^>]*>([^<]*)/g),
    ];
    expect(rows.map(([, ...cells]) => cells)).toEqual([
      ["madrid", "all is well", "200", "800 (88.9 %)"],
      ["last resort", "madrid is down", "700", "1,100"],
    ]);
  });

  test("is valid HTML, runs no script and needs nothing from elsewhere", async () => {
    const { results } = await new HtmlValidate({ extends: ["html-validate:recommended"] }).validateString(page);
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    expect(page).not.toMatch(/<script|https?:|<link|@import|style="|NaN|undefined/);
  });

  test("says so when nothing moves, and draws no borders where none are wanted", () => {
    const { page: same } = pageOf(before, before);
    expect(same).toContain(
      "For api.example.com: nothing changes for anybody while all is well, or while one data centre is down.",
    );
    expect(same).toContain("Nobody is asked for more than before, while all is well or one thing is down.");
    expect(pageOf(before, after, "--no-borders").page).toContain("Drawn without borders.");
  });
});

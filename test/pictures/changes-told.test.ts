import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import type { RoutedDataCenter, RoutingPolicy } from "../../lib/routing";
import type { Demand } from "../../lib/routing/analysis/demand";
import { hybridKubernetes } from "../support/command-line";
import { rowsOf } from "./read-html";

const scratch = mkdtempSync(join(tmpdir(), "changes-told-"));
const at = (last: number): RoutedDataCenter => ({
  ingress: { ipv4: `203.0.113.${last}`, ipv6: `2001:db8:${last}::10` },
});
const SITES = { paris: at(10), lyon: at(20), nice: at(30) };
type Props = Pick<GeoRoutingProps, "policies"> & Partial<GeoRoutingProps>;

const folderOf = (props: Props) => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "changes-told-")), skipValidation: true });
  new GeoRouting(new TerraformStack(app, "dns"), "routing", {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "test",
    dataCenters: SITES,
    lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
    ...props,
  });
  app.synth();
  return app.outdir;
};
const of = (policy: RoutingPolicy) => folderOf({ policies: { main: { hostNames: ["api.example.com"], ...policy } } });

const facts = join(scratch, "facts.json");
writeFileSync(facts, JSON.stringify({ version: 1, demand: { FR: 800, US: 1000, "US-TX": 300 }, dataCenters: {} }));
const factsWith = (content: object) => {
  const file = join(scratch, `facts-${JSON.stringify(content).length}.json`);
  writeFileSync(file, JSON.stringify({ version: 1, demand: { FR: 800, DE: 200 }, ...content }));
  return file;
};
const pageOf = (old: string, young: string, given = facts) => {
  const file = join(scratch, "change.html");
  const { stderr } = hybridKubernetes("review", old, young, "--page", file, "--facts", given);
  return { html: readFileSync(file, "utf8").replaceAll("\u00a0", " "), stderr };
};
const titles = (page: string) => [...page.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title);
const FRANCE = { countries: { FR: { serveFrom: ["paris", "lyon"] } } };
const NOBODY_MOVES = "nothing changes for anybody while all is well, or while one data centre is down.";

test("a picture is of the host names of which most are answered alike, whichever is named first, and says so", () => {
  const served = (serveFrom: string[], ...hostNames: string[]) => ({
    hostNames,
    countries: { FR: { serveFrom } },
  });
  const folder = folderOf({
    policies: {
      first: served(["paris"], "a.example.com"),
      most: served(["lyon"], "b.example.com", "c.example.com"),
      last: served(["nice"], "d.example.com"),
    },
  });
  const map = join(scratch, "map.svg");
  hybridKubernetes("picture", folder, "--map", map, "--facts", facts);
  const drawn = readFileSync(map, "utf8");
  expect(drawn).toContain("Drawn for b.example.com, c.example.com. Otherwise answered: a.example.com, d.example.com.");
  hybridKubernetes("picture", folder, "--map", map, "--facts", facts, "--host", "d.example.com");
  expect(readFileSync(map, "utf8")).toContain(
    "Drawn for d.example.com. Otherwise answered: a.example.com, b.example.com,",
  );
});

describe("the page of a change tells", () => {
  test("what moves of one host name alone, though most are answered as before", () => {
    const version = (serveFrom: string[]) =>
      folderOf({
        policies: {
          most: { hostNames: ["a.example.com", "b.example.com"], ...FRANCE },
          one: { hostNames: ["c.example.com"], countries: { FR: { serveFrom } } },
        },
      });
    const { html } = pageOf(version(["paris", "lyon"]), version(["nice", "lyon"]));
    expect(titles(html)).toEqual(["dns: c.example.com", "dns", "dns: load against capacity", "How to read it"]);
    expect(html).toContain("While all is well, 800 requests per second (44.4 % of those known) move, 800 to nice.");
    expect(html).toContain(`For a.example.com, b.example.com: ${NOBODY_MOVES}`);
    expect(html).toContain("How many of the requests are for which of them is not known");
  });

  test("that it is not known for which host names requests are, where that is so", () => {
    const version = (a: string, b: string) =>
      folderOf({
        policies: {
          a: { hostNames: ["a.example.com"], countries: { FR: { serveFrom: [a] } } },
          b: { hostNames: ["b.example.com"], countries: { FR: { serveFrom: [b] } } },
        },
      });
    const own = { demandPerHostName: { "a.example.com": { FR: 500 }, "b.example.com": { FR: 300 } } };
    const [before, after] = [version("paris", "paris"), version("lyon", "nice")];
    const { html } = pageOf(before, after, factsWith(own));
    expect(titles(html)).toContain("dns: b.example.com");
    expect(html).not.toContain("How many of the requests are for which of them is not known");
    expect(pageOf(before, after, factsWith({})).html).toContain("for which of them is not known");
  });

  test("each of two host names that change differently, and those that are new or gone", () => {
    const version = (a: string, b: string, third: string) =>
      folderOf({
        policies: {
          a: { hostNames: ["a.example.com"], countries: { FR: { serveFrom: [a] } } },
          b: { hostNames: ["b.example.com", third], countries: { FR: { serveFrom: [b] } } },
        },
      });
    const { html } = pageOf(version("paris", "paris", "old.example.com"), version("lyon", "nice", "new.example.com"));
    expect(titles(html)).toEqual([
      "dns: a.example.com",
      "dns: b.example.com",
      "dns",
      "dns: load against capacity",
      "How to read it",
    ]);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).toContain("New, and not compared: new.example.com.");
    expect(html).toContain("Gone, and not compared: old.example.com.");
  });

  test("what moves of those who ask for IPv6 alone", () => {
    const [before, after] = [of(FRANCE), of(FRANCE)];
    const file = join(after, "stacks", "dns", "cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8"));
    const records: { type: string; geolocation_routing_policy?: { country?: string } }[] = Object.values(
      stack.resource.aws_route53_record,
    );
    const france = records.filter((one) => one.type === "AAAA" && one.geolocation_routing_policy?.country === "FR");
    expect(france).toHaveLength(1);
    for (const one of france) one.geolocation_routing_policy = { country: "ES" };
    writeFileSync(file, JSON.stringify(stack));
    const { html } = pageOf(before, after);
    // Of Spain it is not known how many: it may be more.
    expect(rowsOf(html, "Whose users move").map(([place = ""]) => place.slice(0, 2))).toEqual(["ES", "FR"]);
    expect(titles(html)[0]).toBe("dns: api.example.com (IPv6)");
    expect(html).toContain(`For api.example.com (IPv4): ${NOBODY_MOVES}`);
  });

  test("that a state's rule is gone, with its requests once", () => {
    const country = { US: { serveFrom: ["paris"] } };
    const { html } = pageOf(
      of({ countries: country, subdivisions: { "US-TX": { serveFrom: ["lyon"] } } }),
      of({ countries: country }),
    );
    expect(rowsOf(html, "Whose users move")).toEqual([["US-TX", "300", "300", "100 % lyon", "100 % paris"]]);
    const both = pageOf(
      of({ countries: country, subdivisions: { "US-TX": { serveFrom: ["lyon"] } } }),
      of({ countries: { US: { serveFrom: ["nice"] } } }),
    );
    expect(rowsOf(both.html, "Whose users move")).toEqual([
      ["US (United States without US-TX)", "700", "700", "100 % paris", "100 % nice"],
      ["US-TX", "300", "300", "100 % lyon", "100 % nice"],
    ]);
  });

  test("that a country moves without the states of either version", () => {
    const [texas, ohio] = ["lyon", "lyon"].map((site) => ({ serveFrom: [site] }));
    const { html } = pageOf(
      of({
        countries: { US: { serveFrom: ["paris"] } },
        subdivisions: { "US-TX": texas, "US-OH": ohio },
      } as RoutingPolicy),
      of({ countries: { US: { serveFrom: ["nice"] } }, subdivisions: { "US-OH": ohio } } as RoutingPolicy),
    );
    const moved = rowsOf(html, "Whose users move").map(([place]) => place);
    expect(moved).toEqual(["US (United States without US-OH and US-TX)", "US-TX"]);
  });

  test("that a state has a rule of its own now", () => {
    const country = { US: { serveFrom: ["paris"] } };
    const { html } = pageOf(
      of({ countries: country }),
      of({ countries: country, subdivisions: { "US-TX": { serveFrom: ["lyon"] } } }),
    );
    expect(rowsOf(html, "Whose users move")).toEqual([["US-TX", "300", "300", "100 % paris", "100 % lyon"]]);
  });

  test("those with the most first, also beside states of which the most is known that they make", () => {
    // Of 20,000 of the United States, 3,000 may be of Washington or of all but the other two; then 13,000 of 30,000.
    const told = { "US-CA": 12_000, "US-NY": 5000 };
    const states = {
      "US-CA": { serveFrom: ["nice"], percent: 80 },
      "US-WA": { serveFrom: ["nice"] },
      "US-NY": { serveFrom: ["lyon"] },
    };
    const countries = { US: { serveFrom: ["lyon"], percent: 50 } };
    const version = (policy: RoutingPolicy, demand: Demand) => {
      const folder = of(policy);
      writeFileSync(
        join(folder, "stacks", "dns", "routing-facts.json"),
        JSON.stringify({ version: 1, demand, dataCenters: {} }),
      );
      return folder;
    };
    const [before, after] = [
      version({ countries, subdivisions: states }, { US: 20_000, ...told }),
      version({ countries: { US: { serveFrom: ["paris"] } } }, { US: 30_000 }),
    ];
    const file = join(scratch, "states.html");
    hybridKubernetes("review", before, after, "--page", file);
    const html = readFileSync(file, "utf8").replaceAll("\u00a0", " ");
    expect(rowsOf(html, "Whose users move").map(([place, moved]) => [place, moved])).toEqual([
      ["US (United States without US-CA, US-NY and US-WA)", "at most 13,000"],
      ["US-WA", "at most 13,000"],
      ["US-CA", "12,000"],
      ["US-NY", "5,000"],
    ]);
    expect(html).toContain('data-flow="nice &gt; paris"');
    expect(html).toContain(">at most 22,600/s<");
  });

  test("that only the order changes in which others take over", () => {
    const to = (next: string) => of({ countries: { FR: { serveFrom: ["paris", next] } } });
    const { html } = pageOf(to("lyon"), to("nice"));
    expect(html).not.toContain(NOBODY_MOVES);
    expect(html).toContain("While all is well, nothing changes for anybody.");
    expect(rowsOf(html, "Who stays while all is well")).toEqual([
      ["paris is down", "FR (France)", "800", "100 % lyon", "100 % nice"],
    ]);
  });

  test("nothing of a failure of a new data centre for those who are served as before", () => {
    // Without nice, its failure is as when all was well: users of France and Spain stay, then as before.
    const countries = { ...FRANCE.countries, ES: { serveFrom: ["lyon", "paris"] } };
    const { html } = pageOf(
      of({ countries }),
      of({ countries: { ...countries, DE: { serveFrom: ["nice", "paris"] } } }),
      factsWith({}),
    );
    expect(rowsOf(html, "Whose users move")).toEqual([
      ["DE (Germany)", "200", "200", "100 % last resort", "100 % nice"],
    ]);
    expect(html).not.toContain("Who stays while all is well");
  });

  test("who is too full when a new data centre is down", () => {
    // The users that nice takes over from lyon, lyon gets back when nice is down, and those of Germany with them.
    const limits = factsWith({ dataCenters: { lyon: { requestsPerSecond: 900 } } });
    const { html } = pageOf(
      of({ countries: { FR: { serveFrom: ["lyon"] }, DE: { serveFrom: ["paris"] } } }),
      of({ countries: { FR: { serveFrom: ["lyon"] }, DE: { serveFrom: ["nice", "lyon"] } } }),
      limits,
    );
    expect(rowsOf(html, "Who is asked for more than before")).toContainEqual([
      "lyon",
      "nice is down",
      "800",
      "1,000 (111.1 %)",
    ]);
    expect(html).toMatch(
      /<h1>[^<]*<\/h1>\n<p class="over">Newly over what can be taken: lyon, 111\.1 % \(88\.9 % before\), when nice is down\.<\/p>\n<p>Before: Fullest: lyon, 88\.9 %, when all is well\.<\/p>\n<p>After: Fullest: lyon, 111\.1 %, when nice is down\.<\/p>/,
    );
  });

  test("what facts say of a data centre that one version alone has", () => {
    const { nice: _, ...two } = SITES;
    const earlier = folderOf({ policies: { main: { hostNames: ["api.example.com"], ...FRANCE } }, dataCenters: two });
    const given = factsWith({ dataCenters: { nice: { requestsPerSecond: 1000 } } });
    const { html, stderr } = pageOf(earlier, of({ countries: { FR: { serveFrom: ["nice"] } } }), given);
    expect(stderr).not.toContain("facts");
    expect(html).toContain("<p>After: Fullest: nice, 80 %, when all is well.</p>");
  });

  test("from where users move whose data centre has no users any more, with a colour that nobody else has", () => {
    const { html } = pageOf(
      of({ countries: { FR: { serveFrom: ["paris"] }, DE: { serveFrom: ["lyon"] } } }),
      of({ countries: { FR: { serveFrom: ["nice"] }, DE: { serveFrom: ["nice"], percent: 50 } } }),
      factsWith({ demand: { FR: 800, DE: 200 }, dataCenters: { paris: { country: "FR" }, nice: { country: "FR" } } }),
    );
    const signOf = (site: string) =>
      new RegExp(`<rect [^>]*class="(\\w+) rim"[^>]*data-site="${site}"`).exec(html)?.[1];
    const signs = ["paris", "lyon", "nice"].map(signOf);
    expect(signs.every((paint) => /^h[1-6]$/.test(paint ?? ""))).toBe(true);
    expect(new Set(signs).size).toBe(3);
  });

  test("in circles as large as what moves: the largest stands for the most that does", () => {
    // Half of Germany's 800 and a quarter of Spain's 400; France, which has the most, stays.
    const version = (DE: number, ES: number) =>
      of({
        countries: {
          FR: { serveFrom: ["paris"] },
          DE: { serveFrom: ["lyon"], percent: DE },
          ES: { serveFrom: ["nice"], percent: ES },
        },
      });
    const { html } = pageOf(version(0, 25), version(50, 50), factsWith({ demand: { FR: 9000, DE: 800, ES: 400 } }));
    const radius = (code: string) => Number(new RegExp(`data-place="${code}"[^>]* r="([\\d.]+)"`).exec(html)?.[1]);
    expect([radius("DE"), radius("ES")]).toEqual([30, 15]);
    expect(html).not.toContain('data-place="FR"');
  });

  test("that nobody knows who gets fuller, where a version has no demand", () => {
    const file = join(scratch, "none.json");
    writeFileSync(file, JSON.stringify({ version: 1 }));
    const { html } = pageOf(of(FRANCE), of({ countries: { FR: { serveFrom: ["nice"] } } }), file);
    expect(html).toContain("Who is asked for more than before is not known: nobody said how many requests");
    expect(html).not.toContain("Nobody is asked for more");
  });
});

describe("of users of whom nobody said how many requests they make", () => {
  const countries = { FR: { serveFrom: ["paris", "lyon"] }, DE: { serveFrom: ["lyon", "nice"] } };
  const limits = { paris: { requestsPerSecond: 100 }, lyon: { requestsPerSecond: 100 } };
  const pictureOf = (content: object, folder = of({ countries })) => {
    const [page, map] = [join(scratch, "page.html"), join(scratch, "page.svg")];
    const given = factsWith(content);
    hybridKubernetes("picture", folder, "--page", page, "--map", map, "--facts", given);
    return { page: readFileSync(page, "utf8").replaceAll("\u00a0", " "), map: readFileSync(map, "utf8") };
  };

  test("a picture says so, before what little is known to move, and draws their arrows", () => {
    const { page, map } = pictureOf({ demand: { DE: 100 }, dataCenters: { paris: limits.paris } });
    expect(rowsOf(page, "What each failure moves")).toEqual([
      ["paris is down", "users of 1 place move, to lyon; nobody said how many requests they make."],
      ["lyon is down", "100 requests per second (100 % of those known) move, 100 to nice."],
      ["nice is down", "nothing changes for anybody."],
    ]);
    expect(rowsOf(page, "Who serves how much")).toContainEqual(["paris", expect.any(String), "not known"]);
    expect(rowsOf(page, "Who is served by whom").find(([place]) => place === "FR (France)")).toEqual([
      "FR (France)",
      "not known",
      "100 % paris",
    ]);
    expect(page).toContain("<p>Who is fullest is not known: no requests are known of those");
    expect(map).toMatch(/data-flow="paris &gt; lyon".*>not known</s);
    expect(page + map).not.toContain("NaN");
  });

  test("a picture has numbers alone where all that moves makes no requests", () => {
    const { page, map } = pictureOf({ demand: { FR: 0, DE: 100 } });
    expect(page).toContain("paris is down: 0 requests per second (0 % of those known) move.");
    expect(page + map).not.toContain("NaN");
  });

  test("a sentence has the others with them: at least so many", () => {
    const both = { FR: { serveFrom: ["paris", "lyon"] }, ES: { serveFrom: ["paris", "nice"] } };
    const { page, map } = pictureOf({ demand: { FR: 300, DE: 100 } }, of({ countries: both }));
    expect(page).toContain(
      "paris is down: at least 300 requests per second (75 % of those known) move, 300 to lyon; and users of 1 place move, to nice: nobody said how many requests they make.",
    );
    expect(rowsOf(page.split('id="paris-is-down"')[1] ?? "", "Whose users move").map(([, moved]) => moved)).toEqual([
      "not known",
      "300",
    ]);
    expect(map).toContain(">300/s<");
  });

  test("a change does not say that nobody is asked for more", () => {
    const { html } = pageOf(
      of({ countries }),
      of({ countries: { ...countries, FR: { serveFrom: ["nice"] } } }),
      factsWith({ demand: { DE: 10 } }),
    );
    expect(html).not.toContain("Nobody is asked for more");
    expect(html).toContain(
      "Who gets users of the 1 place of which nobody said how many requests they make is asked for more as well",
    );
  });
});

test("a failure that changes nothing for the host names that are drawn may well do for others, and the text is of the drawn ones", () => {
  const policyOf = (serveFrom: string[], ...hostNames: string[]) => ({ hostNames, countries: { FR: { serveFrom } } });
  const folder = folderOf({
    policies: {
      main: policyOf(["paris"], "a.example.com", "b.example.com"),
      other: policyOf(["lyon"], "c.example.com"),
    },
  });
  const page = join(scratch, "two.html");
  hybridKubernetes("picture", folder, "--page", page, "--facts", facts);
  expect(rowsOf(readFileSync(page, "utf8"), "What each failure moves")).toContainEqual([
    "lyon is down",
    "nothing changes for anybody who asks for a.example.com, b.example.com.",
  ]);
});

test("the loads of two policies are the most that there can be: which of the host names requests are for is not known", () => {
  const policyOf = (serveFrom: string[], ...hostNames: string[]) => ({ hostNames, countries: { FR: { serveFrom } } });
  const folder = folderOf({
    policies: { main: policyOf(["paris"], "a.example.com"), other: policyOf(["lyon"], "c.example.com") },
  });
  const page = join(scratch, "most.html");
  const noteOf = (given: string) => {
    hybridKubernetes("picture", given, "--page", page, "--facts", facts);
    return readFileSync(page, "utf8").includes("each such number is the most that there can be");
  };
  expect([noteOf(folder), noteOf(of({ countries: { FR: { serveFrom: ["paris"] } } }))]).toEqual([true, false]);
});

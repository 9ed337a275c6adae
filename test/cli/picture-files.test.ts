import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HybridPlatform } from "../../index";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { SMALL_PLATFORM } from "../support/platform";

const scratch = mkdtempSync(join(tmpdir(), "pictures-"));
const PARIS = { latitude: 48.86, longitude: 2.35 };
const folder = outputFolder(
  (app) =>
    new HybridPlatform(app, "test", {
      ...SMALL_PLATFORM,
      dataCenters: {
        paris: { ...SMALL_PLATFORM.dataCenters.paris, requestsPerSecond: 500, country: "FR", location: PARIS },
      },
      analysis: { demand: { FR: 400, DE: 100 } },
    }),
);
const { paris } = SMALL_PLATFORM.dataCenters;
const drained = outputFolder(
  (app) =>
    new HybridPlatform(app, "test", {
      ...SMALL_PLATFORM,
      dataCenters: { paris: { ...paris, drain: true } },
      routing: { countries: { FR: { serveFrom: ["paris"], percent: 25 } } },
      lastResort: { healthCheck: { path: "/healthz", port: 443 }, fallBackTo: ["paris"] },
    }),
);
const several = outputFolder(
  (app) =>
    new HybridPlatform(app, "test", {
      ...SMALL_PLATFORM,
      services: {
        ...SMALL_PLATFORM.services,
        shop: { hostName: "shop.example.com", maxRatePerEndpoint: 100 },
        web: { hostName: "web.example.com", maxRatePerEndpoint: 100, routing: { countries: {} } },
      },
    }),
);
const written = (name: string) => readFileSync(join(scratch, name), "utf8");
const file = (name: string, content: unknown) => {
  writeFileSync(join(scratch, name), typeof content === "string" ? content : JSON.stringify(content));
  return join(scratch, name);
};

describe("pictures in files", () => {
  test("have a map for a telephone, in which nothing is wider than it, and failures are in words", () => {
    const name = "narrow.svg";
    expect(hybridKubernetes("picture", folder, "--narrow-map", join(scratch, name)).status).toBe(0);
    const svg = written(name);
    expect(svg).toMatch(/^<svg [^>]*width="376"/);
    expect(svg).toContain('<use href="#map"/>');
    expect(svg.replaceAll(/<[^>]*>/g, " ").replaceAll(/ +/g, " ")).toContain(
      "paris is down: 400 requests per second (80 % of those known) move, 400 to last resort.",
    );
    const [, shown = ""] = svg.split("</defs>").slice(-2);
    expect(shown.match(/ viewBox="[\d.-]+ [\d.-]+ 360 /g)).toHaveLength(1);
    hybridKubernetes("picture", folder, "--narrow-map", join(scratch, name), "--no-failures");
    expect(written(name)).not.toContain("is down");
  });

  test("are drawn with the facts that the synthesis wrote beside the records", () => {
    const facts = JSON.parse(readFileSync(join(folder, "stacks", "test-dns", "routing-facts.json"), "utf8"));
    expectSchema("routing-facts", facts);
    expect(facts).toMatchObject({
      demand: { FR: 400, DE: 100 },
      hostNames: ["api.example.com"],
      dataCenters: { paris: { requestsPerSecond: 500, country: "FR", ...PARIS } },
    });
    const [map, load] = ["map.svg", "new/load.svg"].map((name) => join(scratch, name));
    const { status, stdout } = hybridKubernetes("picture", folder, "--map", map as string, "--load", load as string);
    expect([status, stdout]).toEqual([0, `${map}\n${load}\n`]);
    expect(written("map.svg")).toContain(
      "api.example.com: 1 data centre serves 80 % of 500 known requests per second.",
    );
    expect(written("new/load.svg")).toContain("Fullest: paris, 80 %, when all is well.");
  });

  test("have what a plan goes on from beside those: the policies, the time to live, who serves for the last resort, who is drained", () => {
    const facts = JSON.parse(readFileSync(join(drained, "stacks", "test-dns", "routing-facts.json"), "utf8"));
    expectSchema("routing-facts", facts);
    expect(facts.dataCenters.paris.isDrained).toBe(true);
    expect(facts.ttlSeconds).toBe(60);
    expect(facts.lastResort).toEqual({ fallBackTo: ["paris"] });
    expect(Object.values(facts.policies)).toEqual([
      { hostNames: facts.hostNames, countries: { FR: { serveFrom: ["paris"], percent: 25 } } },
    ]);
  });

  test("have facts of a file over those", () => {
    const facts = file("facts.json", {
      version: 1,
      dataCenters: { paris: { latitude: 52.52, longitude: 13.4 } },
      lastResort: { requestsPerSecond: 450, atOnce: 300 },
    });
    const [load, map, moved] = ["load.svg", "here.svg", "moved.svg"].map((name) => join(scratch, name)) as [
      string,
      string,
      string,
    ];
    expect(hybridKubernetes("picture", folder, "--map", map).status).toBe(0);
    expect(hybridKubernetes("picture", folder, "--load", load, "--map", moved, "--facts", facts).status).toBe(0);
    const signOf = (name: string) => /rotate\(45 [^)]+\)/.exec(written(name))?.[0];
    expect(signOf("moved.svg")).not.toBe(signOf("here.svg"));
    expect(written("here.svg")).toContain("Diamonds: data centres.");
    expect(written("load.svg")).toContain(
      "Fullest: last resort, at least 133.3 % of what it takes at once, when paris is down.",
    );
  });

  test("have what a file says over what was synthesized, and what it leaves out as that was", () => {
    const own = mkdtempSync(join(tmpdir(), "facts-"));
    cpSync(folder, own, { recursive: true });
    const facts = join(own, "stacks", "test-dns", "routing-facts.json");
    const synthesized = JSON.parse(readFileSync(facts, "utf8"));
    writeFileSync(facts, JSON.stringify({ ...synthesized, lastResort: { requestsPerSecond: 1000, atOnce: 500 } }));
    const loadWith = (name: string, content: object) => {
      const load = join(scratch, `${name}.svg`);
      const given = file(`${name}.json`, { version: 1, ...content });
      expect(hybridKubernetes("picture", own, "--load", load, "--facts", given).status).toBe(0);
      return written(`${name}.svg`);
    };
    expect(loadWith("nothing", {})).toMatch(
      /Fullest, as far as is known: paris, 80 %, .*takes 1,000\/s<.*at once 500\/s more/,
    );
    // 450 of 500, and of the last resort the 450 of the 900 that it takes at once.
    const over = {
      demand: { FR: 450 },
      dataCenters: { paris: { latitude: 1, longitude: 2 } },
      lastResort: { atOnce: 900 },
    };
    expect(loadWith("over", over)).toMatch(
      /Fullest, as far as is known: paris, 90 %, .*takes 1,000\/s<.*at once 900\/s more/,
    );
    expect(loadWith("site", { dataCenters: { paris: { requestsPerSecond: 800 } } })).toContain("takes 800/s");
  });

  test("are drawn with a copy of what was synthesized, and with no policy of a file that is another", () => {
    const stackOf = (output: string) => join(output, "stacks", "test-dns", "routing-facts.json");
    const map = join(scratch, "copied.svg");
    const drawnWith = (...args: readonly string[]) => {
      const { status, stderr } = hybridKubernetes(...args);
      return [status, stderr];
    };
    const copied = file("copied.json", JSON.parse(readFileSync(stackOf(drained), "utf8")));
    expect(drawnWith("picture", drained, "--map", map, "--facts", copied)).toEqual([0, ""]);
    const words = "is not drawn, as the records alone say it: leave it out, or as it was synthesized";
    const others = {
      version: 1,
      policies: { p: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: [], percnt: 25 } } } },
      lastResort: { fallBackTo: ["atlantis"] },
      ttlSeconds: 61,
      dataCenters: { paris: { isDrained: false } },
    };
    const other = file("other.json", others);
    const refusedOf = (...paths: readonly string[]) =>
      `error: ${paths.map((path) => `picture: ${other}.${path}: ${words}\n`).join("")}`;
    expect(drawnWith("picture", drained, "--map", map, "--facts", other)).toEqual([
      1,
      refusedOf("policies", "ttlSeconds", "lastResort.fallBackTo", "dataCenters.paris.isDrained"),
    ]);
    // Not drained is what a data centre is of which nothing is said.
    expect(drawnWith("picture", folder, "--map", map, "--facts", other)).toEqual([
      1,
      refusedOf("policies", "ttlSeconds", "lastResort.fallBackTo"),
    ]);
    // A change has two versions: it may be a copy of either.
    const page = ["--page", join(scratch, "copied.html"), "--facts"];
    for (const each of [folder, drained]) {
      const copy = file("either.json", JSON.parse(readFileSync(stackOf(each), "utf8")));
      expect(drawnWith("review", folder, drained, ...page, copy)[1]).not.toContain("picture: ");
    }
    expect(drawnWith("review", folder, drained, ...page, other)[1]).toContain(`${other}.policies: ${words}`);
  });

  test("are not drawn of facts beside the records that somebody has spoiled", () => {
    const own = mkdtempSync(join(tmpdir(), "facts-"));
    cpSync(folder, own, { recursive: true });
    const drawnOf = (facts: object) => {
      writeFileSync(join(own, "stacks", "test-dns", "routing-facts.json"), JSON.stringify(facts));
      const { status, stderr } = hybridKubernetes("picture", own, "--map", join(scratch, "spoiled.svg"));
      return [status, stderr];
    };
    expect(drawnOf({ version: 1, demand: { FR: -100 } })).toEqual([
      1,
      expect.stringMatching(/^error: picture: routing-facts\.json\.demand\.FR: got -100, /),
    ]);
    expect(drawnOf({ version: 1, demand: null })).toEqual([
      1,
      "error: picture: routing-facts.json.demand: got null, expected an object\n",
    ]);
    const forPlans = {
      version: 1,
      ttlSeconds: "60",
      dataCenters: { paris: { isDrained: "yes" } },
      lastResort: { fallBackTo: "paris" },
      policies: {
        all: {
          hostNames: "api.example.com",
          routes: {},
          countries: { FR: { serveFrom: "paris", percent: 1.5, percnt: 5 } },
        },
        none: null,
        some: { hostNames: [], continents: [], waves: { one: { serveFrom: [["paris"], 5] }, two: 7, three: {} } },
      },
    };
    const refusedForPlans = [
      ".policies.all.routes: got {}, expected one of continents, countries, hostNames, subdivisions, waves",
      ".policies.all.countries.FR.percnt: got 5, expected one of continents, countries, migration, percent, serveFrom, subdivisions",
      '.policies.all.countries.FR.serveFrom: got "paris", expected a list of data centres',
      ".policies.all.countries.FR.percent: got 1.5, expected a whole number from 0 to 100",
      '.policies.all.hostNames: got "api.example.com", expected a list of host names',
      ".policies.none: got null, expected an object",
      ".policies.some.continents: got [], expected an object",
      ".policies.some.waves.one.serveFrom.1: got 5, expected a data centre, or a list of some",
      ".policies.some.waves.two: got 7, expected an object",
      '.policies.some.waves.three.serveFrom: got nothing, expected a list of data centres, or "last-resort"',
      '.ttlSeconds: got "60", expected a number of seconds, 1 or more',
      '.lastResort.fallBackTo: got "paris", expected a list of data centres',
      '.dataCenters.paris.isDrained: got "yes", expected true or false',
    ].map((line) => `picture: routing-facts.json${line}\n`);
    expect(drawnOf(forPlans)).toEqual([1, `error: ${refusedForPlans.join("")}`]);
    for (const dataCenters of [null, { paris: null }])
      expect(drawnOf({ version: 1, dataCenters })).toEqual([
        1,
        expect.stringContaining("got null, expected an object\n"),
      ]);
    expect(drawnOf({ version: 1, dataCenters: { elsewhere: {} }, hostNames: ["other.example.com"] })[0]).toBe(0);
  });

  test("are not written where no folder can be made, and the command ends", () => {
    const { status, stderr } = hybridKubernetes("picture", folder, "--page", "/proc/no-such/folder/page.html");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: picture: --page: .*page\.html cannot be written \(/);
    const below = hybridKubernetes("picture", folder, "--page", join(file("a-file", ""), "page.html"));
    expect(below.stderr).toMatch(/page\.html cannot be written \(/);
  });

  test("have --no-failures for maps alone", () => {
    const page = join(scratch, "all.html");
    expect(hybridKubernetes("picture", folder, "--page", page, "--no-failures").stderr).toBe(
      "error: picture: --no-failures: is for maps\n",
    );
    const map = ["--map", join(scratch, "few.svg")];
    expect(hybridKubernetes("picture", folder, "--page", page, ...map, "--no-failures").status).toBe(0);
  });

  test("are never two in one file, nor one in what is read, whichever names and links lead there", () => {
    const facts = file("read.json", { version: 1 });
    const own = mkdtempSync(join(tmpdir(), "linked-"));
    symlinkSync(scratch, join(own, "elsewhere"));
    symlinkSync("not-yet.svg", join(own, "link.svg"));
    symlinkSync("round.svg", join(own, "round.svg"));
    const refused = (...args: readonly string[]) => hybridKubernetes("picture", folder, ...args).stderr;
    const same = "error: picture: --load: is the file of --map\n";
    // A folder that is not there yet, one by its link, a link that leads to nothing yet, and a file by its two names.
    expect(refused("--map", join(own, "new", "a.svg"), "--load", `${own}/new/./b/../a.svg`)).toBe(same);
    expect(refused("--map", join(scratch, "a.svg"), "--load", join(own, "elsewhere", "a.svg"))).toBe(same);
    expect(refused("--map", join(own, "not-yet.svg"), "--load", join(own, "link.svg"))).toBe(same);
    linkSync(facts, join(own, "facts.svg"));
    expect(refused("--map", join(own, "facts.svg"), "--facts", facts)).toBe(
      "error: picture: --map: is the file of --facts\n",
    );
    expect(readFileSync(facts, "utf8")).toBe('{"version":1}');
    expect(refused("--map", join(own, "round.svg"))).toMatch(/^error: picture: --map: .*round\.svg cannot be written/);
    expect(refused("--map", join(own, "one.svg"), "--load", join(own, "two.svg"))).toBe("");
    const page = hybridKubernetes("review", folder, folder, "--page", facts, "--facts", facts);
    expect([page.status, page.stderr]).toEqual([1, "error: picture: --page: is the file of --facts\n"]);
    expect(readFileSync(facts, "utf8")).toBe('{"version":1}');
  });

  test("are never written over what is read, whichever folder or link leads there; one of an earlier call is", () => {
    const own = mkdtempSync(join(tmpdir(), "read-"));
    cpSync(folder, join(own, "out"), { recursive: true });
    const [out, dns] = [join(own, "out"), join(own, "out", "stacks", "test-dns")];
    const plans = join(own, "plans");
    mkdirSync(plans);
    writeFileSync(join(plans, "test-dns.json"), "{}");
    symlinkSync(out, join(own, "by-link"));
    linkSync(join(dns, "cdk.tf.json"), join(own, "same.svg"));
    symlinkSync("..", join(dns, "round"));
    const texts = () =>
      [join(out, "manifest.json"), join(dns, "cdk.tf.json"), join(dns, "routing-facts.json")].map((each) =>
        readFileSync(each, "utf8"),
      );
    const before = texts();
    const refused = (file: string, name: string) => [
      1,
      expect.stringMatching(
        new RegExp(`^error: picture: --(map|page): is .*${name}, which is read and must not be lost\n$`),
      ),
      file,
    ];
    const answer = (file: string, ...args: readonly string[]) => {
      const { status, stderr } = hybridKubernetes(...args, file);
      return [status, stderr, file];
    };
    for (const file of [
      join(dns, "cdk.tf.json"),
      join(own, "same.svg"),
      join(own, "by-link", "stacks", "test-dns", "cdk.tf.json"),
    ])
      expect(answer(file, "picture", out, "--map")).toEqual(refused(file, "cdk.tf.json"));
    const facts = join(dns, "routing-facts.json");
    expect(answer(facts, "picture", out, "--page")).toEqual(refused(facts, "routing-facts.json"));
    const manifest = join(out, "manifest.json");
    for (const folders of [
      [out, folder],
      [folder, out],
    ])
      expect(answer(manifest, "review", ...folders, "--page")).toEqual(refused(manifest, "manifest.json"));
    const plan = join(plans, "test-dns.json");
    expect(answer(plan, "review", folder, out, "--plans", plans, "--page")[0]).toBe(1);
    expect(readFileSync(plan, "utf8")).toBe("{}");
    const among = join(own, "no-plans", "a-folder");
    mkdirSync(among, { recursive: true });
    expect(answer(among, "review", folder, out, "--plans", join(own, "no-plans"), "--page")).toEqual([
      1,
      `error: picture: --page: is ${among}, which is read and must not be lost\n`,
      among,
    ]);
    expect(texts()).toEqual(before);
    // Beside what is read there is room for pictures, again and again.
    for (const name of ["map.svg", "map.svg"])
      expect(answer(join(out, name), "picture", out, "--map")).toEqual([0, "", join(out, name)]);
    const pages = ["one.html", "one.html"].map((name) => answer(join(out, name), "review", out, out, "--page")[0]);
    expect(pages).toEqual([0, 0]);
  });

  test("of an earlier call do not stay, whatever keeps this one from drawing", () => {
    const own = mkdtempSync(join(tmpdir(), "stale-"));
    const [page, map, other] = ["page.html", "map.svg", "link.svg"].map((name) => join(own, name)) as [
      string,
      string,
      string,
    ];
    symlinkSync("load.svg", other);
    const pictures = [...["--page", page], ...["--map", map], ...["--load", other]];
    const there = () => [page, map, join(own, "load.svg")].map((each) => existsSync(each));
    const missing = join(own, "missing");
    for (const wrong of [
      [folder, "--facts", missing],
      [folder, "--topology", "/proc/no-such/topology.svg"],
      [missing],
    ]) {
      expect(hybridKubernetes("picture", folder, ...pictures).status).toBe(0);
      expect(there()).toEqual([true, true, true]);
      expect(hybridKubernetes("picture", ...wrong, ...pictures).status).toBe(1);
      expect(there()).toEqual([false, false, false]);
      // A link is the user's own.
      expect(readlinkSync(other)).toBe("load.svg");
    }
    for (const wrong of [
      [folder, missing],
      [folder, folder, "--facts", missing],
    ]) {
      expect(hybridKubernetes("review", folder, folder, "--page", page).status).toBe(0);
      expect(existsSync(page)).toBe(true);
      expect(hybridKubernetes("review", ...wrong, "--page", page).status).toBe(1);
      expect(existsSync(page)).toBe(false);
    }
  });

  test("of the build before do not stay with the steps for Jenkins, where a workspace does", () => {
    const docs = readFileSync(join(__dirname, "../../docs/pictures.md"), "utf8");
    const [, steps = ""] = /```groovy\n(.*?)```/s.exec(docs) ?? [];
    expect(/ sh '(.*)'/.exec(steps)?.[1]).toBe("rm -rf pictures");
    expect(steps.match(/pictures\/[\w.]+/g)).toEqual(["pictures/change.html", "pictures/map.svg", "pictures/load.svg"]);
  });

  test("are not lost where another is not to be written, and none is given two names", () => {
    const [page, map] = ["kept.html", "twice.svg"].map((name) => join(scratch, name)) as [string, string];
    expect(hybridKubernetes("picture", folder, "--page", page).status).toBe(0);
    const before = readFileSync(page, "utf8");
    expect(hybridKubernetes("picture", folder, "--page", page, "--map", page).status).toBe(1);
    expect(hybridKubernetes("picture", folder, "--page", page, "--load", "-").status).toBe(1);
    for (const option of ["page", "map", "narrow-map", "load", "topology"])
      expect(hybridKubernetes("picture", folder, `--${option}`, map, `--${option}`, page)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining(`It is given twice: ${map} would not be written.`),
      });
    expect(hybridKubernetes("review", folder, folder, "--page", map, "--page", page).stderr).toContain(
      "It is given twice",
    );
    expect([existsSync(map), readFileSync(page, "utf8")]).toEqual([false, before]);
  });

  test("are of a host name however it is written: the same in Mermaid", () => {
    for (const name of ["WEB.Example.com", "web.example.com."]) {
      const map = join(scratch, "host.svg");
      expect(hybridKubernetes("picture", several, "--host", name, "--map", map)).toMatchObject({
        status: 0,
        stderr: "",
      });
      expect(written("host.svg")).toContain("Drawn for web.example.com. Otherwise answered: api.example.com");
      expect(hybridKubernetes("picture", several, "--host", name).stdout).toBe(
        hybridKubernetes("picture", several, "--host", "web.example.com").stdout,
      );
    }
    const [inFile, inMermaid] = [["--map", join(scratch, "no-host.svg")], []].map(
      (files) => hybridKubernetes("picture", several, "--host", "no.example.com", ...files).stderr,
    );
    expect(inFile).toBe(inMermaid);
  });

  test("are Mermaid, where no file is asked for", () => {
    expect(hybridKubernetes("picture", folder).stdout).toMatch(/^flowchart LR\n/);
  });

  test("are what some options need", () => {
    const { status, stderr } = hybridKubernetes(
      "picture",
      folder,
      "--no-borders",
      "--facts",
      file("any.json", { version: 1 }),
    );
    const words =
      'is for pictures in files, which "--page", "--map", "--narrow-map", "--load" or "--topology" asks for';
    expect([status, stderr]).toEqual([1, `error: picture: --facts: ${words}\npicture: --no-borders: ${words}\n`]);
    const alone = hybridKubernetes("review", folder, folder, "--no-borders", "--atlas", file("no.json", "{}"));
    const pageAlone = 'is for pictures in files, which "--page" asks for';
    expect(alone.stderr).toBe(`error: review: --atlas: ${pageAlone}\nreview: --no-borders: ${pageAlone}\n`);
  });

  test("that cannot be drawn leave the review as it is, and it ends with 1", () => {
    const plain = hybridKubernetes("review", folder, folder);
    expect(plain.stdout).not.toBe("");
    const page = join(scratch, "lost.html");
    const missing = join(scratch, "missing.json");
    for (const options of [
      ["--page", page, "--facts", missing],
      ["--page", page, "--atlas", missing],
      ["--page", join(file("no-folder", "{}"), "page.html")],
    ]) {
      const { status, stdout, stderr } = hybridKubernetes("review", folder, folder, ...options);
      expect([status, stdout]).toEqual([1, plain.stdout]);
      expect(stderr).toMatch(/^error: picture: --(facts|atlas|page): .+\n$/);
    }
  });

  test("have another atlas, whose lines may have more points than a function takes arguments", () => {
    // A square, each side with 50,000 points.
    const side = Array.from({ length: 50_000 }, (_, index) => (index * 5) / 50_000);
    const square = [
      ...side.map((at) => [at, 45]),
      ...side.map((at) => [5, 45 + at]),
      ...side.map((at) => [5 - at, 50]),
      ...side.map((at) => [0, 50 - at]),
      [0, 45],
    ];
    const countries = { geometries: [{ type: "Polygon", arcs: [[0]], id: "250" }] };
    const atlas = file("fine.json", { type: "Topology", arcs: [square], objects: { countries } });
    const { status, stderr } = hybridKubernetes(
      "picture",
      folder,
      "--map",
      join(scratch, "fine.svg"),
      "--atlas",
      atlas,
    );
    expect([status, stderr]).toEqual([0, ""]);
    expect(written("fine.svg").match(/<path id="c-FR"/g)).toHaveLength(1);
  });

  test("have another atlas, or none", () => {
    const square = [
      [0, 45],
      [5, 45],
      [5, 50],
      [0, 50],
      [0, 45],
    ];
    const countries = { geometries: [{ type: "Polygon", arcs: [[0]], id: "250" }] };
    const atlas = file("mine.json", { type: "Topology", arcs: [square], objects: { countries } });
    const map = join(scratch, "other.svg");
    expect(hybridKubernetes("picture", folder, "--map", map, "--atlas", atlas).status).toBe(0);
    expect(written("other.svg")).toContain("Borders: mine.json, given with --atlas. They are");
    expect(written("other.svg").match(/<path id="c-/g)).toHaveLength(1);
    // With a mark of the encoding, as some editors write it.
    const marked = ["mine.json", "facts-read.json"].map((name) => {
      const text = name === "mine.json" ? written(name) : '{ "version": 1 }';
      return file(`marked-${name}`, `\uFEFF${text}`);
    });
    const [markedAtlas = "", markedFacts = ""] = marked;
    expect(
      hybridKubernetes("picture", folder, "--map", map, "--atlas", markedAtlas, "--facts", markedFacts),
    ).toMatchObject({ status: 0, stderr: "" });
    expect(hybridKubernetes("picture", folder, "--map", map, "--no-borders").status).toBe(0);
    expect(written("other.svg")).toContain("Drawn without borders.");
  });

  test.each([
    [
      ["--host", "web.example.com"],
      'error: picture: --host: got "web.example.com", expected a host name that is there: "api.example.com"\n',
    ],
    [
      ["--atlas", file("no.json", "{}")],
      `error: picture: --atlas: ${join(scratch, "no.json")} is no TopoJSON with an object "countries"\n`,
    ],
    [
      ["--facts", join(scratch, "gone.json")],
      `error: picture: --facts: ${join(scratch, "gone.json")} cannot be read\n`,
    ],
    [
      ["--facts", file("two.json", { version: 2 })],
      `error: picture: ${join(scratch, "two.json")}.version: got 2, expected 1: docs/schemas/routing-facts.schema.json\n`,
    ],
    [
      [
        "--facts",
        file("wrong.json", {
          version: 1,
          demand: { XX: 5, FR: -5000 },
          dataCentres: {},
          dataCenters: { paris: { latitude: 400, longitude: 1000, requestsPerSecond: "9" }, atlantis: {} },
          lastResort: { atOnce: -1 },
        }),
      ],
      `error: ${[
        'dataCentres: got {}, expected one of "demand", "demandPerHostName", "hostNames", "dataCenters", "lastResort", "policies", "ttlSeconds" or "version"',
        'demand.XX: got "XX", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows, or a state: "US-CA"',
        "demand.FR: got -5000, expected a number of requests per second, 0 or more",
        "dataCenters.paris.latitude: got 400, expected a number from -90 to 90",
        "dataCenters.paris.longitude: got 1000, expected a number from -180 to 180",
        'dataCenters.paris.requestsPerSecond: got "9", expected more than 0 requests per second',
        'dataCenters.atlantis: got "atlantis", expected a data centre of the records: "paris"',
        "lastResort.atOnce: got -1, expected a number of requests per second, 0 or more",
      ]
        .map((line) => `picture: ${join(scratch, "wrong.json")}.${line}\n`)
        .join("")}`,
    ],
    [["--load", join(scratch, "never.svg")], "error: picture: --load: is the file of --map\n"],
    [["--page", "-"], 'error: picture: --page: got "-", expected a file: what is printed are the names of files\n'],
    [
      ["--facts", join(scratch, "never.svg"), "--load", "-"],
      'error: picture: --map: is the file of --facts\npicture: --load: got "-", expected a file: what is printed are the names of files\n',
    ],
    ...(
      [
        ["null", "null", ": got null, expected an object"],
        ["a list of data centres", { version: 1, dataCenters: null }, ".dataCenters: got null, expected an object"],
        ["a demand", { version: 1, demandPerHostName: null }, ".demandPerHostName: got null, expected an object"],
        [
          "names",
          { version: 1, hostNames: ["web.example.com"], demandPerHostName: { "no.example.com": {} } },
          '.hostNames.0: got "web.example.com", expected a host name of the records: "api.example.com"',
          '.demandPerHostName.no.example.com: got "no.example.com", expected a host name of the records: "api.example.com"',
        ],
        [
          "what a plan reads",
          {
            version: 1,
            ttlSeconds: "60",
            dataCenters: { paris: { isDrained: "yes", country: 5 } },
            lastResort: { fallBackTo: "paris" },
            policies: {
              all: {
                hostNames: "api.example.com",
                routes: {},
                countries: { FR: { serveFrom: "paris", percent: 1.5 } },
              },
              none: null,
              some: { hostNames: [], continents: [], waves: { one: { serveFrom: [["paris"], 5] }, two: 7, three: {} } },
            },
          },
          ".dataCenters.paris.country: got 5, expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows",
          ...[".policies", ".ttlSeconds", ".lastResort.fallBackTo", ".dataCenters.paris.isDrained"].map(
            (path) => `${path}: is not drawn, as the records alone say it: leave it out, or as it was synthesized`,
          ),
        ],
        [
          "half a place",
          { version: 1, dataCenters: { paris: { latitude: 48 } } },
          ".dataCenters.paris: has a latitude without a longitude, or the other way round: nobody knows where it stands",
        ],
        [
          "too much",
          { version: 1, demand: { FR: 1e308, DE: 1e308 } },
          ".demand: got Infinity, expected at most 1000000000000 requests per second together",
        ],
      ] as const
    ).map(([name, content, ...lines]): [string[], string] => {
      const facts = file(`${name}.json`, content);
      return [["--facts", facts], `error: ${lines.map((line) => `picture: ${facts}${line}\n`).join("")}`];
    }),
    ...(
      [
        [
          "no-geometry",
          { geometries: [null] },
          [],
          "has a geometry without arcs, or with some that are not there: objects.countries.geometries[0]",
        ],
        [
          "arcs-of-a-polygon",
          { geometries: [{ type: "MultiPolygon", arcs: [[0]], id: "250" }] },
          [[[0, 0]]],
          "has a geometry without arcs, or with some that are not there: objects.countries.geometries[0]",
        ],
        [
          "unknown-arcs",
          { geometries: [{ type: "Polygon", arcs: [[3]], id: "250" }] },
          [[[0, 0]]],
          "has a geometry without arcs, or with some that are not there: objects.countries.geometries[0]",
        ],
        [
          "texts",
          { geometries: [] },
          [[["0", "1"]]],
          "has an arc that is not a list of positions of two numbers: arcs[0]",
        ],
        [
          "metres",
          { geometries: [{ type: "Polygon", arcs: [[1]], id: "250" }] },
          [[[0, 0]], [[5e5, 5e6]]],
          "has an arc with positions that are no degrees, as longitude and latitude: arcs[1]",
        ],
        [
          "beyond-the-poles",
          { geometries: [{ type: "Polygon", arcs: [[0]], id: "250" }] },
          [[[170, 92]]],
          "has an arc with positions that are no degrees, as longitude and latitude: arcs[0]",
        ],
        [
          "infinite",
          { geometries: [{ type: "Polygon", arcs: [[0]], id: "250" }] },
          [
            [
              [1, 1],
              [9, 9],
              [0, 1],
            ],
          ],
          "has an arc with positions that are no degrees, as longitude and latitude: arcs[0]",
          { scale: [1e308, 1e308], translate: [0, 0] },
        ],
        ["no-countries", { geometries: [] }, [], 'has no country with an id of ISO 3166-1: "250", or "FR"'],
      ] as const
    ).map(([name, countries, arcs, words, transform]): [string[], string] => {
      const atlas = file(`${name}.json`, { type: "Topology", arcs, transform, objects: { countries } });
      return [["--atlas", atlas], `error: picture: --atlas: ${atlas} ${words}\n`];
    }),
    [
      ["--load", scratch],
      `error: picture: --load: ${scratch} cannot be written (EISDIR: illegal operation on a directory, open '${scratch}')\n`,
    ],
  ])("are refused with %j", (options, expected) => {
    const { status, stderr } = hybridKubernetes("picture", folder, "--map", join(scratch, "never.svg"), ...options);
    expect([status, stderr]).toEqual([1, expected]);
  });
});

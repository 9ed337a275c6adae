import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { circles, filesBelow, importsOf, loops, reachedFrom } from "./support/import-graph";
import { drawn, roomGraph } from "./support/room-graph";

/**
 * The rooms of the house, and the rooms that each may look into. What is not in a list is above, or somebody else's.
 *
 * Interfaces of another domain are met in its room, so a domain that is named here may be imported, but not whatever it likes of it:
 * that is for reviewers to see.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  "lib/core": [],
  "lib/google": ["lib/core"],
  "lib/routing": ["lib/core"],
  "lib/planning": ["lib/core", "lib/routing"],
  "lib/data-center": ["lib/core"],
  "lib/network": ["lib/core", "lib/google"],
  "lib/links": ["lib/core", "lib/google"],
  "lib/state": ["lib/core", "lib/google"],
  "lib/gke": ["lib/core", "lib/google", "lib/network"],
  "lib/route53": ["lib/core", "lib/routing"],
  "lib/load-balancing": ["lib/core", "lib/google", "lib/network", "lib/routing"],
  "lib/pipeline": ["lib/core", "lib/google"],
  "lib/workloads": ["lib/core", "lib/google", "lib/load-balancing"],
  "lib/pictures": ["lib/core", "lib/routing"],
  "lib/verify": ["lib/core", "lib/routing", "lib/route53"],
  "lib/testing": ["lib/core", "lib/routing", "lib/route53", "lib/cli"],
  "lib/cli": [
    "lib/core",
    "lib/google",
    "lib/pipeline",
    "lib/planning",
    "lib/routing",
    "lib/route53",
    "lib/data-center",
    "lib/pictures",
    "lib/verify",
  ],
  stacks: [
    "lib/core",
    "lib/google",
    "lib/network",
    "lib/links",
    "lib/state",
    "lib/gke",
    "lib/route53",
    "lib/routing",
    "lib/load-balancing",
    "lib/workloads",
  ],
};

/** The room that a file is in. The platform stands on the stacks. */
function roomOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  return first === "stacks" ? (second === "platform" ? "stacks/platform" : "stacks") : `${first}/${second}`;
}

/** An index re-exports its own room. This one is the door of the platform, too, which stands on the stacks. */
const DOORS: Readonly<Record<string, string>> = { "stacks/index.ts": "stacks/platform" };

/** The imports of a file, types included, that lead into a room that its own may not look into. */
function arrowsUp(file: string, imports: readonly string[]): readonly string[] {
  const from = DOORS[file] ?? roomOf(file);
  const isAllowed = (to: string) => from === to || from === "stacks/platform" || (ROOMS[from] ?? []).includes(to);
  return imports.filter((name) => isFile(name) && !isAllowed(roomOf(name))).map((name) => `${file} -> ${name}`);
}

const OPTIONS_OF_PLATFORM = "hybrid-platform-props";

const isFile = (name: string) => name.endsWith(".ts");
const isIndex = (name: string) => name.endsWith("/index.ts");
const ALL = [...filesBelow("lib"), ...filesBelow("stacks")];

describe("the house", () => {
  test("has a place in the table for every room", () => {
    expect([...new Set(ALL.map(roomOf))].sort()).toEqual([...Object.keys(ROOMS), "stacks/platform"].sort());
  });

  test("has arrows that point down only", () => {
    expect(ALL.flatMap((file) => arrowsUp(file, importsOf(file)))).toEqual([]);
  });

  test.each([
    ["lib/network/index.ts", "lib/gke/nodes/node-pool.ts"],
    ["lib/links/index.ts", "lib/routing/routing-policy.ts"],
    ["lib/links/links.ts", "lib/routing/index.ts"],
  ])("has no arrow up from %s to %s, be it an index", (from, to) => {
    expect(arrowsUp(from, ["lib/core/names.ts", to])).toEqual([`${from} -> ${to}`]);
  });

  test("has no arrow in the table that no file needs", () => {
    const graph = roomGraph(ALL, roomOf);
    const needless = Object.entries(ROOMS).flatMap(([room, others]) =>
      others.filter((other) => !graph.get(room)?.includes(other)).map((other) => `${room} -> ${other}`),
    );
    expect(needless).toEqual([]);
  });

  test("is drawn in CONTRIBUTING.md as it is", () => {
    const file = join(__dirname, "..", "CONTRIBUTING.md");
    const page = readFileSync(file, "utf8");
    const current = page.replace(/(?<=```mermaid\n)[^`]*/, `${drawn(roomGraph(ALL, roomOf))}\n`);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, current);
    expect(page).toBe(current);
    expect(page).toContain("flowchart TD");
  });

  test("has no file that leads back to itself when it is loaded", () => {
    expect(loops(ALL)).toEqual([]);
  });

  test("has no files whose types lead back to each other, but the platform's options and its parts", () => {
    const parts = [
      "clusters",
      "data-centers",
      "dns",
      "edge-capacity",
      "network",
      "on-premises",
      "platform",
      "services",
    ];
    const files = [...parts, OPTIONS_OF_PLATFORM].map((name) => `stacks/platform/${name}.ts`);
    // Never a file more: what is new takes the options that it needs, and not those of the platform.
    expect(circles(ALL).map((group) => [...group].sort())).toEqual([files.sort()]);
  });

  test("has no such files but by the options of the platform, which are those of its parts and are given to each", () => {
    const isOptions = (file: string) => file === `stacks/platform/${OPTIONS_OF_PLATFORM}.ts`;
    const arrows = (file: string) => importsOf(file).filter((name) => !isOptions(name));
    expect(circles(ALL, arrows)).toEqual([]);
  });

  test("has circles found whatever way they take", () => {
    const arrows: Readonly<Record<string, readonly string[]>> = {
      a: ["b", "x"],
      b: ["c"],
      c: ["a"],
      d: ["d", "a"],
      e: ["a"],
    };
    expect(circles(Object.keys(arrows), (file) => arrows[file] ?? [])).toEqual([["a", "b", "c"], ["d"]]);
  });

  test("has no door but an index that leads into another room by its index", () => {
    const byIndex = ALL.filter((file) => !isIndex(file)).flatMap((file) =>
      importsOf(file)
        .filter(isIndex)
        .map((name) => `${file} -> ${name}`),
    );
    expect(byIndex).toEqual([]);
  });
});

describe("what a room loads", () => {
  const packagesOf = (...rooms: readonly string[]) => {
    const reached = [...reachedFrom(rooms.flatMap((room) => filesBelow(room))).keys()];
    const names = reached.filter((name) => !isFile(name) && !name.startsWith("node:"));
    return [
      ...new Set(
        names.map((name) =>
          name
            .split("/")
            .slice(0, name.startsWith("@") ? 2 : 1)
            .join("/"),
        ),
      ),
    ].sort();
  };

  test.each([
    ["lib/network", "@cdktf/provider-google"],
    ["lib/gke", "@cdktf/provider-google"],
    ["lib/links", "@cdktf/provider-google"],
    ["lib/load-balancing", "@cdktf/provider-google"],
    ["lib/route53", "@cdktf/provider-aws"],
  ])("%s knows one provider, %s", (room, provider) => {
    expect(packagesOf(room).filter((name) => name.includes("/provider-"))).toEqual([provider]);
  });

  test("the access of a pipeline knows nothing of AWS but IAM", () => {
    const reached = [...reachedFrom(filesBelow("lib/pipeline")).keys()];
    const others = reached.filter(
      (name) => /provider-aws/.test(name) && !/^@cdktf\/provider-aws\/lib\/iam-/.test(name),
    );
    expect(others).toEqual([]);
  });

  test("only the workloads lead to the Kubernetes provider", () => {
    const rooms = Object.keys(ROOMS).filter((room) => room.startsWith("lib/"));
    const leading = rooms.filter((room) => packagesOf(room).includes("@cdktf/provider-kubernetes"));
    expect(leading).toEqual(["lib/workloads"]);
  });
});

describe("the inside of data centres", () => {
  test("reaches no other room than the core, neither cdktf nor a provider, by whatever way", () => {
    const ways = [...reachedFrom(filesBelow("lib/data-center"))].filter(([name]) => !name.startsWith("node:"));
    const strange = ways.filter(([name]) => !/^lib\/(data-center|core)\//.test(name));
    expect(strange.map(([name]) => name).sort()).toEqual(["fastest-levenshtein", "ip-address"]);
  });
});

describe("the pictures", () => {
  test("reach no other room than the routing and the core, and no package but those of these", () => {
    const names = [...reachedFrom(filesBelow("lib/pictures")).keys()].filter((name) => !name.startsWith("node:"));
    const strange = names.filter((name) => !/^lib\/(pictures|routing|core)\//.test(name));
    expect(strange.sort()).toEqual(["fastest-levenshtein", "ip-address"]);
  });
});

describe("the routing policy and the analysis of its failures", () => {
  const ways = [...reachedFrom(filesBelow("lib/routing"))];

  test("reach no other room than the core", () => {
    const strange = ways.filter(([file]) => isFile(file) && !/^lib\/(routing|core)\//.test(file));
    expect(strange.map(([, way]) => way.join(" -> "))).toEqual([]);
  });

  test("reach neither cdktf nor a provider, by whatever way", () => {
    const packages = ways.filter(([name]) => !isFile(name) && !name.startsWith("node:"));
    expect(packages.map(([name]) => name).sort()).toEqual(["fastest-levenshtein", "ip-address"]);
  });
});

import type { SynthesizedStack } from "../../../lib/cli/output-folder";
import { commandsOf } from "../../../lib/cli/plan/commands";
import type { Step } from "../../../lib/cli/plan/order";
import { stackChanges } from "../../../lib/cli/plan/resource-changes";
import { stepsOf } from "../../../lib/cli/plan/steps";
import { fc } from "../../support/property";

/** A stack: what it makes, what of others it names, and which stacks it waits for. */
interface Stack {
  readonly makes?: readonly string[];
  readonly names?: readonly string[];
  readonly waitsFor?: readonly string[];
}
type Version = Readonly<Record<string, Stack>>;

const pathOf = (name: string) => `projects/p/regions/r/subnetworks/${name}`;

function stacksOf(version: Version): readonly SynthesizedStack[] {
  return Object.entries(version).map(([name, { makes = [], names = [], waitsFor = [] }]) => {
    const subnets = Object.fromEntries(makes.map((one) => [one, { name: one, region: "r" }]));
    const uses = { all: { paths: names.map(pathOf) } };
    const configuration = { resource: { google_compute_subnetwork: subnets, own_use: uses } };
    return { name, waitsFor: [...waitsFor], configuration };
  });
}

/** The same stacks, as written by this version of the core. */
function writtenBy(version: string, stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const comment = { metadata: { version } };
  return stacks.map((stack) => ({ ...stack, configuration: { ...stack.configuration, "//": comment } }));
}

function between(old: Version, young: Version) {
  const [before, after] = [stacksOf(old), stacksOf(young)];
  const found = stepsOf(stackChanges(before, after, undefined));
  return { ...found, commands: commandsOf(found, before, after) };
}

/** Whether the cloud takes the steps: nothing is named before it is there, and nothing goes that is named. */
function isTaken(old: Version, young: Version, steps: readonly Step[]): boolean {
  const now = new Map(Object.entries(old));
  for (const { action, stack } of steps) {
    const next = action === "destroy" ? {} : (young[stack] ?? {});
    const others = [...now].filter(([name]) => name !== stack).map(([, one]) => one);
    const madeByOthers = new Set(others.flatMap(({ makes = [] }) => makes));
    const there = new Set([...madeByOthers, ...(next.makes ?? [])]);
    const gone = (now.get(stack)?.makes ?? []).filter((one) => !there.has(one));
    if ((next.names ?? []).some((one) => !there.has(one))) return false;
    if (others.some(({ names = [] }) => names.some((one) => gone.includes(one)))) return false;
    if ((next.makes ?? []).some((one) => madeByOthers.has(one))) return false;
    if (action === "destroy") now.delete(stack);
    else now.set(stack, next);
  }
  const essence = (all: Iterable<[string, Stack]>) =>
    [...all].map(([name, { makes = [], names = [] }]) => JSON.stringify([name, makes, names])).sort();
  return JSON.stringify(essence(now)) === JSON.stringify(essence(Object.entries(young)));
}

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length < 2) return [all];
  return all.flatMap((one, index) =>
    permutations(all.filter((_, other) => other !== index)).map((rest) => [one, ...rest]),
  );
}

/** A platform's stacks, and a region that it has or not. */
const platform = (region: boolean, more: Partial<Record<string, Stack>> = {}): Version => ({
  "p-network": { makes: region ? ["eu", "us"] : ["eu"] },
  "p-edge": { waitsFor: ["p-network"], names: region ? ["eu", "us"] : ["eu"], makes: region ? ["groups"] : [] },
  "p-cluster-eu": { waitsFor: ["p-edge", "p-network"], names: ["eu"] },
  ...(region ? { "p-cluster-us": { waitsFor: ["p-edge", "p-network"], names: ["us"] } } : {}),
  "p-dns": { waitsFor: ["p-edge", "p-cluster-eu", ...(region ? ["p-cluster-us"] : [])] },
  "s-network": {},
  ...(more as Version),
});
const commands = (old: Version, young: Version) =>
  between(old, young).commands.map(({ command, version }) => `${version}: ${command}`);

describe("the commands of a change", () => {
  test("are one deploy where nothing goes", () => {
    expect(commands(platform(false), platform(true))).toEqual(["next: npx cdktf deploy 'p-*'"]);
    expect(between(platform(false), platform(true)).isOneDeploy).toBe(true);
  });

  test("need nothing where nothing changes", () => {
    expect(commands(platform(true), platform(true))).toEqual([]);
  });

  test("are one deploy of all stacks where two environments change", () => {
    const young = platform(true, { "s-network": { makes: ["other"] } });
    expect(commands(platform(false), young)).toEqual(["next: npx cdktf deploy '*'"]);
  });

  test("destroy the stack of a removed region first, let the load balancer go of its subnet, and then deploy the rest", () => {
    expect(commands(platform(true), platform(false))).toEqual([
      "deployed: npx cdktf destroy p-cluster-us --ignore-missing-stack-dependencies",
      "next: npx cdktf deploy p-edge --ignore-missing-stack-dependencies",
      "next: npx cdktf deploy 'p-*'",
    ]);
    expect(between(platform(true), platform(false))).toMatchObject({
      isOneDeploy: false,
      why: ["p-network removes subnet us, which p-edge uses until it is deployed"],
      impossible: [],
    });
  });

  test("destroy it first, too, where what waits for it changes as well", () => {
    const { "p-dns": dns, ...rest } = platform(false);
    const young = { ...rest, "p-dns": { ...dns, makes: ["record"] } };
    const old = platform(true, { "p-cluster-us": { waitsFor: ["p-edge", "p-network"] } });
    expect(between(old, young).steps.map(({ action, stack }) => `${action} ${stack}`)).toEqual([
      "destroy p-cluster-us",
      "deploy p-edge",
      "deploy p-network",
      "deploy p-dns",
    ]);
  });

  test("deploy a stack after those that it waits for, in whatever order they are given", () => {
    const old = { "p-two": { waitsFor: ["p-one"] }, "p-one": {} };
    const young = { "p-two": { waitsFor: ["p-one"], makes: ["b"] }, "p-one": { makes: ["a"] } };
    expect(between(old, young)).toMatchObject({
      steps: [
        { action: "deploy", stack: "p-one" },
        { action: "deploy", stack: "p-two" },
      ],
      isOneDeploy: true,
    });
  });

  test("deploy no stack of another environment, whatever the names have in common", () => {
    const environment = (name: string, size: string): Version => ({
      [`${name}-network`]: { makes: [size] },
      [`${name}-dns`]: { waitsFor: [`${name}-network`] },
    });
    const all = (eu: string, us: string, short: string): Version => ({
      ...environment("prod-eu", eu),
      ...environment("prod-us", us),
      ...environment("prod", short),
    });
    const old = all("a", "a", "a");
    expect(commands(old, all("b", "a", "a"))).toEqual(["next: npx cdktf deploy 'prod-eu-*'"]);
    expect(commands(old, all("b", "b", "a"))).toEqual(["next: npx cdktf deploy 'prod-eu-*' 'prod-us-*'"]);
    // A pattern for these would have the others, too.
    expect(commands(old, all("a", "a", "b"))).toEqual(["next: npx cdktf deploy prod-network"]);
    // A stack that both wait for makes them no one environment.
    const shared = (size: string): Version => ({
      "shared-zone": {},
      "prod-eu-dns": { waitsFor: ["shared-zone"], makes: [size] },
      "prod-us-dns": { waitsFor: ["shared-zone"] },
    });
    expect(commands(shared("a"), shared("b"))).toEqual(["next: npx cdktf deploy prod-eu-dns shared-zone"]);
  });

  test("destroy a removed environment at once: cdktf itself knows its order", () => {
    const { "s-network": _, ...rest } = platform(true);
    const old = { ...platform(true), "s-edge": { waitsFor: ["s-network"] } };
    expect(commands(old, rest)).toEqual(["deployed: npx cdktf destroy s-edge s-network"]);
  });

  test("destroy the stack of links that is gone before its network changes", () => {
    const links = { "p-links": { waitsFor: ["p-network"] } };
    const young = platform(true, { "p-network": { makes: ["eu", "us", "more"] } });
    expect(commands({ ...platform(true), ...links }, young)).toEqual([
      "deployed: npx cdktf destroy p-links",
      "next: npx cdktf deploy 'p-*'",
    ]);
  });

  test("deploy what waited for a stack that is gone before that is destroyed, where nothing forbids it", () => {
    const old = { "p-one": {}, "p-two": { waitsFor: ["p-one"], makes: ["a"] } };
    expect(commands(old, { "p-two": { makes: ["b"] } })).toEqual([
      "next: npx cdktf deploy p-two --ignore-missing-stack-dependencies",
      "deployed: npx cdktf destroy p-one --ignore-missing-stack-dependencies",
    ]);
  });

  test("make anew in one stack what another one had, and say what that means", () => {
    const old = { "p-one": { makes: ["subnet"] }, "p-two": { waitsFor: ["p-one"] } };
    const young = { "p-one": {}, "p-two": { waitsFor: ["p-one"], makes: ["subnet"] } };
    expect(between(old, young)).toMatchObject({
      steps: [
        { action: "deploy", stack: "p-one" },
        { action: "deploy", stack: "p-two" },
      ],
      why: [
        "subnet subnet: stack p-one destroys it, and then stack p-two makes it anew: to keep it, take it out of the one by a removed block and into the other by an import block",
      ],
      impossible: [],
    });
    const back = between(young, old);
    expect(back.steps.map(({ stack }) => stack)).toEqual(["p-two", "p-one"]);
    expect(back.commands.map(({ command }) => command)).toEqual([
      "npx cdktf deploy p-two --ignore-missing-stack-dependencies",
      "npx cdktf deploy '*'",
    ]);
    // A stack with another name: all that it had goes there before it comes here.
    expect(commands({ "p-one": { makes: ["subnet"] } }, { "p-other": { makes: ["subnet"] } })).toEqual([
      "deployed: npx cdktf destroy p-one",
      "next: npx cdktf deploy '*'",
    ]);
  });

  test("cannot be found where a stack makes what another one needs, and removes what that one uses", () => {
    const swapped = {
      ...platform(true),
      "p-network": { makes: ["eu", "asia"] },
      "p-edge": { waitsFor: ["p-network"], names: ["eu", "asia"], makes: ["groups"] },
    };
    expect(between(platform(true), swapped).impossible).toEqual([
      "p-network makes subnet asia, which p-edge needs, and removes what is used until p-edge is deployed",
    ]);
  });
});

describe("of any two versions, the order", () => {
  const NAMES = ["a", "b", "c", "d"];
  /** Each stack may wait for those before it, and names what these make: there is nothing that nobody makes. */
  const version = (hasMany: boolean): fc.Arbitrary<Version> =>
    fc
      .tuple(fc.subarray(NAMES, { minLength: hasMany ? 2 : 1 }), fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }))
      .map(([names, coins]) => {
        const left = [...coins];
        const often = () => (left.pop() ?? 0) > 0;
        const evenly = () => (left.pop() ?? 0) > 1;
        const made: Record<string, Stack & { makes: string[] }> = {};
        for (const name of names) {
          const waitsFor = Object.keys(made).filter(often);
          const uses = waitsFor.flatMap((first) => made[first]?.makes ?? []).filter(often);
          made[name] = { waitsFor, names: uses, makes: [`${name}1`, `${name}2`].filter(evenly) };
        }
        return made;
      });

  test("is one that the cloud takes, unless there is none", () => {
    let impossible = 0;
    fc.assert(
      fc.property(version(true), version(false), (old, young) => {
        const found = between(old, young);
        if (found.impossible.length === 0) {
          expect([found.steps, isTaken(old, young, found.steps)]).toEqual([found.steps, true]);
          const run = found.commands.flatMap(({ steps }) => steps);
          expect(run).toEqual(found.steps);
        } else {
          impossible++;
          expect(permutations(found.steps).filter((steps) => isTaken(old, young, steps))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    expect(impossible).toBeGreaterThan(0);
  });
});

test.each([
  ["0.20.12", "cdktf"],
  ["0.21.0", "cdktf"],
  ["0.22.0", "cdktn"],
  ["0.24.0", "cdktn"],
  ["1.0.0", "cdktn"],
])("what the core %s has written is deployed and destroyed by %s", (version, command) => {
  const [before, after] = [stacksOf(platform(true)), stacksOf(platform(false))].map((one) => writtenBy(version, one));
  const found = stepsOf(stackChanges(before ?? [], after ?? [], undefined));
  const all = commandsOf(found, before ?? [], after ?? []).map((one) => one.command.split(" ").slice(0, 2).join(" "));
  expect(all).toEqual(all.map(() => `npx ${command}`));
  expect(all.length).toBe(3);
});

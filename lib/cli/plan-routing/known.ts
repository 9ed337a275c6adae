import { join } from "node:path";
import { oneOf } from "../../core/checks";
import { Problems } from "../../core/problems";
import { coordinatesOf } from "../../google/regions";
import type { Demand } from "../../routing/analysis/demand";
import type { RoutingFacts } from "../../routing/analysis/routing-facts";
import type { Coordinates } from "../../routing/coordinates";
import type { RoutingPolicy } from "../../routing/routing-policy";
import { readEnvironment } from "../environments";
import { isObject } from "../output-folder";
import { platformAround } from "../platform-parts";
import { readIfThere } from "../read-if-there";
import { type Input, inputOf } from "./input";

/** What the program is, as far as a plan needs it. */
export interface Known {
  readonly stack: string;
  readonly facts: RoutingFacts;
  /** The policy that is planned on from. */
  readonly policy: RoutingPolicy;
  readonly hostNames: readonly string[];
  /** Of all host names together. */
  readonly demand: Demand | undefined;
  /** Where the last resort runs. */
  readonly locations: readonly Coordinates[];
  readonly input: Input;
}

const PATH = "plan-routing";

/** Reads what was synthesized: the facts of one stack with records, and the regions of its platform. */
export function readKnown(folder: string, environment: string | undefined, stack: string | undefined): Known {
  const stacks = readEnvironment(folder, environment);
  const found = stacks.flatMap(({ name }) => {
    const text = readIfThere(join(folder, "stacks", name, "routing-facts.json"));
    return text === undefined ? [] : [{ name, text }];
  });
  const names = found.map(({ name }) => name).sort();
  return Problems.of(PATH, (problems) => {
    const one = stack === undefined && found.length === 1 ? found[0] : found.find(({ name }) => name === stack);
    if (names.length === 0)
      problems.conflict("folder", `${folder} holds no routing-facts.json: no stack has a routing`);
    else if (one === undefined) problems.refuse("--stack", stack, `a stack with a routing: ${oneOf(names)}`, "one-of");
    const { name = "", text = "{}" } = one ?? {};
    const facts =
      one === undefined ? { version: 1 as const } : factsOf(problems, `routing-facts.json of ${name}`, text);
    const { hostNames = [], ...policy } = one === undefined ? {} : onlyPolicy(problems, facts);
    const dataCenters = Object.keys(facts.dataCenters ?? {});
    const { regions } = platformAround(stacks, name, dataCenters);
    const locations = regions.flatMap(({ name: region, isBehindLoadBalancer }) => {
      const [latitude, longitude] = coordinatesOf(region) ?? [];
      return isBehindLoadBalancer && latitude !== undefined && longitude !== undefined ? [{ latitude, longitude }] : [];
    });
    const input = inputOf(`routing-facts.json of ${name}`, text);
    return { stack: name, facts, policy, hostNames, demand: demandOf(facts), locations, input };
  });
}

function factsOf(problems: Problems, file: string, text: string): RoutingFacts {
  const empty = { version: 1 } as const;
  let facts: unknown;
  try {
    facts = JSON.parse(text);
  } catch (error) {
    problems.conflict([file], `cannot be read (${(error as Error).message}): run "cdktf synth" first`);
    return empty;
  }
  if (isObject(facts) && facts.version === 1) return facts as unknown as RoutingFacts;
  problems.refuse([file, "version"], isObject(facts) ? facts.version : facts, "1: synthesize with this version");
  return empty;
}

/** Host names with policies of their own are more than one routing. */
function onlyPolicy(problems: Problems, { policies }: RoutingFacts) {
  const known = Object.entries(policies ?? {});
  if (known.length > 1) {
    const each = known.map(([name, { hostNames }]) => `${name} of ${hostNames.join(", ")}`).join("; ");
    problems.conflict("routing", `there are several policies, and one is planned at a time: ${each}`);
  }
  if (known.length === 0) problems.conflict("routing", "there is no policy, or only Terraform knows a part of it");
  return known[0]?.[1] ?? { hostNames: [] };
}

function demandOf({ demand, demandPerHostName }: RoutingFacts): Demand | undefined {
  const all = [...(demand ? [demand] : []), ...Object.values(demandPerHostName ?? {})];
  if (all.length === 0) return undefined;
  const sum: Record<string, number> = {};
  for (const one of all) {
    for (const [place, rate] of Object.entries<number | undefined>(one)) sum[place] = (sum[place] ?? 0) + (rate ?? 0);
  }
  return sum as Demand;
}

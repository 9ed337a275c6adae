import { Problems } from "../../core/problems";
import type { RoutingPlanOptions } from "../../planning/planning-options";

/** What would be otherwise. */
export interface WhatIf {
  /** Data centres that are not there. */
  readonly without?: readonly string[];
  /** How many times as much users ask for: `x1.3`. */
  readonly demand?: string;
  /** Data centres that are there as well: `marseille:40000@43.3,5.4`. */
  readonly with?: readonly string[];
}

export function isAsked({ without = [], demand, with: more = [] }: WhatIf): boolean {
  return without.length + more.length > 0 || demand !== undefined;
}

/** What would be if is no step, which an option is about. */
export function refuseWhatIf(option: string, asked: WhatIf): void {
  Problems.of("plan-routing", (problems) => {
    if (isAsked(asked)) problems.conflict(option, `is about a step, and "${whatIfText(asked)}" asks what would be`);
  });
}

/** What is asked, in words. */
export function whatIfText({ without = [], demand, with: more = [] }: WhatIf): string {
  const parts = [
    ...(without.length > 0 ? [`without ${without.join(" and ")}`] : []),
    ...(more.length > 0 ? [`with ${more.join(" and ")}`] : []),
    ...(demand === undefined ? [] : [`with the demand ${demand}`]),
  ];
  return parts.join(", ");
}

/** The options as they would be then. */
export function optionsIf(options: RoutingPlanOptions, asked: WhatIf): RoutingPlanOptions {
  return Problems.of("plan-routing", (problems) => {
    const factor = asked.demand === undefined ? 1 : factorOf(problems, asked.demand);
    const gone = asked.without ?? [];
    const names = Object.keys(options.dataCenters);
    for (const name of twiceIn(gone)) problems.conflict("--without", `${name} is there twice`);
    for (const name of gone) {
      problems.check("--without", name, (one) => names.includes(one), `a data centre: ${names.join(", ")}`, "one-of");
    }
    // Who is drained gets no users, and the deployed policy may still name it.
    const left = Object.entries(options.dataCenters).map(([name, site]) => [
      name,
      gone.includes(name) ? { ...site, drain: true } : site,
    ]);
    const added = (asked.with ?? []).flatMap((text) => addedBy(problems, text, options));
    for (const name of twiceIn(added.map(([name]) => name))) problems.conflict("--with", `${name} is there twice`);
    const services = Object.entries(options.services).map(([name, service]) => {
      const demand = Object.entries<number | undefined>(service.demand).map(([place, rate]) => [
        place,
        (rate ?? 0) * factor,
      ]);
      return [name, { ...service, demand: Object.fromEntries(demand) }];
    });
    const failures = options.failures && [...options.failures, ...added.map(([name]) => [name])];
    return {
      ...options,
      services: Object.fromEntries(services),
      dataCenters: Object.fromEntries([...left, ...added]),
      ...(failures && { failures }),
    };
  });
}

function twiceIn(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function factorOf(problems: Problems, text: string): number {
  const factor = Number(/^x(\d+(?:\.\d+)?)$/.exec(text)?.[1]);
  if (factor > 0) return factor;
  problems.refuse("--demand", text, "how many times as much: x1.3");
  return 1;
}

const ADDED = /^([a-z][a-z0-9-]*):(\d+(?:\.\d+)?)@(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/;

function addedBy(problems: Problems, text: string, { services, dataCenters }: RoutingPlanOptions) {
  const [, name = "", rate, latitude, longitude] = ADDED.exec(text) ?? [];
  const [service = "", ...others] = Object.keys(services);
  const form = "a name, what it takes and where it stands: marseille:40000@43.3,5.4";
  if (name === "") problems.refuse("--with", text, form);
  else if (others.length > 0)
    problems.conflict("--with", "there are several services: write it into dataCenters of --planning");
  else if (Object.hasOwn(dataCenters, name)) problems.refuse("--with", name, "a name that no data centre has");
  const location = { latitude: Number(latitude), longitude: Number(longitude) };
  return name === "" ? [] : [[name, { capacity: { [service]: Number(rate) }, location }] as const];
}

import { endpointGroupOf } from "../endpoint-groups";
import type { Settings, SynthesizedStack } from "../output-folder";
import { blocksOf } from "./blocks";
import type { StackChange } from "./resource-changes";
import { codedResources, referencesIn } from "./resources";

/** Requests that had an answer before, and that nobody answers after an apply: Terraform makes endpoint groups empty, and GKE fills them later. */
export interface Unserved {
  readonly stack: string;
  /** The name of the backend service. */
  readonly service: string;
  /** Whose requests: a host name, with a path where only that leads there. */
  readonly names: readonly string[];
  /** The region, where others still answer. */
  readonly region?: string;
  readonly text: string;
}

/** A backend service to which a load balancer leads. */
interface Target {
  readonly stack: string;
  readonly name: string;
  readonly backends: readonly Backend[];
}

interface Backend {
  readonly region: string;
  /** Whether it has endpoints as far as is known: those of a data centre are made in the same apply. */
  readonly hasEndpoints: boolean;
}

/** Services, and regions of services, whose groups are all new, though something answered there before. */
export function unserved(changes: readonly StackChange[]): readonly Unserved[] {
  const kept = new Set(changes.flatMap(({ old }) => (old === undefined ? [] : groupsIn(old))));
  const old = targets(changes, "old", () => true);
  const young = targets(changes, "young", (group, { changes }) => {
    const isNew = changes.some(({ address, becomes }) => becomes === "replaced" && address === group.address);
    return kept.has(group.place) && !isNew;
  });
  const services = new Set([...old.values()].map(({ name }) => name));
  const stay = new Set([...young.values()].map(({ name }) => name));
  const found = new Map<string, Unserved>();
  for (const [name, target] of young) {
    const before = old.get(name) ?? old.get(name.split("/")[0] ?? "");
    for (const region of before === undefined ? [] : emptyRegions(before, target, services)) {
      const key = JSON.stringify([target.stack, target.name, region]);
      const names = [...(found.get(key)?.names ?? []), name];
      const isRenamed =
        before !== undefined && !services.has(target.name) && !stay.has(before.name) && isAlike(before, target);
      found.set(key, unservedBy(target, names, region, isRenamed));
    }
  }
  return [...found.values()];
}

/** The regions in which nothing is left that has endpoints; `undefined` stands for all that there are. */
function emptyRegions(before: Target, target: Target, services: ReadonlySet<string>): readonly (string | undefined)[] {
  const { backends } = target;
  // What has none for Terraform gets them from a controller.
  if (backends.length === 0) return services.has(target.name) ? [] : [undefined];
  if (!backends.some(({ hasEndpoints }) => hasEndpoints)) return [undefined];
  const regions = new Set(before.backends.map(({ region }) => region));
  return [...regions].filter((region) => {
    const there = backends.filter((backend) => backend.region === region);
    return there.length > 0 && !there.some(({ hasEndpoints }) => hasEndpoints);
  });
}

/** Whether the backends of both are Terraform's, or of both a controller's. */
function isAlike(one: Target, other: Target): boolean {
  return (one.backends.length === 0) === (other.backends.length === 0);
}

function unservedBy(
  { stack, name: service, backends }: Target,
  names: readonly string[],
  region: string | undefined,
  isRenamed: boolean,
): Unserved {
  const what = `Requests to ${names.join(", ")} ${region === undefined ? "fail" : `leave ${region}`}`;
  const why =
    backends.length === 0
      ? "has no endpoint group until its Kubernetes Service has its annotation"
      : "has only new endpoint groups, which are empty until its Kubernetes Service has their annotation";
  const way = isRenamed
    ? '. To rename it in the program alone, keep its former name by the option name: docs/customize.md, "Rename a key"'
    : "";
  const text = `${what}: ${service} ${why}${way}`;
  return { stack, service, names, ...(region === undefined ? {} : { region }), text };
}

/** A group that GKE fills: its address, and its name with the zone. */
interface Group {
  readonly address: string;
  readonly place: string;
}

type HasEndpoints = (group: Group, change: StackChange) => boolean;

/** The backend services of one version by the host names, and paths, that lead to them. */
function targets(
  changes: readonly StackChange[],
  version: "old" | "young",
  hasEndpoints: HasEndpoints,
): ReadonlyMap<string, Target> {
  const all = changes.flatMap((change) => {
    const stack = change[version];
    if (stack === undefined) return [];
    return routesIn(stack).flatMap(([name, reference]): [string, Target][] => {
      const service = codedResources(stack.configuration).get(reference)?.settings;
      return service === undefined ? [] : [[name, targetOf(service, stack, change, hasEndpoints)]];
    });
  });
  return new Map(all);
}

/** The host names of a stack's load balancers, each with the address of its backend service; of a path, with that behind it. */
function routesIn({ configuration }: SynthesizedStack): readonly (readonly [string, string])[] {
  const maps = [...codedResources(configuration).values()].filter(({ type }) => type === "google_compute_url_map");
  return maps.flatMap(({ settings }) =>
    blocksOf(settings, "host_rule").flatMap(({ hosts, path_matcher: matcher }) =>
      blocksOf(settings, "path_matcher")
        .filter(({ name }) => name === matcher)
        .flatMap((block) => ((hosts ?? []) as readonly string[]).flatMap((host) => routesOf(host, block))),
    ),
  );
}

function routesOf(host: string, matcher: Settings): readonly (readonly [string, string])[] {
  const paths = blocksOf(matcher, "path_rule").flatMap(({ paths, service }) =>
    ((paths ?? []) as readonly string[]).map((path) => [`${host}${path}`, service] as const),
  );
  return [[host, matcher.default_service] as const, ...paths].flatMap(([name, service]) =>
    referencesIn(service).map((reference) => [name, reference] as const),
  );
}

function targetOf(service: Settings, stack: SynthesizedStack, change: StackChange, hasEndpoints: HasEndpoints): Target {
  const used = blocksOf(service, "backend").filter(({ capacity_scaler: capacity = 1 }) => Number(capacity) > 0);
  const backends = used.map(({ group }): Backend => {
    const { region } = endpointGroupOf(stack.configuration, String(group));
    const [own] = referencesIn(group).flatMap((address) => groupOf(stack, address) ?? []);
    return { region, hasEndpoints: own === undefined || hasEndpoints(own, change) };
  });
  return { stack: stack.name, name: String(service.name), backends };
}

function groupsIn(stack: SynthesizedStack): readonly string[] {
  return [...codedResources(stack.configuration).keys()].flatMap((address) => groupOf(stack, address)?.place ?? []);
}

function groupOf({ configuration }: SynthesizedStack, address: string): Group | undefined {
  const settings = codedResources(configuration).get(address)?.settings;
  const isFilledLater = settings?.network_endpoint_type === "GCE_VM_IP_PORT";
  return isFilledLater ? { address, place: `${settings.zone}/${settings.name}` } : undefined;
}

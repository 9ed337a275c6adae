import { oneOf } from "../core/checks";
import { Problems } from "../core/problems";
import { notAnalysed } from "../route53/simulation/not-analysed";
import { type Behaviour, Behaviours } from "../routing/analysis/behaviour";
import { answererName, percentText } from "../routing/analysis/words";
import { type Answerer, type Answers, answererAt, LAST_RESORT } from "../routing/answers";
import { ALL_LOCATIONS, type Location, locationName, NOWHERE } from "../routing/location";
import { aboutHost } from "./asked-host";
import { type EndpointGroup, endpointGroupOf } from "./endpoint-groups";
import { resources, type Settings, type SynthesizedStack, type TerraformConfiguration } from "./output-folder";
import { type StackWithRecords, withRecords } from "./zones";

/** More places than these on one arrow are a number. */
const NAMED_PLACES = 4;

/** The other names in the picture, and words that Mermaid keeps for itself. */
const RESERVED = ["users", "dns", "last_resort", "no_answer", "default", "end", "graph", "subgraph"];

/**
 * A platform as a picture in Mermaid, drawn from what was synthesized: who sends whose users where, and who comes next.
 *
 * The load balancer is in one of the stacks that the stack with the records waits for.
 *
 * @param name the stack with the records; with one such stack, it need not be named
 * @param hostName this one alone; all, when it is left out
 */
export function picture(stacks: readonly SynthesizedStack[], name?: string, hostName?: string): string {
  const dns = chosen(stacks, name);
  const { zone, unreadable } = Problems.of("picture", (problems) => {
    return aboutHost(problems, new Map([[dns.name, dns.read]]), hostName).get(dns.name) ?? dns.read;
  });
  const before = stacks.filter((stack) => dns.waitsFor.includes(stack.name));
  const lastResort = [dns, ...before].some(hasLoadBalancer) ? LOAD_BALANCER : LAST_RESORT;
  const regions = before.flatMap(regionsOf);
  const behind = [...new Set(before.flatMap(dataCentersBehind))];
  const nodes = new Nodes(new Set([...RESERVED, ...regions.map(plainId)]), lastResort);
  return [
    "flowchart LR",
    '  users([Users]) -- "which address?" --> dns["Route 53"]',
    ...routes(zone, nodes),
    ...regions.map((region) => `  last_resort --> ${plainId(region)}["GKE ${region}"]`),
    ...behind.map(answererAt).map((site) => `  last_resort -- "over the VPC" --> ${nodes.boxOf(site)}`),
    ...unreadable.flatMap((record) => notAnalysed(record) ?? []).map((line) => `  %% ${line}`),
  ].join("\n");
}

const LOAD_BALANCER = "one anycast address<br>Google's load balancer";

/** Whether a stack has a load balancer of Google, or looks its addresses up. */
export function hasLoadBalancer({ configuration: { resource, data } }: SynthesizedStack): boolean {
  return resource?.google_compute_backend_service !== undefined || data?.google_compute_global_address !== undefined;
}

/** The stack with the records that is meant. */
export function chosen(stacks: readonly SynthesizedStack[], name: string | undefined): StackWithRecords {
  const all = withRecords(stacks);
  const names = all.map((stack) => stack.name).sort();
  const only = all.length === 1 ? all[0] : undefined;
  const found = name === undefined ? only : all.find((stack) => stack.name === name);
  return Problems.of("picture", (problems) => {
    if (names.length === 0) problems.conflict("--stack", "no stack has address records of Route 53");
    else checkStack(problems, name, found, names);
    return found as StackWithRecords;
  });
}

function checkStack(
  problems: Problems,
  name: string | undefined,
  found: StackWithRecords | undefined,
  names: readonly string[],
): void {
  if (found !== undefined) return;
  const hint = names.length > 1 ? "; or --environment" : "";
  problems.refuse("--stack", name, `a stack with address records of Route 53: ${oneOf(names)}${hint}`, "one-of");
}

/** The arrows from DNS to whoever answers, and from each to the next. */
function routes(answers: Answers, nodes: Nodes): readonly string[] {
  const behaviours = Behaviours.among(answers);
  const direct = new Map<string, Set<string>>();
  const next = new Set<string>();
  for (const question of answers.questions) {
    for (const place of ALL_LOCATIONS) {
      const behaviour = behaviours.of(question, place);
      if (behaviour === undefined || (behaviour.chain.tiers.length === 0 && place !== NOWHERE)) continue;
      for (const [node, who] of arrowsOf(behaviour, place, nodes)) {
        direct.set(node, (direct.get(node) ?? new Set()).add(who));
      }
      for (const arrow of failovers(behaviour, nodes)) next.add(arrow);
    }
  }
  return [...[...direct].map(([node, who]) => `  dns -- "${listed([...who])}" --> ${node}`), ...next];
}

/** The users of a place, by the node that they are sent to. */
function arrowsOf({ well }: Behaviour, place: Location, nodes: Nodes): readonly (readonly [string, string])[] {
  return well
    .filter(({ answerer }) => answerer.kind !== "last-resort" || place === NOWHERE)
    .map(({ answerer, share }) => {
      const who = place === NOWHERE ? "everyone else" : `${placeOf(place)} ${percentText(share)}`;
      return [nodes.boxOf(answerer), who];
    });
}

/** From each endpoint to those who answer while it is down. */
function failovers({ chain }: Behaviour, nodes: Nodes): readonly string[] {
  const tiers = [...chain.tiers.map((tier) => tier.map(answererAt)), [chain.end]];
  return chain.tiers.flatMap((tier, index) =>
    tier.flatMap((down) =>
      (tiers[index + 1] ?? []).map(
        (heir) => `  ${nodes.idOf(answererAt(down))} -. "when down" .-> ${nodes.idOf(heir)}`,
      ),
    ),
  );
}

/** Whoever answers: their names as Mermaid wants them, and their titles. */
class Nodes {
  /**
   * @param taken the other names in the picture
   * @param lastResort what the last resort is
   */
  constructor(
    private readonly taken: ReadonlySet<string>,
    private readonly lastResort: string,
  ) {}

  public boxOf(answerer: Answerer): string {
    return `${this.idOf(answerer)}["${this.titleOf(answerer)}"]`;
  }

  public titleOf(answerer: Answerer): string {
    switch (answerer.kind) {
      case "endpoint":
        return `${answerer.name}<br>your data centre`;
      case "last-resort":
        return this.lastResort;
      default:
        return answererName(answerer);
    }
  }

  public idOf(answerer: Answerer): string {
    switch (answerer.kind) {
      case "last-resort":
        return "last_resort";
      case "nobody":
        return "no_answer";
      // A data centre may be called as anything else in the picture is. No name ends in a hyphen, so with a last underscore it
      // is its own, and an alias with two.
      case "endpoint":
        return this.taken.has(plainId(answerer.name)) ? `${plainId(answerer.name)}_` : plainId(answerer.name);
      case "alias":
        return `${plainId(answerer.name)}__`;
    }
  }
}

/** The regions whose clusters are behind a load balancer. */
export function regionsOf({ configuration }: SynthesizedStack): readonly string[] {
  const groups = groupsBehind(configuration);
  return [...new Set(groups.filter(({ isDataCenter }) => !isDataCenter).map(({ region }) => region))];
}

/** The data centres that are behind a load balancer. */
export function dataCentersBehind({ configuration }: SynthesizedStack): readonly string[] {
  return [...new Set(groupsBehind(configuration).flatMap(({ dataCenter }) => dataCenter ?? []))].sort();
}

function groupsBehind(configuration: TerraformConfiguration): readonly EndpointGroup[] {
  const services = Object.values(resources(configuration, "google_compute_backend_service"));
  const backends = services.flatMap(({ backend = [] }) => backend as readonly Settings[]);
  return backends.map(({ group }) => endpointGroupOf(configuration, String(group)));
}

function placeOf(location: Location): string {
  return location.subdivision ?? location.country ?? locationName(location);
}

function listed(places: readonly string[]): string {
  const others = places.length - NAMED_PLACES;
  return [...places.slice(0, NAMED_PLACES), ...(others > 0 ? [`and ${others} more`] : [])].join("<br>");
}

/** Mermaid's names are letters, digits and underscores. */
function plainId(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, "_");
}

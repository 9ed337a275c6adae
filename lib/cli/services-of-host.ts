import { plainHostName } from "../core/host-names";
import type { Problems } from "../core/problems";
import { checkHost } from "./asked-host";
import { resources, type Settings, type SynthesizedStack } from "./output-folder";

/** The services that answer for a host name, as the load balancer's map of URLs has them, by stack. */
export function servicesOfHost(
  problems: Problems,
  stacks: readonly SynthesizedStack[],
  hostName: string,
): ReadonlyMap<string, readonly string[]> {
  const rules = stacks.flatMap(({ name, configuration }) =>
    Object.values(resources(configuration, "google_compute_url_map")).flatMap((map) =>
      blocks(map.host_rule).map((rule) => ({ stack: name, configuration, map, rule })),
    ),
  );
  const hostsOf = ({ hosts }: Settings) => (hosts as readonly string[] | undefined) ?? [];
  checkHost(problems, hostName, [...new Set(rules.flatMap(({ rule }) => hostsOf(rule)))]);
  const found = new Map<string, readonly string[]>();
  for (const { stack, configuration, map, rule } of rules) {
    if (!hostsOf(rule).includes(plainHostName(hostName))) continue;
    const matchers = blocks(map.path_matcher).filter(({ name }) => name === rule.path_matcher);
    const ids = matchers.flatMap((matcher) => [
      matcher.default_service,
      ...blocks(matcher.path_rule).map(({ service }) => service),
    ]);
    const services = resources(configuration, "google_compute_backend_service");
    const names = ids.map((id) => {
      const [, address = ""] = /google_compute_backend_service\.([\w-]+)/.exec(String(id)) ?? [];
      return String(services[address]?.name ?? id);
    });
    found.set(stack, [...(found.get(stack) ?? []), ...names]);
  }
  return found;
}

function blocks(value: unknown): readonly Settings[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value as Settings];
}

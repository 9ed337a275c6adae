import type { Settings } from "../output-folder";
import type { StackChange } from "./resource-changes";
import { codedResources, referencesIn } from "./resources";

/** A load balancer at which another service answers host names that no service has. */
export interface DefaultServiceChange {
  readonly stack: string;
  /** The name of the backend service that answers them so far. */
  readonly before: string;
  /** The name of that which answers them after the apply. */
  readonly after: string;
  readonly text: string;
}

/** The load balancers at which another service answers such host names, though none has only another name. */
export function defaultServiceChanges(changes: readonly StackChange[]): readonly DefaultServiceChange[] {
  return changes.flatMap(({ stack, old, young }) => {
    const services = (one: typeof old) => settingsOf(one, "google_compute_backend_service").map(({ name }) => name);
    const maps = new Map(settingsOf(young, "google_compute_url_map").map((map) => [map.name, map]));
    return settingsOf(old, "google_compute_url_map").flatMap((map): DefaultServiceChange[] => {
      const before = defaultOf(old, map);
      const after = defaultOf(young, maps.get(map.name));
      if (before === undefined || after === undefined || before === after) return [];
      // One that goes while another comes is renamed, or goes over to a controller: that is told elsewhere.
      if (!services(young).includes(before) && !services(old).includes(after)) return [];
      const text = `Requests for host names that no service has go to ${after}, no longer to ${before}`;
      return [{ stack, before, after, text }];
    });
  });
}

function settingsOf(stack: StackChange["old"], type: string): readonly Settings[] {
  return [...codedResources(stack?.configuration).values()].flatMap((one) => (one.type === type ? [one.settings] : []));
}

/** The name of the service, or what the program has instead of a service of the stack. */
function defaultOf(stack: StackChange["old"], map: Settings | undefined): string | undefined {
  const given = map?.default_service;
  if (given === undefined) return undefined;
  const [address = ""] = referencesIn(given);
  return String(codedResources(stack?.configuration).get(address)?.settings.name ?? given);
}

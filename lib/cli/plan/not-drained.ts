import { takersOf } from "../takers";
import { shownValue } from "./blocks";
import type { StackChange } from "./resource-changes";
import { codedResources } from "./resources";

/** Regions whose clusters are destroyed while the load balancer still sends requests there, a line each. */
export function notDrained(changes: readonly StackChange[]): readonly string[] {
  const gone = changes.filter(({ young }) => young === undefined).flatMap(({ old }) => old ?? []);
  const clusters = gone.flatMap(({ configuration }) =>
    [...codedResources(configuration).values()].filter(({ type }) => type === "google_container_cluster"),
  );
  const regions = new Set(clusters.flatMap(({ settings }) => shownValue(settings.location) ?? []));
  // Of a platform that goes as a whole, no request is sent anywhere.
  const kept = changes.flatMap(({ old, young }) => (old === undefined || young === undefined ? [] : [old]));
  const services = takersOf(kept);
  return [...regions].sort().flatMap((region) => {
    const sending = services.filter(({ sites }) =>
      sites.some(({ site }) => site.name === region && !site.isDataCenter && site.capacity > 0),
    );
    const names = sending.map(({ service }) => service).join(", ");
    return names === "" ? [] : [`${names}: requests still go to ${region}, whose cluster is destroyed: drain it first`];
  });
}

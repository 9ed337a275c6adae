import type { HealthCheckProfile } from "../../../routing/health-check-profile";
import type { Settings } from "../../output-folder";
import { one } from "../existing";

/** How a record's addresses are checked, and what of that cannot be so here. */
export interface ReadHealthCheck {
  readonly profile: HealthCheckProfile;
  readonly toDo: readonly string[];
}

/**
 * What octoDNS checks where a record has nothing about it. Sources: https://octodns.readthedocs.io/en/latest/dynamic_records.html, and of its
 * provider for Route 53 https://github.com/octodns/octodns-route53: every 10 seconds, 6 failures.
 */
const DEFAULTS = { path: "/_dns", port: 443, protocol: "HTTPS", failure_threshold: 6 };

/**
 * The health check of a record: `octodns.healthcheck`, and `octodns.route53.healthcheck` of its provider for Route 53.
 *
 * @param hostName the record's own name, which octoDNS asks for where nothing else is given
 */
export function healthCheckOf(data: Settings, hostName: string, zoneName: string): ReadHealthCheck {
  const octodns = one(data.octodns);
  const general = one(octodns.healthcheck);
  const ofRoute53 = one(one(octodns.route53).healthcheck);
  const protocol = String(general.protocol ?? DEFAULTS.protocol);
  const host = typeof general.host === "string" ? general.host : hostName;
  const toDo: string[] = [];
  const isKnown = ["HTTP", "HTTPS", "TCP"].includes(protocol);
  if (!isKnown) toDo.push(`its health check is by ${protocol}, which Route 53 does not support: here it is TCP`);
  const hasAnswer = protocol === "HTTP" || protocol === "HTTPS";
  const isOwn = host === hostName;
  if (hasAnswer && isOwn)
    toDo.push(
      `its health check asks for ${hostName}, which users ask for: here it asks for health.${zoneName}, which the servers must answer for`,
    );
  const number = (name: "port" | "failure_threshold", given: unknown = DEFAULTS[name]) => {
    if (Number.isInteger(Number(given)) && given !== null && given !== "") return Number(given);
    toDo.push(
      `its ${name} of the health check, ${JSON.stringify(given)}, is not a whole number: here it is ${DEFAULTS[name]}`,
    );
    return DEFAULTS[name];
  };
  return {
    profile: {
      protocol: (isKnown ? protocol : "TCP") as HealthCheckProfile["protocol"],
      hostName: hasAnswer && !isOwn ? host : undefined,
      path: hasAnswer ? pathOf(general.path) : undefined,
      port: number("port", general.port),
      intervalSeconds: ofRoute53.request_interval === 30 ? 30 : 10,
      failureThreshold: number("failure_threshold", ofRoute53.failure_threshold),
    },
    toDo,
  };
}

function pathOf(path: unknown): string {
  const text = typeof path === "string" ? path : DEFAULTS.path;
  return text.startsWith("/") ? text : `/${text}`;
}

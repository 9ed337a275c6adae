import type { Settings } from "../output-folder";
import { type Existing, type FoundThings, isRecord, lastPart, textOf } from "./existing";
import { isUrlOfGoogle, plainPath } from "./google-paths";
import { SHAPES } from "./google-shapes";

/** Types of Compute Engine that Terraform has one for. */
const TYPES: Readonly<Record<string, string>> = {
  "compute#network": "google_compute_network",
  "compute#subnetwork": "google_compute_subnetwork",
  "compute#router": "google_compute_router",
  "compute#firewall": "google_compute_firewall",
  "compute#vpnGateway": "google_compute_ha_vpn_gateway",
  "compute#externalVpnGateway": "google_compute_external_vpn_gateway",
  "compute#vpnTunnel": "google_compute_vpn_tunnel",
  "compute#interconnectAttachment": "google_compute_interconnect_attachment",
  "compute#networkEndpointGroup": "google_compute_network_endpoint_group",
  "compute#healthCheck": "google_compute_health_check",
  "compute#backendService": "google_compute_backend_service",
  "compute#urlMap": "google_compute_url_map",
  "compute#targetHttpProxy": "google_compute_target_http_proxy",
  "compute#targetHttpsProxy": "google_compute_target_https_proxy",
  "compute#sslPolicy": "google_compute_ssl_policy",
  "compute#securityPolicy": "google_compute_security_policy",
};

/** What there is globally, or in a region. */
const GLOBAL_TYPES: Readonly<Record<string, string>> = {
  "compute#address": "google_compute_global_address",
  "compute#forwardingRule": "google_compute_global_forwarding_rule",
};

/** Types of APIs whose objects say what they are by their paths alone. */
const PATHS: readonly (readonly [path: RegExp, type: string])[] = [
  [/\/clusters\/[^/]+\/nodePools\/[^/]+$/, "google_container_node_pool"],
  [/\/(locations|zones)\/[^/]+\/clusters\/[^/]+$/, "google_container_cluster"],
  [/\/locations\/[^/]+\/certificates\/[^/]+$/, "google_certificate_manager_certificate"],
  [/\/certificateMaps\/[^/]+\/certificateMapEntries\/[^/]+$/, "google_certificate_manager_certificate_map_entry"],
  [/\/locations\/[^/]+\/certificateMaps\/[^/]+$/, "google_certificate_manager_certificate_map"],
  [/\/locations\/[^/]+\/dnsAuthorizations\/[^/]+$/, "google_certificate_manager_dns_authorization"],
  [/\/serviceAccounts\/[^/]+$/, "google_service_account"],
  [/^projects\/[^/]+\/services\/[^/]+$/, "google_project_service"],
];

/** Whether a file is what `gcloud … describe --format=json` or `gcloud … list --format=json` prints: an object, or a list of some. */
export function areGoogleObjects(content: unknown): boolean {
  const all = [content].flat();
  return all.length > 0 && all.every((one) => isRecord(one) && pathOf(one) !== undefined);
}

function pathOf({ selfLink, name, kind }: Settings): string | undefined {
  if (typeof selfLink === "string" && isUrlOfGoogle(selfLink)) return plainPath(selfLink);
  if (typeof name === "string" && /^projects\/[^/]+\/\w/.test(name)) return name;
  return typeof kind === "string" && kind.startsWith("compute#") && typeof name === "string" ? name : undefined;
}

/** What gcloud printed, in the words of the provider. */
export function readGoogleObjects(content: unknown): FoundThings {
  const found = [content].flat().filter(isRecord).map(readObject);
  return { things: found.flatMap(({ things }) => things), leftOut: found.flatMap(({ leftOut }) => leftOut) };
}

function readObject(object: Settings): FoundThings {
  const path = pathOf(object) ?? "";
  const type = typeOf(object, path);
  if (type === undefined) {
    const kind = textOf(object.kind)?.replace("compute#", "") ?? path.split("/").at(-2) ?? "object";
    return { things: [], leftOut: [`${kind} ${lastPart(path)}: this library makes none of its kind`] };
  }
  const converted = inTerms(object, path);
  const things: readonly Existing[] = SHAPES[type]?.(converted) ?? [{ type, settings: converted }];
  return { things, leftOut: [] };
}

function typeOf({ kind, region }: Settings, path: string): string | undefined {
  const compute = textOf(kind);
  if (compute === undefined) return PATHS.find(([pattern]) => pattern.test(path))?.[1];
  if (compute === "compute#sslCertificate") return "google_compute_managed_ssl_certificate";
  if (compute in GLOBAL_TYPES) {
    if (region === undefined) return GLOBAL_TYPES[compute];
    return compute === "compute#address" ? "google_compute_address" : undefined;
  }
  const isRegional = region !== undefined && /(healthCheck|backendService|urlMap|Prox(y|ies)|Polic)/.test(compute);
  return isRegional ? undefined : TYPES[compute];
}

/** The object with the names of its properties as Terraform writes them, and with what is in its path. */
function inTerms(object: Settings, path: string): Settings {
  const parts = path.split("/");
  const after = (collection: string) => {
    const index = parts.indexOf(collection);
    return index < 0 ? undefined : parts[index + 1];
  };
  const { kind: _, selfLink: __, selfLinkWithId: ___, id: ____, ...own } = object;
  const place = {
    name: lastPart(path),
    project: after("projects"),
    region: after("regions"),
    zone: after("zones"),
    location: after("locations") ?? after("zones"),
    cluster: after("clusters"),
    map: after("certificateMaps"),
  };
  const known = Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
  return { ...(snakeCase(own) as Settings), ...known };
}

/** `autoCreateSubnetworks` is `auto_create_subnetworks`, and a URL its path. Labels and other maps of a user's keep their keys. */
function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCase);
  if (typeof value === "string") return value.startsWith("https://") ? plainPath(value) : value;
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [snake(name), MAPS.has(name) ? one : snakeCase(one)]),
  );
}

const MAPS = new Set(["labels", "resourceLabels", "metadata", "annotations"]);

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

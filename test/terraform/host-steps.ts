import type { Cloud } from "./stand-in/cloud";
import { pathIn } from "./stand-in/uses";
import { isList, isObject, type Value, type ValueObject } from "./stand-in/values";

/** What each user's request needs and does not find, by host name, path and address family: nothing when it is answered. */
type Missing = ReadonlyMap<string, string | undefined>;

/** Types whose change can take an answer away. */
const WATCHED =
  /^google_(certificate_manager_|compute_(global_forwarding_rule|target_https_proxy|url_map|backend_service|network_endpoint|managed_ssl))/;

/** Google's certificates are issued some time after they are made; those that DNS or a load balancer proves later even than that. */
const CERTIFICATES = ["google_certificate_manager_certificate", "google_compute_managed_ssl_certificate"];

/**
 * Watches the load balancers while Terraform changes them: after each single operation every host name is asked for, from the address
 * to the endpoints and to the certificate.
 */
export class HostSteps {
  private readonly before: Missing;
  private readonly onTheWay: { readonly after: string; readonly missing: Missing }[] = [];
  private readonly issued: ReadonlySet<string>;

  constructor(private readonly cloud: Cloud) {
    this.issued = new Set(CERTIFICATES.flatMap((type) => cloud.all(type).map(({ id }) => String(id))));
    this.before = this.look(true);
  }

  /** To be called after each operation. */
  public see({ action, type, id }: { readonly action: string; readonly type: string; readonly id: string }): void {
    if (WATCHED.test(type)) this.onTheWay.push({ after: `${action} ${id}`, missing: this.look(false) });
  }

  /** What was answered before, is answered now, and was not on the way: the first that was missing of each. */
  public end(): readonly string[] {
    const after = this.look(true);
    const kept = [...this.before].filter(([what, missing]) => missing === undefined && isAnswered(after, what));
    return kept.flatMap(([what]) => {
      const outage = this.onTheWay.find(({ missing }) => !isAnswered(missing, what));
      return outage === undefined ? [] : [`after ${outage.after}: ${what}: ${outage.missing.get(what) ?? "is gone"}`];
    });
  }

  /** Everything that is answered now. */
  public get answered(): readonly string[] {
    const all = this.look(true);
    return [...all.keys()].filter((what) => isAnswered(all, what));
  }

  private look(takesNewCertificates: boolean): Missing {
    return new Map(
      this.cloud
        .all("google_compute_global_forwarding_rule")
        .filter(({ port_range }) => port_range === "443" || port_range === "443-443")
        .flatMap((rule) => this.throughRule(rule, takesNewCertificates)),
    );
  }

  private throughRule(rule: ValueObject, takesNew: boolean): [string, string | undefined][] {
    const proxy = this.at("google_compute_target_https_proxy", rule.target);
    const urlMap = this.at("google_compute_url_map", proxy?.url_map);
    if (proxy === undefined || urlMap === undefined) return [];
    return blocks(urlMap.host_rule).flatMap(({ hosts, path_matcher }) => {
      const matcher = blocks(urlMap.path_matcher).find(({ name }) => name === path_matcher);
      return texts(hosts).flatMap((host) => {
        const certificate = this.certificateOf(host, proxy, takesNew);
        const served = matcher === undefined ? [["", null] as const] : servicesOf(matcher);
        return served.map(([path, service]): [string, string | undefined] => [
          `${rule.name} ${host}${path}`,
          certificate ?? this.backendOf(service),
        ]);
      });
    });
  }

  /** What is missing for a certificate of the host name. */
  private certificateOf(host: string, proxy: ValueObject, takesNew: boolean): string | undefined {
    const isIssued = (id: string) => takesNew || this.issued.has(id);
    const map = this.at("google_certificate_manager_certificate_map", proxy.certificate_map);
    if (map === undefined) {
      const own = texts(proxy.ssl_certificates).map((one) => this.at("google_compute_managed_ssl_certificate", one));
      const fitting = own.filter((one) => blocks(one?.managed).some(({ domains }) => texts(domains).includes(host)));
      return fitting.some((one) => isIssued(String(one?.id))) ? undefined : "no certificate that is issued";
    }
    const entry = this.cloud
      .all("google_certificate_manager_certificate_map_entry")
      .find((one) => one.map === map.name && covers(String(one.hostname), host));
    if (entry === undefined) return "no entry in the certificate map";
    const certificates = texts(entry.certificates).flatMap((one) => pathIn(one) ?? []);
    const isThere = (id: string) => this.cloud.has("google_certificate_manager_certificate", id);
    return certificates.some((id) => isThere(id) && isIssued(id)) ? undefined : "no certificate that is issued";
  }

  /** What is missing for an endpoint that can answer. Which of them are healthy, Terraform does not know. */
  private backendOf(service: Value | undefined): string | undefined {
    const backendService = this.at("google_compute_backend_service", service);
    if (backendService === undefined) return "no backend service";
    // The controller attaches the endpoint groups.
    if (String(backendService.name).endsWith("-autoneg")) return undefined;
    const open = blocks(backendService.backend).filter(({ capacity_scaler }) => capacity_scaler !== 0);
    return open.some(({ group }) => this.takesRequests(group)) ? undefined : "no backend that takes requests";
  }

  private takesRequests(path: Value | undefined): boolean {
    const group = this.at("google_compute_network_endpoint_group", path);
    if (group === undefined) return false;
    if (group.network_endpoint_type !== "NON_GCP_PRIVATE_IP_PORT") return true;
    const isIn = ({ network_endpoint_group: name, zone }: ValueObject) => name === group.name && zone === group.zone;
    return this.cloud.all("google_compute_network_endpoint").some(isIn);
  }

  private at(type: string, path: Value | undefined): ValueObject | undefined {
    const id = typeof path === "string" ? pathIn(path) : undefined;
    return id === undefined ? undefined : this.cloud.read(type, id);
  }
}

const isAnswered = (all: Missing, what: string) => all.has(what) && all.get(what) === undefined;

function servicesOf({ default_service, path_rule }: ValueObject): (readonly [path: string, service: Value])[] {
  const paths = blocks(path_rule).flatMap((rule) =>
    texts(rule.paths).map((path) => [path, rule.service ?? null] as const),
  );
  return [["", default_service ?? null], ...paths];
}

/** Whether a host name of a certificate is that of a request, or a wildcard for it. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith("*.") && name.slice(1) === host.slice(host.indexOf(".")));
}

function blocks(value: Value | undefined): ValueObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

function texts(value: Value | undefined): string[] {
  return isList(value) ? value.filter((one) => typeof one === "string") : [];
}

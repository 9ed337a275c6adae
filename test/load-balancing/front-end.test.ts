import { Certificates } from "../../lib/load-balancing";
import { resourceOf, resourcesOf } from "../support/synthesize";
import { balancer, service } from "./support";

const stack = balancer({ api: service() });

describe("the front end", () => {
  test("has one anycast address of IPv4 and one of IPv6", () => {
    expect(Object.values(resourcesOf(stack, "google_compute_global_address"))).toEqual([
      { name: "acme-ipv4", address_type: "EXTERNAL", ip_version: "IPV4" },
      { name: "acme-ipv6", address_type: "EXTERNAL", ip_version: "IPV6" },
    ]);
  });

  test("forwards ports 443 and 80 of both addresses", () => {
    const rules = Object.values(resourcesOf(stack, "google_compute_global_forwarding_rule"));
    const shared = { ip_protocol: "TCP", load_balancing_scheme: "EXTERNAL_MANAGED" };
    const target = (port: string) => (port === "443" ? /target_https_proxy/ : /target_http_proxy/);
    expect(rules.map(({ name, port_range }) => [name, port_range])).toEqual([
      ["acme-http-ipv4", "80"],
      ["acme-http-ipv6", "80"],
      ["acme-https-ipv4", "443"],
      ["acme-https-ipv6", "443"],
    ]);
    for (const rule of rules) {
      expect(rule).toMatchObject(shared);
      expect(rule.target).toMatch(target(rule.port_range));
      expect(rule.ip_address).toMatch(rule.name.endsWith("ipv6") ? /ipv6/ : /ipv4/);
    }
  });

  test("speaks TLS 1.2 or later with modern ciphers, or those of the configured profile", () => {
    const policy = {
      name: "acme",
      profile: "MODERN",
      min_tls_version: "TLS_1_2",
      lifecycle: { create_before_destroy: true },
    };
    expect(resourceOf(stack, "google_compute_ssl_policy")).toEqual(policy);
    const restricted = balancer({ api: service() }, { tlsProfile: "RESTRICTED" });
    expect(resourceOf(restricted, "google_compute_ssl_policy")).toEqual({ ...policy, profile: "RESTRICTED" });
    expect(resourceOf(stack, "google_compute_target_https_proxy").ssl_policy).toMatch(/ssl_policy.*\.id/);
  });

  test("offers HTTP/3 unless it is switched off", () => {
    const quic = (http3?: boolean) =>
      resourceOf(balancer({ api: service() }, { http3 }), "google_compute_target_https_proxy").quic_override;
    expect([quic(), quic(true), quic(false)]).toEqual(["ENABLE", "ENABLE", "DISABLE"]);
  });

  test("sends HTTP to HTTPS for good, with the query", () => {
    const redirect = Object.values(resourcesOf(stack, "google_compute_url_map")).find(({ name }) =>
      name.endsWith("-redirect"),
    );
    expect(redirect).toEqual({
      name: "acme-redirect",
      default_url_redirect: {
        https_redirect: true,
        redirect_response_code: "MOVED_PERMANENTLY_DEFAULT",
        strip_query: false,
      },
      lifecycle: { create_before_destroy: true },
    });
    expect(resourceOf(stack, "google_compute_target_http_proxy").url_map).toContain("redirect");
  });

  test("is recreated before what it replaces goes: proxies and URL maps", () => {
    const types = ["target_https_proxy", "target_http_proxy", "url_map"].map((type) => `google_compute_${type}`);
    const all = types.flatMap((type) => Object.values(resourcesOf(stack, type)));
    expect(all.map(({ lifecycle }) => lifecycle)).toEqual(Array(4).fill({ create_before_destroy: true }));
  });

  test("has a proxy of another name for certificates of the classic kind: the provider cannot change one to a map", () => {
    const classicStack = balancer({ api: service() }, { certificates: Certificates.classic() });
    const [[id, map] = [], [classicId, classic] = []] = [stack, classicStack].flatMap((one) =>
      Object.entries(resourcesOf(one, "google_compute_target_https_proxy")),
    );
    expect([map?.name, classic?.name]).toEqual(["acme", "acme-classic"]);
    expect(classicId).not.toBe(id);
  });

  test("presents a certificate map, or certificates of the classic kind, never both", () => {
    const mapped = resourceOf(stack, "google_compute_target_https_proxy");
    expect(mapped.certificate_map).toMatch(/^\/\/certificatemanager\.googleapis\.com\/\$\{google_certificate_manager_/);
    expect(mapped).not.toHaveProperty("ssl_certificates");
    const classic = balancer({ api: service() }, { certificates: Certificates.classic() });
    const proxy = resourceOf(classic, "google_compute_target_https_proxy");
    expect(proxy.ssl_certificates).toHaveLength(1);
    expect(proxy).not.toHaveProperty("certificate_map");
  });
});

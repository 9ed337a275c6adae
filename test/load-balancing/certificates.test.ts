import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { ref, Token } from "cdktf";
import type { Construct } from "constructs";
import { Certificates, type DnsRecordOptions, GlobalLoadBalancer, type IDnsZone } from "../../lib/load-balancing";
import { type Block, refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { balancer, provenInZone, service } from "./support";

const PREFIX = "google_certificate_manager_";
const two = { api: service(), video: service({ hostName: "video.example.com" }) };

/** A zone of Cloud DNS, as somebody else would write it. */
class CloudDnsZone implements IDnsZone {
  constructor(
    private readonly managedZone: string,
    public readonly zoneName: string,
  ) {}

  public addRecord(scope: Construct, id: string, { recordName, type, values, ttlSeconds }: DnsRecordOptions) {
    const { managedZone } = this;
    return new DnsRecordSet(scope, id, { managedZone, name: recordName, type, rrdatas: [...values], ttl: ttlSeconds });
  }
}

/** A load balancer in a stack that knows Google Cloud alone. */
function withoutAws(certificates: Certificates): Block {
  return synthesizeStack((stack) => {
    new GoogleProvider(stack, "google", { project: "acme-test" });
    new GlobalLoadBalancer(stack, "lb", { loadBalancerName: "acme", certificates, services: two });
  });
}

function hostsOf(stack: Block): string[] {
  return Object.values(resourcesOf(stack, `${PREFIX}certificate_map_entry`)).map(({ hostname }) => hostname);
}

describe("certificates by DNS authorization", () => {
  const stack = balancer({ api: service() });

  test("are proven through Route 53 by a name of the project's own, before any user comes", () => {
    expect(resourceOf(stack, `${PREFIX}dns_authorization`)).toEqual({
      name: "api-example-com",
      domain: "api.example.com",
      type: "PER_PROJECT_RECORD",
    });
    const proof = resourceOf(stack, "aws_route53_record");
    expect(proof).toMatchObject({ zone_id: "Z0123456789EXAMPLE", ttl: 300 });
    expect(proof.name).toMatch(/dns_authorization.*\.dns_resource_record\[0\]\.name/);
    expect(proof.type).toMatch(/\.dns_resource_record\[0\]\.type/);
    expect(proof.records).toEqual([expect.stringMatching(/\.dns_resource_record\[0\]\.data/)]);
  });

  test("wait for the proof", () => {
    const certificate = resourceOf(stack, `${PREFIX}certificate`);
    expect(certificate).toEqual({
      name: "api-example-com",
      managed: { domains: ["api.example.com"], dns_authorizations: [expect.stringContaining("dns_authorization")] },
      depends_on: [expect.stringContaining("aws_route53_record")],
    });
    expect(resourceOf(stack, `${PREFIX}certificate_map_entry`)).toEqual({
      name: "api-example-com",
      map: expect.stringContaining("certificate_map"),
      hostname: "api.example.com",
      certificates: [expect.stringContaining("certificate")],
    });
  });

  test("leave the proxy before they are destroyed, and neither they nor their proof are created beside the old", () => {
    expect(resourceOf(stack, `${PREFIX}certificate_map`).lifecycle).toEqual({ create_before_destroy: true });
    for (const type of ["certificate_map_entry", "certificate", "dns_authorization"]) {
      expect(resourceOf(stack, `${PREFIX}${type}`)).not.toHaveProperty("lifecycle");
    }
    expect(resourceOf(stack, "aws_route53_record")).not.toHaveProperty("lifecycle");
  });

  test("are one for each host name, however many services answer it", () => {
    const shared = { ...two, login: service({ paths: ["/login"] }) };
    expect(hostsOf(balancer(shared)).sort()).toEqual(["api.example.com", "video.example.com"]);
  });

  test("keep apart host names that differ in a dot and a hyphen", () => {
    const stack = balancer({
      one: service({ hostName: "a-b.example.com" }),
      other: service({ hostName: "a.b.example.com" }),
    });
    const names = Object.values(resourcesOf(stack, `${PREFIX}certificate`)).map(({ name }) => name);
    expect(names.sort()).toEqual(["a--b-example-com", "a-b-example-com"]);
  });

  test("are ready for a service that comes later, with a warning until it does", () => {
    const certificates = provenInZone(["shop.example.com", "API.example.com"]);
    const stack = balancer({ api: service() }, { certificates });
    expect(hostsOf(stack).sort()).toEqual(["api.example.com", "shop.example.com"]);
    expect(stack.annotations.map(({ message }: Block) => message)).toEqual([
      'certificates.alsoFor: no service answers "shop.example.com": until one does, requests for it get the default service\'s answer',
    ]);
  });

  test("are refused for names outside of the zone", () => {
    const certificates = provenInZone(["shop.example.org", "shop"]);
    expect(refusalOf(() => balancer({ api: service() }, { certificates }))).toEqual([
      'stack/lb: certificates.alsoFor: got "shop.example.org", expected a name in the zone example.com',
      'stack/lb: certificates.alsoFor: got "shop", expected a host name of up to 253 characters, each part of letters, digits and hyphens and up to 63 long: "api.example.com"',
    ]);
  });
});

describe("a zone of another provider", () => {
  const zone = new CloudDnsZone("acme", "example.com.");
  const stack = withoutAws(Certificates.dnsAuthorized({ zone }));

  test("proves host names by records of its own, without AWS", () => {
    expect(Object.keys(stack.provider)).toEqual(["google"]);
    expect(JSON.stringify(stack)).not.toContain("aws");
    const records = Object.values(resourcesOf(stack, "google_dns_record_set"));
    expect(records).toEqual(
      records.map(() => ({
        managed_zone: "acme",
        name: expect.stringMatching(/dns_authorization.*\.dns_resource_record\[0\]\.name/),
        type: expect.stringMatching(/\.dns_resource_record\[0\]\.type/),
        rrdatas: [expect.stringMatching(/\.dns_resource_record\[0\]\.data/)],
        ttl: 300,
      })),
    );
    expect(records).toHaveLength(2);
    for (const { depends_on } of Object.values(resourcesOf(stack, `${PREFIX}certificate`))) {
      expect(depends_on).toEqual([expect.stringMatching(/^google_dns_record_set\./)]);
    }
  });

  test("holds all host names, in whatever way its name is written", () => {
    const services = { api: service({ hostName: "api.example.org" }) };
    expect(refusalOf(() => balancer(services, { certificates: Certificates.dnsAuthorized({ zone }) }))).toEqual([
      'stack/lb: services.api.hostName: got "api.example.org", expected a name in the zone example.com.',
    ]);
    const unknown = new CloudDnsZone("acme", Token.asString(ref("google_dns_managed_zone.acme.dns_name")));
    const certificates = Certificates.dnsAuthorized({ zone: unknown, alsoFor: ["shop.example.org"] });
    expect(() => balancer(services, { certificates })).not.toThrow();
  });
});

describe("certificates by DNS authorization without a zone", () => {
  test("are refused", () => {
    const expected =
      "needs a zone in which Google finds the proof of the host names: Certificates.dnsAuthorized({ zone }); without one, Certificates.classic() or Certificates.existingMap(certificateMapId)";
    expect(refusalOf(() => withoutAws(Certificates.dnsAuthorized()))).toEqual([`stack/lb: certificates: ${expected}`]);
  });
});

describe("certificates of another kind", () => {
  test("need no zone, and take host names of several", () => {
    const services = { api: service(), shop: service({ hostName: "shop.example.org" }) };
    const map = "projects/acme-test/locations/global/certificateMaps/m";
    for (const certificates of [Certificates.classic(), Certificates.existingMap(map)]) {
      expect(Object.keys(withoutAws(certificates).provider)).toEqual(["google"]);
      expect(JSON.stringify(withoutAws(certificates))).not.toContain("aws");
      expect(() => balancer(services, { certificates })).not.toThrow();
    }
  });

  test("of the classic kind are one for each host name, without Certificate Manager", () => {
    const stack = balancer(two, { certificates: Certificates.classic() });
    expect(Object.values(resourcesOf(stack, "google_compute_managed_ssl_certificate"))).toEqual([
      {
        name: "acme-api-example-com",
        managed: { domains: ["api.example.com"] },
        lifecycle: { create_before_destroy: true },
      },
      {
        name: "acme-video-example-com",
        managed: { domains: ["video.example.com"] },
        lifecycle: { create_before_destroy: true },
      },
    ]);
    expect(resourcesOf(stack, `${PREFIX}certificate_map`)).toEqual({});
  });

  test("of the classic kind are refused for more than 15 host names", () => {
    const withHostNames = (count: number) => {
      const keys = Array.from({ length: count }, (_, index) => `s${index}`);
      const services = Object.fromEntries(keys.map((key) => [key, service({ hostName: `${key}.example.com` })]));
      return balancer(services, { certificates: Certificates.classic() });
    };
    expect(Object.keys(resourcesOf(withHostNames(15), "google_compute_managed_ssl_certificate"))).toHaveLength(15);
    expect(refusalOf(() => withHostNames(16))).toEqual([
      "stack/lb: certificates: got 16, expected Certificates.classic() for up to 15 host names; dnsAuthorized() has no such limit",
    ]);
  });

  test("in a map that exists are used as they are", () => {
    const id = "projects/acme-test/locations/global/certificateMaps/m";
    const stack = balancer(two, { certificates: Certificates.existingMap(id) });
    expect(resourceOf(stack, "google_compute_target_https_proxy").certificate_map).toBe(
      `//certificatemanager.googleapis.com/${id}`,
    );
    expect(stack.resource).not.toHaveProperty("aws_route53_record");
    expect(refusalOf(() => balancer(two, { certificates: Certificates.existingMap("m") }))).toEqual([
      'stack/lb: certificates: got "m", expected "projects/P/locations/global/certificateMaps/M"',
    ]);
    expect(() =>
      balancer(two, { certificates: Certificates.existingMap(Token.asString(ref("var.map"))) }),
    ).not.toThrow();
  });
});

describe("a service of a wildcard", () => {
  const HOST = "*.shop.example.com";
  const shop = service({ hostName: HOST });

  test("has a certificate for the wildcard, proven by the name that it is below", () => {
    const stack = balancer({ shop });
    expect(resourceOf(stack, `${PREFIX}dns_authorization`)).toMatchObject({
      name: "shop-example-com",
      domain: "shop.example.com",
    });
    expect(resourceOf(stack, `${PREFIX}certificate`)).toMatchObject({
      name: "wildcard---shop-example-com",
      managed: { domains: [HOST], dns_authorizations: [expect.stringContaining("shop")] },
    });
    expect(hostsOf(stack)).toEqual([HOST]);
    const rules = Object.values(resourcesOf(stack, "google_compute_url_map")).flatMap((map) => map.host_rule ?? []);
    expect(rules.flatMap(({ hosts }) => hosts)).toEqual([HOST]);
  });

  test("shares the proof with the name itself, whichever comes first", () => {
    const itself = service({ hostName: "shop.example.com" });
    for (const services of [
      { shop, itself },
      { itself, shop },
    ]) {
      const stack = balancer(services);
      expect(Object.keys(resourcesOf(stack, `${PREFIX}dns_authorization`))).toHaveLength(1);
      expect(Object.keys(resourcesOf(stack, "aws_route53_record"))).toHaveLength(1);
      expect(hostsOf(stack).sort()).toEqual([HOST, "shop.example.com"]);
    }
  });

  test("is refused a classic certificate, which Google does not issue", () => {
    expect(refusalOf(() => balancer({ shop }, { certificates: Certificates.classic() }))).toEqual([
      `stack/lb: certificates: Google issues no classic certificate for ${HOST}: dnsAuthorized() has one for a wildcard`,
    ]);
  });

  test("loses a name below it whose certificate comes before its service, which is a warning", () => {
    const { annotations } = balancer({ shop }, { certificates: provenInZone(["api.shop.example.com"]) });
    expect(annotations.map(({ message }: Block) => message)).toEqual([
      `certificates.alsoFor: the proof of "api.shop.example.com" is a record below it, so that ${HOST} no longer answers for it: ` +
        "until a service does, DNS has no answer",
    ]);
  });
});

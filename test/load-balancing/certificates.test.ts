import { ref, Token } from "cdktf";
import { Certificates } from "../../lib/load-balancing";
import { type Block, refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { balancer, service } from "./support";

const PREFIX = "google_certificate_manager_";
const two = { api: service(), video: service({ hostName: "video.example.com" }) };

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

  test("are let go of by the proxy first, and neither they nor their proof are made beside the old", () => {
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
    const certificates = Certificates.dnsAuthorized({ alsoFor: ["shop.example.com", "API.example.com"] });
    const stack = balancer({ api: service() }, { certificates });
    expect(hostsOf(stack).sort()).toEqual(["api.example.com", "shop.example.com"]);
    expect(stack.annotations.map(({ message }: Block) => message)).toEqual([
      'certificates.alsoFor: no service answers "shop.example.com": until one does, requests for it get the first service\'s answer',
    ]);
  });

  test("are refused for names outside of the zone", () => {
    const certificates = Certificates.dnsAuthorized({ alsoFor: ["shop.example.org", "shop"] });
    expect(refusalOf(() => balancer({ api: service() }, { certificates }))).toEqual([
      'stack/lb: certificates.alsoFor: given "shop.example.org", allowed is a name in the hosted zone example.com',
      'stack/lb: certificates.alsoFor: given "shop", allowed is a host name of up to 253 characters, each part of letters, digits and hyphens and up to 63 long: "api.example.com"',
    ]);
  });
});

describe("certificates of another kind", () => {
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
    const services = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [`s${index}`, service({ hostName: `s${index}.example.com` })]),
    );
    expect(refusalOf(() => balancer(services, { certificates: Certificates.classic() }))).toEqual([
      "stack/lb: certificates: given 16, allowed is Certificates.classic() for up to 15 host names; dnsAuthorized() has no such limit",
    ]);
  });

  test("in a map that exists are used as they are", () => {
    const id = "projects/p/locations/global/certificateMaps/m";
    const stack = balancer(two, { certificates: Certificates.existingMap(id) });
    expect(resourceOf(stack, "google_compute_target_https_proxy").certificate_map).toBe(
      `//certificatemanager.googleapis.com/${id}`,
    );
    expect(stack.resource).not.toHaveProperty("aws_route53_record");
    expect(refusalOf(() => balancer(two, { certificates: Certificates.existingMap("m") }))).toEqual([
      'stack/lb: certificates: given "m", allowed is "projects/P/locations/global/certificateMaps/M"',
    ]);
    expect(() =>
      balancer(two, { certificates: Certificates.existingMap(Token.asString(ref("var.map"))) }),
    ).not.toThrow();
  });
});

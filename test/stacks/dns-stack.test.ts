import { DnsStack, type DnsStackProps } from "../../stacks";
import { ZONE } from "../load-balancing/support";
import { SMALL_PLATFORM } from "../support/platform";
import { type Block, refusalOf, synthesize } from "../support/synthesize";

const { anycastAddresses, dataCenters, routing } = SMALL_PLATFORM;
const PROPS: DnsStackProps = {
  loadBalancerName: "acme",
  zone: ZONE,
  routingName: "acme",
  dataCenters,
  policies: { shop: { hostNames: ["shop.example.com"], ...routing } },
};

const made = (props: Partial<DnsStackProps>): Block =>
  synthesize((app) => {
    new DnsStack(app, "dns", { ...PROPS, ...props });
  }).stacks.dns as Block;

describe("the DNS stack", () => {
  test("needs no project of Google Cloud when it has the addresses", () => {
    expect(Object.keys(made({ anycastAddresses }).provider)).toEqual(["aws"]);
  });

  test("reads the addresses in the project that it has", () => {
    const { provider, data } = made({ google: { project: "acme-test" } });
    expect(provider.google).toEqual([{ project: "acme-test" }]);
    expect(Object.keys(data.google_compute_global_address)).toEqual(["anycast_ipv4", "anycast_ipv6"]);
  });

  test("is refused with neither", () => {
    expect(refusalOf(() => made({}))).toEqual([
      "dns: google: got nothing, expected the project of the load balancer, whose addresses are read, or anycastAddresses",
    ]);
  });

  test("is refused under its own names, and with all that is wrong at once", () => {
    const labels = { Team: "video" };
    const wrong = {
      anycastAddresses: { ipv4: "198.51.100.1" },
      google: { project: "Acme Test" },
      labels,
      ttlSeconds: 0,
    };
    expect(refusalOf(() => made(wrong))).toEqual([
      'dns: google.project: got "Acme Test", expected the id of a project, 6 to 30 characters: "acme-production"',
      'dns: labels.Team: got "Team", expected up to 63 lower-case letters, digits, hyphens and underscores, the key with a letter first',
      "dns: ttlSeconds: got 0, expected a whole number of seconds from 1 to 86400",
      "dns: anycastAddresses.ipv6: got nothing, expected an IPv6 address, as dataCenters.paris.ingress has one: users with IPv6 would never reach an endpoint without",
    ]);
  });
});

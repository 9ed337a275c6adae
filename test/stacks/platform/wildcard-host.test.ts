import { App } from "cdktf";
import { HybridPlatform } from "../../../index";
import { SMALL_SITE } from "../../../lab/on-premises";
import { answers } from "../../../testing";
import { SMALL_PLATFORM } from "../../support/platform";
import { make, refusalOf, resourcesOf, synthesize } from "../../support/synthesize";

const services = { shop: { hostName: "*.shop.example.com", maxRatePerEndpoint: 100 } };

describe("a service of a wildcard host name in a platform", () => {
  const program = (app: App) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, services });

  test("is routed, proven and answered by the load balancer", () => {
    const { stacks } = synthesize(program);
    const hosts = Object.values(resourcesOf(stacks["test-dns"] ?? {}, "aws_route53_record")).map(({ name }) => name);
    expect(hosts).toContain("*.shop.example.com");
    const edge = stacks["test-edge"] ?? {};
    const rules = Object.values(resourcesOf(edge, "google_compute_url_map")).flatMap((map) => map.host_rule ?? []);
    expect(rules.flatMap(({ hosts }) => hosts)).toEqual(["*.shop.example.com"]);
    const [certificate] = Object.values(resourcesOf(edge, "google_certificate_manager_certificate"));
    expect(certificate?.managed.domains).toEqual(["*.shop.example.com"]);
  });

  test("answers whatever is below it from the data centres of the place", () => {
    const app = new App();
    program(app);
    answers(app, "anything.shop.example.com").from("FR").are("paris");
  });

  test("is refused beside edge servers, which compare whole names", () => {
    const paris = { ...SMALL_PLATFORM.dataCenters.paris, onPremises: SMALL_SITE };
    const beside = (app: App) =>
      new HybridPlatform(app, "test", { ...SMALL_PLATFORM, services, dataCenters: { paris } });
    expect(refusalOf(() => make(beside))).toContain(
      'test: services.shop.hostName: got "*.shop.example.com", expected a host name without an asterisk: the edge servers of paris ' +
        "answer whole host names",
    );
  });
});

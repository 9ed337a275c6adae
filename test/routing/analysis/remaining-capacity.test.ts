import { GeoRouting, readTerraform } from "../../../lib/route53";
import { analyzeFailures, type FailureAnalysisOptions } from "../../../lib/routing";
import { refusalOf, synthesizeStack } from "../../support/synthesize";

/** A routing of two data centres, France to Paris and Germany to Frankfurt, each behind the other. */
const routing = (drain = false) =>
  synthesizeStack(
    (stack) =>
      new GeoRouting(stack, "routing", {
        zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
        routingName: "test",
        dataCenters: {
          paris: { ingress: { ipv4: "203.0.113.10" } },
          frankfurt: { ingress: { ipv4: "203.0.113.20" }, drain },
        },
        lastResort: { ipv4: "198.51.100.1" },
        policies: {
          platform: {
            hostNames: ["api.example.com"],
            countries: { FR: { serveFrom: ["paris", "frankfurt"] }, DE: { serveFrom: ["frankfurt", "paris"] } },
          },
        },
      }),
  );
const normal = routing();

const DEMAND = { demand: { FR: 2000, DE: 1000 } };

const findings = (options: FailureAnalysisOptions, configuration = normal) =>
  analyzeFailures(readTerraform(configuration).zone, options).map(({ severity, message }) => `${severity}: ${message}`);

const remedy = "add edge servers, as many to each rack, or lower the percentage of a country";

describe("while a part of a data centre is down", () => {
  test("the rest must be able to take what is asked for when all is well", () => {
    const remainingCapacity = { paris: { "edge-1": 2000, "rack a2": 1999 } };
    expect(findings({ ...DEMAND, remainingCapacity })).toEqual([
      `error: api.example.com A, when rack a2 of paris is down: paris is asked for 2000 requests per second from FR (France), and what is left of it can take 1999; ${remedy}`,
    ]);
  });

  test("and what it takes over from another one only where two failures at once are judged, as a risk", () => {
    const options = { ...DEMAND, remainingCapacity: { paris: { "rack a1": 2500 }, frankfurt: { "rack b1": 3000 } } };
    expect(findings(options)).toEqual([]);
    expect(findings({ ...options, simultaneousFailures: 2 })).toEqual([
      `risk: api.example.com A, when frankfurt and rack a1 of paris are down: paris is asked for 3000 requests per second from DE (Germany), FR (France), and what is left of it can take 2500; ${remedy}`,
    ]);
    expect(findings({ ...options, simultaneousFailures: "all" })).toHaveLength(1);
  });

  test("nothing is asked of a data centre that is down as a whole", () => {
    const options = { ...DEMAND, remainingCapacity: { paris: { "rack a1": 2000 } }, simultaneousFailures: 2 } as const;
    expect(findings({ ...options, remainingCapacity: { frankfurt: { "rack b1": 1000 } } })).toEqual([
      expect.stringContaining("when paris and rack b1 of frankfurt are down: frankfurt is asked for 3000"),
    ]);
  });

  test("it is a risk while another data centre is drained, so that no drain is refused for it", () => {
    const options = { ...DEMAND, remainingCapacity: { paris: { "rack a1": 2500 } } };
    expect(findings(options, routing(true))).toEqual([
      `risk: api.example.com A, when rack a1 of paris is down: paris is asked for 3000 requests per second from DE (Germany), FR (France), and what is left of it can take 2500; ${remedy}`,
    ]);
  });

  test("nothing is judged without a demand", () => {
    expect(findings({ remainingCapacity: { paris: { "rack a1": 1 } } })).toEqual([]);
  });
});

test("a negative rate is refused, by its data centre and part", () => {
  expect(refusalOf(() => findings({ remainingCapacity: { paris: { "rack a1": -1 } } }))).toEqual([
    "analyzeFailures: remainingCapacity.paris.rack a1: got -1, expected more than 0 requests per second",
  ]);
});

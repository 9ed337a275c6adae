import { App, TerraformStack } from "cdktf";
import { GeoRouting } from "../../lib/route53";
import { answers, LAST_RESORT } from "../../testing";
import { refusalOf } from "../support/synthesize";

const ZONES = ["Z0123456789EXAMPLE", "Z0PRIVATEEXAMPLE"] as const;

/** One host name in two zones, each with a routing of its own. */
const stack = new TerraformStack(new App(), "dns");
const routings = ZONES.map(
  (zoneId, index) =>
    new GeoRouting(stack, `routing-${index}`, {
      zone: { zoneId, zoneName: "example.com" },
      routingName: `test-${index}`,
      dataCenters: { paris: { ingress: { ipv4: `203.0.113.1${index}` } } },
      lastResort: { ipv4: "198.51.100.1" },
      policies: {
        platform: {
          hostNames: ["api.example.com", index === 0 ? "www.example.com" : "intern.example.com"],
          countries: { FR: { serveFrom: ["paris"], percent: [25, 50][index] } },
        },
      },
    }),
);

test("a host name in two zones is that of the routing that is named", () => {
  const [first, second] = routings as [GeoRouting, GeoRouting];
  answers(first, "api.example.com")
    .from("FR")
    .are({ paris: 25, [LAST_RESORT]: 75 });
  answers(second, "api.example.com")
    .from("FR")
    .are({ paris: 50, [LAST_RESORT]: 50 });
  answers(second, "api.example.com").from("FR").whenDown("paris").are(LAST_RESORT);
});

test("a host name in two zones is refused where none is named", () => {
  const message =
    'answers: hostName: api.example.com has records in two zones of one stack, Z0123456789EXAMPLE and Z0PRIVATEEXAMPLE: name the routing that is meant: answers(routing, "api.example.com")';
  expect(refusalOf(() => answers(stack, "api.example.com"))).toEqual([message]);
});

test("a host name in one zone needs no routing, and other names of a routing's stack are answered, too", () => {
  answers(stack, "www.example.com")
    .from("FR")
    .are({ paris: 25, [LAST_RESORT]: 75 });
  answers(routings[0] as GeoRouting, "intern.example.com")
    .from("FR")
    .include("paris");
});

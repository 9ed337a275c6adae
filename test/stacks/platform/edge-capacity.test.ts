import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type DataCenterOptions, HybridPlatform, type HybridPlatformProps, type ServerOptions } from "../../../index";
import { SMALL_SITE } from "../../../lab/on-premises";
import { SMALL_PLATFORM } from "../../support/platform";
import { refusalOf, synthesize } from "../../support/synthesize";

const { ingress } = SMALL_PLATFORM.dataCenters.paris;

const TLS = { certificate: { pillar: "kubernetes/paris/tls" } };

/** Paris, with an edge server in each of two racks, which can take so much each. */
const paris = (rate: number | undefined, change: Partial<DataCenterOptions> = {}): DataCenterOptions => ({
  ingress,
  privateRanges: ["10.128.0.0/13"],
  onPremises: { ...SMALL_SITE, edge: { ...SMALL_SITE.edge, ...TLS, requestsPerSecondPerServer: rate } },
  ...change,
});

const frankfurt = { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" }, requestsPerSecond: 1e6 };

const platform = (dataCenters: HybridPlatformProps["dataCenters"], demand?: object): HybridPlatformProps => ({
  ...SMALL_PLATFORM,
  dataCenters: { frankfurt, ...dataCenters },
  routing: {
    countries: { FR: { serveFrom: ["paris", "frankfurt"] }, DE: { serveFrom: ["frankfurt", "paris"] } },
  },
  analysis: { demand },
  lastResort: { requestsPerSecond: 1e6 },
});

const refused = (props: HybridPlatformProps) =>
  refusalOf(() => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), "edge-capacity-")) });
    new HybridPlatform(app, "test", props);
    app.synth();
  });

/** What `cdktf synth` prints. */
function notes(props: HybridPlatformProps): readonly string[] {
  const { manifest } = synthesize((app) => new HybridPlatform(app, "test", props));
  const all = Object.values<{ annotations: { level: string; message: string }[] }>(manifest.stacks);
  return all.flatMap(({ annotations }) => annotations).map(({ level, message }) => `${level}: ${message}`);
}

const names = "api.example.com A, api.example.com AAAA";
const remedy = "add edge servers, as many to each rack, or lower the percentage of a country";

describe("the edge servers of a data centre must be able to take", () => {
  test("what is asked for when all is well, with one of them down", () => {
    const demand = { FR: 1000, DE: 800 };
    // 1000 each: both take 2000, and one alone what France asks for.
    expect(notes(platform({ paris: paris(1000) }, demand))).toEqual([]);
    expect(refused(platform({ paris: paris(999) }, demand))).toEqual([
      `test: routing: ${names}, when edge-1 of paris is down: paris is asked for 1000 requests per second from FR (France), and what is left of it can take 999; ${remedy}`,
    ]);
  });

  test("all that they get while another data centre is down", () => {
    const demand = { FR: 1000, DE: 1001 };
    expect(refused(platform({ paris: paris(1000) }, demand))).toEqual([
      `test: routing: ${names}, when frankfurt is down: paris is asked for 2001 requests per second from DE (Germany), FR (France) and can take 2000; lower the percentage of a country, or name another data centre before the last resort`,
    ]);
  });

  test("the same with a rack down, which has more than one of them", () => {
    const servers: Record<string, ServerOptions> = {
      ...SMALL_SITE.servers,
      "edge-3": { role: "edge", rack: "a1", number: 3 },
      "edge-4": { role: "edge", rack: "a2", number: 4 },
      "edge-5": { role: "edge", rack: "a3", number: 5 },
      "edge-6": { role: "edge", rack: "a3", number: 6 },
    };
    const { racks } = SMALL_SITE.fabric;
    const a3 = { number: 3, routers: { "a3-left": { number: 1 }, "a3-right": { number: 2 } } };
    const { onPremises = SMALL_SITE } = paris(1000);
    const large = {
      ...onPremises,
      servers,
      fabric: { ...SMALL_SITE.fabric, racks: { ...racks, a3 } },
    };
    // Of six at 1000 each: 3000 without one, since its neighbour then gets a third of all; 4000 without a rack.
    expect(refused(platform({ paris: paris(1000, { onPremises: large }) }, { FR: 3001 }))).toEqual([
      `test: routing: ${names}, when edge-1 of paris is down: paris is asked for 3001 requests per second from FR (France), and what is left of it can take 3000; ${remedy}`,
    ]);
    expect(notes(platform({ paris: paris(1000, { onPremises: large }) }, { FR: 3000 }))).toEqual([]);
  });

  test("what the data centre says that it can take", () => {
    expect(refused(platform({ paris: paris(1000, { requestsPerSecond: 2001 }) }))).toEqual([
      "test: dataCenters.paris.requestsPerSecond: got 2001, expected up to 2000, which its edge servers can take: each of the 2 racks with edge servers gets an equal part of the requests, and a1 has 1, at 1000 requests per second each",
    ]);
  });
});

describe("a data centre's own requestsPerSecond", () => {
  test("counts where it is less than what the edge servers can take", () => {
    const dataCenters = { paris: paris(1000, { requestsPerSecond: 900 }) };
    expect(refused(platform(dataCenters, { FR: 901 }))).toEqual([
      `test: routing: ${names}: paris is asked for 901 requests per second from FR (France) and can take 900; lower the percentage of a country, or name another data centre before the last resort`,
    ]);
  });

  test("is what they can take, and a share of users with it, where it is left out", () => {
    const shares = (change: Partial<DataCenterOptions>) => {
      const props = {
        ...platform({ frankfurt: { ...frankfurt, requestsPerSecond: 6000 }, paris: paris(1000, change) }),
        routing: { countries: { FR: { serveFrom: [["paris", "frankfurt"]] } } },
      };
      const { stacks } = synthesize((app) => new HybridPlatform(app, "test", props));
      return JSON.stringify(stacks["test-dns"]?.resource.aws_route53_record);
    };
    // Two edge servers with 1000 each.
    expect(shares({})).toBe(shares({ requestsPerSecond: 2000 }));
    expect(shares({})).not.toBe(shares({ requestsPerSecond: 1000 }));
  });

  test("is what each address can take, since all lead to the same edge servers", () => {
    const two = { ipv4: ["203.0.113.10", "203.0.113.11"], ipv6: ["2001:db8:1::10", "2001:db8:1::11"] };
    const routing = { countries: { FR: { serveFrom: ["paris"] } } };
    const props = { ...platform({ paris: paris(1000, { ingress: two }) }, { FR: 1000 }), routing };
    expect(notes(props)).toEqual([]);
  });

  test("is warned of when one server down leaves less, and nobody says how much users ask for", () => {
    expect(notes(platform({ paris: paris(1000, { requestsPerSecond: 1500 }) }))).toEqual([
      "@cdktf/warn: dataCenters.paris.requestsPerSecond: with edge-1 down, the edge servers that are left can take 1000 of these 1500 requests per second: configure analysis.demand, and what users ask for counts instead",
    ]);
    expect(notes(platform({ paris: paris(1000, { requestsPerSecond: 1000 }) }))).toEqual([]);
    // What follows from all of them is never left when one is down.
    expect(notes(platform({ paris: paris(1000) }))).toEqual([]);
  });
});

test("a drain of another data centre is not refused for what one server down would do", () => {
  const dataCenters = { frankfurt: { ...frankfurt, drain: true }, paris: paris(1000) };
  expect(notes(platform(dataCenters, { FR: 1000, DE: 800 }))).toEqual([
    `@cdktf/warn: routing: ${names}, when edge-1 of paris is down: paris is asked for 1800 requests per second from DE (Germany), FR (France), and what is left of it can take 1000; ${remedy}`,
  ]);
});

test("a note names edge servers that are not judged", () => {
  expect(notes(platform({ paris: paris(undefined) }, { FR: 1000 }))).toEqual([
    "@cdktf/info: dataCenters.paris.onPremises.edge.requestsPerSecondPerServer is not configured: it is not judged whether the edge servers of paris carry its requests while one of them is down",
  ]);
  expect(notes(platform({ paris: paris(undefined) }))).toEqual([]);
});

import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import {
  COUNTRY_CODES,
  inCountry,
  inSubdivision,
  type Location,
  NOWHERE,
  type RoutedDataCenter,
  type RoutingPolicy,
} from "../../lib/routing";
import { synthesize } from "../support/synthesize";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { ZoneSteps } from "./zone-steps";

const STACK = "dns";
const at = (...ipv4: string[]): RoutedDataCenter => ({ ingress: { ipv4 } });

const DATA_CENTERS = { paris: at("203.0.113.10"), frankfurt: at("203.0.113.20"), singapore: at("203.0.113.30") };
const COUNTRIES = {
  FR: { serveFrom: ["paris", "frankfurt"] },
  DE: { serveFrom: ["frankfurt", "paris"], percent: 25 },
  SG: { serveFrom: ["singapore"] },
} as const;
const HOST_NAMES = ["api.example.com", "video.example.com"];
const POLICIES = { platform: { hostNames: HOST_NAMES, countries: COUNTRIES } };

const PROPS: GeoRoutingProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: DATA_CENTERS,
  lastResort: { ipv4: "198.51.100.1" },
  policies: POLICIES,
};

const withCountries = (countries: RoutingPolicy["countries"]) => ({
  policies: { platform: { hostNames: HOST_NAMES, countries: { ...COUNTRIES, ...countries } } },
});

/** More than fit into one name. */
const manyCountries = (dataCenter: string): RoutingPolicy["countries"] => ({
  ...Object.fromEntries(COUNTRY_CODES.slice(0, 120).map((code) => [code, { serveFrom: [dataCenter] }])),
  ...COUNTRIES,
});

const program = (change: Partial<GeoRoutingProps>) => (app: App) => {
  const stack = new TerraformStack(app, STACK);
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new GeoRouting(stack, "routing", { ...PROPS, ...change });
};

const { paris: _, ...WITHOUT_PARIS } = DATA_CENTERS;
const { singapore: __, ...WITHOUT_SINGAPORE } = DATA_CENTERS;
const { SG: ___, ...WITHOUT_SG } = COUNTRIES;

const ADDRESSES = [10, 11, 12, 13, 14, 20, 30, 40].map((last) => `203.0.113.${last}`);

/** Each address is down once, and all at once. */
const OUTAGES = [...ADDRESSES.map((address) => [address]), ADDRESSES];

/** A place of each kind that these policies tell apart: with a route or without, on a continent with one or without. */
const PLACES: readonly Location[] = [
  NOWHERE,
  ...(["FR", "DE", "SG", "AE", "AU", "IT", "NA", "TR", "US", "ZA"] as const).map(inCountry),
  ...(["US-CA", "US-NY"] as const).map(inSubdivision),
];

const CHANGES: readonly (readonly [string, Partial<GeoRoutingProps>])[] = [
  ["another order", withCountries({ FR: { serveFrom: ["frankfurt", "singapore"] } })],
  ["one more data centre in an order", withCountries({ SG: { serveFrom: ["singapore", "paris"] } })],
  ["a group in place of an order", withCountries({ FR: { serveFrom: [["paris", "frankfurt"]] } })],
  [
    "another name for a data centre",
    {
      dataCenters: { ...WITHOUT_PARIS, lutetia: at("203.0.113.10") },
      ...withCountries({
        FR: { serveFrom: ["lutetia", "frankfurt"] },
        DE: { serveFrom: ["frankfurt", "lutetia"], percent: 25 },
      }),
    },
  ],
  ["another name for a policy", { policies: { everything: POLICIES.platform } }],
  ["another name for the routing", { routingName: "other" }],
  [
    "another data centre in the place of one",
    {
      dataCenters: { ...WITHOUT_SINGAPORE, tokyo: at("203.0.113.40") },
      ...withCountries({ SG: { serveFrom: ["tokyo"] } }),
    },
  ],
  [
    "a data centre less",
    {
      dataCenters: WITHOUT_PARIS,
      ...withCountries({ FR: { serveFrom: ["frankfurt"] }, DE: { serveFrom: ["frankfurt"], percent: 25 } }),
    },
  ],
  [
    "a continent in place of its countries",
    { policies: { platform: { hostNames: HOST_NAMES, continents: { EU: { serveFrom: ["singapore"] } } } } },
  ],
  [
    "a state and its continent in place of its country",
    {
      policies: {
        platform: {
          hostNames: HOST_NAMES,
          continents: { EU: { serveFrom: ["frankfurt"] }, AS: { serveFrom: ["paris"] } },
          countries: { FR: { serveFrom: "last-resort" } },
          subdivisions: { "US-CA": { serveFrom: ["paris"] } },
        },
      },
    },
  ],
  ["more places than one name can have", withCountries(manyCountries("paris"))],
  ["a country less", { policies: { platform: { hostNames: HOST_NAMES, countries: WITHOUT_SG } } }],
  ["several addresses for one", { dataCenters: { ...DATA_CENTERS, paris: at("203.0.113.11", "203.0.113.12") } }],
  [
    "other addresses for all of several",
    { dataCenters: { ...DATA_CENTERS, paris: at("203.0.113.13", "203.0.113.14") } },
  ],
  [
    "IPv6 everywhere",
    {
      dataCenters: Object.fromEntries(
        Object.entries(DATA_CENTERS).map(([name, { ingress }], index) => [
          name,
          { ingress: { ...ingress, ipv6: [`2001:db8:${index + 1}::1`] } },
        ]),
      ),
      lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
    },
  ],
  ["a host name less", { policies: { platform: { hostNames: ["api.example.com"], countries: COUNTRIES } } }],
];

describeWithTerraform("a change of a routing, in one apply:", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.ofProgram(program({}));
    await deployment.succeed(STACK, "init");
    await deployment.succeed(STACK, "apply", "-auto-approve");
  });
  afterAll(() => deployment.close());

  /** Applies a program, and tells what was wrong after any of the single steps. */
  async function apply(change: Partial<GeoRoutingProps>, hostNames: readonly string[]): Promise<readonly string[]> {
    deployment.configure(STACK, synthesize(program(change)).stacks[STACK] ?? {});
    const steps = new ZoneSteps(deployment.cloud, {
      hostNames,
      outages: OUTAGES,
      places: PLACES,
      types: ["A", "AAAA"],
    });
    await deployment.succeed(STACK, "apply", "-auto-approve");
    const wrong = steps.end();
    expect(await deployment.plan(STACK)).toEqual({});
    return wrong;
  }

  test.each(CHANGES)("%s, and back, leads nobody to nothing or to where nobody meant", async (_name, change) => {
    // A host name that goes or comes has no answer before or after: the others are asked, and no alias may lead to nothing.
    const hostNames = HOST_NAMES.filter((name) =>
      Object.values(change.policies ?? POLICIES).some((policy) => policy.hostNames.includes(name)),
    );
    expect(await apply(change, hostNames)).toEqual([]);
    expect(await apply({}, hostNames)).toEqual([]);
  });

  test("a record that Terraform takes for broken stands in its own way, until that is taken back", async () => {
    const { address = "" } =
      deployment.states
        .read(STACK)
        .find(({ id }) => id.includes("sg.platform.singapore.share") && id.includes("data-centers")) ?? {};
    await deployment.succeed(STACK, "taint", address);
    const { status, stderr } = await deployment.terraform(STACK, "apply", "-auto-approve");
    expect([status, stderr]).toEqual([1, expect.stringContaining("already exists")]);
    await deployment.succeed(STACK, "untaint", address);
    expect(await deployment.plan(STACK)).toEqual({});
  });
});

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { drift, driftText } from "../../lib/cli/drift";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { hybridKubernetes } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { planOf } from "../support/plan";
import { SMALL_PLATFORM } from "../support/platform";
import { type Block, refusalOf, synthesize, synthesizeStack } from "../support/synthesize";

const folder = mkdtempSync(join(tmpdir(), "drift-"));

function written(name: string, plan: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

const ROUTE = { serveFrom: ["paris"], percent: 25 } as const;
const PLATFORM: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  routing: {
    countries: { FR: ROUTE },
    subdivisions: { "US-CA": ROUTE },
    continents: { AF: ROUTE },
    waves: { first: { countries: ["DE", "BE"], ...ROUTE } },
  },
  services: {
    ...SMALL_PLATFORM.services,
    video: { hostName: "video.example.com", maxRatePerEndpoint: 100, routing: { countries: { FR: ROUTE } } },
  },
};

const dnsOf = (platform: HybridPlatformProps): Block =>
  synthesize((app) => new HybridPlatform(app, "test", platform), true).stacks["test-dns"] ?? {};

/** Sets the two weights of the share with this name. */
const weights = (start: string, dataCenters: number, rest: number) => (_: string, code: Block) =>
  String(code.name).startsWith(start)
    ? { weighted_routing_policy: [{ weight: code.set_identifier === "data-centers" ? dataCenters : rest }] }
    : undefined;

const drained = (type: string) =>
  type === "aws_route53_health_check" ? { disabled: true, invert_healthcheck: true } : undefined;

describe("the line that takes a percentage into the code of a platform", () => {
  const configuration = dnsOf(PLATFORM);

  test.each([
    ["fr.platform.paris.share", "FR (France) of policy platform", "routing.countries.FR.percent: 60"],
    ["us-ca.platform.paris.share", "US-CA of policy platform", "routing.subdivisions.US-CA.percent: 60"],
    ["continent-af.platform.paris.share", "Africa of policy platform", "routing.continents.AF.percent: 60"],
    ["first.platform.paris.wave", "wave first of policy platform", "routing.waves.first.percent: 60"],
    [
      "fr.service-video.paris.share",
      "FR (France) of policy service-video",
      "services.video.routing.countries.FR.percent: 60",
    ],
  ])("%s", (name, who, line) => {
    const plan = written("plan.json", planOf(configuration, weights(name, 60, 40)));
    expect(drift([plan])).toEqual([{ plan, changes: [{ what: `${who} has 60 % at AWS and 25 % in the code`, line }] }]);
  });
});

test("a percentage is told as well where the code has another order by now, which makes another share", () => {
  const ordered = (serveFrom: readonly string[]) =>
    dnsOf({
      ...PLATFORM,
      dataCenters: {
        ...SMALL_PLATFORM.dataCenters,
        lyon: { ...SMALL_PLATFORM.dataCenters.paris, ingress: { ipv4: "203.0.113.30", ipv6: "2001:db8:3::10" } },
      },
      routing: { countries: { FR: { ...ROUTE, serveFrom } } },
    });
  const before = planOf(ordered(["paris"]), weights("fr.platform.", 60, 40));
  const after = planOf(ordered(["lyon", "paris"]), () => undefined);
  const addresses = ({ resource_changes }: Block) => new Set(resource_changes.map(({ address }: Block) => address));
  const [old, young] = [addresses(before), addresses(after)];
  const isGone = ({ address }: Block) => !young.has(address);
  const removed = before.resource_changes
    .filter(isGone)
    .map((one: Block) => ({ ...one, change: { ...one.change, after: null } }));
  const made = after.resource_changes.map((one: Block) =>
    old.has(one.address) ? one : { ...one, change: { ...one.change, before: null } },
  );
  const plan = written("order.json", { ...before, resource_changes: [...made, ...removed] });
  expect(drift([plan])[0]?.changes).toEqual([
    {
      what: "FR (France) of policy platform has 60 % at AWS and 25 % in the code",
      line: "routing.countries.FR.percent: 60",
    },
  ]);
});

test.each([
  [60, 30],
  [60, 75],
])("weights of %s and %s are no percentage, and there is no line for them", (dataCenters, rest) => {
  const plan = written("plan.json", planOf(dnsOf(PLATFORM), weights("fr.platform.paris.share", dataCenters, rest)));
  const what = `FR (France) of policy platform has weights of ${dataCenters} and ${rest} at AWS, which are no percentage: let them add up to 100`;
  expect(drift([plan])).toEqual([{ plan, changes: [{ what }] }]);
});

test.each([
  [0, 255, 0],
  [255, 0, 100],
  [51, 204, 20],
  [0, 1, 0],
])("weights of %s and %s are %s percent, though they do not add up to 100", (dataCenters, rest, percent) => {
  const plan = written("plan.json", planOf(dnsOf(PLATFORM), weights("fr.platform.paris.share", dataCenters, rest)));
  const what = `FR (France) of policy platform has ${percent} % at AWS, by weights of ${dataCenters} and ${rest}, and 25 % in the code`;
  expect(drift([plan])[0]?.changes).toEqual([{ what, line: `routing.countries.FR.percent: ${percent}` }]);
});

test("other weights of the same share are told, and need no line", () => {
  const plan = written("plan.json", planOf(dnsOf(PLATFORM), weights("fr.platform.paris.share", 50, 150)));
  expect(drift([plan])[0]?.changes).toEqual([
    { what: "FR (France) of policy platform has 25 % at AWS, by weights of 50 and 150, as in the code" },
  ]);
});

test("weights of 0 and 0 are no percentage", () => {
  const plan = written("plan.json", planOf(dnsOf(PLATFORM), weights("fr.platform.paris.share", 0, 0)));
  expect(drift([plan])[0]?.changes).toEqual([
    {
      what: "FR (France) of policy platform has weights of 0 and 0 at AWS, which are no percentage: let them add up to 100",
    },
  ]);
});

describe("weights in a group", () => {
  const routingOf = (ingress: GeoRoutingProps["dataCenters"][string]["ingress"]) =>
    synthesizeStack(
      (stack) =>
        new GeoRouting(stack, "routing", {
          zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
          routingName: "test",
          dataCenters: { frankfurt: { ingress: { ipv4: "203.0.113.20" } }, paris: { ingress } },
          lastResort: { ipv4: "198.51.100.1" },
          policies: {
            platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: [["frankfurt", "paris"]] } } },
          },
        }),
    );
  const inGroup = (weights: Readonly<Record<string, number>>) => (_: string, code: Block) => {
    const weight = weights[code.set_identifier];
    return weight === undefined || !String(code.name).startsWith("frankfurt_paris.set.")
      ? undefined
      : { weighted_routing_policy: [{ weight }] };
  };
  const changes = (configuration: Block, byHand: ReturnType<typeof inGroup>) =>
    drift([written("plan.json", planOf(configuration, byHand))])[0]?.changes;
  const WAY =
    "requestsPerSecond of each decides it in the code: give them that proportion there, or let the next apply take it back";

  test("are shares of its data centres, which their capacities decide in the code", () => {
    expect(changes(routingOf({ ipv4: "203.0.113.10" }), inGroup({ frankfurt: 200, paris: 50 }))).toEqual([
      { what: `the group of frankfurt and paris is 80 % and 20 % at AWS, and 50 % and 50 % in the code: ${WAY}` },
    ]);
  });

  test("are told of one that is left out, and of a group that has several addresses", () => {
    const two = routingOf({ ipv4: ["203.0.113.10", "203.0.113.11"] });
    const byHand = inGroup({ "paris 203.0.113.10": 0, "paris 203.0.113.11": 0 });
    expect(changes(two, byHand)).toEqual([
      { what: `the group of frankfurt and paris is 100 % and 0 % at AWS, and 50 % and 50 % in the code: ${WAY}` },
    ]);
  });

  test("are alike where all are 0, since Route 53 takes each as often then", () => {
    const two = routingOf({ ipv4: ["203.0.113.10", "203.0.113.11"] });
    const byHand = inGroup({ frankfurt: 0, "paris 203.0.113.10": 0, "paris 203.0.113.11": 0 });
    expect(changes(two, byHand)).toEqual([
      { what: `the group of frankfurt and paris is 33.3 % and 66.7 % at AWS, and 50 % and 50 % in the code: ${WAY}` },
    ]);
  });

  test("that leave the shares as they are between addresses of one data centre are in no option", () => {
    const two = routingOf({ ipv4: ["203.0.113.10", "203.0.113.11"] });
    const byHand = inGroup({ frankfurt: 200, "paris 203.0.113.10": 150, "paris 203.0.113.11": 50 });
    expect(changes(two, byHand)).toEqual([
      {
        what: "paris 203.0.113.10 and paris 203.0.113.11 of the group of frankfurt and paris have weights of 150 and 50 at AWS, and alike in the code: no option of the code does that",
      },
    ]);
  });
});

describe("a switch", () => {
  const arn = "arn:aws:route53-recovery-control::123456789012:controlpanel/0a1b/routingcontrol/2c3d";
  const configuration = dnsOf({
    ...PLATFORM,
    dataCenters: {
      paris: { ...SMALL_PLATFORM.dataCenters.paris, requiredHealthChecks: { switch: { routingControlArn: arn } } },
    },
  });
  const plan = written(
    "switch.json",
    planOf(configuration, () => undefined),
  );

  test("is in no plan: the output says where its state is read", () => {
    const [found] = drift([plan]);
    expect(found).toEqual({
      plan,
      changes: [],
      switches: [{ healthCheck: "test-paris-switch", routingControlArn: arn }],
    });
    expect(driftText(drift([plan]))).toBe(
      [
        "Nothing was changed by hand that a plan shows. Whether a switch is Off is in no plan: ask one of its cluster's endpoints, for",
        "",
        `    test-paris-switch: aws route53-recovery-cluster get-routing-control-state --routing-control-arn ${arn} --region <region> --endpoint-url <endpoint>`,
      ].join("\n"),
    );
  });

  test("changes no exit status, and is in the JSON", () => {
    const { status, stdout } = hybridKubernetes("drift", plan, "--json");
    expect(status).toBe(0);
    const json = JSON.parse(stdout);
    expectSchema("drift", json);
    expect(json.plans[0].switches).toHaveLength(1);
  });
});

test("a data centre with one calculated check for all that it requires is drained by the same line", () => {
  const paris = {
    ...SMALL_PLATFORM.dataCenters.paris,
    requiredHealthChecks: {
      queue: { alarmName: "queue-is-long", alarmRegion: "eu-west-1" },
      switch: {
        routingControlArn: "arn:aws:route53-recovery-control::123456789012:controlpanel/0a1b/routingcontrol/2c3d",
      },
    },
  };
  const configuration = dnsOf({ ...PLATFORM, dataCenters: { paris } });
  // The checks of an alarm and a switch stay as they are.
  const followed = ["CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];
  const byHand = (type: string, code: Block) => (followed.includes(code.type) ? undefined : drained(type));
  expect(drift([written("plan.json", planOf(configuration, byHand))])[0]?.changes).toEqual([
    { what: "paris is drained at AWS and not in the code", line: "dataCenters.paris.drain: true" },
  ]);
  const oneOfThem = (type: string, code: Block) => (code.type === "CALCULATED" ? undefined : byHand(type, code));
  expect(drift([written("part.json", planOf(configuration, oneOfThem))])[0]?.changes).toEqual([
    { what: "paris is drained in part at AWS: drain all of its health checks, or none" },
  ]);
});

test("a routing that is called as a platform's has the words of its own", () => {
  const configuration = synthesizeStack(
    (stack) =>
      new GeoRouting(stack, "routing", {
        zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
        routingName: "test",
        dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
        lastResort: { ipv4: "198.51.100.1" },
        policies: { platform: { hostNames: ["api.example.com"], countries: { FR: ROUTE } } },
      }),
  );
  const [{ changes } = { changes: [] }] = drift([written("plan.json", planOf(configuration, weights("fr.", 5, 95)))]);
  expect(changes).toMatchObject([{ line: "policies.platform.countries.FR.percent: 5" }]);
});

describe("what no line can say", () => {
  const propsOf = (routingName: string, hostName: string, ipv4: string): GeoRoutingProps => ({
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName,
    dataCenters: { paris: { ingress: { ipv4 } } },
    lastResort: { ipv4: "198.51.100.1" },
    policies: { platform: { hostNames: [hostName], countries: { FR: ROUTE } } },
  });

  test("is that the last resort's own check was made unhealthy: it has no drain", () => {
    const lastResort = { ipv4: "198.51.100.1", healthCheck: { protocol: "TCP" as const }, fallBackTo: ["paris"] };
    const configuration = synthesizeStack(
      (stack) =>
        new GeoRouting(stack, "routing", { ...propsOf("test", "api.example.com", "203.0.113.10"), lastResort }),
    );
    const byHand = (type: string, code: Block) => (code.ip_address === "198.51.100.1" ? drained(type) : undefined);
    expect(drift([written("plan.json", planOf(configuration, byHand))])[0]?.changes).toEqual([
      { what: "the health check of the last resort was made unhealthy at AWS: no option of the code does that" },
    ]);
  });

  test("is of which routing a data centre is drained, of two in one state: the words before it do", () => {
    const configuration = synthesizeStack((stack) => {
      new GeoRouting(stack, "one", propsOf("one", "one.example.com", "203.0.113.10"));
      new GeoRouting(stack, "two", propsOf("two", "two.example.com", "203.0.113.20"));
    });
    const byHand = (type: string, code: Block) => (code.ip_address === "203.0.113.20" ? drained(type) : undefined);
    expect(drift([written("plan.json", planOf(configuration, byHand))])[0]?.changes).toEqual([
      {
        what: "paris of routing two.example.com is drained at AWS and not in the code",
        line: "dataCenters.paris.drain: true",
      },
    ]);
    const [share] = drift([
      written("plan.json", planOf(configuration, weights("fr.platform.paris.share._routing-two.", 60, 40))),
    ]);
    expect(share?.changes).toEqual([
      {
        what: "FR (France) of policy platform of routing two.example.com has 60 % at AWS and 25 % in the code",
        line: "policies.platform.countries.FR.percent: 60",
      },
    ]);
  });
});

describe("what was changed by hand in a platform of two zones", () => {
  const additionalHostedZones = { net: { zoneId: "Z0123456789NET", zoneName: "example.net" } };
  const services = { ...SMALL_PLATFORM.services, net: { hostName: "www.example.net", maxRatePerEndpoint: 100 } };
  const ofPlatform = (aws?: { readonly assumeRoleArn: string }) =>
    dnsOf({
      ...SMALL_PLATFORM,
      services,
      additionalHostedZones: { net: { ...additionalHostedZones.net, aws } },
      routing: { countries: { FR: ROUTE } },
    });
  const changesBy = (configuration: Block, byHand: (type: string, code: Block) => Block | undefined) =>
    drift([written("plan.json", planOf(configuration, byHand))])[0]?.changes;
  const configuration = ofPlatform();

  test("is one percentage, where all zones have it", () => {
    expect(changesBy(configuration, weights("fr.platform.paris.share.", 60, 40))).toEqual([
      {
        what: "FR (France) of policy platform has 60 % at AWS and 25 % in the code",
        line: "routing.countries.FR.percent: 60",
      },
    ]);
  });

  test("is no percentage that the code can have, where one zone has it", () => {
    expect(changesBy(configuration, weights("fr.platform.paris.share._routing-test.example.net", 60, 40))).toEqual([
      {
        what:
          "FR (France) of policy platform of routing test.example.net has 60 % at AWS and 25 % in the code, " +
          "which has one for all zones: change them alike",
      },
    ]);
  });

  test("is one drain, of the health checks that both zones have", () => {
    expect(changesBy(configuration, drained)).toEqual([
      { what: "paris is drained at AWS and not in the code", line: "dataCenters.paris.drain: true" },
    ]);
  });

  test("is a drain in part, where the zones are of two accounts and one of them has it", () => {
    const inTwo = ofPlatform({ assumeRoleArn: "arn:aws:iam::123456789012:role/dns" });
    const byHand = (type: string, { provider }: Block) => (provider === undefined ? drained(type) : undefined);
    expect(changesBy(inTwo, drained)).toEqual(changesBy(configuration, drained));
    expect(changesBy(inTwo, byHand)).toEqual([
      { what: "paris is drained in part at AWS: drain all of its health checks, or none" },
    ]);
  });
});

test("of two routings of one name, in two zones of one name, each is told by itself", () => {
  const configuration = synthesizeStack((stack) => {
    for (const [id, zoneId, ipv4] of [
      ["public", "Z0123456789EXAMPLE", "203.0.113.10"],
      ["private", "Z0PRIVATEEXAMPLE", "203.0.113.20"],
    ] as const) {
      new GeoRouting(stack, id, {
        zone: { zoneId, zoneName: "example.com" },
        routingName: "test",
        dataCenters: { paris: { ingress: { ipv4 } } },
        lastResort: { ipv4: "198.51.100.1" },
        policies: { platform: { hostNames: ["api.example.com"], countries: { FR: ROUTE } } },
      });
    }
  });
  const inPrivate = (byHand: (type: string, code: Block) => Block | undefined) => (type: string, code: Block) =>
    code.zone_id === "Z0PRIVATEEXAMPLE" || code.ip_address === "203.0.113.20" ? byHand(type, code) : undefined;
  const changesBy = (byHand: (type: string, code: Block) => Block | undefined) =>
    drift([written("plan.json", planOf(configuration, inPrivate(byHand)))])[0]?.changes;
  const routing = "of routing test.example.com in zone Z0PRIVATEEXAMPLE";
  expect(changesBy(weights("fr.", 60, 40))).toEqual([
    {
      what: `FR (France) of policy platform ${routing} has 60 % at AWS and 25 % in the code`,
      line: "policies.platform.countries.FR.percent: 60",
    },
  ]);
  expect(changesBy(drained)).toEqual([
    { what: `paris ${routing} is drained at AWS and not in the code`, line: "dataCenters.paris.drain: true" },
  ]);
});

test("the command prints the lines, and ends with 2 when something was changed", () => {
  const configuration = dnsOf(PLATFORM);
  const quiet = written(
    "quiet.json",
    planOf(configuration, () => undefined),
  );
  const loud = written("loud.json", planOf(configuration, weights("fr.platform", 60, 40)));
  expect(driftText(drift([quiet]))).toBe("Nothing was changed by hand.");
  expect(hybridKubernetes("drift", quiet)).toMatchObject({ stdout: "Nothing was changed by hand.\n" });
  const { status, stdout, stderr } = hybridKubernetes("drift", quiet, loud);
  expect(status).toBe(2);
  expect(stderr).toBe(`error: ${loud}: FR (France) of policy platform has 60 % at AWS and 25 % in the code\n`);
  expect(stdout).toBe(
    `## ${loud}\n\nFR (France) of policy platform has 60 % at AWS and 25 % in the code. To keep it, write into the code:\n\n` +
      "    routing.countries.FR.percent: 60\n\nThe next apply takes back what is not written into the code.\n",
  );
  const json = JSON.parse(hybridKubernetes("drift", quiet, loud, "--json").stdout);
  expectSchema("drift", json);
  expect(json.plans[1].changes[0].line).toBe("routing.countries.FR.percent: 60");
});

test("a file that is not a plan is refused by its name", () => {
  const state = written("state.json", { version: 4 });
  expect(refusalOf(() => drift([state]))).toEqual([
    `drift: ${state}: is not a plan: write one by "terraform show -json plan > ${state}"`,
  ]);
  expect(refusalOf(() => drift([join(folder, "none.json")]))).toEqual([
    expect.stringMatching(/^drift: .*none\.json: cannot be read \(ENOENT/),
  ]);
});

test("a plan that failed, or of another format, is refused: not that nothing was changed", () => {
  const plan = planOf(dnsOf(PLATFORM), () => undefined);
  expect(() => drift([written("failed.json", { ...plan, errored: true })])).toThrow(
    /failed\.json: is a plan that failed/,
  );
  expect(() => drift([written("next.json", { ...plan, format_version: "2.0" })])).toThrow(
    /next\.json: has the format 2\.0, and can be read only in the format 1/,
  );
});

test("what an apply left behind half-way is not what lives at its address", () => {
  const plan = planOf(dnsOf(PLATFORM), () => undefined);
  const left = plan.resource_changes.map((one: Block) => ({
    ...one,
    deposed: "1a2b3c4d",
    change: { actions: ["delete"], before: one.change.before, after: null },
  }));
  const file = written("left.json", { ...plan, resource_changes: [...plan.resource_changes, ...left] });
  expect(drift([file])[0]?.changes).toEqual([]);
});

test("what is only read is not the code's to change", () => {
  const plan = planOf(dnsOf(PLATFORM), weights("fr.platform", 60, 40));
  const read = (one: Block) => ({ ...one, address: `data.${one.address}`, mode: "data" });
  const [resource_changes, resource_drift] = [plan.resource_changes.map(read), plan.resource_drift.map(read)];
  expect(drift([written("read.json", { ...plan, resource_changes, resource_drift })])[0]?.changes).toEqual([]);
});

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { TerraformStack } from "cdktf";
import { type VerifyCommand, verify } from "../../lib/cli/verify";
import { GeoRouting } from "../../lib/route53";
import { outputFolder } from "../support/command-line";
import { StandInNameServer } from "../support/name-server";

const [FIRST, SECOND] = ["Z0123456789EXAMPLE", "Z0SECONDEXAMPLE"] as const;
const ADDRESSES = ["203.0.113.10", "203.0.113.20"] as const;

function routingIn(stack: TerraformStack, index: 0 | 1, zoneId: string, hostName = "api.example.com"): void {
  new GeoRouting(stack, `routing-${index}`, {
    zone: { zoneId, zoneName: "example.com" },
    routingName: `test-${index}`,
    dataCenters: { [index === 0 ? "paris" : "lyon"]: { ingress: { ipv4: ADDRESSES[index] } } },
    lastResort: { ipv4: `198.51.100.${index + 1}` },
    policies: {
      platform: { hostNames: [hostName], continents: { EU: { serveFrom: [index === 0 ? "paris" : "lyon"] } } },
    },
  });
}

const folderOf = (program: (stack: TerraformStack) => void) =>
  outputFolder((app) => {
    const stack = new TerraformStack(app, "dns");
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    program(stack);
  });
const both = folderOf((stack) => {
  routingIn(stack, 0, FIRST);
  routingIn(stack, 1, SECOND);
});
const apart = folderOf((stack) => {
  routingIn(stack, 0, FIRST);
  routingIn(stack, 1, SECOND, "video.example.com");
});
const withPrivate = folderOf((stack) => {
  const inside = new Route53Zone(stack, "inside", { name: "example.com", vpc: [{ vpcId: "vpc-0123456789abcdef0" }] });
  routingIn(stack, 1, inside.zoneId);
  routingIn(stack, 0, FIRST);
});

const withLookedUp = folderOf((stack) => {
  const inside = new DataAwsRoute53Zone(stack, "inside", { name: "example.com", privateZone: true });
  routingIn(stack, 1, inside.zoneId);
});

const addresses = join(mkdtempSync(join(tmpdir(), "verify-zones-")), "addresses.txt");
writeFileSync(addresses, "FR 192.0.2.7\nJP 203.0.113.7\n");

/** The name servers of one of the two zones. */
let served: 0 | 1 = 0;
let server: StandInNameServer;
beforeEach(async () => {
  server = await StandInNameServer.start(({ type, subnet }) =>
    type === "NS" ? {} : { addresses: [subnet === "192.0.2.0/24" ? ADDRESSES[served] : `198.51.100.${served + 1}`] },
  );
});
afterEach(() => server.stop());

const asked = (folder: string, options: Partial<VerifyCommand> = {}) =>
  verify(folder, {
    addresses,
    nameServer: [`127.0.0.1:${server.port}`],
    down: [],
    draws: 40,
    timeout: 5,
    ...options,
  });
const refusalOf = (folder: string, options: Partial<VerifyCommand> = {}) =>
  asked(folder, options).then(
    () => "nothing was refused",
    ({ message }) => message,
  );

describe("a host name in two zones", () => {
  const expected = `${FIRST}, ${SECOND}`;

  test("is asked for in the zone that is named, and in no other", async () => {
    for (const [index, zone] of [FIRST, `/hostedzone/${SECOND}`].entries()) {
      served = index as 0 | 1;
      const { text, findings } = await asked(both, { zone });
      expect(findings).toEqual([]);
      const titles = text.split("\n").filter((line) => line.startsWith("## "));
      expect(titles).toEqual([`## dns, zone ${[FIRST, SECOND][index]}`]);
      expect(text).toContain("All that was asked is as simulated.");
    }
    expect((await asked(both, { zone: FIRST })).findings).toEqual(
      expect.arrayContaining([expect.stringContaining("got 203.0.113.20, expected 203.0.113.10 (paris)")]),
    );
  });

  test("is refused where none is named: name servers answer for one of them", async () => {
    const found = `api.example.com (A) is in zone ${FIRST} and in zone ${SECOND}, and name servers answer for one of them`;
    expect(await refusalOf(both)).toBe(`verify: --zone: ${found}: name that zone`);
    expect(server.asked).toEqual([]);
  });

  test("is refused where the zone is not there", async () => {
    const message = `verify: --zone: got "Z0OTHER", expected a zone with address records: ${expected}`;
    expect(await refusalOf(both, { zone: "Z0OTHER" })).toBe(message);
  });

  test("is not asked for in one that is private, unless its own name servers are named", async () => {
    const reasons = await refusalOf(withPrivate, { nameServer: [], resolver: `127.0.0.1:${server.port}` });
    const isPrivate =
      "api.example.com (A) from everywhere: its zone is private: ask from inside, with --zone and --name-server";
    expect(reasons).toContain(isPrivate);
    expect(await refusalOf(withLookedUp, { nameServer: [] })).toContain(isPrivate);
    served = 1;
    const { text, findings } = await asked(withPrivate, { zone: "aws_route53_zone.inside" });
    expect(findings).toEqual([]);
    expect(text).toContain("(lyon)");
    expect(await refusalOf(withPrivate)).toContain(
      "is in zone Z0123456789EXAMPLE and in zone aws_route53_zone.inside,",
    );
  });
});

test("host names of two zones are each asked for, and one zone can be named", async () => {
  await asked(apart);
  const names = () => [...new Set(server.asked.map(({ name }) => name))].sort();
  expect(names()).toEqual(["api.example.com", "video.example.com"]);
  server.asked.splice(0);
  await asked(apart, { zone: SECOND });
  expect(names()).toEqual(["video.example.com"]);
});

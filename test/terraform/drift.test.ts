import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import { drift } from "../../lib/cli/drift";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { synthesize } from "../support/synthesize";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import type { ValueObject } from "./stand-in/values";

const RECORD = "aws_route53_record";
const HEALTH_CHECK = "aws_route53_health_check";

const propsWith = (percent: number, drain = false): GeoRoutingProps => ({
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" }, drain },
    frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } },
  },
  lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
  policies: {
    platform: {
      hostNames: ["api.example.com"],
      countries: { DE: { serveFrom: ["frankfurt", "paris"], percent }, FR: { serveFrom: ["paris"] } },
    },
  },
});

const program = (props: GeoRoutingProps) => (app: App) => {
  const stack = new TerraformStack(app, "dns");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new GeoRouting(stack, "routing", props);
};

describeWithTerraform("what was changed by hand at night", () => {
  let deployment: Deployment;

  beforeEach(async () => {
    deployment = await Deployment.ofProgram(program(propsWith(25)));
    await deployment.succeed("dns", "init");
    await deployment.succeed("dns", "apply", "-auto-approve");
  });
  afterEach(() => deployment.close());

  /** Changes what the cloud has, behind Terraform's back. */
  function changeByHand(
    type: string,
    isMeant: (value: ValueObject) => boolean,
    change: (value: ValueObject) => ValueObject,
  ) {
    const meant = deployment.cloud.all(type).filter(isMeant);
    for (const value of meant) deployment.cloud.change(type, String(value.id), change(value));
    return meant.length;
  }

  const setWeights = (dataCenters: number, lastResort: number, type?: string) =>
    changeByHand(
      RECORD,
      (value) => String(value.name).startsWith("de.platform.") && (type === undefined || value.type === type),
      ({ set_identifier }) => {
        const weight = set_identifier === "data-centers" ? dataCenters : lastResort;
        return { weighted_routing_policy: [{ weight }] };
      },
    );

  const setDrained = (isDrained: boolean, address: RegExp) =>
    changeByHand(
      HEALTH_CHECK,
      (value) => address.test(String(value.ip_address)),
      () => ({ disabled: isDrained, invert_healthcheck: isDrained }),
    );

  /** What the command says of the nightly plan. */
  async function found() {
    await deployment.succeed("dns", "plan", "-out=plan");
    const file = join(mkdtempSync(join(tmpdir(), "drift-")), "dns.json");
    writeFileSync(file, await deployment.succeed("dns", "show", "-json", "plan"));
    const [{ changes } = { changes: [] }] = drift([file]);
    return changes;
  }

  const configure = (props: GeoRoutingProps) =>
    deployment.configure("dns", synthesize(program(props)).stacks.dns ?? {});

  test("nothing is found when nothing was", async () => {
    expect(await found()).toEqual([]);
  });

  test("a percentage comes into the code by one line, and then nothing is left to plan", async () => {
    expect(setWeights(60, 40)).toBe(4);
    expect(await found()).toEqual([
      {
        what: "DE (Germany) of policy platform has 60 % at AWS and 25 % in the code",
        line: "policies.platform.countries.DE.percent: 60",
      },
    ]);
    configure(propsWith(60));
    expect(await deployment.plan("dns")).toEqual({});
    expect(await found()).toEqual([]);
  });

  test("a drained data centre does so too, and back", async () => {
    expect(setDrained(true, /113\.10|:1::10/)).toBe(2);
    const drained = { what: "paris is drained at AWS and not in the code", line: "dataCenters.paris.drain: true" };
    expect(await found()).toEqual([drained]);
    configure(propsWith(25, true));
    expect(await deployment.plan("dns")).toEqual({});
    await deployment.succeed("dns", "apply", "-auto-approve");
    setDrained(false, /113\.10|:1::10/);
    expect(await found()).toEqual([
      { what: "paris is not drained at AWS and is in the code", line: "dataCenters.paris.drain: false" },
    ]);
  });

  test("what no option can say has no line", async () => {
    setWeights(60, 40, "A");
    setDrained(true, /113\.20/);
    changeByHand(
      RECORD,
      (value) =>
        String(value.name) === "api.example.com" && value.set_identifier === "geo-default" && value.type === "A",
      () => ({ ttl: 300 }),
    );
    expect(await found()).toEqual([
      { what: "DE (Germany) of policy platform has 60 % in A at AWS and 25 % in the code: change A and AAAA alike" },
      { what: "frankfurt is drained in part at AWS: drain all of its health checks, or none" },
      { what: expect.stringMatching(/^aws_route53_record\.routing_ipv4_host_.*default.*: ttl is not as in the code$/) },
    ]);
    setWeights(60, 75);
    expect((await found())[0]).toEqual({
      what: "DE (Germany) of policy platform has weights of 60 and 75 at AWS, which are no percentage: let them add up to 100",
    });
  });

  test("a record that is gone is said to be", async () => {
    const value = deployment.cloud.all(RECORD).find(({ set_identifier: id, type }) => id === "geo-FR" && type === "A");
    deployment.cloud.lose(RECORD, String(value?.id));
    expect(await found()).toEqual([
      { what: expect.stringMatching(/^aws_route53_record\.\S+ is gone: the next apply makes it again$/) },
    ]);
  });
});

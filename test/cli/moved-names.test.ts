import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { App, TerraformStack, Token } from "cdktf";
import { review } from "../../lib/cli/review";
import { GeoRouting } from "../../lib/route53";
import { routingSection } from "../support/review";

const ZONE = "Z0123456789EXAMPLE";
const OTHER_ZONE = "Z9876543210EXAMPLE";

interface Version {
  readonly stack?: string;
  readonly zoneId?: string;
  readonly percent?: number;
  readonly hostNames?: readonly string[];
}

function routingIn(app: App, { stack = "dns", zoneId = ZONE, percent = 25, hostNames }: Version): TerraformStack {
  const made = new TerraformStack(app, stack);
  new GeoRouting(made, "routing", {
    zone: { zoneId, zoneName: "example.com" },
    routingName: stack,
    dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
    lastResort: { ipv4: "198.51.100.1" },
    policies: {
      platform: { hostNames: hostNames ?? ["api.example.com"], countries: { FR: { serveFrom: ["paris"], percent } } },
    },
    rules: { largestStep: 10 },
  });
  return made;
}

function folderOf(make: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "moved-names-"));
  const app = new App({ outdir, skipValidation: true });
  make(app);
  app.synth();
  return outdir;
}

const versionOf = (...versions: readonly Version[]) => folderOf((app) => versions.map((one) => routingIn(app, one)));

describe("a routing whose zone changes", () => {
  const [before, after] = [versionOf({}), versionOf({ zoneId: OTHER_ZONE })];
  const message = `dns: in two applies: api.example.com A goes from zone ${ZONE} to zone ${OTHER_ZONE}: users who are led to the old zone get no answer from then on: first make the records in the new zone as well, then let the parent's NS records lead to it, and take the old ones away a time to live later`;

  test("is refused, and told in the review", () => {
    const { text, refusals } = review(before, after);
    expect(refusals).toEqual([{ code: "other-zone", message }]);
    expect(text).toContain(message.replace("dns: ", ""));
    expect(text).not.toContain("Nothing changes for anybody.");
  });

  test("passes where detours do", () => {
    expect(review(before, after, { allowDetours: true }).refusals).toEqual([]);
  });

  test("is not refused when records are made in the new zone as well", () => {
    const both = versionOf({}, { stack: "new", zoneId: OTHER_ZONE });
    expect(review(before, both).refusals).toEqual([]);
    const mailIn = (...zones: readonly string[]) =>
      folderOf((app) => {
        const stack = routingIn(app, {});
        const record = { name: "mail.example.com", type: "MX", ttl: 60, records: ["10 mx.example.net"] };
        for (const zoneId of zones) new Route53Record(stack, zoneId, { ...record, zoneId });
      });
    expect(review(mailIn(ZONE), mailIn(ZONE, OTHER_ZONE)).refusals).toEqual([]);
    expect(review(mailIn(ZONE), mailIn(OTHER_ZONE)).refusals.map(({ code }) => code)).toEqual(["other-zone"]);
  });

  test("is told and not refused where it may be the same zone", () => {
    const known = versionOf({ zoneId: `\${data.aws_route53_zone.main.zone_id}` });
    const { text, refusals } = review(before, known);
    expect(refusals).toEqual([]);
    expect(text).toContain(
      `record api.example.com A: zone ${ZONE} → data.aws_route53_zone.main: if that is another zone, its users get no answer`,
    );
  });
});

describe("a host name that another stack takes over", () => {
  const moves = (from: string, to: string) =>
    `moves from stack ${from} to stack ${to}: api.example.com (A): the one state destroys its records, and the other one makes them, in no certain order: take them out of the one by a removed block, and into the other one by import blocks`;

  test("is held to the largest step when its stack is renamed", () => {
    const { text, refusals } = review(versionOf({}), versionOf({ stack: "zone", percent: 60 }));
    expect(refusals).toEqual([
      { code: "largest-step", message: expect.stringMatching(/^dns → zone: rules\.largestStep: .* moves 35 % /) },
    ]);
    expect(text).toContain(
      `### dns → zone\n\n${moves("dns", "zone")}\nFR (France): paris 25 % → 60 %, last resort 75 % → 40 %\n`,
    );
  });

  test("is held to it when it goes to a stack that is there already, by itself", () => {
    const [api, web, video] = ["api.example.com", "web.example.com", "video.example.com"];
    const old = versionOf({ hostNames: [api, web] }, { stack: "zone", hostNames: [video], percent: 60 });
    const young = versionOf({ hostNames: [web] }, { stack: "zone", hostNames: [video, api], percent: 60 });
    const { text, refusals } = review(old, young);
    expect(refusals).toEqual([
      {
        code: "largest-step",
        message: expect.stringMatching(/^dns → zone: .* for api\.example\.com \(A\): paris 25 % /),
      },
    ]);
    expect(text.split("### ")[3]).toContain(moves("dns", "zone"));
    expect(text.split("### ")[3]).not.toMatch(/web|video/);
  });

  test("leaves out a record that cannot be simulated and stays where it is", () => {
    const [api, web] = ["api.example.com", "web.example.com"];
    const withLegacy = (hostNames: readonly string[], ...others: readonly Version[]) =>
      folderOf((app) => {
        new Route53Record(routingIn(app, { hostNames }), "legacy", {
          zoneId: ZONE,
          name: "legacy.example.com",
          type: "A",
          ttl: 60,
          records: ["203.0.113.99"],
          setIdentifier: "one",
          weightedRoutingPolicy: { weight: Token.asNumber("${var.weight}") },
        });
        for (const other of others) routingIn(app, other);
      });
    const { text } = review(withLegacy([api, web]), withLegacy([web], { stack: "zone", hostNames: [api] }));
    const sections = text.split("### ").slice(1);
    const ofMove = sections.filter((section) => section.startsWith("dns → zone"));
    expect(ofMove).toEqual([expect.stringContaining(moves("dns", "zone"))]);
    expect(ofMove[0]).not.toContain("legacy");
    expect(sections[0]).toContain("legacy.example.com (A) is not analysed");
  });

  test("may also be taken to another zone", () => {
    const { refusals } = review(versionOf({}), versionOf({ stack: "zone", zoneId: OTHER_ZONE }));
    expect(refusals.map(({ code, message }) => [code, message.split(":")[0]])).toEqual([["other-zone", "dns → zone"]]);
  });
});

describe("a host name that gives way to a wildcard", () => {
  const named = versionOf({ hostNames: ["a.example.com"], percent: 25 });
  const wildcard = versionOf({ hostNames: ["*.example.com"], percent: 30 });
  const sectionOf = (before: string, after: string) => routingSection(review(before, after).text).split("\n");

  test("is gone, and its users get the wildcard's answers, with its name on the line", () => {
    const lines = sectionOf(named, wildcard);
    expect(lines).toContain("gone: a.example.com (A): *.example.com (A) answers in its place");
    expect(lines).toContain("new: *.example.com (A)");
    expect(lines).toContain("FR (France), for a.example.com (A): paris 25 % → 30 %, last resort 75 % → 70 %");
  });

  test("is new where it comes out of the wildcard", () => {
    const lines = sectionOf(wildcard, named);
    expect(lines).toContain("new: a.example.com (A): *.example.com (A) answered for it before");
    expect(lines).toContain("gone: *.example.com (A)");
  });

  test("is neither beside a wildcard that stays: what changes for its users says all", () => {
    const both = versionOf({ hostNames: ["a.example.com", "*.example.com"], percent: 30 });
    for (const lines of [sectionOf(both, wildcard), sectionOf(wildcard, both)])
      expect(lines.filter((line) => /^(gone|new):/.test(line))).toEqual([]);
  });

  test("names who asks for all names alike when another name is new", () => {
    const two = versionOf({ hostNames: ["a.example.com", "b.example.com"], percent: 30 });
    expect(sectionOf(named, two)).toContain(
      "FR (France), for a.example.com (A): paris 25 % → 30 %, last resort 75 % → 70 %",
    );
  });
});

describe("records of other types than addresses", () => {
  const withRecord = (type: string, values: readonly string[] | undefined, ttl = 300) =>
    folderOf((app) => {
      const stack = routingIn(app, {});
      if (values === undefined) return;
      const record = { zoneId: ZONE, name: "www.example.com", type, ttl, records: [...values] };
      new Route53Record(stack, "record", record);
    });
  const line = (before: string, after: string) => routingSection(review(before, after).text).split("\n")[4];

  test.each([
    ["MX", "10 one.example.net", "10 two.example.net"],
    ["NS", "ns1.example.net", "ns2.example.net"],
    ["HTTPS", "1 . alpn=h2", "1 . alpn=h3"],
  ])("are told when they change: %s", (type, old, young) => {
    const [before, after] = [withRecord(type, [old]), withRecord(type, [young])];
    expect(line(before, after)).toBe(`record www.example.com ${type}: ${old} → ${young}`);
    expect(line(withRecord(type, undefined), after)).toBe(`record www.example.com ${type}: is new: ${young}`);
    expect(line(before, withRecord(type, undefined))).toBe(`record www.example.com ${type}: is gone: ${old}`);
    expect(line(before, withRecord(type, [old], 60))).toBe(`record www.example.com ${type}: time to live 300 s → 60 s`);
  });

  test("are the same in any order", () => {
    const [one, other] = [
      ["ns1.example.net", "ns2.example.net"],
      ["ns2.example.net", "ns1.example.net"],
    ] as const;
    expect(line(withRecord("NS", one), withRecord("NS", other))).toBe("Nothing changes for anybody.");
  });

  test("are told of a stack that has no others", () => {
    const only = (value: string) =>
      folderOf((app) => {
        const record = { zoneId: ZONE, name: "www.example.com", type: "CNAME", ttl: 300, records: [value] };
        new Route53Record(new TerraformStack(app, "dns"), "record", record);
      });
    expect(line(only("one.example.net"), only("two.example.net"))).toBe(
      "everyone: one.example.net 100 % → 0 %, two.example.net 0 % → 100 %",
    );
  });
});

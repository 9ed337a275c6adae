import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { review } from "../../lib/cli/review";
import { GeoRouting, type GeoRoutingProps, SimpleRecord } from "../../lib/route53";
import type { RoutingPolicy } from "../../lib/routing";
import { routingSection } from "../support/review";

const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
const SHOPS: RoutingPolicy & { readonly hostNames: readonly string[] } = {
  hostNames: ["*.shop.example.com"],
  countries: { FR: { serveFrom: ["paris"] } },
};
const ROUTING: GeoRoutingProps = {
  zone,
  routingName: "test",
  dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } }, lyon: { ingress: { ipv4: "203.0.113.20" } } },
  lastResort: { ipv4: "198.51.100.1" },
  rules: { largestStep: 10 },
  policies: { shops: SHOPS },
};

/** All shops by a name with an asterisk, others by policies of their own, and records of any type. */
function folderOf(
  policies: GeoRoutingProps["policies"] = {},
  records: Readonly<Record<string, string>> = {},
  rules: GeoRoutingProps["rules"] | null = ROUTING.rules,
): string {
  const outdir = mkdtempSync(join(tmpdir(), "below-wildcards-"));
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "dns");
  new GeoRouting(stack, "routing", { ...ROUTING, rules: rules ?? undefined, policies: { shops: SHOPS, ...policies } });
  for (const [recordName, type] of Object.entries(records)) {
    const values = [type === "CNAME" ? "shops.example.net" : "mine"];
    new SimpleRecord(stack, recordName, { zone, recordName, type: type as "TXT" | "CNAME", values });
  }
  app.synth();
  return outdir;
}

const plain = folderOf();
const own = (dataCenter: string): GeoRoutingProps["policies"] => ({
  own: { hostNames: ["a.shop.example.com"], countries: { FR: { serveFrom: [dataCenter] } } },
});
const reviewed = (before: string, after: string) => {
  const { text, refusals } = review(before, after);
  return { text: routingSection(text), refusals: refusals.map(({ message }) => message) };
};
const LIFTED = "at most 10 % may move in one change";

describe("a host name that is new below one with an asterisk", () => {
  test("was answered before, so that its users move", () => {
    const { text, refusals } = reviewed(plain, folderOf(own("lyon")));
    expect(text).toContain("FR (France), for a.shop.example.com (A): lyon 0 % → 100 %, paris 100 % → 0 %");
    expect(text).not.toContain("new:");
    expect(refusals).toEqual([
      expect.stringContaining(
        `dns: rules.largestStep: ${LIFTED}, and this one moves 100 % of the users in FR (France) for a.shop.example.com (A): lyon 0 %`,
      ),
    ]);
  });

  test("changes nothing where it is answered in the same way", () => {
    expect(reviewed(plain, folderOf(own("paris")))).toEqual({
      text: "## Routing\n\n### dns\n\nNothing changes for anybody.\n",
      refusals: [],
    });
  });

  test("falls back to it when it is gone, which moves its users as well", () => {
    const { text, refusals } = reviewed(folderOf(own("lyon")), plain);
    expect(text).toContain("FR (France), for a.shop.example.com (A): lyon 100 % → 0 %, paris 0 % → 100 %");
    expect(text).not.toContain("gone:");
    expect(refusals).toEqual([expect.stringContaining("for a.shop.example.com (A): lyon 100 % → 0 %")]);
  });
});

describe("a record of another type below a name with an asterisk", () => {
  const challenge = folderOf({}, { "_acme-challenge.a.shop.example.com": "TXT" });
  const names = "a.shop.example.com (A), *.a.shop.example.com (A)";

  test("takes away the answers of the name above it, and of all below that", () => {
    const { text, refusals } = reviewed(plain, challenge);
    expect(text).toContain(`FR (France), for ${names}: paris 100 % → 0 %, no answer 0 % → 100 %`);
    expect(refusals).toContainEqual(expect.stringContaining(`moves 100 % of the users in FR (France) for ${names}:`));
  });

  test("is held to the rule for the name with the asterisk, which the new version brings", () => {
    const without = folderOf({}, {}, null);
    const { refusals } = reviewed(without, challenge);
    expect(refusals).toContainEqual(
      expect.stringContaining(
        `dns: rules.largestStep: ${LIFTED}, and this one moves 100 % of the users in FR (France) for ${names}:`,
      ),
    );
  });

  test("gives them back when it is gone", () => {
    const { text } = reviewed(challenge, plain);
    expect(text).toContain(`FR (France), for ${names}: paris 0 % → 100 %, no answer 100 % → 0 %`);
  });

  test("takes away those of its own name", () => {
    const { text } = reviewed(plain, folderOf({}, { "text.shop.example.com": "TXT" }));
    expect(text).toContain("text.shop.example.com (A), *.text.shop.example.com (A): paris 100 % → 0 %, no answer 0");
  });

  test("answers by another name where it is a CNAME", () => {
    const { text } = reviewed(plain, folderOf({}, { "b.shop.example.com": "CNAME" }));
    expect(text).toContain("for b.shop.example.com (A): paris 100 % → 0 %, shops.example.net 0 % → 100 %");
  });

  test("changes nothing for a name that has addresses of its own, nor where no asterisk answers", () => {
    const records = { "_acme-challenge.a.shop.example.com": "TXT", "_acme-challenge.b.example.com": "TXT" };
    const { text, refusals } = reviewed(folderOf(own("paris")), folderOf(own("paris"), records));
    const lines = Object.keys(records).map((name) => `record ${name} TXT: is new: mine\n`);
    expect([text, refusals]).toEqual([`## Routing\n\n### dns\n\n${lines.join("")}Nothing else changes.\n`, []]);
  });
});

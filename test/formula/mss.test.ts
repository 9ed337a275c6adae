import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { TINY_SITE } from "../data-center/tiny-site";
import { renderPlan } from "./render-plan";

const able = spawnSync("/usr/bin/python3", ["-c", "import jinja2"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: the templates are not rendered here, without python3-jinja2\n");

(able ? test : test.skip)(
  "borders with a VPN lower the segments of what leaves and comes by it, and nobody else does",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "mss-"));
    const vpn = { asn: 64_512, peerAsn: 65_001, peerAddresses: ["192.0.2.1"] };
    const rulesOf = (links: object, router: string): readonly string[] => {
      renderPlan(planSite({ ...TINY_SITE, links: links as { readonly [name: string]: typeof vpn } }), folder);
      const text = readFileSync(join(folder, router, "usr/local/lib/hybrid-kubernetes/mss.nft"), "utf8");
      return text.split("\n").filter((line) => line.includes("maxseg"));
    };
    const line = (word: string, here: string, there: string, range: string, size: number) =>
      `        ${word} ${here} ${range} ${word} ${there} != ${range} tcp flags & (syn | rst) == syn tcp option maxseg size > ${size} tcp option maxseg size set ${size}`;
    expect(rulesOf({ vpn }, "border-1")).toEqual([
      line("ip", "saddr", "daddr", "10.128.0.0/13", 1350),
      line("ip", "daddr", "saddr", "10.128.0.0/13", 1350),
      line("ip6", "saddr", "daddr", "fd00:128::/48", 1330),
      line("ip6", "daddr", "saddr", "fd00:128::/48", 1330),
    ]);
    expect(rulesOf({ vpn }, "a1-left")).toEqual([]);
    expect(rulesOf({ circuit: { asn: 64_512, peerAsn: 65_001 } }, "border-1")).toEqual([]);
    rmSync(folder, { recursive: true });
  },
);

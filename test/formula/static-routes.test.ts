import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { TINY_SITE } from "../data-center/tiny-site";
import { renderPlan } from "./render-plan";

const able = spawnSync("/usr/bin/python3", ["-c", "import jinja2"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: the templates are not rendered here, without python3-jinja2\n");

const edge = { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], floatingStaticRoutes: true };
const { racks, borders } = TINY_SITE.fabric;

interface Route {
  readonly prefix: string;
  readonly next_hops: readonly string[];
}

describe("the static routes to edge servers", () => {
  (able ? test : test.skip)(
    "lead there by all ways, in a routing table where BGP has none, and are off by default",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "static-"));
      const routesOf = (router: string): readonly string[] =>
        readFileSync(join(folder, router, "etc/frr/hybrid-kubernetes.conf"), "utf8").match(/^ip(v6)? route .*$/gm) ??
        [];
      renderPlan(planSite({ ...TINY_SITE, edge }), folder);
      expect(routesOf("a1-left")).toEqual([
        "ip route 203.0.113.0/28 10.129.0.5 250",
        "ipv6 route 2001:db8:1::/64 fd00:128:0:1::5 250",
        "ip route 10.131.0.0/28 10.129.0.5 250",
        "ipv6 route fd00:128:0:3::/124 fd00:128:0:1::5 250",
        "ip route 10.128.0.1/32 10.129.0.5 250",
        "ipv6 route fd00:128::1/128 fd00:128:0:1::5 250",
      ]);
      // To both routers of each rack; a server's own address is in one of them.
      const atBorder = routesOf("border-1").filter((line) => !line.startsWith("ipv6"));
      expect(atBorder.filter((line) => line.includes("203.0.113.0/28"))).toHaveLength(4);
      expect(atBorder.filter((line) => line.includes("10.128.0.1/32"))).toEqual([
        "ip route 10.128.0.1/32 10.129.128.65 250",
        "ip route 10.128.0.1/32 10.129.128.97 250",
      ]);
      renderPlan(planSite(TINY_SITE), folder);
      expect(["a1-left", "border-1"].flatMap(routesOf)).toEqual([]);
      rmSync(folder, { recursive: true });
    },
  );

  test("go by the routers between borders and racks, and only to racks with edge servers", () => {
    const a3 = { number: 3, routers: { "a3-left": { number: 1 }, "a3-right": { number: 2 } } };
    const fabric = { racks: { ...racks, a3 }, spines: { "spine-1": { number: 1 } }, borders };
    const files = siteFiles(planSite({ ...TINY_SITE, fabric, edge }));
    const hopsOf = (router: string, prefix: string): readonly string[] => {
      const routes: readonly Route[] = JSON.parse(files.get(`routers/${router}.json`) ?? "").static_routes;
      return routes.filter((route) => route.prefix === prefix).flatMap(({ next_hops }) => next_hops);
    };
    const addressAt = (router: string, neighbor: string): string =>
      JSON.parse(files.get(`routers/${router}.json`) ?? "").neighbors.find(
        ({ name }: { readonly name: string }) => name === neighbor,
      ).sessions[0].address;
    expect(hopsOf("border-1", "203.0.113.0/28")).toEqual([addressAt("border-1", "spine-1")]);
    expect(hopsOf("spine-1", "203.0.113.0/28")).toEqual(
      ["a1-left", "a1-right", "a2-left", "a2-right"].map((rack) => addressAt("spine-1", rack)),
    );
    expect(hopsOf("spine-1", "10.128.0.2/32")).toEqual(
      ["a2-left", "a2-right"].map((rack) => addressAt("spine-1", rack)),
    );
    expect(hopsOf("a3-left", "203.0.113.0/28")).toEqual([]);
  });
});

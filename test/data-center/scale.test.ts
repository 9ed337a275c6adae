import { planSite } from "../../lib/data-center/plan-site";
import type { ServerOptions } from "../../lib/data-center/server";
import { siteFiles } from "../../lib/data-center/site-files";
import { TINY_SITE } from "../data-center/tiny-site";

/** 417 servers in 16 racks: six such data centres have 2,500. */
const SERVERS = 417;
const RACKS = 16;

const racks = Object.fromEntries(
  Array.from({ length: RACKS }, (_, number) => [
    `rack-${number}`,
    { number, routers: { [`rack-${number}-left`]: { number: 1 }, [`rack-${number}-right`]: { number: 2 } } },
  ]),
);
const roleOf = (number: number) => (number <= 3 ? "control-plane" : number <= 11 ? "edge" : "worker");
const servers = Object.fromEntries(
  Array.from({ length: SERVERS }, (_, index): [string, ServerOptions] => {
    const number = index + 1;
    return [`server-${number}`, { role: roleOf(number), rack: `rack-${index % RACKS}`, number }];
  }),
);

test("what 2,500 servers in six data centres get by Salt takes less than 10 MB", () => {
  const { borders } = TINY_SITE.fabric;
  const files = siteFiles(planSite({ ...TINY_SITE, fabric: { racks, borders }, servers }));
  const pillars = [...files].filter(([path]) => path.startsWith("servers/"));
  expect(pillars).toHaveLength(SERVERS);
  const bytes = pillars.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
  expect((2500 / SERVERS) * bytes).toBeLessThan(10_000_000);
});

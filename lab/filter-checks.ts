import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { routerOf } from "./fault-list";
import type { RouterFile } from "./files";
import { expect, ports, sleep, until } from "./measure";
import { type Machine, portTo } from "./network";
import { vtysh, vtyshNow } from "./vtysh";

/** What a router says beside what is its own: something foreign, and a mark of the data centre's, which shows that it was heard. */
const foreignOf = ({ control }: RunningDataCenter) => [
  { family: "ipv4", word: "ip", foreign: "192.0.2.0/24", mark: `${control.dns.ipv4.replace(/\d+$/, "99")}/32` },
  {
    family: "ipv6",
    word: "ipv6",
    foreign: "2001:db8:dead::/48",
    mark: `${control.dns.ipv6?.replace(/\w+$/, "99")}/128`,
  },
];

/** A router says something foreign, and everything that it has to one neighbour if that is named, while an action runs. */
async function whileForeign(
  dataCenter: RunningDataCenter,
  { name, asn }: RouterFile,
  openTo: string | undefined,
  action: (routes: ReturnType<typeof foreignOf>[number]) => Promise<void>,
): Promise<void> {
  const router = dataCenter.machine(name);
  for (const routes of foreignOf(dataCenter)) {
    const { family, word, foreign, mark } = routes;
    const list = `${word} prefix-list ${openTo}-${family}-out seq 1 permit any`;
    const inBgp = ["configure terminal", `router bgp ${asn}`, `address-family ${family} unicast`];
    router.ip(...[foreign, mark].map((prefix) => `route add blackhole ${prefix}`));
    try {
      if (openTo !== undefined) await vtysh(router, "configure terminal", list);
      await vtysh(router, ...inBgp, `network ${foreign}`, `network ${mark}`);
      await action(routes);
    } finally {
      await vtysh(router, ...inBgp, `no network ${foreign}`, `no network ${mark}`);
      if (openTo !== undefined) await vtysh(router, "configure terminal", `no ${list}`);
      router.ip(...[foreign, mark].map((prefix) => `route del blackhole ${prefix}`));
    }
  }
}

const rackRouterOf = (dataCenter: RunningDataCenter): RouterFile => {
  const found = dataCenter.rackRouters.find(({ name }) => name === routerOf(dataCenter));
  if (found === undefined) throw new Error("no router above an edge server");
  return found;
};

/** One router refuses what is not the site's, whatever another says. */
async function refusesForeign(dataCenter: RunningDataCenter, from: RouterFile, to: RouterFile): Promise<string> {
  await whileForeign(dataCenter, from, to.name, async ({ foreign, mark }) => {
    const at = dataCenter.machine(to.name);
    await until("the mark is heard", 10, () => ports(at, mark).includes(portTo(from.name)));
    await sleep(0.5);
    const way = ports(at, foreign);
    expect(way.length === 0, `${to.name} takes ${foreign} from ${from.name}, by ${way.join(", ")}`);
  });
  return "0 of 2 accepted";
}

/** What a router announces to a neighbour now, by its own words. */
function announced(router: Machine, family: string, address: string): readonly string[] {
  const { output } = vtyshNow(router, `show bgp ${family} unicast neighbors ${address} advertised-routes json`);
  return Object.keys(JSON.parse(output).advertisedRoutes ?? {});
}

/** No neighbour hears what is not the site's. A server hears the default route alone, and an edge server the others' own addresses. */
async function announcesNothingForeign(dataCenter: RunningDataCenter): Promise<string> {
  let looked = 0;
  const addresses = dataCenter.edges.flatMap(({ loopback }) => [`${loopback.ipv4}/32`, `${loopback.ipv6}/128`]);
  for (const router of [rackRouterOf(dataCenter), dataCenter.border]) {
    const machine = dataCenter.machine(router.name);
    await whileForeign(dataCenter, router, undefined, async ({ family, foreign, mark }) => {
      const sessions = router.neighbors.flatMap(({ name, kind, sessions }) =>
        sessions.flatMap((one) => (one.family === family ? [{ name, kind, address: one.address }] : [])),
      );
      const others = sessions.filter(({ kind }) => kind !== "server");
      await until("the mark is announced", 10, () =>
        others.every(({ address }) => announced(machine, family, address).includes(mark)),
      );
      await sleep(0.5);
      for (const { name, kind, address } of sessions) {
        const heard = announced(machine, family, address);
        const own = dataCenter.edges.some((edge) => edge.name === name) ? addresses : [];
        const isTheirs = (prefix: string): boolean => prefix.endsWith("/0") || own.includes(prefix);
        const wrong = heard.filter((prefix) => (kind === "server" ? !isTheirs(prefix) : prefix === foreign));
        expect(wrong.length === 0, `${router.name} announces ${wrong.join(", ")} to ${name}`);
        looked++;
      }
    });
  }
  return `to 0 of ${looked} sessions`;
}

const rackIsHeld = (lab: RunningDataCenter) => refusesForeign(lab, rackRouterOf(lab), lab.border);
const borderIsHeld = (lab: RunningDataCenter) => refusesForeign(lab, lab.border, rackRouterOf(lab));

/** What routers take from each other, and announce. */
export const FILTER_CHECKS: readonly Check[] = [
  { name: "a rack's router cannot announce routes from elsewhere", bound: "0 accepted", run: rackIsHeld },
  { name: "a border cannot announce routes from elsewhere to racks", bound: "0 accepted", run: borderIsHeld },
  {
    name: "routers announce nothing foreign, and servers hear what is theirs alone",
    bound: "0 announced",
    run: announcesNothingForeign,
  },
];

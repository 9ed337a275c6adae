import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { edgeOf, pidsOf, routerOf } from "./fault-list";
import type { ServerFile } from "./files";
import { counter, expect, familyOf, send, settled, sleep, Users } from "./measure";
import { portTo } from "./network";
import { OUTSIDE } from "./outside";
import { addressesOf, ask, codeOf, serviceOf, urlOf } from "./requests";

async function answersBothFamilies(dataCenter: RunningDataCenter): Promise<string> {
  const client = dataCenter.machine("client");
  const story: string[] = [];
  for (const address of addressesOf(dataCenter, "public")) {
    const forged = ["--header", "X-Forwarded-For: 192.0.2.66"];
    const { output } = await ask(
      client,
      "--header",
      `Host: ${serviceOf(dataCenter)}`,
      ...forged,
      urlOf(dataCenter, address),
    );
    expect(output.startsWith("{"), `${address} answers: ${output || "nothing"}`);
    const { pod, from, headers } = JSON.parse(output);
    const { ipv4, ipv6 } = OUTSIDE.client;
    const edge = dataCenter.edges.find(({ loopback }) => loopback.ipv4 === from);
    expect(edge !== undefined, `the pod was asked from ${from}, which is no edge server's loopback`);
    const told = headers["x-forwarded-for"];
    expect([ipv4, ipv6].includes(told), `the pod's X-Forwarded-For is ${told}`);
    story.push(`${pod} by ${edge?.name}`);
  }
  return story.join(", ");
}

/**
 * Racks get equal parts, whatever number of edge servers they have. Within a rack it cannot be seen here: a packet keeps its hash on its way
 * through namespaces, so that a second router would share what the first has shared by the same number.
 */
function edgesByRack({ edges }: RunningDataCenter): readonly (readonly ServerFile[])[] {
  const racks = [...new Set(edges.map(({ rack }) => rack.name))];
  return racks.map((name) => edges.filter(({ rack }) => rack.name === name));
}

async function isShared(dataCenter: RunningDataCenter): Promise<string> {
  const border = dataCenter.machine(dataCenter.border.name);
  const ways = dataCenter.rackRouters.map(({ name }) => name);
  const counters = await Promise.all(
    ways.flatMap((name) =>
      addressesOf(dataCenter, "public").map((address) =>
        counter(border, "postrouting", `oifname "${portTo(name)}" ${familyOf(address)} daddr ${address} tcp flags syn`),
      ),
    ),
  );
  const users = new Users(dataCenter, 8);
  await users.begin();
  await sleep(4);
  const { asked } = await users.stop();
  const counted = await Promise.all(counters.map((read) => read()));
  const perWay = counted.length / ways.length;
  const shares = [
    ...ways.map((name, index) => {
      const own = counted.slice(index * perWay, (index + 1) * perWay);
      return { name, share: sum(own) / sum(counted), least: 0.1 };
    }),
    ...edgesByRack(dataCenter).map((edges, _, racks) => {
      const own = asked.filter(({ from }) => edges.some(({ loopback }) => loopback.ipv4 === from)).length;
      return { name: edges.map(({ name }) => name).join(" + "), share: own / asked.length, least: 0.5 / racks.length };
    }),
  ];
  const story = shares.map(({ name, share }) => `${name} ${Math.round(100 * share)} %`).join(", ");
  expect(
    shares.every(({ share, least }) => share > least),
    story,
  );
  return story;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

async function checkersAreAnswered(dataCenter: RunningDataCenter): Promise<string> {
  const [edge] = dataCenter.edges;
  const { hosts = [], path = "/" } = edge?.edge?.health ?? {};
  for (const address of addressesOf(dataCenter, "public")) {
    for (const host of hosts) {
      const code = await codeOf(
        dataCenter.machine("route53-checker"),
        urlOf(dataCenter, address, path),
        `Host: ${host}`,
      );
      expect(code === "200", `Route 53 gets ${code} from ${address} for ${host}`);
    }
  }
  const google = dataCenter.machine("google");
  for (const address of addressesOf(dataCenter, "private")) {
    const code = await codeOf(google, urlOf(dataCenter, address, path));
    expect(code === "200", `Google's health checker gets ${code} from ${address}`);
    const told = ["--header", "X-Forwarded-For: 192.0.2.66,198.51.100.1"];
    const { output } = await ask(
      google,
      "--header",
      `Host: ${serviceOf(dataCenter)}`,
      ...told,
      urlOf(dataCenter, address),
    );
    expect(output.includes('"192.0.2.66,198.51.100.1"'), `the pod does not get Google's X-Forwarded-For: ${output}`);
  }
  return "by Route 53 and by Google";
}

async function strangersGetNothing(dataCenter: RunningDataCenter): Promise<string> {
  for (const address of addressesOf(dataCenter, "public")) {
    const code = await codeOf(dataCenter.machine("client"), urlOf(dataCenter, address), "Host: nobody.example.net");
    expect(code === "404", `an unknown host gets ${code} from ${address}`);
  }
  return "404";
}

/** When all pods hang, a checker gets 503: the covering range still leads to HAProxy. */
async function unhealthyGets503(dataCenter: RunningDataCenter): Promise<string> {
  const checker = dataCenter.machine("route53-checker");
  const [edge] = dataCenter.edges;
  const { hosts = [], path = "/" } = edge?.edge?.health ?? {};
  const [address = ""] = addressesOf(dataCenter, "public");
  const pids = ["pod-1", "pod-2"].flatMap((pod) => pidsOf(dataCenter.machine(pod), "node"));
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  const since = Date.now();
  let code = "";
  try {
    while (code !== "503" && Date.now() - since < 12_000) {
      code = await codeOf(checker, urlOf(dataCenter, address, path), `Host: ${hosts[0]}`);
      await sleep(0.2);
    }
  } finally {
    for (const pid of pids) process.kill(pid, "SIGCONT");
  }
  const seconds = ((Date.now() - since) / 1000).toFixed(1);
  expect(code === "503", `Route 53 still gets ${code} after ${seconds} s`);
  await settled(dataCenter);
  return `503 after ${seconds} s`;
}

/** An address of an announced range that nobody has: inside the range, beside the virtual address. */
const unassigned = (address: string) =>
  address.includes(":") ? `${address.split("::")[0]}::d` : address.replace(/\d+$/, "13");

async function crossesOnce(dataCenter: RunningDataCenter): Promise<string> {
  const racks = dataCenter.rackRouters.map(({ name }) => dataCenter.machine(name));
  const targets = [...addressesOf(dataCenter, "public"), ...addressesOf(dataCenter, "private")].map(unassigned);
  for (const target of targets) {
    const match = `${familyOf(target)} daddr ${target}`;
    const counters = await Promise.all(racks.map((rack) => counter(rack, "forward", match)));
    await send(dataCenter.machine("client"), target, 9, 8);
    await sleep(0.3);
    const crossed = await Promise.all(counters.map((read) => read()));
    expect(sum(crossed) === 8, `8 packets to ${target} crossed the racks' routers ${sum(crossed)} times`);
  }
  return `each of 8 packets to ${targets.join(", ")} once`;
}

async function crossesOnceWhereForwarding(dataCenter: RunningDataCenter): Promise<string> {
  const set = (value: 0 | 1) =>
    Promise.all(
      dataCenter.edges.map(({ name }) => {
        const keys = ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"].map((key) => `${key}=${value}`);
        return dataCenter.machine(name).run(["sysctl", "-q", "-w", ...keys]);
      }),
    );
  await set(1);
  try {
    return await crossesOnce(dataCenter);
  } finally {
    await set(0);
  }
}

async function edgeForwardsNothing(dataCenter: RunningDataCenter): Promise<string> {
  const edge = edgeOf(dataCenter);
  const router = dataCenter.machine(routerOf(dataCenter));
  const file = dataCenter.files.routers.find(({ name }) => name === router.name);
  const sessions = file?.neighbors.find(({ name }) => name === edge)?.sessions ?? [];
  for (const { family, address } of sessions) {
    const target = family === "ipv6" ? "2001:db8:77::1" : "192.0.2.77";
    router.ip(`route add ${target} via ${address}`);
    const left = await counter(dataCenter.machine(edge), "postrouting", `${familyOf(target)} daddr ${target}`);
    await send(router, target, 9, 5);
    await sleep(0.2);
    const forwarded = await left();
    router.ip(`route del ${target}`);
    expect(forwarded === 0, `${edge} forwarded ${forwarded} of 5 packets to ${target}`);
  }
  return "0 of 10 packets";
}

/**
 * The path to the user takes 1,300 bytes, and nobody hears so: with several edge servers, the ICMP message reaches any of them. Tried
 * by IPv4; the setting is one for both families.
 */
async function smallPacketsSuffice(dataCenter: RunningDataCenter): Promise<string> {
  const border = dataCenter.machine(dataCenter.border.name);
  const address = addressesOf(dataCenter, "public").find((one) => !one.includes(":")) ?? "";
  const { ipv4 } = OUTSIDE.client;
  const silent =
    "table inet lost { chain c { type filter hook output priority 0; icmp type destination-unreachable drop; }; }";
  border.ip(`route add ${ipv4}/32 dev client mtu 1300`);
  const { code, output: why } = await border.run(["nft", silent]);
  if (code !== 0) throw new Error(`nft on ${border.name}: ${why}`);
  const since = Date.now();
  try {
    const asked = [
      ...["--max-time", "15"],
      "--output",
      "/dev/null",
      "--write-out",
      "%{size_download}",
      "--header",
      `Host: ${serviceOf(dataCenter)}`,
    ];
    const { output } = await ask(dataCenter.machine("client"), ...asked, urlOf(dataCenter, address, "/large"));
    expect(output === "100000", `${output} of 100000 bytes arrive`);
  } finally {
    await border.run(["nft", "delete", "table", "inet", "lost"]);
    border.ip(`route del ${ipv4}/32 dev client`);
  }
  return `100 kB after ${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Requests, as users, checkers and strangers make them. */
export const TRAFFIC_CHECKS: readonly Check[] = [
  { name: "the public addresses answer from a pod", bound: "IPv4 and IPv6", run: answersBothFamilies },
  { name: "both edge servers and all racks' routers share the requests", bound: "> 25 %, > 10 %", run: isShared },
  { name: "health checkers are answered", bound: "200", run: checkersAreAnswered },
  { name: "an unknown host gets 404", bound: "404", run: strangersGetNothing },
  { name: "a packet to an unassigned address does not loop", bound: "crosses once", run: crossesOnce },
  { name: "nor while forwarding is switched on", bound: "crosses once", run: crossesOnceWhereForwarding },
  { name: "a path with small packets carries large answers, without ICMP", bound: "15 s", run: smallPacketsSuffice },
  { name: "an edge server forwards nothing", bound: "0 packets", run: edgeForwardsNothing },
  { name: "a health checker gets 503 when no pod answers", bound: "12 s", run: unhealthyGets503 },
];

import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import type { DataCenterFiles } from "./files";
import { expect, podsUp } from "./measure";
import { addressesOf, ask, codeOf, serviceOf, urlOf } from "./requests";

const clientOf = (dataCenter: RunningDataCenter) => dataCenter.machine("client");

async function pathsLeadToServices(dataCenter: RunningDataCenter): Promise<string> {
  const [address = ""] = addressesOf(dataCenter, "public");
  const host = serviceOf(dataCenter, "uploads");
  const wanted = { "/uploads/film": 8090, "/uploads": 8090, "/uploadsfilm": 8080, "/it's": 8090, "/": 8080 };
  for (const [path, port] of Object.entries(wanted)) {
    const { output } = await ask(clientOf(dataCenter), "--header", `Host: ${host}`, urlOf(dataCenter, address, path));
    expect(output.includes(`"port":${port}`), `${path} of ${host} leads to: ${output || "nothing"}`);
  }
  return Object.entries(wanted)
    .map(([path, port]) => `${path} to ${port}`)
    .join(", ");
}

async function http2IsSpoken(dataCenter: RunningDataCenter): Promise<string> {
  const [address = ""] = addressesOf(dataCenter, "public");
  const url = urlOf(dataCenter, address);
  const asked = ["--http2", "--output", "/dev/null", "--write-out", "%{http_version}", "--header"];
  const { output } = await ask(clientOf(dataCenter), ...asked, `Host: ${serviceOf(dataCenter)}`, url);
  expect(output === "2", `a browser gets HTTP/${output}`);
  const code = await codeOf(clientOf(dataCenter), url.replace("https:", "http:"), `Host: ${serviceOf(dataCenter)}`);
  expect(code === "308", `HTTP without TLS gets ${code}`);
  return "HTTP/2; 308 without TLS";
}

async function slowTimesOut(dataCenter: RunningDataCenter): Promise<string> {
  const [address = ""] = addressesOf(dataCenter, "public");
  const since = Date.now();
  const host = `Host: ${serviceOf(dataCenter, "slow")}`;
  const code = await codeOf(clientOf(dataCenter), urlOf(dataCenter, address, "/hang"), host);
  const seconds = (Date.now() - since) / 1000;
  expect(code === "504" && seconds > 1.9, `a request of a service with two seconds gets ${code} after ${seconds} s`);
  return `504 after ${seconds.toFixed(1)} s`;
}

async function rateLimitHolds(dataCenter: RunningDataCenter): Promise<string> {
  const [address = ""] = addressesOf(dataCenter, "public");
  const machine = dataCenter.machine("route53-checker");
  const host = `Host: ${serviceOf(dataCenter, "limited")}`;
  // Twice what both edge servers allow.
  const codes: string[] = [];
  for (let n = 0; n < 40; n++) codes.push(await codeOf(machine, urlOf(dataCenter, address), host));
  const held = codes.filter((code) => code === "429").length;
  const through = codes.filter((code) => code === "200").length;
  expect(held >= 18 && through >= 10, `of 40 requests at once, ${through} get through and ${held} are held back`);
  const other = await codeOf(machine, urlOf(dataCenter, address), `Host: ${serviceOf(dataCenter)}`);
  expect(other === "200", `the same user gets ${other} from another service`);
  return `${held} of 40 get 429`;
}

async function metricsAreThere(dataCenter: RunningDataCenter): Promise<string> {
  const from = dataCenter.machine(dataCenter.control.name);
  const counts: string[] = [];
  for (const { name, loopback } of dataCenter.edges) {
    const { output } = await ask(from, `http://${loopback.ipv4}:8404/metrics`);
    const up = podsUp(output);
    expect(up > 0, `${name} has no metrics of a pod that is up`);
    counts.push(`${name}: ${up}`);
  }
  const outside = await codeOf(
    clientOf(dataCenter),
    urlOf(dataCenter, addressesOf(dataCenter, "public")[0] ?? "", "/metrics"),
  );
  expect(outside === "404", `users get ${outside} for /metrics`);
  return `pods that are up: ${counts.join(", ")}`;
}

export const withTls = ({ servers }: DataCenterFiles): boolean => servers.some(({ edge }) => edge?.tls);

const withService =
  (wanted: string) =>
  ({ servers }: DataCenterFiles): boolean =>
    servers.some(({ edge }) => edge?.services.some(({ name }) => name === wanted));

const limited = "a user over the rate limit gets 429, from that service alone";

/** What the edge does with requests. */
export const EDGE_CHECKS: readonly Check[] = [
  {
    ...{ name: "paths of a host lead to their services", bound: "8090, 8080", run: pathsLeadToServices },
    appliesTo: withService("uploads"),
  },
  { name: "browsers get HTTP/2, and always TLS", bound: "2, 308", run: http2IsSpoken, appliesTo: withTls },
  {
    ...{ name: "a request over its time-out gets 504", bound: "504 after 2 s", run: slowTimesOut },
    appliesTo: withService("slow"),
  },
  { name: limited, bound: "429", run: rateLimitHolds, appliesTo: withService("limited") },
  { name: "metrics can be read inside only", bound: "404 outside", run: metricsAreThere },
];

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { Certificates, HybridPlatform, type HybridPlatformProps, Link } from "../../index";
import { addressPlan, dataCentersTable } from "../../lib/cli/data-centers";
import { dataCentersVerify } from "../../lib/cli/data-centers-verify";
import { drift, driftText } from "../../lib/cli/drift";
import { failoverJson, failoverTable } from "../../lib/cli/failover";
import { importFiles } from "../../lib/cli/import";
import { readOutputFolder } from "../../lib/cli/output-folder";
import { picture } from "../../lib/cli/picture";
import { writePictures } from "../../lib/cli/picture-files";
import { review } from "../../lib/cli/review";
import { routing as routingOf } from "../../lib/cli/routing";
import { stacksJson, stacksTable } from "../../lib/cli/stacks";
import { values } from "../../lib/cli/values";
import { verify } from "../../lib/cli/verify";
import { VPN } from "../links/support";
import { hybridKubernetes } from "../support/command-line";
import { OTHER_LOAD_BALANCER } from "../support/parts-of-a-platform";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf } from "../support/synthesize";

const scratch = mkdtempSync(join(tmpdir(), "absent-parts-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const { google, network, clusters, dataCenters, hostedZone, services, routing, anycastAddresses } = SMALL_PLATFORM;
const api = { hostName: "api.example.com" };
const links = { vpn: Link.haVpn(VPN) };
const privateIngress = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
const classic = { loadBalancer: { certificates: Certificates.classic() } };
const other = { loadBalancer: false, lastResort: OTHER_LOAD_BALANCER, services: { api }, hostedZone } as const;
const behind = { services: { api: { ...api, dataCenters: ["berlin"] } } };
const paris = { dataCenters, routing };

/** What a platform has, and what the commands can be asked about it. */
interface Combination {
  readonly props?: HybridPlatformProps;
  readonly hasDns?: boolean;
  readonly hasClusters?: boolean;
  readonly hasLoadBalancer?: boolean;
}

const COMBINATIONS: Readonly<Record<string, Combination>> = {
  nothing: {},
  network: { props: { google, network } },
  links: { props: { google, network, dataCenters: { berlin: { links } } } },
  clusters: { props: { google, network, clusters }, hasClusters: true },
  "no DNS": { props: { google, network, clusters, services, ...classic }, hasClusters: true, hasLoadBalancer: true },
  "no load balancer": { props: { google, network, clusters, ...other, ...paris }, hasClusters: true, hasDns: true },
  "data centres": { props: { ...other, ...paris }, hasDns: true },
  "data centres behind a load balancer": {
    props: { google, network, dataCenters: { berlin: { links, privateIngress } }, ...behind, ...classic },
    hasLoadBalancer: true,
  },
  "data centres before and behind a load balancer": {
    props: {
      ...{ google, network, hostedZone, anycastAddresses, routing, ...behind },
      dataCenters: { ...dataCenters, berlin: { links, privateIngress } },
    },
    ...{ hasDns: true, hasLoadBalancer: true },
  },
  "no data centres": {
    props: { google, network, clusters, services, hostedZone, anycastAddresses },
    ...{ hasClusters: true, hasDns: true, hasLoadBalancer: true },
  },
  all: { props: SMALL_PLATFORM, hasClusters: true, hasDns: true, hasLoadBalancer: true },
};
const NAMES = Object.keys(COMBINATIONS);

const folderOf = (name: string) => join(scratch, name);
const file = (name: string) => join(scratch, name);

beforeAll(() => {
  for (const [name, { props }] of Object.entries(COMBINATIONS)) {
    const app = new App({ outdir: folderOf(name) });
    if (props !== undefined) new HybridPlatform(app, "test", props);
    app.synth();
  }
  mkdirSync(file("dumps"));
  writeFileSync(file("plan.json"), JSON.stringify({ format_version: "1.2", resource_changes: [] }));
  writeFileSync(file("vpc.json"), JSON.stringify([{ kind: "compute#network", name: "test", selfLink: VPC_LINK }]));
});
const VPC_LINK = "https://www.googleapis.com/compute/v1/projects/acme-test/global/networks/test";

/** The commands, each as the command line calls it: to load that for each of these calls would take a minute. */
const COMMANDS = {
  "stacks --json": (folder) => stacksJson(readOutputFolder(folder)),
  stacks: (folder) => `${stacksTable(readOutputFolder(folder), "text")}\n\n${dataCentersTable(folder)}`,
  routing: (folder) => routingOf(folder, { down: [] }),
  "routing --json": (folder) => routingOf(folder, { down: [], json: true }),
  "routing --from FR": (folder) => routingOf(folder, { down: [], from: "FR" }),
  "routing --down paris": (folder) => routingOf(folder, { down: ["paris"] }),
  failover: (folder) => failoverTable(readOutputFolder(folder)),
  "failover --json": (folder) => failoverJson(readOutputFolder(folder)),
  values: (folder) => values(folder),
  "values --cluster test-europe-west1": (folder) => values(folder, "test-europe-west1"),
  "address-plan": (folder) => addressPlan(folder),
  picture: (folder) => picture(readOutputFolder(folder)),
  "picture --page … --map … --load …": (folder) =>
    writePictures(folder, { page: file("page.html"), map: file("map.svg"), load: file("load.svg") }),
  "data-centers-verify": (folder) => dataCentersVerify(file("dumps"), folder, { except: [] }).text,
} satisfies Readonly<Record<string, (folder: string) => string>>;

/** A command says something, or in one line what is missing: what a user can correct ends with 1, and anything else is a bug. */
function expectAnswer(missing: string | undefined, command: keyof typeof COMMANDS, folder: string): string {
  const ask = () => COMMANDS[command](folder);
  if (missing !== undefined) {
    const lines = refusalOf(ask).map((line) => line.replaceAll(`${scratch}/`, ""));
    expect(lines).toEqual([`${command.split(" ")[0]}: ${missing}`]);
    return "";
  }
  const text = ask();
  expect(text.trim()).not.toBe("");
  return text;
}

describe.each(NAMES)("the commands, on what is written of %s,", (name) => {
  const { props, hasDns, hasClusters, hasLoadBalancer } = COMBINATIONS[name] as Combination;
  const folder = folderOf(name);
  const noRecords = hasDns ? undefined : `folder: ${name} holds no address records of Route 53`;
  const noSite = `folder: ${name} holds no data centre with onPremises`;

  test("show what is there, and say in one line what is not", async () => {
    const answer = (command: keyof typeof COMMANDS, missing?: string) => expectAnswer(missing, command, folder);
    expect(JSON.parse(answer("stacks --json")).stacks.length > 0).toBe(props !== undefined);
    expect(answer("stacks").includes("There are no stacks.")).toBe(props === undefined);
    answer("routing", noRecords);
    answer("routing --json", noRecords);
    answer("routing --from FR", noRecords);
    if (!hasDns) answer("routing --down paris", noRecords);
    expect(answer("failover") === "No stack has a backend service.").toBe(hasLoadBalancer !== true);
    answer("failover --json");
    expect(Object.keys(JSON.parse(answer("values")).clusters)).toEqual(hasClusters ? ["test-europe-west1"] : []);
    answer("values --cluster test-europe-west1", hasClusters ? undefined : `folder: ${name} holds no cluster`);
    answer("address-plan", noSite);
    answer("data-centers-verify", noSite);
    const unknown = hasDns ? undefined : "--stack: no stack has address records of Route 53";
    const isBalanced = hasDns === true && hasLoadBalancer === true;
    expect(answer("picture", unknown).includes("Google's load balancer")).toBe(isBalanced);
    answer("picture --page … --map … --load …", unknown);
    const asked = verify(folder, { nameServer: ["127.0.0.1:1"], down: [], draws: 1, timeout: 0.01 });
    await expect(asked).rejects.toThrow(
      hasDns ? "nothing could be verified: " : "holds no address records of Route 53",
    );
    const isMade = props?.network !== undefined;
    const imported = await importFiles([file("vpc.json")], { into: folder });
    expect(imported).toContain(isMade ? "projects/acme-test/global/networks/test" : "Not taken over: VPC test");
  });

  test("review it as what becomes of all, and what all becomes", () => {
    const codes = (old: string, young: string) => {
      const { text, refusals } = review(folderOf(old), folderOf(young));
      expect(text.trim()).not.toBe("");
      return refusals.map(({ code }) => code);
    };
    // A cluster that goes is protected, and one that requests go to is to be drained.
    const drained = hasLoadBalancer ? ["not-drained"] : [];
    expect(codes("all", name)).toEqual(hasClusters ? [] : [...drained, "deletion-protection"]);
    expect(codes(name, "all")).toEqual([]);
  });
});

test("the command line ends with 0 where it says something, and with 1 and that line where something is missing", () => {
  const ends = (...args: readonly string[]) => {
    const { status, stderr } = hybridKubernetes(...args);
    return [status, stderr.replaceAll(`${scratch}/`, "")];
  };
  expect(ends("failover", folderOf("clusters"))).toEqual([0, ""]);
  const line = "error: routing: folder: clusters holds no address records of Route 53\n";
  expect(ends("routing", folderOf("clusters"))).toEqual([1, line]);
  const [status, stderr] = ends("review", folderOf("all"), folderOf("data centres"));
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/^error: test-cluster-europe-west1: .*\[deletion-protection\]\n$/),
  ]);
});

test("drift needs a plan, whatever stacks there are", () => {
  expect(driftText(drift([file("plan.json")]))).toBe("Nothing was changed by hand.");
  expect(refusalOf(() => drift([join(folderOf("clusters"), "manifest.json")]))[0]).toContain("is not a plan");
});

test("users are led away from a load balancer before it is destroyed, and it sends nothing over links that are", () => {
  const steps = (old: string, young: string) =>
    [...review(folderOf(old), folderOf(young)).text.matchAll(/^\d\. npx cdktf (\w+ \S+)/gm)].map(([, step]) => step);
  expect(steps("all", "no load balancer")).toEqual([
    "deploy test-cluster-europe-west1",
    "deploy test-dns",
    "destroy test-edge",
    "deploy '*'",
  ]);
  const others = steps("data centres behind a load balancer", "no DNS");
  const [edge = -1, link = -1] = ["deploy test-edge", "destroy test-links"].map((step) => others.indexOf(step));
  expect([others.slice(edge, edge + 1), edge < link]).toEqual([["deploy test-edge"], true]);
});

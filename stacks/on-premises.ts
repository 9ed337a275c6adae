import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TerraformStack } from "cdktf";
import type { Problems } from "../lib/core/validation-error";
import { AddressRange, isAddress } from "../lib/data-center/address-range";
import type { OnPremisesOptions } from "../lib/data-center/on-premises";
import { checkSite } from "../lib/data-center/plan-site";
import { checkKnown } from "../lib/data-center/refusals";
import { siteFiles } from "../lib/data-center/site-files";
import type { SitePlan } from "../lib/data-center/site-plan";
import type { HybridPlatformProps, PlatformDataCenterOptions, ServiceOptions } from "./hybrid-platform-props";
import { siteOptionsOf } from "./site-options";

/** The folder below cdktf's own, beside its `stacks`. */
export const DATA_CENTERS_FOLDER = "data-centers";

const TEMPLATES = join("formula", "hybrid-kubernetes", "files");

/** The plans that the checks made: of thousands of servers, each takes a while. */
const plansOf = new WeakMap<HybridPlatformProps, Map<string, SitePlan>>();

/** Plans and checks the data centres whose inside is ours, each and together. */
export function checkOnPremises(problems: Problems, props: HybridPlatformProps): void {
  const plans = new Map<string, SitePlan>();
  plansOf.set(props, plans);
  const own = Object.entries<PlatformDataCenterOptions>(props.dataCenters ?? {}).flatMap(([name, dataCenter]) =>
    dataCenter.onPremises === undefined ? [] : [[name, dataCenter, dataCenter.onPremises] as const],
  );
  const areServicesKnown = own.length === 0 || checkServicesKnown(problems, props);
  for (const [name, dataCenter, onPremises] of own) {
    const around = problems.at(`dataCenters.${name}`);
    if (!checkDataCenterKnown(around, dataCenter) || !areServicesKnown) continue;
    const plan = checkSite(around.at("onPremises"), siteOptionsOf(props, name, onPremises, dataCenter), around);
    if (plan !== undefined) plans.set(name, plan);
  }
  checkApart(problems, Object.fromEntries(own.map(([name, , onPremises]) => [name, onPremises])));
  for (const [name, , { edge }] of own) checkForeign(problems, props, name, edge?.publicRanges ?? []);
}

/** Checks that edge servers announce no address to which users are sent elsewhere. */
function checkForeign(
  problems: Problems,
  { dataCenters = {}, anycastAddresses }: HybridPlatformProps,
  name: string,
  publicRanges: readonly string[],
): void {
  const endpoints = Object.entries(dataCenters).flatMap(([other, { ingress }]) =>
    other === name ? [] : [[`dataCenters.${other}.ingress`, ingress] as const],
  );
  const all =
    anycastAddresses === undefined ? endpoints : [...endpoints, ["anycastAddresses", anycastAddresses] as const];
  for (const [owner, { ipv4, ipv6 = [] }] of all) {
    for (const address of [ipv4, ipv6].flat().filter((one) => isAddress(one))) {
      const index = publicRanges.findIndex((range) => AddressRange.parse(range)?.holds(address));
      const property = `dataCenters.${name}.onPremises.edge.publicRanges.${index}`;
      problems.check(property, publicRanges[index], () => index < 0, `a range without ${address}, of ${owner}`);
    }
  }
}

/** Checks that no two data centres have an address together. Their private IPv4 ranges are compared with those of the network. */
function checkApart(problems: Problems, sites: { readonly [name: string]: OnPremisesOptions }): void {
  const taken: { readonly property: string; readonly range: AddressRange }[] = [];
  for (const [name, { ranges: { ipv6 } = {}, edge }] of Object.entries(sites)) {
    const property = `dataCenters.${name}.onPremises`;
    const named = [
      [`${property}.ranges.ipv6`, ipv6] as const,
      ...(edge?.publicRanges ?? []).map((given, index) => [`${property}.edge.publicRanges.${index}`, given] as const),
    ];
    for (const [path, given] of named) {
      const range = AddressRange.parse(given);
      if (range === undefined) continue;
      const other = taken.find((one) => one.range.overlaps(range));
      const allowed = `a range that shares no address with ${other?.property}, ${other?.range}`;
      problems.check(path, given, () => other === undefined, allowed);
      taken.push({ property: path, range });
    }
  }
}

/** Writes the files of all data centres whose inside is ours, when the stack is synthesized. */
export function writeDataCenters(stack: TerraformStack, environment: string, props: HybridPlatformProps): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      const folder = join(session.outdir, DATA_CENTERS_FOLDER, environment);
      // What is no more must not stay: the folder is delivered as it is.
      rmSync(folder, { recursive: true, force: true });
      for (const [name, plan] of plansOf.get(props) ?? []) writeSite(join(folder, name), plan);
    },
  };
}

function writeSite(folder: string, plan: SitePlan): void {
  const files = siteFiles(plan);
  for (const below of new Set([...files.keys()].map((path) => dirname(path)))) {
    mkdirSync(join(folder, below), { recursive: true });
  }
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  const templates = templateFolder();
  if (templates !== undefined) cpSync(templates, join(folder, "templates"), { recursive: true });
}

/** Where the templates are: below the root of the package, which is further up from what is built than from the sources. */
function templateFolder(): string | undefined {
  const above = ["..", "../..", "../../.."].map((up) => join(__dirname, up, TEMPLATES));
  return above.find((folder) => existsSync(folder));
}

/** What is said of a data centre elsewhere must be known too: it is written into its files. */
function checkDataCenterKnown(problems: Problems, dataCenter: PlatformDataCenterOptions): boolean {
  const {
    ingress,
    privateRanges,
    privateIngress: { addresses, port } = {},
    healthCheck: { hostName, path } = {},
  } = dataCenter;
  const all = { ingress, privateRanges, privateIngress: { addresses, port }, healthCheck: { hostName, path } };
  return checkKnown(problems, "", all);
}

function checkServicesKnown(problems: Problems, { services, hostedZone, loadBalancer }: HybridPlatformProps): boolean {
  const all = Object.entries<ServiceOptions>(services).map(([name, service]) => {
    const { hostName, paths, containerPort, protocol, timeoutSeconds, drainingSeconds } = service;
    const securityPolicy = { rateLimit: service.securityPolicy?.rateLimit };
    const options = { hostName, paths, containerPort, protocol, timeoutSeconds, drainingSeconds, securityPolicy };
    return checkKnown(problems, `services.${name}`, options);
  });
  const rest = [
    checkKnown(problems, "hostedZone.zoneName", hostedZone.zoneName),
    checkKnown(problems, "loadBalancer.securityPolicy.rateLimit", loadBalancer?.securityPolicy?.rateLimit),
  ];
  return [...all, ...rest].every(Boolean);
}

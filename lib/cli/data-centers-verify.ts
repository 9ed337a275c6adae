import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { oneOf } from "../core/checks";
import { Problems } from "../core/problems";
import { type Difference, differenceText } from "../data-center/verify/difference";
import type { DumpFiles } from "../data-center/verify/dumps";
import { waysTo } from "../data-center/verify/fence";
import type { RouterFile, ServerFile, SiteFiles } from "../data-center/verify/plan-files";
import { type SiteVerification, verifySite } from "../data-center/verify/verify-site";
import { sitesNamed, type WrittenSite } from "./data-centers";
import { readJson } from "./output-folder";

/** Which data centre was asked, and how the answer is written. */
export interface DataCentersVerifyCommand {
  readonly dataCenter?: string;
  /** Routers and servers that were not asked. */
  readonly except: readonly string[];
  /** A server that must be fenced: nothing else is compared. */
  readonly fenced?: string;
  readonly json?: boolean;
}

/** What a comparison says. */
export interface DataCentersVerifyOutput {
  readonly text: string;
  /** A line for each difference. */
  readonly findings: readonly string[];
}

const COMMAND = "data-centers-verify";

/**
 * Compares the plan of a data centre with what its routers and servers say.
 *
 * @throws `ValidationError` when there is nothing to compare
 */
export function dataCentersVerify(
  dumpsFolder: string,
  folder: string,
  { dataCenter, except, fenced, json }: DataCentersVerifyCommand,
): DataCentersVerifyOutput {
  const site = Problems.of(COMMAND, (problems) => theSite(problems, folder, dataCenter)) as WrittenSite;
  const plan = planOf(site);
  const dumps = Problems.of(COMMAND, (problems) => {
    const found = dumpsIn(dumpsFolder);
    checkDumps(problems, dumpsFolder, found, plan, except);
    checkFenced(problems, plan, fenced);
    return found;
  });
  if (fenced !== undefined) return fencedOutput(site, fenced, waysTo(fenced, plan, dumps));
  const asked = new Map([...dumps].filter(([name]) => !except.includes(name)));
  // The plan stays whole: an address of a device that was not asked is still not for another.
  const verification = verifySite(plan, asked, new Set(except));
  const notAsked = [...plan.routers, ...plan.servers].map(({ name }) => name).filter((name) => except.includes(name));
  const findings = verification.differences.map((one) => `${site.name}: ${one.device}: ${differenceText(one)}`);
  const text = json ? verificationJson(site, verification, notAsked) : verificationText(site, verification, notAsked);
  return { text, findings };
}

function theSite(problems: Problems, folder: string, name: string | undefined): WrittenSite | undefined {
  const [site, ...others] = sitesNamed(problems, folder, name);
  if (site === undefined || others.length === 0) return site;
  const names = [site, ...others].map((one) => one.name);
  problems.refuse("--data-center", name, `one of the data centres of this folder: ${oneOf(names)}`, "one-of");
  return undefined;
}

function planOf({ folder }: WrittenSite): SiteFiles {
  const read = <File>(part: string): readonly File[] =>
    readdirSync(join(folder, part))
      .sort()
      .map((file) => readJson<File>(folder, `${part}/${file}`));
  return {
    routers: read<RouterFile>("routers"),
    servers: read<{ readonly hybrid: ServerFile }>("servers").map(({ hybrid }) => hybrid),
  };
}

/** The files of each device, by its name. */
function dumpsIn(folder: string): ReadonlyMap<string, DumpFiles> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isDirectory())
      .map((name) => {
        const files = readdirSync(join(folder, name)).filter((file) => file.endsWith(".json"));
        return [name, new Map(files.map((file) => [file, readFileSync(join(folder, name, file), "utf8")]))];
      }),
  );
}

/** A folder of nobody is a misspelt name, or of another data centre. */
function checkDumps(
  problems: Problems,
  folder: string,
  dumps: ReadonlyMap<string, DumpFiles>,
  plan: SiteFiles,
  except: readonly string[],
): void {
  const devices = [...plan.routers, ...plan.servers].map(({ name }) => name);
  for (const name of except) {
    if (!devices.includes(name)) {
      problems.refuse("--except", name, "routers and servers of the data centre", "one-of");
    }
  }
  const strangers = [...dumps.keys()].filter((name) => !devices.includes(name));
  if (dumps.size === 0) problems.conflict("dumps", `${folder} holds no folder of a router or server`);
  else if (strangers.length > 0) {
    problems.conflict("dumps", `${folder} holds folders of none of the data centre's devices: ${strangers.join(", ")}`);
  }
}

function checkFenced(problems: Problems, { servers }: SiteFiles, fenced: string | undefined): void {
  if (fenced === undefined || servers.some(({ name }) => name === fenced)) return;
  problems.refuse("--fenced", fenced, "a server of the data centre", "one-of");
}

function fencedOutput(site: WrittenSite, server: string, ways: readonly Difference[]): DataCentersVerifyOutput {
  const lines = ways.map((one) => `${one.device}: ${differenceText(one)}`);
  const all = [
    `## ${site.name}`,
    "",
    ...(lines.length === 0 ? [`No router leads to ${server}.`] : lines.map((line) => `- ${line}`)),
  ];
  return { text: all.join("\n"), findings: lines.map((line) => `${site.name}: ${line}`) };
}

function verificationText(site: WrittenSite, verification: SiteVerification, notAsked: readonly string[]): string {
  const { devices, sessions, differences } = verification;
  const byDevice = new Map<string, Difference[]>();
  for (const one of differences) byDevice.set(one.device, [...(byDevice.get(one.device) ?? []), one]);
  const sections = [...byDevice].map(([device, all]) =>
    [`${device}:`, ...all.map((one) => `- ${differenceText(one)}`)].join("\n"),
  );
  return [
    `## ${site.name}`,
    `${devices.asked} of ${devices.planned} routers and servers were asked; ${sessions.up} of ${sessions.planned} sessions are up.`,
    ...(notAsked.length === 0 ? [] : [`Not asked: ${notAsked.join(", ")}`]),
    ...(differences.length === 0 ? ["Everything that was asked is as planned."] : sections),
  ].join("\n\n");
}

/** The schema of this is docs/schemas/data-centers-verify.schema.json. */
function verificationJson(
  site: WrittenSite,
  { devices, sessions, differences }: SiteVerification,
  notAsked: readonly string[],
): string {
  const [environment, dataCenter] = site.name.split("/");
  return JSON.stringify({ environment, dataCenter, devices, sessions, notAsked, differences }, undefined, 2);
}

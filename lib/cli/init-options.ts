import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkHostedZone, plainZoneId } from "../core/hosted-zone";
import { Problems } from "../core/problems";
import { checkProjectId } from "../google/project-id";
import { isKnownRegion, KNOWN_REGIONS, regionAdvice } from "../google/regions";
import { packageFolder } from "./package-version";

/** What a new project is to be like. */
export interface InitOptions {
  readonly javascript?: boolean;
  readonly ci?: "github" | "gitlab";
  readonly project?: string;
  readonly region?: string;
  readonly zoneName?: string;
  readonly zoneId?: string;
}

/** The values of `examples/new-project`, which stand for what nobody has named. */
export const EXAMPLE = {
  project: "acme-production",
  get region(): string {
    const program = readFileSync(join(packageFolder(), "examples", "new-project", "production.ts"), "utf8");
    return KNOWN_REGIONS.find((region) => program.includes(`"${region}"`)) ?? "";
  },
  zoneName: "example.com",
  zoneId: "Z0123456789EXAMPLE",
};

const NAMES = { project: "--project", region: "--region", zoneName: "--zone-name", zoneId: "--zone-id" };

/** Checks the values that become part of the program. */
export function checkInitOptions(problems: Problems, options: InitOptions): void {
  const { project, region, zoneName, zoneId } = { ...EXAMPLE, ...options };
  const below = problems.renamed(NAMES);
  checkProjectId(below, "project", project);
  below.check("region", region, isKnownRegion, regionAdvice(region), "one-of");
  checkHostedZone(below, { zoneId, zoneName });
}

/** Why an option cannot be what it is, or `undefined`. */
export function refusalOfOption(options: InitOptions): string | undefined {
  try {
    Problems.of("init", (problems) => checkInitOptions(problems, options));
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^init: --[a-z-]+: /, "");
  }
}

/** A text of the example, with the values of these options in place of its own. */
export function withValues(text: string, options: InitOptions): string {
  const { project, region, zoneName, zoneId } = { ...EXAMPLE, ...options };
  const values: Readonly<Record<string, string>> = {
    [EXAMPLE.project]: project,
    // A bucket, and the name of a package, have no domain and no colon.
    [`${EXAMPLE.project}-terraform`]: `${asName(project)}-terraform`,
    [`"name": "${EXAMPLE.project}"`]: `"name": "${asName(project)}"`,
    [EXAMPLE.region]: region,
    [EXAMPLE.zoneName]: zoneName.replace(/\.$/, ""),
    [EXAMPLE.zoneId]: plainZoneId(zoneId),
  };
  // The longest first, and all in one pass: what was put in is not read again.
  const found = Object.keys(values).sort((one, other) => other.length - one.length);
  const pattern = new RegExp(found.map((value) => value.replaceAll(".", "\\.")).join("|"), "g");
  return text.replaceAll(pattern, (value) => values[value] ?? value);
}

function asName(project: string): string {
  return project.replaceAll(/[^a-z0-9-]/g, "-");
}

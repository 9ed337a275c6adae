import { type GrantCondition, MAX_GRANTABLE_ROLES, onlyThese } from "../../google/granted-roles";
import { FEATURES, type GoogleResourceNeeds, googleNeedsOf, WITHOUT_GOOGLE } from "../../google/resource-types";
import { type GoogleRole, isUnlimited, ROLES } from "../../google/roles";
import { awsNeedsOf, WITHOUT_AWS_PERMISSION } from "../../pipeline/aws-resource-types";
import type { SynthesizedStack } from "../output-folder";
import { accountOf, type Found, foundIn, projectOf, roleNameOf, zoneOf } from "./found-resources";

/** Who plans and who deploys: two accounts, which need different roles. */
export const ACCOUNTS = ["planner", "deployer"] as const;
export type Account = (typeof ACCOUNTS)[number];

/** A role of one account, and for what. */
export interface NeededRole {
  readonly role: string;
  /** What it is granted on: the project, a folder above it, or the name of a secret. */
  readonly on: "project" | "folder" | { readonly secret: string };
  /** Of a role that grants roles: which ones. */
  readonly condition?: GrantCondition;
  readonly reason: string;
  /** The types of resources that need it. */
  readonly types: readonly string[];
}

/** What both accounts need of a project. */
export interface ProjectPermissions {
  readonly project: string;
  /** The APIs that are called, without `.googleapis.com`. */
  readonly apis: readonly string[];
  /** What `GooglePipelineAccess` calls what is there only when it is asked for. */
  readonly features: readonly (typeof FEATURES)[number][];
  readonly planner: readonly NeededRole[];
  readonly deployer: readonly NeededRole[];
}

/** Actions in AWS, and on what. */
export interface NeededActions {
  readonly actions: readonly string[];
  /** The ids of hosted zones, or `*` for actions on what has no name before it is made. */
  readonly on: { readonly zone: string } | "*";
}

/** What both accounts need of an account of AWS. */
export interface AwsPermissions {
  /** The role that the stacks assume there; nothing for the account of the pipeline's own credentials. */
  readonly roleArn?: string;
  readonly planner: readonly NeededActions[];
  readonly deployer: readonly NeededActions[];
}

/** What the synthesized stacks need. The schema of it is docs/schemas/permissions.schema.json. */
export interface Permissions {
  readonly google: readonly ProjectPermissions[];
  readonly aws: readonly AwsPermissions[];
  /** Types that this package does not make, and so knows nothing of. */
  readonly unknown: readonly string[];
}

/** What a pipeline needs for these stacks, by the table of types of resources. */
export function permissionsOf(stacks: readonly SynthesizedStack[]): Permissions {
  const found = stacks.flatMap(foundIn);
  const google = found.flatMap((one) => {
    const needs = googleNeedsOf(one.type);
    return needs === undefined ? [] : [{ ...one, needs, project: projectOf(one) }];
  });
  const aws = found.filter(({ type }) => awsNeedsOf(type) !== undefined);
  return {
    google: groups(google, ({ project }) => project).map(([project, all]) => ofProject(project, all)),
    aws: groups(aws, (one) => accountOf(one) ?? "").map(([roleArn, all]) => ofAccount(roleArn, all)),
    unknown: sorted(found.map(({ type }) => type).filter((type) => !isKnown(type))),
  };
}

/** Grants of the stacks that no condition lets the deployer make: with such a role, it would have no limit itself. */
export function grantsForOwners(stacks: readonly SynthesizedStack[]): readonly string[] {
  const found = stacks.flatMap(foundIn).filter(({ type }) => isGranted(type));
  return sorted(
    found.flatMap((one) => {
      const role = roleNameOf(one);
      return role !== undefined && isUnlimited(role) ? [`${role} in ${projectOf(one)}`] : [];
    }),
  );
}

const isGranted = (type: string) => googleNeedsOf(type)?.deployer.some((role: GoogleRole) => role.grantsRoles) ?? false;

/** What the deployer may grant: of roles without a limit none. */
const limited = (roles: readonly string[]) => roles.filter((role) => !isUnlimited(role));

/** How many roles a condition names, where it is more than Google takes, by project. */
export function tooManyRoles({ google }: Permissions): readonly string[] {
  return google.flatMap(({ project, deployer }) => {
    const most = Math.max(0, ...deployer.map(({ condition }) => namedIn(condition?.expression)));
    return most > MAX_GRANTABLE_ROLES ? [`${most} roles in ${project}`] : [];
  });
}

const namedIn = (expression = "") => /hasOnly\(\[(.+)\]\)/.exec(expression)?.[1]?.split(", ").length ?? 0;

type FoundInGoogle = Found & { readonly needs: GoogleResourceNeeds; readonly project: string };

function ofProject(project: string, found: readonly FoundInGoogle[]): ProjectPermissions {
  const features = new Set(found.map(({ needs }) => needs.only));
  return {
    project,
    apis: sorted(found.map(({ needs }) => needs.api)),
    features: FEATURES.filter((feature) => features.has(feature)),
    planner: rolesOf(found, ({ planner }) => planner),
    deployer: rolesOf(found, ({ deployer }) => deployer),
  };
}

function rolesOf(
  found: readonly FoundInGoogle[],
  rolesFor: (needs: GoogleResourceNeeds) => readonly GoogleRole[],
): readonly NeededRole[] {
  return Object.values<GoogleRole>(ROLES).flatMap((role): readonly NeededRole[] => {
    const all = found.filter(({ needs }) => rolesFor(needs).includes(role));
    if (all.length === 0) return [];
    const needed = {
      role: role.id,
      reason: role.reason,
      ...(role.grantsRoles && {
        condition: onlyThese(limited(sorted(all.flatMap((one) => roleNameOf(one) ?? [])))),
      }),
      types: sorted(all.map(({ type }) => type)),
    };
    if (role.scope === "secret") return secretsOf(all).map((secret) => ({ ...needed, on: { secret } }));
    return [{ ...needed, on: role.scope === "folder" ? "folder" : "project" }];
  });
}

const secretsOf = (found: readonly Found[]) => sorted(found.map(({ settings }) => String(settings.secret)));

function ofAccount(roleArn: string, found: readonly Found[]): AwsPermissions {
  const actions = (isWrite: boolean) =>
    groups(found, (one) => (isWrite ? (zoneOf(one) ?? "*") : "*")).flatMap(([zone, all]): readonly NeededActions[] => {
      const names = sorted(
        all.flatMap(({ type }) => (isWrite ? awsNeedsOf(type)?.writes : awsNeedsOf(type)?.reads) ?? []),
      );
      return names.length === 0 ? [] : [{ on: zone === "*" ? "*" : { zone }, actions: names }];
    });
  const reads = actions(false);
  return { ...(roleArn !== "" && { roleArn }), planner: reads, deployer: [...reads, ...actions(true)] };
}

function isKnown(type: string): boolean {
  const free = [...WITHOUT_GOOGLE, ...WITHOUT_AWS_PERMISSION];
  return free.includes(type) || googleNeedsOf(type) !== undefined || awsNeedsOf(type) !== undefined;
}

/** What belongs together, in the order of its name. */
function groups<One>(
  all: readonly One[],
  nameOf: (one: One) => string,
): readonly (readonly [string, readonly One[]])[] {
  return sorted(all.map(nameOf)).map((name) => [name, all.filter((one) => nameOf(one) === name)]);
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

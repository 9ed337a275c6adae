import { wrapped } from "../columns";
import {
  ACCOUNTS,
  type AwsPermissions,
  type NeededRole,
  type Permissions,
  type ProjectPermissions,
} from "./permissions";

/** Where roles and actions begin. */
const INDENT = 4;

/** The least room for reasons beside roles: where there is less, they are below them. */
const LEAST_ROOM = 30;

/**
 * What both accounts need, as people read it.
 *
 * @param columns how wide a terminal is; lines are as long as they are, when this is left out
 */
export function permissionsText({ google, aws, unknown }: Permissions, columns?: number): string {
  if (google.length + aws.length + unknown.length === 0) return "Nothing needs a permission.";
  const parts = [
    ...google.map((project) => projectText(project, columns)),
    ...aws.map((account) => awsText(account, columns)),
  ];
  if (unknown.length > 0) {
    const listed = unknown.map((type) => `  ${type}`).join("\n");
    parts.push(`Not known, because this package does not make them:\n${listed}`);
  }
  return parts.join("\n\n");
}

function projectText({ project, apis, features, ...accounts }: ProjectPermissions, columns?: number): string {
  const lines = [`Google Cloud, project ${project}`, `  APIs: ${apis.join(", ")}`];
  if (features.length > 0) lines.push(`  features of GooglePipelineAccess: ${features.join(", ")}`);
  for (const account of ACCOUNTS) lines.push("", `  ${account}`, ...table(accounts[account].map(cellsOf), columns));
  return lines.join("\n");
}

function cellsOf({ role, on, condition, reason }: NeededRole): readonly string[] {
  const place =
    on === "project" ? "" : on === "folder" ? ", on a folder above the project" : `, on the secret ${on.secret}`;
  const roles = /hasOnly\(\[(.*)\]\)/.exec(condition?.expression ?? "")?.[1]?.replaceAll("'", "");
  return [`${role}${place}`, condition === undefined ? reason : `${reason}; only these roles: ${roles}`];
}

function awsText({ roleArn, ...accounts }: AwsPermissions, columns?: number): string {
  const lines = [roleArn === undefined ? "AWS, the account of the credentials" : `AWS, by the role ${roleArn}`];
  for (const account of ACCOUNTS) {
    const rows = accounts[account].flatMap(({ actions, on }) =>
      actions.map((action) => [action, on === "*" ? "" : `in the hosted zone ${on.zone}`]),
    );
    lines.push("", `  ${account}`, ...table(rows, columns));
  }
  return lines.join("\n");
}

/** Two columns, below the name of an account; one below the other, where a terminal has no room for both. */
function table(rows: readonly (readonly string[])[], columns?: number): readonly string[] {
  const width = INDENT + Math.max(0, ...rows.map(([first = ""]) => first.length)) + 2;
  const isNarrow = columns !== undefined && columns - width < LEAST_ROOM;
  return rows.flatMap(([first = "", second = ""]) => {
    const start = `${" ".repeat(INDENT)}${first}`;
    if (second === "") return [start];
    if (isNarrow) return [...wrapped(first, columns, INDENT), ...wrapped(second, columns, INDENT + 2)];
    const [beside = "", ...others] = wrapped(second, columns, width);
    return [`${start.padEnd(width)}${beside.trimStart()}`, ...others];
  });
}

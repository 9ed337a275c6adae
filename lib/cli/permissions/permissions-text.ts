import {
  ACCOUNTS,
  type AwsPermissions,
  type NeededRole,
  type Permissions,
  type ProjectPermissions,
} from "./permissions";

/** What both accounts need, as people read it. */
export function permissionsText({ google, aws, unknown }: Permissions): string {
  if (google.length + aws.length + unknown.length === 0) return "Nothing needs a permission.";
  const parts = [...google.map(projectText), ...aws.map(awsText)];
  if (unknown.length > 0) {
    const listed = unknown.map((type) => `  ${type}`).join("\n");
    parts.push(`Not known, because this package does not make them:\n${listed}`);
  }
  return parts.join("\n\n");
}

function projectText({ project, apis, features, ...accounts }: ProjectPermissions): string {
  const lines = [`Google Cloud, project ${project}`, `  APIs: ${apis.join(", ")}`];
  if (features.length > 0) lines.push(`  features of GooglePipelineAccess: ${features.join(", ")}`);
  for (const account of ACCOUNTS) lines.push("", `  ${account}`, ...table(accounts[account].map(cellsOf)));
  return lines.join("\n");
}

function cellsOf({ role, on, condition, reason }: NeededRole): readonly string[] {
  const place =
    on === "project" ? "" : on === "folder" ? ", on a folder above the project" : `, on the secret ${on.secret}`;
  const roles = /hasOnly\(\[(.*)\]\)/.exec(condition?.expression ?? "")?.[1]?.replaceAll("'", "");
  return [`${role}${place}`, condition === undefined ? reason : `${reason}; only these roles: ${roles}`];
}

function awsText({ roleArn, ...accounts }: AwsPermissions): string {
  const lines = [roleArn === undefined ? "AWS, the account of the credentials" : `AWS, by the role ${roleArn}`];
  for (const account of ACCOUNTS) {
    const rows = accounts[account].flatMap(({ actions, on }) =>
      actions.map((action) => [action, on === "*" ? "" : `in the hosted zone ${on.zone}`]),
    );
    lines.push("", `  ${account}`, ...table(rows));
  }
  return lines.join("\n");
}

/** Two columns, below the name of an account. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([first = ""]) => first.length)) + 2;
  return rows.map(([first = "", second = ""]) => `    ${first.padEnd(width)}${second}`.trimEnd());
}

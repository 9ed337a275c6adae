import { zoneArn } from "../../core/hosted-zone";
import { ACCOUNTS, type Account, type AwsPermissions, type NeededRole, type Permissions } from "./permissions";

/** What is made of one type: a name in the state, and the settings. */
type Made = readonly [type: string, name: string, settings: object];

/**
 * The same as a configuration of Terraform: who plans and who deploys are variables, and each role is a resource.
 *
 * A role on a folder is left out, since the folder is not known; so is what accounts of AWS need that are reached by a role of theirs.
 */
export function permissionsTerraform({ google, aws }: Permissions): string {
  const made = ACCOUNTS.flatMap((account) => [
    ...google.flatMap(({ project, ...accounts }) =>
      accounts[account].filter(({ on }) => on !== "folder").map((role) => grant(account, project, role)),
    ),
    ...ofAws(account, aws),
  ]);
  const resource: Record<string, Record<string, object>> = {};
  for (const [type, name, settings] of made) resource[type] = { ...resource[type], [name]: settings };
  const variables = ACCOUNTS.flatMap((account) => [
    ...(google.length === 0 ? [] : [variable(account, `The member of Google Cloud's policies that ${DOES[account]}`)]),
    ...(aws.length === 0 ? [] : [variable(`aws_${account}`, `The name of the role in AWS that ${DOES[account]}`)]),
  ]);
  return JSON.stringify({ variable: Object.fromEntries(variables), resource }, null, 2);
}

const DOES = { planner: "plans", deployer: "deploys" } as const;

function variable(name: string, description: string) {
  return [name, { type: "string", nullable: false, description }] as const;
}

function grant(account: Account, project: string, { role, on, condition }: NeededRole): Made {
  const member = `\${var.${account}}`;
  const secret = typeof on === "object" ? on.secret : undefined;
  const name = [account, project, secret, role.replace("roles/", "")].filter((part) => part !== undefined);
  const id = name.join("_").replaceAll(/[^\w-]/g, "_");
  if (secret !== undefined) {
    return ["google_secret_manager_secret_iam_member", id, { project, secret_id: secret, role, member }];
  }
  return ["google_project_iam_member", id, { project, role, member, ...(condition && { condition: [condition] }) }];
}

function ofAws(account: Account, all: readonly AwsPermissions[]): readonly Made[] {
  const own = all.find(({ roleArn }) => roleArn === undefined)?.[account] ?? [];
  const assumed = all.flatMap(({ roleArn }) => roleArn ?? []);
  const statements = own.map(({ actions, on }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: on === "*" ? "*" : zoneArn(on.zone),
  }));
  if (assumed.length > 0) statements.push({ Effect: "Allow", Action: ["sts:AssumeRole"], Resource: assumed as never });
  if (statements.length === 0) return [];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return [["aws_iam_role_policy", account, { name: "platform", role: `\${var.aws_${account}}`, policy }]];
}

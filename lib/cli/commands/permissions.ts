import type { Command } from "commander";
import { terminalColumns } from "../columns";
import { readEnvironment } from "../environments";
import { grantsForOwners, permissionsOf, tooManyRoles } from "../permissions/permissions";
import { permissionsTerraform } from "../permissions/permissions-terraform";
import { permissionsText } from "../permissions/permissions-text";
import type { Written } from "../table-format";
import { ENVIRONMENT, type Filtered, FOLDER } from "./arguments";
import { print, show } from "./print";

export function permissionsCommand(program: Command): void {
  program
    .command("permissions")
    .description("the roles in Google Cloud and the actions in AWS of who plans and who deploys what was synthesized")
    .argument(...FOLDER)
    .option(...ENVIRONMENT)
    .option("--json", "as JSON: docs/schemas/permissions.schema.json")
    .option("--terraform", "as a configuration of Terraform in JSON, which grants them: permissions.tf.json")
    .action(
      (folder: string, { json, terraform, environment }: Written & Filtered & { readonly terraform?: boolean }) => {
        const stacks = readEnvironment(folder, environment);
        const needed = permissionsOf(stacks);
        for (const grant of grantsForOwners(stacks)) {
          process.stderr.write(
            `note: the deployer may not grant ${grant}, which has no limit: let an owner grant it\n`,
          );
        }
        for (const many of tooManyRoles(needed)) {
          process.stderr.write(
            `note: the condition names ${many}, and Google takes ten: let an owner deploy those stacks that grant the others\n`,
          );
        }
        if (terraform) print(permissionsTerraform(needed));
        else if (json) print(JSON.stringify(needed, null, 2));
        else show(permissionsText(needed, terminalColumns()));
      },
    );
}

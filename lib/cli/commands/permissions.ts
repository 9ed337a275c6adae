import type { Command } from "commander";
import { terminalColumns } from "../columns";
import { readEnvironment } from "../environments";
import { permissionsOf } from "../permissions/permissions";
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
        const needed = permissionsOf(readEnvironment(folder, environment));
        if (terraform) print(permissionsTerraform(needed));
        else if (json) print(JSON.stringify(needed, null, 2));
        else show(permissionsText(needed, terminalColumns()));
      },
    );
}

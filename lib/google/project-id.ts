import type { Problems, PropertyPath } from "../core/problems";

/** Checks the id of a project: 6 to 30 characters; older ones begin with a domain. Source: https://cloud.google.com/resource-manager/docs/creating-managing-projects */
export function checkProjectId(problems: Problems, property: PropertyPath, project: string): boolean {
  return problems.check(
    property,
    project,
    (id) => /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(id),
    'the id of a project, 6 to 30 characters: "acme-production"',
    "name",
  );
}

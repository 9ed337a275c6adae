import type { Settings, SynthesizedStack, TerraformConfiguration } from "../output-folder";

/** A resource or a data source of a stack. */
export interface Found {
  /** Of a data source with `data.` before it. */
  readonly type: string;
  readonly settings: Settings;
  readonly configuration: TerraformConfiguration;
}

/** All resources and data sources of a stack. */
export function foundIn({ configuration }: SynthesizedStack): readonly Found[] {
  const { resource = {}, data = {} } = configuration;
  return [...entriesOf(resource, ""), ...entriesOf(data, "data.")].map(([type, settings]) => ({
    type,
    settings,
    configuration,
  }));
}

function entriesOf(all: NonNullable<TerraformConfiguration["resource"]>, prefix: string) {
  return Object.entries(all).flatMap(([type, named]) =>
    Object.values(named).map((settings) => [`${prefix}${type}`, settings] as const),
  );
}

/** Where a project is not known before Terraform runs, or the environment decides. */
const UNKNOWN_PROJECT = "(a project that Terraform alone knows)";

/** The project that a resource is in: its own, that of another resource of its stack, or its provider's. */
export function projectOf({ settings, configuration }: Pick<Found, "settings" | "configuration">): string {
  const [provider = "", alias] = String(settings.provider ?? "google").split(".");
  const { project = settings.host_project ?? providerOf(configuration, provider, alias)?.project } = settings;
  const [, type = "", name = ""] = /^\$\{(\w+)\.([\w-]+)\.project\}$/.exec(String(project)) ?? [];
  const other = configuration.resource?.[type]?.[name];
  if (other !== undefined) return projectOf({ settings: other, configuration });
  return typeof project === "string" && !project.includes("${") ? project : UNKNOWN_PROJECT;
}

/** The role that a provider of AWS assumes, of a resource that does not use the credentials as they are. */
export function accountOf({ settings, configuration }: Found): string | undefined {
  const [, alias] = String(settings.provider ?? "").split(".");
  const assumed = providerOf(configuration, "aws", alias)?.assume_role;
  const [first] = (Array.isArray(assumed) ? assumed : [assumed]) as readonly (Settings | undefined)[];
  return first === undefined ? undefined : String(first.role_arn);
}

function providerOf({ provider = {} }: TerraformConfiguration, name: string, alias?: string): Settings | undefined {
  return provider[name]?.find((one) => one.alias === alias);
}

/** The hosted zone of a record whose id is known. */
export function zoneOf({ type, settings }: Found): string | undefined {
  const { zone_id: zone } = settings;
  return type === "aws_route53_record" && typeof zone === "string" && !zone.includes("${") ? zone : undefined;
}

/** The role that a grant gives, and nothing of what is no grant: of one that is made in the same stack its name in the project. */
export function roleNameOf(found: Found): string | undefined {
  const { type, settings, configuration } = found;
  if (!/_iam_(member|binding)$/.test(type)) return undefined;
  const role = String(settings.role);
  const made = /^\$\{google_project_iam_custom_role\.([\w-]+)\.\w+\}$/.exec(role)?.[1];
  if (made === undefined) return role;
  const custom = configuration.resource?.google_project_iam_custom_role?.[made];
  return `projects/${custom?.project ?? projectOf(found)}/roles/${custom?.role_id}`;
}

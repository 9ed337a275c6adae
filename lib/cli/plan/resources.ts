import type { Settings, TerraformConfiguration } from "../output-folder";

/** A resource as `cdktf synth` wrote it. */
export interface CodedResource {
  /** Its address in Terraform: `google_container_cluster.cluster`. */
  readonly address: string;
  readonly type: string;
  readonly settings: Settings;
}

/** What was read once: each part of a review asks for single resources of a stack, of which there may be thousands. */
const READ = new WeakMap<TerraformConfiguration, ReadonlyMap<string, CodedResource>>();

/** The resources of a stack by their addresses; none of a stack that there is not. */
export function codedResources(configuration: TerraformConfiguration = {}): ReadonlyMap<string, CodedResource> {
  const known = READ.get(configuration) ?? readResources(configuration);
  READ.set(configuration, known);
  return known;
}

function readResources(configuration: TerraformConfiguration): ReadonlyMap<string, CodedResource> {
  const all = Object.entries(configuration.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]): [string, CodedResource] => {
      const { "//": _, ...settings } = block;
      const address = `${type}.${name}`;
      return [address, { address, type, settings }];
    }),
  );
  return new Map(all);
}

/** The settings of the resources of a stack by their addresses. */
export function settingsIn(configuration: TerraformConfiguration | undefined): ReadonlyMap<string, Settings> {
  return new Map([...codedResources(configuration)].map(([address, { settings }]) => [address, settings]));
}

/** Where the program makes a resource: the path of its construct, without the last step when that is cdktf's own. */
export function constructPath(configuration: TerraformConfiguration | undefined, address: string): string | undefined {
  const [type = "", name = ""] = address.split(".");
  const comment = configuration?.resource?.[type]?.[name]?.["//"] as { metadata?: { path?: string } } | undefined;
  return comment?.metadata?.path?.replace(/\/Resource$/, "");
}

/** The address of the resource in a list that one is an instance of, such as one of `count`. */
export function withoutIndex(address: string): string {
  return address.replace(/\[.*\]$/, "");
}

/** What exists in no cloud, and is lost by nobody. */
export function isInStateAlone(type: string): boolean {
  return type === "terraform_data" || type === "null_resource";
}

/** The resources of the same stack that a value refers to, at any depth. */
export function referencesIn(value: unknown): readonly string[] {
  if (typeof value === "string") {
    const inside = [...value.matchAll(/\$\{([^}]*)\}/g)].map(([, text = ""]) => text).join(" ");
    return [...inside.matchAll(/\b((?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+)/g)].map(([, address = ""]) => address);
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

/** All texts in a value, at any depth. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

import type { Settings, TerraformConfiguration } from "./output-folder";

/** Where the state of a stack is, in one word: an address is copied in one piece. */
export function statePlace({ terraform = {} }: TerraformConfiguration): string {
  const [type, settings] = Object.entries(terraform.backend ?? { cloud: terraform.cloud ?? {} })[0] ?? ["", {}];
  return PLACES[type]?.(settings) ?? type;
}

const PLACES: Readonly<Record<string, (settings: Settings) => string>> = {
  local: ({ path }) => String(path).replace(/^(\.\.\/)+/, "file "),
  gcs: ({ bucket, prefix }) => `gs://${bucket}/${prefix}`,
  s3: ({ bucket, key }) => `s3://${bucket}/${key}`,
  cloud: ({ organization, workspaces }) => `HCP Terraform ${organization}/${(workspaces as Settings)?.name}`,
};

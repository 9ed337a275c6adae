import type { Problems, PropertyPath } from "../lib/core/problems";
import { versionRange } from "../lib/core/version-constraint";

/** What is known of the versions of a provider. */
interface KnownVersions {
  /** The version of the bindings, and so the first one that surely knows each argument that is written. */
  readonly bindings: string;
  /** The newest major version that the configuration was tried with. */
  readonly triedMajor: number;
}

export const PROVIDER_VERSIONS = {
  google: { bindings: "6.50.0", triedMajor: 7 },
  aws: { bindings: "6.25.0", triedMajor: 6 },
} as const satisfies { readonly [provider: string]: KnownVersions };

/** Validates which versions of a provider Terraform may install. */
export function checkProviderVersion(
  problems: Problems,
  property: PropertyPath,
  provider: keyof typeof PROVIDER_VERSIONS,
  constraint: string | undefined,
): void {
  if (constraint === undefined || !problems.known(property, constraint, "Terraform reads it before any value")) return;
  const { bindings, triedMajor } = PROVIDER_VERSIONS[provider];
  const example = `"~> ${triedMajor === Number.parseInt(bindings, 10) ? bindings.replace(/\.\d+$/, "") : `${triedMajor}.0`}"`;
  const range = versionRange(constraint);
  if (range === undefined) {
    const expected = `a version constraint of Terraform, such as ${example} or ">= ${bindings}, < ${triedMajor + 1}.0.0"`;
    problems.refuse(property, constraint, expected, "format");
  } else if (!range.isMet) {
    problems.refuse(property, constraint, "a constraint that some version meets", "format");
  } else if (!range.isFrom(bindings)) {
    const expected = `a constraint that allows no version before ${bindings}, whose arguments are written: ${example}`;
    problems.refuse(property, constraint, expected);
  } else if (!range.isBefore(triedMajor + 1)) {
    const advice = `allows version ${triedMajor + 1}, which nothing was tried with: add "< ${triedMajor + 1}.0.0"`;
    problems.warn(property, advice);
  }
}

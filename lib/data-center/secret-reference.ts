import type { Problems } from "./refusals";

/**
 * Where a secret lies: a path in the pillar of the Salt master, which resolves it by whatever it uses (GPG, Vault, a file).
 *
 * The files of a data centre hold this reference and never the secret.
 */
export interface SecretReference {
  /** The path: `kubernetes/paris/bgp`. */
  readonly pillar: string;
}

const PATH = /^[A-Za-z0-9_.-]+([:/][A-Za-z0-9_.-]+)*$/;

/** Checks a reference. What was given may be the secret itself, and so it never appears in the error. */
export function checkSecretReference(problems: Problems, property: string, given: SecretReference | undefined): void {
  if (given === undefined) return;
  const keys = typeof given === "object" && given !== null ? Object.keys(given) : [];
  const isReference = keys.length === 1 && typeof given.pillar === "string" && PATH.test(given.pillar);
  if (isReference) return;
  const kind = typeof given === "string" ? "a text" : "something else";
  problems.refuse(
    property,
    kind,
    'where the secret lies, never the secret: { pillar: "kubernetes/paris/bgp" }',
    "format",
  );
}

import type { Problems } from "../core/problems";

/** Validates the name of a Cloud KMS key, if there is one. */
export function checkKmsKey(problems: Problems, property: string, key: string | undefined): void {
  const allowed = 'a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"';
  const pattern = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
  problems.check(property, key, (name) => name === undefined || pattern.test(name), allowed, "name");
}

/** The name of a Cloud KMS key, by which others than its stack know it. */
export function kmsKeyName(
  ring: { readonly project: string; readonly location: string; readonly keyRingName: string },
  key: string,
): string {
  return `projects/${ring.project}/locations/${ring.location}/keyRings/${ring.keyRingName}/cryptoKeys/${key}`;
}

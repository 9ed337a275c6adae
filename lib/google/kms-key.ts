import type { Problems } from "../core/problems";

/** Validates the name of a Cloud KMS key, if there is one. */
export function checkKmsKey(problems: Problems, property: string, key: string | undefined): void {
  const allowed = 'a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"';
  const pattern = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
  problems.check(property, key, (name) => name === undefined || pattern.test(name), allowed, "name");
}

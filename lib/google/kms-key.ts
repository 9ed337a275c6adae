import type { Problems } from "../core/problems";

/** Checks the name of a Cloud KMS key, when it is given. */
export function checkKmsKey(problems: Problems, property: string, key: string | undefined): void {
  const allowed = 'a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"';
  const pattern = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
  problems.check(property, key, (key) => key === undefined || pattern.test(key), allowed);
}

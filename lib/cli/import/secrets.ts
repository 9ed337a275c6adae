import { type Existing, isRecord, SECRET } from "./existing";

/**
 * What is secret by its name, marked as sensitive or not: older versions of Terraform mark nothing, and what Google's API tells is not
 * marked at all. In it are all arguments that the schemas of the imported types call sensitive.
 */
const SECRET_NAMES = new RegExp(
  [
    "secret|password|passphrase|token|credential|md5_authentication_key|(^|_)key_?material",
    "(private|access|api|pairing|client|ssh)[_-]?keys?|(^|_)pem_|_pem$",
  ].join("|"),
  "i",
);

/** A thing without all that has the name of a secret, in whatever form it stands there. */
export function withoutSecrets(existing: Existing): Existing {
  return { ...existing, settings: Object.fromEntries(Object.entries(existing.settings).map(hide)) };
}

function hide([name, value]: [string, unknown]): [string, unknown] {
  return [name, SECRET_NAMES.test(name) ? hidden(value) : searched(value)];
}

function searched(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(searched);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(hide)) : value;
}

/** Every text in it but names; what is on or off, and a number, is no secret. */
function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === "name" ? one : hidden(one)]));
  }
  return typeof value === "string" && value !== "" ? SECRET : value;
}

import type { Problems, PropertyPath } from "./refusals";

/** No name and password, which would be in every pillar and release; no query; nothing that ends a text in TOML, YAML or a shell. */
const URI = /^(https?):\/\/[A-Za-z0-9._~[\]:/%+,=!$&()*;-]+$/;
const CREDENTIALS = /\/\/[^/]*@/;

/**
 * Checks where something comes from: a URI without credentials, a query or a fragment. Credentials that were given are in no error.
 *
 * @param expected an example in words: `an HTTPS URL: "https://mirror.example.com/a.yaml"`
 * @param scheme which may be asked
 */
export function checkPlainUri(
  problems: Problems,
  property: PropertyPath,
  given: unknown,
  expected: string,
  scheme: "https" | "http or https" = "http or https",
): boolean {
  const isUri = (text: unknown) => {
    const [, found] = (typeof text === "string" && URI.exec(text)) || [];
    return found === "https" || (found === "http" && scheme !== "https");
  };
  if (typeof given !== "string" || !CREDENTIALS.test(given))
    return problems.check(property, given, isUri, expected, "format");
  const shown = given.replace(CREDENTIALS, "//…@");
  problems.refuse(
    property,
    shown,
    `${expected}, without a name and password: what is here is in every release`,
    "format",
  );
  return false;
}

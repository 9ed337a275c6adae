import { GOOGLE_DOMAINS } from "../../google/hosts";

const DOMAIN = GOOGLE_DOMAINS.googleapis.replaceAll(".", "\\.");
const URL_OF_GOOGLE = new RegExp(`^https://[a-z.-]+\\.${DOMAIN}/`);
const VERSION = "(compute/)?(v\\d\\w*|beta|alpha)/";
/** What is before the path in a URL of an API's object, and in a whole resource name. A scope, which has no version, is no path. */
const BEFORE_PATHS = new RegExp(`^(https://[a-z.-]+\\.${DOMAIN}/${VERSION}|//[a-z.-]+\\.${DOMAIN}/(${VERSION})?)`);

/** Whether a text is a URL of one of Google's APIs. */
export function isUrlOfGoogle(text: string): boolean {
  return URL_OF_GOOGLE.test(text);
}

/** `https://www.googleapis.com/compute/v1/projects/acme/…` is `projects/acme/…`; what is no URL of Google's stays. */
export function plainPath(url: string): string {
  return url.replace(BEFORE_PATHS, "");
}

import { LAST_RESORT_SITE } from "../../planning/world";
import { LAST_RESORT } from "../../routing/answers";

/** A data centre by its name, and the last resort as it is called in a sentence. */
export function siteText(site: string): string {
  return site === LAST_RESORT_SITE ? `the ${LAST_RESORT}` : site;
}

/** ` while paris and madrid are down`, and nothing while all is well. */
export function whileDownText(down: readonly string[]): string {
  return down.length === 0 ? "" : ` while ${down.map(siteText).join(" and ")} ${down.length === 1 ? "is" : "are"} down`;
}

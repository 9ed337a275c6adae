import { Problems } from "../../lib/core/problems";
import type { SiteOptions } from "../../lib/data-center/on-premises";
import { checkSite, planSite } from "../../lib/data-center/plan-site";
import { refusalOf } from "../support/synthesize";
import { TINY_SITE } from "./tiny-site";

/** The lines that a change of the small data centre is refused with; a change may be one that no compiler would let through. */
export const refused = (change: object): string[] =>
  refusalOf(() => planSite({ ...TINY_SITE, ...change } as SiteOptions));

/** The same for a change of one server, whose number stays. */
export const refusedServer = (change: object): string[] =>
  refused({ servers: { ...TINY_SITE.servers, "worker-1": { ...TINY_SITE.servers["worker-1"], ...change } } });

/** The same for a change of the fabric. */
export const refusedFabric = (change: object): string[] => refused({ fabric: { ...TINY_SITE.fabric, ...change } });

/** What is warned of in a data centre, a line each. */
export function warnings(options: SiteOptions): string[] {
  const found: string[] = [];
  const note = ({ property, message }: { property: string; message: string }) => found.push(`${property}: ${message}`);
  Problems.of("paris", (problems) => checkSite(problems, options), note);
  return found;
}

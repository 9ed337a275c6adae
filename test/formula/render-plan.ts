import { join } from "node:path";
import type { DataCenterFiles } from "../../lab/files";
import { renderFiles } from "../../lab/render";
import type { Secrets } from "../../lab/secrets";
import { siteFiles } from "../../lib/data-center/site-files";
import type { SitePlan } from "../../lib/data-center/site-plan";

/** Renders all files of a data centre into a folder, as the lab does. They belong to whoever runs the test. */
export function renderPlan(plan: SitePlan, folder: string, secrets?: Secrets): void {
  const read = (part: string) =>
    [...siteFiles(plan)].flatMap(([path, text]) => (path.startsWith(part) ? [JSON.parse(text)] : []));
  const files = {
    templates: join(__dirname, "../../formula/hybrid-kubernetes/files"),
    servers: read("servers/").map(({ hybrid }) => hybrid),
    routers: read("routers/"),
  } as DataCenterFiles;
  renderFiles(files, folder, { owned: false, ...(secrets && { secrets }) });
}

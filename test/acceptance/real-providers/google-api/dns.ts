import type { Block } from "../../../support/synthesize";
import { type Call, notFound } from "./call";

/** Cloud DNS: records of a zone are changed in one call. */
export function dns({ method, path, told, query, store }: Call): Block | undefined {
  const [, zone, kind] = /^(projects\/[^/]+\/managedZones\/[^/]+)\/(changes|rrsets)/.exec(path) ?? [];
  if (zone === undefined) return undefined;
  const key = `dns/${zone}`;
  const { records = [], ...held } = store.read(key);
  const matches = (one: Block) => (other: Block) => one.name === other.name && one.type === other.type;
  if (kind === "rrsets") {
    const asked = { name: query.get("name"), type: query.get("type") };
    return { rrsets: asked.name === null ? records : records.filter(matches(asked)) };
  }
  if (method === "GET") return { id: "1", status: "done" };
  const { additions = [], deletions = [] } = told;
  for (const one of deletions) if (!records.some(matches(one))) throw notFound(`${one.name} ${one.type}`);
  const left = records.filter((record: Block) => !deletions.some(matches(record)));
  store.change(key, { ...held, records: [...left, ...additions] });
  return { id: String(store.next()), status: "done", additions, deletions };
}

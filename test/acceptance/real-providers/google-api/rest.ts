import type { Block } from "../../../support/synthesize";
import { ApiError, type Call, collectionOf, isMember } from "./call";
import { COMPUTE, TIME } from "./constants";
import { refusalOf } from "./habits";

/** What most of Google's APIs do: resources are made in a collection, read, changed by a mask, deleted. */
export function rest(call: Call): Block {
  const { service, method, path, store } = call;
  const policy = policyOf(call);
  if (policy !== undefined) return policy;
  const key = `${service}/${path}`;
  if (method === "GET") return isMember(path) ? store.read(key) : list(call);
  refuse(call);
  if (method === "POST" && !isMember(path)) return create(call);
  if (method === "PATCH" || method === "PUT") return change(call);
  if (method === "DELETE") {
    const held = store.read(key);
    store.delete(key);
    return held;
  }
  throw new ApiError(501, "notImplemented", `${method} ${path} is not known here`);
}

function list({ service, path, store }: Call): Block {
  const all = store.below(`${service}/${path}`).map(([, held]) => held);
  const collection = path.split("/").at(-1) ?? "";
  return service === "compute" ? { items: all } : { [collection]: all };
}

function create(call: Call): Block {
  const { service, path, query, told, store } = call;
  const collection = path.split("/").at(-1) ?? "";
  // `cryptoKeyId`, but `workloadIdentityPoolProviderId` of what is in the collection `providers`.
  const parameter = `${collection.replace(/ies$/, "y").replace(/s$/, "")}Id`.toLowerCase();
  const chosen = [...query].find(([name]) => name.toLowerCase().endsWith(parameter))?.[1] ?? told.name;
  const name = typeof chosen === "string" && chosen !== "" ? chosen.split("/").at(-1) : String(store.next());
  const key = `${service}/${path}/${name}`;
  store.create(key, { ...told, ...OWN[service in OWN ? service : "other"]?.({ path, name, number: store.next() }) });
  return store.read(key);
}

interface Made {
  readonly path: string;
  readonly name: string | undefined;
  readonly number: number;
}

/** What an API adds to every resource. */
const OWN: Readonly<Record<string, (made: Made) => Block>> = {
  compute: ({ path, name, number }) => ({
    name,
    id: String(number),
    kind: `compute#${path.split("/").at(-1)?.replace(/ies$/, "y").replace(/s$/, "")}`,
    creationTimestamp: TIME,
    selfLink: `${COMPUTE}/${path}/${name}`,
    fingerprint: fingerprint(number),
    labelFingerprint: fingerprint(number),
  }),
  dns: ({ name, number }) => ({ name, id: String(number), creationTime: TIME }),
  logging: ({ name }) => ({ name, createTime: TIME, updateTime: TIME }),
  other: ({ path, name }) => ({ name: `${path}/${name}`, createTime: TIME, updateTime: TIME }),
};

export const fingerprint = (number: number) => Buffer.from(String(number).padStart(9, "0")).toString("base64");

function change(call: Call): Block {
  const { service, method, path, told, store } = call;
  const key = `${service}/${path}`;
  const held = store.read(key);
  // Source: https://cloud.google.com/compute/docs/reference/rest/v1#fingerprints: "conditionNotMet"
  if (told.fingerprint !== undefined && told.fingerprint !== "" && told.fingerprint !== held.fingerprint) {
    throw new ApiError(412, "conditionNotMet", `Invalid fingerprint of '${path}'`);
  }
  const mask = maskOf(call);
  const of = method === "PUT" ? { ...ownOf(held), ...told } : mask ? masked(held, told, mask) : { ...held, ...told };
  const fresh = service === "compute" ? { fingerprint: fingerprint(store.next()) } : {};
  store.change(key, { ...of, ...fresh });
  return store.read(key);
}

/** What a whole new version does not take away. */
const OWN_FIELDS = [
  "name",
  "id",
  "kind",
  "selfLink",
  "creationTimestamp",
  "labelFingerprint",
  "createTime",
  "state",
  "records",
];

const ownOf = (held: Block): Block =>
  Object.fromEntries(Object.entries(held).filter(([name]) => OWN_FIELDS.includes(name)));

/** The fields that an update is of; the others in it are not looked at. Source: https://google.aip.dev/134 */
export const maskOf = ({ query }: Call): string[] | undefined => query.get("updateMask")?.split(",");

export function masked(held: Block, told: Block, mask: readonly string[]): Block {
  const of = structuredClone(held);
  for (const path of mask) {
    const parts = path.split(".").map((part) => part.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()));
    const value = parts.reduce<Block | undefined>((at, part) => at?.[part], told);
    const last = parts.pop() ?? "";
    let at = of;
    for (const part of parts) at = at[part] ??= {};
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return of;
}

function policyOf({ service, method, path, told, store }: Call): Block | undefined {
  const [, resource = "", verb] = /^(.*)[:/](getIamPolicy|setIamPolicy|testIamPermissions)$/.exec(path) ?? [];
  if (verb === undefined) return undefined;
  const key = `${service}/${resource}`;
  if (verb === "getIamPolicy") return store.policyOf(key);
  if (verb === "setIamPolicy" && method === "POST") return store.setPolicy(key, told.policy);
  return undefined;
}

function refuse(call: Call): void {
  const refusal = refusalOf(collectionOf(call), call);
  if (refusal !== undefined) throw new ApiError(400, "invalid", refusal);
}

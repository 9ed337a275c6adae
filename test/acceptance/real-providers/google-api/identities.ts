import type { Block } from "../../../support/synthesize";
import { type Call, collectionOf } from "./call";
import { answered } from "./habits";
import { fingerprint } from "./rest";

/** Accounts are named by their address, and roles by what they were called. */
export function iam(call: Call): Block | undefined {
  const { method, path, told, store } = call;
  if (method !== "POST" || path.includes(":")) return undefined;
  const [, project] = path.split("/");
  if (path.endsWith("/serviceAccounts")) {
    const email = `${told.accountId}@${project}.iam.gserviceaccount.com`;
    const name = `${path}/${email}`;
    const uniqueId = String(store.next()).padStart(21, "1");
    store.create(`iam/${name}`, {
      ...told.serviceAccount,
      name,
      email,
      uniqueId,
      projectId: project,
      etag: fingerprint(1),
    });
    return store.read(`iam/${name}`);
  }
  if (path.endsWith("/roles")) {
    const name = `${path}/${told.roleId}`;
    store.create(`iam/${name}`, { ...told.role, name, etag: fingerprint(1) });
    return store.read(`iam/${name}`);
  }
  return undefined;
}

/** Cloud Storage: buckets are named within the world. */
export function storage(call: Call): Block | undefined {
  const { method, path, told, store } = call;
  const [, bucket, below] = /^b(?:\/([^/]+)(?:\/(iam|o))?)?$/.exec(path) ?? [];
  if (below === "iam")
    return method === "GET" ? store.policyOf(`storage/b/${bucket}`) : store.setPolicy(`storage/b/${bucket}`, told);
  if (below === "o") return { items: [] };
  if (bucket === undefined && method === "POST") {
    store.create(`storage/b/${told.name}`, {
      ...told,
      id: told.name,
      selfLink: `https://www.googleapis.com/storage/v1/b/${told.name}`,
    });
    return answered("storage/b", store.read(`storage/b/${told.name}`), store);
  }
  const key = `storage/b/${bucket}`;
  if (method === "DELETE") store.delete(key);
  else if (method !== "GET") store.change(key, { ...store.read(key), ...told });
  return method === "DELETE" ? {} : answered("storage/b", store.read(key), store);
}

/** BigQuery: who may do what is a part of the dataset. */
export function bigquery(call: Call): Block | undefined {
  const { method, path, told, store } = call;
  const key = `bigquery/${path}`;
  if (collectionOf(call) !== "bigquery/datasets") return undefined;
  if (!store.has(key)) store.create(key, { access: [], etag: "1" });
  if (method !== "GET") store.change(key, { ...store.read(key), ...told });
  return store.read(key);
}

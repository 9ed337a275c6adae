import type { Block } from "../../../support/synthesize";
import { ApiError, type Call } from "./call";
import { TIME } from "./constants";

/** Service Usage: which APIs a project may call. */
export function serviceUsage(call: Call): Block | undefined {
  const { method, path, told, store } = call;
  const [, project = "", verb] = /^(projects\/[^/:]+)\/services(?::(\w+))?/.exec(path) ?? [];
  const done = (): Block => ({ name: `operations/operation-${store.next()}`, done: true, response: {} });
  if (path.startsWith("operations/")) return done();
  const enable = (service: string) => {
    const key = `serviceusage/${project}/services/${service}`;
    if (!store.has(key)) store.create(key, { name: `${project}/services/${service}`, state: "ENABLED" });
  };
  if (verb === "batchEnable") for (const service of told.serviceIds) enable(service);
  const [, one] = /\/services\/([^/:]+):enable$/.exec(path) ?? [];
  if (one !== undefined) enable(one);
  if (method === "POST") return done();
  if (!path.endsWith("/services")) return undefined;
  return { services: store.below(`serviceusage/${project}/services`).map(([, held]) => held) };
}

/** Resource Manager: a project is there, with a number. */
export function resourceManager({ path }: Call): Block | undefined {
  const [, projectId] = /^projects\/([^/:]+)$/.exec(path) ?? [];
  if (projectId === undefined) return undefined;
  return { projectId, name: projectId, projectNumber: numberOf(projectId), lifecycleState: "ACTIVE", createTime: TIME };
}

/** A number of twelve digits that is always the same. */
export const numberOf = (project: string): string =>
  String(
    [...project].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 899_999_999_999, 7) + 100_000_000_000,
  );

/** Service Networking: the private connection of a VPC to Google's services. */
export function serviceNetworking({ method, path, told, store }: Call): Block | undefined {
  const [, service = "", name] = /^services\/([^/]+)\/connections(?:\/(.+))?$/.exec(path) ?? [];
  const done = (response: Block): Block => ({ name: `operations/${store.next()}`, done: true, response });
  if (path.startsWith("operations/")) return done({});
  if (service === "") return undefined;
  const collection = `servicenetworking/services/${service}/connections`;
  if (method === "GET") return { connections: store.below(collection).map(([, held]) => held) };
  if (name !== undefined) {
    if (!store.has(`${collection}/${name}`)) throw new ApiError(404, "notFound", `There is no connection '${name}'`);
    if (method === "DELETE" || path.endsWith(":deleteConnection")) store.delete(`${collection}/${name}`);
    else store.change(`${collection}/${name}`, { ...store.read(`${collection}/${name}`), ...told });
    return done({});
  }
  const peering = "servicenetworking-googleapis-com";
  store.create(`${collection}/${peering}`, { ...told, peering, service: `services/${service}` });
  return done({ ...told, peering });
}

/** Secret Manager: each secret has one version, whose value is its name. */
export function secretManager({ path }: Call): Block | undefined {
  const [, secret] = /^(projects\/[^/]+\/secrets\/([^/]+))\/versions\/[^/:]+/.exec(path) ?? [];
  if (secret === undefined) return undefined;
  const name = `${secret}/versions/1`;
  if (!path.endsWith(":access")) return { name, createTime: TIME, state: "ENABLED" };
  return { name, payload: { data: Buffer.from(`value of ${secret}`).toString("base64") } };
}

import type { Block } from "../../../support/synthesize";
import { answerOf } from "./answers";
import { ApiError, type Call, isMember } from "./call";
import { COMPUTE } from "./constants";
import { refusalOf } from "./habits";
import { fingerprint, masked, maskOf, rest } from "./rest";

/** The Compute Engine API: verbs on resources, and an operation as the answer to each change. */
export function compute(call: Call): Block {
  const { method, path, store } = call;
  if (/[:/](get|set)IamPolicy$/.test(path)) return rest(call);
  if (/^projects\/[^/]+(\/getXpnHost)?$/.test(path)) return projectOf(call);
  const operation = (target: string): Block => ({
    kind: "compute#operation",
    name: `operation-${store.next()}`,
    status: "DONE",
    progress: 100,
    targetLink: `${COMPUTE}/${target}`,
  });
  const verb = verbOf(call);
  if (verb === undefined) {
    if (method === "GET") return answerOf(call, rest(call));
    const { name } = rest(call);
    return operation(isMember(path) ? path : `${path}/${name}`);
  }
  const target = path.slice(0, path.lastIndexOf("/"));
  const refusal = refusalOf(`compute/${verb}`, call);
  if (refusal !== undefined) throw new ApiError(400, "invalid", refusal);
  return VERBS[verb]?.(call, `compute/${target}`) ?? operation(target);
}

function verbOf({ path, method }: Call): string | undefined {
  const last = path.split("/").at(-1) ?? "";
  return last in VERBS && (method === "POST" || last === "getRule") ? last : undefined;
}

/** What may be done to a resource, beside changing it as a whole. What answers something else than an operation returns it. */
const VERBS: Readonly<Record<string, (call: Call, key: string) => Block | undefined>> = {
  attachNetworkEndpoints: (call, key) =>
    endpoints(call, key, (held, told) => [...held.filter((one) => !has(told, one)), ...told]),
  detachNetworkEndpoints: (call, key) => endpoints(call, key, (held, told) => held.filter((one) => !has(told, one))),
  listNetworkEndpoints: ({ store }, key) => ({
    items: (store.read(key).endpoints ?? []).map((one: Block) => ({ networkEndpoint: one })),
  }),
  addRule: ({ told, store }, key) => rules(store.read(key), store, key, (held) => [...held, told]),
  getRule: ({ query, store }, key) => {
    const rule = store.read(key).rules?.find(({ priority }: Block) => priority === Number(query.get("priority")));
    if (rule === undefined) throw new ApiError(400, "invalid", "there is no rule with this priority");
    return rule;
  },
  patchRule: (call, key) => {
    const { query, told, store } = call;
    const isIt = ({ priority }: Block) => priority === Number(query.get("priority"));
    const mask = maskOf(call);
    const patched = (rule: Block) => (mask ? masked(rule, told, mask) : { ...rule, ...told });
    return rules(store.read(key), store, key, (held) => held.map((rule) => (isIt(rule) ? patched(rule) : rule)));
  },
  removeRule: ({ query, store }, key) =>
    rules(store.read(key), store, key, (held) =>
      held.filter(({ priority }) => priority !== Number(query.get("priority"))),
    ),
  setLabels: ({ told, store }, key) => {
    const held = store.read(key);
    if (told.labelFingerprint !== held.labelFingerprint) {
      throw new ApiError(412, "conditionNotMet", `Labels fingerprint of '${key}' is another one`);
    }
    return set(store, key, { labels: told.labels, labelFingerprint: fingerprint(store.next()) });
  },
  setTarget: ({ told, store }, key) => set(store, key, { target: told.target }),
  setUrlMap: ({ told, store }, key) => set(store, key, { urlMap: told.urlMap }),
  setSslPolicy: ({ told, store }, key) => set(store, key, { sslPolicy: told.sslPolicy }),
  setSslCertificates: ({ told, store }, key) => set(store, key, { sslCertificates: told.sslCertificates }),
  setCertificateMap: ({ told, store }, key) => set(store, key, { certificateMap: told.certificateMap }),
  setQuicOverride: ({ told, store }, key) => set(store, key, { quicOverride: told.quicOverride }),
  setSecurityPolicy: ({ told, store }, key) => set(store, key, { securityPolicy: told.securityPolicy }),
  setEdgeSecurityPolicy: ({ told, store }, key) => set(store, key, { edgeSecurityPolicy: told.securityPolicy }),
  setPrivateIpGoogleAccess: ({ told, store }, key) =>
    set(store, key, { privateIpGoogleAccess: told.privateIpGoogleAccess ?? false }),
  expandIpCidrRange: ({ told, store }, key) => set(store, key, { ipCidrRange: told.ipCidrRange }),
  enableXpnResource: ({ told, store }, key) => {
    store.create(`compute/xpn/${told.xpnResource.id}`, { name: key.split("/").at(-1) });
    return undefined;
  },
  disableXpnResource: ({ told, store }) => {
    store.delete(`compute/xpn/${told.xpnResource.id}`);
    return undefined;
  },
};

function set(store: Call["store"], key: string, values: Block): undefined {
  store.change(key, { ...store.read(key), ...values, fingerprint: fingerprint(store.next()) });
}

function rules(held: Block, store: Call["store"], key: string, change: (rules: Block[]) => Block[]): undefined {
  return set(store, key, { rules: change(held.rules ?? []) });
}

function endpoints({ told, store }: Call, key: string, change: (held: Block[], told: Block[]) => Block[]): undefined {
  const all = change(store.read(key).endpoints ?? [], told.networkEndpoints ?? []);
  store.change(key, { ...store.read(key), endpoints: all, size: all.length });
}

const has = (all: readonly Block[], one: Block) =>
  all.some(({ ipAddress, port }) => ipAddress === one.ipAddress && port === one.port);

function projectOf({ path, store }: Call): Block {
  const [, project = "", host] = path.split("/");
  if (host === undefined) return { name: project, id: "1", xpnProjectStatus: "UNSPECIFIED_XPN_PROJECT_STATUS" };
  return store.has(`compute/xpn/${project}`) ? store.read(`compute/xpn/${project}`) : {};
}

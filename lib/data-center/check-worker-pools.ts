import { checkOneOf, oneOf } from "../core/checks";
import { ACCELERATOR_LABEL, GPU_RESOURCE, KUBERNETES_DOMAINS, NODE_POOL_LABEL } from "../core/node-labels";
import type { OnPremisesOptions } from "./on-premises";
import type { Problems } from "./refusals";
import { WORKER_TAINT_EFFECTS, type WorkerPoolOptions, type WorkerTaint } from "./worker-pool";

const POOL = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const ACCELERATOR = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
/** The API server takes no label of these from a kubelet. Source: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction */
const isRestricted = (key: string) =>
  KUBERNETES_DOMAINS.some((domain) => `.${key.split("/")[0]}`.endsWith(`.${domain}`) && key.includes("/"));
const OWN_LABELS: readonly string[] = [NODE_POOL_LABEL, ACCELERATOR_LABEL];
const EFFECTS = Object.keys(WORKER_TAINT_EFFECTS) as readonly WorkerTaint["effect"][];

/** Checks the pools of workers, and that each worker's pool is one of them. */
export function checkWorkerPools(problems: Problems, { workerPools = {}, servers }: OnPremisesOptions): void {
  for (const [name, pool] of Object.entries(workerPools)) checkPool(problems.at(["workerPools", name]), name, pool);
  const pools = Object.keys(workerPools);
  for (const [name, { role, pool }] of Object.entries(servers)) {
    if (pool === undefined) continue;
    const property = ["servers", name, "pool"];
    if (role !== "worker") problems.refuse(property, pool, "nothing: only workers belong to a pool", "unexpected");
    else if (pools.length === 0)
      problems.refuse(property, pool, "nothing, as long as workerPools has no pool", "one-of");
    else if (!pools.includes(pool)) problems.refuse(property, pool, `a pool of workerPools: ${oneOf(pools)}`, "one-of");
  }
}

function checkPool(below: Problems, name: string, options: WorkerPoolOptions): void {
  const { accelerator, nodeLabels = {}, taints = [] } = options;
  const words = "a name of 1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last";
  below.check([], name, (text) => POOL.test(text), words, "name");
  if (accelerator !== undefined) {
    below.check(
      "accelerator",
      accelerator,
      (text) => ACCELERATOR.test(text),
      'GKE\'s name for it: "nvidia-l4"',
      "name",
    );
  }
  for (const [key, value] of Object.entries(nodeLabels)) {
    checkPair(below, ["nodeLabels", key], key, value);
    if (OWN_LABELS.includes(key)) below.refuse(["nodeLabels", key], key, "another key: the pool sets this one", "name");
    const allowed = `a key outside ${KUBERNETES_DOMAINS.join(" and ")}: the API server takes none of these from a kubelet`;
    if (isRestricted(key)) below.refuse(["nodeLabels", key], key, allowed, "name");
  }
  taints.forEach(({ key, value, effect }, index) => {
    const property = ["taints", `${index}`];
    checkPair(below, property, key, value);
    checkOneOf(below, [...property, "effect"], effect, EFFECTS);
    const isGpu = key === GPU_RESOURCE;
    if (isGpu) below.refuse(property, key, "another key: workers with an accelerator have this taint", "name");
    const isTwin = (other: WorkerTaint) => other.key === key && other.effect === effect;
    if (taints.findIndex(isTwin) < index) below.refuse(property, effect, "each key once with an effect");
  });
}

function checkPair(problems: Problems, property: readonly string[], key: string, value: string): void {
  problems.check(property, key, (text) => KEY.test(text), 'a key of Kubernetes: "example.com/purpose"', "name");
  const words = "up to 63 letters, digits, dots, hyphens and underscores";
  problems.check(property, value, (text) => VALUE.test(text), words, "format");
}

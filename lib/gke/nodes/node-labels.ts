import type {
  ContainerNodePoolNodeConfig,
  ContainerNodePoolNodeConfigTaint,
} from "@cdktf/provider-google/lib/container-node-pool";
import { checkOneOf } from "../../core/checks";
import { KUBERNETES_DOMAINS } from "../../core/node-labels";
import type { Problems, PropertyPath } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { ARCHITECTURE_LABEL, QUEUED_LABEL } from "../../google/hosts";
import { checkLabels } from "../../google/labels";
import { ACCELERATOR_KINDS } from "../gpus/accelerator-kinds";
import { isArm } from "./machine-series";
import { type NodeTaint, TAINT_EFFECTS } from "./node-taint";

/** The keys of GKE's own taints, for nodes with accelerators. */
const RESERVED_TAINTS: readonly string[] = Object.values(ACCELERATOR_KINDS).map(({ taint }) => taint.key);

/**
 * GKE's own taint of nodes with Arm processors. Written out, because a later change of taints sends only those that are written.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/prepare-arm-workloads-for-deployment
 */
const ARM_TAINT: NodeTaint = { key: ARCHITECTURE_LABEL, value: "arm64", effect: "NO_SCHEDULE" };

const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** How pods and bills find nodes. All of it can be changed without replacing the pool. */
export interface NodeLabelOptions {
  /**
   * Kubernetes labels of the nodes.
   *
   * @default - none but GKE's own
   */
  readonly nodeLabels?: { readonly [key: string]: string };

  /**
   * Kubernetes taints of the nodes. With a GPU there is `nvidia.com/gpu=present:NoSchedule` besides, and with Arm processors
   * `kubernetes.io/arch=arm64:NoSchedule`.
   *
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];

  /**
   * Labels of the machines in Compute Engine, for bills and inventories.
   *
   * @default - none but GKE's own
   */
  readonly resourceLabels?: { readonly [key: string]: string };
}

/** Checks labels and taints. */
export function checkNodeLabelOptions(problems: Problems, options: NodeLabelOptions): void {
  const { nodeLabels = {}, taints = [], resourceLabels } = options;
  for (const [key, value] of Object.entries(nodeLabels)) checkPair(problems, ["nodeLabels", key], key, value);
  if (problems.known("taints", taints)) {
    for (const [index, taint] of taints.entries()) {
      if (!problems.known(["taints", `${index}`], taint)) continue;
      const property = ["taints", taint.key];
      checkPair(problems, property, taint.key, taint.value);
      checkOneOf(problems, [...property, "effect"], taint.effect, TAINT_EFFECTS);
      const isTwin = ({ key, effect }: NodeTaint) => key === taint.key && effect === taint.effect;
      if (taints.findIndex((one) => !isUnknown(one) && isTwin(one)) < index)
        problems.refuse(property, taint.effect, "each key once with an effect");
      const allowed = "another key: nodes with a GPU have this taint, and others need none";
      problems.check(property, taint.key, (key) => !RESERVED_TAINTS.includes(key), allowed, "name");
    }
  }
  if (resourceLabels !== undefined) checkLabels(problems.at("resourceLabels"), resourceLabels);
}

/** Labels and taints of a node, for the provider. */
export function labelConfig(
  options: NodeLabelOptions & { readonly machineType: string; readonly queuedProvisioning?: boolean },
  acceleratorTaint: NodeTaint | undefined,
): ContainerNodePoolNodeConfig {
  const { machineType, nodeLabels, taints = [], resourceLabels, queuedProvisioning } = options;
  const labels = queuedProvisioning === true ? { ...nodeLabels, [QUEUED_LABEL]: "true" } : nodeLabels;
  const all: ContainerNodePoolNodeConfigTaint[] = [
    ...(acceleratorTaint === undefined ? [] : [acceleratorTaint]),
    ...(!isUnknown(machineType) && isArm(machineType) ? [ARM_TAINT] : []),
    ...taints,
  ];
  return { labels, resourceLabels, taint: all.length > 0 ? all : undefined };
}

function checkPair(problems: Problems, property: PropertyPath, key: string, value: string): void {
  problems.check(property, key, isLabelKey, 'a Kubernetes label key, such as "team" or "example.com/team"', "name");
  const allowed = "up to 63 letters, digits, hyphens, underscores and dots, with a letter or digit first and last";
  const expected = `a key outside ${KUBERNETES_DOMAINS.join(" and ")}, which are of Kubernetes itself`;
  problems.check(property, key, (text) => !isReserved(text), expected, "name");
  problems.check(property, value, (text) => text === "" || NAME.test(text), allowed, "format");
}

function isReserved(key: string): boolean {
  const [domain, name] = key.split("/");
  return name !== undefined && KUBERNETES_DOMAINS.some((one) => domain === one || domain?.endsWith(`.${one}`));
}

function isLabelKey(key: string): boolean {
  const [name = "", prefix, ...rest] = key.split("/").reverse();
  return NAME.test(name) && (prefix === undefined || PREFIX.test(prefix)) && rest.length === 0;
}

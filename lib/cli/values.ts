import { oneOf } from "../core/checks";
import { NODE_POOL_LABEL } from "../core/node-labels";
import { Problems } from "../core/problems";
import { NEG_ANNOTATION } from "../google/hosts";
import { readEnvironment } from "./environments";
import { resources, type Settings, type TerraformConfiguration } from "./output-folder";

/** What a GitOps tool must know of a cluster. The schema of all is docs/schemas/values.schema.json. */
export interface ClusterValues {
  readonly project: unknown;
  readonly location: unknown;
  readonly clusterName: unknown;
  /** Left out where the cluster has no Workload Identity. */
  readonly workloadPool?: unknown;
  /** The annotations of the Kubernetes services behind the load balancer, by service. */
  readonly services: Readonly<Record<string, { readonly annotations: Settings }>>;
  readonly nodePools: Readonly<Record<string, NodePoolValues>>;
}

/** What pods need to be on the nodes of a pool. */
interface NodePoolValues {
  readonly nodeSelector: Settings;
  readonly labels: Settings;
  readonly tolerations: readonly Settings[];
  readonly accelerator?: Settings;
}

/** The values of one cluster, or of all by their names, as JSON: which is YAML, too, and so a file of values of Helm. */
export function values(folder: string, cluster?: string, environment?: string): string {
  const all = Object.fromEntries(
    readEnvironment(folder, environment).flatMap(({ configuration }) => {
      const name = outputOf(configuration, "cluster_name");
      return typeof name === "string" ? [[name, valuesOf(configuration)] as const] : [];
    }),
  );
  if (cluster === undefined) return JSON.stringify({ clusters: all }, null, 2);
  Problems.of("values", (problems) => {
    const names = Object.keys(all);
    if (names.length === 0) problems.conflict("folder", `${folder} holds no cluster`);
    else if (!names.includes(cluster)) problems.refuse("cluster", cluster, oneOf(names), "one-of");
  });
  return JSON.stringify(all[cluster], null, 2);
}

function valuesOf(configuration: TerraformConfiguration): ClusterValues {
  return {
    project: outputOf(configuration, "project"),
    location: outputOf(configuration, "location"),
    clusterName: outputOf(configuration, "cluster_name"),
    workloadPool: outputOf(configuration, "workload_pool"),
    services: Object.fromEntries([
      ...outputsOf(configuration, "neg_annotation_").map(([name, annotation]) => {
        return [name, { annotations: { [NEG_ANNOTATION]: annotation } }] as const;
      }),
      ...outputsOf(configuration, "autoneg_annotations_").map(([name, annotations]) => {
        return [name, { annotations: annotations as Settings }] as const;
      }),
    ]),
    nodePools: Object.fromEntries(
      Object.values(resources(configuration, "google_container_node_pool")).map((pool) => {
        return [String(pool.name), poolValues(pool)] as const;
      }),
    ),
  };
}

interface NodeConfig {
  readonly labels?: Settings;
  readonly taint?: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  readonly guest_accelerator?: readonly { readonly type: string; readonly count: number }[];
}

function poolValues({ name, node_config }: Settings): NodePoolValues {
  const { labels = {}, taint = [], guest_accelerator = [] } = (node_config ?? {}) as NodeConfig;
  // A pool without accelerators is written with none of no type.
  const accelerator = guest_accelerator.find(({ type }) => type !== "");
  return {
    nodeSelector: { [NODE_POOL_LABEL]: name },
    labels,
    tolerations: taint.map(({ key, value, effect }) => ({
      key,
      operator: "Equal",
      value,
      effect: inKubernetes(effect),
    })),
    ...(accelerator && { accelerator: { type: accelerator.type, count: accelerator.count } }),
  };
}

/** Google's `NO_SCHEDULE` is `NoSchedule` in Kubernetes. */
function inKubernetes(effect: string): string {
  return effect
    .split("_")
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join("");
}

function outputOf({ output = {} }: TerraformConfiguration, name: string): unknown {
  return output[name]?.value;
}

/** The outputs whose names begin so, by the rest of the name. */
function outputsOf({ output = {} }: TerraformConfiguration, start: string): readonly (readonly [string, unknown])[] {
  return Object.entries(output)
    .filter(([name]) => name.startsWith(start))
    .map(([name, { value }]) => [name.slice(start.length), value] as const);
}

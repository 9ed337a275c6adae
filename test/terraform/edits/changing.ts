import type { ClusterOptions, NodePoolOptions, ServiceOptions } from "../../../index";
import type { WholePlatformProps } from "../../support/whole-platform";
import { EUROPE } from "../running-platform";
import type { Edit } from "./edited-platform";

/** What is named by its key: services, pools, links. */
export type Named<T> = { readonly [key: string]: T };
export type PlatformDataCenter = NonNullable<WholePlatformProps["dataCenters"]>[string];

export const without = <T>(of: Named<T>, ...keys: string[]): Named<T> =>
  Object.fromEntries(Object.entries(of).filter(([key]) => !keys.includes(key)));

export const renamed = <T>(of: Named<T>, from: string, to: string): Named<T> =>
  Object.fromEntries(Object.entries(of).map(([name, one]) => [name === from ? to : name, one]));

export const reversed = <T>(of: Named<T>): Named<T> => Object.fromEntries(Object.entries(of).reverse());

export function changedIn<T>(of: Named<T>, key: string, changed: Partial<T>): Named<T> {
  const before = of[key];
  if (before === undefined) throw new Error(`there is no ${key}`);
  return { ...of, [key]: { ...before, ...changed } };
}

/** Several edits at once. */
export const together =
  (...edits: readonly Edit[]): Edit =>
  (now) => {
    const changed: Partial<Mutable<WholePlatformProps>> = {};
    for (const edit of edits) Object.assign(changed, edit({ ...now, ...changed }));
    return changed;
  };

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** One service, described otherwise. */
export const service =
  (name: string, changed: Partial<ServiceOptions>): Edit =>
  ({ services }) => ({ services: changedIn(services, name, changed) });

/** One data centre, described otherwise. */
export const dataCenter =
  (name: string, changed: Partial<PlatformDataCenter>): Edit =>
  ({ dataCenters = {} }) => ({ dataCenters: changedIn(dataCenters, name, changed) });

/** The cluster in Europe, described otherwise. */
export const cluster =
  (changed: Partial<ClusterOptions>): Edit =>
  ({ clusters }) => ({ clusters: changedIn(clusters, "europe-west1", changed) });

/** The pools of that cluster. */
export const pools =
  (change: (pools: Named<NodePoolOptions>) => Named<NodePoolOptions>): Edit =>
  (now) =>
    cluster({ nodePools: change((now.clusters["europe-west1"] ?? EUROPE).nodePools ?? {}) })(now);

/** One pool of that cluster. */
export const pool = (name: string, changed: Partial<NodePoolOptions>): Edit =>
  pools((all) => changedIn(all, name, changed));

/** The load balancer as a whole, or its monitoring, or the network. */
export const loadBalancer =
  (changed: NonNullable<WholePlatformProps["loadBalancer"]>): Edit =>
  (now) => ({ loadBalancer: { ...now.loadBalancer, ...changed } });
export const monitoring =
  (changed: Partial<NonNullable<WholePlatformProps["monitoring"]>>): Edit =>
  (now) => ({ monitoring: { notificationChannels: [], ...now.monitoring, ...changed } });
export const network =
  (changed: Partial<WholePlatformProps["network"]>): Edit =>
  (now) => ({ network: { ...now.network, ...changed } });

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { siteFiles } from "../../lib/data-center/site-files";
import type { SitePlan } from "../../lib/data-center/site-plan";
import { renderPlan } from "./render-plan";

/** Groups that no API of Kubernetes has, and what they are. */
export const OF_OTHERS = {
  "crd.projectcalico.org": "Calico's own, whose schemas no package registry has",
  "operator.tigera.io": "Calico's own, whose schemas no package registry has",
  "helm.toolkit.fluxcd.io": "Flux's own",
  "kubeadm.k8s.io": "a file of kubeadm's, which kubeadm judges",
  "kubelet.config.k8s.io": "a file of the kubelet's",
  "kubeproxy.config.k8s.io": "a file of kube-proxy's",
  "audit.k8s.io": "a file of the API server's",
  "apiserver.config.k8s.io": "a file of the API server's",
} as const;

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** A manifest, and the file that has it. */
export interface Found {
  readonly path: string;
  readonly manifest: Manifest;
}

export const groupOf = ({ apiVersion }: Manifest): string =>
  apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";

/** The manifests in a text of YAML or JSON, those of a list one by one; none in a text that is something else. */
export function manifestsIn(text: string): readonly Manifest[] {
  if (!/^\s*"?apiVersion"?: /m.test(text)) return [];
  return parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((one) => typeof one?.apiVersion === "string" && typeof one.kind === "string")
    .flatMap((one) => (one.apiVersion === "v1" && one.kind === "List" ? one.items : [one]));
}

export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}

/** All manifests that docs show, and that a data centre and its servers get; its files are rendered below a folder. */
export function allManifests(repository: string, plan: SitePlan, rendered: string): readonly Found[] {
  renderPlan(plan, rendered);
  const blocks = filesBelow(join(repository, "docs"))
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/^```(?:yaml|json)[^\n]*\n(.*?)^```/gms)].map(([, text = ""]) => [
        path,
        text,
      ]),
    );
  const texts = [
    ...blocks,
    ...[...siteFiles(plan)].filter(([path]) => path.startsWith("kubernetes/")),
    ...[
      ...filesBelow(rendered),
      ...filesBelow(join(repository, "formula")).filter((path) => /\.(ya?ml|json)$/.test(path)),
    ].map((path) => [path, readFileSync(path, "utf8")]),
  ];
  return texts.flatMap(([path = "", text = ""]) => manifestsIn(text).map((manifest) => ({ path, manifest })));
}

import type { SynthesizedStack } from "../output-folder";
import { type Existing, lastPart, textOf } from "./existing";
import { plainPath } from "./google-paths";
import { filledIn, IMPORTABLE } from "./importable-types";

/** What the stacks of a program name without making it. */
export class References {
  private readonly texts = new Set<string>();
  /** The names of the VPCs and clusters that the program makes. */
  private readonly made = new Set<string>();

  constructor(stacks: readonly SynthesizedStack[]) {
    for (const { configuration } of stacks) {
      const { resource, data, output } = configuration;
      for (const part of [resource, data, output]) this.addAll(part);
      for (const type of ["google_compute_network", "google_container_cluster"]) {
        for (const { name } of Object.values(resource?.[type] ?? {})) this.made.add(String(name));
      }
      const [project, location, cluster] = ["project", "location", "cluster_name"].map((name) => output?.[name]?.value);
      // A cluster without a pool of the program's is in the outputs of its stack alone.
      if (cluster !== undefined) this.texts.add(`projects/${project}/locations/${location}/clusters/${cluster}`);
    }
  }

  /** How a thing stays as it is because the program refers to it or to what it is in: a sentence; nothing where it does neither. */
  public sentence(existing: Existing): string | undefined {
    if (this.isReferredTo(existing)) return "it stays as it is, and the platform refers to it";
    const whole = wholeOf(existing);
    if (whole === undefined || !this.texts.has(whole.path) || this.made.has(lastPart(whole.path))) return undefined;
    return `it stays as it is, in a ${whole.word} that the platform refers to`;
  }

  private isReferredTo({ type, settings }: Existing): boolean {
    const { id, path = id } = IMPORTABLE[type] ?? {};
    const own = path && filledIn(path, (argument) => textOf(settings[argument]));
    const names = [own, type === "google_service_account" ? own && lastPart(own) : undefined];
    const address = type.endsWith("_address") ? textOf(settings.address) : undefined;
    return [...names, address].some((name) => name !== undefined && this.texts.has(name));
  }

  private addAll(value: unknown): void {
    if (typeof value === "string") this.addText(value);
    else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) this.addAll(one);
  }

  /** A text as it is, and all paths in it: a backend has that of its group after the address of the API. */
  private addText(text: string): void {
    this.texts.add(text);
    for (const [path] of text.matchAll(/projects\/[\w.:-]+\/[\w./@:-]+/g)) this.texts.add(path);
  }
}

/** What a thing is a part of. */
function wholeOf({ type, settings }: Existing): { readonly path: string; readonly word: string } | undefined {
  const { project, location, cluster, network } = settings;
  if (type === "google_container_node_pool") {
    const path = `projects/${project}/locations/${location}/clusters/${lastPart(String(cluster))}`;
    return { path, word: "cluster" };
  }
  const vpc = textOf(network);
  if (type !== "google_compute_subnetwork" || vpc === undefined) return undefined;
  const path = plainPath(vpc);
  return { path: path.startsWith("projects/") ? path : `projects/${project}/global/networks/${path}`, word: "VPC" };
}

import type { App } from "cdktf";
import { HybridPlatform } from "../../../index";
import { everything } from "../../everything/program";
import type { WholePlatformProps } from "../../support/whole-platform";
import { Deployment } from "../deployment";
import { HostSteps } from "../host-steps";
import { SessionSteps } from "../session-steps";
import type { Cloud, Operation } from "../stand-in/cloud";
import type { Steps } from "../test-of-steps";

/** What an owner changes: the platform as it is now, and what of it is described otherwise. */
export type Edit = (now: WholePlatformProps) => Partial<WholePlatformProps>;

/** An edit that does not go unnoticed, or not at once, as documented. */
interface KnownEdit {
  readonly edit: Edit;
  /** What all outages have in their words: there is at least one. */
  readonly outages?: RegExp;
  /** How the first deploy ends. The second one ends well. */
  readonly refusedAtFirst?: RegExp;
  /** What others do afterwards, which is theirs: it must stay. */
  readonly behind?: (cloud: Cloud) => void;
  /** The node pools that are destroyed: with their nodes, or to come anew. */
  readonly poolsGone?: readonly string[];
}

/** Edits by one sentence each, as the owner would say it: each of the platform as the edit before left it. */
export type Edits = Readonly<Record<string, Edit | KnownEdit>>;

/** Settings that stay when they are taken away, and what that means. */
const STAYING: readonly (readonly [setting: RegExp, why: string])[] = [
  [/^google_compute_backend_service .*: cdn_policy/, "Google keeps it for when Cloud CDN is switched on again"],
  [/^google_container_node_pool .*: upgrade_settings/, "the strategy decides which of them count"],
  [/^google_container_cluster .*: master_authorized_networks_config/, "with addresses off, nobody is let in by them"],
];

/** A platform that runs, and is changed by the real Terraform, edit after edit. */
export class EditedPlatform {
  public static async start(props: WholePlatformProps): Promise<EditedPlatform> {
    const deployment = await Deployment.ofProgram(programOf(props), undefined, everything);
    await deployment.each((stack) => deployment.succeed(stack, "init"));
    await deployment.inOrder((stack) => deployment.succeed(stack, "apply", "-auto-approve"));
    return new EditedPlatform(deployment, props);
  }

  private now: WholePlatformProps;
  private readonly atFirst: Contents;

  private constructor(
    public readonly deployment: Deployment,
    private readonly first: WholePlatformProps,
  ) {
    this.now = first;
    this.atFirst = contentsOf(deployment.cloud);
  }

  /** Each edit as a step of a test. */
  public stepsOf(edits: Edits): Steps {
    return Object.fromEntries(Object.entries(edits).map(([sentence, edit]) => [sentence, () => this.apply(edit)]));
  }

  /** The same, and at last all edits undone: then everything is as it was at first. */
  public steps(edits: Edits): Steps {
    return {
      ...this.stepsOf(edits),
      "everything is again what it was at first": async () => {
        await this.apply(() => ({ ...UNSET, ...this.first }));
        expect(differencesOf(this.atFirst, contentsOf(this.deployment.cloud))).toEqual([]);
      },
    };
  }

  /** Makes an edit with one apply per stack, in the order of `cdktf deploy`, and sees that nobody noticed and nothing is left to do. */
  public async apply(edit: Edit | KnownEdit): Promise<void> {
    const known: KnownEdit = typeof edit === "function" ? { edit } : edit;
    const changed = await this.describe(known.edit);
    expect(changed).not.toEqual([]);
    const { cloud } = this.deployment;
    const begin = cloud.journal.length;
    if (known.refusedAtFirst !== undefined) await expect(this.deploy(changed)).rejects.toThrow(known.refusedAtFirst);
    const outages = await this.watching(() => this.deploy(changed));
    expect(outages.filter((outage) => known.outages?.test(outage) !== true)).toEqual([]);
    if (known.outages !== undefined) expect(outages).not.toEqual([]);
    expect(nodesGone(cloud.journal.slice(begin))).toEqual(known.poolsGone ?? []);
    const left = cloud.leftovers.take();
    expect(left.filter((one) => !STAYING.some(([setting]) => setting.test(one)))).toEqual([]);
    known.behind?.(cloud);
    await this.isSettled(changed);
  }

  /** Describes the platform otherwise, and gives the stacks that are to be applied. */
  public describe(edit: Edit): Promise<string[]> {
    this.now = { ...this.now, ...edit(this.now) };
    return this.deployment.describe(programOf(this.now));
  }

  /** Applies stacks in the order of `cdktf deploy`. */
  public async deploy(stacks: readonly string[]): Promise<void> {
    await this.deployment.inOrder(async (stack) => {
      if (stacks.includes(stack)) await this.deployment.succeed(stack, "apply", "-auto-approve");
    });
  }

  /** What was down on the way that was up before and is up after. */
  public async watching(act: () => Promise<unknown>): Promise<readonly string[]> {
    const { cloud } = this.deployment;
    const watchers = [new HostSteps(cloud), new SessionSteps(cloud)];
    cloud.watch = (operation: Operation) => {
      for (const watcher of watchers) watcher.see(operation);
    };
    try {
      await act();
    } finally {
      cloud.watch = () => undefined;
    }
    return watchers.flatMap((watcher) => watcher.end());
  }

  public async isSettled(stacks: readonly string[]): Promise<void> {
    const plans = await Promise.all(stacks.map(async (stack) => [stack, await this.deployment.plan(stack)]));
    expect(plans).toEqual(stacks.map((stack) => [stack, {}]));
  }

  public close(): Promise<void> {
    return this.deployment.close();
  }
}

export function programOf(props: WholePlatformProps): (app: App) => void {
  return (app) => void new HybridPlatform(app, "production", props);
}

/** What a platform need not have. */
const UNSET: Partial<WholePlatformProps> = {
  labels: undefined,
  dataCenters: undefined,
  loadBalancer: undefined,
  monitoring: undefined,
  routing: undefined,
  ttlSeconds: undefined,
  lastResort: undefined,
  projectServices: undefined,
};

/** Clusters and node pools that were destroyed. */
function nodesGone(journal: readonly Operation[]): readonly string[] {
  const gone = journal.filter(
    ({ action, type }) => action === "delete" && /^google_container_(cluster|node_pool)$/.test(type),
  );
  return gone.map(({ id }) => id.split("/").at(-1) ?? id).sort();
}

/** What the cloud has, by type and name, and then by setting. What is not named can be there several times, with one name. */
type Contents = ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;

/** The numbers that a cloud gives, and what is made up from them, count for nothing. */
function contentsOf(cloud: Cloud): Contents {
  const contents = new Map<string, Record<string, string[]>>();
  for (const [type, value] of cloud.everything) {
    const name = `${type} ${[value.project, value.zone ?? value.region, value.display_name ?? value.name].join(" ")}`;
    const settings = contents.get(name) ?? {};
    for (const [setting, one] of Object.entries(value)) {
      if (setting === "id" || STAYING.some(([staying]) => staying.test(`${type} : ${setting}`))) continue;
      const words = JSON.stringify(one)
        .replaceAll(/[0-9a-f]{24}/g, "#")
        .replaceAll(/-[0-9a-f]{8}(?=\\*")/g, "");
      settings[setting] = [...(settings[setting] ?? []), words].sort();
    }
    contents.set(name, settings);
  }
  return contents;
}

/** What is otherwise, in words. */
function differencesOf(before: Contents, after: Contents): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was = {}, is = {}] = [before.get(name), after.get(name)];
    const settings = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return settings
      .filter((setting) => was[setting]?.join() !== is[setting]?.join())
      .map((setting) => `${name}: ${setting} was ${was[setting]} and is ${is[setting]}`);
  });
}

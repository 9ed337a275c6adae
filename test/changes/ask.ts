import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Block } from "../support/synthesize";
import type { Plan } from "./facts";
import type { Question } from "./judge";
import { literal } from "./literal";
import { madeUpState, type Schemas } from "./made-up-state";

/** What a provider answers: how it plans each argument that differs, or why it could not be asked. */
export type Answer = { readonly plans: ReadonlyMap<string, Plan> } | { readonly refusal: string };

interface Asked {
  readonly question: Question;
  readonly type: string;
  readonly name: string;
  readonly before: Block;
  readonly after: Block;
}

/** A provider as the real Terraform starts it, in a folder of its own, for plans that reach no cloud. */
export class AskedProvider {
  private readonly schemas: Schemas;
  private readonly folder = mkdtempSync(join(tmpdir(), "changes-"));

  /** Throws when Terraform cannot install this version, neither from a registry nor from a mirror of its configuration. */
  constructor(
    private readonly name: string,
    version: string,
    settings: Block,
  ) {
    this.write("terraform.tf.json", {
      terraform: { required_providers: { [name]: { source: `hashicorp/${name}`, version } } },
      provider: { [name]: settings },
    });
    this.terraform("init");
    this.schemas = this.readSchemas();
  }

  /** An argument that another version has is left out: `region` of AWS's resources. */
  private knownOf(type: string, settings: Block): Block {
    const { attributes = {}, block_types = {} } = this.schemas[type]?.block ?? {};
    return Object.fromEntries(Object.entries(settings).filter(([key]) => key in attributes || key in block_types));
  }

  private readSchemas(): Schemas {
    const { provider_schemas } = JSON.parse(this.terraform("providers", "schema", "-json"));
    const [own] = Object.entries<Block>(provider_schemas).filter(([source]) =>
      source.endsWith(`/hashicorp/${this.name}`),
    );
    return own?.[1].resource_schemas;
  }

  /** Plans all of these at once: each before as what there is, and each after as what is configured. */
  public ask(questions: readonly Question[]): readonly Answer[] {
    const asked = questions.map((question, index): Asked => {
      const unknown = new Set([...question.at].filter(([, how]) => how === "unknown").map(([path]) => path));
      const { type } = question.after;
      const known = (settings: Block) => this.knownOf(type, settings);
      const { ignore_changes = [] } = question.after.lifecycle;
      const before = known(literal(question.before));
      const after = { ...known(literal(question.after, unknown)), lifecycle: { ignore_changes } };
      return { question, type, name: `q${index}`, before, after };
    });
    const refusals = new Map<string, string>();
    const created = this.plan(asked, "before", refusals);
    this.write("terraform.tfstate", madeUpState(this.name, this.schemas, created));
    const planned = new Map(this.plan(asked, "after", refusals).map((one) => [one.name, one]));
    rmSync(join(this.folder, "terraform.tfstate"));
    return asked.map(({ name, question }) => {
      const refusal = refusals.get(name);
      const change = planned.get(name)?.change;
      return refusal !== undefined || change === undefined
        ? { refusal: refusal ?? "not planned" }
        : { plans: plansOf(question, change) };
    });
  }

  public end(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Plans until nothing is refused: Terraform says nothing of a plan with errors. */
  private plan(
    asked: readonly Asked[],
    side: "before" | "after",
    refusals: Map<string, string>,
  ): readonly PlannedChange[] {
    for (;;) {
      const resource: Record<string, Record<string, Block>> = { terraform_data: { unknown: {} } };
      for (const { type, name, [side]: settings } of asked) {
        if (refusals.has(name)) continue;
        resource[type] ??= {};
        resource[type][name] = settings;
      }
      this.write("main.tf.json", { resource });
      const said = spawnSync("terraform", ["plan", "-refresh=false", "-json", "-out=plan"], {
        cwd: this.folder,
        encoding: "utf8",
        maxBuffer: 1 << 30,
      });
      if (said.status === 0) {
        return JSON.parse(this.terraform("show", "-json", "plan")).resource_changes;
      }
      const before = refusals.size;
      for (const line of said.stdout.split("\n").filter((text) => text.includes('"diagnostic"'))) {
        const { diagnostic } = JSON.parse(line);
        const name = /\bq\d+\b/.exec(diagnostic.address ?? diagnostic.snippet?.context ?? "")?.[0];
        if (diagnostic.severity === "error" && name !== undefined) {
          refusals.set(name, `${side}: ${diagnostic.summary} ${diagnostic.detail}`.replaceAll(/\s+/g, " ").trim());
        }
      }
      if (refusals.size === before) throw new Error(`terraform plan: ${said.stdout}${said.stderr}`);
    }
  }

  private write(file: string, value: unknown): void {
    writeFileSync(join(this.folder, file), JSON.stringify(value));
  }

  private terraform(...args: readonly string[]): string {
    return execFileSync("terraform", args, {
      cwd: this.folder,
      encoding: "utf8",
      maxBuffer: 1 << 30,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}

export interface PlannedChange {
  readonly type: string;
  readonly name: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Block | null;
    readonly after: Block;
    readonly after_unknown: Block;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

function plansOf(
  { at }: Question,
  { actions, before, after, after_unknown, replace_paths = [] }: PlannedChange["change"],
): ReadonlyMap<string, Plan> {
  const replacing = replace_paths.map((path) => path.filter((one) => typeof one === "string").join("."));
  const isReplacing = (path: string) =>
    replacing.some((one) => one === path || isBelow(one, path) || isBelow(path, one));
  const matched = [...at.keys()].some(isReplacing);
  const isReplaced = actions.includes("delete");
  // Of what is replaced the provider keeps nothing, so that the other arguments tell nothing of an update.
  const telling = [...at.keys()].filter((path) => !isReplaced || !matched || isReplacing(path));
  return new Map(
    telling.map((path): [string, Plan] => {
      if (isReplaced) return [path, "replaced"];
      const parts = path.split(".");
      const stays =
        same(partsAt(before, parts), partsAt(after, parts)) &&
        !JSON.stringify(partsAt(after_unknown, parts)).includes("true");
      return [path, stays ? "kept" : "in place"];
    }),
  );
}

const isBelow = (path: string, other: string) => path.startsWith(`${other}.`);
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** All that stands at a path without positions in lists. */
function partsAt(value: unknown, [key, ...rest]: readonly string[]): readonly unknown[] {
  if (Array.isArray(value) && key !== undefined) return value.flatMap((one) => partsAt(one, [key, ...rest]));
  if (key === undefined) return [value ?? null];
  if (typeof value !== "object" || value === null) return [value === true ? true : null];
  return partsAt((value as Block)[key], rest);
}

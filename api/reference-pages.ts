import { choiceOf, type OptionsModel, type OptionsType, requiredOf } from "./options-model";

/** An item of the public API, as API Extractor describes it. */
export interface ApiItem {
  readonly kind: string;
  readonly name?: string;
  readonly docComment?: string;
  readonly excerptTokens?: readonly { readonly text: string }[];
  readonly fileUrlPath?: string;
  readonly isProtected?: boolean;
  readonly members?: readonly ApiItem[];
}

/** The pages of the reference, by file name: one a folder of the sources, and one that lists them. */
export function referencePages(items: readonly ApiItem[], model: OptionsModel): ReadonlyMap<string, string> {
  const byPage = new Map<string, ApiItem[]>();
  for (const item of items) byPage.set(pageOf(item), [...(byPage.get(pageOf(item)) ?? []), item]);
  const names = [...byPage.keys()].sort();
  const reference = new Reference(items, model);
  const pages = names.map((name): [string, string] => [`${name}.md`, reference.page(name, byPage.get(name) ?? [])]);
  const lines = names.map((name) => {
    const exported = [...new Set((byPage.get(name) ?? []).map((item) => item.name))];
    return `- [${name}](${name}.md): ${exported.map((one) => `\`${one}\``).join(", ")}`;
  });
  const head = "# API reference\n\nGenerated from the sources by `npm run api -- --update`.\n";
  return new Map([...pages, ["README.md", `${head}\n${lines.join("\n")}\n`]]);
}

/** `dist/lib/gke/nodes/node-pool.d.ts` is of the page `gke`. */
function pageOf({ fileUrlPath = "" }: ApiItem): string {
  return /^(?:dist\/)?(?:lib\/)?([a-z0-9-]+)\//.exec(fileUrlPath)?.[1] ?? "root";
}

/** More values than these are not listed at each property, but where their type is described. */
const MOST_VALUES = 20;

class Reference {
  private readonly pages: ReadonlyMap<string, string>;

  constructor(
    items: readonly ApiItem[],
    private readonly model: OptionsModel,
  ) {
    this.pages = new Map(items.map((item) => [item.name ?? "", pageOf(item)]));
  }

  public page(name: string, items: readonly ApiItem[]): string {
    const sorted = [...items].sort((one, other) => ((one.name ?? "") < (other.name ?? "") ? -1 : 1));
    return `# ${name}\n\n${sorted.map((item) => this.section(item)).join("\n\n")}\n`;
  }

  private section(item: ApiItem): string {
    const { name = "" } = item;
    const members = (item.members ?? []).filter(({ isProtected }) => isProtected !== true);
    const options = this.model.types[name];
    const code = `\`\`\`ts fragment\n${withValues(excerpt(item), this.model.values[name])}\n\`\`\``;
    const bases = options === undefined ? "" : this.bases(options);
    const entries = members.map((member) => this.entry(member, options));
    return [`## ${name}`, code, comment(item), bases, ...entries].filter((text) => text !== "").join("\n\n");
  }

  /** Where the other properties are described, and which of them must be given. */
  private bases({ bases }: OptionsType): string {
    if (bases.length === 0) return "";
    const lines = bases.map((base) => {
      const required = requiredOf(this.model, base).map((property) => `\`${property}\``);
      return `- ${this.link(base)}${required.length === 0 ? "" : `, which requires ${required.join(", ")}`}`;
    });
    return `Also has the properties of:\n\n${lines.join("\n")}`;
  }

  /** A member, with its comment below it. */
  private entry(member: ApiItem, options: OptionsType | undefined): string {
    const property = options?.properties[member.name ?? ""];
    const { name, values } = property === undefined ? {} : choiceOf(this.model, property.type);
    const code = withValues(excerpt(member).replaceAll(/\s+/g, " "), values);
    const choice = name === undefined || values === undefined ? "" : this.choice(name, values);
    const text = [comment(member), choice].filter((part) => part !== "").join("\n\n");
    return `- \`${code}\`${text === "" ? "" : `\n\n  ${text.replaceAll(/\n(?=.)/g, "\n  ")}`}`;
  }

  private choice(name: string, values: readonly unknown[]): string {
    if (values.length > MOST_VALUES) return `Allowed values: see ${this.link(name)}`;
    return `Allowed values: ${values.map((value) => `\`${JSON.stringify(value)}\``).join(", ")}`;
  }

  private link(name: string): string {
    const page = this.pages.get(name);
    return page === undefined ? `\`${name}\`` : `[\`${name}\`](${page}.md#${name.toLowerCase()})`;
  }
}

/** The code with the values themselves, where it names the list that they come from. */
function withValues(code: string, values: readonly unknown[] | undefined): string {
  if (values === undefined) return code;
  return code.replace(
    /\(typeof \w+\)(\[\w+\])+|keyof typeof \w+/,
    values.map((value) => JSON.stringify(value)).join(" | "),
  );
}

function excerpt({ excerptTokens = [] }: ApiItem): string {
  return excerptTokens
    .map(({ text }) => text)
    .join("")
    .replace(/^export (declare )?/, "")
    .replace(/;$/, "")
    .trim();
}

/** The comment as Markdown, without the marks of a comment and of TSDoc. */
function comment({ docComment = "" }: ApiItem): string {
  return docComment
    .replace(/^\/\*\*[\s*]*Constructs a new instance.*/s, "")
    .replace(/^\/\*\*/, "")
    .replace(/\*\/\s*$/, "")
    .replaceAll(/^ *\* ?/gm, "")
    .replaceAll(/^@default(?:Value)? -? ?/gm, "Default: ")
    .replaceAll(/^@(param|returns|throws) /gm, (_, tag: string) => `${tag === "param" ? "Argument" : tag} `)
    .replaceAll(/\{@link ([^}]+)\}/g, "`$1`")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

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
export function referencePages(items: readonly ApiItem[]): ReadonlyMap<string, string> {
  const byPage = new Map<string, ApiItem[]>();
  for (const item of items) {
    const page = pageOf(item);
    byPage.set(page, [...(byPage.get(page) ?? []), item]);
  }
  const names = [...byPage.keys()].sort();
  const pages = names.map((name): [string, string] => [`${name}.md`, page(name, byPage.get(name) ?? [])]);
  const lines = names.map((name) => {
    const exported = [...new Set((byPage.get(name) ?? []).map((item) => item.name))];
    return `- [${name}](${name}.md): ${exported.map((one) => `\`${one}\``).join(", ")}`;
  });
  const head = "# API reference\n\nGenerated from the sources by `npm run api -- --update`.\n";
  return new Map([...pages, ["README.md", `${head}\n${lines.join("\n")}\n`]]);
}

/** `dist/lib/gke/node-pool.d.ts` is of the page `gke`. */
function pageOf({ fileUrlPath = "" }: ApiItem): string {
  return (
    /(?:lib\/)?([a-z0-9-]+)\/[^/]*$/.exec(fileUrlPath.replace(/^dist\//, "").replace("/simulation", ""))?.[1] ?? "root"
  );
}

function page(name: string, items: readonly ApiItem[]): string {
  const sorted = [...items].sort((one, other) => ((one.name ?? "") < (other.name ?? "") ? -1 : 1));
  return `# ${name}\n\n${sorted.map(section).join("\n\n")}\n`;
}

function section(item: ApiItem): string {
  const members = (item.members ?? []).filter(({ isProtected }) => isProtected !== true);
  const code = `\`\`\`ts fragment\n${excerpt(item)}\n\`\`\``;
  return [`## ${item.name}`, code, comment(item), ...members.map(entry)].filter((text) => text !== "").join("\n\n");
}

/** A member, with its comment below it. */
function entry(member: ApiItem): string {
  const text = comment(member).replaceAll(/\n(?=.)/g, "\n  ");
  return `- \`${excerpt(member).replaceAll(/\s+/g, " ")}\`${text === "" ? "" : `\n\n  ${text}`}`;
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

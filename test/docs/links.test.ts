import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const ROOT = join(__dirname, "..", "..");
const below = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file));
const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...below("docs")];
const read = (page: string) => readFileSync(join(ROOT, page), "utf8");

/** As GitHub does: in small letters, with hyphens, and a number where a heading is there again. */
function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...withoutCode(read(page)).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  const anchors = headings.map((heading) => {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = text.replaceAll(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
  return new Set(anchors);
}

const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, "");

interface Link {
  readonly file: string;
  readonly anchor: string | undefined;
}

function linksOf(page: string): readonly Link[] {
  const targets = [...withoutCode(read(page)).matchAll(/\]\((?!https?:|mailto:|\.\.\/\.\.\/actions\/)([^)]+)\)/g)];
  return targets.map(([, target = ""]) => {
    const [file = "", anchor] = target.split("#");
    return { file: file === "" ? page : normalize(join(dirname(page), file)), anchor };
  });
}

function isThere({ file, anchor }: Link): boolean {
  if (!existsSync(join(ROOT, file))) return false;
  return anchor === undefined || (statSync(join(ROOT, file)).isFile() && anchorsOf(file).has(anchor));
}

test.each(PAGES)("each link of %s leads to a file, and to a heading in it", (page) => {
  const lost = linksOf(page).filter((link) => !isThere(link));
  expect(lost).toEqual([]);
});

test("the index of docs has each page", () => {
  const listed = new Set(linksOf("docs/README.md").map(({ file }) => file.replace(/(\/README\.md)?\/?$/, "")));
  const pages = readdirSync(join(ROOT, "docs"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || (entry.name.endsWith(".md") && entry.name !== "README.md"))
    .map(({ name }) => join("docs", name))
    .filter((page) => !["docs/images", "docs/api", "docs/schemas"].includes(page));
  expect(pages.filter((page) => !listed.has(page))).toEqual([]);
});

test("the index of the runbooks has each of them", () => {
  const listed = linksOf("docs/runbooks/README.md").map(({ file }) => file);
  const runbooks = below("docs/runbooks").filter((page) => page !== "docs/runbooks/README.md");
  expect(runbooks.length).toBeGreaterThan(6);
  expect(runbooks.filter((page) => !listed.includes(page))).toEqual([]);
});

test.each(below("docs/runbooks").filter((page) => page !== "docs/runbooks/README.md"))(
  "%s says what users see, what to do, what not to do, and by what that is known",
  (page) => {
    const text = read(page);
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(expect.arrayContaining(["What users see", "What to do", "What not to do"]));
    expect(text).toMatch(/^ *```console$/m);
    expect(text).toMatch(/Sources?:|Not verified:|tested\]\(/);
  },
);

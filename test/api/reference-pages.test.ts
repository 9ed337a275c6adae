import { type ApiItem, referencePages } from "../../api/reference-pages";

const POOL: ApiItem = {
  kind: "Interface",
  name: "PoolProps",
  fileUrlPath: "dist/lib/gke/pool.d.ts",
  docComment: "/**\n * A pool, see {@link Cluster}.\n */\n",
  excerptTokens: [{ text: "export interface PoolProps" }],
  members: [
    {
      kind: "PropertySignature",
      name: "size",
      docComment: "/**\n * How many nodes.\n *\n * @default - one\n */\n",
      excerptTokens: [{ text: "readonly size?: " }, { text: "number" }, { text: ";" }],
    },
    { kind: "Property", name: "secret", isProtected: true, excerptTokens: [{ text: "secret: string;" }] },
  ],
};

test("a page has a folder's items, with comments and defaults, and nothing that is protected", () => {
  expect(referencePages([POOL]).get("gke.md")).toBe(
    [
      "# gke",
      "",
      "## PoolProps",
      "",
      "```ts fragment",
      "interface PoolProps",
      "```",
      "",
      "A pool, see `Cluster`.",
      "",
      "- `readonly size?: number`",
      "",
      "  How many nodes.",
      "",
      "  Default: one",
      "",
    ].join("\n"),
  );
});

test("the first page lists all pages with what is on them", () => {
  const stack = { ...POOL, name: "PoolStack", fileUrlPath: "dist/stacks/pool-stack.d.ts" };
  expect(referencePages([stack, POOL]).get("README.md")).toContain(
    "- [gke](gke.md): `PoolProps`\n- [stacks](stacks.md): `PoolStack`\n",
  );
});

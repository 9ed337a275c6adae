import type { OptionsModel } from "../../api/options-model";
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

const NO_OPTIONS: OptionsModel = { types: {}, values: {} };

test("a page has a folder's items, with comments and defaults, and nothing that is protected", () => {
  expect(referencePages([POOL], NO_OPTIONS).get("gke.md")).toBe(
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
  expect(referencePages([stack, POOL], NO_OPTIONS).get("README.md")).toContain(
    "- [gke](gke.md): `PoolProps`\n- [stacks](stacks.md): `PoolStack`\n",
  );
});

describe("the options", () => {
  const property = (name: string, code: string): ApiItem => ({
    kind: "PropertySignature",
    name,
    excerptTokens: [{ text: `readonly ${name}: ${code};` }],
  });
  const known = (type: string, required = true) => ({ type, required, doc: "" });
  const DISK: ApiItem = {
    kind: "Interface",
    name: "DiskProps",
    fileUrlPath: "dist/lib/disks/disk.d.ts",
    excerptTokens: [{ text: "export interface DiskProps extends PoolProps" }],
    members: [
      property("kind", "(typeof KINDS)[number]"),
      property("events", "readonly DiskEvent[]"),
      property("country", "CountryCode"),
      property("size", "number"),
    ],
  };
  const EVENT: ApiItem = {
    kind: "TypeAlias",
    name: "DiskEvent",
    fileUrlPath: "dist/lib/disks/disk.d.ts",
    excerptTokens: [{ text: "export type DiskEvent = (typeof EVENTS)[number];" }],
  };
  const MODEL: OptionsModel = {
    types: {
      DiskProps: {
        doc: "",
        bases: ["PoolProps"],
        properties: {
          kind: known('"fast" | "slow"'),
          events: known("list<DiskEvent>"),
          country: known("CountryCode"),
          size: known("number"),
        },
      },
      PoolProps: { doc: "", bases: ["Named"], properties: { count: known("number"), spare: known("number", false) } },
      Named: { doc: "", bases: [], properties: { name: known("string") } },
    },
    values: { DiskEvent: ["FULL", "EMPTY"], CountryCode: Array.from({ length: 21 }, (_, index) => `C${index}`) },
  };
  const page = referencePages([DISK, EVENT, POOL], MODEL).get("disks.md") ?? "";

  test("show the values instead of the list that they come from", () => {
    expect(page).toContain('- `readonly kind: "fast" | "slow"`');
    expect(page).toContain('type DiskEvent = "FULL" | "EMPTY"');
  });

  test("show the values of a named choice, unless they are many", () => {
    expect(page).toContain('- `readonly events: readonly DiskEvent[]`\n\n  Allowed values: `"FULL"`, `"EMPTY"`\n');
    expect(page).toContain("- `readonly country: CountryCode`\n\n  Allowed values: see `CountryCode`\n");
    expect(page).toContain("- `readonly size: number`\n");
  });

  test("lead to every base type, and name what it needs", () => {
    expect(page).toContain("- [`PoolProps`](gke.md#poolprops), which requires `name`, `count`\n");
  });
});

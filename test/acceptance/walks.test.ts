import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Packed, pack, REPOSITORY } from "./packed";
import { Walk } from "./walks";

/** What the programs of the pages make, and what their companies had before. */
const TYPES = readdirSync(join(REPOSITORY, "test", "__golden__"))
  .filter((file) => file.endsWith(".addresses.txt"))
  .flatMap((file) => readFileSync(join(REPOSITORY, "test", "__golden__", file), "utf8").split("\n"))
  .flatMap((line) => /^\s*(?:data\.)?((?:google|aws)_\w+)\./.exec(line)?.[1] ?? []);

const PAGES = readdirSync(join(REPOSITORY, "docs")).filter((page) => page.startsWith("from-"));

describe("a walk in the docs", () => {
  let packed: Packed;
  beforeAll(() => {
    packed = pack();
  });
  afterAll(() => rmSync(packed.folder, { recursive: true }));

  test("is there for each way to begin", () => {
    expect(PAGES.length).toBeGreaterThan(4);
  });

  test.each(PAGES)("%s prints what it shows", async (page) => {
    const file = join(REPOSITORY, "docs", page);
    const text = readFileSync(file, "utf8");
    const walked = await Walk.through(text, packed, [...new Set(TYPES)]);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, walked);
    else expect(text).toBe(walked);
  });
});

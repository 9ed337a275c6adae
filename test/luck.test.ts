import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { forgetSettings } from "./support/environment";
import { fc } from "./support/property";

const REPOSITORY = join(__dirname, "..");

describe("the order of the tests", () => {
  test("is drawn by a seed, which is shown and can be given again", () => {
    const jest = join(REPOSITORY, "node_modules", "jest", "bin", "jest.js");
    const shown = execFileSync(process.execPath, [jest, "--showConfig", "--seed=7"], { cwd: REPOSITORY });
    expect(JSON.parse(shown.toString()).globalConfig).toMatchObject({
      randomize: true,
      seed: 7,
      showSeed: true,
      testSequencer: join(__dirname, "support", "shuffled-files.js"),
    });
  });

  test("of the files is the same for the same seed, and another for another", () => {
    const ShuffledFiles = jest.requireActual("./support/shuffled-files.js");
    const files = Array.from({ length: 10 }, (_, index) => ({ path: join(REPOSITORY, "test", `${index}.test.ts`) }));
    const paths = (seed: number, given = files) =>
      new ShuffledFiles({ globalConfig: { rootDir: REPOSITORY, seed } }).sort(given).map(({ path }: Test) => path);
    expect(paths(7, [...files].reverse())).toEqual(paths(7));
    expect(paths(8)).not.toEqual(paths(7));
    expect(paths(8).sort()).toEqual(files.map(({ path }) => path));
  });

  test("and the values of the properties are of one seed", () => {
    expect(fc.readConfigureGlobal()).toMatchObject({ seed: jest.getSeed() });
  });

  test("can be repeated as the line after a failure says", () => {
    const Reporter = jest.requireActual("./support/say-how-to-repeat.js");
    const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      new Reporter({ seed: -7 }).onRunComplete(new Set(), { numFailedTestSuites: 0 });
      expect(said).not.toHaveBeenCalled();
      new Reporter({ seed: -7 }).onRunComplete(new Set(), { numFailedTestSuites: 1 });
      expect(said).toHaveBeenCalledWith("\nTo repeat this order: npx jest --seed=-7\n");
    } finally {
      said.mockRestore();
    }
  });
});

test("no test has a time limit of its own, which a busy machine would miss", () => {
  const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const limited = files.filter((name) =>
    /jest\.setTimeout\(|^ *\}, [\d_]+\);$/m.test(readFileSync(join(__dirname, name), "utf8")),
  );
  expect(files.length).toBeGreaterThan(80);
  expect(limited).toEqual([]);
});

test("no test sees the settings of whoever runs it", () => {
  const kept = { PATH: "/bin", HOME: "/home/shop", npm_config_registry: "mirror", TERRAFORM_BINARY_NAME: "tofu" };
  const environment = {
    ...kept,
    CDKTF_OUTDIR: "elsewhere",
    TF_WORKSPACE: "other",
    AWS_PROFILE: "shop",
    CI_COMMIT_SHA: "abc",
    NODE_OPTIONS: "--trace-warnings",
    NO_COLOR: "1",
    COLUMNS: "40",
  };
  forgetSettings(environment);
  expect(environment).toEqual(kept);
  expect(Object.keys(process.env).filter((name) => name.startsWith("CDKTF_"))).toEqual([]);
});

interface Test {
  readonly path: string;
}

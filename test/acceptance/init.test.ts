import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandsOfReadme, stacksOfReadme } from "./first-project";
import { link, type Packed, pack, REPOSITORY } from "./packed";

/**
 * What is installed for the tests in the place of what a new project asks for: cdktf, with which the tests run, for its successor. `npm
 * run test:cores` installs a new project as npm does, with either core.
 */
const IN_PLACE_OF: Readonly<Record<string, string>> = { "cdktn-cli": "cdktf-cli" };

/** Offline: npx runs what the project has installed, and fetches nothing. */
const ENVIRONMENT = { ...process.env, CI: "true", CHECKPOINT_DISABLE: "1", npm_config_offline: "true" };

let packed: Packed;
const projects: string[] = [];
/** What each project became. */
const synthesized: string[][] = [];
beforeAll(() => {
  packed = pack();
});
afterAll(() => {
  for (const folder of [packed.folder, ...projects]) rmSync(folder, { recursive: true });
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  projects.push(folder);
  return folder;
}

function shell(folder: string, command: string) {
  const { status, stdout, stderr } = spawnSync(command, {
    cwd: folder,
    encoding: "utf8",
    shell: true,
    env: ENVIRONMENT,
  });
  return { status, said: `${stdout}${stderr}` };
}

/** Does what a reader does. What would need the network is done with what is here: npx takes the packed package, and npm install links. */
function step(folder: string, command: string) {
  if (command === "npm install") {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      link(folder, name, packed, IN_PLACE_OF[name] ?? name);
    }
    return { status: 0, said: "" };
  }
  const bin = join(packed.folder, "node_modules", ".bin", "cdktf-hybrid-kubernetes");
  return shell(folder, command.replace(/^npx cdktf-hybrid-kubernetes init/, `${bin} init`));
}

const stacksOf = (folder: string) => {
  const { stacks } = JSON.parse(readFileSync(join(folder, "cdktf.out", "manifest.json"), "utf8"));
  return Object.keys(stacks).sort();
};
const configurations = (folder: string) =>
  stacksOf(folder).map((stack) => readFileSync(join(folder, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8"));

describe("the README's own project", () => {
  const folder = emptyFolder();
  const commands = commandsOfReadme(REPOSITORY);
  const said: string[] = [];
  beforeAll(() => {
    for (const command of commands) {
      const result = step(folder, command);
      if (result.status !== 0) throw new Error(`${command}: ${result.said}`);
      said.push(result.said);
    }
  });

  test("is made, tested and synthesized by the commands that stand there", () => {
    expect(commands[0]).toBe("npx cdktf-hybrid-kubernetes init");
    expect(commands).toEqual(expect.arrayContaining(["npm install", "npm test", "npm run synth"]));
    expect(stacksOf(folder)).toEqual(stacksOfReadme(REPOSITORY));
    for (const stack of stacksOf(folder)) expect(said.at(-1)).toContain(stack);
  });

  test("refuses a property that does not exist when it is synthesized", () => {
    const program = join(folder, "production.ts");
    const text = readFileSync(program, "utf8");
    writeFileSync(program, text.replace("percent: 25", "percnt: 25"));
    const { status, said } = shell(folder, "npm run synth");
    expect(status).not.toBe(0);
    expect(said).toContain("'percnt' does not exist");
    writeFileSync(program, text);
  });

  test("has tests that fail when another share of users is served", () => {
    const program = join(folder, "production.ts");
    const text = readFileSync(program, "utf8");
    writeFileSync(program, text.replace("percent: 25", "percent: 50"));
    const { status, said } = shell(folder, "npm test");
    expect(status).not.toBe(0);
    expect(said).toContain("get 50 % paris, 50 % last resort, and not 25 % paris, 75 % last resort");
    writeFileSync(program, text);
  });

  test("is not made a second time over the first", () => {
    const before = readFileSync(join(folder, "package.json"), "utf8");
    const { status, said } = step(folder, "npx cdktf-hybrid-kubernetes init");
    expect(status).toBe(1);
    expect(said).toContain("package.json: is in . already: nothing was written");
    expect(readFileSync(join(folder, "package.json"), "utf8")).toBe(before);
  });
});

describe.each(["", "--javascript"])("a project of init %s", (language) => {
  const plain = emptyFolder();

  test("passes its own checks, and is synthesized to the same as in the other language", () => {
    for (const command of [
      `npx cdktf-hybrid-kubernetes init ${language}`,
      "npm install",
      "npm run check",
      "npm run synth",
    ]) {
      expect({ command, ...step(plain, command) }).toEqual({ command, status: 0, said: expect.any(String) });
    }
    synthesized.push(configurations(plain));
    expect(configurations(plain)).toEqual(synthesized[0]);
  });

  test.each(["github", "gitlab"])(
    "passes its own checks with the pipeline of %s, too, and is the same beside it",
    (ci) => {
      const folder = emptyFolder();
      for (const command of [
        `npx cdktf-hybrid-kubernetes init ${language} --ci ${ci}`,
        "npm install",
        "npm run check",
      ]) {
        expect({ command, ...step(folder, command) }).toEqual({ command, status: 0, said: expect.any(String) });
      }
      step(folder, "rm -r ci .github .gitlab-ci.yml -f");
      const reference = emptyFolder();
      step(reference, `npx cdktf-hybrid-kubernetes init ${language}`);
      expect(shell(folder, `diff -r -x node_modules -x cdktf.out . ${reference}`)).toEqual({ status: 0, said: "" });
    },
  );
});

test("the script deploy gets a pattern of stacks as it is, though files match it", () => {
  const folder = emptyFolder();
  step(folder, "npx cdktf-hybrid-kubernetes init");
  const manifest = join(folder, "package.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"cdktn deploy"', '"echo deploys"'));
  expect(shell(folder, "npm run --silent deploy -- '*' --auto-approve").said).toBe("deploys * --auto-approve\n");
});

import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Those that are there now: a run that is ended leaves none behind. */
const open = new Set<Sandbox>();
process.on("exit", () => {
  for (const sandbox of open) sandbox.remove();
});

/** A copy of the working tree in which sources are changed: the tree itself is never touched. */
export class Sandbox {
  public readonly root = realpathSync(mkdtempSync(join(tmpdir(), "mutants-")));
  /** Where its tests write: a mutant may keep them from removing it. */
  public readonly temporary = join(this.root, ".tmp");

  public constructor(repository: string) {
    open.add(this);
    mkdirSync(this.temporary);
    const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    const files = execFileSync("git", list, { cwd: repository, encoding: "utf8" }).split("\0").filter(Boolean);
    for (const file of files.filter((name) => existsSync(join(repository, name)))) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      copyFileSync(join(repository, file), join(this.root, file));
    }
    symlinkSync(realpathSync(join(repository, "node_modules")), join(this.root, "node_modules"), "dir");
    writeFileSync(join(this.root, CONFIG), JEST_CONFIG);
  }

  /** Does something while a file has another text. */
  public async with<T>(file: string, text: string, act: () => Promise<T>): Promise<T> {
    const path = join(this.root, file);
    const before = readFileSync(path);
    writeFileSync(path, text);
    try {
      return await act();
    } finally {
      writeFileSync(path, before);
    }
  }

  public write(file: string, text: string): void {
    writeFileSync(join(this.root, file), text);
  }

  public remove(): void {
    open.delete(this);
    // A test that was ended a moment ago may still write.
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export const CONFIG = "jest.mutants.config.js";

/** What these tests look at is not changed by a mutant. The tests that need more than Node take too long. */
const LEFT_OUT = ["test/mutants/", "test/luck", "test/rings", "test/ci/"];

const JEST_CONFIG = `
const { projects: [node], ...config } = require("./jest.config.js");
module.exports = {
  ...config,
  ...node,
  reporters: [],
  globalSetup: undefined,
  testEnvironment: "<rootDir>/mutants/in-jest/until-first-failure.js",
  testSequencer: "<rootDir>/mutants/in-jest/in-given-order.js",
  testPathIgnorePatterns: [...node.testPathIgnorePatterns, ...${JSON.stringify(LEFT_OUT.map((path) => `<rootDir>/${path}`))}],
  setupFilesAfterEnv: process.env.MUTANTS_ENTERED ? ["<rootDir>/mutants/in-jest/note-entered.js"] : [],
};
`;

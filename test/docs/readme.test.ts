import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ValidationError } from "../../index";
import { hybridKubernetes } from "../support/command-line";
import { runSnippet } from "../support/snippet";

const README = join(__dirname, "..", "..", "README.md");
const readme = readFileSync(README, "utf8");
const [, program = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(readme) ?? [];
const germanyAt = (percent: number) => program.replace("percent: 25", `percent: ${percent}`);

const folder = mkdtempSync(join(tmpdir(), "readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What its reader does on the first screen: looks, and asks what a change does. */
const COMMANDS: Readonly<Record<string, () => string>> = {
  "npx cdktf-hybrid-kubernetes routing | grep -A4 Users": () => {
    write("cdktf.out", program);
    return piped("grep", ["-A4", "Users"], "routing", "cdktf.out");
  },
  "npx cdktf-hybrid-kubernetes review cdktf.out next.out | grep -e DE -e deploy": () => {
    write("next.out", germanyAt(50));
    return piped("grep", ["-e", "DE", "-e", "deploy"], "review", "cdktf.out", "next.out");
  },
};

function write(outdir: string, code: string): void {
  runSnippet(code, (written) => cpSync(join(written, "cdktf.out"), join(folder, outdir), { recursive: true }));
}

function piped(filter: string, options: string[], command: string, ...outdirs: string[]): string {
  const { stdout: input, stderr } = hybridKubernetes(command, ...outdirs.map((outdir) => join(folder, outdir)));
  expect(stderr).toBe("");
  return spawnSync(filter, options, { input, encoding: "utf8" }).stdout;
}

/** The error of what goes too far. */
function refusal(): string {
  try {
    runSnippet(germanyAt(75), () => undefined);
  } catch (error) {
    if (ValidationError.isValidationError(error)) return `${error.name}: ${error.message}`;
    throw error;
  }
  return "";
}

const REFUSAL = /^```text\n([\s\S]*?)\n```$/m;
const BLOCK = /^```console\n\$ (.*)\n([\s\S]*?)^```$/gm;
const shown = [...readme.matchAll(BLOCK)].map(([, command = "", output = ""]) => ({ command, output }));

test("the first screen shows the routing, a refusal and a review, of its own program", () => {
  expect(shown.map(({ command }) => command)).toEqual(Object.keys(COMMANDS));
  expect(program.match(/percent: 25/g)).toHaveLength(1);
});

/** `UPDATE_GOLDEN=1 npx jest test/docs/readme` writes the outputs into the README. */
test("each output on it, and its refusal, is what is printed, in five lines at most", () => {
  const real = readme
    .replaceAll(BLOCK, (_, command) => `\`\`\`console\n$ ${command}\n${COMMANDS[command]?.()}\`\`\``)
    .replace(REFUSAL, () => `\`\`\`text\n${refusal()}\n\`\`\``);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(README, real);
  else expect(readme).toBe(real);
  const outputs = [...real.matchAll(BLOCK)].map(([, , output = ""]) => output);
  for (const output of [...outputs, REFUSAL.exec(real)?.[1] ?? ""]) {
    expect(output.trim().split("\n").length).toBeLessThanOrEqual(5);
    expect(output.trim()).not.toBe("");
  }
});

test("nothing of the README is longer than a reader stays", () => {
  expect(readme.split("\n").length).toBeLessThanOrEqual(200);
});

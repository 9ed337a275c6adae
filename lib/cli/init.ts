import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Problems } from "../core/problems";
import { asJavaScript, settingsForJavaScript } from "./as-javascript";
import { checkInitOptions, type InitOptions, withValues } from "./init-options";
import { makeFolder } from "./make-folder";
import { packageFolder, packageVersion } from "./package-version";

/** The version of Node that cdktn's command line needs, which a new project has. */
const LEAST_NODE = [22, 19] as const;

/** A file of a new project. */
interface NewFile {
  readonly text: string;
  /** Whether it is a program that is run by its name. */
  readonly isExecutable?: boolean;
}

/** Writes a new project into a folder, and tells what was written and what comes next. It never overwrites a file. */
export function init(folder: string, options: InitOptions): string {
  const files = Problems.of("init", (problems) => {
    checkInitOptions(problems, options);
    const files = { ...project(options), ...pipeline(options.ci) };
    for (const file of Object.keys(files).sort()) {
      if (existsSync(join(folder, file))) {
        problems.conflict([file], `is in ${folder} already: nothing was written`);
      }
    }
    return files;
  });
  const names = Object.keys(files).sort();
  for (const name of names) write(join(folder, name), files[name] as NewFile);
  const written = `Written into ${folder}:\n${names.map((name) => `  ${name}\n`).join("")}`;
  return `${written}\n${nextSteps(folder, options)}`;
}

/** The program and its settings: all files of `examples/new-project`. A setting whose name the tools would act upon ends there with `.template`. */
function project(options: InitOptions): Readonly<Record<string, NewFile>> {
  const source = join(packageFolder(), "examples", "new-project");
  const entries = filesBelow(source).map((file): [string, NewFile] => {
    const isSetting = file.endsWith(".template");
    const text = withVersion(withValues(readFileSync(join(source, file), "utf8"), options));
    const name = file.replace(/\.template$/, "");
    if (!options.javascript) return [name, { text }];
    return isSetting
      ? [name, { text: settingsForJavaScript(text) }]
      : [name.replace(/\.ts$/, ".js"), { text: asJavaScript(text) }];
  });
  return Object.fromEntries(entries);
}

/** The pipeline and its scripts, as `examples/ci` has them. */
function pipeline(ci: InitOptions["ci"]): Readonly<Record<string, NewFile>> {
  if (ci === undefined) return {};
  const source = join(packageFolder(), "examples", "ci");
  const scripts = readdirSync(join(source, "scripts"))
    .filter((script) => !script.startsWith(ci === "gitlab" ? "github-" : "gitlab-"))
    .map((script) => [`ci/${script}`, `scripts/${script}`] as const);
  const workflows =
    ci === "gitlab"
      ? [[".gitlab-ci.yml", "gitlab-ci.yml"] as const]
      : [
          [".github/dependabot.yml", "dependabot.yml"] as const,
          ...["pull-request.yml", "deploy.yml", "deploy-environment.yml", "drift.yml", "plan-routing.yml"].map(
            (file) => [`.github/workflows/${file}`, `github/${file}`] as const,
          ),
        ];
  return Object.fromEntries(
    [...workflows, ...scripts].map(([name, file]) => {
      const path = join(source, file);
      return [name, { text: readFileSync(path, "utf8"), isExecutable: (statSync(path).mode & 0o100) !== 0 }];
    }),
  );
}

function withVersion(text: string): string {
  return text.replace(/("cdktf-hybrid-kubernetes": )".*"/, `$1"^${packageVersion()}"`);
}

function write(path: string, { text, isExecutable = false }: NewFile): void {
  makeFolder(dirname(path));
  // Not even what somebody else has written there since it was looked for.
  writeFileSync(path, text, { flag: "wx", mode: isExecutable ? 0o755 : 0o644 });
}

function nextSteps(folder: string, { javascript, ci }: InitOptions): string {
  const there = relative(process.cwd(), folder);
  const steps: readonly (readonly [command: string, why: string])[] = [
    ...(there === "" ? [] : [[`cd ${there}`, ""] as const]),
    ["npm install", "the providers are large: a minute or more"],
    ["npm test", "who is served from where"],
    ["npm run synth", "a stack for each part below cdktf.out, and a table of them"],
    ...(ci === undefined
      ? []
      : [["ci/lock-providers.sh", "locks the providers for the pipeline; commit them"] as const]),
  ];
  const width = Math.max(...steps.map(([command]) => command.length)) + 2;
  const lines = steps.map(([command, why]) => `  ${why === "" ? command : `${command.padEnd(width)}# ${why}`}`);
  const program = `production.${javascript ? "js" : "ts"}`;
  return [`Next, put your own values into ${program}, and run:`, ...lines, ...oldNode()].join("\n");
}

function oldNode(): readonly string[] {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return [];
  const needed = LEAST_NODE.join(".");
  return ["", `This is Node ${process.versions.node}: npm run synth needs ${needed} or later, as .nvmrc has it.`];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

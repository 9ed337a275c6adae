import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StandIns } from "../terraform/stand-ins";
import { run } from "../terraform/terraform";
import { link, type Packed, REPOSITORY } from "./packed";

/** What a walk may need, which npm would install: the packed package, and what the tests have of the others. */
const INSTALLED = [
  "cdktf-hybrid-kubernetes",
  "cdktf",
  "constructs",
  "@cdktf/provider-aws",
  "@cdktf/provider-google",
  "cdktf-cli",
  "tsx",
  "typescript",
  "@types/node",
];

/** The package takes what the project has; what npx would fetch or find is on the path. */
const NPX = '#!/bin/sh\nexec "$@"\n';

/** A file that the page shows, commands with what they print, or what its reader has already, in a comment: a file, or commands. */
const BLOCK = /^```(\w+).*\n([\s\S]*?)^```$|^<!-- before: ?(.*)\n([\s\S]*?)^-->$/gm;

/** Goes through a page as its reader does: writes each file that it shows, runs each command, and says what the page ought to show. */
export class Walk {
  private readonly folder = mkdtempSync(join(tmpdir(), "walk-"));
  private constructor(
    private readonly standIns: StandIns,
    private readonly packed: Packed,
  ) {
    for (const name of INSTALLED) link(this.folder, name, packed);
    const npx = join(this.folder, "node_modules", ".bin", "npx");
    writeFileSync(npx, NPX);
    chmodSync(npx, 0o755);
  }

  /**
   * @param types the types of resources that Terraform meets on the way
   * @returns the page with the outputs as they are
   */
  public static async through(page: string, packed: Packed, types: readonly string[]): Promise<string> {
    const resource = Object.fromEntries(types.map((type) => [type, {}]));
    const required_providers = { google: {}, aws: {} };
    const configuration = { terraform: { required_providers }, resource, data: resource };
    const standIns = await StandIns.start([{ name: "walk", configuration, waitsFor: [] } as never]);
    try {
      return await new Walk(standIns, packed).walk(page);
    } finally {
      await standIns.close();
    }
  }

  private async walk(page: string): Promise<string> {
    let walked = "";
    let end = 0;
    for (const match of page.matchAll(BLOCK)) {
      const [block, language, text = "", had, before = ""] = match;
      walked += page.slice(end, match.index);
      end = match.index + block.length;
      const file = fileIn(page.slice(0, match.index));
      if (language === "console") walked += `\`\`\`console\n${await this.said(text)}\`\`\``;
      else {
        if (had === "") await this.prepare(before);
        else if (had !== undefined) this.write(had, before);
        else if (file !== undefined) this.write(file, text);
        walked += block;
      }
    }
    return walked + page.slice(end);
  }

  private write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** Makes what the reader has already. */
  private async prepare(commands: string): Promise<void> {
    const { status, stdout, stderr } = await this.run(`set -e\n${commands}`);
    if (status !== 0) throw new Error(`${commands}ended with ${status}\n${stdout}${stderr}`);
  }

  /** Runs the commands of a block, each with what it prints. */
  private async said(block: string): Promise<string> {
    const commands = [...block.matchAll(/^\$ ((?:.*\\\n)*.*)\n/gm)].map(([, command = ""]) => command);
    let all = "";
    for (const command of commands) {
      const { status, stdout, stderr } = await this.run(command);
      if (status !== 0) throw new Error(`${command} ended with ${status}\n${stdout}${stderr}`);
      const said = `${stdout}${stderr}`.replaceAll(this.folder, ".").replaceAll(REPOSITORY, ".");
      all += `$ ${command}\n${said}${said === "" || said.endsWith("\n") ? "" : "\n"}`;
    }
    return all;
  }

  private run(command: string) {
    const bin = (folder: string) => join(folder, "node_modules", ".bin");
    const path = [bin(this.folder), bin(this.packed.folder), process.env.PATH].join(":");
    const env = { ...this.standIns.environment, PATH: path, CI: "true", COLUMNS: "120" };
    return run(["bash", "-c", command], this.folder, env);
  }
}

/** The file that the last line before a block names: "`main.ts`:". */
function fileIn(before: string): string | undefined {
  const [, file] = /`([\w./-]+\.(?:ts|tf|json|yaml|sh))`[^`\n]*:\n\n$/.exec(before) ?? [];
  return file;
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const PAGE = join(__dirname, "../docs/data-center-servers.md");
/** Where lab/install.sh puts Salt. */
const SALT = "/usr/local/lib/hybrid-kubernetes-lab/salt/bin/python";

/** The Python that has Salt, or `undefined` without it. */
export function saltPython(): string | undefined {
  return existsSync(SALT) ? SALT : undefined;
}

/** A file of a Salt master, as docs/data-center-servers.md has it, such as `/srv/pillar/top.sls`. */
export function masterFile(path: string): string {
  const [, text] = new RegExp(`\`${path}\`[^\`]*\`\`\`yaml\\n([^\`]*)\`\`\``).exec(readFileSync(PAGE, "utf8")) ?? [];
  if (text === undefined) throw new Error(`${PAGE} has no ${path}`);
  return text;
}

/** Writes a text file, and the folders above it. */
export function writeBelow(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

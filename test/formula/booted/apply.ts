import { join } from "node:path";
import { type BootedServer, SALT } from "./server";

export const FORMULA = join(__dirname, "../../../formula");

interface State {
  readonly result: boolean | null;
  readonly changes: { readonly stderr?: string };
  readonly comment: string;
  readonly __id__: string;
}

/** What states did, with those that failed by their words. */
export interface Applied {
  readonly status: number | null;
  readonly failed: readonly string[];
  readonly changed: readonly string[];
}

/** Has a server apply states of the formula, with the pillars of a folder, and the words that follow. */
export function apply(server: BootedServer, pillars: string, id: string, ...what: readonly string[]): Applied {
  const { out, said, status } = server.run(
    `${SALT}/bin/salt-call --local --file-root=${FORMULA} --pillar-root=${pillars} --id=${id} --out=json --log-level=error --retcode-passthrough state.apply ${what.join(" ")}`,
  );
  if (!out.trim().startsWith("{")) throw new Error(said);
  const { local } = JSON.parse(out) as { local: Readonly<Record<string, State>> | readonly string[] };
  if (Array.isArray(local)) return { status, failed: local, changed: [] };
  const states = Object.values(local as Readonly<Record<string, State>>);
  return {
    status,
    failed: states
      .filter(({ result }) => result !== true)
      .map(({ __id__, comment, changes }) => `${__id__}: ${comment} ${changes.stderr ?? ""}`.trim()),
    changed: states
      .filter(({ changes }) => Object.keys(changes).length > 0)
      .map(({ __id__ }) => __id__)
      .sort(),
  };
}

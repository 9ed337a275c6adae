import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const DOCS = join(__dirname, "../../docs");
const PYTHON = "/usr/local/lib/hybrid-kubernetes-lab/salt/bin/python";
const able = existsSync(PYTHON);
if (!able)
  process.stdout.write("SKIPPED, not passed: no target of the docs is matched, without the Salt of lab/install.sh\n");

/** Whom each command of Salt in the docs names: its kind, such as `-C`, and the expression. */
const targets = readdirSync(DOCS, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) => [
    ...readFileSync(join(DOCS, name), "utf8").matchAll(
      /\bsalt(?:-cp)?(?: --[\w-]+(?: \d+)?)* (-[A-Z] )?(?:'([^']+)'|([a-z][\w-]*)) /g,
    ),
  ])
  .map(([, kind = "", quoted, word]) => ({ kind: kind.trim(), target: quoted ?? word ?? "" }));

const NAMES = ["control-1", "control-2", "edge-1", "etcd-1", "etcd-2", "etcd-3", "etcd-4", "worker-1", "worker-7"];
const MATCH = `
import json, sys
import salt.config, salt.loader
given = json.load(sys.stdin)
kinds = {"": "glob_match.match", "-L": "list_match.match", "-C": "compound_match.match"}
options = lambda name: {**salt.config.DEFAULT_MINION_OPTS, "id": name, "grains": {}, "pillar": {}}
matchers = {name: salt.loader.matchers(options(name)) for name in given["names"]}
def matched(kind, target):
    return [name for name, own in matchers.items() if own[kinds[kind]](target, opts=options(name), minion_id=name)]
json.dump([matched(one["kind"], one["target"]) for one in given["targets"]], sys.stdout)
`;

(able ? describe : describe.skip)("the servers that commands in the docs name", () => {
  const found = (): ReadonlyMap<string, readonly string[]> => {
    const { stdout, stderr } = spawnSync(PYTHON, ["-c", MATCH], {
      input: JSON.stringify({ names: NAMES, targets }),
      encoding: "utf8",
      timeout: 60_000,
    });
    if (stdout === "") throw new Error(stderr);
    const all: readonly (readonly string[])[] = JSON.parse(stdout);
    return new Map(targets.map(({ kind, target }, index) => [`${kind} ${target}`.trim(), all[index] ?? []]));
  };

  test("are there, each that is listed by its name, and all members once one was replaced", () => {
    const matches = found();
    expect([...matches].filter(([, names]) => names.length === 0)).toEqual([]);
    for (const [target, names] of matches)
      if (target.startsWith("-L "))
        expect([target, [...names].sort()]).toEqual([target, target.slice(3).split(",").sort()]);
    expect(matches.get("-C L@etcd-1,etcd-2,etcd-4 or control-*")).toEqual([
      "control-1",
      "control-2",
      "etcd-1",
      "etcd-2",
      "etcd-4",
    ]);
    expect(matches.get("control-*")).toEqual(["control-1", "control-2"]);
  });
});

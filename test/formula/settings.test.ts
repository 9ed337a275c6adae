import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const SALTS = ["/usr/local/lib/hybrid-kubernetes-lab/salt", "/usr/local/lib/hybrid-kubernetes-lab/salt-before"];
const missing = SALTS.filter((folder) => !existsSync(join(folder, "bin/python")));
if (missing.length > 0)
  process.stdout.write(
    "SKIPPED, not passed: settings for many minions are not read here, without the Salt of lab/install.sh\n",
  );

/** What Salt says about options: those that it does not know, or that are of another type. */
const UNKNOWN = `
import json, sys
import salt.config
given = json.load(sys.stdin)
valid = salt.config.VALID_OPTS
fits = lambda key, value: key in valid and isinstance(value, valid[key])
as_number = lambda key, value: valid.get(key) is float and isinstance(value, int)
print(json.dumps([key for key, value in given.items() if not fits(key, value) and not as_number(key, value)]))
`;

(missing.length === 0 ? describe : describe.skip)("settings for many minions", () => {
  const page = readFileSync(join(__dirname, "../../docs/from-bare-servers.md"), "utf8");
  const settings = ["master", "minion"].map((of): [string, object] => {
    const [, text = ""] =
      new RegExp(`${of}\\.d/many-minions\\.conf\`[^\`]*\`\`\`yaml\\n([^\`]*)\`\`\``).exec(page) ?? [];
    return [of, parse(text)];
  });
  const unknown = (salt: string, options: object): readonly string[] => {
    const { stdout, stderr } = spawnSync(join(salt, "bin/python"), ["-c", UNKNOWN], {
      input: JSON.stringify(options),
      encoding: "utf8",
    });
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  };

  test.each(SALTS)("are known, and of the right type, to %s", (salt) => {
    const [, master = {}] = settings[0] ?? [];
    const [, minion = {}] = settings[1] ?? [];
    expect([Object.keys(master).length, Object.keys(minion).length]).toEqual([3, 5]);
    expect([unknown(salt, master), unknown(salt, minion)]).toEqual([[], []]);
    expect(unknown(salt, { worker_thread: 12, recon_max: "a minute" })).toEqual(["worker_thread", "recon_max"]);
  });
});

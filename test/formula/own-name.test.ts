import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaced } from "../support/replaced";
import { hasSalt, SALTS } from "./master-with-minions";

const NAMESPACES = ["--mount", "--net", "--uts"];
const able = hasSalt && spawnSync("unshare", [...NAMESPACES, "hostname", "edge-1"]).status === 0;
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: what Salt asks DNS for is not looked at here, without root and the Salt of lab/install.sh\n",
  );

/** Looks at the server as a minion does at its start, and says how many questions came to a name server that never answers. */
const QUESTIONS = `
import json, socket, sys, threading
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 53))
asked = []
def listen():
    while True:
        asked.append(server.recv(512))
threading.Thread(target=listen, daemon=True).start()
import salt.config, salt.loader
folder = sys.argv[1]
opts = salt.config.minion_config(None, minion_id="edge-1")
opts.update(root_dir=folder, cachedir=folder + "/cache", conf_file=folder + "/minion", **json.loads(sys.argv[2]))
salt.loader.grains(opts, force_refresh=True)
print(len(asked))
`;

(able ? describe : describe.skip)("a server that no name server answers so far", () => {
  const folder = mkdtempSync(join(tmpdir(), "own-name-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const page = readFileSync(join(__dirname, "../../docs/from-bare-servers.md"), "utf8");
  const [documented = ""] = /^ *printf .* >>\/etc\/hosts$/m.exec(page) ?? [];

  /** How often Salt asks, on a server of this name with these lines of the page. */
  const questions = (bin: string, command: string, options: object = {}): number => {
    // It gives up soon: how long it would wait otherwise is not what is asked.
    const script = `
ip link set lo up
hostname edge-1
printf 'nameserver 127.0.0.1\\noptions timeout:1 attempts:1\\n' >"$1/resolv.conf"
printf '127.0.0.1 localhost\\n' >"$1/hosts"
mount --bind "$1/resolv.conf" /etc/resolv.conf
mount --bind "$1/hosts" /etc/hosts
${command}
exec "$2/python" -c "$3" "$1" "$4"`;
    const shell = ["sh", "-euc", script, "sh", folder, bin, QUESTIONS, JSON.stringify(options)];
    const { stdout, stderr } = spawnSync("unshare", [...NAMESPACES, ...shell], { encoding: "utf8", timeout: 120_000 });
    if (!/^\d+\n$/.test(stdout)) throw new Error(stderr);
    return Number(stdout);
  };

  test.each(Object.entries(SALTS))("has its own name in /etc/hosts, so that %s asks nobody", (_, bin) => {
    expect(documented).toContain("/etc/hosts");
    expect(questions(bin, documented)).toBe(0);
    const without = questions(bin, "");
    expect(without).toBeGreaterThan(0);
    // One family is not enough where there are two, and neither is an option of Salt that is its default.
    if (existsSync("/proc/net/if_inet6"))
      expect(questions(bin, replaced(documented, [/ "::1[^"]*"/, ""]))).toBeGreaterThan(0);
    expect(questions(bin, "", { enable_fqdns_grains: false })).toBe(without);
  });
});

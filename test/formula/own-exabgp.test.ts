import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { TINY_SITE } from "../data-center/tiny-site";
import { replaced } from "../support/replaced";

const FORMULA = join(__dirname, "../../formula");
const SALT = "/usr/local/lib/hybrid-kubernetes-lab/salt/bin/python";
const PATH = "/etc/exabgp/exabgp.conf";
const able = existsSync(SALT) && existsSync("/usr/sbin/exabgp");
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: ExaBGP's configuration of a site's own is not tried here, without the Salt and the ExaBGP of lab/install.sh\n",
  );

/** What a site has already: a program of its own, and whom it tells. */
const OWN = `process anycast {
    run /bin/cat;
    encoder text;
}
neighbor 192.0.2.179 {
    router-id 10.128.0.11;
    local-address 10.128.0.11;
    local-as 65010;
    peer-as 65020;
    api own { processes [ anycast ]; }
}
`;

(able ? describe : describe.skip)("ExaBGP's configuration of a site's own, behind that of the plan", () => {
  const folder = mkdtempSync(join(tmpdir(), "own-exabgp-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  /** What Salt says of a worker whose pillar has this text. */
  const asked = (text: string) => {
    const plan = planSite({ ...TINY_SITE, exabgp: { pillar: "kubernetes/paris/exabgp" } });
    for (const [path, content] of siteFiles(plan)) write(`pillar/${path}`, content);
    write("pillar/top.sls", 'base: {"*": [secrets, servers.worker-1]}\n');
    write("pillar/secrets.sls", JSON.stringify({ kubernetes: { paris: { bgp: "key", exabgp: text } } }));
    write("states/top.sls", 'base: {"*": [hybrid-kubernetes]}\n');
    const { stdout, stderr } = spawnSync(SALT, [join(__dirname, "salt_states.py")], {
      input: JSON.stringify({
        folder: join(folder, "salt"),
        file_roots: [join(folder, "states"), FORMULA],
        pillar_roots: [join(folder, "pillar")],
        ids: ["worker-1"],
        texts: true,
      }),
      encoding: "utf8",
    });
    if (stdout === "") throw new Error(stderr);
    const { errors, states, texts } = JSON.parse(stdout)["worker-1"];
    return { errors: errors as string[], state: states[PATH], text: texts[PATH] as string };
  };
  /** What ExaBGP says of it, by the command with which Salt has it checked. */
  const checked = (text: string, state: { readonly file: readonly object[] }): number | null => {
    write("exabgp.conf", text);
    const [{ check_cmd: check = "" } = {}] = state.file.filter((one) => Object.hasOwn(one, "check_cmd")) as {
      check_cmd?: string;
    }[];
    const [command = "", ...args] = check.split(" ");
    return spawnSync(command, [...args, join(folder, "exabgp.conf")]).status;
  };

  test("is taken as it stands, and the whole is what ExaBGP accepts", () => {
    const { errors, state, text } = asked(OWN);
    expect(errors).toEqual([]);
    expect(text.slice(text.indexOf("process anycast"))).toBe(`${OWN}\n`);
    expect(checked(text, state)).toBe(0);
  });

  test("is not written where ExaBGP does not accept it: a word that it does not know, a process that there is already", () => {
    for (const wrong of [replaced(OWN, ["peer-as", "peer-asn"]), replaced(OWN, ["anycast", "blocks"])]) {
      const { errors, state, text } = asked(wrong);
      expect(errors).toEqual([]);
      expect(checked(text, state)).toBe(1);
    }
  });

  test("is refused with a neighbor that is a router of the plan, of which ExaBGP would take one without a word", () => {
    for (const router of ["10.129.0.44", "10.129.0.46", "fd00:128:0:1::2c"]) {
      expect(asked(replaced(OWN, ["192.0.2.179 {", `${router}{`])).errors.join()).toContain(
        `has the neighbor ${router}, which is a router of the plan`,
      );
    }
    // Another address that begins as one of them does.
    expect(asked(replaced(OWN, ["192.0.2.179", "10.129.0.4"])).errors).toEqual([]);
  });
});

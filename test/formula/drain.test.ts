import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const able = spawnSync("/usr/bin/python3", ["--version"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: the programs of servers are not run here, without python3\n");

const PROGRAM = join(__dirname, "../../formula/hybrid-kubernetes/files/drain.py");

(able ? describe : describe.skip)("the command that drains a server", () => {
  const folder = mkdtempSync(join(tmpdir(), "drain-"));
  const at = (name: string) => join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs it, with the wait for ExaBGP shortened. */
  function drain(word: string) {
    const text = readFileSync(PROGRAM, "utf8")
      .replace("/etc/exabgp/shared-routes.json", at("options.json"))
      .replace("time.monotonic() + 10", "time.monotonic() + 0.5");
    writeFileSync(at("drain.py"), text);
    const { status, stdout, stderr } = spawnSync("/usr/bin/python3", [at("drain.py"), word], { encoding: "utf8" });
    return { status, said: (stdout + stderr).trim() };
  }

  test("says in words that nothing is known of this server, and what may be the cause", () => {
    expect(drain("status")).toEqual({
      status: 1,
      said: expect.stringMatching(/^\S+options\.json cannot be read, so this server shares nothing .*No such file/),
    });
    const options = { state: at("state.json"), drained_file: at("drained"), user_addresses: [], draining_seconds: 0 };
    writeFileSync(at("options.json"), JSON.stringify(options));
    const unknown = `${at("state.json")} cannot be read: has ExaBGP not started yet, or is /run full?`;
    expect(drain("status")).toEqual({ status: 1, said: unknown });
    writeFileSync(at("state.json"), "{");
    expect(drain("status")).toEqual({ status: 1, said: unknown });
    const down = "the process of ExaBGP does not look at the file: is ExaBGP down, or /run full?";
    expect(drain("on")).toEqual({ status: 1, said: down });
    // It stays drained for an ExaBGP that starts later.
    expect(existsSync(at("drained"))).toBe(true);
    writeFileSync(at("state.json"), JSON.stringify({ drained: true, announced: [] }));
    expect(drain("on")).toEqual({ status: 0, said: "drained, 0 routes announced" });
  });
});

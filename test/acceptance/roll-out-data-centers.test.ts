import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const FETCH = join(ROOT, "formula/hybrid-kubernetes/master/fetch.py");
const SCRIPT = join(ROOT, "examples/ci/scripts/roll-out-data-centers.sh");
const SITES = ["production/paris", "production/frankfurt", "production/singapore"];
const able = ["python3", "ssh-keygen", "bash"].every((program) => spawnSync(program, ["-?"]).error === undefined);
if (!able) process.stdout.write("SKIPPED, not passed: no data centre is walked here, without python3 and ssh-keygen\n");

/** A stand-in for ssh: the master of its name takes the release by the real fetch.py, and the roll-out ends as a file says. */
const SSH = (at: (name: string) => string) => `#!/usr/bin/env bash
set -e
echo "$1 $2" >>${at("asked")}
[ -e ${at("away")}/"$1" ] || python3 -B ${FETCH} ${at("masters")}/"$1"/fetch.json
[ "$(basename "$(readlink ${at("masters")}/"$1"/srv/current)")" = "\${2##* }" ]
[ ! -e ${at("unhealthy")}/"$1" ]
`;

(able ? describe : describe.skip)("data centres, one after the other", () => {
  const folder = mkdtempSync(join(tmpdir(), "walk-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  let count = 0;
  let at: (...path: readonly string[]) => string;
  const write = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(join(at(path), ".."), { recursive: true });
    writeFileSync(at(path), text, { mode });
  };
  beforeEach(() => {
    const own = join(folder, `${count++}`);
    at = (...path) => join(own, ...path);
    write("bin/ssh", SSH(at), 0o755);
    write("bin/upload", `#!/bin/sh\nset -e\nmkdir -p "${at("bucket")}/$2"\ncp -r "$1/." "${at("bucket")}/$2"\n`, 0o755);
    chmodSync(at("bin/ssh"), 0o755);
    spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ours", "-f", at("key")]);
    write("signers", `production/* namespaces="hybrid-kubernetes" ${readFileSync(at("key.pub"), "utf8")}`);
    for (const name of SITES) {
      const options = {
        source: at("bucket", name),
        data_center: name,
        signers: at("signers"),
        folder: at("masters", host(name), "srv"),
      };
      write(`masters/${host(name)}/fetch.json`, JSON.stringify(options));
    }
  });
  const host = (name: string): string => name.replace("production/", "salt.");
  /** What `data-centers-release` wrote: an archive of nothing but its list. */
  const release = (number: number): void => {
    for (const name of SITES) {
      write(`files/release.json`, JSON.stringify({ number, files: {} }));
      spawnSync("tar", ["-cf", at("bundle"), "-C", at("files"), "release.json"]);
      const sha256 = spawnSync("sha256sum", [at("bundle")], { encoding: "utf8" }).stdout.slice(0, 64);
      write(`release/${name}/releases/${sha256}.tar`, readFileSync(at("bundle"), "latin1"));
      write(`release/${name}/current.json`, `${JSON.stringify({ data_center: name, number, sha256 })}\n`);
    }
  };
  const walk = (sites = SITES, named = (name: string) => `${name}=${host(name)}`) => {
    const { status, stderr } = spawnSync(SCRIPT, [at("release"), ...sites.map(named)], {
      env: { ...process.env, PATH: `${at("bin")}:${process.env.PATH}`, SIGNING_KEY: at("key"), UPLOAD: "upload" },
      encoding: "utf8",
      timeout: 120_000,
    });
    const asked = existsSync(at("asked")) ? readFileSync(at("asked"), "utf8").trim().split("\n") : [];
    return { status, stderr, asked: asked.map((line) => line.split(" ")[0]) };
  };
  const numberAt = (name: string): string | undefined => {
    const link = spawnSync("readlink", [at("masters", host(name), "srv/current")], { encoding: "utf8" }).stdout;
    return /releases\/(\d+)-/.exec(link)?.[1];
  };

  test("get a release in the order that is given, each once the one before has it and is healthy", () => {
    release(1);
    expect(walk()).toMatchObject({ status: 0, asked: SITES.map(host) });
    expect(SITES.map(numberAt)).toEqual(["1", "1", "1"]);
    expect(readFileSync(at("asked"), "utf8")).toMatch(
      /^salt\.paris systemctl start hybrid-kubernetes-fetch; systemctl start hybrid-kubernetes-fetch && hybrid-kubernetes-roll-out --release 1-[0-9a-f]{64}\n/,
    );
  });

  test("are not asked after one that is not healthy, and cannot take what was not signed for them", () => {
    release(1);
    walk();
    release(2);
    rmSync(at("asked"));
    write("unhealthy/salt.frankfurt", "");
    const { status, stderr, asked } = walk();
    expect([status, asked]).toEqual([1, ["salt.paris", "salt.frankfurt"]]);
    expect(stderr).toMatch(
      /production\/frankfurt did not get 2-\w+, or is not healthy with it: no other data centre was asked\. Back: ssh salt\.frankfurt/,
    );
    // Its timer asks each minute: there is nothing for it.
    spawnSync("python3", ["-B", FETCH, at("masters/salt.singapore/fetch.json")]);
    expect(SITES.map(numberAt)).toEqual(["2", "2", "1"]);
    rmSync(at("unhealthy/salt.frankfurt"));
    expect(walk().status).toBe(0);
    expect(SITES.map(numberAt)).toEqual(["2", "2", "2"]);
  });

  test("are not asked after one whose master has another release than the pipeline published", () => {
    release(1);
    walk();
    release(2);
    rmSync(at("asked"));
    write("away/salt.paris", "");
    const { status, asked } = walk();
    expect([status, asked]).toEqual([1, ["salt.paris"]]);
    expect(SITES.map(numberAt)).toEqual(["1", "1", "1"]);
  });

  test("are all known before the first one is asked", () => {
    release(1);
    const { status, stderr, asked } = walk(["production/paris", "production/oslo"]);
    expect([status, asked]).toEqual([1, []]);
    expect(stderr).toContain("has no release of production/oslo");
  });

  test.each([
    ["no master", (name: string) => name],
    ["an empty one", (name: string) => `${name}=`],
  ])("are refused with %s before anything is signed", (_, named) => {
    release(1);
    const { status, stderr, asked } = walk(SITES, (name) => (name.endsWith("singapore") ? named(name) : `${name}=x`));
    expect([status, asked]).toEqual([1, []]);
    expect(stderr).toContain("expected a data centre and its master");
    expect(existsSync(at("release/production/paris/current"))).toBe(false);
  });
});

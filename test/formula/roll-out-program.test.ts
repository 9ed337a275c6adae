import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaced } from "../support/replaced";

const MASTER = join(__dirname, "../../formula/hybrid-kubernetes/master");
const able = ["flock", "python3"].every((program) => spawnSync(program, ["--version"]).status === 0);
if (!able) process.stdout.write("SKIPPED, not passed: nothing is rolled out here, without flock and python3\n");

/** Three releases, of which the last one is current. */
const NAMES = [1, 2, 3].map((number) => `${number}-${`${number}`.repeat(64)}`);

/** A stand-in for salt-run, which waits while there is a file, and ends as another one says. */
const SALT_RUN = `#!/bin/sh
echo "$*" >>"$TEST/asked"
case "$*" in *orchestrate*) ;; *) exit 0 ;; esac
touch "$TEST/begun"
for _ in $(seq 400); do [ -e "$TEST/wait" ] || break; sleep 0.05; done
[ ! -e "$TEST/fails" ]
`;

(able ? describe : describe.skip)("the program that rolls a release out", () => {
  let folder: string;
  const at = (...path: readonly string[]) => join(folder, ...path);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "roll-out-"));
    for (const name of NAMES) {
      mkdirSync(at("srv/releases", name), { recursive: true });
      writeFileSync(at("srv/releases", name, "release.json"), '{"files": {}}');
    }
    writeFileSync(at("srv/taken.json"), JSON.stringify({ way: NAMES, newest: NAMES[2] }));
    symlinkSync(`releases/${NAMES[2]}`, at("srv/current"));
    writeFileSync(at("fetch.json"), JSON.stringify({ folder: at("srv") }));
    const program = replaced(
      readFileSync(join(MASTER, "roll-out.py"), "utf8"),
      ["/usr/local/lib/hybrid-kubernetes", MASTER],
      ["/etc/hybrid-kubernetes/fetch.json", at("fetch.json")],
    );
    writeFileSync(at("roll-out.py"), program);
    mkdirSync(at("bin"));
    writeFileSync(at("bin/salt-run"), SALT_RUN);
    chmodSync(at("bin/salt-run"), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const env = () => ({ ...process.env, PATH: `${at("bin")}:${process.env.PATH}`, TEST: folder });
  const run = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync("python3", ["-B", at("roll-out.py"), ...args], {
      env: env(),
      encoding: "utf8",
      timeout: 60_000,
    });
    return { status, said: stdout + stderr };
  };
  const current = () => Number(readlinkSync(at("srv/current")).replace("releases/", "").split("-")[0]);
  const asked = () => readFileSync(at("asked"), "utf8").match(/orchestrate/g)?.length;

  test("goes on with the way back until all have the release, and further back only then", () => {
    writeFileSync(at("fails"), "");
    expect([run("--back", "--without", "worker-77").status, current()]).toEqual([1, 2]);
    expect([run("--back").status, current()]).toEqual([1, 2]);
    rmSync(at("fails"));
    expect([run("--back").status, current()]).toEqual([0, 2]);
    expect([run("--back").status, current()]).toEqual([0, 1]);
    expect(asked()).toBe(8);
  });

  test.each(["before", "behind"])(
    "cut off just %s the way back, it goes to the same release the next time",
    (place) => {
      const whole = readFileSync(at("roll-out.py"), "utf8");
      const back = "        releases.back()\n";
      const end = "        os._exit(9)\n";
      writeFileSync(at("roll-out.py"), replaced(whole, [back, place === "before" ? end + back : back + end]));
      expect(run("--back").status).toBe(9);
      writeFileSync(at("roll-out.py"), whole);
      expect([run("--back").status, current()]).toEqual([0, 2]);
    },
  );

  test("rolls nothing out before a release was taken", () => {
    for (const left of ["current", "taken.json", "releases"]) rmSync(at("srv", left), { recursive: true });
    expect(run()).toEqual({
      status: 1,
      said: "no release is current: nothing was rolled out\n",
    });
    expect(existsSync(at("asked"))).toBe(false);
  });

  test("goes back from a newer release that came since", () => {
    writeFileSync(at("fails"), "");
    expect([run("--back").status, current()]).toEqual([1, 2]);
    const way = [NAMES[0], NAMES[1], `4-${"4".repeat(64)}`];
    mkdirSync(at("srv/releases", way[2] ?? ""));
    writeFileSync(at("srv/taken.json"), JSON.stringify({ way, newest: way[2] }));
    rmSync(at("fails"));
    expect([run("--back").status, current()]).toEqual([0, 2]);
  });

  test("names a release of the way forward alone", () => {
    const { status, said } = run("--back", "--release", NAMES[1] ?? "");
    expect([status, current(), existsSync(at("asked"))]).toEqual([2, 3, false]);
    expect(said).toContain("--release is for the way forward");
    expect(run("--release", NAMES[1] ?? "").said).toBe(
      `current is ${NAMES[2]}, not ${NAMES[1]}: nothing was rolled out\n`,
    );
  });

  test("waits for whoever unpacks a release at the moment", async () => {
    const other = spawn("flock", [at("srv/lock"), "sh", "-c", `touch ${at("held")}; sleep 2`], { stdio: "ignore" });
    for (let tries = 0; tries < 600 && !existsSync(at("held")); tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect([run("--back").status, current()]).toEqual([0, 2]);
    await new Promise((resolve) => (other.exitCode === null ? other.on("exit", resolve) : resolve(undefined)));
  });

  test("holds the lock for as long as Salt rolls out, whoever ends the program itself", async () => {
    writeFileSync(at("wait"), "");
    const program = spawn("python3", ["-B", at("roll-out.py")], { env: env(), stdio: "ignore" });
    const ended = new Promise((resolve) => program.on("exit", resolve));
    const isFree = () => spawnSync("flock", ["--nonblock", at("srv/lock"), "true"]).status === 0;
    const until = async (isSo: () => boolean) => {
      for (let tries = 0; tries < 600 && !isSo(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(isSo()).toBe(true);
    };
    await until(() => existsSync(at("begun")));
    program.kill("SIGKILL");
    await ended;
    expect(isFree()).toBe(false);
    expect(run().said).toContain("another roll-out is under way");
    rmSync(at("wait"));
    await until(isFree);
  });
});

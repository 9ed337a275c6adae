import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = join(__dirname, "../../formula/hybrid-kubernetes/files/kubeadm-once.sh");
const able = spawnSync("flock", ["--version"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: no kubeadm is interrupted here, without flock\n");

/** A stand-in for kubeadm, which writes what the real one writes, in its order, and stops at a file that is there until it is gone. */
const KUBEADM = `#!/bin/sh
echo "$*" >>"$KUBERNETES_FOLDER/../called"
cat >>"$KUBERNETES_FOLDER/../called"
[ ! -e "$KUBERNETES_FOLDER/../swap" ] || { echo "swap is on" >&2; exit 3; }
for name in admin.conf kubelet.conf; do
  mkdir -p "$KUBERNETES_FOLDER"
  touch "$KUBERNETES_FOLDER/$name"
  touch "$KUBERNETES_FOLDER/../reached-$name"
  for _ in $(seq 400); do [ -e "$KUBERNETES_FOLDER/../stop-after-$name" ] || break; sleep 0.05; done
done
[ ! -e "$KUBERNETES_FOLDER/../late" ] || { echo "no API server" >&2; exit 4; }
`;

(able ? describe : describe.skip)("kubeadm on a server, once", () => {
  const folder = mkdtempSync(join(tmpdir(), "kubeadm-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  let count = 0;
  let at: (...path: readonly string[]) => string;
  let env: NodeJS.ProcessEnv;
  beforeEach(() => {
    const own = join(folder, `${count++}`);
    at = (...path) => join(own, ...path);
    mkdirSync(at("bin"), { recursive: true });
    mkdirSync(at("kubernetes"));
    writeFileSync(at("bin/kubeadm"), KUBEADM);
    chmodSync(at("bin/kubeadm"), 0o755);
    env = {
      ...process.env,
      PATH: `${at("bin")}:${process.env.PATH}`,
      KUBERNETES_FOLDER: at("kubernetes"),
      BEGUN_FILE: at("notes/begun"),
      DONE_FILE: at("notes/upgraded"),
    };
  });
  const run = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync("sh", [PROGRAM, ...args], {
      env,
      input: "a token",
      encoding: "utf8",
      timeout: 60_000,
    });
    return { status, said: stdout + stderr };
  };
  const isDone = () => run("--is-done").status === 0;
  const calls = () => (existsSync(at("called")) ? readFileSync(at("called"), "utf8").match(/join|init/g)?.length : 0);
  /** Kills it once it has written a file, and its group with it, as a power cut does. */
  const killedAfter = async (name: string, signalled: "group" | "program" = "group"): Promise<number> => {
    writeFileSync(at(`stop-after-${name}`), "");
    const program = spawn("sh", [PROGRAM, "init", "--config", "a"], { env, detached: true, stdio: "ignore" });
    const ended = new Promise((resolve) => program.on("exit", resolve));
    const pid = program.pid ?? 0;
    for (let tries = 0; tries < 400 && !existsSync(at(`reached-${name}`)); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    process.kill(signalled === "group" ? -pid : pid, "SIGKILL");
    await ended;
    return pid;
  };

  test("is run with what it is given, on its standard input too, and then is done", () => {
    expect(isDone()).toBe(false);
    expect(run("join", "--config", "/dev/stdin")).toEqual({ status: 0, said: "" });
    expect(readFileSync(at("called"), "utf8")).toBe("join --config /dev/stdin\na token");
    expect(isDone()).toBe(true);
    expect(existsSync(at("notes/begun"))).toBe(false);
  });

  test("begins without what an upgrade has noted of the node before", () => {
    mkdirSync(at("notes"));
    writeFileSync(at("notes/upgraded"), "v1.36.3");
    expect(run("join", "--config", "/dev/stdin").status).toBe(0);
    expect(existsSync(at("notes/upgraded"))).toBe(false);
  });

  test("is done on a node that joined by hand, and not after a reset", () => {
    writeFileSync(at("kubernetes/kubelet.conf"), "");
    expect(isDone()).toBe(true);
    rmSync(at("kubernetes/kubelet.conf"));
    expect(isDone()).toBe(false);
  });

  test.each(["admin.conf", "kubelet.conf"])(
    "killed once %s is there, is not done, and is not started again",
    async (name) => {
      await killedAfter(name);
      rmSync(at(`stop-after-${name}`));
      expect(existsSync(at("kubernetes", name))).toBe(true);
      expect(isDone()).toBe(false);
      const { status, said } = run("init", "--config", "a");
      expect([status, calls()]).toEqual([1, 1]);
      expect(said).toContain(
        `nothing was done: kubeadm was interrupted on this server, or failed, and left\n  ${at("kubernetes/admin.conf")}\n`,
      );
      expect(said).toContain(`rm ${at("notes/begun")}`);
      expect(said).toContain("kubeadm reset --skip-phases=remove-etcd-member");
      expect(isDone()).toBe(false);
      // What kubeadm reset removes.
      for (const left of ["admin.conf", "kubelet.conf"]) rmSync(at("kubernetes", left), { force: true });
      expect(run("init", "--config", "a").status).toBe(0);
      expect([isDone(), calls()]).toEqual([true, 2]);
    },
  );

  test("killed, on a node that is healthy nevertheless, is done once somebody says so", async () => {
    await killedAfter("kubelet.conf");
    rmSync(at("notes/begun"));
    expect(isDone()).toBe(true);
  });

  test("is left alone while it still runs, though who started it does not", async () => {
    const group = await killedAfter("admin.conf", "program");
    try {
      const { status, said } = run("init", "--config", "a");
      expect({ status, said }).toEqual({
        status: 1,
        said: "kubeadm is still running on this server: nothing was done\n",
      });
      expect(calls()).toBe(1);
    } finally {
      process.kill(-group, "SIGKILL");
    }
  });

  test("that refuses before it writes anything is simply started again", () => {
    writeFileSync(at("swap"), "");
    expect(run("join", "--config", "a")).toEqual({ status: 3, said: "swap is on\n" });
    expect([isDone(), existsSync(at("notes/begun"))]).toEqual([false, false]);
    rmSync(at("swap"));
    expect(run("join", "--config", "a").status).toBe(0);
    expect(isDone()).toBe(true);
  });

  test("that fails after it has written something is not done", () => {
    writeFileSync(at("late"), "");
    expect(run("join", "--config", "a")).toEqual({ status: 4, said: "no API server\n" });
    expect(isDone()).toBe(false);
    expect(run("join", "--config", "a").said).toContain(
      "nothing was done: kubeadm was interrupted on this server, or failed",
    );
  });
});

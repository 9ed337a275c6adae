import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeProgram } from "./program";
import { anew, ENDS_TURN, IN_TURN, OTHER, OWN, StandInControlPlane, TAKES_TURN, THIRD } from "./stand-in-control-plane";

const PROGRAM = "control-plane-manifests.py";

describeProgram(PROGRAM, "the turn in which an API server starts anew", (folder) => {
  const here = new StandInControlPlane(folder, PROGRAM);
  const done = { status: 0, said: "restarted, and ready" };
  /** As somebody had the turn before. */
  const replaced = (ran: readonly string[]) => ran.map((line) => line.replace("create", "replace"));
  /** A script that another server is faster than, once. */
  const once = (words: string, name: string) =>
    `case "$5 $6" in ${words}) if [ ! -e ${join(here.root, name)} ]; then touch ${join(here.root, name)}; exit 1; fi;; esac`;

  test("is taken before and ended after, when it is ready", async () => {
    // It is not ready at first, and says so.
    let after = 0;
    here.ready = (address) => address === OTHER || !here.wasStopped() || ++after > 1;
    expect(await here.run("restart")).toEqual({ ...done, ran: IN_TURN });
    expect([here.asked, here.holder()]).toEqual([[OWN, OTHER, OWN, OWN, OWN], ""]);
  });

  test("stays where it is not ready, and when a command fails that leaves it so", async () => {
    here.change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
    here.ready = (address) => address === OTHER || !here.wasStopped();
    const failed = await here.run("restart");
    expect(failed).toMatchObject({ status: 1, said: expect.stringContaining("do not go on with the next one") });
    // The others wait until somebody has looked at it.
    expect([failed.ran.at(-1), here.holder()]).toEqual([anew("kube-apiserver").at(-1), OWN]);

    rmSync(join(here.root, "stopped"));
    here.standIns({ crictl: 'case "$*" in *rmp*) exit 1;; esac' });
    expect([(await here.run("restart")).status, here.holder()]).toEqual([1, OWN]);
    // Nothing has happened to it.
    rmSync(join(here.root, "stopped"));
    here.standIns({ crictl: 'case "$*" in *stopp*) exit 1;; esac' });
    expect([(await here.run("restart")).status, here.holder()]).toEqual([1, ""]);
  });

  test("is waited for, within a bound, and then it says whose it is", async () => {
    here.change({ "take_turn(own), TURN_SECONDS + 60)": "take_turn(own), 1)" });
    here.held(OTHER, 890);
    const { status, said, ran } = await here.run("restart");
    expect([status, new Set(ran), here.holder()]).toEqual([1, new Set(["kubectl get lease"]), OTHER]);
    expect(said).toContain("kubectl --namespace kube-system get lease hybrid-kubernetes-api-server-restart");
    // Its own of before a reboot is over at once, and what was ended as well.
    for (const holder of [OWN, ""]) {
      here.held(holder, 10);
      expect(await here.run("restart")).toEqual({ ...done, ran: replaced(IN_TURN) });
    }
    // Another one gets it in between, and ends it.
    rmSync(here.lease);
    here.standIns({ kubectl: once("create*", "was") });
    expect((await here.run("restart")).ran).toEqual([...TAKES_TURN.slice(0, 2), ...IN_TURN]);
    // The API does not answer for a moment, while its address moves.
    rmSync(here.lease);
    here.standIns({ kubectl: once('"get nodes"', "moved") });
    expect((await here.run("restart")).ran).toEqual([...TAKES_TURN, "kubectl get nodes", ...IN_TURN.slice(3)]);
  });

  test("of another one that did not end it is over once that is ready, or gone", async () => {
    here.change({ "take_turn(own), TURN_SECONDS + 60)": "take_turn(own), 1)" });
    writeFileSync(here.nodes, `${OWN}\n${OTHER}\n${THIRD}\n`);
    // It could not say so.
    here.held(OTHER, 905);
    const asks = ["kubectl get lease", "kubectl get nodes"];
    expect(await here.run("restart")).toEqual({ ...done, ran: [...asks, ...replaced(IN_TURN).slice(1)] });
    // Its API server did not come up: a second one would stop beside it, though a third one is ready.
    here.held(OTHER, 9000);
    here.ready = (address) => address !== OTHER;
    const { status, ran } = await here.run("restart");
    expect([status, new Set(ran), here.holder()]).toEqual([1, new Set(asks), OTHER]);
    writeFileSync(here.nodes, `${OWN}\n${THIRD}\n`);
    expect((await here.run("restart")).status).toBe(0);
  });

  test("is kept while it takes long, and what another one has got since stays that one's", async () => {
    here.change({ "KEEP_SECONDS = 60": "KEEP_SECONDS = 0" });
    let after = 0;
    here.ready = (address) => address === OTHER || !here.wasStopped() || ++after > 2;
    const keeps = ["kubectl get lease", `kubectl replace ${OWN}`];
    expect(await here.run("restart")).toEqual({
      ...done,
      ran: [...IN_TURN.slice(0, -2), ...keeps, ...keeps, ...ENDS_TURN],
    });
    expect(here.holder()).toBe("");

    here.change();
    here.ready = (address) => {
      if (address === OWN && here.wasStopped()) here.held(OTHER, 1);
      return true;
    };
    rmSync(join(here.root, "stopped"));
    expect((await here.run("restart")).ran.at(-1)).toBe("kubectl get lease");
    expect(here.holder()).toBe(OTHER);
  });

  test("is given back by the only API server that is ready, which is not restarted", async () => {
    here.change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
    here.ready = (address) => address === OWN;
    const { status, said, ran } = await here.run("restart");
    expect([status, ran[0], ran.slice(-2), here.holder()]).toEqual([1, TAKES_TURN[0], ENDS_TURN, ""]);
    expect(ran.join()).not.toContain("crictl");
    expect(said).toContain("no other one was ready to stand in. Mend another one");
    // A cluster of one has nobody to wait for.
    writeFileSync(here.nodes, `${OWN} 2001:db8::1\n`);
    expect((await here.run("restart")).ran).toEqual(replaced(IN_TURN));
  });

  test("is not waited for where nobody answers, for a while: no other one may be there", async () => {
    here.change({ "ALONE_SECONDS = 30": "ALONE_SECONDS = 1" });
    here.held(OTHER, 10);
    here.ready = () => here.wasStopped();
    here.standIns({ kubectl: "exit 1" });
    const { ran, ...rest } = await here.run("restart");
    expect(rest).toEqual(done);
    const asks = ran.filter((line) => line !== "kubectl get lease");
    expect([asks, ran.at(-1), here.holder()]).toEqual([anew("kube-apiserver"), "kubectl get lease", OTHER]);
    // It was asked more than once before it stopped.
    expect(ran.indexOf(asks[0] ?? "")).toBeGreaterThan(1);
    expect(new Set(here.asked)).toEqual(new Set([OWN]));
  });

  test("is waited for where this API server is not ready for a moment, or another one answers", async () => {
    here.change({ "take_turn(own), TURN_SECONDS + 60)": "take_turn(own), 1)" });
    here.held(OTHER, 10);
    // An election of etcd: all say so at once.
    let asked = 0;
    here.ready = (address) => address === OWN && ++asked > 1;
    for (const kubectl of ["", once('"get lease"', "election")]) {
      asked = 0;
      here.standIns({ kubectl });
      const { status, ran } = await here.run("restart");
      expect([status, new Set(ran), here.holder()]).toEqual([1, new Set(["kubectl get lease"]), OTHER]);
    }
    here.ready = (address) => address !== OWN;
    here.standIns({});
    expect([(await here.run("restart")).status, here.wasStopped()]).toEqual([1, false]);
    // Its own is over at once, and another one stands in.
    here.held(OWN, 10);
    here.ready = (address) => address !== OWN || here.wasStopped();
    expect(await here.run("restart")).toEqual({ ...done, ran: ["kubectl get lease", ...replaced(IN_TURN)] });
  });

  test("is taken beside a CA without keyUsage, which Python 3.13 refuses by default", async () => {
    const strict = [
      "plain = ssl.create_default_context",
      "def create_default_context(**given):",
      "    context = plain(**given)",
      "    context.verify_flags |= ssl.VERIFY_X509_STRICT",
      "    return context",
      "ssl.create_default_context = create_default_context",
    ];
    here.change({ "import urllib.request\n": ["import urllib.request", ...strict, ""].join("\n") });
    expect(await here.run("restart")).toEqual({ ...done, ran: IN_TURN });
  });

  test("is that of one program of a server after the other", async () => {
    here.standIns({ crictl: 'case "$*" in *stopp*) sleep 1;; esac' });
    const both = await Promise.all([here.run("restart"), here.run("restart")]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    const whole = both.map(({ ran }) => ran).sort((one, other) => other.length - one.length)[0];
    expect([whole, here.holder()]).toEqual([[...IN_TURN, ...replaced(IN_TURN)], ""]);
    // It does not wait for ever.
    here.change({ "is_locked(alone), TURN_SECONDS + 60)": "is_locked(alone), 1)" });
    here.standIns({ crictl: 'case "$*" in *stopp*) sleep 4;; esac' });
    const [one, other] = await Promise.all([here.run("restart"), here.run("restart")]);
    expect([one.status, other.status].sort()).toEqual([0, 1]);
    expect(`${one.said}${other.said}`).toContain("another program of this server was about to");
  });
});

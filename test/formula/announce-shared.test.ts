import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { describeProgram, linesOf, until } from "./program";

const ROUTER = "10.129.0.4";
const said = (word: string, prefix: string) =>
  `neighbor ${ROUTER} ${word} route ${prefix} next-hop self community [ 65100:300 ]`;

describeProgram("announce-shared.py", "the program that announces shared routes", (folder) => {
  const at = (name: string) => folder.at(name);
  afterEach(() => {
    folder.end();
    folder.forget("good", "alive", "drained", "state.json");
  });

  let program: ChildProcess;

  /** Starts it with two checks: a virtual address while the file `good` is there, its range while `alive` is. */
  function start(change: object = {}): string[] {
    const options = folder.write("options.json", {
      ...{ state: at("state.json"), drained_file: at("drained"), agent_port: null, timeout_seconds: 2 },
      ...{ interval_seconds: 0.02, fast_interval_seconds: 0.02, fall: 2, rise: 3, most_rise: 12 },
      ...{ flap_memory_seconds: 1000, neighbors: { ipv4: [ROUTER], ipv6: [] } },
      checks: [
        { kind: "virtual-ip", command: `test -e ${at("good")}`, routes: [route("203.0.113.10/32")] },
        { kind: "range", command: `test -e ${at("alive")}`, routes: [route("203.0.113.0/28")] },
      ],
      ...change,
    });
    program = folder.start([options], { stdio: ["pipe", "pipe", "ignore"] });
    return linesOf(program);
  }

  const route = (prefix: string) => ({ family: "ipv4", prefix, community: "65100:300" });
  const state = () => JSON.parse(readFileSync(at("state.json"), "utf8"));
  const set = (name: string, there: boolean) => (there ? writeFileSync(at(name), "") : rmSync(at(name)));

  test("announces each kind of route while its own check is good, and withdraws nothing that it never announced", async () => {
    set("alive", true);
    const lines = start();
    await until(() => lines.length === 1);
    expect(lines).toEqual([said("announce", "203.0.113.0/28")]);
    set("good", true);
    await until(() => lines.length === 2);
    set("good", false);
    await until(() => lines.length === 3);
    expect(lines.slice(1)).toEqual([said("announce", "203.0.113.10/32"), said("withdraw", "203.0.113.10/32")]);
  });

  test("comes back after as many good checks as configured, twice as many after each flap, up to the most", async () => {
    // Each good check counts one line.
    const counted = at("count");
    const check = { kind: "virtual-ip", command: `test -e ${at("good")} && echo >> ${counted}`, routes: [] };
    start({ checks: [{ ...check, command: `sh -c '${check.command}'`, routes: [route("203.0.113.10/32")] }] });
    const seen: number[] = [];
    for (let flap = 0; flap < 5; flap++) {
      writeFileSync(counted, "");
      set("good", true);
      await until(() => existsSync(at("state.json")) && state().announced.length === 1);
      seen.push(readFileSync(counted, "utf8").length);
      set("good", false);
      await until(() => state().announced.length === 0);
    }
    // One more may have been made until the test looked.
    const least = [3, 3, 6, 12, 12];
    expect(seen.map((count, index) => count - (least[index] ?? 0)).every((more) => more >= 0 && more <= 2)).toBe(true);
    expect(state().checks["virtual-ip"]).toMatchObject({ flaps: 5, withdrawals: 5 });
  });

  test("forgets flaps after it was announced for some time", async () => {
    set("good", true);
    const lines = start({ flap_memory_seconds: 0.2 });
    await until(() => lines.length === 1);
    set("good", false);
    await until(() => state().checks["virtual-ip"].flaps === 1);
    set("good", true);
    await until(() => state().checks["virtual-ip"].up && state().checks["virtual-ip"].flaps === 0);
    expect(state().checks["virtual-ip"].withdrawals).toBe(1);
  });

  test("announces nothing while a file says that the server is drained, and all of it again at once afterwards", async () => {
    set("good", true);
    set("alive", true);
    const lines = start({ rise: 1 });
    await until(() => lines.length === 2);
    set("drained", true);
    await until(() => lines.length === 4);
    expect(lines.slice(2)).toEqual([said("withdraw", "203.0.113.0/28"), said("withdraw", "203.0.113.10/32")]);
    // What it remembers is written after what it says.
    await until(() => state().drained);
    expect(state()).toMatchObject({ drained: true, announced: [] });
    set("drained", false);
    await until(() => lines.length === 6);
    expect(lines.slice(4)).toEqual([said("announce", "203.0.113.0/28"), said("announce", "203.0.113.10/32")]);
  });

  test("answers HAProxy's agent check with maintenance while the server is drained", async () => {
    const port = 20_000 + (process.pid % 20_000);
    const lines = start({ agent_port: port, rise: 1 });
    const asked = (): Promise<string> =>
      new Promise((resolve) => {
        let answer = "";
        createConnection(port, "127.0.0.1")
          .on("data", (part) => {
            answer += part;
          })
          .on("error", () => resolve("refused"))
          .on("close", () => resolve(answer));
      });
    set("good", true);
    await until(() => lines.length === 1);
    expect(await asked()).toBe("ready up\n");
    set("drained", true);
    await until(() => lines.length === 2);
    await until(() => state().drained);
    expect(await asked()).toBe("maint\n");
  });

  test("knows after a start of its own what was announced, and after one of ExaBGP that it was withdrawn", async () => {
    set("good", true);
    const first = start();
    await until(() => first.length === 1);
    await until(() => state().announced.length === 1);
    folder.end();
    const second = start();
    await until(() => second.length === 1);
    // At its first check, not after three: and once more, as ExaBGP may have forgotten it.
    expect(state().checks["virtual-ip"]).toMatchObject({ up: true, flaps: 0 });
    folder.end();
    folder.write("state.json", { ...state(), exabgp: 1 });
    const third = start({ rise: 1000 });
    await until(() => state().exabgp !== 1);
    expect(state()).toMatchObject({ announced: [], checks: { "virtual-ip": { up: false, flaps: 1 } } });
    expect(third).toEqual([]);
  });

  test("announces nothing by a session that began anew until its routers have told others where this server is", async () => {
    folder.change({ "HOLD_SECONDS = 2": "HOLD_SECONDS = 0.5" });
    set("good", true);
    const other = "10.129.0.6";
    const lines = start({ neighbors: { ipv4: [ROUTER, other], ipv6: [] }, rise: 1 });
    await until(() => lines.length === 2);
    const session = (state: string) => {
      const message = { type: "state", neighbor: { address: { peer: ROUTER }, state } };
      program.stdin?.write(`${JSON.stringify(message)}\n`);
    };
    session("down");
    await until(() => lines.length === 3);
    session("connected");
    const since = Date.now();
    session("up");
    await until(() => lines.length === 4);
    expect(Date.now() - since).toBeGreaterThanOrEqual(500);
    // The other session is as it was.
    expect(lines.slice(2)).toEqual([said("withdraw", "203.0.113.10/32"), said("announce", "203.0.113.10/32")]);
  });

  test("has the addresses of a check while it announces them, so that a server whose own API server is down asks others", async () => {
    const asked = at("asked");
    folder.standIn("ip", `echo "$@" >> ${asked}`);
    folder.change({ '["ip", "address"': `["${at("ip")}", "address"` });
    writeFileSync(asked, "");
    const of = () => readFileSync(asked, "utf8").split("\n").slice(0, -1);
    const check = { kind: "api", command: `test -e ${at("good")}`, routes: [route("10.131.0.17/32")] };
    const lines = start({ checks: [{ ...check, addresses: ["10.131.0.17/32", "fd00:128:0:3::11/128"] }], rise: 1 });
    const gone = ["address del 10.131.0.17/32 dev lo", "address del fd00:128:0:3::11/128 dev lo"];
    const here = ["address replace 10.131.0.17/32 dev lo", "address replace fd00:128:0:3::11/128 dev lo nodad"];
    // One that an earlier run left is taken away.
    await until(() => of().length === 2);
    set("good", true);
    await until(() => lines.length === 1);
    expect(of()).toEqual([...gone, ...here]);
    set("drained", true);
    await until(() => of().length === 6);
    expect(lines).toHaveLength(2);
    set("drained", false);
    await until(() => lines.length === 3);
    set("good", false);
    await until(() => of().length === 10);
    expect(of().slice(8)).toEqual(gone);
    expect(lines).toHaveLength(4);
    folder.change({});
  });

  test("announces no address that it cannot have: packets to it would go back to a router", async () => {
    folder.standIn("ip", `test -e ${at("alive")}`);
    folder.change({ '["ip", "address"': `["${at("ip")}", "address"` });
    set("good", true);
    const check = { kind: "api", command: `test -e ${at("good")}`, routes: [route("10.131.0.17/32")] };
    const lines = start({ checks: [{ ...check, addresses: ["10.131.0.17/32"] }], rise: 1 });
    await until(() => existsSync(at("state.json")) && state().checks.api.up);
    expect(lines).toEqual([]);
    set("alive", true);
    await until(() => lines.length === 1);
    expect(lines).toEqual([said("announce", "10.131.0.17/32")]);
    folder.change({});
  });

  test("goes on when ExaBGP says what it does not understand", async () => {
    set("good", true);
    const lines = start({ rise: 1 });
    await until(() => lines.length === 1);
    for (const line of [
      "{ no JSON",
      "{}",
      '{"neighbor":"none"}',
      '{"type":"state","neighbor":{"state":"up"}}',
      "done",
    ]) {
      program.stdin?.write(`${line}\n`);
    }
    set("good", false);
    await until(() => lines.length === 2);
    expect(program.exitCode).toBeNull();
  });

  test("announces and withdraws as ever when it cannot write what it remembers", async () => {
    set("good", true);
    const lines = start({ state: at("missing/state.json"), rise: 1 });
    await until(() => lines.length === 1);
    set("good", false);
    await until(() => lines.length === 2);
    expect(lines).toEqual([said("announce", "203.0.113.10/32"), said("withdraw", "203.0.113.10/32")]);
    // Once more, by the same process.
    set("good", true);
    await until(() => lines.length === 3);
    expect(program.exitCode).toBeNull();
  });

  test("a check that hangs is a bad one", async () => {
    set("good", true);
    const hanging = {
      kind: "api",
      command: `sh -c 'test -e ${at("good")} || sleep 60'`,
      routes: [route("10.131.0.17/32")],
    };
    const lines = start({ checks: [hanging], timeout_seconds: 0.3 });
    await until(() => lines.length === 1);
    set("good", false);
    await until(() => lines.length === 2);
    expect(lines[1]).toBe(said("withdraw", "10.131.0.17/32"));
  });
});

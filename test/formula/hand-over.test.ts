import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describeProgram, until as waitUntil } from "./program";

const TABLE = "hybrid_kubernetes_hand_over";
const ROUTERS = ["10.129.0.4", "10.129.0.6"] as const;

describeProgram("hand-over.py", "the program that knows to whom packets are handed over", (folder) => {
  const at = (name: string) => folder.at(name);
  afterEach(() => {
    folder.end();
    folder.forget("rules", "state.json");
  });

  /** Starts it with stand-ins for nft, which keeps the rules, and for ss, which says what connections there are. */
  function start({ marked = "1", connections = "", state = "state.json", keepSeconds = 10 } = {}): ChildProcess {
    folder.standIn("nft", `[ "$1" = list ] || { cat > ${at("rules.new")}; mv ${at("rules.new")} ${at("rules")}; }`);
    folder.standIn("ss", `cat ${at("connections")}`);
    writeFileSync(at("connections"), connections);
    writeFileSync(at("accept"), `${marked}\n`);
    folder.change({
      "/usr/sbin/nft": at("nft"),
      "/usr/bin/ss": at("ss"),
      "WRITE_SECONDS = 5": "WRITE_SECONDS = 0.2",
      "KEEP_SECONDS = 10": `KEEP_SECONDS = ${keepSeconds}`,
      "/proc/sys/net/ipv4/tcp_fwmark_accept": at("accept"),
    });
    const options = folder.write("options.json", {
      ...{ state: at(state), own: ["10.128.0.2", "fd00:128::2"], mark: 256, packets_per_second: 500 },
      patience_seconds: 300,
      binds: [
        { family: "ipv4", address: "203.0.113.10", port: 443, hand_over_port: 61_000 },
        { family: "ipv6", address: "2001:db8:1::10", port: 443, hand_over_port: 61_001 },
      ],
    });
    return folder.start([options], { stdio: ["pipe", "ignore", "inherit"] });
  }

  const say = (program: ChildProcess, peer: string, rest: object): void => {
    program.stdin?.write(
      `${JSON.stringify({ neighbor: { address: { peer }, ...rest }, type: "state" in rest ? "state" : "update" })}\n`,
    );
  };
  const update = (word: "announce" | "withdraw", prefixes: readonly string[]) => {
    const list = prefixes.map((nlri) => ({ nlri }));
    const family = prefixes[0]?.includes(":") ? "ipv6 unicast" : "ipv4 unicast";
    return { message: { update: { [word]: { [family]: word === "announce" ? { "10.129.0.4": list } : list } } } };
  };
  /** Who comes next, by the chains that were written: of packets of users, and of those that another handed over. */
  const next = (): readonly string[] =>
    !existsSync(at("rules"))
      ? ["nothing is written"]
      : [...readFileSync(at("rules"), "utf8").matchAll(/^add rule \S+ \S+ (first|next) .* dup to (\S+) drop$/gm)].map(
          ([, chain, to]) => `${chain}: ${to}`,
        );
  const until = (wanted: readonly string[]): Promise<void> =>
    waitUntil(
      () => next().join() === wanted.join(),
      () => `${next().join(", ")} is written, not ${wanted.join(", ")}`,
    );

  test("packets go from one edge server to the next by their addresses, and no further than the last", async () => {
    const program = start();
    say(program, ROUTERS[0], update("announce", ["0.0.0.0/0", "10.128.0.1/32", "10.128.0.11/32", "10.128.0.2/32"]));
    await until(["first: 10.128.0.1", "next: 10.128.0.11"]);
    const rules = readFileSync(at("rules"), "utf8").split("\n");
    expect(rules).toContain(
      `add rule ip ${TABLE} first ip daddr 203.0.113.10 tcp dport 443 limit rate 500/second burst 500 packets ip daddr set 10.128.0.1 tcp dport set 61000 dup to 10.128.0.1 drop`,
    );
    expect(rules.filter((rule) => rule.startsWith("flush"))).toEqual(
      ["ip", "ip6"].flatMap((word) => ["first", "next"].map((chain) => `flush chain ${word} ${TABLE} ${chain}`)),
    );
    say(program, ROUTERS[1], update("announce", ["::/0", "fd00:128::1/128"]));
    await until(["first: 10.128.0.1", "next: 10.128.0.11", "first: fd00:128::1"]);
    say(program, ROUTERS[0], update("withdraw", ["10.128.0.11/32"]));
    await until(["first: 10.128.0.1", "first: fd00:128::1"]);
  });

  test("an edge server is there while one router announces it, and what is heard is not lost with the program", async () => {
    const program = start();
    for (const router of ROUTERS) say(program, router, update("announce", ["10.128.0.1/32"]));
    await until(["first: 10.128.0.1"]);
    say(program, ROUTERS[0], { state: "down" });
    program.kill("SIGKILL");
    folder.forget("rules");
    const again = start({ keepSeconds: 0.1 });
    await until(["first: 10.128.0.1"]);
    for (const router of ROUTERS) say(again, router, { state: "down" });
    await until([]);
  });

  test("who was there before a session began anew is there until the router has said so again", async () => {
    const program = start();
    for (const router of ROUTERS) say(program, router, update("announce", ["10.128.0.1/32", "10.128.0.11/32"]));
    await until(["first: 10.128.0.1", "next: 10.128.0.11"]);
    for (const state of ["down", "up"]) for (const router of ROUTERS) say(program, router, { state });
    // What else is written shows that these were read.
    say(program, ROUTERS[0], update("announce", ["10.128.0.21/32"]));
    say(program, ROUTERS[0], update("withdraw", ["10.128.0.21/32"]));
    say(program, ROUTERS[0], update("announce", ["fd00:128::1/128"]));
    await until(["first: 10.128.0.1", "next: 10.128.0.11", "first: fd00:128::1"]);
  });

  test("what only an earlier session said is forgotten", async () => {
    const program = start({ keepSeconds: 0.3 });
    say(program, ROUTERS[0], update("announce", ["10.128.0.1/32", "10.128.0.11/32"]));
    await until(["first: 10.128.0.1", "next: 10.128.0.11"]);
    for (const state of ["down", "up"]) say(program, ROUTERS[0], { state });
    say(program, ROUTERS[0], update("announce", ["10.128.0.11/32"]));
    await until(["first: 10.128.0.11", "next: 10.128.0.11"]);
  });

  test("packets are handed over as ever when it cannot be written what was heard", async () => {
    const program = start({ state: "missing/state.json" });
    say(program, ROUTERS[0], update("announce", ["10.128.0.1/32"]));
    await until(["first: 10.128.0.1"]);
    say(program, ROUTERS[0], update("withdraw", ["10.128.0.1/32"]));
    await until([]);
    expect(program.exitCode).toBeNull();
  });

  test("with the end of ExaBGP, nothing is handed over", async () => {
    const program = start();
    say(program, ROUTERS[0], update("announce", ["10.128.0.1/32"]));
    await until(["first: 10.128.0.1"]);
    program.stdin?.end();
    await until([]);
  });

  test("nothing is handed over by a kernel that does not mark connections: it would give away its own", async () => {
    const program = start({ marked: "0" });
    say(program, ROUTERS[0], update("announce", ["10.128.0.1/32"]));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await until([]);
  });

  test("nothing is handed over while there are connections that began without the mark", async () => {
    const line = (mark: string) => `0 0 203.0.113.10:443 198.51.100.2:40000 uid:107 ino:1 sk:2 ${mark}cgroup:/ <->\n`;
    const program = start({ connections: line("fwmark:0x101 ") + line("") });
    say(program, ROUTERS[0], update("announce", ["10.128.0.1/32"]));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(next()).toEqual(["nothing is written"]);
    writeFileSync(at("connections"), line("fwmark:0x101 "));
    await until(["first: 10.128.0.1"]);
  });
});

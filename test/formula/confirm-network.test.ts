import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { dirname, join } from "node:path";
import { describeProgram } from "./program";

const BATCH = "/usr/local/lib/hybrid-kubernetes/network.batch";
const EXABGP = "/etc/exabgp/exabgp.conf";
const SYSCTL = "/etc/sysctl.d/60-hybrid-kubernetes.conf";
const FILES = [SYSCTL, BATCH, EXABGP];
/** What ZeroMQ says first. */
const GREETING = Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f]);
/** `ip -json`, in the words of iproute2: a server with an address of its installation. */
const KERNEL = `case "$*" in
"-json address show") echo '[{"ifname":"eth0","addr_info":[{"local":"10.0.0.2","prefixlen":24}]}]' ;;
"-4 -json route show") echo '[{"dst":"default","gateway":"10.0.0.1","dev":"eth0"}]' ;;
"-6 -json route show") echo '[]' ;;
*" -") echo "ip $*" >>"$LOG"; sed "s/^/undo: /" >>"$LOG" ;;
*) echo "ip $*" >>"$LOG" ;;
esac`;

describeProgram("confirm-network.py", "a change of a server's network", (folder) => {
  const at = (path: string) => folder.at(`root${path}`);
  const text = (path: string) => (existsSync(at(path)) ? readFileSync(at(path), "utf8") : undefined);
  const said = (): readonly string[] => readFileSync(folder.at("log"), "utf8").split("\n").slice(0, -1);
  const put = (path: string, content: string, mode = 0o644): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    rmSync(at(path), { force: true });
    writeFileSync(at(path), content, { mode });
  };
  let master: Server | undefined;
  /** A port that greets as Salt's master does, or says something else, or nothing. */
  const listens = async (greeting: Buffer): Promise<string> => {
    const server = createServer((socket) => socket.on("error", () => undefined).end(greeting));
    master = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const wait = (): Promise<{ readonly status: number | null; readonly said: string }> =>
    new Promise((resolve) => {
      const program = folder.start(["wait"], { stdio: ["ignore", "pipe", "pipe"] });
      let all = "";
      for (const stream of [program.stdout, program.stderr]) stream?.on("data", (part) => (all += part));
      program.on("close", (status) => resolve({ status, said: all.trim() }));
    });
  const session = (up: boolean): void => {
    const content = { exabgp: process.pid, sessions: { "10.129.0.4": { up } } };
    folder.write("sessions.json", content);
  };

  beforeEach(() => {
    for (const name of ["root", "memory", "log"]) rmSync(folder.at(name), { recursive: true, force: true });
    folder.forget("sessions.json");
    folder.change({
      "import time\n": `import time\nos.environ.update(PATH="${folder.at("")}:" + os.environ["PATH"], LOG="${folder.at("log")}")\n`,
      '"/var/lib/hybrid-kubernetes/network"': JSON.stringify(folder.at("memory")),
      'ROOT = "/"': `ROOT = "${folder.at("root")}"`,
      "SECONDS = 60": "SECONDS = 4",
      "STEADY_SECONDS = 10": "STEADY_SECONDS = 1",
      '["/run/exabgp/sessions-ipv4.json", "/run/exabgp/sessions-ipv6.json"]': `["${folder.at("sessions.json")}"]`,
      '"exabgp" in file.read()': "file.read()",
    });
    folder.standIn("systemctl", 'echo "systemctl $*" >>"$LOG"');
    folder.standIn("sysctl", 'echo "sysctl $*" >>"$LOG"');
    folder.standIn("ip", KERNEL);
    put(SYSCTL, "old = 1\n");
    put(BATCH, "# of before\naddress replace 10.128.0.1/32 dev lo\n");
    put(EXABGP, "old", 0o640);
    expect(folder.run("save", ...FILES)).toEqual({ status: 0, said: "" });
  });
  afterEach(() => {
    master?.close();
    master = undefined;
    folder.end();
  });

  const change = (): void => {
    put(SYSCTL, "new = 1\n");
    put(
      BATCH,
      "# of after\naddress replace 10.128.0.9/32 dev lo\naddress replace 10.0.0.2/24 dev eth0\nroute replace 0.0.0.0/0 metric 2048 via 10.0.0.1\nroute replace blackhole 203.0.113.0/28\n",
    );
    put(EXABGP, "new");
  };

  test("files are remembered when they differ from what is remembered, and never while a change waits", () => {
    expect(folder.run("saved", ...FILES).status).toBe(0);
    expect(folder.run("saved", ...FILES, "/etc/bird/bird.conf").status).toBe(1);
    change();
    expect(folder.run("saved", ...FILES).status).toBe(1);
    folder.run("begin", "network", "tcp://127.0.0.1:1");
    expect(folder.run("saved", ...FILES).status).toBe(0);
    folder.run("save", ...FILES);
    expect(readFileSync(folder.at(`memory/saved${EXABGP}`), "utf8")).toBe("old");
    // It has passwords of BGP, as the page of what secrets are in says.
    expect(statSync(folder.at("memory")).mode & 0o777).toBe(0o700);
    expect(statSync(folder.at(`memory/saved${EXABGP}`)).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(__dirname, "../../docs/data-center-servers.md"), "utf8")).toMatch(
      /^\| each server \|.* `\/var\/lib\/hybrid-kubernetes\/network\/saved`/m,
    );
  });

  test("stays when the master is heard, and is what is remembered then", async () => {
    change();
    folder.run("begin", "network", await listens(GREETING));
    expect(said()).toEqual(["systemctl restart --no-block hybrid-kubernetes-confirm.service"]);
    expect(folder.run("status").status).toBe(3);
    folder.run("done", "network");
    expect(await wait()).toEqual({ status: 0, said: "the master is heard: the network stays as it is" });
    expect([text(EXABGP), folder.run("status").status, folder.run("saved", ...FILES).status]).toEqual(["new", 0, 0]);
    expect(said()).toHaveLength(1);
  });

  test("is taken back when the master is not there: files, kernel, addresses that came with it, ExaBGP", async () => {
    change();
    folder.run("begin", "network", "tcp://127.0.0.1:1");
    folder.run("done", "network");
    const { status, said: words } = await wait();
    expect([status, words]).toEqual([
      1,
      `the master was not heard within 4 s: brought back ${SYSCTL}, ${BATCH}, ${EXABGP}`,
    ]);
    expect([text(SYSCTL), text(EXABGP)]).toEqual(["old = 1\n", "old"]);
    expect(statSync(at(EXABGP)).mode & 0o777).toBe(0o640);
    expect(said().slice(1)).toEqual([
      "systemctl daemon-reload",
      `sysctl -q -p ${at(SYSCTL)}`,
      "ip -force -batch -",
      // The address of the installation was there before, and stays.
      "undo: address del 10.128.0.9/32 dev lo",
      "undo: route del 0.0.0.0/0 metric 2048",
      "undo: route del blackhole 203.0.113.0/28",
      `ip -force -batch ${at(BATCH)}`,
      "systemctl restart exabgp",
      "systemctl try-restart --no-block salt-minion",
    ]);
    expect(folder.run("status")).toEqual({
      status: 1,
      said: `the master was not heard: brought back ${SYSCTL}, ${BATCH}, ${EXABGP}`,
    });
  });

  test("what was not there before is gone after: a bare server is bare again", async () => {
    rmSync(at("/"), { recursive: true });
    folder.run("save", ...FILES);
    change();
    folder.run("begin", "network", "tcp://127.0.0.1:1");
    folder.run("done", "network");
    expect((await wait()).status).toBe(1);
    expect(FILES.map(text)).toEqual([undefined, undefined, undefined]);
    expect(said()).toContain("systemctl stop exabgp");
  });

  test.each<readonly [string, () => Promise<void>]>([
    [
      "another program listens at its port",
      async () => void folder.run("begin", "network", await listens(Buffer.from("SSH-2.0"))).status,
    ],
    ["nobody greets there", async () => void folder.run("begin", "network", await listens(Buffer.alloc(0))).status],
    [
      "what was about to use it never got there",
      async () => void folder.run("begin", "system", await listens(GREETING)).status,
    ],
    [
      "a family has lost its last session of BGP, though routers keep old routes for a while",
      async () => {
        session(true);
        folder.run("begin", "network", await listens(GREETING));
        session(false);
      },
    ],
  ])("is taken back when %s", async (_, begin) => {
    change();
    await begin();
    folder.run("done", "network");
    expect((await wait()).status).toBe(1);
    expect(text(EXABGP)).toBe("old");
  });

  test("a server that started again while it waited counts anew, whatever was under way", async () => {
    change();
    folder.run("begin", "network", await listens(GREETING));
    const pending = JSON.parse(readFileSync(folder.at("memory/pending"), "utf8"));
    writeFileSync(folder.at("memory/pending"), JSON.stringify({ ...pending, boot: "another" }));
    expect((await wait()).status).toBe(0);
    expect(text(EXABGP)).toBe("new");
  });

  test("a master that is heard again forgives what was taken back", async () => {
    change();
    folder.run("begin", "network", "tcp://127.0.0.1:1");
    expect((await wait()).status).toBe(1);
    folder.run("begin", "network", await listens(GREETING));
    folder.run("done", "network");
    expect((await wait()).status).toBe(0);
    expect(folder.run("status").status).toBe(0);
  });

  test("what is told to have what was brought back is well again, and what is told to change it is not", async () => {
    change();
    folder.run("begin", "network", "tcp://127.0.0.1:1");
    expect((await wait()).status).toBe(1);
    // The same wrong release once more, which is given up before its states have ended.
    folder.run("recheck");
    change();
    folder.run("begin", "network", "tcp://127.0.0.1:1");
    expect((await wait()).status).toBe(1);
    folder.run("accept");
    expect(folder.run("status").status).toBe(1);
    // And without a run of states before it.
    folder.run("accept");
    expect(folder.run("status").status).toBe(1);
    // The release before, which finds all as it should be.
    folder.run("recheck");
    folder.run("accept");
    expect(folder.run("status")).toEqual({ status: 0, said: "" });
  });

  test("nothing is brought back, and nothing starts again, where no file was written after all", async () => {
    folder.run("begin", "network", "tcp://127.0.0.1:1");
    expect(await wait()).toEqual({ status: 0, said: "no file of the network was written: nothing is brought back" });
    expect([folder.run("status").status, said()]).toEqual([
      0,
      ["systemctl restart --no-block hybrid-kubernetes-confirm.service"],
    ]);
  });

  test("without a master, as with salt-call --local, nothing waits", async () => {
    change();
    expect(folder.run("begin", "network").status).toBe(0);
    expect((await wait()).status).toBe(0);
    expect(folder.run("saved", ...FILES).status).toBe(1);
    folder.run("done", "network");
    expect(folder.run("saved", ...FILES).status).toBe(0);
    expect(text(EXABGP)).toBe("new");
  });
});

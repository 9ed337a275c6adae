import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tarOf } from "../../lib/data-center/release-tar";
import { replaced } from "../support/replaced";

const FETCH = join(__dirname, "../../formula/hybrid-kubernetes/master/fetch.py");
const able = ["python3", "ssh-keygen", "openssl"].every((program) => spawnSync(program, ["-?"]).error === undefined);
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: no release is fetched by HTTPS here, without python3, openssl and ssh-keygen\n",
  );

/** What the server does with a path that it is asked for. */
type Habit = (
  path: string,
) => Buffer | "breaks off" | "never ends" | "trickles" | { readonly location: string } | number;

(able ? describe : describe.skip)("a release that is fetched by HTTPS", () => {
  const folder = mkdtempSync(join(tmpdir(), "https-"));
  const at = (name: string): string => join(folder, name);
  const must = (command: string, args: readonly string[], input?: string): string => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8", input });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  const servers: Server[] = [];
  let habit: Habit = () => 503;
  let sha256 = "";

  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const makeCa = (name: string): void => {
    must("openssl", ["req", "-x509", ...key, "-keyout", `${name}.key`, "-out", `${name}.crt`, "-subj", `/CN=${name}`]);
  };
  /** A server with a certificate of our CA for a name, at a port of this machine. */
  const serve = async (name: string): Promise<string> => {
    const file = name.replace(":", "-");
    must("openssl", ["req", ...key, "-keyout", `${file}.key`, "-out", `${file}.csr`, "-subj", "/CN=source"]);
    writeFileSync(at(`${file}.ext`), `subjectAltName=${name}\n`);
    const issue = ["-CA", "ours.crt", "-CAkey", "ours.key", "-CAcreateserial", "-extfile", `${file}.ext`];
    must("openssl", ["x509", "-req", "-in", `${file}.csr`, "-out", `${file}.crt`, ...issue]);
    const [cert, secret] = [readFileSync(at(`${file}.crt`)), readFileSync(at(`${file}.key`))];
    const server = createServer({ cert, key: secret }, (request, response) => {
      const answer = habit(request.url ?? "");
      if (typeof answer === "number") response.writeHead(answer).end();
      else if (answer === "breaks off") {
        response.writeHead(200, { "content-length": 9000 });
        response.write(Buffer.alloc(4000), () => response.destroy());
      } else if (answer === "never ends") {
        const more = (): void => void response.write(Buffer.alloc(1_000_000), (error) => error ?? setImmediate(more));
        more();
      } else if (answer === "trickles") {
        response.writeHead(200, { "content-length": 300 });
        const more = setInterval(() => response.write("x"), 100);
        response.on("close", () => clearInterval(more));
      } else if (Buffer.isBuffer(answer)) response.end(answer);
      else response.writeHead(302, answer).end();
    });
    return `https://127.0.0.1:${await listen(server)}`;
  };
  const listen = (server: Server): Promise<number> => {
    servers.push(server);
    return new Promise((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
    );
  };
  const well: Habit = (path) => readFileSync(join(folder, "source", path.replace(/^\/elsewhere/, "")));

  /** In a folder of its own; the servers are in this process, which must not wait. */
  const fetchFrom = (
    source: string,
    ca = "ours",
    fetch = FETCH,
  ): Promise<{ readonly status: number | null; readonly said: string }> =>
    new Promise((resolve) => {
      rmSync(at("srv"), { recursive: true, force: true });
      const settings = { source, data_center: "production/paris", signers: at("signers"), folder: at("srv") };
      writeFileSync(at("fetch.json"), JSON.stringify(settings));
      const env = { ...process.env, SSL_CERT_FILE: at(`${ca}.crt`), SSL_CERT_DIR: at("none"), no_proxy: "*" };
      const program = spawn("python3", ["-B", fetch, at("fetch.json")], { env, timeout: 60_000 });
      let said = "";
      for (const stream of [program.stdout, program.stderr]) stream?.on("data", (text) => (said += text));
      program.on("close", (status) => resolve({ status, said }));
    });
  const isTaken = () => ({ status: 0, said: `current is 1-${sha256}\n` });
  const isRefused = (why: RegExp) => ({
    status: 1,
    said: expect.stringMatching(new RegExp(`^nothing was changed, current stays nothing: .*${why.source}`)),
  });

  beforeAll(() => {
    for (const ca of ["ours", "strange"]) makeCa(ca);
    must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "pipeline", "-f", at("signing-key")]);
    writeFileSync(
      at("signers"),
      `production/* namespaces="hybrid-kubernetes" ${readFileSync(at("signing-key.pub"), "utf8")}`,
    );
    const bundle = tarOf(new Map([["release.json", Buffer.from('{"files": {}}')]]));
    sha256 = createHash("sha256").update(bundle).digest("hex");
    mkdirSync(at("source/releases"), { recursive: true });
    writeFileSync(at(`source/releases/${sha256}.tar`), bundle);
    const text = JSON.stringify({ data_center: "production/paris", number: 1, sha256 });
    const signature = must("ssh-keygen", ["-Y", "sign", "-q", "-f", "signing-key", "-n", "hybrid-kubernetes"], text);
    writeFileSync(at("source/current"), text + signature);
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      if ("closeAllConnections" in server) (server as ReturnType<typeof createServer>).closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is taken from a server whose certificate is of a CA that is trusted, and from no other one", async () => {
    habit = well;
    const source = await serve("IP:127.0.0.1");
    expect(await fetchFrom(source)).toEqual(isTaken());
    expect(readlinkSync(at("srv/current"))).toBe(`releases/1-${sha256}`);
    expect(await fetchFrom(`${source}/`)).toEqual(isTaken());
    expect(await fetchFrom(source, "strange")).toEqual(isRefused(/certificate verify failed/i));
    expect(existsSync(at("srv/heard"))).toBe(false);
  });

  test("is not taken from a server whose certificate is for another name", async () => {
    habit = well;
    expect(await fetchFrom(await serve("IP:192.0.2.1"))).toEqual(isRefused(/certificate verify failed.*not valid/i));
  });

  test("follows the server to another place, but not out of HTTPS", async () => {
    const source = await serve("IP:127.0.0.1");
    const plain = await listen(createPlainServer((request, response) => void response.end(well(request.url ?? ""))));
    habit = (path) => (path.startsWith("/elsewhere") ? well(path) : { location: `${source}/elsewhere${path}` });
    expect(await fetchFrom(source)).toEqual(isTaken());
    habit = (path) => ({ location: `http://127.0.0.1:${plain}${path}` });
    expect(await fetchFrom(source)).toEqual(isRefused(/the source leads to http:\/\/127\.0\.0\.1:\d+\/current,/));
    habit = () => ({ location: "ftp://127.0.0.1/current" });
    expect(await fetchFrom(source)).toEqual(isRefused(/leads to ftp:/));
  });

  test.each(["http://127.0.0.1:1", "ftp://127.0.0.1", `file://${join(folder, "source")}`, "gs://bucket/paris"])(
    "%s is refused in words",
    async (source) => {
      expect(await fetchFrom(source)).toEqual({
        status: 1,
        said: `nothing was changed, current stays nothing: the source is ${source}, expected a folder or https://\n`,
      });
    },
  );

  test("outlives a server that refuses, breaks off, never ends or is not there", async () => {
    const source = await serve("IP:127.0.0.1");
    habit = () => 503;
    expect(await fetchFrom(source)).toEqual(isRefused(/503/));
    habit = () => "breaks off";
    expect(await fetchFrom(source)).toEqual(isRefused(/current is not signed/));
    habit = (path) => (path.endsWith(".tar") ? "breaks off" : well(path));
    expect(await fetchFrom(source)).toEqual(isRefused(/has another hash/));
    habit = (path) => (path.endsWith(".tar") ? "never ends" : well(path));
    expect(await fetchFrom(source)).toEqual(isRefused(/\.tar has more than 67108864 bytes/));
    const [server] = servers.splice(0) as ReturnType<typeof createServer>[];
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    expect(await fetchFrom(source)).toEqual(isRefused(/refused/));
  });

  test("is given up at a server that sends a byte now and then, and meanwhile the way back is open", async () => {
    const source = await serve("IP:127.0.0.1");
    let isAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    habit = (path) => {
      if (!path.endsWith(".tar")) return well(path);
      isAsked();
      return "trickles";
    };
    const text = readFileSync(FETCH, "utf8");
    writeFileSync(at("fetch.py"), replaced(text, ["DEADLINE_SECONDS = 120\n", "DEADLINE_SECONDS = 4\n"]));
    cpSync(join(FETCH, "../releases.py"), at("releases.py"));
    const fetched = fetchFrom(source, "ours", at("fetch.py"));
    await asked;
    expect(spawnSync("flock", ["--nonblock", at("srv/lock"), "true"]).status).toBe(0);
    expect(await fetched).toEqual(isRefused(/the source took more than 4 s/));
  });

  test("waits once it is there for whoever has the lock for a moment, and does not give up what it has got", async () => {
    const source = await serve("IP:127.0.0.1");
    const held = at("held");
    habit = (path) => {
      // As another program that changes what is current, while the source is asked.
      const hold = `flock ${at("srv/lock")} sh -c 'echo >${held}; sleep 1.5' & while [ ! -e ${held} ]; do sleep 0.05; done`;
      if (path.endsWith(".tar")) spawnSync("sh", ["-c", hold], { stdio: "ignore" });
      return well(path);
    };
    expect(await fetchFrom(source)).toEqual(isTaken());
    expect(existsSync(held)).toBe(true);
    // Where it does not wait, nothing is taken: the moment was long enough.
    rmSync(held);
    writeFileSync(at("fetch.py"), replaced(readFileSync(FETCH, "utf8"), ["here.hold(WAIT_SECONDS)", "here.hold(0)"]));
    cpSync(join(FETCH, "../releases.py"), at("releases.py"));
    expect(await fetchFrom(source, "ours", at("fetch.py"))).toEqual({
      status: 0,
      said: expect.stringContaining("current stays"),
    });
  });
});

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HybridPlatform } from "../../index";
import { outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";

// A name server of others, which answers by client subnet and by weights, and shares no code with what asks it.
const GDNSD = "/usr/sbin/gdnsd";
const isThere = spawnSync(GDNSD, ["-h"]).error === undefined;
if (!isThere)
  process.stderr.write(
    `WARNING: there is no ${GDNSD} here, so verify against a real name server is SKIPPED, not passed.\n`,
  );
const describeWithNameServer = isThere ? describe : describe.skip;

const main = join(__dirname, "..", "..", "dist", "lib", "cli", "main.js");
const folder = outputFolder(
  (app) =>
    new HybridPlatform(app, "test", {
      ...SMALL_PLATFORM,
      dataCenters: {
        ...SMALL_PLATFORM.dataCenters,
        frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } },
      },
      routing: {
        countries: {
          FR: { serveFrom: ["paris", "frankfurt"] },
          DE: { serveFrom: ["frankfurt"], percent: 25 },
        },
      },
    }),
);
const { ipv4: everyone4, ipv6: everyone6 } = SMALL_PLATFORM.anycastAddresses;

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill("SIGKILL");
    await once(server, "exit");
  }
});

/** Starts the name server with a zone in which France and Germany get these. */
async function serve({ france = "203.0.113.10", germany = 25 }): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "gdnsd-"));
  const port = await freePort();
  for (const name of ["zones", "run", "state"]) mkdirSync(join(home, name));
  writeFileSync(
    join(home, "config"),
    `options => { listen => 127.0.0.1:${port}, run_dir => ${home}/run, state_dir => ${home}/state }
plugins => {
  weighted => {
    service_types => up
    de => {
      addrs_v4 => { frankfurt => [203.0.113.20, ${germany}], lb => [${everyone4}, ${100 - germany}] }
      addrs_v6 => { frankfurt => ["2001:db8:2::10", ${germany}], lb => ["${everyone6}", ${100 - germany}] }
    }
  }
  geoip => {
    maps => { users => { datacenters => [rest, fr, de], nets => { 192.0.2.0/24 => [fr], 198.51.100.0/24 => [de] } } }
    resources => { api => { map => users, service_types => up, dcmap => {
      rest => { addrs_v4 => [${everyone4}], addrs_v6 => ["${everyone6}"] }
      fr => { addrs_v4 => [${france}], addrs_v6 => ["2001:db8:1::10"] }
      de => "%weighted!de"
    } } }
  }
}
`,
  );
  writeFileSync(
    join(home, "zones", "example.com"),
    "@ 60 SOA ns1 hostmaster ( 1 7200 30M 3D 900 )\n@ NS ns1\nns1 A 127.0.0.1\napi 60 DYNA geoip!api\n",
  );
  const server = spawn(GDNSD, ["-c", home, "start"], { stdio: ["ignore", "ignore", "pipe"] });
  running.push(server);
  let log = "";
  for await (const part of server.stderr) {
    log += part;
    if (log.includes("DNS listeners started")) return port;
  }
  throw new Error(`the name server did not start: ${log}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function verify(port: number, ...options: string[]) {
  const addresses = join(mkdtempSync(join(tmpdir(), "verify-")), "addresses.txt");
  writeFileSync(addresses, "FR 192.0.2.0/24\nDE 198.51.100.0/24\nJP 203.0.113.0/24\n");
  const server = ["--name-server", `127.0.0.1:${port}`];
  const command = [main, "verify", folder, "--addresses", addresses, ...server, ...options];
  return spawnSync(process.execPath, command, { encoding: "utf8" });
}

describeWithNameServer("a real name server", () => {
  test("with the right zone ends with 0, and says nothing but the table", async () => {
    const port = await serve({});
    const { status, stdout, stderr } = verify(port);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("All that was asked is as simulated.");
    expect(stdout.match(/ {2}right$/gm)).toHaveLength(6);
    expect(verify(port, "--format", "markdown").stdout.match(/\| right \|$/gm)).toHaveLength(6);
    expect(JSON.parse(verify(port, "--format", "json").stdout)).toBeInstanceOf(Object);
  });

  test("with another address and another weight ends with 2, and names both", async () => {
    const { status, stderr } = verify(await serve({ france: "203.0.113.99", germany: 75 }));
    expect(status).toBe(2);
    expect(stderr).toContain("api.example.com (A) from FR (France): got 203.0.113.99, expected 203.0.113.10 (paris)");
    expect(stderr).toMatch(
      /api\.example\.com \(AAAA\) from DE \(Germany\): got frankfurt \d+ of 160 times, expected 26 to 55 for 25 %/,
    );
  });

  test("that is gone ends with 1", async () => {
    const port = await freePort();
    const { status, stderr } = verify(port, "--timeout", "0.3");
    expect(status).toBe(1);
    expect(stderr).toContain(`127.0.0.1:${port} does not answer (3 attempts of 0.3 s)`);
  });
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { TINY_SITE } from "../data-center/tiny-site";
import { replaced } from "../support/replaced";
import { describeProgram, linesOf, until } from "./program";
import { renderPlan } from "./render-plan";

/** What `/readyz` answers: a code, or nothing at all. */
type Answer = 200 | 500 | "hangs";

const needed = [
  ["python3-jinja2", spawnSync("/usr/bin/python3", ["-c", "import jinja2"])],
  ["curl", spawnSync("curl", ["--version"])],
  ["openssl", spawnSync("openssl", ["version"])],
] as const;
const missing = needed.filter(([, { status }]) => status !== 0).map(([name]) => name);
if (missing.length > 0)
  process.stdout.write(
    `SKIPPED, not passed: the check of an API server is not rendered here, without ${missing.join(", ")}\n`,
  );

const describeOnce: typeof describeProgram =
  missing.length === 0 ? describeProgram : () => describe.skip("the address of the API", () => {});

describeOnce("announce-shared.py", "the address of the API", (folder) => {
  const rendered = mkdtempSync(join(tmpdir(), "api-address-"));
  let server: Server;
  let answer: Answer = 200;
  const asked: (string | undefined)[] = [];

  beforeAll(async () => {
    const own = [
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "1",
      "-subj",
      "/CN=api",
    ];
    const { stdout: pem } = spawnSync("openssl", ["req", "-x509", ...own, "-keyout", "-", "-out", "-"], {
      encoding: "utf8",
    });
    server = createServer({ key: pem, cert: pem }, ({ url }, response) => {
      asked.push(url);
      if (answer !== "hangs") response.writeHead(answer).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    renderPlan(planSite({ ...TINY_SITE, api: { port: (server.address() as AddressInfo).port } }), rendered);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(rendered, { recursive: true });
  });
  afterEach(() => {
    folder.end();
    folder.forget("state.json", "ip-asked");
  });

  /** Starts it as on a control-plane server, whose own address is this machine's. */
  function start(): string[] {
    const text = readFileSync(join(rendered, "control-1/etc/exabgp/shared-routes.json"), "utf8");
    const options = JSON.parse(replaced(text, ["10.128.0.21", "127.0.0.1"]));
    folder.standIn("ip", `echo "$@" >> ${folder.at("ip-asked")}`);
    folder.change({ '["ip", "address"': `["${folder.at("ip")}", "address"` });
    const checks = options.checks.filter(({ kind }: { readonly kind: string }) => kind === "api");
    const fast = { interval_seconds: 0.05, fast_interval_seconds: 0.05, state: folder.at("state.json") };
    // One session is enough.
    const neighbors = { ipv4: options.neighbors.ipv4.slice(0, 1), ipv6: [] };
    const path = folder.write("options.json", { ...options, ...fast, checks, neighbors });
    return linesOf(folder.start([path]));
  }

  test.each<Answer>([500, "hangs"])(
    "is announced while the server's own /readyz is 200, and withdrawn when it is %s",
    async (bad) => {
      answer = 200;
      asked.length = 0;
      const lines = start();
      await until(() => lines.length === 1);
      expect(lines[0]).toMatch(/^neighbor \S+ announce route 10\.131\.0\.17\/32 next-hop self /);
      expect(new Set(asked)).toEqual(new Set(["/readyz"]));
      // As configured, it is not believed at once.
      expect(asked.length).toBeGreaterThanOrEqual(3);
      answer = bad;
      await until(() => lines.length === 2);
      expect(lines[1]).toMatch(/^neighbor \S+ withdraw route 10\.131\.0\.17\/32 /);
      await until(() =>
        readFileSync(folder.at("ip-asked"), "utf8").endsWith("address del fd00:128:0:3::11/128 dev lo\n"),
      );
      answer = 200;
      await until(() => lines.length === 3);
    },
  );

  test("is not announced by a server whose API server was never ready", async () => {
    answer = 500;
    asked.length = 0;
    const lines = start();
    await until(() => asked.length > 5);
    expect(lines).toEqual([]);
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeSite } from "../../lab/site";
import { labDumps, writeDumps } from "../data-center/lab-dumps";
import { hybridKubernetes } from "../support/command-line";
import { expectSchema } from "../support/json-schema";

const scratch = mkdtempSync(join(tmpdir(), "data-centers-verify-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(scratch, "cdktf.out");
const dumps = join(scratch, "dumps");
synthesizeSite(folder);
writeDumps(dumps, labDumps());

/** The lab has no API server: who hears of it, and who does not announce it. */
const NO_API = "a2-left,a2-right";

describe("data-centers-verify", () => {
  test("names each difference, and ends with 2", () => {
    const { status, stdout, stderr } = hybridKubernetes("data-centers-verify", dumps, folder);
    expect(status).toBe(2);
    expect(stdout.split("\n")).toEqual([
      "## lab/paris",
      "",
      "9 of 9 routers and servers were asked; 32 of 32 sessions are up.",
      "",
      "a2-left:",
      "- a route of control-1: missing, planned: 10.131.0.17/32",
      "- a route of control-1: missing, planned: fd00:128:0:3::11/128",
      "",
      "a2-right:",
      "- a route of control-1: missing, planned: 10.131.0.17/32",
      "- a route of control-1: missing, planned: fd00:128:0:3::11/128",
      "",
    ]);
    expect(stderr.split("\n")[0]).toBe(
      "error: lab/paris: a2-left: a route of control-1: missing, planned: 10.131.0.17/32",
    );
  });

  test("says so when all that was asked is as planned, and ends with 0", () => {
    expect(hybridKubernetes("data-centers-verify", dumps, folder, "--except", NO_API)).toEqual({
      status: 0,
      stderr: "",
      stdout: [
        "## lab/paris\n",
        "7 of 9 routers and servers were asked; 20 of 20 sessions are up.\n",
        "Not asked: a2-left, a2-right\n",
        "Everything that was asked is as planned.\n",
      ].join("\n"),
    });
  });

  test("has the same for programs", () => {
    const { status, stdout } = hybridKubernetes("data-centers-verify", dumps, folder, "--json");
    expect(status).toBe(2);
    const output = JSON.parse(stdout);
    expectSchema("data-centers-verify", output);
    expect(output).toMatchObject({
      ...{ environment: "lab", dataCenter: "paris", notAsked: [] },
      ...{ devices: { asked: 9, planned: 9 }, sessions: { up: 32, planned: 32 } },
    });
    expect(output.differences[0]).toEqual({
      ...{ device: "a2-left", kind: "route-missing", what: "a route of control-1" },
      ...{ planned: "10.131.0.17/32", found: null },
    });
  });

  test("says whether a server is fenced: neither router of its rack has a session with it, or a route", () => {
    const fenced = (from: string) => hybridKubernetes("data-centers-verify", from, folder, "--fenced", "worker-1");
    const { status, stdout } = fenced(dumps);
    expect(status).toBe(2);
    expect(stdout.split("\n").slice(2, 6)).toEqual([
      "- a1-left: the session with worker-1, 10.129.0.45: Established, planned: nothing",
      "- a1-left: a route of worker-1: 10.128.0.11/32, planned: nothing",
      "- a1-left: a route of worker-1: 10.132.32.0/26, planned: nothing",
      "- a1-left: the session with worker-1, fd00:128:0:1::2d: Established, planned: nothing",
    ]);
    const without = new Map(
      [...labDumps()].map(([device, files]) => {
        const text = (name: string) =>
          (files.get(name) ?? "").replaceAll(/10\.129\.0\.4[57]|fd00:128:0:1::2[df]/g, "192.0.2.9");
        return [device, new Map([...files.keys()].map((name) => [name, text(name)]))] as const;
      }),
    );
    writeDumps(join(scratch, "fenced"), without);
    expect(fenced(join(scratch, "fenced"))).toMatchObject({
      status: 0,
      stdout: "## lab/paris\n\nNo router leads to worker-1.\n",
    });
    // A route that is not BGP's goes on leading there.
    const kernel = join(scratch, "fenced/a1-left/routes-ipv4.json");
    const routes = readFileSync(kernel, "utf8");
    const more = { dst: "10.128.0.11", gateway: "10.129.0.45", protocol: "static" };
    writeFileSync(kernel, JSON.stringify([...JSON.parse(routes), more]));
    expect(fenced(join(scratch, "fenced"))).toMatchObject({
      status: 2,
      stdout: "## lab/paris\n\n- a1-left: a static route to worker-1: 10.128.0.11/32, planned: nothing\n",
    });
    writeFileSync(kernel, routes);
    rmSync(join(scratch, "fenced/a1-right"), { recursive: true });
    expect(fenced(join(scratch, "fenced"))).toMatchObject({
      status: 2,
      stdout: "## lab/paris\n\n- a1-right: what it knows about worker-1: missing, planned: the files of a router\n",
    });
    expect(hybridKubernetes("data-centers-verify", dumps, folder, "--fenced", "worker-2")).toMatchObject({
      status: 1,
      stderr: 'error: data-centers-verify: --fenced: got "worker-2", expected a server of the data centre\n',
    });
  });

  test("says what is wrong with a folder of dumps, and ends with 1", () => {
    const strange = join(scratch, "strange");
    for (const name of ["edge-1", "edge-9"]) mkdirSync(join(strange, name), { recursive: true });
    const said = (...args: string[]) => {
      const { status, stderr } = hybridKubernetes("data-centers-verify", ...args);
      return [status, stderr];
    };
    expect(said(join(scratch, "nowhere"), folder)).toEqual([
      1,
      `error: data-centers-verify: dumps: ${scratch}/nowhere holds no folder of a router or server\n`,
    ]);
    expect(said(strange, folder)).toEqual([
      1,
      `error: data-centers-verify: dumps: ${strange} holds folders of none of the data centre's devices: edge-9\n`,
    ]);
    expect(said(dumps, folder, "--except", "edge-9")).toEqual([
      1,
      'error: data-centers-verify: --except: got "edge-9", expected routers and servers of the data centre\n',
    ]);
    expect(said(dumps, folder, "--data-center", "rome")).toEqual([
      1,
      'error: data-centers-verify: --data-center: got "rome", expected a data centre of this folder: "lab/paris"\n',
    ]);
  });
});

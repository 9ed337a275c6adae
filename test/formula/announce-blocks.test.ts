import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const able = spawnSync("/usr/bin/python3", ["--version"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: the programs of servers are not run here, without python3\n");

const PROGRAM = join(__dirname, "../../formula/hybrid-kubernetes/files/announce-blocks.py");

(able ? describe : describe.skip)("the program that announces blocks of pods", () => {
  const folder = mkdtempSync(join(tmpdir(), "announce-blocks-"));
  const at = (name: string) => join(folder, name);
  let program: ChildProcess | undefined;
  afterAll(() => {
    program?.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  test("announces and withdraws as ever when it cannot write what it remembers", async () => {
    // A stand-in for ip: the kernel has the routes of a file, and reports one each tenth of a second.
    const monitor = "while sleep 0.1; do echo route; done";
    writeFileSync(at("ip"), `#!/bin/sh\nif [ "$1" = monitor ]; then ${monitor}; else cat ${at("routes")}; fi\n`);
    chmodSync(at("ip"), 0o755);
    const hold = (...blocks: readonly string[]) =>
      writeFileSync(at("routes"), JSON.stringify(blocks.map((dst) => ({ dst }))));
    hold("10.132.32.0/26");
    const options = ["--community", "65100:200", "--state", at("missing/blocks"), "--blocks", "10.132.32.0/19", "26"];
    program = spawn("/usr/bin/python3", [PROGRAM, ...options], {
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` },
      stdio: ["pipe", "pipe", "ignore"],
    });
    let said = "";
    program.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const lines = async (count: number) => {
      for (const end = Date.now() + 8000; said.split("\n").length <= count; ) {
        if (Date.now() > end) throw new Error(`not within 8 s: ${said}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return said.trim().split("\n");
    };
    await lines(1);
    hold("10.132.32.64/26");
    expect(await lines(3)).toEqual([
      "announce route 10.132.32.0/26 next-hop self community [ 65100:200 ]",
      "withdraw route 10.132.32.0/26 next-hop self",
      "announce route 10.132.32.64/26 next-hop self community [ 65100:200 ]",
    ]);
    expect(program.exitCode).toBeNull();
  });
});

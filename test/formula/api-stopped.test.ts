import { spawn } from "node:child_process";
import { join } from "node:path";
import { whyNoApiServer } from "../../lab/cluster/programs";
import { THIS_HOST, whyNot } from "../../lab/requirements";

const reason = whyNot(THIS_HOST) ?? whyNoApiServer();
if (reason !== undefined)
  process.stdout.write(`SKIPPED, not passed: no API server is stopped behind the API's address here, as ${reason}\n`);

/** One minute where two processors have time. */
const MOST_MINUTES = 8;

(reason === undefined ? test : test.skip)(
  "one of three API servers hangs or is killed, and kubelets get an answer from another within 5 s",
  async () => {
    // A process of its own takes away what it has made, also when this one ends before.
    const program = ["--require", require.resolve("tsx/cjs"), join(__dirname, "../../lab/main.ts")];
    const lab = spawn(process.execPath, [...program, "--cluster", "--only", "API"], {
      timeout: MOST_MINUTES * 60_000,
    });
    let said = "";
    for (const stream of [lab.stdout, lab.stderr]) stream.on("data", (text) => (said += text));
    const status = await new Promise((resolve) => lab.once("close", resolve));
    expect([status, said]).toEqual([0, expect.stringContaining("3 of 3")]);
    expect(said.match(/^ok {6}an API server (hangs|is killed), .* s without/gm)).toHaveLength(2);
    process.stdout.write(said);
  },
);

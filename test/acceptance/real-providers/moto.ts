import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";

/** The server of moto, which stands in for AWS: https://docs.getmoto.org. It is no dependency: `MOTO_SERVER` names it, or it is on the `PATH`. */
const PROGRAM = process.env.MOTO_SERVER ?? "moto_server";

export const hasMoto = spawnSync(PROGRAM, ["--help"]).status === 0;

export class Moto {
  /** Nothing, where it is not installed. */
  public static async start(): Promise<Moto | undefined> {
    if (!hasMoto) return undefined;
    const port = await freePort();
    const child = spawn(PROGRAM, ["-p", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
    await new Promise<void>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (status) => reject(new Error(`${PROGRAM} ended with ${status}`)));
      child.stderr?.on("data", (text: Buffer) => {
        if (text.includes("Running on")) resolve();
      });
    });
    return new Moto(child, `http://127.0.0.1:${port}`);
  }

  private constructor(
    private readonly child: ChildProcess,
    public readonly url: string,
  ) {}

  public close(): void {
    this.child.kill();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

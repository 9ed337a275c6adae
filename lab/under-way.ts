import { Agent as HttpAgent, request as http } from "node:http";
import { Agent as HttpsAgent, request as https } from "node:https";
import type { UnderWay } from "./probe-result";

/**
 * Requests that take about four seconds, of each kind some, with a connection each: they are under way while routes change. It prints what became of them.
 * `under-way.ts HOST COUNT URL...`, where the URLs are those of the addresses, in turn.
 */
const [host = "", count = "10", ...urls] = process.argv.slice(2);
const TIMEOUT = 9000;
const CHUNKS = 40;
const EVERY = 100;

interface Request {
  readonly path: string;
  readonly agent?: HttpAgent;
  /** How many kilobytes are sent, one every tenth of a second. */
  readonly upload?: number;
}

type Answer = Omit<UnderWay, "kind">;

const failed = (error: Error): Answer => ({ from: null, why: error.message });

/** Asks once; says the edge server that the pod saw it come from, or why it was not answered to the end. */
function ask(base: string, { path, agent, upload = 0 }: Request): Promise<Answer> {
  return new Promise((resolve) => {
    const request = base.startsWith("https:") ? https : http;
    const method = upload > 0 ? "POST" : "GET";
    const options = { method, headers: { host }, servername: host, agent: agent ?? false, rejectUnauthorized: false };
    const asking = request(new URL(path, base), options as object, (response) => {
      let body = "";
      response.on("data", (part) => {
        body += part;
      });
      response.on("end", () => {
        const from = /"from":"([^"]+)"/.exec(body)?.[1] ?? null;
        const why = from === null ? `status ${response.statusCode}` : null;
        resolve({ from, why });
      });
      response.on("error", (error) => resolve(failed(error)));
    });
    asking.on("error", (error) => resolve(failed(error)));
    setTimeout(() => asking.destroy(new Error("time-out")), TIMEOUT).unref();
    let left = upload;
    const send = (): void => {
      if (left-- <= 0) return void asking.end();
      asking.write("x".repeat(1000));
      setTimeout(send, EVERY);
    };
    send();
  });
}

/** A connection on which nothing is under way when the routes change. */
async function askTwice(base: string): Promise<Answer> {
  const agent = new (base.startsWith("https:") ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 1 });
  const first = await ask(base, { path: "/", agent });
  if (first.why !== null) return first;
  // Pods say "timeout=5" of idle connections, and Node.js ends its own a second before that.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const second = await ask(base, { path: "/", agent });
  agent.destroy();
  return second;
}

const KINDS: Readonly<Record<UnderWay["kind"], (base: string) => Promise<Answer>>> = {
  answer: (base) => ask(base, { path: "/slow/10000" }),
  download: (base) => ask(base, { path: `/trickle/${CHUNKS}` }),
  upload: (base) => ask(base, { path: "/upload", upload: CHUNKS }),
  kept: askTwice,
};

async function main(): Promise<void> {
  const all = Object.entries(KINDS).flatMap(([kind, run]) =>
    Array.from({ length: Number(count) }, async (_, index): Promise<UnderWay> => {
      return { kind: kind as UnderWay["kind"], ...(await run(urls[index % urls.length] ?? "")) };
    }),
  );
  process.stdout.write(JSON.stringify(await Promise.all(all)), () => process.exit(0));
}

void main();

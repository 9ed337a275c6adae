import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * A pod: answers on each of the given ports who it is, and who asked; with 100 kB on `/large`, after four seconds on
 * `/slow/BYTES` with so many, with a kilobyte every tenth of a second on `/trickle/COUNT`, never on `/hang`. SIGUSR2 makes it answer with errors, and
 * normally again. `pod.ts NAME PORT...`
 */
const [name = "", ...ports] = process.argv.slice(2);

let unhealthy = false;
process.on("SIGUSR2", () => {
  unhealthy = !unhealthy;
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { remoteAddress, localPort } = request.socket;
  const said = { pod: name, port: localPort, from: remoteAddress, headers: request.headers };
  if (request.url === "/hang") return;
  if (request.url === "/large") return void response.end("x".repeat(100_000));
  const [, bytes] = /^\/slow\/(\d+)$/.exec(request.url ?? "") ?? [];
  // Who asked comes last: whoever has read it has all.
  const long = { padding: "x".repeat(Number(bytes ?? 0)), from: remoteAddress };
  if (bytes !== undefined) return void setTimeout(() => response.end(JSON.stringify(long)), 4000);
  const [, chunks] = /^\/trickle\/(\d+)$/.exec(request.url ?? "") ?? [];
  if (chunks !== undefined) return void trickle(response, Number(chunks), JSON.stringify({ from: remoteAddress }));
  if (unhealthy) response.statusCode = 500;
  request.resume().on("end", () => response.end(request.url === "/healthz" ? "ok\n" : JSON.stringify(said)));
}

function trickle(response: ServerResponse, left: number, end: string): void {
  if (left === 0) return void response.end(end);
  response.write("x".repeat(1000));
  setTimeout(() => trickle(response, left - 1, end), 100);
}

for (const port of ports) createServer(answer).listen(Number(port), "0.0.0.0");

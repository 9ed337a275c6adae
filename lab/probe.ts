import { request as http } from "node:http";
import { request as https } from "node:https";
import type { Asked } from "./probe-result";

/**
 * Asks addresses in turn, with a new connection each time, until its standard input ends; then it prints what users saw.
 * Its first line says that it has begun.
 * `probe.ts HOST EVERY_MS METHODS URL...`, such as `GET,POST`, each for all addresses in turn.
 */
const [host = "", every = "20", methodList = "GET", ...urls] = process.argv.slice(2);
const methods = methodList.split(",");
const TIMEOUT = 1000;

const asked: Asked[] = [];
let open = 0;
let ending = false;

function ask(url: string, method: string): void {
  const at = Date.now();
  let done = false;
  const note = (status: number | null, from: string | null): void => {
    if (done) return;
    done = true;
    open -= 1;
    asked.push({ at, took: Date.now() - at, url, from, status });
    if (ending && open === 0) finish();
  };
  open += 1;
  const request = url.startsWith("https:") ? https : http;
  // A connection each, as of many users; the lab's certificate is signed by nobody.
  const options = { method, headers: { host }, servername: host, agent: false as const, rejectUnauthorized: false };
  const asking = request(url, options, (response) => {
    let body = "";
    response.on("data", (part) => {
      body += part;
    });
    response.on("end", () => note(response.statusCode ?? null, response.statusCode === 200 ? fromOf(body) : null));
    response.on("error", () => note(null, null));
  });
  asking.on("error", () => note(null, null));
  setTimeout(() => asking.destroy(new Error("time-out")), TIMEOUT).unref();
  asking.end(method === "POST" ? "x".repeat(1000) : undefined);
}

function fromOf(body: string): string | null {
  try {
    return JSON.parse(body).from;
  } catch {
    return null;
  }
}

function finish(): void {
  process.stdout.write(`${JSON.stringify(asked.sort((one, other) => one.at - other.at))}\n`, () => process.exit(0));
}

let turn = 0;
const timer = setInterval(() => {
  const method = methods[Math.floor(turn / urls.length) % methods.length] ?? "GET";
  ask(urls[turn++ % urls.length] ?? "", method);
}, Number(every));
process.stdout.write("asking\n");
process.stdin.resume().on("end", () => {
  clearInterval(timer);
  ending = true;
  if (open === 0) finish();
});

import type { Block } from "../../../support/synthesize";
import { type Call, collectionOf, isMember } from "./call";
import { answered } from "./habits";

/** What an API answers: the resource as it says it is, or the operation that did it, which is over at once. */
export function answerOf(call: Call, held: Block): Block {
  const { service, method, path, store } = call;
  if (/[:/](get|set)IamPolicy$/.test(path)) return held;
  const collection = collectionOf(call);
  if (method === "GET" && !isMember(path)) {
    return Object.fromEntries(
      Object.entries(held).map(([name, all]) => [name, all.map((one: Block) => answered(collection, one, store))]),
    );
  }
  const answer = answered(collection, held, store);
  if (method === "GET" || !isLongRunning(service, collection)) return method === "DELETE" ? {} : answer;
  return { name: `operations/operation-${store.next()}`, done: true, response: { "@type": collection, ...answer } };
}

/** The APIs that answer a change with an operation. */
const LONG_RUNNING = new Set(["certificatemanager", "gkebackup", "gkehub", "servicenetworking"]);

const isLongRunning = (service: string, collection: string): boolean =>
  LONG_RUNNING.has(service) || collection === "iam/workloadIdentityPools" || collection === "iam/providers";

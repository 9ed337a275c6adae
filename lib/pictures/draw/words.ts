import { counted } from "../../core/counted";
import { percentText } from "../../routing/analysis/words";
import { allRequests, type FailureMoves, unknownAmong } from "../model/moves";
import type { Part, Scene } from "../model/scene";
import { servedBy } from "./legend";
import { amount } from "./svg";

/** What is drawn when all is well, in a sentence. */
export function wellText(scene: Scene): string {
  const { asked, hasDemand, servers, places } = scene;
  const sums = servedBy(scene, scene.scenarios[0]);
  const all = hasDemand ? allRequests(scene) : places.length;
  const sites = servers.filter(({ kind }) => kind === "endpoint");
  const atHome = sites.reduce((sum, { name }) => sum + (sums.get(name) ?? 0), 0);
  const what = hasDemand
    ? `${percent(atHome, all)} of ${amount(all)} requests per second`
    : `${amount(atHome)} of ${counted(all, "place")}`;
  return `${asked.join(", ")}: ${counted(sites.length, "data centre")} ${sites.length === 1 ? "serves" : "serve"} ${what}.`;
}

type Failure = Pick<FailureMoves, "scenario" | "flows" | "total" | "moves">;

/** What a failure moves, in a sentence: `paris is down: 24,000 requests per second (38 %) move, 24,000 to frankfurt.` */
export function failureText(scene: Scene, failure: Failure): string {
  return `${failure.scenario.title}: ${movesText(scene, failure)}`;
}

/** The same without what is down. */
export function movesText(scene: Scene, { flows, total, moves }: Pick<Failure, "flows" | "total" | "moves">): string {
  // What is answered otherwise is not drawn, and may well change.
  if (moves.length === 0)
    return `nothing changes for anybody${scene.others.length === 0 ? "" : ` who asks for ${scene.asked.join(", ")}`}.`;
  const to = new Map<string, number>();
  for (const flow of flows) to.set(flow.to, (to.get(flow.to) ?? 0) + flow.amount);
  const unknown = unknownAmong(moves);
  if (!scene.hasDemand || unknown === moves.length) {
    const said = scene.hasDemand ? `; ${HOW_MANY}` : "";
    return `users of ${counted(moves.length, "place")} move, to ${[...to.keys()].join(", ")}${said}.`;
  }
  const parts = [...to]
    .filter(([, requests]) => requests > 0)
    .map(([name, requests]) => `, ${amount(requests)} to ${name}`);
  const share = percent(total, allRequests(scene));
  if (unknown === 0) return `${amount(total)} requests per second (${share}) move${parts.join("")}.`;
  const others = new Set(flows.flatMap((flow) => (flow.unknown === undefined ? [] : [flow.to])));
  return `at least ${amount(total)} requests per second (${share} of those that are known) move${parts.join("")}; and users of ${counted(unknown, "place")} move, to ${[...others].join(", ")}: ${HOW_MANY}.`;
}

const HOW_MANY = "nobody said how many requests they make";

export function percent(part: number, all: number): string {
  return all === 0 ? "0 %" : `${Math.round((part / all) * 1000) / 10} %`;
}

/** Who serves how much: `25 % frankfurt, 75 % last resort`. */
export function partsText(parts: readonly Part[]): string {
  return parts.map(({ server, share }) => `${percentText(share)} ${server}`).join(", ");
}

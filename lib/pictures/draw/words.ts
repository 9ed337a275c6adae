import { counted } from "../../core/counted";
import { percentText } from "../../routing/analysis/words";
import { allRequests, type FailureMoves, gainsOf, hasUnknown, unknownAmong } from "../model/moves";
import { sumOf } from "../model/requests";
import { isServing, type Part, partsOf, type Scene } from "../model/scene";
import { boundText, knownText } from "./known";
import { placesAmount } from "./places-text";
import { amount, inThousands } from "./svg";

/** What is drawn when all is well, in a sentence. */
export function wellText(scene: Scene): string {
  const { asked, hasDemand, servers, places } = scene;
  const sites = servers.filter(({ kind }) => kind === "endpoint");
  const isSite = (server: string) => sites.some(({ name }) => name === server);
  const shares = places.map((place) => {
    const own = partsOf(place, scene.scenarios[0]).filter(({ server }) => isSite(server));
    return { place, share: own.reduce((sum, { share }) => sum + share, 0) };
  });
  const all = allRequests(scene);
  // Who is not known is no part of what the percentage is of.
  const { requests, isMost } = sumOf(shares);
  const what = hasDemand
    ? `${boundText({ isMost })}${percent(requests, all)} of ${amount(all)} ${hasUnknown(scene) ? "known " : ""}requests per second`
    : `${placesAmount(shares.reduce((sum, { share }) => sum + share, 0))} of ${counted(places.length, "place")}`;
  const serving = sites.filter(({ name }) => isServing(scene, name)).length;
  const which = `${serving === sites.length ? "" : `${serving} of `}${counted(sites.length, "data centre")}`;
  return `${asked.join(", ")}: ${which} ${serving === 1 ? "serves" : "serve"} ${what}.`;
}

type Failure = Pick<FailureMoves, "scenario" | "flows" | "total" | "moves">;

/** What a failure or a change moves, in a sentence: `24,000 requests per second (38 %) move, 24,000 to frankfurt.` */
export function movesText(scene: Scene, { flows, total, moves }: Pick<Failure, "flows" | "total" | "moves">): string {
  // What is answered otherwise is not drawn, and may well change.
  if (moves.length === 0)
    return `nothing changes for anybody${scene.others.length === 0 ? "" : ` who asks for ${scene.asked.join(", ")}`}.`;
  const to = gainsOf(flows, moves);
  const unknown = unknownAmong(moves);
  if (!scene.hasDemand || unknown === moves.length) {
    const said = scene.hasDemand ? `; ${HOW_MANY}` : "";
    return `users of ${counted(moves.length, "place")} move, to ${[...to.keys()].join(", ")}${said}.`;
  }
  const parts = [...to]
    .filter(([, { requests }]) => requests > 0)
    .sort(([, one], [, other]) => other.requests - one.requests)
    .map(
      ([name, { requests, isMost }]) => `, ${isMost && !total.isMost ? "at most " : ""}${amount(requests)} to ${name}`,
    );
  const share = `${percent(total.requests, allRequests(scene))}${hasUnknown(scene) ? " of those known" : ""}`;
  const sum = `${knownText(total)} requests per second (${share}) move${parts.join("")}`;
  if (unknown === 0) return `${sum}.`;
  const others = new Set(flows.flatMap((flow) => (flow.unknown === undefined ? [] : [flow.to])));
  return `${sum}; and users of ${counted(unknown, "place")} move, to ${[...others].join(", ")}: ${HOW_MANY}.`;
}

const HOW_MANY = "nobody said how many requests they make";

export function percent(part: number, all: number): string {
  return all === 0 ? "0 %" : `${inThousands(Math.round((part / all) * 1000) / 10)} %`;
}

/** Who serves how much: `25 % frankfurt, 75 % last resort`. */
export function partsText(parts: readonly Part[]): string {
  return parts.map(({ server, share }) => `${percentText(share)} ${server}`).join(", ");
}

import { counted } from "../../core/counted";
import type { WayBack } from "../../planning/after/way-back";

/** The way back in one line, and how long it takes where the time to live is known. */
export function wayBackText({ command, mostSeconds, nearlyAllSeconds }: WayBack, isTimed = true): string {
  const minutes = Math.ceil(nearlyAllSeconds / 60);
  const time = `; most resolvers follow within ${counted(mostSeconds, "second")}, nearly all within ${counted(minutes, "minute")}`;
  return `Way back: ${command} && npx cdktf synth, then deploy${isTimed ? time : ""}`;
}

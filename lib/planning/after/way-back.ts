/** How to go back to the policy before the step. */
export interface WayBack {
  /** One line that writes what was deployed before into the file of the plan. Then synthesize and deploy. */
  readonly command: string;
  /** After the deployment: when most users are served as before, which is the time to live. */
  readonly mostSeconds: number;
  /** When nearly all are: some resolvers keep answers for longer. */
  readonly nearlyAllSeconds: number;
}

/**
 * Resolvers that keep answers for longer than they may: where it was measured, 2 % of requests still followed the old answer after 15
 * minutes, with a time to live of 20 s (Flavel et al., LANMAN 2014, doi 10.1109/LANMAN.2014.7028641).
 */
export const TAIL_SECONDS = 15 * 60;

/** The file that is written by default. */
const FILE = "routing-plan.json";

/** The way back from a step whose plan is in a file: it has what was deployed before, so that no history is needed. */
export function wayBackOf(file: string, ttlSeconds: number): WayBack {
  return {
    command: `npx cdktf-hybrid-kubernetes plan-routing --back${file === FILE ? "" : ` --out ${quoted(file)}`}`,
    mostSeconds: ttlSeconds,
    nearlyAllSeconds: ttlSeconds + TAIL_SECONDS,
  };
}

/** A shell takes it as one word. */
function quoted(file: string): string {
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}

export const TAINT_EFFECTS = ["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"] as const;

/** What keeps pods away from nodes, unless they tolerate it. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  /** `NO_SCHEDULE` keeps new pods away, `PREFER_NO_SCHEDULE` if there is another node, `NO_EXECUTE` evicts running ones too. */
  readonly effect: (typeof TAINT_EFFECTS)[number];
}

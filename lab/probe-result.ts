/** One request: when it began, how long it took, and the address that the pod saw it come from, if it was answered. */
export interface Asked {
  readonly at: number;
  readonly took: number;
  readonly url: string;
  readonly from: string | null;
  readonly status: number | null;
}

/** What became of a request that was under way while routes changed: the edge server that it came from, or why it failed. */
export interface UnderWay {
  readonly kind: "answer" | "download" | "upload" | "kept";
  readonly from: string | null;
  readonly why: string | null;
}

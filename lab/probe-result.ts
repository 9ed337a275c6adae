/** One request: when it began, how long it took, and the address that the pod saw it come from, if it was answered. */
export interface Asked {
  readonly at: number;
  readonly took: number;
  readonly url: string;
  readonly from: string | null;
  readonly status: number | null;
}

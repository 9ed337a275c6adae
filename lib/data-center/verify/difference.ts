/** What kind of thing is otherwise than planned. */
export type DifferenceKind =
  | "address"
  | "asn"
  | "bfd"
  | "blackhole"
  | "block"
  | "default-route"
  | "drained"
  | "dump"
  | "filter"
  | "hashing"
  | "hold-time"
  | "next-hop"
  | "prefix-limit"
  | "route-missing"
  | "route-unplanned"
  | "session-down"
  | "session-missing"
  | "session-unplanned";

/** One thing that a router or server has otherwise than planned. */
export interface Difference {
  readonly device: string;
  readonly kind: DifferenceKind;
  /** What it is about: a session, an address, a route. */
  readonly what: string;
  /** As people read it; `null` for nothing. */
  readonly planned: string | null;
  readonly found: string | null;
}

/** The differences of one device, as they are found. */
export class Differences {
  private readonly noted: Difference[] = [];

  constructor(private readonly device: string) {}

  public get all(): readonly Difference[] {
    return this.noted;
  }

  /** Notes a difference. */
  public note(kind: DifferenceKind, what: string, planned: string | null, found: string | null): void {
    this.noted.push({ device: this.device, kind, what, planned, found });
  }

  /** Notes a difference where two texts differ. */
  public compare(kind: DifferenceKind, what: string, planned: string | null, found: string | null): void {
    if (planned !== found) this.note(kind, what, planned, found);
  }
}

/** A difference as a sentence without its device. */
export function differenceText({ what, planned, found }: Difference): string {
  return `${what}: ${found ?? "missing"}, planned: ${planned ?? "nothing"}`;
}

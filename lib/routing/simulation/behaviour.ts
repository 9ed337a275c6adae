import type { Location } from "../location";
import type { DnsZone } from "./dns-zone";
import { type Endpoints, NO_ANSWER } from "./endpoints";
import type { RecordSet } from "./record-set";
import { Scenario } from "./scenario";

/** What the users of a place get. */
export interface Behaviour {
  /** How likely each endpoint is to answer when all is well, by name. */
  readonly shares: ReadonlyMap<string, number>;
  /** The same in words: `25 % frankfurt, 75 % last resort`. */
  readonly well: string;
  /** Who answers when those before are dead: `frankfurt → paris → last resort`. */
  readonly chain: string;
  /** The answer while one endpoint is dead, by its name. */
  readonly without: ReadonlyMap<string, string>;
}

/** Tells what users get under each single failure. One scenario a failure serves all places. */
export class Behaviours {
  private readonly scenarios = new Map<string, Scenario>();

  constructor(
    private readonly zone: DnsZone,
    private readonly endpoints: Endpoints,
  ) {}

  /** What the users of a place get who ask for the name of this record set. */
  public of(root: RecordSet, location: Location): Behaviour {
    const alone = [...this.endpoints.watched.keys()].map(
      (name) => [name, this.answer(root, location, [name])] as const,
    );
    return {
      shares: this.shares(root, location, []),
      well: this.answer(root, location, []),
      chain: this.chain(root, location),
      without: new Map(alone),
    };
  }

  /** The answer while these endpoints are dead, in words. */
  public answer(root: RecordSet, location: Location, dead: readonly string[]): string {
    const shares = [...this.shares(root, location, dead)];
    if (shares[0]?.[0] === NO_ANSWER) return NO_ANSWER;
    return shares.map(([name, share]) => `${percent(share)} ${name}`).join(", ");
  }

  /** Kills who answers until nobody is left who can die. */
  private chain(root: RecordSet, location: Location): string {
    const tiers: string[] = [];
    const dead: string[] = [];
    for (;;) {
      const answering = [...this.shares(root, location, dead).keys()];
      const mortal = answering.filter((name) => this.endpoints.watched.has(name) && !dead.includes(name));
      if (mortal.length === 0) return [...tiers, answering[0]].join(" → ");
      tiers.push(mortal.join(" + "));
      dead.push(...mortal);
    }
  }

  private shares({ name, type }: RecordSet, location: Location, dead: readonly string[]): ReadonlyMap<string, number> {
    const key = [...dead].sort().join();
    const scenario = this.scenarios.get(key) ?? new Scenario(this.zone, this.endpoints.addressesOf(dead));
    this.scenarios.set(key, scenario);
    return this.endpoints.shares(scenario.answers(name, type, location));
  }
}

/** A share in percent, with one decimal where it needs one. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

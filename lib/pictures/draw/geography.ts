import { continentOf, isCountryCode } from "../../routing/countries";
import { stateAt } from "../../routing/states";
import type { Shapes } from "../atlas/atlas";
import { type Point, projected } from "../atlas/equal-earth";
import { partsOf, type Scene, type ServedPlace, type Server } from "../model/scene";

/** Where everything is. */
export class Geography {
  private readonly byName: ReadonlyMap<string, Server>;
  private readonly found = new Map<string, Point | undefined>();

  constructor(
    private readonly scene: Scene,
    public readonly shapes: Shapes,
    /** Of the version before, for who is there no more, and for those of whom nobody said where they stand. */
    private readonly earlier?: Geography,
  ) {
    this.byName = new Map(scene.servers.map((server) => [server.name, server]));
  }

  /** Where the circle of a place is. */
  public placeAt({ code }: ServedPlace): Point | undefined {
    const state = stateAt(code);
    return state === undefined ? this.shapes.pointOf(code) : projected(...state);
  }

  /** Where a server stands: as it is known, else at its country, else at the largest place that it serves first. */
  public serverAt(name: string): Point | undefined {
    if (!this.found.has(name)) this.found.set(name, this.find(name));
    return this.found.get(name);
  }

  private find(name: string): Point | undefined {
    const server = this.byName.get(name);
    if (server === undefined) return this.earlier?.serverAt(name);
    if (server.kind !== "endpoint") return undefined;
    const { latitude, longitude, country } = server;
    if (latitude !== undefined && longitude !== undefined) return projected(latitude, longitude);
    if (country !== undefined) return this.shapes.pointOf(country);
    // Where it would be by the users of this version is where a change sends them.
    const was = this.earlier?.serverAt(name);
    if (was !== undefined) return was;
    const served = this.scene.places.find((place) =>
      partsOf(place, this.scene.scenarios[0]).some((part) => part.server === name),
    );
    return served && this.placeAt(served);
  }

  /** The continent that a server stands on: that of its country, or of the place whose middle is closest. */
  public continentOf(name: string): string | undefined {
    const country = this.byName.get(name)?.country;
    if (country !== undefined && isCountryCode(country)) return continentOf(country);
    const at = this.serverAt(name);
    if (at === undefined) return undefined;
    const distanceTo = (place: ServedPlace) => {
      const [x, y] = this.placeAt(place) ?? [Number.POSITIVE_INFINITY, 0];
      return Math.hypot(x - at[0], y - at[1]);
    };
    let closest: ServedPlace | undefined;
    for (const place of this.scene.places)
      if (closest === undefined || distanceTo(place) < distanceTo(closest)) closest = place;
    return closest?.location.continent;
  }

  /** The servers that stand somewhere, by name. */
  public get standing(): readonly string[] {
    const own = [...this.byName.keys()];
    const all = [...own, ...(this.earlier?.standing ?? []).filter((name) => !this.byName.has(name))];
    return all.filter((name) => this.serverAt(name) !== undefined).sort();
  }

  /** Whether nobody said where exactly a server stands. */
  public isGuessed(name: string): boolean {
    const known = this.knownOf(name);
    return known === "country" || known === "users";
  }

  /** How well it is known where a data centre stands: what is not known of it any more is as it was in the version before. */
  public knownOf(name: string): KnownPlace | undefined {
    const server = this.byName.get(name);
    const earlier = this.earlier?.knownOf(name);
    if (server === undefined) return earlier;
    if (server.kind !== "endpoint") return undefined;
    if (server.latitude !== undefined) return "exactly";
    if (server.country !== undefined) return "country";
    if (earlier !== undefined && earlier !== "nowhere") return earlier;
    return this.serverAt(name) === undefined ? "nowhere" : "users";
  }

  /** The data centres of which so much is known. */
  public sitesOf(known: KnownPlace): readonly string[] {
    const names = new Set([...this.byName.keys(), ...(this.earlier?.sitesOf(known) ?? [])]);
    return [...names].filter((name) => this.knownOf(name) === known);
  }
}

/** How well it is known where a data centre stands: by degrees, by its country, by whom it serves, or not at all. */
export type KnownPlace = "exactly" | "country" | "users" | "nowhere";

import { isDeepStrictEqual } from "node:util";
import { Problems } from "../core/problems";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";
import { Behaviours } from "../routing/analysis/behaviour";
import type { Chain } from "../routing/analysis/chain";
import { namesOfWhatCanBeDown } from "../routing/analysis/failures";
import {
  answererName,
  downText,
  NO_ANSWER,
  orderText,
  percentText,
  questionText,
  sharesText,
} from "../routing/analysis/words";
import { LAST_RESORT, type Question, type Share } from "../routing/answers";
import { type Location, locationsInShort } from "../routing/location";
import { fail } from "./fail";
import { locationsOf, type Place } from "./places";

/** Who answers how many users, in percent: `{ frankfurt: 25, "last resort": 75 }`. */
export type ExpectedShares = { readonly [answerer: string]: number };

/** Weights of Route 53 are whole numbers up to 255, so a share may be off by so much, in percent. */
const TOLERANCE = 0.5;

/** Who answers when nothing that is watched does. */
const OTHERS: readonly string[] = [LAST_RESORT, NO_ANSWER];

/** What users of some places get, while some endpoints are down. */
export class PlaceAnswers {
  private readonly behaviours: Behaviours;

  /** @internal */
  constructor(
    private readonly zone: SimulatedZone,
    private readonly questions: readonly Question[],
    private readonly locations: readonly Location[],
    /** What is down: each of these in turn. */
    private readonly outages: readonly (readonly string[])[],
  ) {
    this.behaviours = Behaviours.among(zone);
  }

  /** The same without these places: `from("US").except("US-CA")`. */
  public except(...places: readonly Place[]): PlaceAnswers {
    const without = locationsOf("except", places);
    const left = this.locations.filter((location) => !without.includes(location));
    Problems.of("answers", (problems) => {
      if (left.length === 0) problems.conflict("except", "leaves no place");
    });
    return new PlaceAnswers(this.zone, this.questions, left, this.outages);
  }

  /** The same while these data centres are down, and those that were named before. */
  public whenDown(...names: readonly string[]): PlaceAnswers {
    Problems.of("answers", (problems) => {
      if (names.length === 0) problems.conflict("whenDown", "names nothing that is down");
    });
    this.check("whenDown", names, namesOfWhatCanBeDown(this.zone), "an endpoint with a health check: ");
    return this.during(this.outages.map((down) => [...new Set([...down, ...names])]));
  }

  /** The same when all is well, and while each single data centre is down: an assertion must hold each time. */
  public whateverIsDown(): PlaceAnswers {
    const single = this.zone.endpoints.map((name) => [name]);
    return this.during(this.outages.flatMap((down) => [down, ...single.map((one) => [...new Set([...down, ...one])])]));
  }

  /**
   * Asserts who answers: one for all users, or shares in percent, which may be off by 0.5 because weights are whole numbers.
   *
   * @param expected `"paris"`, `LAST_RESORT`, `{ frankfurt: 25, [LAST_RESORT]: 75 }`
   */
  public are(expected: string | ExpectedShares): void {
    const shares = typeof expected === "string" ? { [expected]: 100 } : expected;
    this.checkShares(shares);
    const text = Object.entries(shares).map(([name, percent]) => `${percentText(percent / 100)} ${name}`);
    this.answersHold(
      (got) => isWithin(shares, got),
      (got) => `get ${sharesText(got)}, and not ${text.join(", ")}`,
      shares,
    );
  }

  /** Asserts that each of these answers some of the users. */
  public include(...names: readonly string[]): void {
    this.checkAnswerers("include", names);
    const missing = (got: readonly Share[]) => names.filter((name) => !isAmong(got, name));
    this.answersHold(
      (got) => missing(got).length === 0,
      (got) => `get ${sharesText(got)}, and no ${missing(got).join(" or ")}`,
      names,
    );
  }

  /** Asserts that none of these answers any user. */
  public exclude(...names: readonly string[]): void {
    this.checkAnswerers("exclude", names);
    const present = (got: readonly Share[]) => names.filter((name) => isAmong(got, name));
    this.answersHold(
      (got) => present(got).length === 0,
      (got) => `get ${sharesText(got)}, where ${present(got).join(" and ")} should not be`,
      names,
    );
  }

  /**
   * Asserts who takes over from whom: the first answers, and the next does while all before are down. It starts from what is down
   * already: after `whenDown("paris")`, the first is who answers while Paris is down.
   *
   * @param order names, and several that share the users in brackets: `(["paris", "frankfurt"], LAST_RESORT)`
   */
  public failoverInOrder(...order: readonly (string | readonly string[])[]): void {
    this.checkAnswerers("failoverInOrder", order.flat());
    Problems.of("answers", (problems) => {
      const isEmpty = order.some((tier) => tier.length === 0);
      if (isEmpty) problems.conflict("failoverInOrder", "has empty brackets: name who shares the users");
    });
    const expected = order.map((tier) => [tier].flat().sort());
    this.holds((question, location, down) => {
      const group = this.behaviours.groupOf(question, location);
      const got = group && orderOf(this.behaviours.chain(group, down));
      if (isDeepStrictEqual(got, expected)) return undefined;
      const text = got === undefined ? "what is not analysed" : orderText(got);
      return `are sent on from ${text}, and not from ${orderText(expected)}`;
    }, orderText(expected));
  }

  private during(outages: readonly (readonly string[])[]): PlaceAnswers {
    return new PlaceAnswers(this.zone, this.questions, this.locations, outages);
  }

  /** Asserts something of who answers. What is not known is never right. */
  private answersHold(
    isRight: (got: readonly Share[]) => boolean,
    say: (got: readonly Share[]) => string,
    expected: unknown,
  ): void {
    this.holds((question, location, down) => {
      const got = this.behaviours.shares(question, location, down);
      if (got === undefined) return "get what is not analysed";
      return isRight(got) ? undefined : say(got);
    }, expected);
  }

  /**
   * Fails with the first question and outage for which something is wrong, and all places where the same is.
   *
   * @param wrongFor what is wrong for the users of a place; `undefined` when nothing is
   */
  private holds(
    wrongFor: (question: Question, location: Location, down: readonly string[]) => string | undefined,
    expected: unknown,
  ): void {
    for (const question of this.questions) {
      for (const down of this.outages) {
        const wrong = new Map<string, Location[]>();
        for (const location of this.locations) {
          const text = wrongFor(question, location, down);
          if (text !== undefined) wrong.set(text, [...(wrong.get(text) ?? []), location]);
        }
        const [first] = wrong;
        if (first === undefined) continue;
        const [text, locations] = first;
        fail(`${this.users(question, locations, down)} ${text}.`, text, expected);
      }
    }
  }

  private users(question: Question, locations: readonly Location[], down: readonly string[]): string {
    const who = `sers ${whereabouts(locations)} who ask for ${questionText(question)}`;
    return down.length === 0 ? `U${who}` : `While ${downText(down, this.zone.signals)}, u${who}`;
  }

  /** Tests may be written in plain JavaScript, where no compiler says what is wrong. */
  private checkShares(shares: ExpectedShares): void {
    Problems.of("answers", (problems) => {
      const isMap = typeof shares === "object" && shares !== null && !Array.isArray(shares);
      const isRight = isMap && Object.values(shares).every((share) => Number.isFinite(share));
      if (!isRight)
        problems.refuse("are", shares, 'who answers: "paris", or shares in percent: { paris: 60, frankfurt: 40 }');
    });
    Problems.of("answers", (problems) => {
      const isShare = (share: number) => share >= 0 && share <= 100;
      for (const [name, share] of Object.entries(shares))
        problems.check(["are", name], share, isShare, "a number from 0 to 100: the share of the users in percent");
    });
    this.checkAnswerers("are", Object.keys(shares));
  }

  private checkAnswerers(property: string, names: readonly string[]): void {
    const others = this.questions.flatMap((question) =>
      this.zone.recordsOf(question).flatMap(({ alias, values }) => [values.join(", "), alias?.name ?? []].flat()),
    );
    Problems.of("answers", (problems) => {
      if (names.length === 0) problems.conflict(property, "names nobody");
    });
    const known = [...this.zone.endpoints, ...OTHERS];
    this.check(
      property,
      names.filter((name) => !others.includes(name)),
      known,
      "one of: ",
    );
  }

  private check(property: string, names: readonly string[], known: readonly string[], what: string): void {
    Problems.of("answers", (problems) => {
      for (const name of names) problems.check(property, name, (one) => known.includes(one), what + known.join(", "));
    });
  }
}

/** `in DE (Germany) and at addresses in no known place`. */
function whereabouts(locations: readonly Location[]): string {
  const isPlaced = ({ country }: Location) => country !== undefined;
  const placed = locations.filter(isPlaced);
  const others = locations.filter((location) => !isPlaced(location));
  return [
    ...(placed.length > 0 ? [`in ${locationsInShort(placed)}`] : []),
    ...(others.length > 0 ? [`at ${locationsInShort(others)}`] : []),
  ].join(" and ");
}

function isAmong(shares: readonly Share[], name: string): boolean {
  return shares.some(({ answerer }) => nameOf(answerer) === name);
}

function isWithin(expected: ExpectedShares, shares: readonly Share[]): boolean {
  const got = new Map(shares.map(({ answerer, share }) => [nameOf(answerer), share * 100]));
  return [...new Set([...got.keys(), ...Object.keys(expected)])].every(
    (name) =>
      Math.abs((got.get(name) ?? 0) - (expected[name] ?? 0)) <= TOLERANCE &&
      (expected[name] ?? 0) > 0 === got.has(name),
  );
}

function nameOf(answerer: Share["answerer"]): string {
  return answerer.kind === "alias" ? answerer.name : answererName(answerer);
}

/** The order of failover, the members of each tier in alphabetical order. */
function orderOf({ tiers, end }: Chain): readonly (readonly string[])[] {
  return [...tiers.map((tier) => [...tier].sort()), [nameOf(end)]];
}

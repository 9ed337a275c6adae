import { questionText } from "../routing/analysis/words";
import { regionOf } from "./chance";
import { type Expectation, type Outcome, outcomeFor } from "./expectation";
import type { NameServer } from "./name-server";
import type { Probe } from "./probe";
import type { Reply } from "./reply";

/** What kind of difference there is between the live zone and the simulation. */
export type FindingKind =
  | "another-answer"
  | "no-answer"
  | "another-share"
  | "another-ttl"
  | "no-name-server"
  | "time-is-up"
  | "silent-name-server"
  | "not-authoritative"
  | "no-client-subnet";

/** A difference between the live zone and the simulation. */
export interface Finding {
  readonly kind: FindingKind;
  /** In words, for a person. */
  readonly message: string;
}

/** A reply, and who gave it. */
export interface Draw {
  readonly server: NameServer;
  readonly reply: Reply;
}

/** An expected answer, and how often it came. */
export interface Counted extends Outcome {
  readonly count: number;
}

/** The expected answers with their counts. */
export function counted(expectation: Expectation, draws: readonly Draw[]): readonly Counted[] {
  const outcomes = draws.map(({ reply }) => outcomeFor(expectation, reply));
  return expectation.map((outcome) => ({ ...outcome, count: outcomes.filter((other) => other === outcome).length }));
}

/** The answers whose share of the draws is not what chance makes of the expected share, but for this chance. */
export function sharesOutside(expectation: Expectation, draws: readonly Draw[], chance: number): readonly Counted[] {
  return counted(expectation, draws).filter(({ share, count }) => {
    const { least, most } = regionOf(expectation, draws.length, share, chance);
    return count < least || count > most;
  });
}

/** What the replies from one place say that the simulation does not, but for this chance. */
export function judge(probe: Probe, draws: readonly Draw[], chance: number): readonly Finding[] {
  const { expectation } = probe;
  const strange = draws.filter(({ reply }) => outcomeFor(expectation, reply) === undefined);
  const findings = [...strangeAnswers(probe, strange, draws.length), ...otherTimes(probe, draws)];
  // With an answer that nobody expects, the shares of the others say no more.
  return strange.length > 0 ? findings : [...findings, ...otherShares(probe, draws, chance)];
}

function strangeAnswers(probe: Probe, strange: readonly Draw[], draws: number): readonly Finding[] {
  const byAnswer = new Map<string, Draw[]>();
  for (const draw of strange) {
    const answer = draw.reply.instead ?? draw.reply.values.join(", ");
    byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), draw]);
  }
  return [...byAnswer].map(([answer, some]) => {
    const isNothing = some.every(({ reply }) => reply.instead !== undefined);
    const often = some.length === draws ? "" : `, ${some.length} of ${draws} times`;
    const servers = namesOf(some.map(({ server }) => server));
    const message = `${subject(probe)}: got ${answer}${often}, expected ${expectedText(probe.expectation)} (${servers})`;
    return { kind: isNothing ? "no-answer" : "another-answer", message: `${message}${probe.meaning(some[0]?.reply)}` };
  });
}

function otherTimes(probe: Probe, draws: readonly Draw[]): readonly Finding[] {
  const wrong = new Map<string, Finding>();
  for (const { reply } of draws) {
    const expected = outcomeFor(probe.expectation, reply)?.ttlSeconds;
    if (expected === undefined || reply.ttlSeconds === undefined || reply.ttlSeconds === expected) continue;
    const message = `${subject(probe)}: got a time to live of ${reply.ttlSeconds} s, expected ${expected} s`;
    wrong.set(message, { kind: "another-ttl", message });
  }
  return [...wrong.values()];
}

function otherShares(probe: Probe, draws: readonly Draw[], chance: number): readonly Finding[] {
  const { expectation } = probe;
  return sharesOutside(expectation, draws, chance).map(({ who, share, count }) => {
    const { least, most } = regionOf(expectation, draws.length, share, chance);
    const region = `${least} to ${most} for ${percent(share)}`;
    const message = `${subject(probe)}: got ${who} ${count} of ${draws.length} times, expected ${region}`;
    return { kind: "another-share", message };
  });
}

/** `api.example.com (A) from FR (France)`. */
export function subject({ question, placeName }: Probe): string {
  return `${questionText(question)} from ${placeName}`;
}

/** `25 % 203.0.113.20 (frankfurt), 75 % 198.51.100.1 (last resort)`. */
export function expectedText(expectation: Expectation): string {
  const texts = expectation.map(({ share, values, who }) => {
    const answer = values === undefined || values.length === 0 ? who : `${values.join(", ")} (${who})`;
    return expectation.length === 1 ? answer : `${percent(share)} ${answer}`;
  });
  return texts.join(", ");
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function namesOf(servers: readonly NameServer[]): string {
  return [...new Set(servers.map(({ name }) => name))].sort().join(", ");
}

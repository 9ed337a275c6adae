import { type Answerer, type Answers, LAST_RESORT, type Question, type Share } from "../answers";
import type { Chain } from "./chain";

// Data becomes words here alone, when it is printed, and no word is ever read again.

/** Nobody at all. */
export const NO_ANSWER = "no answer";

/** Who answers: `frankfurt`, `last resort`. */
export function answererName(answerer: Answerer): string {
  switch (answerer.kind) {
    case "endpoint":
      return answerer.name;
    case "alias":
      return answerer.isDangling ? `${answerer.name} (not in this configuration)` : answerer.name;
    case "last-resort":
      return LAST_RESORT;
    case "nobody":
      return NO_ANSWER;
  }
}

/** Who answers how many: `25 % frankfurt, 75 % last resort`. */
export function sharesText(shares: readonly Share[] | undefined): string {
  if (shares === undefined) return "not analysed";
  if (shares.every(({ answerer }) => answerer.kind === "nobody")) return NO_ANSWER;
  return shares.map(({ answerer, share }) => `${percentText(share)} ${answererName(answerer)}`).join(", ");
}

/** The order of failover: `frankfurt → paris → last resort`. */
export function chainText({ tiers, end }: Chain): string {
  return orderText([...tiers, [answererName(end)]]);
}

/** The same of names, those that share the users together: `frankfurt + paris → last resort`. */
export function orderText(order: readonly (readonly string[])[]): string {
  return order.map((tier) => tier.join(" + ")).join(" → ");
}

/** A share in percent, with one decimal where it needs one. */
export function percentText(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** A share in percent, when one decimal does not tell two of them apart. */
export function precisePercentText(share: number): string {
  return `${Number((share * 100).toPrecision(8))} %`;
}

/** A share in percent beside a limit in percent, with as many decimals as tell it from the limit. */
export function percentTextBeside(share: number, limit: number): string {
  const decimals = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const percents = decimals.map((count) => Number((share * 100).toFixed(count)));
  return `${percents.find((percent) => percent !== limit) ?? share * 100} %`;
}

/** `api.example.com (A)`. */
export function questionText({ name, type }: Question): string {
  return `${name} (${type})`;
}

/** What is down: `frankfurt is down`, `frankfurt and paris are down`, `alarm queue-is-long is in ALARM`. */
export function downText(names: readonly string[], signals: Answers["signals"]): string {
  const endpoints = names.filter((name) => !signals.has(name));
  const down = endpoints.length === 0 ? [] : [`${endpoints.join(" and ")} ${endpoints.length > 1 ? "are" : "is"} down`];
  const others = names.flatMap((name) => {
    const kind = signals.get(name);
    return kind === undefined ? [] : `${kind} ${name} is ${STATES[kind]}`;
  });
  return [...down, ...others].join(" and ");
}

/** What AWS calls the state in which it makes a health check unhealthy. */
const STATES = { alarm: "in ALARM", switch: "Off", "health check": "unhealthy" } as const;

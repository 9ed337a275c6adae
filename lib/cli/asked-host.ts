import { oneOf } from "../core/checks";
import { plainHostName } from "../core/host-names";
import type { Problems } from "../core/problems";
import type { ReadResult } from "../route53/simulation/read-terraform";

/** Of each stack what is about one host name: all, where none is asked for. A name that no stack has is refused. */
export function aboutHost<Read extends ReadResult>(
  problems: Problems,
  zones: ReadonlyMap<string, Read>,
  hostName: string | undefined,
): ReadonlyMap<string, Read> {
  if (hostName === undefined) return zones;
  const asked = plainHostName(hostName);
  const all = new Set([...zones.values()].flatMap(({ zone }) => zone.questions.map(({ name }) => name)));
  const about = new Map(
    [...zones].flatMap(([stack, read]) => {
      const questions = read.zone.questions.filter(({ name }) => name === asked);
      return questions.length === 0 ? [] : [[stack, { ...read, zone: read.zone.about(questions) }] as const];
    }),
  );
  checkHost(problems, hostName, [...all]);
  return about;
}

/** Refuses a host name that is not there. */
export function checkHost(problems: Problems, hostName: string, known: readonly string[]): void {
  if (known.includes(plainHostName(hostName))) return;
  const names = known.length === 0 ? "(there is none)" : oneOf([...known].sort());
  problems.refuse("--host", hostName, `a host name that is there: ${names}`, "one-of");
}

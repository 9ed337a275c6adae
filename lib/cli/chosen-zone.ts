import { plainZoneId } from "../core/hosted-zone";
import type { Problems } from "../core/problems";
import { questionText } from "../routing/analysis/words";
import type { Question } from "../routing/answers";
import type { NotAsked } from "../verify/probe";
import type { ReadZone } from "./zones";

/** What of a folder is asked for. */
interface Choice {
  /** The hosted zone, where it is one of several. */
  readonly zone?: string;
  /** Who is asked; those that the world is led to, where nobody is named. */
  readonly nameServer: readonly string[];
}

/** A stack, or a zone of it, of which some names are asked for. */
export interface ChosenZone {
  readonly stack: string;
  readonly read: ReadZone;
  /** What nobody outside can ask for. */
  readonly notAsked: readonly NotAsked[];
}

const PRIVATE = "its zone is private: ask from inside, with --zone and --name-server";

/** What is asked for: all zones, or the one that is named. Name servers answer for one zone of a name alone. */
export function chosenZones(
  problems: Problems,
  zones: ReadonlyMap<string, ReadZone>,
  { zone, nameServer }: Choice,
): readonly ChosenZone[] {
  const named = zone === undefined ? undefined : plainZoneId(zone);
  const known = [
    ...new Set([...zones.values()].flatMap((read) => read.zone.questions.map((one) => zoneOf(read, one)))),
  ];
  const expected = `a zone with address records: ${known.sort().join(", ")}`;
  if (zone !== undefined) problems.check("--zone", zone, (id) => known.includes(plainZoneId(id)), expected);
  const chosen = [...zones].flatMap(([stack, read]): readonly ChosenZone[] => {
    const inZone = read.zone.questions.filter((one) => named === undefined || zoneOf(read, one) === named);
    const hidden = nameServer.length > 0 ? [] : inZone.filter((one) => read.privateZones.has(zoneOf(read, one)));
    const asked = inZone.filter((one) => !hidden.includes(one));
    if (named !== undefined && inZone.length === 0) return [];
    const notAsked = hidden.map((question) => ({ question, places: "everywhere", reason: PRIVATE }));
    return [{ stack, read: { ...read, zone: read.zone.about(asked) }, notAsked }];
  });
  refuseTwoZones(problems, chosen);
  return chosen;
}

function refuseTwoZones(problems: Problems, chosen: readonly ChosenZone[]): void {
  const zones = new Map<string, Set<string>>();
  for (const { read } of chosen) {
    for (const question of read.zone.questions) {
      const text = questionText(question);
      zones.set(text, (zones.get(text) ?? new Set()).add(zoneOf(read, question)));
    }
  }
  const [first] = [...zones].filter(([, several]) => several.size > 1);
  if (first === undefined) return;
  const [question, several] = first;
  const where = [...several]
    .sort()
    .map((zone) => `in zone ${zone}`)
    .join(" and ");
  problems.conflict("--zone", `${question} is ${where}, and name servers answer for one of them: name that zone`);
}

/** The zone whose records answer a question. */
function zoneOf({ zone }: ReadZone, question: Question): string {
  return zone.recordsOf(question)[0]?.zone ?? "";
}

import { type Finding, findingFor } from "../routing/analysis/finding";
import type { Question } from "../routing/answers";
import { ALL_LOCATIONS, type Location, locationsInShort } from "../routing/location";
import type { RoutingRules } from "../routing/rules/routing-rules";
import type { UnreadableRecord } from "./simulation/unreadable";

/** The rules that cannot be judged, since a record that may answer their users cannot be simulated: broken, until it is known. */
export function unjudgedRules(
  unreadable: readonly UnreadableRecord[],
  rules: RoutingRules,
  isOwn: (question: Question, record: string) => boolean,
): readonly Finding[] {
  return judgedPlaces(rules).flatMap(({ rule, isMeant }) =>
    unreadable.flatMap(({ record, reason, questions, places }) => {
      const own = questions.filter((question) => isOwn(question, record));
      const users = (places === "all" ? ALL_LOCATIONS : places).filter(isMeant);
      if (own.length === 0 || users.length === 0) return [];
      const problem = `cannot be judged for users in ${locationsInShort(users)}: ${record}: ${reason}`;
      return [findingFor(own, { severity: "error", isTogether: false, down: [], when: "", problem, rule })];
    }),
  );
}

interface JudgedPlaces {
  readonly rule: NonNullable<Finding["rule"]>;
  readonly isMeant: (place: Location) => boolean;
}

/** Each rule, and whose users it is about. */
function judgedPlaces({ residency, minLiveSites, maxPercentAtOneSite }: RoutingRules): readonly JudgedPlaces[] {
  const judged: JudgedPlaces[] = [];
  for (const [name, { usersIn }] of Object.entries(residency ?? {})) {
    const isMeant = ({ country }: Location) => country !== undefined && usersIn.includes(country);
    judged.push({ rule: { code: "residency", property: ["rules", "residency", name] }, isMeant });
  }
  for (const code of Object.keys(minLiveSites ?? {})) {
    const isMeant = ({ country }: Location) => country === code;
    judged.push({ rule: { code: "live-sites", property: ["rules", "minLiveSites", code] }, isMeant });
  }
  if (maxPercentAtOneSite !== undefined) {
    judged.push({ rule: { code: "site-share", property: ["rules", "maxPercentAtOneSite"] }, isMeant: () => true });
  }
  return judged;
}

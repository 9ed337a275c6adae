import type { Question } from "../../routing/answers";

const TYPES: Readonly<Record<string, string>> = { A: "IPv4", AAAA: "IPv6" };

/** What is asked for, by host name: with the types of records where the name is asked for others, too. `api.example.com (IPv6)`. */
export function askedTexts(some: readonly Question[], all: readonly Question[]): readonly string[] {
  const typesOf = (questions: readonly Question[], host: string) =>
    [...new Set(questions.filter(({ name }) => name === host).map(({ type }) => type))].sort();
  return [...new Set(some.map(({ name }) => name))].sort().map((host) => {
    const types = typesOf(some, host);
    const isWhole = types.length === typesOf(all, host).length;
    return isWhole ? host : `${host} (${types.map((type) => TYPES[type] ?? type).join(" and ")})`;
  });
}

/** Whether two ask for the same. */
export function isSameQuestion(one: Question, other: Question): boolean {
  return one.name === other.name && one.type === other.type;
}

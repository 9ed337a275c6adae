import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { namesOfWhatCanBeDown } from "../routing/analysis/failures";
import { questionText } from "../routing/analysis/words";
import { regionOf } from "../verify/chance";
import { readClientSubnets } from "../verify/client-subnets";
import { expectedText, type Finding } from "../verify/judge";
import { type NameServer, nameServerText, readHostAndPort } from "../verify/name-server";
import { NameServers } from "../verify/name-servers";
import { type NotAsked, probesOf } from "../verify/probe";
import { judgedOf, type Verification, type Verified, verifyZone } from "../verify/verify";
import { aboutHost } from "./asked-host";
import { chosenZones } from "./chosen-zone";
import { checkDown } from "./down";
import { readEnvironment } from "./environments";
import { notesOf, type ReadZone, zonesOfStacks } from "./zones";

/** How the live zone is asked, and how that is written. */
export interface VerifyCommand {
  readonly addresses?: string;
  readonly nameServer: readonly string[];
  readonly resolver?: string;
  /** The hosted zone, where a name is in several. */
  readonly zone?: string;
  readonly down: readonly string[];
  readonly draws: number;
  readonly timeout: number;
  readonly within?: number;
  /** This environment alone. */
  readonly environment?: string;
  /** This host name alone. */
  readonly host?: string;
  readonly json?: boolean;
}

/** What a verification says. */
export interface VerifyOutput {
  readonly text: string;
  /** A line for each difference. */
  readonly findings: readonly string[];
}

/** How often a silent name server is asked. */
const ATTEMPTS = 3;

/** Compares the live zone with what a folder would deploy. */
export async function verify(
  folder: string,
  command: VerifyCommand,
  onProgress?: (done: number, all: number) => void,
): Promise<VerifyOutput> {
  const zones = zonesOfStacks(readEnvironment(folder, command.environment));
  const chosen = Problems.of("verify", (problems) => {
    if (zones.size === 0) problems.conflict("folder", `${folder} holds no address records of Route 53`);
    else checkDown(problems, [...zones.values()], command.down);
    return chosenZones(problems, zones.size === 0 ? zones : aboutHost(problems, zones, command.host), command);
  });
  const subnets = command.addresses === undefined ? new Map() : readClientSubnets(command.addresses);
  const nameServers = await lookUp(command);
  const sections: Section[] = [];
  const downIn = ({ zone }: ReadZone) => command.down.filter((name) => namesOfWhatCanBeDown(zone).includes(name));
  const probes = chosen.flatMap(({ read }) => probesOf(read.zone, subnets, downIn(read)).probes);
  const judged = judgedOf(probes);
  for (const { stack, read, notAsked } of chosen) {
    const { zone, unreadable } = read;
    const patience = { timeoutMilliseconds: command.timeout * 1000, attempts: ATTEMPTS };
    const down = downIn(read);
    const limitMilliseconds = command.within === undefined ? undefined : command.within * 1000;
    const { draws } = command;
    const options = { subnets, nameServers, down, draws, judged, patience, limitMilliseconds, onProgress };
    const verification = await verifyZone(zone, options);
    const all = [...notAsked, ...verification.notAsked];
    sections.push({ stack, notes: notesOf(unreadable), ...verification, notAsked: all });
  }
  Problems.of("verify", (problems) => {
    if (sections.some(({ verified }) => verified.some(({ draws }) => draws > 0))) return;
    const reasons = sections.flatMap((section) => [
      ...notAskedTexts(section.notAsked),
      ...findingsOf(section).map(({ message }) => message),
    ]);
    problems.conflict("folder", `nothing could be verified: ${[...new Set(reasons)].join("; ")}`);
  });
  const findings = sections.flatMap((section) =>
    findingsOf(section).map(({ message }) => `${section.stack}: ${message}`),
  );
  return { text: command.json ? json(sections) : sections.map(text).join("\n\n"), findings };
}

async function lookUp({
  nameServer,
  resolver,
}: VerifyCommand): Promise<(name: string) => Promise<readonly NameServer[]>> {
  const { by, named } = Problems.of("verify", (problems) => ({
    by: resolver === undefined ? undefined : readHostAndPort(problems, "--resolver", resolver),
    named: nameServer.flatMap((one) => readHostAndPort(problems, "--name-server", one) ?? []),
  }));
  const found = new NameServers(by);
  if (named.length === 0) return (name) => found.of(name);
  const servers = await Promise.all(named.map((one) => found.at(one)));
  Problems.of("verify", (problems) => {
    for (const [index, server] of servers.entries()) {
      if (server === undefined) problems.conflict("--name-server", `${named[index]?.host} has no address`);
    }
  });
  return async () => servers.flatMap((server) => server ?? []);
}

interface Section extends Verification {
  readonly stack: string;
  readonly notes: readonly string[];
}

function findingsOf({ findings, verified }: Verification): readonly Finding[] {
  return [...findings, ...verified.flatMap((one) => one.findings)];
}

function text(section: Section): string {
  const { stack, nameServers, verified, notAsked, notes } = section;
  const rows = verified.map(({ probe, draws, answers, findings }) => [
    questionText(probe.question),
    probe.placeName,
    expectedText(probe.expectation),
    `${answers.map(({ who, count }) => `${who} ${count}`).join(", ")} of ${draws}`,
    findings.length === 0 ? "right" : "WRONG",
  ]);
  const found = findingsOf(section);
  return [
    `## ${stack}\n`,
    `Asked: ${nameServers.map(nameServerText).join(", ")}\n`,
    markdownTable(["Name", "From", "Expected", "Got", ""], rows),
    ...listed("Not asked", notAskedTexts(notAsked)),
    ...listed(
      "Not analysed",
      notes.map((note) => note.trimEnd()),
    ),
    ...(found.length === 0
      ? ["\nAll that was asked is as simulated."]
      : listed(
          "Found",
          found.map(({ message }) => message),
        )),
  ].join("\n");
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\n${title}:\n`, ...lines.map((line) => `- ${line}`)];
}

/** A line for all questions that are not asked from the same places for the same reason. */
function notAskedTexts(notAsked: readonly NotAsked[]): readonly string[] {
  const byQuestion = grouped(notAsked, ({ question, reason }) => JSON.stringify([questionText(question), reason]));
  const lines = [...byQuestion.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const rest = `from ${some.map(({ places }) => places).join(", ")}: ${first.reason}`;
    return [{ name: questionText(first.question), rest }];
  });
  return [...grouped(lines, ({ rest }) => rest)].map(
    ([rest, same]) => `${same.map(({ name }) => name).join(", ")} ${rest}`,
  );
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** The schema of this is docs/schemas/verify.schema.json. */
function json(sections: readonly Section[]): string {
  const stacks = sections.map((section) => ({
    stack: section.stack,
    nameServers: section.nameServers,
    verified: section.verified.map(verifiedJson),
    notAsked: section.notAsked.map(({ question: { name, type }, places, reason }) => ({ name, type, places, reason })),
    notAnalysed: section.notes.map((note) => note.trimEnd()),
    findings: findingsOf(section),
  }));
  return JSON.stringify({ stacks }, undefined, 2);
}

function verifiedJson({ probe, draws, chance, answers, findings }: Verified): object {
  const { question, place, standsFor, subnet } = probe;
  return {
    name: question.name,
    type: question.type,
    place: place ?? null,
    standsFor,
    clientSubnet: subnet === undefined ? null : `${subnet.address}/${subnet.prefixLength}`,
    draws,
    answers: answers.map(({ who, values, share, count }) => ({
      who,
      addresses: values ?? null,
      share,
      count,
      ...(answers.length > 1 ? regionOf(probe.expectation, draws, share, chance) : { least: draws, most: draws }),
    })),
    isRight: findings.length === 0,
  };
}

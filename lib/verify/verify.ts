import type { SimulatedZone } from "../route53/simulation/simulated-zone";
import { FIRST_LOOK_CHANCE, isByChance, secondLookChance } from "./chance";
import type { ClientSubnets } from "./client-subnets";
import { ask, type DnsQuery, type Patience } from "./dns-client";
import { outcomeFor } from "./expectation";
import { type Counted, counted, type Draw, type Finding, judge, sharesOutside, subject } from "./judge";
import { type NameServer, nameServerText } from "./name-server";
import { type NotAsked, type Probe, probesOf } from "./probe";
import { readReply } from "./reply";

/** How a live zone is asked. */
export interface VerifyOptions {
  /** Addresses of places. */
  readonly subnets: ClientSubnets;
  /** Who is asked about a name: all of them, in turn. */
  readonly nameServers: (hostName: string) => Promise<readonly NameServer[]>;
  /** The endpoints that are down now, so that other answers are expected. */
  readonly down: readonly string[];
  /** How often a name is asked from a place where chance decides. */
  readonly draws: number;
  /**
   * For how many questions of the run chance decides, where it asks several zones: the more, the stricter each is judged.
   *
   * @default - those of this zone
   */
  readonly judged?: number;
  readonly patience: Patience;
  /**
   * After so many milliseconds no more is asked.
   *
   * @default - 30 time-outs of the patience, and 10 ms for each question
   */
  readonly limitMilliseconds?: number;
  /** Is called at the start, and after each reply. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What was asked from one place. */
export interface Verified {
  readonly probe: Probe;
  readonly draws: number;
  /** How often right shares may be taken for others by chance alone. */
  readonly chance: number;
  readonly answers: readonly Counted[];
  readonly findings: readonly Finding[];
}

/** What a live zone says about a simulated one. */
export interface Verification {
  readonly nameServers: readonly NameServer[];
  readonly verified: readonly Verified[];
  readonly notAsked: readonly NotAsked[];
  /** About name servers: those about answers are beside these. */
  readonly findings: readonly Finding[];
}

/** So many questions are on their way at once. */
const AT_ONCE = 16;

/** A share that seems to be another one is drawn again, so many times as often: chance alone does not last. */
const SECOND_LOOK = 4;

/** Asks the name servers of each host name what users of each place get, and compares it with the simulation. */
export async function verifyZone(zone: SimulatedZone, options: VerifyOptions): Promise<Verification> {
  const { probes, notAsked } = probesOf(zone, options.subnets, options.down);
  const session = new Session({ judged: judgedOf(probes), ...options });
  const servers = new Map<string, readonly NameServer[]>();
  for (const { question } of probes) {
    if (!servers.has(question.name)) servers.set(question.name, await options.nameServers(question.name));
  }
  const drawn = probes.map((probe) => ({ probe, servers: servers.get(probe.question.name) ?? [] }));
  const verified = await session.askAll(drawn);
  return {
    nameServers: unique([...servers.values()].flat()),
    verified,
    notAsked,
    findings: session.findings(),
  };
}

/** For how many questions chance decides. */
export function judgedOf(probes: readonly Probe[]): number {
  return probes.filter(({ expectation }) => isByChance(expectation)).length;
}

function needsSecondLook({ expectation }: Probe, draws: readonly Draw[]): boolean {
  const isExpected = draws.every(({ reply }) => outcomeFor(expectation, reply) !== undefined);
  return isByChance(expectation) && isExpected && sharesOutside(expectation, draws, FIRST_LOOK_CHANCE).length > 0;
}

function nobodyAnswers(probe: Probe, servers: readonly NameServer[]): Finding {
  const why = servers.length === 0 ? "no name server of it is found" : "none of its name servers answers";
  return { kind: "no-name-server", message: `${subject(probe)}: ${why}` };
}

/** A name server that loses packets costs time-outs: so many are waited for, on top of the time that a question takes. */
const TIMEOUTS_IN_ALL = 30;

/** What a question takes at most when 16 are on their way at once, and a name server is 160 ms away. */
const MILLISECONDS_PER_QUESTION = 10;

interface Drawing {
  readonly probe: Probe;
  readonly servers: readonly NameServer[];
}

/** All questions of one run, and what is learned of the name servers on the way. */
class Session {
  private readonly silent = new Set<NameServer>();
  private readonly notAuthoritative = new Set<NameServer>();
  private readonly withoutSubnet = new Set<NameServer>();
  private done = 0;
  private all = 0;
  private readonly start = Date.now();

  constructor(private readonly options: VerifyOptions) {}

  public async askAll(drawings: readonly Drawing[]): Promise<readonly Verified[]> {
    this.all = drawings.reduce((sum, drawing) => sum + this.drawsOf(drawing), 0);
    this.options.onProgress?.(0, this.all);
    return inParallel(drawings, (drawing) => this.verify(drawing));
  }

  public findings(): readonly Finding[] {
    const { attempts, timeoutMilliseconds } = this.options.patience;
    const tried = `${attempts} attempts of ${timeoutMilliseconds / 1000} s`;
    const found = (servers: ReadonlySet<NameServer>, kind: Finding["kind"], text: string): readonly Finding[] =>
      unique([...servers]).map((server) => ({ kind, message: `${nameServerText(server)} ${text}` }));
    return [
      ...found(this.silent, "silent-name-server", `does not answer (${tried})`),
      ...found(this.notAuthoritative, "not-authoritative", "is not authoritative: a resolver answers from its memory"),
      ...found(
        this.withoutSubnet,
        "no-client-subnet",
        "ignores the client subnet: it answers as if this machine asked",
      ),
    ];
  }

  private async verify(drawing: Drawing): Promise<Verified> {
    const { probe, servers } = drawing;
    let wanted = this.drawsOf(drawing);
    let draws = await this.draw(drawing, wanted);
    let chance = FIRST_LOOK_CHANCE;
    if (needsSecondLook(probe, draws) && !this.isOver()) {
      wanted = draws.length * SECOND_LOOK;
      this.all += wanted;
      draws = await this.draw(drawing, wanted);
      chance = secondLookChance(this.options.judged ?? 1);
    }
    const unanswered = this.isOver() && draws.length < wanted ? [this.timeIsUp(probe, draws.length, wanted)] : [];
    const none = unanswered.length > 0 ? [] : [nobodyAnswers(probe, servers)];
    const findings = [...unanswered, ...(draws.length === 0 ? none : judge(probe, draws, chance))];
    return { probe, draws: draws.length, chance, answers: counted(probe.expectation, draws), findings };
  }

  private get limit(): number {
    const { limitMilliseconds, patience } = this.options;
    return limitMilliseconds ?? patience.timeoutMilliseconds * TIMEOUTS_IN_ALL + this.all * MILLISECONDS_PER_QUESTION;
  }

  private isOver(): boolean {
    return Date.now() - this.start >= this.limit;
  }

  private timeIsUp(probe: Probe, answered: number, wanted: number): Finding {
    const seconds = `${Math.round(this.limit / 100) / 10} s`;
    const message = `${subject(probe)}: ${answered} of ${wanted} questions are answered, and the time is up (${seconds})`;
    return { kind: "time-is-up", message };
  }

  /** Where chance decides, often; elsewhere each name server once. */
  private drawsOf({ probe, servers }: Drawing): number {
    return isByChance(probe.expectation) ? this.options.draws : servers.length;
  }

  private async draw({ probe, servers }: Drawing, count: number): Promise<readonly Draw[]> {
    const query: DnsQuery = { ...probe.question, subnet: probe.subnet };
    const draws: Draw[] = [];
    let turn = 0;
    for (;;) {
      const living = servers.filter((server) => !this.silent.has(server));
      const server = living[turn % living.length];
      const isEnough = draws.length >= (isByChance(probe.expectation) ? count : Math.min(count, living.length));
      if (server === undefined || isEnough || this.isOver()) return draws;
      const packet = await ask(server, query, this.options.patience);
      if (packet === undefined) {
        this.silent.add(server);
      } else {
        draws.push({ server, reply: this.note(server, readReply(packet, query), query) });
        this.options.onProgress?.(++this.done, this.all);
        turn++;
      }
    }
  }

  private note(server: NameServer, reply: Draw["reply"], { subnet }: DnsQuery): Draw["reply"] {
    if (!reply.isAuthoritative) this.notAuthoritative.add(server);
    if (subnet !== undefined && !reply.tookSubnet) this.withoutSubnet.add(server);
    return reply;
  }
}

function unique(servers: readonly NameServer[]): readonly NameServer[] {
  const byText = new Map(servers.map((server) => [nameServerText(server), server]));
  return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, server]) => server);
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** A bucket of tokens: how many calls it takes at once when it is full, and how many more each second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * The default of an account, for all calls of Route 53's API together. It was five a second for years.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/throttling-api-requests.html
 */
export const ACCOUNT_RATE: Rate = { burst: 50, perSecond: 10 };

/** The calls of the provider for one operation of Terraform: those before it waits for the name servers, and those after. */
interface Calls {
  readonly before: number;
  readonly after: number;
}

/** What Terraform asks a provider to do with a resource. */
export type Procedure = "read" | "write" | "delete";

/**
 * The calls of hashicorp/aws, by type and procedure. Two for a read were seen: the zone and the records, the check and its tags. A
 * change looks the zone up, changes the record, asks whether the change has reached the name servers, and reads; that is assumed.
 */
const CALLS: Readonly<Record<string, Readonly<Record<Procedure, Calls>>>> = {
  aws_route53_record: {
    read: { before: 2, after: 0 },
    write: { before: 2, after: 3 },
    delete: { before: 3, after: 1 },
  },
  aws_route53_health_check: {
    read: { before: 2, after: 0 },
    write: { before: 4, after: 0 },
    delete: { before: 1, after: 0 },
  },
};

/** The least and the most seconds that the provider waits for a change: `waitChangeInsync` in its internal/service/route53. */
const WAIT = { least: 10, most: 29 };

/** Keeps the rate of Route 53's API, and the provider's own waits: calls stand in line, where the real ones are refused and repeated. */
export class Pace {
  /** How many calls were made. */
  public calls = 0;
  /** Off for what is made before something is measured. */
  public isOn = true;
  private changes = 0;
  private tokens: number;
  private filledAt = Date.now();
  private line: Promise<void> = Promise.resolve();

  constructor(private readonly rate: Rate = ACCOUNT_RATE) {
    this.tokens = rate.burst;
  }

  /** Takes as long as an operation of the provider does; none, while it is off. */
  public async take(type: string, procedure: Procedure): Promise<void> {
    if (!this.isOn) return;
    const { before, after } = CALLS[type]?.[procedure] ?? { before: 0, after: 0 };
    for (let call = 0; call < before; call++) await this.call();
    if (after === 0) return;
    // Every wait is as likely as at random, and the same in each run.
    this.changes += 1;
    await sleep(WAIT.least + ((this.changes * 7) % (WAIT.most - WAIT.least + 1)));
    for (let call = 0; call < after; call++) await this.call();
  }

  /** One call, after those that stand in line already. */
  private call(): Promise<void> {
    this.calls += 1;
    this.line = this.line.then(async () => {
      this.fill();
      if (this.tokens < 1) await sleep((1 - this.tokens) / this.rate.perSecond);
      this.fill();
      this.tokens -= 1;
    });
    return this.line;
  }

  private fill(): void {
    const now = Date.now();
    const { burst, perSecond } = this.rate;
    this.tokens = Math.min(Math.max(burst, 1), this.tokens + ((now - this.filledAt) / 1000) * perSecond);
    this.filledAt = now;
  }
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

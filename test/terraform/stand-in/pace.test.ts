import { Pace } from "./pace";

describe("the pace of Route 53's API", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** After how many seconds each of some operations has ended, all of them begun at once. */
  const ends = async (operations: readonly (() => Promise<void>)[]) => {
    const start = Date.now();
    const times: number[] = [];
    for (const operation of operations) operation().then(() => times.push((Date.now() - start) / 1000));
    await jest.advanceTimersByTimeAsync(120_000);
    return times;
  };

  test("takes a burst at once, and then so many calls a second", async () => {
    const pace = new Pace({ burst: 6, perSecond: 5 });
    const times = await ends(Array.from({ length: 8 }, () => () => pace.take("aws_route53_record", "read")));
    // All ask for the first time before any does for the second: 6 calls at once, 2 in 0.4 seconds, and the 8 that end a read.
    expect(times.map((time) => time.toFixed(1))).toEqual(["0.6", "0.8", "1.0", "1.2", "1.4", "1.6", "1.8", "2.0"]);
    expect(pace.calls).toBe(16);
  });

  test("waits for a change to reach the name servers, 10 to 29 seconds, while others go on", async () => {
    const pace = new Pace({ burst: 1000, perSecond: 1000 });
    const times = await ends(Array.from({ length: 20 }, () => () => pace.take("aws_route53_record", "write")));
    const waits = [...times].map(Math.round).sort((one, other) => one - other);
    expect(waits).toEqual(Array.from({ length: 20 }, (_, index) => 10 + index));
    expect(pace.calls).toBe(100);
  });

  test("lets other resources be", async () => {
    const pace = new Pace({ burst: 1, perSecond: 1 });
    expect(await ends([() => pace.take("terraform_data", "write")])).toEqual([0]);
    expect(pace.calls).toBe(0);
  });
});

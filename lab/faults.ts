import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { expect, type Seen, settled, sleep, Users } from "./measure";

/** Something that breaks while users ask. */
export interface Fault {
  readonly name: string;
  /** Seconds after which no request fails any more; 0: none fails at all. */
  readonly bound: number;
  readonly break: (dataCenter: RunningDataCenter) => void | Promise<void>;
  /** What must hold while it is broken: returns a remark for the table. */
  readonly meanwhile?: (dataCenter: RunningDataCenter, since: number) => Promise<string>;
  /** How long users go on asking after that, in seconds. */
  readonly linger?: number;
  readonly repair: (dataCenter: RunningDataCenter) => void | Promise<void>;
  /** Seconds until all routes are back. */
  readonly repairBound?: number;
}

/** Breaks something, watches what users see, repairs it, and waits until all is as before. */
export function faultCheck(fault: Fault): Check {
  const { name, bound, linger = 1.5, repairBound = 40 } = fault;
  return {
    name,
    bound: bound === 0 ? "0 failed" : `${bound} s`,
    run: async (dataCenter) => {
      const users = new Users(dataCenter);
      let seen: Seen | undefined;
      let since = 0;
      let remark = "";
      try {
        await users.begin();
        since = Date.now();
        await fault.break(dataCenter);
        remark = (await fault.meanwhile?.(dataCenter, since)) ?? "";
        const left = bound - (Date.now() - since) / 1000;
        // So long that what fails after the bound is seen, too.
        await sleep(Math.max(0, left) + linger);
      } finally {
        seen = await users.stop(since);
        await fault.repair(dataCenter);
      }
      const back = await settled(dataCenter, repairBound);
      return `${judge(seen, since, bound)}${remark}; back after ${back.toFixed(1)} s`;
    },
  };
}

/** What users saw, in words; fails when one was not answered later than the bound. */
export function judge({ asked, failed }: Seen, since: number, bound: number): string {
  expect(asked.length > 10, `only ${asked.length} requests were made`);
  const last = failed.at(-1);
  const seconds = last === undefined ? 0 : Math.max(0, last.at - since) / 1000;
  const story = `${failed.length} of ${asked.length} failed, the last after ${seconds.toFixed(2)} s`;
  expect(last === undefined || (bound > 0 && seconds <= bound), story);
  return last === undefined ? `0 of ${asked.length} failed` : story;
}

import { judge } from "../../lab/faults";
import type { Asked } from "../../lab/probe-result";
import { summaryOf, tableOf } from "../../lab/report";

const lines = [
  { name: "it answers", bound: "200", passed: true, measured: "200" },
  { name: "a port goes down", bound: "2 s", passed: false, measured: "3 of 90 failed" },
];

const asked = (seconds: number, status: number | null): Asked => ({
  ...{ at: 10_000 + 1000 * seconds, took: 5, url: "https://203.0.113.10/", from: null },
  status,
});

/** Users who ask 20 times per second for five seconds, of whom those until a moment get nothing. */
const users = (failUntil: number) => {
  const all = Array.from({ length: 100 }, (_, n) => asked(n / 20, n / 20 < failUntil ? null : 200));
  return { asked: all, failed: all.filter(({ status }) => status === null) };
};

describe("the result of the lab", () => {
  test("the table marks what failed, and the last line counts", () => {
    expect(tableOf(lines).split("\n")).toEqual([
      "| What | Allowed | Measured |",
      "|---|---|---|",
      "| it answers | 200 | 200 |",
      "| a port goes down | 2 s | FAILED: 3 of 90 failed |",
    ]);
    expect(summaryOf(lines)).toBe("1 passed, 1 failed");
  });

  test("requests may fail until the bound, and not after it", () => {
    expect(judge(users(1), 10_000, 2)).toBe("20 of 100 failed, the last after 0.95 s");
    expect(() => judge(users(2.5), 10_000, 2)).toThrow("50 of 100 failed, the last after 2.45 s");
  });

  test("where none may fail, one is too many", () => {
    expect(judge(users(0), 10_000, 0)).toBe("0 of 100 failed");
    expect(() => judge(users(0.05), 10_000, 0)).toThrow("1 of 100 failed, the last after 0.00 s");
  });

  test("users who hardly asked show nothing", () => {
    const { asked: all } = users(0);
    expect(() => judge({ asked: all.slice(0, 5), failed: [] }, 10_000, 2)).toThrow("only 5 requests were made");
  });
});

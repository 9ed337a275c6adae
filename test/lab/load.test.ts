import { tried, type Verdict } from "../../lab/load";
import { isLeft } from "../../lab/network";

const passes: Verdict = { passed: true, measured: "200" };
const fails: Verdict = { passed: false, measured: "3 of 90 failed" };

/** What comes of a check with these verdicts, one per try, while a small program takes so long; and how often it was tried. */
async function outcome(verdicts: readonly Verdict[], milliseconds: number, quietTries?: number) {
  let tries = 0;
  let asked = 0;
  const load = { begin: () => undefined, worst: () => milliseconds };
  const verdict = await tried(
    async () => verdicts[tries++] ?? fails,
    load,
    async () => void asked++,
    quietTries,
  );
  return { ...verdict, tries, asked };
}

describe("a check on a busy machine", () => {
  test("that passes has passed, however busy the machine is", async () => {
    expect(await outcome([passes], 5000)).toEqual({ ...passes, tries: 1, asked: 0 });
  });

  test("that fails while the machine has time has failed", async () => {
    expect(await outcome([fails, passes], 499)).toEqual({ ...fails, tries: 1, asked: 0 });
  });

  test("that is tried twice while the machine has time says how it failed at first", async () => {
    const measured = "200; before that: 3 of 90 failed";
    expect(await outcome([fails, passes], 20, 2)).toEqual({ passed: true, measured, tries: 2, asked: 1 });
    expect(await outcome([fails, fails, passes], 20, 2)).toEqual({ ...fails, tries: 2, asked: 1 });
  });

  test("that fails while it has none is tried again, and may pass", async () => {
    const passed = { passed: true, tries: 2, asked: 1 };
    const failed = "200; before that: 3 of 90 failed";
    const busy = `${failed}; the machine is busy: what takes 10 ms took 500 ms`;
    expect(await outcome([fails, passes], 500)).toEqual({ ...passed, measured: busy });
    // It could not look in time, though the small program was: no word of a machine that is busy.
    expect(await outcome([{ ...fails, tooLate: true }, passes], 20)).toEqual({ ...passed, measured: failed });
  });

  test("that fails three times has failed, and says how busy the machine is", async () => {
    expect(await outcome([fails, fails, fails, passes], 900)).toEqual({
      passed: false,
      measured: "3 of 90 failed; the machine is busy: what takes 10 ms took 900 ms",
      tries: 3,
      asked: 2,
    });
  });
});

test("what a lab left behind that was killed is told from what another one uses", () => {
  expect(isLeft(`hklab-${process.pid}-edge-1`)).toBe(true);
  expect(isLeft(`hklab-${process.ppid}-edge-1`)).toBe(false);
  // No process has a number above the limit of the kernel.
  expect(isLeft("hklab-4194305-edge-1")).toBe(true);
  expect(isLeft("another-1-edge-1")).toBe(false);
});

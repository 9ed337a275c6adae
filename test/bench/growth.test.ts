import { growthCases, growthTable, VARIED } from "../../bench/growth";
import { Samples } from "../../bench/measure";
import { againstPrevious, beyond, previousTable } from "../../bench/previous";
import { type Measured, PLATFORM } from "../../bench/report";

const one = (cpu: number) => new Samples([{ cpu, wall: cpu, peakMegabytes: cpu }]);

test("growth is that of what is beyond loading, of each size that is varied alone", () => {
  const loading = 300;
  // Time grows as the size does, and that of servers with its square.
  const ofSize = (what: string, size: number) => loading + (what === "servers" ? size ** 2 / 1000 : size * 2);
  const measured: Measured = new Map([
    [`load ${PLATFORM}`, one(loading)],
    ...VARIED.flatMap(({ what, sizes }) => sizes.map((size) => [`${size} ${what}`, one(ofSize(what, size))] as const)),
  ]);
  const rows = growthTable(measured)
    .split("\n")
    .slice(2)
    .map((row) => row.split("|").map((cell) => cell.trim()));
  expect(rows.map(([, what, , , power]) => [what, power])).toEqual([
    ["clusters", "1.00"],
    ["countries", "1.00"],
    ["host names", "1.00"],
    ["servers", "2.00"],
  ]);
  expect(rows[3]?.slice(2, 4)).toEqual(["100, 500, 2,500", "0.31 s, 0.55 s, 6.55 s"]);
});

test("there is a case for each size, with a name of its own", () => {
  const cases = growthCases("programs", ["--require", "probe.js"], "out");
  expect(new Set(cases.map(({ name }) => name)).size).toBe(12);
  expect(cases.find(({ name }) => name === "246 countries")?.args).toEqual([
    "--require",
    "probe.js",
    "programs/generated.js",
    "1",
    "246",
    "1",
  ]);
});

test("a version that is slower than the previous one shows it", () => {
  const measured: Measured = new Map([
    ["small: ours", one(1500)],
    ["small: previous", one(1000)],
  ]);
  const compared = againstPrevious(["small"], measured);
  const last = previousTable(compared).split("\n").at(-1);
  expect(last?.split("|").map((cell) => cell.trim())).toEqual([
    "",
    "small",
    "1.00 s (1.00 to 1.00)",
    "1.50 s (1.50 to 1.50)",
    "1.50×",
    "1.50×",
    "",
  ]);
  expect(beyond(compared, 1.5)).toEqual([]);
  expect(beyond(compared, 1.49)).toEqual([
    "small takes 1.50 times the processor time of the previous version, expected at most 1.49 times",
    "small takes 1.50 times the memory of the previous version, expected at most 1.49 times",
  ]);
});

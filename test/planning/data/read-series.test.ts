import { Problems } from "../../../lib/core/problems";
import { ValidationError } from "../../../lib/core/validation-error";
import type { MetricsFile } from "../../../lib/planning/data/metrics-file";
import { type ReadSeries, readSeries } from "../../../lib/planning/data/read-series";
import { UNPLACED } from "../../../lib/planning/data/series";
import { fc } from "../../support/property";

/** 2026-11-03T00:00Z: a whole number of hours since 1970. */
const START = 1_793_664_000;

type Labels = Readonly<Record<string, string>>;
type Pair = readonly [number, string];

/** The answer of a query whose series have these labels and values. */
const answer = (...result: readonly (readonly [Labels, readonly Pair[]])[]) =>
  JSON.stringify({
    status: "success",
    data: { resultType: "matrix", result: result.map(([metric, values]) => ({ metric, values })) },
  });
const every = (step: number, ...values: readonly string[]): readonly Pair[] =>
  values.map((value, index) => [START + index * step, value]);

const read = (files: Readonly<Record<string, string>>, about: Partial<MetricsFile> = {}, exclude = {}): ReadSeries =>
  Problems.of("data", (problems) =>
    readSeries(
      problems,
      Object.keys(files).map((file) => ({ ...about, file })),
      (file) => files[file] ?? "",
      exclude,
    ),
  );
const refusals = (files: Readonly<Record<string, string>>, about: Partial<MetricsFile> = {}, exclude = {}) => {
  try {
    read(files, about, exclude);
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as Error).message.split("\n").map((line) => line.replace(/^data: /, ""));
  }
  return [];
};
const shown = ({ series }: ReadSeries) =>
  series.map(({ place, site, first, step, values }) => [place, site, first * step - START, step, [...values]]);

describe("the answer of query_range", () => {
  test("is series by place and site, with holes where times are missing or no number", () => {
    const text = answer(
      [{ country: "France", site: "paris" }, every(60, "1", "2.5", "NaN", "4")],
      [{ country: "de", site: "frankfurt" }, [every(60, "7")[0] as Pair, [START + 180, "+Inf"]]],
    );
    expect(shown(read({ "a.json": text }))).toEqual([
      ["DE", "frankfurt", 0, 60, [7, Number.NaN, Number.NaN, Number.NaN]],
      ["FR", "paris", 0, 60, [1, 2.5, Number.NaN, 4]],
    ]);
  });

  test("may name the site in the settings, and have other labels for places", () => {
    const text = answer([{ client_country: "Korea, Republic of" }, every(300, "1", "2")]);
    const settings = { site: "last-resort", countryLabel: "client_country", service: "video" };
    expect(read({ "a.json": text }, settings).series).toMatchObject([
      { place: "KR", site: "last-resort", service: "video", measures: "load", step: 300 },
    ]);
  });

  test("adds up series of one file that are of the same place and site", () => {
    const text = answer(
      [{ country: "FR", site: "paris", host: "a" }, every(60, "1", "2", "NaN")],
      [{ country: "FR", site: "paris", host: "b" }, every(60, "10", "NaN", "NaN")],
    );
    expect(shown(read({ "a.json": text }))).toEqual([["FR", "paris", 0, 60, [11, 2, Number.NaN]]]);
  });

  test("goes on in the next file, whose first time may be the last of the one before", () => {
    const one = answer([{ country: "FR", site: "paris" }, every(60, "1", "2")]);
    const next = answer([{ country: "FR", site: "paris" }, every(60, "1", "2", "3", "4").slice(1)]);
    const [series] = read({ "a.json": one, "b.json": next }).series;
    expect([...(series?.values ?? [])]).toEqual([1, 2, 3, 4]);
    expect(series?.files).toEqual(["a.json", "b.json"]);
    const others = answer([{ country: "FR", site: "paris" }, every(60, "1", "3", "3")]);
    expect(refusals({ "a.json": one, "b.json": others })).toEqual([
      "b.json: has other numbers than a.json for the same times: add up series in one query",
    ]);
  });

  test("keeps names apart that no place has, and users of a site without a place", () => {
    const text = answer(
      [{ country: "Atlantis", site: "paris" }, every(60, "1", "1")],
      [{ site: "paris" }, every(60, "2", "2")],
      [{ country: "BV", site: "paris" }, every(60, "4", "4")],
    );
    const found = read({ "a.json": text });
    expect(shown(found)).toEqual([[UNPLACED, "paris", 0, 60, [7, 7]]]);
    expect(found.unknownNames).toEqual(["", "Atlantis", "BV"]);
    expect(shown(read({ "a.json": answer([{ site: "paris" }, every(60, "2", "2")]) }))).toEqual([
      [undefined, "paris", 0, 60, [2, 2]],
    ]);
  });

  test("leaves out who is no user, by name, and tells how much that was", () => {
    const text = answer(
      [{ country: "FR", site: "paris", agent: "GoogleHC/1.0" }, every(60, "1", "1")],
      [{ country: "FR", site: "paris", agent: "firefox" }, every(60, "8", "8")],
      [{ country: "FR", site: "paris", agent: "kube-probe" }, every(60, "1", "1")],
    );
    const found = read({ "a.json": text }, {}, { agent: ["GoogleHC*", "kube-probe", "curl"] });
    expect(shown(found)).toEqual([["FR", "paris", 0, 60, [8, 8]]]);
    expect(found.excluded).toEqual([
      { label: "agent", name: "GoogleHC*", part: 0.1 },
      { label: "agent", name: "kube-probe", part: 0.1 },
      { label: "agent", name: "curl", part: 0 },
    ]);
    // A pattern that is too wide must not lead to a plan without data.
    expect(refusals({ "a.json": text }, {}, { agent: ["*"] })).toEqual([
      "a.json: nothing of it is left: exclude names all",
    ]);
    expect(refusals({ "a.json": text }, {}, { user_agent: ["curl"] })).toEqual([
      "exclude.user_agent: no series has this label: keep it in the query, with sum by",
    ]);
  });

  test.each([
    ["", /^a\.json: is not JSON \(/],
    ['{"status":"error","error":"x"}', /^a\.json: the query failed: x$/],
    ['{"status":"error"}', /^a\.json: the query failed: it does not say why$/],
    ["[]", /^a\.json\.status: got nothing, expected the answer of query_range/],
    [
      '{"status":"error","errorType":"bad_data","error":"exceeded maximum resolution"}',
      /^a\.json: the query failed: bad_data: exceeded maximum resolution$/,
    ],
    [
      '{"status":"success","data":{"resultType":"vector","result":[]}}',
      /^a\.json\.data\.resultType: got "vector", expected "matrix": ask query_range/,
    ],
    [answer(), /^a\.json\.data\.result: is empty: no series matches the query$/],
    [
      answer([{ site: "paris" }, [[START * 1000, "1"]]]),
      /^a\.json\.data\.result\.0\.values\.0: got .*, expected a time in seconds/,
    ],
    [answer([{ site: "paris" }, every(0, "1", "1")]), /values\.1: got .*, expected a later time than the one before$/],
    [
      answer([{ site: "paris" }, every(60, "1", "many")]),
      /values\.1: got .*, expected a time in seconds, and a number as a text/,
    ],
    [answer([{ country: "FR" }, every(60, "1", "2")]), /^a\.json: a series has no label site, {"country":"FR"}: give/],
    [answer([{ site: "paris" }, every(60, "1")]), /^a\.json: has one time alone: ask for a range of times$/],
    [
      answer([{ site: "paris" }, [...every(60, "1", "2"), [START + 150, "1"]]]),
      /^a\.json: its times are not 60 seconds apart, or a multiple of it: 1793664150 after 1793664000$/,
    ],
  ])("is refused in words: %#", (text, words) => {
    expect(refusals({ "a.json": text })).toEqual([expect.stringMatching(words)]);
  });

  test("never makes the reader throw, whatever it is", () => {
    const maybe = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .record({
          status: fc.constant("success"),
          data: fc.record({
            resultType: fc.constant("matrix"),
            result: fc.array(
              fc.record({
                metric: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.string())),
                values: fc.oneof(
                  fc.jsonValue(),
                  fc.array(fc.tuple(fc.oneof(fc.double(), fc.integer({ min: 1, max: 2e9 })), fc.string())),
                  fc.array(fc.tuple(fc.integer({ min: 1, max: 2e9 }), fc.double().map(String))),
                ),
              }),
            ),
          }),
        })
        .map((value) => JSON.stringify(value)),
    );
    const about = fc.record({ measures: fc.constantFrom("load" as const, "latency" as const) });
    fc.assert(
      fc.property(maybe, fc.constantFrom("a.json", "a.csv"), about, (text, file, settings) => {
        // Whatever is thrown, but a ValidationError, fails in refusals.
        for (const line of refusals({ [file]: text }, { ...settings, site: "paris" }))
          expect(line).toMatch(/^a\.(json|csv)/);
      }),
      { numRuns: 500 },
    );
  });

  test("is read as it was written, for random series with holes", () => {
    const numbers = fc.array(fc.option(fc.integer({ min: 0, max: 1e6 })), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 3600 }), fc.nat(86_400), (values, step, offset) => {
        const pairs = values.flatMap((value, index): Pair[] =>
          value === null ? [] : [[START + offset + index * step, String(value)]],
        );
        // Two neighbours tell the step.
        fc.pre(values.some((value, index) => value !== null && (values[index + 1] ?? null) !== null));
        const [series] = read({ "a.json": answer([{ site: "paris" }, pairs]) }).series;
        const from = values.findIndex((value) => value !== null);
        const to = values.reduce<number>((last, value, index) => (value === null ? last : index), 0);
        expect(series?.first).toBe(Math.floor((START + offset + from * step) / step + 0.1));
        expect([...(series?.values ?? [])]).toEqual(values.slice(from, to + 1).map((value) => value ?? Number.NaN));
      }),
    );
  });
});

describe("CSV", () => {
  test("has columns time and value, and all others are labels", () => {
    const text = [
      "\uFEFFtime,country,site,value",
      "2026-11-03T00:05Z,FR,paris,2",
      "2026-11-03T01:00+01:00,FR,paris,1",
      `${START + 900},FR,paris,`,
      '2026-11-03T00:20:00Z,"Bonaire, Sint Eustatius and Saba",paris,4',
      "2026-11-03T00:15Z,BQ,paris,3",
      "",
    ].join("\r\n");
    expect(shown(read({ "a.csv": text }))).toEqual([
      ["BQ", "paris", 900, 300, [3, 4]],
      ["FR", "paris", 0, 300, [1, 2, Number.NaN, Number.NaN]],
    ]);
  });

  test("may have latencies without a time", () => {
    const text = "country,site,value\nFR,paris,8\nFrance,last-resort,16\n";
    expect(read({ "a.csv": text }, { measures: "latency" }).series).toMatchObject([
      { place: "FR", site: "last-resort", isTimeless: true, values: Float64Array.of(16) },
      { place: "FR", site: "paris", isTimeless: true, values: Float64Array.of(8) },
    ]);
  });

  test.each([
    ["time,country,site,value\n", "a.csv: has no rows below time,country,site,value"],
    [
      "time,country,site\n1,FR,paris\n",
      'a.csv.line 1: got "time,country,site", expected the columns time and value, and labels: time,country,site,value',
    ],
    [
      "time,site,value\nyesterday,paris,1\n",
      'a.csv.row 1.time: got "yesterday", expected a time in UTC, "2026-11-03T17:05Z", or seconds since 1970',
    ],
    ["time,site,value\n60,paris,0x10\n120,paris,1\n180,paris,1", 'a.csv.row 1.value: got "0x10", expected a number'],
    ["time,site,value\n60,paris,1e999\n120,paris,1\n180,paris,1", 'a.csv.row 1.value: got "1e999", expected a number'],
    ["time,site,value\n60,paris,x\n120,paris,1\n180,paris,1", 'a.csv.row 1.value: got "x", expected a number'],
    [
      "time,site,value\n60,paris,1\n60,paris,1\n120,paris,1",
      "a.csv.row 2: has the same time and labels as a row above: 60",
    ],
    ["time,site,value\n60,paris,1\n120,paris\n180,paris,1", "a.csv.line 3: it has 2 fields, and line 1 has 3"],
  ])("is refused in words: %#", (text, line) => {
    expect(refusals({ "a.csv": text })).toEqual([line]);
  });
});

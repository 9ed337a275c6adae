import {
  type AfterStepOptions,
  afterStep,
  type BacktestOptions,
  backtest,
  type MeasuredHour,
  type MeasureGainOptions,
  measureGain,
} from "../../../lib/planning";

/** What one side measured of a place in each hour of the week after the step: not the same on each day. */
function hours(milliseconds: number, errors: number): MeasuredHour[] {
  return Array.from({ length: 7 * 24 }, (_, hour) => ({
    place: "DE",
    time: new Date(Date.UTC(2026, 10, 3, hour)).toISOString(),
    requests: 1000,
    value: milliseconds + ((hour * errors) % 5),
    errors: errors + (hour % 3),
  }));
}

export const GAIN: MeasureGainOptions = {
  registration: {
    step: "2026-11-02",
    days: { from: "2026-11-03", to: "2026-11-09" },
    before: { from: "2026-10-20", to: "2026-10-26" },
    places: { DE: { percent: 50 } },
    controls: ["NL"],
    tolerated: { value: 3, errors: 0.01 },
    chance: 0.05,
  },
  home: { metric: "rum_milliseconds", hours: hours(44, 7) },
  cloud: { metric: "rum_milliseconds", hours: hours(40, 1) },
};

export const BACKTEST: BacktestOptions = {
  hours: [{ time: "2026-11-03T17:00Z", demand: { api: { FR: 1000 }, video: { FR: 3 } } }],
  policies: { deployed: { countries: { FR: { serveFrom: ["paris"], percent: 50 } } } },
  dataCenters: { paris: { capacity: { api: 400, video: 5 } } },
  lastResort: { targetUtilization: 0.8 },
  failures: [["paris"]],
  weights: { api: 2 },
  prices: { api: 0.1 },
};

export const AFTER_STEP: AfterStepOptions = {
  policy: { countries: { FR: { serveFrom: ["paris"], percent: 50 } } },
  dataCenters: { paris: { capacity: { api: 2000 }, drain: false } },
  observed: { FR: { paris: { api: 720 }, "last-resort": { api: 280 } } },
  next: { countries: { FR: { serveFrom: ["paris"], percent: 70 } } },
  reach: { FR: 0.9 },
  tolerance: 0.1,
  negligible: 0.001,
  ttlSeconds: 60,
  file: "routing-plan.json",
};

/** What functions of plans say, as text. */
export const PLANNING: readonly [type: string, props: object, said: (props: object) => string][] = [
  ["MeasureGainOptions", GAIN, (props) => JSON.stringify(measureGain(props as MeasureGainOptions))],
  ["BacktestOptions", BACKTEST, (props) => JSON.stringify(backtest(props as BacktestOptions))],
  ["AfterStepOptions", AFTER_STEP, (props) => JSON.stringify(afterStep(props as AfterStepOptions))],
];

import { Token } from "cdktf";
import { later } from "../support/cluster";
import { withAt } from "../support/options";
import { AFTER_STEP, BACKTEST, GAIN, PLANNING } from "../support/samples/planning";

const NUMBER = Token.asNumber(later("number"));
const TEXT = Token.asString(later("text"));
const LIST = Token.asList(later("list"));

const cases: readonly [props: object, path: string, unknown: unknown][] = [
  [GAIN, "registration.step", TEXT],
  [GAIN, "registration.days.from", TEXT],
  [GAIN, "registration.before.to", TEXT],
  [GAIN, "registration.places.DE.percent", NUMBER],
  [GAIN, "registration.tolerated.value", NUMBER],
  [GAIN, "registration.tolerated.errors", NUMBER],
  [GAIN, "registration.chance", NUMBER],
  [GAIN, "home.hours", LIST],
  [GAIN, "home.hours.3.time", TEXT],
  [GAIN, "home.hours.3.place", TEXT],
  [GAIN, "cloud.hours.3.requests", NUMBER],
  [GAIN, "cloud.hours.3.value", NUMBER],
  [GAIN, "cloud.hours.3.errors", NUMBER],
  [BACKTEST, "hours", LIST],
  [BACKTEST, "hours.0.time", TEXT],
  [BACKTEST, "hours.0.demand.api.FR", NUMBER],
  [BACKTEST, "weights.api", NUMBER],
  [BACKTEST, "prices.api", NUMBER],
  [AFTER_STEP, "observed.FR.paris.api", NUMBER],
  [AFTER_STEP, "reach.FR", NUMBER],
  [AFTER_STEP, "tolerance", NUMBER],
  [AFTER_STEP, "negligible", NUMBER],
  [AFTER_STEP, "ttlSeconds", NUMBER],
];

test.each(cases)("what a judgement is made of must be known: %#", (props, path, unknown) => {
  const said = PLANNING.find(([, of]) => of === props)?.[2];
  const parts = path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  expect(() => said?.(withAt(props, parts, unknown) as object)).toThrow(`${path}: got`);
  expect(() => said?.(withAt(props, parts, unknown) as object)).toThrow("known at synthesis");
});

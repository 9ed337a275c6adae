import { firstOf } from "../../core/first-of";
import type { Reason } from "../../planning/reasons";
import type { StepLimit } from "../../planning/step-limit";
import { percentText } from "../../routing/analysis/words";
import { amount } from "./amounts";
import type { Planning } from "./planning";
import { siteText, whileDownText } from "./site-text";

/** More data centres than these are a number. */
const NAMED_SITES = 3;

/** Why a place gets no more, in words. */
export function reasonText(reason: Reason, units: Planning["units"]): string {
  switch (reason.kind) {
    case "all":
      return "all of its users";
    case "full": {
      const { percent, site, service, down, load, limit, atOnce } = reason;
      const unit = units[service] ?? service;
      const takes = `${amount(limit)} ${unit}${atOnce ? AT_ONCE : ""}`;
      return `at ${percent} %: ${siteText(site)} is asked for ${amount(load)}${whileDownText(down)}, and takes ${takes}`;
    }
    case "step":
      return `the next steps: ${limitText(reason.by, units)}${thenText(reason.atTarget, units)}`;
    case "blocked":
      return `no safe step leads there: ${limitText(reason.by, units)}`;
    case "latency": {
      if (reason.nearest === undefined) return "the latency to no data centre that may serve it is known";
      const [milliseconds, limit] = [reason.milliseconds ?? 0, reason.limit].map((one) => Math.round(one * 10) / 10);
      return `no data centre is near enough: ${reason.nearest} is ${milliseconds} ms away, and may be ${limit} ms`;
    }
    case "drained":
      return `what is near enough is drained: ${firstOf(reason.sites, NAMED_SITES)}`;
    case "capacity":
      return `what is near enough has no capacity for ${reason.services.join(" and ")}: ${firstOf(reason.sites, NAMED_SITES)}`;
    case "rule":
      return `a rule leaves it no data centre, and without it there would be ${firstOf(reason.sites, NAMED_SITES)}`;
    case "fewer":
      return `it has ${reason.standing} data centres, and so many are not near enough (limits.fewerDataCenters)`;
    case "small":
      return "its demand is not among the largest, which are planned (limits.places)";
    case "lowered":
      return `more users follow than percentages say: ${reason.planned} % was planned`;
    case "frozen":
      return "it stays as it is";
    case "gain": {
      const room = reason.room < 100 ? `, and there is room up to ${reason.room} %` : "";
      return `more would bring less than it costs${room}`;
    }
  }
}

/** Why the target is no more, where it is not all. */
function thenText(then: Reason, units: Planning["units"]): string {
  return then.kind === "all" ? "" : `; then ${reasonText(then, units)}`;
}

const AT_ONCE = ", before new nodes are there";

/** What keeps it from going on in the step. */
function limitText(by: StepLimit, units: Planning["units"]): string {
  if (by.kind === "largestStep") {
    if (by.least <= by.limit) return `a step moves at most ${percentText(by.limit)} of all requests`;
    // Rounded up: with so much it does move.
    const enough = Math.ceil(by.least * 10_000) / 10_000;
    return `one percent of its users is more than limits.largestStep, ${by.limit}, lets move: with ${enough} it would`;
  }
  const { site, service, load, limit } = by;
  const most = `${amount(limit)} ${units[service] ?? service}`;
  switch (by.kind) {
    case "largestStepOfCapacity":
      return `a step may ask ${siteText(site)} for ${most} at most (limits.largestStepOfCapacity)`;
    case "servedWell":
      return `a step may ask ${siteText(site)} for ${most} at most, 1.25 times what it has served well`;
    case "mixture": {
      const soon = by.atOnce ? AT_ONCE : "";
      return `while records change, ${siteText(site)} could be asked for ${amount(load)}${whileDownText(by.down)}, and takes ${most}${soon}`;
    }
  }
}

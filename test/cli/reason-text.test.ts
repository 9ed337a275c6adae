import { reasonText } from "../../lib/cli/plan-routing/reason-text";
import type { Reason, StepLimit } from "../../lib/planning";

const mixture: StepLimit = {
  kind: "mixture",
  site: "last-resort",
  service: "video",
  down: ["paris", "madrid"],
  load: 1234,
  limit: 12.34,
  atOnce: true,
};
const mixtureOfParis: StepLimit = { ...mixture, site: "paris", down: [], atOnce: false };

describe("why a place gets no more, in words", () => {
  test.each<[Reason, string]>([
    [{ kind: "all" }, "all of its users"],
    [{ kind: "frozen" }, "it stays as it is"],
    [{ kind: "small" }, "its demand is not among the largest, which are planned (limits.places)"],
    [{ kind: "lowered", planned: 97 }, "more users follow than percentages say: 97 % was planned"],
    [{ kind: "latency", limit: 40 }, "the latency to no data centre that may serve it is known"],
    [
      { kind: "latency", nearest: "paris", milliseconds: 52.34, limit: 40 },
      "no data centre is near enough: paris is 52.3 ms away, and may be 40 ms",
    ],
    [{ kind: "drained", sites: ["paris"] }, "what is near enough is drained: paris"],
    [
      { kind: "capacity", sites: ["a", "b", "c", "d", "e"], services: ["api", "video"] },
      "what is near enough has no capacity for api and video: a, b, c and 2 more",
    ],
    [
      { kind: "rule", sites: ["paris", "madrid"] },
      "a rule leaves it no data centre, and without it there would be paris, madrid",
    ],
    [
      { kind: "fewer", standing: 2 },
      "it has 2 data centres, and so many are not near enough (limits.fewerDataCenters)",
    ],
    [{ kind: "gain", room: 100 }, "more would bring less than it costs"],
    [{ kind: "gain", room: 7 }, "more would bring less than it costs, and there is room up to 7 %"],
    [
      { kind: "blocked", target: 50, by: mixture, atTarget: { kind: "gain", room: 100 } },
      "no safe step leads there: while records change, the last resort could be asked for 1,234 while paris and madrid are down, and takes 12.3 Gbit/s, before new nodes are there",
    ],
    [
      { kind: "step", target: 100, by: mixtureOfParis, atTarget: { kind: "all" } },
      "the next steps: while records change, paris could be asked for 1,234, and takes 12.3 Gbit/s",
    ],
    [
      { kind: "step", target: 50, by: mixtureOfParis, atTarget: { kind: "gain", room: 100 } },
      "the next steps: while records change, paris could be asked for 1,234, and takes 12.3 Gbit/s; then more would bring less than it costs",
    ],
  ])("%j", (reason, words) => {
    expect(reasonText(reason, { video: "Gbit/s" })).toBe(words);
  });
});

import { wayBackText } from "../../lib/cli/plan-routing/way-back-text";

const WAY = { command: "plan-routing --back", mostSeconds: 1, nearlyAllSeconds: 60 };

test.each([
  [1, "1 minute"],
  [60, "1 minute"],
  // Nobody is back earlier than it says.
  [61, "2 minutes"],
  [119, "2 minutes"],
  [945, "16 minutes"],
])("%d seconds of the way back are %s", (nearlyAllSeconds, words) => {
  expect(wayBackText({ ...WAY, nearlyAllSeconds })).toBe(
    `Way back: plan-routing --back && npx cdktf synth, then deploy; most resolvers follow within 1 second, nearly all within ${words}`,
  );
});

test("the way back has no time where none is known", () => {
  expect(wayBackText(WAY, false)).toBe("Way back: plan-routing --back && npx cdktf synth, then deploy");
});

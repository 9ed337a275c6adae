import { inTurn } from "./test-of-steps";

test("steps are taken in the order in which they stand, and the first that fails is named and ends them", async () => {
  const taken: string[] = [];
  const step = (name: string, failing = false) => ({
    [name]: async () => {
      taken.push(name);
      if (failing) throw new Error("no answer");
    },
  });
  const steps = { ...step("plans"), ...step("applies", true), ...step("destroys") };
  await expect(inTurn(steps)).rejects.toThrow('at the step "applies":\n\nno answer');
  expect(taken).toEqual(["plans", "applies"]);
});

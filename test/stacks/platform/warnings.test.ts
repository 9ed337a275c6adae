import { HybridPlatform } from "../../../index";
import type { Problems } from "../../../lib/core/problems";
import { SMALL_PLATFORM } from "../../support/platform";
import { synthesize } from "../../support/synthesize";

jest.mock("../../../stacks/platform/across-parts", () => ({
  checkAcrossParts: (problems: Problems) => problems.warn("clusters", "risky together"),
}));

test("a warning of what spans parts is in a stack, since cdktf prints those of stacks alone", () => {
  const { manifest } = synthesize((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));
  const stacks = Object.values<{ annotations: { level: string; message: string }[] }>(manifest.stacks);
  const warnings = stacks.flatMap(({ annotations }) => annotations).filter(({ level }) => level === "@cdktf/warn");
  expect(warnings.map(({ message }) => message)).toEqual(["clusters: risky together"]);
});

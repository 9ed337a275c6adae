import { Testing } from "cdktf";
import { HybridPlatform } from "../../../index";
import type { Problems } from "../../../lib/core/problems";
import { SMALL_PLATFORM } from "../../support/platform";

jest.mock("../../../stacks/platform/across-parts", () => ({
  checkAcrossParts: (problems: Problems) => problems.warn("clusters", "risky together"),
}));

test("a warning of what spans parts is one of the platform", () => {
  const platform = new HybridPlatform(Testing.app(), "test", SMALL_PLATFORM);
  expect(platform.node.metadata.map(({ type, data }) => [type, data])).toEqual([
    ["@cdktf/warn", "clusters: risky together"],
  ]);
});

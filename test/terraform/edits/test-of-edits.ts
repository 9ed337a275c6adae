import type { WholePlatformProps } from "../../support/whole-platform";
import { describeWithTerraform } from "../describe-with-terraform";
import { inTurn } from "../test-of-steps";
import { EditedPlatform, type Edits } from "./edited-platform";

/** Declares one test of edits: each of the platform as the edit before left it, and at last all of them undone. */
export function testOfEdits(what: string, first: WholePlatformProps, edits: Edits): void {
  describeWithTerraform(`${what} of a running platform`, () => {
    test("are changed in one apply per stack, and users do not notice", async () => {
      const platform = await EditedPlatform.start(first);
      try {
        await inTurn(platform.steps(edits));
      } finally {
        await platform.close();
      }
    });
  });
}

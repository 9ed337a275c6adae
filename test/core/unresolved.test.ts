import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { type App, Lazy } from "cdktf";
import { ValidationError } from "../../lib/core/validation-error";
import { HybridPlatform } from "../../stacks";
import { SMALL_PLATFORM } from "../support/platform";
import { synthesize } from "../support/synthesize";

const NO_SUCH_ZONE = new Error("no such zone");
/** A text that fails when it is asked for, each time with the same error. */
const unknown = () =>
  Lazy.stringValue({
    produce: () => {
      throw NO_SUCH_ZONE;
    },
  });

/** The message of what fails while an app is synthesized. */
function failureOf(build: (app: App) => void): string {
  NO_SUCH_ZONE.message = "no such zone";
  try {
    synthesize(build);
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing failed";
}

test("a token that cannot be resolved names the construct that has it, among all of a platform", () => {
  const message = failureOf((app) => {
    const { network } = new HybridPlatform(app, "test", SMALL_PLATFORM);
    if (network === undefined) throw new Error("the platform has no network");
    new ComputeNetwork(network, "first", { name: "first" });
    new ComputeNetwork(network, "another", { name: "another", description: unknown() });
    new ComputeNetwork(network, "last", { name: "last" });
  });
  expect(message).toMatch(/^test-network\/another: Resolution error: no such zone\./);
});

test("a refusal stays as it is, which names its construct by itself", () => {
  const refused = new ValidationError("test", []);
  const message = failureOf((app) => {
    const { network } = new HybridPlatform(app, "test", SMALL_PLATFORM);
    const toTerraform = () => {
      throw refused;
    };
    Object.assign(new ComputeNetwork(network ?? app, "another", { name: "another" }), { toTerraform });
  });
  expect([message, refused.message]).toEqual(["", ""]);
});

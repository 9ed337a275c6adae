import type { HybridPlatformProps } from "../../index";
import { makeScene } from "../../lib/pictures/model/make-scene";
import type { Scene } from "../../lib/pictures/model/scene";
import { readTerraform } from "../../lib/route53/simulation/read-terraform";
import type { RoutingFacts } from "../../lib/routing/analysis/routing-facts";
import type { Answers } from "../../lib/routing/answers";
import { HybridPlatform } from "../../stacks";
import { SMALL_PLATFORM } from "../support/platform";
import { configurationsOf } from "../support/synthesize";
import { WORLD_SHAPES } from "./shapes";
import { FACTS_OF_TWELVE, TWELVE } from "./worlds";

/** What DNS answers for a platform. */
export function answersOf(props: HybridPlatformProps): Answers {
  const stacks = configurationsOf((app) => new HybridPlatform(app, "test", props));
  return readTerraform(stacks["test-dns"] ?? {}).zone;
}

/** A scene of a small platform that differs in something. */
export function sceneOf(props: Partial<HybridPlatformProps>, facts: Partial<RoutingFacts> = {}): Scene {
  const answers = answersOf({ ...SMALL_PLATFORM, ...props });
  return makeScene({
    title: "test-dns",
    answers,
    facts: { version: 1, ...facts },
    neighbours: WORLD_SHAPES.neighbours(),
  });
}

export const SMALL = (): Scene => sceneOf({});

let twelve: Answers | undefined;

/** What the twelve data centres answer, synthesized once for a file of tests. */
export function answersOfTwelve(): Answers {
  twelve ??= answersOf(TWELVE);
  return twelve;
}

/** The scene of twelve data centres. */
export function TWELVE_SCENE(facts: RoutingFacts = FACTS_OF_TWELVE): Scene {
  return makeScene({ title: "test-dns", answers: answersOfTwelve(), facts, neighbours: WORLD_SHAPES.neighbours() });
}

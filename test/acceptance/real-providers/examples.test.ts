import { BEFORE, examples, withOutputOf } from "../../terraform/examples";
import { realProviders } from "./found";
import { describeWithRealProviders, isInFull, type Opened, open, testWholeLife } from "./whole-life";

/** That which is the soonest done, and of Google alone. The others are for a nightly run. */
const SHORT = realProviders.versions.google === undefined ? [] : ["single-cluster"];
const chosen = isInFull ? examples : SHORT;

if (chosen.length === 0) test.skip("the real providers, on an example", () => undefined);
describeWithRealProviders.each(chosen)("the real providers, on the example %s,", (example) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await withOutputOf(example, {}, (outdir) => open(outdir, BEFORE[example]));
  });
  afterAll(() => opened.deployment.close());

  testWholeLife(() => opened);
});

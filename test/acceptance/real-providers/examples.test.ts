import { BEFORE, examples, withOutputOf } from "../../terraform/examples";
import { realProviders } from "./found";
import { describeWithRealProviders, isInFull, type Opened, open, testWholeLife } from "./whole-life";

/** That which is the soonest done, and of Google alone. The others are for a nightly run. */
const SHORT = ["single-cluster"];
const describeChosen =
  isInFull || realProviders.versions.google !== undefined ? describeWithRealProviders : describe.skip;

describeChosen.each(isInFull ? examples : SHORT)("the real providers, on the example %s,", (example) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await withOutputOf(example, {}, (outdir) => open(outdir, BEFORE[example]));
  });
  afterAll(() => opened.deployment.close());

  testWholeLife(() => opened);
});

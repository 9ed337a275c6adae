import { BEFORE, examples, withOutputOf } from "../../terraform/examples";
import { describeWithRealProviders, type Opened, open, testWholeLife } from "./whole-life";

describeWithRealProviders.each(examples)("the real providers, on the example %s,", (example) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await withOutputOf(example, {}, (outdir) => open(outdir, BEFORE[example]));
  });
  afterAll(() => opened.deployment.close());

  testWholeLife(() => opened);
});

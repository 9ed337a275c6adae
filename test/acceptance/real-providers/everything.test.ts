import { everything } from "../../everything/program";
import { synthesized } from "../../support/synthesize";
import { BEFORE_EVERYTHING } from "../../terraform/before-everything";
import { describeWithRealProviders, isInFull, type Opened, open, testWholeLife } from "./whole-life";

const describeInFull = isInFull ? describeWithRealProviders : describe.skip;

describeInFull("the real providers, on a program with everything,", () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await synthesized(everything, (outdir) => open(outdir, BEFORE_EVERYTHING));
  });
  afterAll(() => opened.deployment.close());

  testWholeLife(() => opened);
});

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HybridPlatform, type HybridPlatformProps, type OnPremisesOptions, type RoutingPolicy } from "../../index";
import { TINY_SITE } from "../data-center/tiny-site";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";

const { fabric, servers, ranges, edge } = TINY_SITE;
const onPremises: OnPremisesOptions = { fabric, servers, ranges, edge };
const frankfurt = { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } };
const germany = (percent: number): RoutingPolicy => ({
  countries: { FR: { serveFrom: ["paris"] }, DE: { serveFrom: ["frankfurt"], percent } },
});

/** A platform whose data centre is changed. */
const inside = (change: Partial<OnPremisesOptions>, routing = germany(25)) => {
  const paris = {
    ...SMALL_PLATFORM.dataCenters.paris,
    privateRanges: ["10.128.0.0/13"],
    healthCheck: { protocol: "HTTP" as const },
    onPremises: { ...onPremises, ...change },
  };
  const props: HybridPlatformProps = { ...SMALL_PLATFORM, dataCenters: { paris, frankfurt }, routing };
  return outputFolder((app) => new HybridPlatform(app, "test", props));
};

const { "worker-1": worker, ...others } = servers;
if (worker === undefined) throw new Error("the small data centre has lost its worker");
const before = inside({});
const grown = inside({ servers: { ...servers, "worker-2": { role: "worker", rack: "a2", number: 12 } } });
const renamed = inside({ servers: { ...others, "worker-9": worker } });
const hasty = inside({}, germany(60));
const both = inside({ servers: { ...others, "worker-9": worker } }, germany(60));
// Every link of routers has other addresses, while each server keeps its number, rack and address.
const rewired = inside({ ranges: { ...ranges, links: "10.129.0.0/17" } });
const plain = outputFolder((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));
const broken = inside({});
const littered = inside({});

describe("the review of a change", () => {
  test("has a section for users and one for what is inside the data centres", () => {
    const { stdout, stderr, status } = hybridKubernetes("review", before, grown);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(`## Routing

### test-dns

Nothing changes for anybody.

## Data centres

### test/paris

new: 1 worker server: worker-2
changed: 2 of 5 files in routers/: a2-left.json, a2-right.json
`);
  });

  test("is a list in Markdown, whose lines would be one paragraph otherwise", () => {
    const { stdout } = hybridKubernetes("review", before, grown, "--format", "markdown");
    expect(stdout).toContain(
      "### test/paris\n\n- new: 1 worker server: worker-2\n- changed: 2 of 5 files in routers/: a2-left.json, a2-right.json\n",
    );
  });

  test("says that nothing changes only where no file does", () => {
    const { stdout } = hybridKubernetes("review", before, before);
    expect(stdout).toContain("### test/paris\n\nNothing changes.\n");
    expect(hybridKubernetes("review", before, rewired).stdout).toContain(
      `### test/paris

changed: 5 of 5 files in routers/: a1-left.json, a1-right.json, a2-left.json, a2-right.json, border-1.json
`,
    );
  });

  test("is silent about data centres where there are none", () => {
    expect(hybridKubernetes("review", plain, plain).stdout).toBe(
      "## Routing\n\n### test-dns\n\nNothing changes for anybody.\n",
    );
  });
});

describe("the exit status of a review", () => {
  const danger =
    "error: test/paris: number 11 was worker-1 and is worker-9 now, with the address 10.128.0.11: a number is never used again [reused-number]";

  test("is 2 when a number has another name than before, after all that changes", () => {
    const { stderr, stdout, status } = hybridKubernetes("review", before, renamed);
    expect([status, stderr]).toEqual([2, `${danger}\n`]);
    expect(stdout).toContain("gone: 1 worker server: worker-1");
  });

  test("is 2 when a step is too large, and both are reported at once", () => {
    const step = hybridKubernetes("review", before, hasty, "--largest-step", "25");
    expect(step.status).toBe(2);
    expect(step.stderr).toMatch(
      /^error: test-dns: --largest-step: at most 25 % may move in one change, and this one moves 35 % of the users in DE \(Germany\) .* \[largest-step\]\n$/,
    );
    expect(step.stdout).toContain("DE (Germany): frankfurt 25 % → 60 %");
    const all = hybridKubernetes("review", before, both, "--largest-step", "25");
    expect(all.status).toBe(2);
    expect(all.stderr.trim().split("\n")).toEqual([danger, step.stderr.trim()]);
  });

  test("is 1 when the folders cannot be compared", () => {
    const folder = join(broken, "data-centers", "test", "paris");
    rmSync(join(folder, "site.json"));
    expect(hybridKubernetes("review", before, broken)).toMatchObject({
      status: 1,
      stderr: `error: ${folder}: site.json: there is no such file: run "cdktf synth" first [unreadable]\n`,
    });
    writeFileSync(join(folder, "site.json"), "{");
    expect(hybridKubernetes("review", before, broken).stderr).toMatch(/site\.json: cannot be read \(.*JSON.*\)/);
    expect(hybridKubernetes("review", before, "nowhere").status).toBe(1);
    expect(hybridKubernetes("review", before, grown, "--largest-step", "none").status).toBe(1);
  });

  test("is 0 for what is no data centre's folder, such as a file that somebody left there", () => {
    writeFileSync(join(littered, "data-centers", "README"), "ours");
    mkdirSync(join(littered, "data-centers", "empty"));
    expect(hybridKubernetes("review", littered, littered).status).toBe(0);
  });
});

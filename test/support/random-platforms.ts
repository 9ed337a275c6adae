// biome-ignore lint/style/noRestrictedImports: it runs in processes without Jest, which are told a seed
import fc from "fast-check";
import { Accelerator, type ClusterOptions, type CountryCode, type HybridPlatformProps, State } from "../../index";
import { PARTS, platformOf } from "./parts-of-a-platform";
import { SMALL_PLATFORM } from "./platform";

const REGIONS = ["us-east1", "asia-southeast1", "southamerica-east1"] as const;
const COUNTRIES: readonly CountryCode[] = ["FR", "DE", "US", "SG", "BR", "ZA"];
const WEB = SMALL_PLATFORM.clusters["europe-west1"].nodePools.web;
const VIDEO = {
  machineType: "g2-standard-8",
  accelerator: Accelerator.L4,
  autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 8 },
};

/** With these few sets of parts are refused. */
const MOSTLY = ["clusters", "services"] as const;

/** Platforms of any parts, some of which are refused. */
export const randomPlatform: fc.Arbitrary<HybridPlatformProps> = fc
  .record({
    parts: fc.oneof(
      { weight: 4, arbitrary: fc.subarray([...PARTS]).map((some) => [...MOSTLY, ...some]) },
      { weight: 1, arbitrary: fc.subarray([...PARTS]) },
    ),
    regions: fc.subarray([...REGIONS]),
    hasGpus: fc.boolean(),
    countries: fc.subarray([...COUNTRIES], { minLength: 1 }),
    percent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    labels: fc.dictionary(fc.constantFrom("team", "stage"), fc.constantFrom("video", "shop"), {
      noNullPrototype: true,
    }),
  })
  .map(({ parts, regions, hasGpus, countries, percent, labels }) => {
    const { clusters, routing, ...others } = platformOf(new Set(parts));
    const cluster: ClusterOptions = { nodePools: { web: WEB, ...(hasGpus && { video: VIDEO }) } };
    const more = Object.fromEntries(regions.map((region) => [region, cluster]));
    const route = { serveFrom: ["paris"], percent };
    return {
      ...others,
      // By itself the place of a state is that of the program.
      state: State.gcs({ bucket: "acme-state" }),
      labels,
      ...(clusters && { clusters: { ...clusters, ...more } }),
      ...(routing && { routing: { countries: Object.fromEntries(countries.map((country) => [country, route])) } }),
    };
  });

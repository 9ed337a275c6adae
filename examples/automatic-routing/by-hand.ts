import type { PlatformRouting } from "cdktf-hybrid-kubernetes";

/** What was there before the first plan, written by hand. To go back to a routing of your own, give one like this to `platformWith`. */
export const byHand: PlatformRouting = {
  countries: {
    DE: { serveFrom: ["frankfurt", "warsaw"], percent: 50 },
    ES: { serveFrom: ["madrid"], percent: 50 },
    FR: { serveFrom: ["paris", "london"], percent: 50 },
    GB: { serveFrom: ["london", "paris"], percent: 25 },
    JP: { serveFrom: ["tokyo"], percent: 50 },
    US: { serveFrom: ["ashburn"], percent: 25 },
  },
  subdivisions: {
    "US-CA": { serveFrom: ["san-jose", "ashburn"], percent: 50 },
  },
};

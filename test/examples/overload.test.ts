import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../stacks";
import { refusalOf } from "../support/synthesize";

test("the example is refused when Germany moves too far, before anything is written", () => {
  const DE = { serveFrom: ["frankfurt", "paris"], percent: 75 };
  const platform = { ...production, routing: { countries: { ...production.routing?.countries, DE } } };
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "overload-")) });
  new HybridPlatform(app, "production", platform);
  // 24,000 from France and 75 % of 30,000 from Germany, on one data centre.
  expect(refusalOf(() => app.synth())).toEqual([
    "production: routing: api.example.com A, video.example.com A, api.example.com AAAA, video.example.com AAAA, when frankfurt is down: paris is asked for 46500 requests per second from DE (Germany), FR (France) and can take 40000; lower the percentage of a country, or name another data centre before the last resort",
    "production: routing: api.example.com A, video.example.com A, api.example.com AAAA, video.example.com AAAA, when paris is down: frankfurt is asked for 46500 requests per second from DE (Germany), FR (France) and can take 40000; lower the percentage of a country, or name another data centre before the last resort",
  ]);
});

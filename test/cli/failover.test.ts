import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { failoverTable } from "../../lib/cli/failover";
import { readOutputFolder, type SynthesizedStack } from "../../lib/cli/output-folder";
import { takersOf } from "../../lib/cli/takers";
import { EdgeStack, type EdgeStackProps, HybridPlatform } from "../../stacks";
import { AMERICA, ASIA, EUROPE, service, ZONE } from "../load-balancing/support";
import { expectGolden } from "../support/golden";

const BASE: EdgeStackProps = {
  google: { project: "acme-test" },
  loadBalancerName: "acme",
  networkName: "acme",
  zone: ZONE,
  services: { api: service({ backends: [EUROPE, ASIA, AMERICA] }) },
};

const PARIS = { paris: { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 } };
const withParis = { api: { ...service({ backends: [EUROPE, ASIA, AMERICA] }), dataCenters: ["paris"] } };

/** What the command reads: the folder that an edge stack was synthesized into. */
function read(props: Partial<EdgeStackProps>): readonly SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), "failover-"));
  try {
    const app = new App({ outdir });
    new EdgeStack(app, "edge", { ...BASE, ...props });
    app.synth();
    return readOutputFolder(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Without what only makes columns straight. */
const plain = (text: string) => text.replaceAll(/ +/g, " ");

const rows = (props: Partial<EdgeStackProps>) =>
  plain(failoverTable(read(props)))
    .split("\n")
    .filter((line) => /^\| (?!Site|---)/.test(line));

describe("the failover table", () => {
  test("sends a region's load to the closest other, in the words that a reviewer reads", () => {
    expect(plain(failoverTable(read({})))).toBe(
      [
        "## acme-api (edge)",
        "",
        "| Site | Rate per endpoint | Counts | Drained or unhealthy: its load goes to | Full: the rest goes to |",
        "| --- | --- | --- | --- | --- |",
        "| europe-west1 | 100/s | 100 % | us-east1 (6818 km), asia-southeast1 (10600 km) | us-east1 (6818 km), asia-southeast1 (10600 km) |",
        "| asia-southeast1 | 100/s | 100 % | europe-west1 (10600 km), us-east1 (16158 km) | europe-west1 (10600 km), us-east1 (16158 km) |",
        "| us-east1 | 100/s | 100 % | europe-west1 (6818 km), asia-southeast1 (16158 km) | europe-west1 (6818 km), asia-southeast1 (16158 km) |",
        "",
        "Preferred sites are filled first, then the closest that is healthy and has room. Close is measured in kilometres",
        "here; Google goes by latency from the user and may choose otherwise. When all are full, all get more than their",
        "rate.",
      ].join("\n"),
    );
  });

  test("sends nothing to a region that is drained", () => {
    expect(rows({ traffic: { "us-east1": { drain: true } } })).toEqual([
      "| europe-west1 | 100/s | 100 % | asia-southeast1 (10600 km) | asia-southeast1 (10600 km) |",
      "| asia-southeast1 | 100/s | 100 % | europe-west1 (10600 km) | europe-west1 (10600 km) |",
      "| us-east1 | 100/s | drained | europe-west1 (6818 km), asia-southeast1 (16158 km) | - |",
    ]);
  });

  test("falls back on a data centre, and from it on the clusters", () => {
    const [europe, , , paris] = rows({ services: withParis, privateIngresses: PARIS });
    expect(europe).toContain("| acme-paris (0 km), us-east1 (6818 km), asia-southeast1 (10600 km) |");
    expect(paris).toContain(
      "| acme-paris (data centre, by europe-west1) | 2000/s | 100 % | europe-west1 (0 km), us-east1",
    );
  });

  test("fills preferred sites first, so that the others get only what is left", () => {
    const preferred = { preferred: true };
    const traffic = {
      "europe-west1": preferred,
      "asia-southeast1": preferred,
      "us-east1": { ...preferred, capacityPercent: 50 },
    };
    expect(rows({ services: withParis, privateIngresses: PARIS, traffic })).toEqual([
      "| europe-west1, preferred | 100/s | 100 % | us-east1 (6818 km), asia-southeast1 (10600 km), acme-paris (0 km) | us-east1 (6818 km), asia-southeast1 (10600 km), acme-paris (0 km) |",
      "| asia-southeast1, preferred | 100/s | 100 % | europe-west1 (10600 km), us-east1 (16158 km), acme-paris (10600 km) | europe-west1 (10600 km), us-east1 (16158 km), acme-paris (10600 km) |",
      "| us-east1, preferred | 100/s | 50 % | europe-west1 (6818 km), asia-southeast1 (16158 km), acme-paris (6818 km) | europe-west1 (6818 km), asia-southeast1 (16158 km), acme-paris (6818 km) |",
      "| acme-paris (data centre, by europe-west1) | 2000/s | 100 % | europe-west1 (0 km), us-east1 (6818 km), asia-southeast1 (10600 km) | nobody: it gets more than its rate |",
    ]);
  });

  test("says when there is nobody else, and when the backends are a controller's", () => {
    expect(rows({ services: { api: service() } })).toEqual([
      "| europe-west1 | 100/s | 100 % | nobody: requests fail | nobody: it gets more than its rate |",
    ]);
    const attached = { api: service({ autoneg: true, backends: [] }) };
    expect(failoverTable(read({ services: attached }))).toContain(
      "## acme-api-autoneg (edge)\n\nIts backends are attached by a controller and not known here.",
    );
    expect(failoverTable([])).toBe("No stack has a backend service.");
  });

  test("of the example is kept for review", () => {
    const outdir = mkdtempSync(join(tmpdir(), "failover-"));
    try {
      const app = new App({ outdir });
      new HybridPlatform(app, "production", production);
      app.synth();
      expectGolden("video-platform.failover.md", `${failoverTable(readOutputFolder(outdir))}\n`);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });

  test("takes the zones of a region as one site, and puts regions that are not known last", () => {
    const zoned = {
      ...EUROPE,
      endpointGroupIds: ["b", "c"].map(
        (zone) => `projects/acme-test/zones/europe-west1-${zone}/networkEndpointGroups/n`,
      ),
    };
    const moon = {
      ...ASIA,
      site: "moon-east1",
      region: "moon-east1",
      endpointGroupIds: ["projects/acme-test/zones/moon-east1-a/networkEndpointGroups/n"],
    };
    const services = { api: service({ backends: [zoned, moon, AMERICA] }) };
    const sites = takersOf(read({ services })).flatMap((failover) => failover.sites);
    expect(sites.map(({ site }) => site.name)).toEqual(["europe-west1", "moon-east1", "us-east1"]);
    expect(sites[0]?.whenGone.map(({ site }) => site.name)).toEqual(["us-east1", "moon-east1"]);
  });
});

import type { Check } from "../check";
import type { RunningDataCenter } from "../data-center";
import { type DataCenterFiles, readDataCenter } from "../files";
import { synthesizeSite } from "../site";
import { apiChecks } from "./api-checks";
import { ControlPlane } from "./control-plane";
import { whyNoWorker } from "./programs";
import { CLUSTER } from "./site";
import { workerChecks } from "./worker-checks";

/** The data centre of the lab with a cluster, synthesized into a folder. */
export function clusterFiles(outdir: string): DataCenterFiles {
  return readDataCenter(synthesizeSite(outdir, CLUSTER));
}

/** What is looked at in it. The control plane starts with the first one. */
export function clusterChecks(): readonly Check[] {
  let plane: ControlPlane | undefined;
  /** The one control plane, which runs when this has ended. */
  const running = async (dataCenter: RunningDataCenter): Promise<ControlPlane> => {
    if (plane === undefined) {
      plane = new ControlPlane(dataCenter);
      await plane.start();
    }
    await plane.ready();
    return plane;
  };
  const reason = whyNoWorker();
  if (reason === undefined) return [...apiChecks(running), ...workerChecks(running)];
  process.stdout.write(`SKIPPED, not passed: no workers run in the cluster, as ${reason}\n`);
  return apiChecks(running);
}

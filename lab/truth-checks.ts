import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { differencesOf, verification } from "./dumps";
import { expect } from "./measure";

/** What all routers and servers say is what is planned, by the command that users have for it. */
async function sayWhatIsPlanned(dataCenter: RunningDataCenter): Promise<string> {
  const found = await verification(dataCenter);
  const differences = differencesOf(dataCenter, found);
  expect(differences.length === 0, differences.join("; "));
  const { devices, sessions } = found;
  expect(devices.asked === devices.planned, `${devices.asked} of ${devices.planned} said something`);
  return `${devices.asked} devices, ${sessions.up} of ${sessions.planned} sessions`;
}

/** What routers and servers say of themselves. */
export const TRUTH_CHECKS: readonly Check[] = [
  { name: "routers and servers say what is planned", bound: "0 differences", run: sayWhatIsPlanned },
];

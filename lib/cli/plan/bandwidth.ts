import { shownValue } from "./blocks";

/** The bandwidth of an attachment: `BPS_10G` is 10 Gbit/s; nothing where it is another side's to decide. */
export function bandwidthText(bandwidth: unknown): string | undefined {
  const [, count, unit] = /^BPS_(\d+)([MG])$/.exec(shownValue(bandwidth) ?? "") ?? [];
  return count && `${count} ${unit}bit/s`;
}

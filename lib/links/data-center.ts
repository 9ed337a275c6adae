import { isRange } from "../core/address-ranges";
import type { Problems } from "../core/problems";
import type { NamedRange } from "../network/range-checks";
import type { RoutedDataCenter } from "../routing/routed-data-center";
import type { Link } from "./link";

/** A data centre of your own, with a Kubernetes cluster behind public addresses. */
export interface DataCenterOptions extends RoutedDataCenter {
  /**
   * Its private IPv4 ranges, so that the VPC takes none of them: `10.128.0.0/12`.
   *
   * @default - none are known
   */
  readonly privateRanges?: readonly string[];

  /**
   * Its links to the network, by name.
   *
   * @default - none: it is reached over the Internet
   */
  readonly links?: { readonly [linkName: string]: Link };
}

/** Checks the private ranges of a data centre, and gives those that are sound a name for `checkOverlaps`. */
export function checkPrivateRanges(
  problems: Problems,
  name: string,
  dataCenter: DataCenterOptions,
): readonly NamedRange[] {
  const ranges = dataCenter.privateRanges ?? [];
  const property = `${name}.privateRanges`;
  if (!problems.known(property, ranges)) return [];
  return ranges
    .filter((range) => problems.check(property, range, (range) => isRange(range), 'IPv4 ranges: "10.128.0.0/12"'))
    .map((range) => ({ name: `dataCenters.${property}`, range }));
}

import { markdownTable } from "../core/markdown-table";
import { validateParameters } from "../core/options-shape";
import { Problems } from "../core/problems";
import { isKnownRegion, regionAdvice } from "../google/regions";
import {
  type AddressPlan,
  capacityOf,
  checkAddressPlan,
  checkFits,
  checkRegionRanges,
  checkRegionSize,
  namedRanges,
  planRegion,
  type RegionRanges,
  type RegionSize,
} from "./address-plan";
import { checkOverlaps } from "./range-checks";

/** A region of a plan: what it must hold, or the ranges that it has outside the plan. */
export interface PlannedRegion extends RegionSize {
  /**
   * The region's private ranges.
   *
   * @default - the region's own part of the plan
   */
  readonly ranges?: RegionRanges;
}

const HEADER = [
  "Region",
  "Range for nodes",
  "Nodes",
  "Range for pods",
  "Nodes with pods",
  "Range for services",
  "Services",
];

/**
 * The address plan as a table in Markdown: which ranges each region has, and how much they hold.
 *
 * It needs no app and no stack: print it in a review, or before there is a project.
 */
export function addressPlanTable(plan: AddressPlan, regions: { readonly [region: string]: PlannedRegion }): string {
  validateParameters("addressPlanTable", {
    plan: [plan, "AddressPlan"],
    regions: [regions, "map<string, PlannedRegion>"],
  });
  const ranges = plannedRanges(plan, regions);
  const rows = Object.entries(ranges).map(([region, { nodes, pods, services }]) => {
    const holds = capacityOf({ nodes, pods, services }, regions[region]?.maxPodsPerNode);
    return [region, nodes, holds.nodes, pods, holds.nodesWithPods, services, holds.services].map(shown);
  });
  return `${markdownTable(HEADER, rows)}\n`;
}

function plannedRanges(
  plan: AddressPlan,
  regions: { readonly [region: string]: PlannedRegion },
): Readonly<Record<string, RegionRanges>> {
  return Problems.of("addressPlanTable", (problems) => {
    const planIsSound = checkAddressPlan(problems.at("plan"), plan);
    const planned: Record<string, RegionRanges> = {};
    for (const [region, { ranges, ...size }] of Object.entries(regions)) {
      const below = problems.at(`regions.${region}`);
      const sizeIsSound = checkRegionSize(below, size);
      if (ranges !== undefined) {
        const known = Object.entries(ranges).every(([kind, range]) => below.known(`ranges.${kind}`, range));
        if (known && checkRegionRanges(below.at("ranges"), ranges)) planned[region] = ranges;
      } else if (
        below.check(
          "",
          region,
          (region) => isKnownRegion(region),
          `${regionAdvice(region)}, or one with ranges`,
          "name",
        )
      ) {
        if (planIsSound && sizeIsSound && checkFits(below, plan, region, size)) {
          planned[region] = planRegion(plan, region, size) as RegionRanges;
        }
      }
    }
    checkOverlaps(
      problems,
      Object.entries(planned).flatMap(([region, ranges]) => namedRanges(`regions.${region}`, ranges)),
    );
    return planned;
  });
}

function shown(cell: string | number): string {
  return typeof cell === "number" ? cell.toLocaleString("en-US") : cell;
}

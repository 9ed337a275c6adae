import {
  BY_COUNTRY,
  BY_SERVICE,
  errorShare,
  latency,
  latencyByRegion,
  requestRate,
  requestRateByRegion,
} from "./queries";

/** A dashboard is twelve columns wide: two charts per row. */
const WIDTH = 6;
const HEIGHT = 4;

/** The dashboard of a load balancer, as Cloud Monitoring has it: requests, latency, and where they were answered. */
export function dashboardJson(loadBalancerName: string): string {
  const charts: readonly (readonly [title: string, unit: string, query: string])[] = [
    ["Requests by service", "1/s", requestRate(loadBalancerName, BY_SERVICE)],
    ["Errors (5xx) by service", "share", errorShare(loadBalancerName)],
    ["Latency by service, 95th percentile", "ms", latency(loadBalancerName)],
    ["Latency by backend region, 95th percentile", "ms", latencyByRegion(loadBalancerName)],
    ["Requests by backend region", "1/s", requestRateByRegion(loadBalancerName)],
    ["Requests by the user's country", "1/s", requestRate(loadBalancerName, BY_COUNTRY)],
  ];
  const tiles = charts.map(([title, unit, query], index) => ({
    // Left out where it is 0: the API leaves it out as well, and each plan would put it back.
    xPos: (index % 2) * WIDTH || undefined,
    yPos: Math.floor(index / 2) * HEIGHT || undefined,
    width: WIDTH,
    height: HEIGHT,
    widget: {
      title,
      xyChart: {
        dataSets: [{ plotType: "LINE", timeSeriesQuery: { prometheusQuery: query } }],
        yAxis: { label: unit, scale: "LINEAR" },
      },
    },
  }));
  return JSON.stringify({ displayName: `Load balancer ${loadBalancerName}`, mosaicLayout: { columns: 12, tiles } });
}

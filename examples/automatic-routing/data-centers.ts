import type { DataCenterOptions } from "cdktf-hybrid-kubernetes";

/** A data centre with its public addresses, which are of the ranges for documentation. */
const site = (number: number, requestsPerSecond: number, latitude: number, longitude: number): DataCenterOptions => ({
  ingress: { ipv4: `203.0.113.${number}`, ipv6: `2001:db8:${number}::10` },
  requestsPerSecond,
  location: { latitude, longitude },
});

/** Twelve data centres: what each can take, and where it stands. */
export const dataCenters = {
  ashburn: site(10, 48_000, 39.04, -77.49),
  frankfurt: site(20, 42_000, 50.11, 8.68),
  london: site(30, 30_000, 51.51, -0.13),
  madrid: site(40, 20_000, 40.42, -3.7),
  milan: site(50, 20_000, 45.46, 9.19),
  paris: site(60, 40_000, 48.86, 2.35),
  "san-jose": site(70, 36_000, 37.34, -121.89),
  "sao-paulo": site(80, 24_000, -23.55, -46.63),
  singapore: site(90, 20_000, 1.35, 103.82),
  sydney: site(100, 12_000, -33.87, 151.21),
  tokyo: site(110, 32_000, 35.68, 139.69),
  warsaw: site(120, 18_000, 52.23, 21.01),
};

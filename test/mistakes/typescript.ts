/**
 * A mistake in the program of a new project, and the beginning of what the compiler says of it: what follows, such as "Did you mean" and
 * "| undefined", differs from run to run of TypeScript 7.
 */
export type TypedMistake = readonly [right: string, wrong: string, error: string];

/** In `production.ts`. */
export const IN_PROGRAM: readonly TypedMistake[] = [
  ["google:", "googel:", "'googel' does not exist in type 'HybridPlatformProps'"],
  ["project: ", "projectId: ", "'projectId' does not exist in type 'GoogleOptions'"],
  [
    '{ project: "acme-production" }',
    "{}",
    "Property 'project' is missing in type '{}' but required in type 'GoogleOptions'",
  ],
  [
    'State.gcs({ bucket: "acme-production-terraform" })',
    '"gs://acme"',
    "Type 'string' is not assignable to type 'State",
  ],
  ["State.gcs(", "State.gsc(", "Property 'gsc' does not exist on type 'typeof State'"],
  ["bucket:", "buckt:", "'buckt' does not exist in type 'GcsStateProps'"],
  ["nodes:", "node:", "'node' does not exist in type 'NetworkOptions'"],
  ["clusters: {", "cluster: {", "'cluster' does not exist in type 'HybridPlatformProps'"],
  ["nodePools:", "nodepools:", "'nodepools' does not exist in type 'ClusterOptions'"],
  ["machineType:", "machine:", "'machine' does not exist in type"],
  ['"n2-standard-8"', "8", "Type 'number' is not assignable to type 'string"],
  ["totalMinNodeCount: 3, ", "", "Property 'totalMinNodeCount' is missing"],
  ["totalMaxNodeCount: 12", 'totalMaxNodeCount: "12"', "Type 'string' is not assignable to type 'number"],
  ["autoscaling: {", "spot: 1, autoscaling: {", "Type 'number' is not assignable to type 'boolean"],
  ["ingress: {", "ingres: {", "'ingres' does not exist in type 'DataCenterOptions'"],
  ["ipv4: ", "ip4: ", "'ip4' does not exist in type 'Endpoint'"],
  ["zoneId: ", "id: ", "'id' does not exist in type 'HostedZoneAttributes'"],
  ["hostName: ", "hostname: ", "'hostname' does not exist in type 'ServiceOptions'"],
  ["maxRatePerEndpoint: 200", 'maxRatePerEndpoint: "200"', "Type 'string' is not assignable to type 'number"],
  ["FR: {", "UK: {", "'UK' does not exist in type"],
  ["FR: {", "fr: {", "'fr' does not exist in type"],
  ['["paris"]', '"paris"', "Type '\"paris\"' is not assignable to type"],
  ["percent: 25", "percnt: 25", "'percnt' does not exist in type 'Route'"],
  ["percent: 25", 'percent: "25 %"', "Type 'string' is not assignable to type 'number"],
  ["routing: {", "routing: { policies: {},", "'policies' does not exist in type 'PlatformRouting'"],
];

/** In `test/production.test.ts`. */
export const IN_TEST: readonly TypedMistake[] = [
  ['answers(app, "api.example.com")', "answers(app)", "Expected 2-3 arguments, but got 1"],
  ['.from("FR").are', '.from("UK").are', "Argument of type '\"UK\"' is not assignable to parameter of type"],
  ["paris: 25", 'paris: "25"', "Type 'string' is not assignable to type 'number"],
  ["whenDown", "whenGone", "Property 'whenGone' does not exist on type 'PlaceAnswers'"],
];

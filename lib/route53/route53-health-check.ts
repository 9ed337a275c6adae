export type { IRoute53HealthCheck } from "../routing/required-health-check";

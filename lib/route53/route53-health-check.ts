/** A health check of Route 53, by which its records can be told to decide: made here, or elsewhere and known by its id. */
export interface IRoute53HealthCheck {
  /** The id of the health check. */
  readonly healthCheckId: string;
}

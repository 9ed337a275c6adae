/** A health check of Route 53, which decides whether a record is healthy: one made here, or one made elsewhere, by its id. */
export interface IRoute53HealthCheck {
  /** The id of the health check. */
  readonly healthCheckId: string;
}

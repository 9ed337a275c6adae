/**
 * Where the parts of Route 53 that belong to a region are: its metrics, its logs of queries, and the keys that sign zones.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html, query-logs.html and
 * dns-configuring-dnssec-cmk-requirements.html
 */
export const ROUTE53_REGION = "us-east-1";

const DOMAIN = "amazonaws.com";

/** The service that writes the logs of queries. */
export const QUERY_LOG_SERVICE = `route53.${DOMAIN}`;

/** The start of the names of the groups of these logs. */
export const QUERY_LOG_GROUPS = "/aws/route53/";

/** The service that keeps logs. */
export const LOG_SERVICE = `logs.${ROUTE53_REGION}.${DOMAIN}`;

/** The service whose alarms notify. */
export const ALARM_SERVICE = `cloudwatch.${DOMAIN}`;

/** The service that signs zones. */
export const SIGNING_SERVICE = `dnssec-route53.${DOMAIN}`;

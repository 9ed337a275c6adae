import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric";
import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { isWildcard, plainHostName } from "../core/host-names";
import { ownValue } from "../core/own-value";
import { validateProps } from "../core/validate";
import { HEALTH_CHECK_LOG } from "../google/hosts";
import { MONITORED } from "../google/metrics";
import { healthCheckOf } from "./backend-protocol";
import { backendServiceName } from "./backend-service-names";
import { dashboardJson } from "./dashboard";
import type { IBackend } from "./i-backend";
import { checkMonitoring, type MonitoringOptions, maxLatencyOf } from "./monitoring-options";
import { certificateDaysLeft, errorShare, latencyOfService, unhealthyEndpoints, uptime } from "./queries";
import type { LoadBalancedServiceOptions } from "./service-options";

/** A service that is watched. */
export interface MonitoredService extends LoadBalancedServiceOptions {
  /**
   * Where it runs, which makes no difference here: the services of a load balancer can be given as they are.
   *
   * @default - not needed
   */
  readonly backends?: readonly IBackend[];
}

/** Options of the monitoring of a load balancer. */
export interface LoadBalancerMonitoringProps extends MonitoringOptions {
  /** The load balancer that is watched. */
  readonly loadBalancerName: string;
  /** Its services, by name. */
  readonly services: { readonly [serviceName: string]: MonitoredService };
}

/** An alert: its query, and for how long the condition must hold. */
interface Alert {
  readonly title: string;
  readonly severity: "CRITICAL" | "ERROR" | "WARNING";
  /** PromQL that has a result only when something is wrong. */
  readonly query: string;
  readonly durationSeconds: number;
  /** What to do, for whoever is on call. */
  readonly advice: string;
  /** What the query needs. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

const GOOD = [{ statusClass: "STATUS_CLASS_2XX" }];

/** Not a 5xx: with no healthy endpoint, the load balancer itself answers 503. */
const AN_ANSWER = ["STATUS_CLASS_2XX", "STATUS_CLASS_3XX", "STATUS_CLASS_4XX"].map((statusClass) => ({ statusClass }));

/** Watches a load balancer as its users see it: uptime, errors, latency, endpoints, certificates; and a dashboard. */
export class LoadBalancerMonitoring extends Construct {
  /** The dashboard. */
  public readonly dashboard: MonitoringDashboard;
  /** The uptime checks, by host name. */
  public readonly uptimeChecks: ReadonlyMap<string, MonitoringUptimeCheckConfig>;
  private readonly policies = new Map<string, MonitoringAlertPolicy>();
  /** The alert policies, by construct id. */
  public readonly alertPolicies: ReadonlyMap<string, MonitoringAlertPolicy> = this.policies;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerMonitoringProps,
  ) {
    super(scope, id);
    validateProps(this, "LoadBalancerMonitoringProps", props, (problems) => {
      problems.known("loadBalancerName", props.loadBalancerName);
      checkMonitoring(problems, props, props.services);
    });
    const { loadBalancerName } = props;
    this.dashboard = new MonitoringDashboard(this, "dashboard", { dashboardJson: dashboardJson(loadBalancerName) });
    this.alertOnErrors();
    this.alertOnLatency();
    this.alertOnEndpoints();
    this.uptimeChecks = this.watchHosts();
  }

  private alertOnErrors(): void {
    const { loadBalancerName, maxErrorPercent = 5 } = this.props;
    this.alert("errors", {
      title: `${loadBalancerName}: more than ${maxErrorPercent} % of a service's answers are errors`,
      severity: "CRITICAL",
      query: `${errorShare(loadBalancerName)} > ${maxErrorPercent} / 100`,
      durationSeconds: 120,
      advice: "Look at the dashboard: errors of one backend region only are a reason to drain it.",
    });
  }

  private alertOnLatency(): void {
    const { loadBalancerName } = this.props;
    for (const [serviceName, { autoneg }] of Object.entries(this.props.services)) {
      const most = maxLatencyOf(this.props, serviceName);
      const query = latencyOfService(loadBalancerName, backendServiceName(loadBalancerName, serviceName, autoneg));
      this.alert(`latency_${serviceName}`, {
        title: `${loadBalancerName}: ${serviceName} takes longer than ${most} ms (95th percentile)`,
        severity: "ERROR",
        query: `${query} > ${most}`,
        durationSeconds: 300,
        advice: "Look for a region that is full: its users are sent to the next one, farther away.",
      });
    }
  }

  private alertOnEndpoints(): void {
    const { loadBalancerName, maxUnhealthyEndpoints = 3 } = this.props;
    const metric = `${loadBalancerName.replaceAll("-", "_")}_unhealthy_endpoints`;
    const counter = new LoggingMetric(this, "unhealthy_endpoints", {
      name: metric,
      description: "Endpoints that became unhealthy, in the whole project",
      // Health checks log changes only, so each entry is an endpoint that was healthy before.
      filter: [
        `log_id("${HEALTH_CHECK_LOG}")`,
        `resource.type="${MONITORED.endpointGroup}"`,
        'jsonPayload.healthCheckProbeResult.healthState="UNHEALTHY"',
      ].join(" AND "),
      metricDescriptor: { metricKind: "DELTA", valueType: "INT64", unit: "1" },
      // A metric that an alert policy queries cannot be deleted: the policy goes first.
      lifecycle: { createBeforeDestroy: true },
    });
    this.alert("backends", {
      title: `${loadBalancerName}: more than ${maxUnhealthyEndpoints} endpoints of a zone became unhealthy`,
      severity: "ERROR",
      query: `${unhealthyEndpoints(metric)} > ${maxUnhealthyEndpoints}`,
      durationSeconds: 0,
      advice: "Compare with rollouts. Users are sent to other zones and regions by themselves.",
      dependsOn: [counter],
    });
  }

  /** One check per host name, of the service that answers the paths of no other. A wildcard is not a name that can be asked. */
  private watchHosts(): ReadonlyMap<string, MonitoringUptimeCheckConfig> {
    const whole = Object.entries(this.props.services).filter(
      ([, { paths, hostName }]) => paths === undefined && !isWildcard(hostName),
    );
    return new Map(whole.map(([name, service]) => [plainHostName(service.hostName), this.watchHost(name, service)]));
  }

  private watchHost(serviceName: string, service: LoadBalancedServiceOptions): MonitoringUptimeCheckConfig {
    const { loadBalancerName, certificateDays = 14, uptimePaths } = this.props;
    const host = plainHostName(service.hostName);
    const path = ownValue(uptimePaths, serviceName) ?? pathOf(service);
    const check = new MonitoringUptimeCheckConfig(this, `uptime_${host}`, {
      displayName: `${loadBalancerName}: ${host}`,
      period: "60s",
      timeout: "10s",
      httpCheck: {
        path: path ?? "/",
        port: 443,
        useSsl: true,
        validateSsl: true,
        // Behind Identity-Aware Proxy the response is a redirect to sign in.
        acceptedResponseStatusCodes: path === undefined || service.iap !== undefined ? AN_ANSWER : GOOD,
      },
      monitoredResource: { type: MONITORED.url, labels: { host } },
      lifecycle: { createBeforeDestroy: true },
    });
    this.alert(`down_${host}`, {
      title: `${loadBalancerName}: ${host} does not answer`,
      severity: "CRITICAL",
      query: `${uptime(check.uptimeCheckId)} < 0.5`,
      durationSeconds: 60,
      advice: "The checks ask by name, as users do: look at DNS as well as at the load balancer.",
    });
    this.alert(`certificate_${host}`, {
      title: `${loadBalancerName}: the certificate of ${host} ends in less than ${certificateDays} days`,
      severity: "WARNING",
      query: `${certificateDaysLeft(check.uptimeCheckId)} < ${certificateDays}`,
      durationSeconds: 3600,
      advice: "Google renews by itself as long as the record of its DNS authorization is there.",
    });
    return check;
  }

  private alert(id: string, alert: Alert): MonitoringAlertPolicy {
    const { title, severity, query, durationSeconds, advice, dependsOn } = alert;
    const policy = new MonitoringAlertPolicy(this, id, {
      dependsOn: dependsOn && [...dependsOn],
      displayName: title,
      severity,
      combiner: "OR",
      notificationChannels: [...this.props.notificationChannels],
      documentation: { content: advice, mimeType: "text/markdown" },
      conditions: [
        {
          displayName: title,
          conditionPrometheusQueryLanguage: {
            query,
            duration: `${durationSeconds}s`,
            evaluationInterval: "60s",
            // Cloud Monitoring knows a metric only once it has a value: not before the first request.
            disableMetricValidation: true,
          },
        },
      ],
    });
    this.policies.set(id, policy);
    return policy;
  }
}

/** The path that users can request, if the health check has one: at a port of its own it may be another. */
function pathOf(service: LoadBalancedServiceOptions): string | undefined {
  const { path, port } = healthCheckOf(service);
  return port === undefined ? path : undefined;
}

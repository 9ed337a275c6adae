import { Problems } from "../../lib/core/validation-error";
import { Metric } from "../../lib/workloads/metric";
import { refusalOf } from "../support/synthesize";

const REQUESTS = "prometheus.googleapis.com|http_requests_total|counter";
const NAME = `Cloud Monitoring's name with | for each /: "${REQUESTS}"`;

function refused(metric: Metric): string[] {
  const problems = Problems.none();
  metric.check(problems);
  return refusalOf(() => problems.throwIfAny("stack")).map((line) => line.replace("stack: ", ""));
}

function sound(metric: Metric): object {
  const problems = Problems.none();
  metric.check(problems);
  problems.throwIfAny("stack");
  return metric.block;
}

describe("a metric", () => {
  test("of the pods is their average", () => {
    expect(sound(Metric.pods(REQUESTS, { averageValue: 50 }))).toEqual({
      type: "Pods",
      pods: { metric: { name: REQUESTS }, target: { type: "AverageValue", averageValue: "50" } },
    });
  });

  test("of the pods can be only those with a label", () => {
    const metric = Metric.pods(REQUESTS, { averageValue: 0.5, matchLabels: { "metric.labels.code": "200" } });
    expect(sound(metric)).toEqual({
      type: "Pods",
      pods: {
        metric: { name: REQUESTS, selector: [{ matchLabels: { "metric.labels.code": "200" } }] },
        target: { type: "AverageValue", averageValue: "500m" },
      },
    });
  });

  test("of something outside is divided by the pods, or taken as a whole", () => {
    const name = "pubsub.googleapis.com|subscription|num_undelivered_messages";
    const matchLabels = { "resource.labels.subscription_id": "encode" };
    const metric = { name, selector: [{ matchLabels }] };
    expect(sound(Metric.external(name, { averageValue: 1000, matchLabels }))).toEqual({
      type: "External",
      external: { metric, target: { type: "AverageValue", averageValue: "1k" } },
    });
    expect(sound(Metric.external(name, { value: 20, matchLabels }))).toEqual({
      type: "External",
      external: { metric, target: { type: "Value", value: "20" } },
    });
  });

  test("of the load balancer is only of the cluster's own endpoint groups", () => {
    const options = { clusterName: "production-europe-west1", serviceName: "api", requestsPerSecondPerPod: 120 };
    expect(sound(Metric.loadBalancerRequests(options))).toEqual({
      type: "External",
      external: {
        metric: {
          name: "loadbalancing.googleapis.com|https|backend_request_count",
          selector: [
            {
              matchLabels: {
                "resource.type": "https_lb_rule",
                "resource.labels.backend_name": "production-europe-west1-api",
              },
            },
          ],
        },
        target: { type: "AverageValue", averageValue: "120" },
      },
    });
  });

  test("of processor or memory is in percent of what the pods request", () => {
    const target = { type: "Utilization", averageUtilization: 80 };
    expect(sound(Metric.cpu(80))).toEqual({ type: "Resource", resource: { name: "cpu", target } });
    expect(sound(Metric.memory(80))).toEqual({ type: "Resource", resource: { name: "memory", target } });
  });
});

describe("a metric is refused", () => {
  test("with the name that Cloud Monitoring shows", () => {
    const name = "prometheus.googleapis.com/http_requests_total/counter";
    expect(refused(Metric.pods(name, { averageValue: 50 }))).toEqual([`name: given "${name}", allowed is ${NAME}`]);
    expect(refused(Metric.external("", { value: 1 }))).toEqual([`name: given "", allowed is ${NAME}`]);
  });

  test.each([0, -5])("with a target of %d", (target) => {
    const allowed = "a number greater than 0, with at most three decimals";
    const options = { clusterName: "c", serviceName: "s", requestsPerSecondPerPod: target };
    expect(refused(Metric.pods(REQUESTS, { averageValue: target }))).toEqual([
      `averageValue: given ${target}, allowed is ${allowed}`,
    ]);
    expect(refused(Metric.external(REQUESTS, { value: target }))).toEqual([
      `value: given ${target}, allowed is ${allowed}`,
    ]);
    expect(refused(Metric.loadBalancerRequests(options))).toEqual([
      `requestsPerSecondPerPod: given ${target}, allowed is ${allowed}`,
    ]);
    expect(refused(Metric.cpu(target))).toEqual([
      `averageUtilizationPercent: given ${target}, allowed is a whole number of percent, 1 or more`,
    ]);
  });

  test("with two targets, or with none", () => {
    expect(refused(Metric.external(REQUESTS, { value: 1, averageValue: 2 }))).toEqual([
      'target: given {"averageValue":2,"value":1}, allowed is either averageValue or value',
    ]);
    expect(refused(Metric.external(REQUESTS, {}))).toEqual([
      "target: given {}, allowed is either averageValue or value",
    ]);
  });

  test("with labels that the adapter does not pass on", () => {
    const matchLabels = { "resource.labels.cluster_name": "c", app: "api" };
    expect(refused(Metric.pods(REQUESTS, { averageValue: 1, matchLabels }))).toEqual([
      'matchLabels.resource.labels.cluster_name: given "resource.labels.cluster_name", allowed is metric.labels.NAME or reducer',
      'matchLabels.app: given "app", allowed is metric.labels.NAME or reducer',
    ]);
    expect(refused(Metric.external(REQUESTS, { value: 1, matchLabels }))).toEqual([
      'matchLabels.app: given "app", allowed is resource.type, resource.labels.NAME, metric.labels.NAME, metadata.*_labels.NAME or reducer',
    ]);
  });
});

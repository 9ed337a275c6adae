import { Problems } from "../../lib/core/problems";
import { Metric } from "../../lib/workloads/metric";
import { refusalOf } from "../support/synthesize";

const REQUESTS = "prometheus.googleapis.com|http_requests_total|counter";
const NAME = `Cloud Monitoring's name with | for each /: "${REQUESTS}"`;

function refused(metric: Metric): string[] {
  const check = () => Problems.of("stack", (problems) => metric.check(problems));
  return refusalOf(check).map((line) => line.replace("stack: ", ""));
}

function sound(metric: Metric): object {
  Problems.of("stack", (problems) => metric.check(problems));
  return metric.bind();
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
    expect(refused(Metric.pods(name, { averageValue: 50 }))).toEqual([`name: got "${name}", expected ${NAME}`]);
    expect(refused(Metric.external("", { value: 1 }))).toEqual([`name: got "", expected ${NAME}`]);
  });

  test.each([0, -5])("with a target of %d", (target) => {
    const allowed = "a number greater than 0, with at most three decimals";
    const options = { clusterName: "c", serviceName: "s", requestsPerSecondPerPod: target };
    expect(refused(Metric.pods(REQUESTS, { averageValue: target }))).toEqual([
      `averageValue: got ${target}, expected ${allowed}`,
    ]);
    expect(refused(Metric.external(REQUESTS, { value: target }))).toEqual([
      `value: got ${target}, expected ${allowed}`,
    ]);
    expect(refused(Metric.loadBalancerRequests(options))).toEqual([
      `requestsPerSecondPerPod: got ${target}, expected ${allowed}`,
    ]);
    expect(refused(Metric.cpu(target))).toEqual([
      `averageUtilizationPercent: got ${target}, expected a whole number of percent, 1 or more`,
    ]);
  });

  test("with two targets, or with none", () => {
    expect(refused(Metric.external(REQUESTS, { value: 1, averageValue: 2 }))).toEqual([
      'target: got {"averageValue":2,"value":1}, expected either averageValue or value',
    ]);
    expect(refused(Metric.external(REQUESTS, {}))).toEqual(["target: got {}, expected either averageValue or value"]);
  });

  test("with labels that the adapter does not pass on", () => {
    const matchLabels = { "resource.labels.cluster_name": "c", app: "api" };
    expect(refused(Metric.pods(REQUESTS, { averageValue: 1, matchLabels }))).toEqual([
      'matchLabels.resource.labels.cluster_name: got "resource.labels.cluster_name", expected metric.labels.NAME or reducer',
      'matchLabels.app: got "app", expected metric.labels.NAME or reducer',
    ]);
    expect(refused(Metric.external(REQUESTS, { value: 1, matchLabels }))).toEqual([
      'matchLabels.app: got "app", expected resource.type, resource.labels.NAME, metric.labels.NAME, metadata.*_labels.NAME or reducer',
    ]);
  });
});

import { ref, Token } from "cdktf";
import { DataCenterBackend, type DataCenterBackendProps, GlobalLoadBalancer } from "../../lib/load-balancing";
import { refusalOf, resourceOf } from "../support/synthesize";
import { EUROPE, reference, service, stackWith, ZONE } from "./support";

const PROPS: DataCenterBackendProps = {
  dataCenterName: "paris",
  loadBalancerName: "acme",
  networkId: "projects/p/global/networks/acme",
  addresses: ["10.128.0.10", "10.128.0.11"],
  zone: "europe-west1-b",
  maxRatePerEndpoint: 2000,
};

const made = (props: Partial<DataCenterBackendProps> = {}) =>
  stackWith((stack) => {
    new DataCenterBackend(stack, "paris", { ...PROPS, ...props });
  });

describe("a data centre as a backend", () => {
  test("is a hybrid group of private addresses in the zone where its link is", () => {
    const stack = made();
    expect(resourceOf(stack, "google_compute_network_endpoint_group")).toEqual({
      name: "acme-paris",
      description: "The ingress of the data centre paris",
      network_endpoint_type: "NON_GCP_PRIVATE_IP_PORT",
      network: "projects/p/global/networks/acme",
      zone: "europe-west1-b",
      lifecycle: { create_before_destroy: true },
    });
    expect(resourceOf(stack, "google_compute_network_endpoints")).toEqual({
      network_endpoint_group: expect.stringContaining("google_compute_network_endpoint_group"),
      zone: "europe-west1-b",
      network_endpoints: [
        { ip_address: "10.128.0.10", port: 80 },
        { ip_address: "10.128.0.11", port: 80 },
      ],
    });
  });

  test("stands beside clusters in the same service, so that each can take the other's load", () => {
    const stack = stackWith((scope) => {
      const paris = new DataCenterBackend(scope, "paris", PROPS);
      const services = { api: service({ backends: [EUROPE, paris] }) };
      const traffic = { "europe-west1": { preferred: true } };
      new GlobalLoadBalancer(scope, "lb", { loadBalancerName: "acme", zone: ZONE, services, traffic });
    });
    const { backend } = resourceOf(stack, "google_compute_backend_service");
    expect(backend).toEqual([
      {
        group: EUROPE.endpointGroupIds[0],
        balancing_mode: "RATE",
        max_rate_per_endpoint: 100,
        capacity_scaler: 1,
        preference: "PREFERRED",
      },
      {
        group: expect.stringMatching(/google_compute_network_endpoint_group\.paris.*\.id/),
        balancing_mode: "RATE",
        max_rate_per_endpoint: 2000,
        capacity_scaler: 1,
      },
    ]);
  });

  test("takes tokens for addresses and rates", () => {
    const stack = made({
      addresses: [Token.asString(ref("var.ip"))],
      maxRatePerEndpoint: Token.asNumber(ref("var.r")),
    });
    const [endpoint] = resourceOf(stack, "google_compute_network_endpoints").network_endpoints;
    expect(endpoint.ip_address).toBe(reference("var.ip"));
  });

  test("is refused without addresses, with one that is none, in a zone that cannot be", () => {
    const refused = (props: Partial<DataCenterBackendProps>) =>
      refusalOf(() => made(props)).map((line) => line.replace("stack/paris: ", ""));
    expect(refused({ addresses: [], port: 0, maxRatePerEndpoint: 0, zone: "europe-west1" })).toEqual([
      "addresses: got [], expected at least one address",
      "port: got 0, expected a whole number from 1 to 65535",
      "maxRatePerEndpoint: got 0, expected more than 0 requests a second",
      'zone: got "europe-west1", expected a zone of Google Cloud: "europe-west1-b"',
    ]);
    expect(refused({ addresses: ["10.128.0.0/13", "10.128.0.10", "10.128.0.10"] })).toEqual([
      'addresses: got ["10.128.0.0/13","10.128.0.10","10.128.0.10"], expected each address once',
      'addresses: got "10.128.0.0/13", expected a private IPv4 address: "10.128.0.10"',
    ]);
    expect(refused({ zone: Token.asString(ref("var.zone")) })[0]).toContain("zone: got a token");
  });
});

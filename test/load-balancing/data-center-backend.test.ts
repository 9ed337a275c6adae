import { ref, Token } from "cdktf";
import { DataCenterBackend, type DataCenterBackendProps, GlobalLoadBalancer } from "../../lib/load-balancing";
import { refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { EUROPE, provenInZone, service, stackWith } from "./support";

const PROPS: DataCenterBackendProps = {
  dataCenterName: "paris",
  loadBalancerName: "acme",
  networkId: "projects/acme-test/global/networks/acme",
  addresses: ["10.128.0.10", "10.128.0.11"],
  zone: "europe-west1-b",
  maxRatePerEndpoint: 2000,
};

const ENDPOINT = "google_compute_network_endpoint";

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
      network: "projects/acme-test/global/networks/acme",
      zone: "europe-west1-b",
      lifecycle: { create_before_destroy: true },
    });
    const endpoint = (ip_address: string) => ({
      network_endpoint_group: expect.stringContaining("google_compute_network_endpoint_group"),
      zone: "europe-west1-b",
      ip_address,
      port: 80,
      lifecycle: { create_before_destroy: true },
    });
    expect(Object.values(resourcesOf(stack, "google_compute_network_endpoint"))).toEqual([
      endpoint("10.128.0.10"),
      endpoint("10.128.0.11"),
    ]);
  });

  test("stands beside clusters in the same service, so that each can take the other's load", () => {
    const stack = stackWith((scope) => {
      const paris = new DataCenterBackend(scope, "paris", PROPS);
      const services = { api: service({ backends: [EUROPE, paris] }) };
      const traffic = { "europe-west1": { preferred: true } };
      new GlobalLoadBalancer(scope, "lb", {
        loadBalancerName: "acme",
        certificates: provenInZone(),
        services,
        traffic,
      });
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

  test("calls each endpoint after its address, so that the others stay when one comes or goes", () => {
    const namesWith = (...addresses: string[]) => Object.keys(resourcesOf(made({ addresses }), ENDPOINT));
    const [first, second] = namesWith("10.128.0.10", "10.128.0.11");
    expect(namesWith("10.128.0.9", "10.128.0.11")).toContain(second);
    expect(namesWith("10.128.0.11", "10.128.0.10").sort()).toEqual([first, second].sort());
  });

  test("has its endpoints before a service sends requests there, and until none does", () => {
    const stack = stackWith((scope) => {
      const services = { api: service({ backends: [EUROPE, new DataCenterBackend(scope, "paris", PROPS)] }) };
      new GlobalLoadBalancer(scope, "lb", { loadBalancerName: "acme", certificates: provenInZone(), services });
    });
    const endpoints = Object.keys(resourcesOf(stack, ENDPOINT)).map((name) => `${ENDPOINT}.${name}`);
    expect(resourceOf(stack, "google_compute_backend_service").depends_on).toEqual(endpoints);
  });

  test("takes a token for the rate, and none for an address, which an endpoint is called after", () => {
    const settings = made({ maxRatePerEndpoint: Token.asNumber(ref("var.r")) });
    expect(Object.keys(resourcesOf(settings, ENDPOINT))).toHaveLength(2);
    const refused = refusalOf(() => made({ addresses: [Token.asString(ref("var.ip"))] }));
    expect(refused[0]).toMatch(/^stack\/paris: addresses: got a token, expected /);
  });

  test("is refused without addresses, with an invalid one, and in an invalid zone", () => {
    const refused = (props: Partial<DataCenterBackendProps>) =>
      refusalOf(() => made(props)).map((line) => line.replace("stack/paris: ", ""));
    expect(refused({ addresses: [], port: 0, maxRatePerEndpoint: 0, zone: "europe-west1" })).toEqual([
      "addresses: got [], expected at least one address",
      "port: got 0, expected a whole number from 1 to 65535",
      "maxRatePerEndpoint: got 0, expected more than 0 requests per second",
      'zone: got "europe-west1", expected a zone of Google Cloud: "europe-west1-b"',
    ]);
    expect(refused({ addresses: ["10.128.0.0/13", "10.128.0.10", "10.128.0.10"] })).toEqual([
      'addresses: got ["10.128.0.0/13","10.128.0.10","10.128.0.10"], expected each address once',
      'addresses: got "10.128.0.0/13", expected a private IPv4 address: "10.128.0.10"',
    ]);
    expect(refused({ zone: Token.asString(ref("var.zone")) })[0]).toContain("zone: got a token");
  });
});

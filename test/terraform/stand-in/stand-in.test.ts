import { decode } from "@msgpack/msgpack";
import { Cloud, identityOf } from "./cloud";
import { FACTS } from "./facts";
import { fillUnknown } from "./made-up-values";
import type { Block } from "./schema";
import { schemaFromBindings } from "./schema-from-bindings";
import { USES } from "./uses";
import { fromWire, toWire, Unknown, type ValueObject, valuesAt } from "./values";

const used = { resources: Object.keys(FACTS), dataSources: ["google_compute_global_address"] };
const schemas = { google: schemaFromBindings("google", used), aws: schemaFromBindings("aws", used) };
const resources: Readonly<Record<string, Block>> = { ...schemas.google.resources, ...schemas.aws.resources };

describe("the schema that is read from the bindings", () => {
  const subnetwork = resources.google_compute_subnetwork;

  test("is of the provider's version that the bindings were made for", () => {
    expect([schemas.google.version, schemas.aws.version]).toEqual(["6.50.0", "6.25.0"]);
  });

  test("knows of an argument what type it has, and who gives it a value", () => {
    expect(subnetwork?.attributes).toMatchObject({
      name: { type: "string", required: true, optional: false, computed: false },
      region: { type: "string", required: false, optional: true, computed: true },
      self_link: { type: "string", required: false, optional: false, computed: true },
      subnetwork_id: { type: "number", computed: true },
      role: { allowed: ["ACTIVE", "BACKUP"] },
    });
    expect(resources.aws_route53_record?.attributes.records?.type).toEqual(["set", "string"]);
    expect(resources.google_compute_ha_vpn_gateway?.attributes.labels?.type).toEqual(["map", "string"]);
  });

  test("tells one block from many, and a block from an attribute of objects", () => {
    expect(subnetwork?.blocks).toMatchObject({
      log_config: { nesting: "list", maxItems: 1, minItems: 0 },
      secondary_ip_range: { nesting: "list", maxItems: 0 },
      timeouts: { nesting: "single" },
    });
    expect(resources.google_compute_firewall?.blocks.allow).toMatchObject({ nesting: "set", maxItems: 0 });
    const proof = resources.google_certificate_manager_dns_authorization?.attributes.dns_resource_record;
    expect(proof?.type).toEqual(["list", ["object", { data: "string", name: "string", type: "string" }]]);
  });

  test("has the provider's own configuration, without the alias that is Terraform's", () => {
    expect(schemas.google.provider.attributes).toMatchObject({ project: { type: "string", optional: true } });
    expect(schemas.google.provider.attributes).not.toHaveProperty("alias");
    expect(schemas.aws.provider.blocks).toHaveProperty("default_tags");
  });
});

describe("the facts", () => {
  test.each(Object.entries(FACTS))("on %s are of arguments that it has, and say where they are from", (type, facts) => {
    const {
      forceNew,
      keptBlocks = [],
      growing = [],
      computedBlocks = {},
      computed = {},
      allowed = {},
      range = {},
    } = facts;
    const { atMostOneOf = [], exactlyOneOf = [], requires = [] } = facts;
    const paths = [
      forceNew,
      keptBlocks,
      growing,
      ...[computedBlocks, computed, allowed, range].map(Object.keys),
    ].flat();
    const unknown = [...paths, ...[atMostOneOf, exactlyOneOf, requires].flat(2)].filter(
      (path) => !has(resources[type], path),
    );
    expect(unknown).toEqual([]);
    expect(facts.source).toMatch(
      /^https:\/\/github\.com\/hashicorp\/terraform-provider-(google\/blob\/v6\.50\.0|aws\/blob\/v6\.25\.0)\/.+\.go$/,
    );
  });

  function has(block: Block | undefined, path: string): boolean {
    const [name = "", ...rest] = path.split(".");
    const nested = block?.blocks[name]?.block;
    if (rest.length > 0 && nested !== undefined) return has(nested, rest.join("."));
    const type = block?.attributes[name]?.type;
    return rest.length === 0
      ? nested !== undefined || type !== undefined
      : JSON.stringify(type)?.includes(`"${rest[0]}"`);
  }
});

describe("a value on the wire", () => {
  test("stays what it is, unknown parts and what is known of them included", () => {
    const refined = new Unknown(12, new Uint8Array([0x81, 0x01, 0xc2]));
    const value = { name: "web", count: 3, ratio: 0.5, on: true, none: null, list: ["a", new Unknown()], refined };
    expect(fromWire(toWire(value))).toEqual(value);
  });

  test("is one byte of extension 0 when it is unknown", () => {
    expect([...toWire(new Unknown()).msgpack]).toEqual([0xd4, 0x00, 0x00]);
    expect(decode(toWire("web").msgpack)).toBe("web");
  });

  test("is found at a path, once for each element on the way", () => {
    const found = valuesAt({ rule: [{ port: 80 }, { port: 443 }] }, "rule.port");
    expect(found.map(({ value }) => value)).toEqual([80, 443]);
    expect(found[1]?.steps).toEqual([{ attributeName: "rule" }, { elementKeyInt: 1 }, { attributeName: "port" }]);
  });
});

describe("a made-up value", () => {
  const address = resources.google_compute_global_address as Block;
  const context = {
    type: "google_compute_global_address",
    id: "projects/acme-test/global/addresses/a",
    config: {},
    provider: {},
  };
  const made = (id: string) => fillUnknown(address, { name: "a", address: new Unknown() }, { ...context, id });

  test("is the same for the same resource, and another for another", () => {
    expect(made("a")).toEqual(made("a"));
    expect(made("a").address).not.toEqual(made("b").address);
  });

  test("leaves what is known", () => {
    expect(made("a").name).toBe("a");
  });
});

describe("the cloud in memory", () => {
  const NETWORK = { id: "projects/acme-test/global/networks/n" };
  const SUBNETWORK = { id: "projects/acme-test/regions/r/subnetworks/s", network: NETWORK.id };
  const cloudWith = (...networks: { id: string }[]) => {
    const cloud = new Cloud();
    for (const network of networks) cloud.write("create", "google_compute_network", network, "p");
    return cloud;
  };

  test("refuses a name that is taken", () => {
    expect(() => cloudWith(NETWORK, NETWORK)).toThrow("already exists");
  });

  test("refuses a reference to what is not there, and lets another project's pass", () => {
    const create = (project: string) => () =>
      new Cloud().write("create", "google_compute_subnetwork", SUBNETWORK, project);
    expect(create("acme-test")).toThrow(`The resource "${NETWORK.id}" was not found`);
    expect(create("other")).not.toThrow();
  });

  test("refuses the end of what is in use", () => {
    const cloud = cloudWith(NETWORK);
    cloud.write("create", "google_compute_subnetwork", SUBNETWORK, "p");
    expect(() => cloud.delete("google_compute_network", NETWORK)).toThrow(`already being used by "${SUBNETWORK.id}"`);
    cloud.delete("google_compute_subnetwork", SUBNETWORK);
    cloud.delete("google_compute_network", NETWORK);
    expect(cloud.ids).toEqual([]);
  });

  const record = (name: string, more: ValueObject = {}) => ({
    id: `${name} ${more.set_identifier}`,
    zone_id: "Z",
    name,
    type: "A",
    ...more,
  });
  const geo = (country: string) => ({ set_identifier: country, geolocation_routing_policy: [{ country }] });
  const primary = { set_identifier: "p", failover_routing_policy: [{ type: "PRIMARY" }] };

  test.each<[string, ValueObject[], string]>([
    [
      "an alias of a name that is not there",
      [record("a.b", { alias: [{ zone_id: "Z", name: "c.b" }] })],
      "the alias target c.b was not found",
    ],
    ["a label of 64 characters", [record(`${"a".repeat(64)}.b`)], "DomainLabelTooLong"],
    ["a name of 256 characters", [record(`${"a.".repeat(127)}bb`)], "DomainNameTooLong"],
    [
      "two policies of one name",
      [record("a.b", geo("FR")), record("a.b", primary)],
      "a failover_routing_policy record cannot be created as a geolocation_routing_policy record of that name exists",
    ],
    [
      "one place twice",
      [record("a.b", geo("FR")), record("a.b", { ...geo("FR"), set_identifier: "other" })],
      "a record of that name has the same location",
    ],
    ["a primary that nobody watches", [record("a.b", primary)], "a non-alias primary record must have a health check"],
    [
      "the 101st record of a name",
      Array.from({ length: 101 }, (_, index) => record("a.b", geo(`${index}`))),
      "LimitExceeded",
    ],
  ])("refuses what Route 53 refuses: %s", (_, records, refusal) => {
    const cloud = new Cloud();
    const last = records.pop() as ValueObject;
    for (const one of records) cloud.write("create", "aws_route53_record", one, null);
    expect(() => cloud.write("create", "aws_route53_record", last, null)).toThrow(refusal);
  });

  test("takes an alias of a name of another zone, which it does not know", () => {
    const alias = [{ zone_id: "Z2", name: "lb.elb.amazonaws.com" }];
    expect(() => new Cloud().write("create", "aws_route53_record", record("a.b", { alias }), null)).not.toThrow();
  });

  test.each(USES)("refuses the end of $used while $user refers to it", ({ user, at, used, by }) => {
    const cloud = new Cloud();
    const place = { region: "r", router: "x" };
    const target = { ...place, id: "a", name: "acme", uptime_check_id: "acme-2" };
    const name = String(target[by as "name"]);
    const naming = (one: string) => (at === "conditions" ? [{ query: `rate(metric{check_id="${one}"}[5m])` }] : one);
    cloud.write("create", used, target, "p");
    cloud.write("create", user, { ...place, id: "b", [at]: naming(`${name}-3`) }, "p");
    cloud.write("create", user, { ...place, id: "c", [at]: naming(name) }, "p");
    expect(() => cloud.delete(used, target)).toThrow('"a" is already being used by "c"');
    cloud.delete(user, { id: "c" });
    cloud.delete(used, target);
    expect(cloud.ids).toEqual(["b"]);
  });

  test("takes the same name in another region or router for another thing", () => {
    const cloud = new Cloud();
    cloud.write("create", "google_compute_router_peer", { id: "b", router: "y", region: "r", interface: "i" }, "p");
    cloud.delete("google_compute_router_interface", { id: "a", router: "x", region: "r", name: "i" });
    expect(cloud.journal.map(({ action }) => action)).toEqual(["create", "delete"]);
  });

  test("says where each of these references was seen", () => {
    expect(USES.filter(({ source }) => !source.startsWith("https://"))).toEqual([]);
  });

  test.each([
    ["google_compute_network", { name: "n" }, "projects/acme-test/global/networks/n"],
    ["google_compute_subnetwork", { name: "s", region: "r" }, "projects/acme-test/regions/r/subnetworks/s"],
    ["google_compute_global_address", { name: "a" }, "projects/acme-test/global/addresses/a"],
    [
      "google_compute_network_endpoint_group",
      { name: "g", zone: "z" },
      "projects/acme-test/zones/z/networkEndpointGroups/g",
    ],
    ["google_compute_ssl_policy", { name: "t" }, "projects/acme-test/global/sslPolicies/t"],
    ["google_container_cluster", { name: "c", location: "r" }, "projects/acme-test/locations/r/clusters/c"],
    [
      "google_container_node_pool",
      { name: "web", cluster: "projects/acme-test/c" },
      "projects/acme-test/c/nodePools/web",
    ],
    ["aws_route53_record", { zone_id: "Z", name: "n", type: "A", set_identifier: "s" }, "Z_n_A_s"],
  ])("names %s as the real one does", (type, config, id) => {
    expect(identityOf(type, config, { project: "acme-test" }, () => false)).toBe(id);
  });

  test("numbers what the user does not name, and never twice the same", () => {
    const taken = identityOf("aws_route53_health_check", { port: 443 }, {}, () => false);
    expect(identityOf("aws_route53_health_check", { port: 443 }, {}, (id) => id === taken)).not.toBe(taken);
  });
});

import { importFiles } from "../../../lib/cli/import";
import { comment, docComment, text } from "../../../lib/cli/import/code";
import { file, program, routingsOf, toDo } from "./octodns-programs";

const CHECK = "octodns: { healthcheck: { host: health.example.com, path: /, port: 443 } }";

/** A record whose users in Europe have a pool of their own. */
const record = (label: string, pool = "eu", address = "203.0.113.10", more = CHECK) => `
${JSON.stringify(label)}:
  type: A
  dynamic:
    pools:
      ${pool}: { values: [{ value: ${address} }] }
      all: { values: [{ value: 198.51.100.1 }] }
    rules: [{ geos: [EU], pool: ${pool} }, { pool: all }]
  ${more}
`;

/** A record of the same with these pools and rules. */
const rules = (pools: string, list: string) => `
www:
  type: A
  dynamic:
    pools:
      all: { values: [{ value: 198.51.100.1 }] }
${pools.replaceAll(/^/gm, "      ")}
    rules: [${list}, { pool: all }]
  ${CHECK}
`;

const hostNamesOf = (source: string) =>
  routingsOf(source).flatMap(({ policies }) => Object.values(policies).flatMap(({ hostNames }) => hostNames));

describe("each host name of octoDNS's", () => {
  test.each<[string, readonly string[]]>([
    ["differ in a dot and a hyphen", ["a.b", "a-b"]],
    ["differ in a wildcard", ["shop", "*.shop"]],
    ["are long and alike at the start", ["checkout-service-eu-west", "checkout-service-eu-east"]],
    ["is the zone's own, beside one called apex", ["", "apex"]],
    ["is called as what every object has", ["constructor", "toString"]],
  ])("is routed, whose names %s", async (_, labels) => {
    const source = await program(labels.map((label) => record(label)).join(""));
    const expected = labels.map((label) => (label === "" ? "example.com" : `${label.toLowerCase()}.example.com`));
    expect(hostNamesOf(source).sort()).toEqual([...expected].sort());
  });

  test("keeps its waves, whose pools are alike at the start or in all they have", async () => {
    const source = await program(
      rules(
        "p-very-long-name-of-paris-one: { values: [{ value: 203.0.113.1 }] }\np-very-long-name-of-paris-two: { values: [{ value: 203.0.113.1 }] }",
        "{ geos: [EU-FR, EU-BE], pool: p-very-long-name-of-paris-one }, { geos: [EU-DE, EU-NL], pool: p-very-long-name-of-paris-two }, { geos: [EU-ES, EU-PT], pool: p-very-long-name-of-paris-one }",
      ),
    );
    const waves = routingsOf(source).flatMap(({ policies }) => Object.values(policies.www?.waves ?? {}));
    expect(waves.map(({ countries }) => countries)).toEqual([
      ["FR", "BE"],
      ["DE", "NL"],
      ["ES", "PT"],
    ]);
  });

  test("has the data centres of its own pools, where another one's have the same names and other addresses", async () => {
    const source = await program(record("a", "eu", "203.0.113.1") + record("b", "eu", "203.0.113.2"));
    const [routing] = routingsOf(source);
    const addressesOf = (policy: string) => {
      const { serveFrom } = routing?.policies[policy]?.continents?.EU ?? { serveFrom: [] };
      return [serveFrom].flat(2).map((key) => routing?.dataCenters[String(key)]?.ingress.ipv4);
    };
    expect([addressesOf("a"), addressesOf("b")]).toEqual([["203.0.113.1"], ["203.0.113.2"]]);
  });

  test("says so where its TTL is another than that of the routing", async () => {
    const ttl = (label: string, seconds: number) => record(label, "eu", "203.0.113.1", `ttl: ${seconds}\n  ${CHECK}`);
    const source = await program(ttl("a", 60) + ttl("b", 60) + ttl("c", 300));
    expect(routingsOf(source)).toMatchObject([{ ttlSeconds: 60 }]);
    expect(toDo(source)).toEqual(["c.example.com: its TTL is 300 seconds, and here 60, that of its routing"]);
  });

  test("is read within seconds, where a zone has thousands", async () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      record(`host${index}`, "eu", `203.0.${Math.floor(index / 250)}.${index % 250}`).replace(
        "198.51.100.1",
        `198.51.${Math.floor(index / 250)}.${index % 250}`,
      ),
    );
    const begun = performance.now();
    const source = await program(many.join(""));
    expect(source.match(/hostNames: /g)).toHaveLength(1000);
    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});

describe("a pool of octoDNS's", () => {
  test("without an address is passed over", async () => {
    const source = await program(
      rules(
        "gone: { fallback: eu, values: [] }\neu: { values: [{ value: 203.0.113.1 }] }\nlost: { values: [] }",
        "{ geos: [EU], pool: gone }, { geos: [AF], pool: lost }",
      ),
    );
    expect(routingsOf(source)).toMatchObject([
      { policies: { www: { continents: { EU: { serveFrom: ["eu"] }, AF: { serveFrom: "last-resort" } } } } },
    ]);
    expect(routingsOf(source).map(({ dataCenters }) => Object.keys(dataCenters))).toEqual([["eu"]]);
    expect(source).not.toMatch(/NaN|null|\[\]/);
    expect(toDo(source)).toEqual([
      "www.example.com A: pool gone: it has no address that is answered",
      "www.example.com A: pool lost: it has no address that is answered",
    ]);
  });

  test("leaves out an address of weight 0, and counts a weight that is not a number as 1", async () => {
    const source = await program(
      rules(
        "zero: { values: [{ value: 203.0.113.1, weight: 0 }, { value: 203.0.113.2, weight: x }] }",
        "{ geos: [EU], pool: zero }",
      ),
    );
    expect(routingsOf(source)).toMatchObject([{ dataCenters: { zero: { ingress: { ipv4: "203.0.113.2" } } } }]);
    expect(toDo(source)).toEqual([
      "www.example.com A: pool zero: 203.0.113.1 has the weight 0, and is left out",
      'www.example.com A: pool zero: 203.0.113.2 has the weight "x", which is not a number: here it is 1',
    ]);
  });

  test("for everyone else must have an address", async () => {
    const source = await program(record("www").replace("{ value: 198.51.100.1 }", ""));
    expect(toDo(source)).toEqual(["www.example.com A: everyone else would get no answer"]);
    expect(routingsOf(source)).toEqual([]);
  });

  test("is drained where each of its addresses is down, and serves where one is", async () => {
    const source = await program(
      rules(
        "off: { values: [{ value: 203.0.113.1, status: down }] }\nhalf: { values: [{ value: 203.0.113.2, status: down }, { value: 203.0.113.3 }] }",
        "{ geos: [EU], pool: off }, { geos: [AF], pool: half }",
      ),
    );
    const [routing] = routingsOf(source);
    expect(Object.entries(routing?.dataCenters ?? {}).map(([key, { drain }]) => [key, drain])).toEqual([
      ["off", true],
      ["half", undefined],
    ]);
    expect(toDo(source)).toEqual(["www.example.com A: pool half: 203.0.113.2 is never answered there: leave it out"]);
  });
});

describe("the IPv6 addresses of octoDNS's", () => {
  const six = (pool: string, geo = "EU") => `
  - type: AAAA
    dynamic:
      pools:
        ${pool}: { values: [{ value: '2001:db8::1' }] }
        all6: { values: [{ value: '2001:db8::9' }] }
      rules: [{ geos: [${geo}], pool: ${pool} }, { pool: all6 }]`;
  const both = (aaaa: string) => `
www:
  - type: A
    dynamic:
      pools:
        eu: { values: [{ value: 203.0.113.1 }] }
        all: { values: [{ value: 198.51.100.1 }] }
      rules: [{ geos: [EU], pool: eu }, { pool: all }]
    ${CHECK}${aaaa}
`;

  test("are kept whatever their pools are called", async () => {
    const source = await program(both(six("eu6")));
    expect(toDo(source)).toEqual([]);
    expect(routingsOf(source)).toMatchObject([
      {
        dataCenters: { eu: { ingress: { ipv4: "203.0.113.1", ipv6: "2001:db8::1" } } },
        lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8::9" },
      },
    ]);
  });

  test("are left to do where other users are sent there", async () => {
    const source = await program(both(six("eu", "AS")));
    expect(toDo(source)).toEqual([
      "www.example.com AAAA: its rules differ from those of the A record, which are the policy here: no IPv6 address is in it",
    ]);
    expect(routingsOf(source)[0]?.dataCenters.eu?.ingress).toEqual({ ipv4: "203.0.113.1" });
  });
});

describe("a health check of octoDNS's", () => {
  const checked = (check: string) => program(record("www", "eu", "203.0.113.1", `octodns: ${check}`));

  test("keeps its interval and threshold of Route 53's", async () => {
    const source = await checked(
      "{ healthcheck: { host: h.example.com }, route53: { healthcheck: { request_interval: 30, failure_threshold: 4 } } }",
    );
    expect(routingsOf(source)).toMatchObject([
      { dataCenters: { eu: { healthCheck: { intervalSeconds: 30, failureThreshold: 4 } } } },
    ]);
  });

  test("has the defaults of octoDNS where what is there is no number, and says so", async () => {
    const source = await checked(
      "{ healthcheck: { host: h.example.com, port: x }, route53: { healthcheck: { failure_threshold: often } } }",
    );
    expect(routingsOf(source)).toMatchObject([
      { dataCenters: { eu: { healthCheck: { port: 443, failureThreshold: 6 } } } },
    ]);
    expect(toDo(source)).toEqual([
      'www.example.com: its port of the health check, "x", is not a whole number: here it is 443',
      'www.example.com: its failure_threshold of the health check, "often", is not a whole number: here it is 6',
    ]);
  });

  test("of a protocol that Route 53 does not have is by TCP, and says so", async () => {
    expect(toDo(await checked("{ healthcheck: { protocol: ICMP } }"))).toEqual([
      "www.example.com: its health check is by ICMP, which Route 53 does not support: here it is TCP",
    ]);
  });
});

describe("files of octoDNS's", () => {
  test("are one program, with routings of names of their own", async () => {
    const names = ["a-b.com.yaml", "a.b.com.yaml"];
    const source = await importFiles(
      names.map((name) => file(record("www"), name)),
      {},
    );
    expect(source.match(/^import .*GeoRouting/gm)).toHaveLength(1);
    expect(routingsOf(source).map(({ zone, routingName }) => [zone?.zoneName, routingName])).toEqual([
      ["a-b.com", "octodns"],
      ["a.b.com", "octodns-2"],
    ]);
  });

  test.each<[string, object, string]>([
    ["--json", { json: true, into: "out" }, "--json"],
    ["--hcl", { hcl: true, into: "out" }, "--hcl"],
    ["--into", { into: "out" }, "--into"],
  ])("are not imported with %s, which is refused", async (_, command, option) => {
    await expect(program(record("www"), command)).rejects.toThrow(
      `${option}: is not for octoDNS's YAML, which becomes a routing in TypeScript: leave it out`,
    );
  });

  test.each([
    ["--zone-id", { zoneId: "Z0123456789EXAMPLE" }],
    ["--zone", { zone: "example.com" }],
  ])("of two zones are refused with one %s", async (option, command) => {
    const files = ["a.com.yaml", "b.com.yaml"].map((name) => file(record("www"), name));
    await expect(importFiles(files, command)).rejects.toThrow(
      `${option}: is of one zone, and the files are of 2: import each by itself`,
    );
  });

  test("with aliases that grow without end are refused in words", async () => {
    const bomb = [
      "a0: &a0 { type: A }",
      ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(", ")}]`),
    ];
    await expect(program(bomb.join("\n"))).rejects.toThrow(
      /example\.com\.yaml cannot be read as YAML \(Excessive alias count/,
    );
  });
});

describe("text from a file, in a program,", () => {
  test("ends no comment, and is no template of Terraform", () => {
    expect(docComment("a */ b")).toBe("/** a * / b */");
    expect(comment("a\nb\u2028c")).toBe("// a b c");
    expect(text("${a} %{b} $c %d")).toBe('"$${a} %%{b} $c %d"');
  });
});

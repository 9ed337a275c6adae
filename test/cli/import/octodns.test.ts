import { transformSync } from "@swc/core";
import { importFiles } from "../../../lib/cli/import";
import { file, program, routingsOf, toDo } from "./octodns-programs";

const ZONE = `---
'':
  type: MX
  values:
  - exchange: mail.example.com.
    preference: 10
shop:
- type: A
  ttl: 30
  dynamic:
    pools:
      paris:
        fallback: frankfurt
        values:
        - value: 203.0.113.10
      frankfurt:
        fallback: cloud
        values:
        - value: 203.0.113.20
        - value: 203.0.113.21
      canary:
        fallback: cloud
        values:
        - value: 203.0.113.30
          weight: 25
        - value: 198.51.100.1
          weight: 75
      cloud:
        values:
        - value: 198.51.100.1
    rules:
    - geos: [EU-FR, EU-BE]
      pool: paris
    - geos: [EU]
      pool: frankfurt
    - geos: [NA-US-CA]
      pool: canary
    - geos: [EU-RU]
      pool: cloud
    - pool: cloud
  octodns:
    healthcheck:
      host: health.example.com
      path: /status
      protocol: HTTP
      port: 8080
  values: [198.51.100.1]
`;

describe("octoDNS's rules", () => {
  test("are routes by place, in waves where a rule has several, with percentages from weights", async () => {
    const healthCheck = {
      protocol: "HTTP",
      hostName: "health.example.com",
      path: "/status",
      port: 8080,
      intervalSeconds: 10,
      failureThreshold: 6,
    };
    const text = await program(
      ZONE.replace("    - geos: [EU-RU]\n      pool: cloud\n", "").replace(
        "    - geos: [EU]",
        "    - geos: [EU-RU]\n      pool: cloud\n    - geos: [EU]",
      ),
    );
    expect(toDo(text)).toEqual([]);
    expect(routingsOf(text)).toEqual([
      {
        zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
        routingName: "octodns",
        dataCenters: {
          paris: { ingress: { ipv4: "203.0.113.10" }, healthCheck },
          frankfurt: { ingress: { ipv4: ["203.0.113.20", "203.0.113.21"] }, healthCheck },
          canary: { ingress: { ipv4: "203.0.113.30" }, healthCheck },
        },
        lastResort: { ipv4: "198.51.100.1" },
        ttlSeconds: 30,
        policies: {
          shop: {
            hostNames: ["shop.example.com"],
            continents: { EU: { serveFrom: ["frankfurt"] } },
            countries: { RU: { serveFrom: "last-resort" } },
            subdivisions: { "US-CA": { serveFrom: ["canary"], percent: 25 } },
            waves: { paris: { countries: ["FR", "BE"], serveFrom: ["paris", "frankfurt"] } },
          },
        },
      },
    ]);
    expect(text).toContain("// Left out: example.com MX: the same for everybody, import it from what AWS exports.");
  });

  test("that are never reached are not put before those that answer", async () => {
    expect(toDo(await program(ZONE))).toEqual([
      "shop.example.com A: EU-RU: an earlier rule for EU answers its users in octoDNS, and here the smaller place decides",
    ]);
  });

  test.each<[string, string, string, readonly string[]]>([
    [
      "provinces of Canada",
      "NA-US-CA",
      "NA-CA-ON",
      ["NA-CA-ON: Route 53 tells apart the states of the United States alone"],
    ],
    [
      "networks",
      "    - geos: [NA-US-CA]",
      "    - subnets: [192.0.2.0/24]\n      geos: [NA-US-CA]",
      ["users of 192.0.2.0/24: geolocation tells no networks apart"],
    ],
    [
      "weights within a pool",
      "- value: 203.0.113.21",
      "- value: 203.0.113.21\n          weight: 3",
      [
        "pool frankfurt: its addresses have the weights 1 : 3, and here all addresses of a data centre have the same: make a data centre of each address, with requestsPerSecond in these proportions",
      ],
    ],
    [
      "shares that are no whole percentages",
      "weight: 75",
      "weight: 50",
      ["pool canary: 33 % in place of 33.33 %: a percentage is a whole number"],
    ],
    [
      "addresses that are always answered",
      "- value: 203.0.113.20",
      "- value: 203.0.113.20\n          status: up",
      ["pool frankfurt: 203.0.113.20 is answered whatever its health there, and here while it is healthy"],
    ],
  ])("that cannot be routes are left to do, with the reason: %s", async (_, from, to, lines) => {
    const text = await program(ZONE.replace("    - geos: [EU-RU]\n      pool: cloud\n", "").replace(from, to));
    expect(toDo(text)).toEqual(lines.map((line) => `shop.example.com A: ${line}`));
    expect(routingsOf(text)).toHaveLength(1);
  });

  test("that answer with host names are left to do", async () => {
    const text = await program(`
www:
  type: CNAME
  dynamic:
    pools: { eu: { values: [{ value: eu.example.net. }] } }
    rules: [{ pool: eu }]
  value: eu.example.net.
`);
    expect(toDo(text)).toEqual([
      "www.example.com CNAME: it answers with host names, and a data centre has IP addresses",
    ]);
    expect(routingsOf(text)).toEqual([]);
  });
});

describe("octoDNS's places of before", () => {
  const GEO = `
www:
- type: A
  geo:
    EU: [203.0.113.10]
    EU-DE: [203.0.113.20]
    NA-US: [198.51.100.1]
  values: [198.51.100.1]
- type: AAAA
  geo:
    EU: ['2001:db8:1::10']
    EU-DE: ['2001:db8:2::10']
    NA-US: ['2001:db8:f::1']
  values: ['2001:db8:f::1']
`;

  test("are routes that fall back to the place around them, with both families", async () => {
    const text = await program(GEO, { zoneId: "Z0999999999EXAMPLE" });
    const [routing] = routingsOf(text) as {
      dataCenters: unknown;
      lastResort: unknown;
      policies: unknown;
      zone: unknown;
    }[];
    const healthCheck = { protocol: "HTTPS", path: "/_dns", port: 443, intervalSeconds: 10, failureThreshold: 6 };
    expect(routing).toMatchObject({
      zone: { zoneId: "Z0999999999EXAMPLE", zoneName: "example.com" },
      dataCenters: {
        eu: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" }, healthCheck },
        "eu-de": { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" }, healthCheck },
      },
      lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:f::1" },
      policies: {
        www: {
          hostNames: ["www.example.com"],
          continents: { EU: { serveFrom: ["eu"] } },
          countries: { DE: { serveFrom: ["eu-de", "eu"] }, US: { serveFrom: "last-resort" } },
        },
      },
    });
    expect(toDo(text)).toEqual([
      "www.example.com: its health check asks for www.example.com, which users ask for: here it asks for health.example.com, which the servers must answer for",
    ]);
  });
});

describe("octoDNS's YAML", () => {
  test("is refused in words where it is broken, or includes another file", async () => {
    await expect(program("www:\n  type: A\n  geo: [\n")).rejects.toThrow("cannot be read as YAML");
    await expect(program("www:\n  type: A\n  geo: !include geo.yaml\n")).rejects.toThrow("has a tag such as !include");
  });

  test("is imported by itself", async () => {
    const zone = file("$ORIGIN example.com.\nwww 60 IN A 192.0.2.1\n", "db.example.com");
    await expect(importFiles([file(ZONE), zone], {})).rejects.toThrow("becomes a routing, and is imported by itself");
  });

  test("cannot break the program by what it is called", async () => {
    const hostile = JSON.stringify('x"]);\nprocess.exit(1);// ${path} %{if}\u2028*/');
    const text = await program(
      `
${hostile}:
  type: A
  dynamic:
    pools:
      ${hostile}: { values: [{ value: 203.0.113.10 }] }
      all: { values: [{ value: 198.51.100.1 }] }
    rules:
    - { geos: [${hostile}, EU-FR], pool: ${hostile} }
    - { pool: all }
  octodns: { healthcheck: { host: ${hostile}, path: ${hostile} } }
  values: [198.51.100.1]
`,
      { zone: "example.com" },
    );
    const { code } = transformSync(text, { module: { type: "commonjs" }, jsc: { parser: { syntax: "typescript" } } });
    const made: { policies: object }[] = [];
    const stub = {
      GeoRouting: class {
        constructor(_: unknown, __: string, props: { policies: object }) {
          made.push(props);
        }
      },
    };
    const exported: Record<string, (scope: unknown) => void> = {};
    // Nothing of the name is code: the process in it is none.
    new Function("require", "exports", "process", code)(() => stub, exported, undefined);
    exported.routingOfExampleCom?.({});
    expect(made).toHaveLength(1);
    expect(JSON.stringify(made[0])).toContain("process.exit");
    expect(text.split("\n").filter((line) => /[^$]\$\{path/.test(line) && !line.startsWith("// "))).toEqual([]);
  });
});

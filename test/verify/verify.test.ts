import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { GeoRouting, HybridPlatform } from "../../index";
import { type VerifyCommand, verify } from "../../lib/cli/verify";
import { NameServers } from "../../lib/verify/name-servers";
import { outputFolder } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { type Asked, StandInNameServer, type Told } from "../support/name-server";
import { SMALL_PLATFORM } from "../support/platform";

const PARIS = { A: "203.0.113.10", AAAA: "2001:db8:1::10" };
const FRANKFURT = { A: "203.0.113.20", AAAA: "2001:db8:2::10" };
const LAST_RESORT = { A: "198.51.100.1", AAAA: "2001:db8:ffff::1" };

const folder = outputFolder(
  (app) =>
    new HybridPlatform(app, "test", {
      ...SMALL_PLATFORM,
      dataCenters: {
        paris: { ingress: { ipv4: PARIS.A, ipv6: PARIS.AAAA } },
        frankfurt: { ingress: { ipv4: FRANKFURT.A, ipv6: FRANKFURT.AAAA } },
      },
      anycastAddresses: { ipv4: LAST_RESORT.A, ipv6: LAST_RESORT.AAAA },
      routing: {
        countries: {
          FR: { serveFrom: ["paris", "frankfurt"] },
          DE: { serveFrom: ["frankfurt", "paris"], percent: 25 },
          SG: { serveFrom: ["frankfurt"] },
        },
      },
    }),
);

const shops = outputFolder((app) => {
  const dns = new TerraformStack(app, "dns");
  new AwsProvider(dns, "aws", { region: "us-east-1" });
  new GeoRouting(dns, "routing", {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "test",
    dataCenters: { paris: { ingress: { ipv4: PARIS.A } } },
    lastResort: { ipv4: LAST_RESORT.A },
    policies: { shops: { hostNames: ["*.shop.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
  });
});

const german = outputFolder((app) => {
  const dns = new TerraformStack(app, "dns");
  new AwsProvider(dns, "aws", { region: "us-east-1" });
  new GeoRouting(dns, "routing", {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "test",
    dataCenters: { frankfurt: { ingress: { ipv4: FRANKFURT.A } } },
    lastResort: { ipv4: LAST_RESORT.A },
    policies: {
      platform: {
        hostNames: ["api.example.com"],
        countries: { DE: { serveFrom: ["frankfurt"], percent: 25 } },
      },
    },
  });
});

const watched = outputFolder((app) => {
  const dns = new TerraformStack(app, "dns");
  new AwsProvider(dns, "aws", { region: "us-east-1" });
  new GeoRouting(dns, "routing", {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "test",
    dataCenters: { paris: { ingress: { ipv4: PARIS.A } }, london: { ingress: { ipv4: "203.0.113.30" } } },
    lastResort: {
      ipv4: LAST_RESORT.A,
      healthCheck: { hostName: "www.example.com", path: "/healthz" },
      fallBackTo: ["london"],
    },
    policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
  });
});

const addresses = join(mkdtempSync(join(tmpdir(), "verify-")), "addresses.txt");
writeFileSync(addresses, "FR 192.0.2.7\nDE 198.51.100.7\nJP 203.0.113.7\n");
const [FR, DE] = ["192.0.2.0/24", "198.51.100.0/24"];

/** Route 53 as the policy wants it, written by hand: of four users in Germany one goes to Frankfurt. */
function rightZone(): (asked: Asked) => Told {
  const germans = { A: 0, AAAA: 0 };
  return ({ type, subnet }) => {
    const family = type as "A" | "AAAA";
    if (subnet === FR) return { addresses: [PARIS[family]] };
    if (subnet === DE) return { addresses: [germans[family]++ % 4 === 0 ? FRANKFURT[family] : LAST_RESORT[family]] };
    return { addresses: [LAST_RESORT[family]] };
  };
}

const servers: StandInNameServer[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(tell: (asked: Asked) => Told): Promise<StandInNameServer> {
  const server = await StandInNameServer.start(tell);
  servers.push(server);
  return server;
}

const command = (options: Partial<VerifyCommand>): VerifyCommand => ({
  addresses,
  nameServer: servers.map(({ port }) => `127.0.0.1:${port}`),
  down: [],
  draws: 40,
  timeout: 5,
  ...options,
});
const verified = (options: Partial<VerifyCommand> = {}) => verify(folder, command(options));
const changed = (change: (asked: Asked) => Told | undefined) => {
  const right = rightZone();
  return serve((asked) => change(asked) ?? right(asked));
};

describe("a zone that is as simulated", () => {
  test("is right, and each place without an address is listed as not asked", async () => {
    await serve(rightZone());
    const { text, findings } = await verified();
    expect(findings).toEqual([]);
    expect(text.replaceAll(/ +/g, " ").replace(/127.0.0.1:\d+/, "127.0.0.1:53")).toBe(`## test-dns

Asked: 127.0.0.1:53

| Name | From | Expected | Got | |
| --- | --- | --- | --- | --- |
| api.example.com (A) | JP (Japan) | 198.51.100.1 (last resort) | last resort 1 of 1 | right |
| api.example.com (A) | DE (Germany) | 25 % 203.0.113.20 (frankfurt), 75 % 198.51.100.1 (last resort) | frankfurt 10, last resort 30 of 40 | right |
| api.example.com (A) | FR (France) | 203.0.113.10 (paris) | paris 1 of 1 | right |
| api.example.com (AAAA) | JP (Japan) | 2001:db8:ffff::1 (last resort) | last resort 1 of 1 | right |
| api.example.com (AAAA) | DE (Germany) | 25 % 2001:db8:2::10 (frankfurt), 75 % 2001:db8:ffff::1 (last resort) | frankfurt 10, last resort 30 of 40 | right |
| api.example.com (AAAA) | FR (France) | 2001:db8:1::10 (paris) | paris 1 of 1 | right |

Not asked:

- api.example.com (A), api.example.com (AAAA) from SG (Singapore): no address is known

All that was asked is as simulated.`);
  });

  test("is asked with the subnet of each place, and nothing is asked twice that chance does not decide", async () => {
    const server = await serve(rightZone());
    await verified();
    const count = (subnet: string) => server.asked.filter((asked) => asked.subnet === subnet).length;
    expect([count(FR), count(DE), count("203.0.113.0/24"), server.asked.length]).toEqual([2, 80, 2, 84]);
  });

  test("is asked of all name servers in turn, and of each once where chance does not decide", async () => {
    const right = rightZone();
    const [one, other] = [await serve(right), await serve(right)];
    expect((await verified()).findings).toEqual([]);
    expect([one.asked.length, other.asked.length]).toEqual([44, 44]);
    expect(other.asked.filter(({ subnet }) => subnet === FR)).toHaveLength(2);
  });

  test("is right when answers are cut, and asked again over TCP", async () => {
    const right = rightZone();
    const server = await serve((asked) => (asked.isTcp ? right(asked) : { isTruncated: true }));
    expect((await verified()).findings).toEqual([]);
    expect(server.asked.filter(({ isTcp }) => isTcp)).toHaveLength(84);
  });

  test("is right when an answer gets lost, and another attempt is made", async () => {
    let number = 0;
    await changed(() => (number++ % 40 === 3 ? { isSilent: true } : undefined));
    expect((await verified({ timeout: 0.5 })).findings).toEqual([]);
  });

  test("is right when chance decides as the weights have it", async () => {
    const draw = generator(1);
    await changed(({ type, subnet }) => {
      if (subnet !== DE) return undefined;
      const family = type as "A" | "AAAA";
      return { addresses: [draw() < 0.25 ? FRANKFURT[family] : LAST_RESORT[family]] };
    });
    for (let run = 0; run < 5; run++) expect((await verified()).findings).toEqual([]);
  });
});

describe("a zone that is not as simulated", () => {
  test("answers another address", async () => {
    await changed(({ subnet, type }) => (subnet === FR && type === "A" ? { addresses: ["203.0.113.99"] } : undefined));
    expect((await verified()).findings).toEqual([
      "test-dns: api.example.com (A) from FR (France): got 203.0.113.99, expected 203.0.113.10 (paris) (127.0.0.1)",
    ]);
  });

  test("answers what is right while a data centre is down", async () => {
    await changed(({ subnet, type }) => (subnet === FR && type === "A" ? { addresses: [FRANKFURT.A] } : undefined));
    expect((await verified()).findings).toEqual([
      "test-dns: api.example.com (A) from FR (France): got 203.0.113.20, expected 203.0.113.10 (paris) (127.0.0.1), which is right while paris is down",
    ]);
    const { findings } = await verified({ down: ["paris"] });
    expect(findings).toEqual([
      "test-dns: api.example.com (AAAA) from FR (France): got 2001:db8:1::10, expected 2001:db8:2::10 (frankfurt) (127.0.0.1), which is right while all is well",
    ]);
  });

  test.each([
    [["frankfurt", "paris"], PARIS.A, "which is right while frankfurt is down"],
    [["paris", "frankfurt"], FRANKFURT.A, "which is right while paris is down"],
    [["paris"], LAST_RESORT.A, "which is right while paris and frankfurt are down"],
  ])(
    "answers what is right while fewer are down than were named, or more: %s and %s",
    async (down, address, meaning) => {
      await changed(({ subnet, type }) => (subnet === FR && type === "A" ? { addresses: [address] } : undefined));
      const { findings } = await verified({ down });
      expect(findings.filter((line) => line.includes("(A) from FR"))).toEqual([
        expect.stringMatching(new RegExp(`, ${meaning}$`)),
      ]);
    },
  );

  test("answers the last resort, which --down names", async () => {
    await serve(() => ({ addresses: [LAST_RESORT.A] }));
    const { findings } = await verify(watched, command({ down: ["last resort", "paris"] }));
    expect(findings.filter((line) => line.includes("FR"))).toEqual([
      expect.stringMatching(/expected 203\.0\.113\.30 \(london\) .*, which is right while paris is down$/),
    ]);
  });

  test("has another weight", async () => {
    let germans = 0;
    await changed(({ subnet, type }) =>
      subnet === DE && type === "A" ? { addresses: [germans++ % 2 === 0 ? FRANKFURT.A : LAST_RESORT.A] } : undefined,
    );
    // 20 of 40 are outside of 4 to 17, so it is asked 160 times more.
    expect((await verified()).findings).toEqual([
      "test-dns: api.example.com (A) from DE (Germany): got frankfurt 80 of 160 times, expected 26 to 55 for 25 %",
      "test-dns: api.example.com (A) from DE (Germany): got last resort 80 of 160 times, expected 105 to 134 for 75 %",
    ]);
  });

  test("has another weight, by what was drawn before the time was up", async () => {
    const germany = join(mkdtempSync(join(tmpdir(), "verify-")), "germany.txt");
    writeFileSync(germany, "DE 198.51.100.7\n");
    const [start, clock] = [Date.now(), jest.spyOn(Date, "now")];
    let germans = 0;
    await serve(() => {
      // With the last question of the first look, more than a minute has gone by.
      clock.mockReturnValue(start + (++germans < 40 ? 0 : 70_000));
      return { addresses: [germans % 2 === 0 ? FRANKFURT.A : LAST_RESORT.A] };
    });
    const { findings } = await verify(german, command({ addresses: germany, within: 60 }));
    expect(findings).toEqual([
      "dns: api.example.com (A) from DE (Germany): got frankfurt 20 of 40 times, expected 4 to 17 for 25 %",
      "dns: api.example.com (A) from DE (Germany): got last resort 20 of 40 times, expected 23 to 36 for 75 %",
    ]);
    expect(germans).toBe(40);
  });

  test("has no such name, no record of the type, or refuses", async () => {
    await changed(({ subnet, type }) => {
      if (subnet === FR) return type === "A" ? { rcode: 3 } : {};
      return subnet === DE && type === "A" ? { rcode: 5 } : undefined;
    });
    expect((await verified()).findings).toEqual([
      "test-dns: api.example.com (A) from DE (Germany): got REFUSED, expected 25 % 203.0.113.20 (frankfurt), 75 % 198.51.100.1 (last resort) (127.0.0.1)",
      "test-dns: api.example.com (A) from FR (France): got NXDOMAIN, expected 203.0.113.10 (paris) (127.0.0.1)",
      "test-dns: api.example.com (AAAA) from FR (France): got no AAAA record, expected 2001:db8:1::10 (paris) (127.0.0.1)",
    ]);
  });

  test("answers with another name", async () => {
    await changed(({ subnet, type }) => (subnet === FR && type === "A" ? { cname: "www.example.net" } : undefined));
    expect((await verified()).findings[0]).toContain("got CNAME www.example.net, expected 203.0.113.10 (paris)");
  });

  test("has another time to live, longer or shorter", async () => {
    await changed(({ subnet, type }) =>
      subnet === FR ? { addresses: [PARIS[type as "A" | "AAAA"]], ttl: type === "A" ? 300 : 59 } : undefined,
    );
    expect((await verified()).findings).toEqual([
      "test-dns: api.example.com (A) from FR (France): got a time to live of 300 s, expected 60 s",
      "test-dns: api.example.com (AAAA) from FR (France): got a time to live of 59 s, expected 60 s",
    ]);
  });

  test("has a name server that is silent, while the others are asked all questions", async () => {
    const living = await serve(rightZone());
    const silent = await serve(() => ({ isSilent: true }));
    const { findings, text } = await verified({ timeout: 0.4 });
    expect(findings).toEqual([`test-dns: 127.0.0.1:${silent.port} does not answer (3 attempts of 0.4 s)`]);
    expect(living.asked).toHaveLength(84);
    expect(text).toContain("frankfurt 10, last resort 30 of 40");
  });

  test("loses every second packet: it ends in time, and says what was not answered", async () => {
    const seen = new Map<string, number>();
    await changed(({ subnet, type }) => {
      const number = (seen.get(subnet + type) ?? 0) + 1;
      seen.set(subnet + type, number);
      return number % 2 === 1 ? { isSilent: true } : undefined;
    });
    const progress: number[] = [];
    const { findings, text } = await verify(folder, command({ timeout: 0.4, within: 2 }), (done) =>
      progress.push(done),
    );
    const unanswered =
      /^test-dns: api\.example\.com \((A|AAAA)\) from DE \(Germany\): \d+ of 40 questions are answered, and the time is up \(2 s\)$/;
    expect(findings).toEqual([expect.stringMatching(unanswered), expect.stringMatching(unanswered)]);
    expect(text).not.toContain("All that was asked is as simulated");
    expect(progress[0]).toBe(0);
  });

  test("is behind a resolver, or a server that ignores the place", async () => {
    const right = rightZone();
    const server = await serve((asked) => ({ ...right(asked), isNotAuthoritative: true, ignoresSubnet: true }));
    expect((await verified()).findings).toEqual([
      `test-dns: 127.0.0.1:${server.port} is not authoritative: a resolver answers from its memory`,
      `test-dns: 127.0.0.1:${server.port} ignores the client subnet: it answers as if this machine asked`,
    ]);
  });
});

describe("what cannot be verified", () => {
  const refusal = async (options: Partial<VerifyCommand>) =>
    verified(options).then(
      () => "",
      ({ message }) => message,
    );

  test("is an error when no place has an address, or no server answers", async () => {
    await serve(() => ({ isSilent: true }));
    expect(await refusal({ addresses: undefined })).toBe(
      "verify: folder: nothing could be verified: api.example.com (A), api.example.com (AAAA) from everyone else, DE (Germany), FR (France), SG (Singapore): no address is known",
    );
    expect(await refusal({ timeout: 0.4 })).toMatch(
      /^verify: folder: nothing could be verified: .*does not answer \(3 attempts of 0.4 s\)/,
    );
    const port = servers[0]?.port;
    await servers.pop()?.stop();
    expect(await refusal({ nameServer: [`127.0.0.1:${port}`], timeout: 0.4 })).toMatch(
      /none of its name servers answers/,
    );
  });

  test("is an error when a data centre or a name server is not there", async () => {
    expect(await refusal({ down: ["berlin"], nameServer: ["127.0.0.1"] })).toBe(
      'verify: --down: got "berlin", expected an endpoint with a health check: frankfurt, paris',
    );
    expect(await refusal({ nameServer: ["127.0.0.1:x"] })).toBe(
      'verify: --name-server: got "127.0.0.1:x", expected a name server: "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:5353" or its host name',
    );
  });
});

test("a host name with an asterisk is asked for by that name, which DNS allows", async () => {
  const server = await serve(({ name, subnet }) =>
    name === "*.shop.example.com" ? { addresses: [subnet === FR ? PARIS.A : LAST_RESORT.A] } : { rcode: 3 },
  );
  const { text, findings } = await verify(shops, command({}));
  expect(findings).toEqual([]);
  expect(text.replaceAll(/ +/g, " ")).toContain("| *.shop.example.com (A) | FR (France) |");
  expect(server.asked).toHaveLength(2);
});

test("the name servers of a zone are looked up, and asked at their addresses", async () => {
  const resolver = await serve(({ name, type }) => {
    if (type === "NS") return name === "example.com" ? { addresses: ["ns-1.example.net"] } : {};
    return name === "ns-1.example.net" && type === "A" ? { addresses: ["192.0.2.53"] } : { rcode: 3 };
  });
  const found = await new NameServers({ host: "127.0.0.1", port: resolver.port }).of("api.example.com");
  expect(found).toEqual([{ name: "ns-1.example.net", address: "192.0.2.53", port: 53 }]);
});

test("JSON is as its schema has it, right or wrong", async () => {
  await changed(({ subnet }) => (subnet === FR ? { addresses: ["203.0.113.99"] } : undefined));
  const output = JSON.parse((await verified({ json: true })).text);
  expectSchema("verify", output);
  const [stack] = output.stacks;
  expect(stack.findings[0]).toEqual({
    kind: "another-answer",
    message: "api.example.com (A) from FR (France): got 203.0.113.99, expected 203.0.113.10 (paris) (127.0.0.1)",
  });
  expect(stack.verified[1]).toEqual({
    name: "api.example.com",
    type: "A",
    place: "DE",
    standsFor: 1,
    clientSubnet: DE,
    draws: 40,
    answers: [
      { who: "frankfurt", addresses: [FRANKFURT.A], share: 0.25, count: 10, least: 4, most: 17 },
      { who: "last resort", addresses: [LAST_RESORT.A], share: 0.75, count: 30, least: 23, most: 36 },
    ],
    isRight: true,
  });
  expect(() =>
    expectSchema("verify", { stacks: [{ ...stack, findings: [{ kind: "strange", message: "" }] }] }),
  ).toThrow();
});

/** Numbers from 0 to 1 that look random, and are the same in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../stacks";
import { outputFolder } from "../support/command-line";
import { expectGolden } from "../support/golden";
import { secretsIn } from "../support/secrets";

const folder = outputFolder((app) => new HybridPlatform(app, "production", production));
const siteOf = (name: string) => join(folder, "data-centers", "production", name);
const listsOf = (name: string) => JSON.parse(readFileSync(join(siteOf(name), "site.json"), "utf8"));

test("the inside of every data centre of the example is written", () => {
  expect(readdirSync(join(folder, "data-centers", "production"))).toEqual(["frankfurt", "paris", "singapore"]);
});

describe.each(["frankfurt", "paris", "singapore"])("%s in the example", (name) => {
  const racksOf = (role: string) => {
    const servers = Object.values<{ role: string; rack: string }>(listsOf(name).servers);
    return servers.flatMap((server) => (server.role === role ? [server.rack] : []));
  };

  test("keeps the address of every server and router", () => {
    expectGolden(`${name}.addresses.md`, readFileSync(join(siteOf(name), "addresses.md"), "utf8"));
  });

  test("survives a rack that fails: three have a member of etcd and workers each, and two or more an edge server", () => {
    const { servers, etcd } = listsOf(name);
    expect(new Set(etcd.members.map((member: string) => servers[member].rack)).size).toBe(3);
    expect(new Set(racksOf("worker")).size).toBe(3);
    expect(new Set(racksOf("edge")).size).toBeGreaterThanOrEqual(2);
  });

  test("takes requests for both services, with the limit of Cloud Armor", () => {
    const { edge } = JSON.parse(readFileSync(join(siteOf(name), "servers", "edge-1.sls"), "utf8")).hybrid;
    expect(edge.services).toMatchObject([
      {
        name: "api",
        host: "api.example.com",
        port: 8080,
        timeout_seconds: 30,
        rate_limit: { requests: 1200, seconds: 60 },
      },
      { name: "video", host: "video.example.com", port: 8090, timeout_seconds: 900 },
    ]);
  });

  test("has no secret in any file: only where one lies", () => {
    const files = readdirSync(siteOf(name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const references = new Set<string>();
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), "utf8");
      expect([name, secretsIn(text)]).toEqual([name, []]);
      for (const [, value = ""] of text.matchAll(/"(?:password|certificate)": (\{.*?\}|[^,\n]*)/g))
        references.add(value);
    }
    expect([...references].sort()).toEqual([
      `{ "pillar": "kubernetes/${name}/bgp" }`,
      `{ "pillar": "kubernetes/${name}/tls" }`,
    ]);
    const names = files.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["exabgp.conf.jinja", "announce-blocks.py", "edge-1.sls", "border-1.json"]),
    );
  });
});

test("servers of Frankfurt's inventory keep the addresses that they have", () => {
  const { servers } = listsOf("frankfurt");
  expect(servers["web2.fra.example.com"]).toMatchObject({ number: 102, rack: "f2", ipv4: "10.136.9.2" });
});

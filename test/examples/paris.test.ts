import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../stacks";
import { outputFolder } from "../support/command-line";
import { expectGolden } from "../support/golden";
import { secretsIn } from "../support/secrets";

describe("Paris in the example", () => {
  const folder = outputFolder((app) => new HybridPlatform(app, "production", production));
  const site = () => join(folder, "data-centers", "production", "paris");

  test("keeps the address of every server and router", () => {
    expectGolden("paris.addresses.md", readFileSync(join(site(), "addresses.md"), "utf8"));
  });

  test("is the only data centre whose inside is written", () => {
    expect(readdirSync(join(folder, "data-centers", "production"))).toEqual(["paris"]);
  });

  test("survives a rack that fails: each has a member of etcd, an edge server and workers", () => {
    const { servers, etcd } = JSON.parse(readFileSync(join(site(), "site.json"), "utf8"));
    const racksOf = (role: string) =>
      Object.values<{ role: string; rack: string }>(servers).flatMap((server) =>
        server.role === role ? [server.rack] : [],
      );
    expect(etcd.members.map((name: string) => servers[name].rack).sort()).toEqual(["a1", "a2", "a3"]);
    expect(new Set(racksOf("edge")).size).toBe(3);
    expect(new Set(racksOf("worker")).size).toBe(3);
  });

  test("takes requests for both services, with the limit of Cloud Armor", () => {
    const { edge } = JSON.parse(readFileSync(join(site(), "servers", "edge-1.sls"), "utf8")).hybrid;
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
    const files = readdirSync(site(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const references = new Set<string>();
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), "utf8");
      expect([name, secretsIn(text)]).toEqual([name, []]);
      for (const [, value = ""] of text.matchAll(/"(?:password|certificate)": (\{.*?\}|[^,\n]*)/g))
        references.add(value);
    }
    expect([...references].sort()).toEqual([
      '{ "pillar": "kubernetes/paris/bgp" }',
      '{ "pillar": "kubernetes/paris/tls" }',
    ]);
    const names = files.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["exabgp.conf.jinja", "announce-blocks.py", "edge-1.sls", "a1-left.json"]),
    );
  });
});

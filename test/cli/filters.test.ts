import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, TerraformStack } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { environmentsOf, inEnvironment } from "../../lib/cli/environments";
import { verify } from "../../lib/cli/verify";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";

const services = {
  ...SMALL_PLATFORM.services,
  shop: { hostName: "shop.example.com", maxRatePerEndpoint: 100 },
  "shop-images": { hostName: "shop.example.com", paths: ["/images/*"], maxRatePerEndpoint: 100 },
};
const PROD: HybridPlatformProps = { ...SMALL_PLATFORM, services };
const EU: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  google: { project: "acme-eu" },
  hostedZone: { zoneId: "Z9876543210EXAMPLE", zoneName: "example.org" },
  services: { api: { hostName: "api.example.org", maxRatePerEndpoint: 100 } },
};
const program = (prod: HybridPlatformProps, eu: HybridPlatformProps | undefined) => (app: App) => {
  new HybridPlatform(app, "prod", prod);
  if (eu !== undefined) new HybridPlatform(app, "prod-eu", eu);
  new TerraformStack(app, "prod-argocd");
};
const folder = outputFolder(program(PROD, EU));
const movedInProd = outputFolder(program({ ...PROD, routing: { countries: {} } }, EU));
const onlyProd = outputFolder(program(PROD, undefined));
const own = outputFolder((app) => new TerraformStack(app, "own"));
const said = (...args: string[]) => hybridKubernetes(...args).stdout;
const refused = (...args: string[]) => {
  const { status, stderr } = hybridKubernetes(...args);
  return [status, stderr];
};

describe("an environment", () => {
  test("has the stacks that are called after it, and not those of one whose name goes on", () => {
    const stacks = ["prod-dns", "prod-eu-dns", "prod-argocd", "dns", "prod-eu-cluster-europe-west1"].map((name) => ({
      name,
    }));
    expect(environmentsOf(stacks)).toEqual(["prod", "prod-eu"]);
    expect(inEnvironment(stacks, "prod").map(({ name }) => name)).toEqual(["prod-dns", "prod-argocd"]);
    expect(inEnvironment(stacks, "prod-eu").map(({ name }) => name)).toEqual([
      "prod-eu-dns",
      "prod-eu-cluster-europe-west1",
    ]);
  });

  test.each([
    ["stacks", /^prod-network +16/m, /prod-eu/],
    ["routing", /^## prod-dns$/m, /prod-eu/],
    ["failover", /\(prod-edge\)$/m, /prod-eu/],
    ["picture", /paris/, /no match/],
    ["permissions", /acme-test/, /acme-eu/],
    ["values", /"prod-europe-west1"/, /prod-eu-/],
  ])("may be asked for by %s", (command, has, hasNot) => {
    const text = said(command, folder, "--environment", "prod");
    expect(text).toMatch(has);
    expect(text).not.toMatch(hasNot);
    expect(said(command, folder, "--environment", "prod-eu")).not.toMatch(/prod-(dns|edge|network|europe)/);
  });

  test("may be asked for by a review: what changes of others is neither shown nor refused", () => {
    expect(said("review", folder, movedInProd, "--environment", "prod")).toMatch(/^FR \(France\)/m);
    const other = hybridKubernetes("review", folder, movedInProd, "--environment", "prod-eu");
    expect([other.status, other.stdout]).toEqual([0, expect.not.stringMatching(/France|prod-dns/)]);
    expect(said("review", folder, onlyProd, "--environment", "prod-eu")).toContain("prod-eu-dns");
    expect(said("review", folder, onlyProd, "--environment", "prod")).not.toContain("prod-eu");
  });

  test("may be asked for by the page of a change", () => {
    const titlesFor = (environment: string) => {
      const page = join(mkdtempSync(join(tmpdir(), "filters-")), "change.html");
      hybridKubernetes("review", folder, movedInProd, "--environment", environment, "--page", page);
      return new Set([...readFileSync(page, "utf8").matchAll(/<h2>(prod[^<:]*)/g)].map(([, title]) => title));
    };
    expect(titlesFor("prod-eu")).toEqual(new Set(["prod-eu-dns"]));
    expect(titlesFor("prod")).toEqual(new Set(["prod-dns"]));
  });

  test.each(["stacks", "routing", "failover", "picture", "values"])(
    "that is not there is refused by %s with those that are",
    (command) => {
      const line = `error: ${folder}: --environment: got "staging", expected "prod" or "prod-eu"\n`;
      expect(refused(command, folder, "--environment", "staging")).toEqual([1, line]);
    },
  );

  test("that is not there is refused by a review with those of both versions", () => {
    const line = 'error: review: --environment: got "staging", expected "prod" or "prod-eu" [unreadable]\n';
    expect(refused("review", onlyProd, folder, "--environment", "staging")).toEqual([1, line]);
  });

  test("is refused where stacks are called otherwise", () => {
    expect(refused("stacks", own, "--environment", "own")).toEqual([
      1,
      `error: ${own}: --environment: no stack is called as those of an environment are, such as production-dns\n`,
    ]);
  });
});

describe("verify", () => {
  const command = { nameServer: [], down: [], draws: 1, timeout: 1 };

  test.each([
    [{ environment: "staging" }, '--environment: got "staging", expected "prod" or "prod-eu"'],
    [
      { host: "www.example.com" },
      '--host: got "www.example.com", expected a host name that is there: "api.example.com", ',
    ],
    // Who asks for one environment has the host names of this one.
    [{ environment: "prod-eu", host: "api.example.com" }, 'expected a host name that is there: "api.example.org"'],
  ])("refuses what is not there: %j", async (filters, text) => {
    await expect(verify(folder, { ...command, ...filters })).rejects.toThrow(text);
  });
});

describe("a host name", () => {
  test("may be asked for by routing, in capitals and with a dot at its end", () => {
    const text = said("routing", folder, "--host", "SHOP.example.com.", "--from", "FR");
    expect(text).toContain("shop.example.com (A)");
    expect(text).not.toMatch(/api\.example|prod-eu/);
    const { stacks } = JSON.parse(said("routing", folder, "--host", "api.example.org", "--json"));
    expect(stacks.map(({ stack }: { stack: string }) => stack)).toEqual(["prod-eu-dns"]);
    expect(stacks[0].names.map(({ name }: { name: string }) => name)).toEqual(["api.example.org", "api.example.org"]);
  });

  test("has the services of its paths in failover", () => {
    const { services } = JSON.parse(said("failover", folder, "--host", "shop.example.com", "--json"));
    expect(services.map(({ service }: { service: string }) => service)).toEqual(["prod-shop", "prod-shop-images"]);
    expect(said("failover", folder, "--host", "api.example.org")).toMatch(/\(prod-eu-edge\)/);
  });

  test("may be asked for by a picture", () => {
    const drawn = (...args: string[]) => said("picture", folder, "--environment", "prod", ...args);
    expect(drawn("--host", "api.example.com")).toContain("paris");
    expect(drawn("--host-name", "api.example.com")).toBe(drawn("--host", "api.example.com"));
  });

  test.each(["routing", "failover"])("that is not there is refused by %s with those that are", (command) => {
    expect(refused(command, folder, "--host", "www.example.com")).toEqual([
      1,
      `error: ${command}: --host: got "www.example.com", expected a host name that is there: "api.example.com", "api.example.org" or "shop.example.com"\n`,
    ]);
  });
});

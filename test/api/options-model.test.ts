import { readFileSync } from "node:fs";
import { join } from "node:path";
import { literalOf } from "../../api/literal-default";
import { optionsFiles } from "../../api/options-files";
import { choiceOf, propertiesOf, readOptions, requiredOf } from "../../api/options-model";
import { OPTIONS } from "../../lib/core/options-table";

const ROOT = join(__dirname, "..", "..");
const model = readOptions();

describe("the table of options", () => {
  test("is that of the sources", () => {
    for (const [file, text] of optionsFiles(model)) {
      expect({ file, current: readFileSync(join(ROOT, file), "utf8") === text }).toEqual({ file, current: true });
    }
  });

  test("is small, since it is loaded at each synthesis", () => {
    // 49 kB take 2 to 10 ms of a processor's time, as the machine is; about that is what it may cost.
    expect(readFileSync(join(ROOT, "lib/core/options-table.ts")).length).toBeLessThan(56_000);
  });

  test("has every type that is exported as props or options", () => {
    const report = ["index", "workloads"].map((entry) => readFileSync(join(ROOT, "api", `${entry}.api.md`), "utf8"));
    const exported = report.flatMap((text) => [...text.matchAll(/^export interface (\w+(?:Props|Options))\b/gm)]);
    expect(exported.length).toBeGreaterThan(100);
    expect(exported.map(([, name]) => name).filter((name) => OPTIONS[name ?? ""] === undefined)).toEqual([]);
  });

  test("knows the values that a list in the sources allows, in its order", () => {
    const { type = "" } = model.types.ClusterSecurityOptions?.properties.securityPosture ?? {};
    expect(type).toBe('"DISABLED" | "BASIC" | "ENTERPRISE"');
    expect(choiceOf(model, type)).toEqual({ values: ["DISABLED", "BASIC", "ENTERPRISE"] });
    expect(choiceOf(model, "list<AddressFamily>")).toEqual({ name: "AddressFamily", values: ["ipv4", "ipv6"] });
    expect(choiceOf(model, "string | false")).toEqual({});
  });

  test("tells the user's keys from ours", () => {
    const { nodePools, zones } = propertiesOf(model, "ClusterOptions");
    expect(nodePools).toMatchObject({ type: "map<string, NamedNodePoolOptions>", required: false });
    expect(propertiesOf(model, "NodePoolOptions").autoscaling).toMatchObject({ required: true });
    expect(zones).toMatchObject({ type: "list<string>", required: false });
    expect(propertiesOf(model, "RoutingPolicy").countries?.type).toBe("map<CountryCode, Route>");
  });

  test("has the properties of the bases, and not those that a type leaves out", () => {
    expect(requiredOf(model, "ClusterBackendAttributes")).toEqual([
      "clusterName",
      "serviceName",
      "project",
      "region",
      "zones",
    ]);
    expect(Object.keys(propertiesOf(model, "RegionNetworkOptions"))).not.toContain("maxPodsPerNode");
    expect(Object.keys(propertiesOf(model, "RegionNetworkOptions"))).toContain("maxNodes");
  });

  test("knows what an object without a name has, by where it is written", () => {
    expect(requiredOf(model, "IapOptions.oauth2Client")).toEqual(["clientId", "clientSecret"]);
  });
});

describe("a default", () => {
  test.each([
    ["5", 5],
    ["5, so that one can fail", 5],
    ["1460 - which every path takes", 1460],
    ["true (CIS GKE 5.6.1)", true],
    ['"MODERN"', "MODERN"],
    ["[1]", [1]],
  ])("of %j is a value", (text, literal) => {
    expect(literalOf(text)).toEqual({ literal });
  });

  test.each(["- the cluster's", "- 5 of them", "State.local()", "5th"])("there is no literal in %j", (text) => {
    expect(literalOf(text)).toEqual({});
  });
});

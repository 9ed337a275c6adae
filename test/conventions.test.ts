import { readFileSync } from "node:fs";
import { join } from "node:path";
import { propertiesOf } from "../api/options-model";
import * as root from "../index";
import * as workloads from "../workloads";
import { filesBelow } from "./support/import-graph";

// What CONTRIBUTING says under "Names and doors", held to the letter.

const PUBLIC = { ...root, ...workloads };
const ROOT = join(__dirname, "..");
const FILES = [...filesBelow("lib"), ...filesBelow("stacks")].filter((file) => file !== "lib/core/options-table.ts");
const SOURCES = FILES.map((file) => ({ file, text: readFileSync(join(ROOT, file), "utf8") }));
const MODEL = JSON.parse(readFileSync(join(ROOT, "api", "options.json"), "utf8"));

/** Every match of a pattern in the sources: its file and its first group. */
function found(pattern: RegExp): readonly (readonly [file: string, match: string])[] {
  return SOURCES.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map((match) => [file, match[1] ?? ""] as const),
  );
}

describe("doors", () => {
  test.each([
    "AdapterIdentity",
    "AdapterPermissions",
    "AutonegAccount",
    "BackendService",
    "FrontEnd",
    "HostCertificates",
    "NetworkFirewall",
    "NodeServiceAccount",
    "PLATFORM_SERVICES",
    "PrivateGoogleApis",
    "PrivateServiceAccess",
    "QueryLog",
    "RegionalNetwork",
    "ZoneSigning",
    "firewallPorts",
  ])("%s is made by this library alone", (name) => {
    expect(name in PUBLIC).toBe(false);
  });

  test("a value object tells what it is by bind, and has no other public method", () => {
    const isValueObject = ({ text }: { readonly text: string }) =>
      [...text.matchAll(/^export (?:abstract )?class (\w+) /gm)].some(([, name = ""]) => name in PUBLIC) &&
      /^export abstract class |^ {2}private constructor\(/m.test(text);
    const others = SOURCES.filter(({ file }) => file.startsWith("lib/"))
      .filter(isValueObject)
      .flatMap(({ file, text }) => {
        const methods = [...text.matchAll(/^ {2}public (?!static|readonly|override)(?:abstract )?(\w+)\(/gm)];
        const isInternal = (index: number) => text.slice(0, index).trimEnd().split("\n").at(-1)?.includes("@internal");
        return methods
          .filter(({ index, 1: name }) => name !== "bind" && !isInternal(index))
          .map(([, name]) => `${file}: ${name}`);
      });
    expect(others).toEqual([]);
  });
});

/** Interfaces of several constructs whose names say the kind alone. */
const OF_SEVERAL = ["DnsZone", "Route53HealthCheck"];

describe("names", () => {
  test("what turns a group of options into a block of the provider is called …Config", () => {
    expect(found(/^export function (\w+Settings)\(/gm)).toEqual([]);
  });

  test("IFoo is what Foo implements, or every kind of Foo", () => {
    const interfaces = found(/^export interface I([A-Z]\w+)/gm).map(([, name]) => name);
    const classes = found(/^export class (\w+ [^{]*implements [^{]*)\{/gm).map(([, head]) => head.trim());
    const withoutClass = interfaces.filter(
      (name) =>
        !OF_SEVERAL.includes(name) && !classes.some((head) => new RegExp(`^\\w*${name} .*\\bI${name}\\b`).test(head)),
    );
    expect(withoutClass).toEqual([]);
  });

  test("what makes IFoo from names stands beside it in i-foo.ts, and users reach it as Foo.fromFooAttributes", () => {
    const attributes = found(/^export interface I(GlobalNetwork|RegionalCluster|HostedZone) /gm);
    expect(attributes).toHaveLength(3);
    for (const [file, name] of attributes) {
      const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).slice(1);
      expect(file).toMatch(new RegExp(`/i-${kebab}.ts$`));
      expect(new Map<string, object>(Object.entries(PUBLIC)).get(name)).toHaveProperty(`from${name}Attributes`);
    }
  });

  test("a Google KMS key is a kmsKeyName, after what it encrypts", () => {
    const keys = Object.keys(MODEL.types).flatMap((type) =>
      Object.entries(propertiesOf(MODEL, type))
        .filter(([, { doc }]) => /^(The|A|The name of the) Cloud KMS key |^A key of Cloud KMS/.test(doc))
        .map(([property]) => property),
    );
    expect(keys.length).toBeGreaterThan(5);
    expect([...new Set(keys)].filter((property) => !/(^kmsKeyName|KmsKeyName)$/.test(property))).toEqual([]);
  });

  test("a construct takes the name of what it makes as thingName", () => {
    const props = Object.keys(MODEL.types).filter((type) => type.endsWith("Props"));
    expect(props.filter((type) => "name" in propertiesOf(MODEL, type))).toEqual([]);
  });
});

describe("checks", () => {
  test("a rule that is not about the value is an if with a refusal, and not a check that ignores its value", () => {
    expect(found(/\.check\(\s*((?:[^()]|\((?!\) =>)(?:[^()]|\([^()]*\))*\))*)\(\) =>/g)).toEqual([]);
  });
});

describe("public fields", () => {
  test("that may be missing are optional", () => {
    expect(found(/^ {2}public readonly (\w+)[^;=\n]*\| undefined;/gm)).toEqual([]);
  });

  test("cannot be changed from outside", () => {
    expect(found(/^ {2}public readonly (\w+)\??: (?:Map|Set)</gm)).toEqual([]);
    expect(found(/^ {2}public readonly (\w+) = new (?:Map|Set)/gm)).toEqual([]);
  });
});

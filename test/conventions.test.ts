import { readFileSync } from "node:fs";
import { join } from "node:path";
import { propertiesOf } from "../api/options-model";
import * as root from "../index";
import * as testing from "../testing";
import * as workloads from "../workloads";
import { filesBelow } from "./support/import-graph";

// What CONTRIBUTING says under "Names and doors", held to the letter.

const PUBLIC = { ...root, ...testing, ...workloads };
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

/** The functions of a file that make options of a provider's resource: those whose return type names what the provider exports. */
function makersOfBlocks(text: string): readonly string[] {
  const imports = [...text.matchAll(/import (?:type )?\{([^}]*)\} from "@cdktf\/provider-/g)];
  const types = imports.flatMap(([, names = ""]) => names.split(",").map((name) => name.replace("type ", "").trim()));
  const blocks = types.filter((name) => name !== "" && !new RegExp(`new ${name}\\(|: ${name};`).test(text));
  return [...text.matchAll(/^(?:export )?function (\w+)\([\s\S]*?\): ([^{\n]+) \{$/gm)].flatMap(
    ([, name = "", returned = ""]) =>
      blocks.some((block) => new RegExp(`\\b${block}\\b`).test(returned)) ? [name] : [],
  );
}

describe("names", () => {
  test("what turns a group of options into a block of the provider is called …Config", () => {
    expect(found(/^export function (\w+Settings)\(/gm)).toEqual([]);
    const makers = SOURCES.flatMap(({ file, text }) => makersOfBlocks(text).map((name) => `${file}: ${name}`));
    expect(makers.length).toBeGreaterThan(30);
    expect(makers.filter((maker) => !maker.endsWith("Config"))).toEqual([]);
  });

  test("IFoo is what Foo implements, or every kind of Foo, or what several have in common", () => {
    const heads = found(/^export ((?:class|interface) \w+ [^{]*)\{/gm).map(([, head]) => head.trim());
    const withoutClass = found(/^export interface I([A-Z]\w+)/gm)
      .map(([, name]) => name)
      .filter((name) => {
        const heirs = heads.filter((head) => new RegExp(` (implements|extends) .*\\bI${name}\\b`).test(head));
        const isKind = (head: string) => new RegExp(`^class \\w*${name} `).test(head) || head.startsWith("interface I");
        return !heirs.some(isKind) && heirs.length < 2;
      });
    expect(withoutClass).toEqual([]);
  });

  test("what makes IFoo from names stands beside it in i-….ts, and users reach it as Foo.fromFooAttributes", () => {
    const makers = found(/^ {2}public static from(\w+)Attributes\(/gm).map(([, name]) => name);
    expect(makers.sort()).toEqual(["ClusterBackend", "GlobalNetwork", "HostedZone", "RegionalCluster"]);
    for (const name of makers) {
      const attributes = new RegExp(`^export (interface|type \\{) ?${name}Attributes\\b`, "m");
      const maker = new RegExp(`^export function ${name[0]?.toLowerCase()}${name.slice(1)}FromAttributes\\(`, "m");
      const files = SOURCES.filter(({ text }) => attributes.test(text) && maker.test(text));
      expect(files.map(({ file }) => file)).toEqual([expect.stringMatching(/\/i-[a-z-]+\.ts$/)]);
      const interfaces = [...(files[0]?.text ?? "").matchAll(/^export interface I([A-Z]\w+)/gm)];
      expect(interfaces.some(([, kind = ""]) => name.endsWith(kind))).toBe(true);
      expect(new Map<string, unknown>(Object.entries(PUBLIC)).get(name)).toHaveProperty(`from${name}Attributes`);
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

describe("constants", () => {
  test("that are exported have a name of their own: none means one thing here and another there", () => {
    const names = found(/^export const ([A-Z][A-Z0-9_]+)\b/gm);
    expect(names.length).toBeGreaterThan(50);
    const twice = names.filter(([, name]) => names.filter(([, other]) => other === name).length > 1);
    expect(twice.map(([file, name]) => `${file}: ${name}`)).toEqual([]);
  });

  test("the name of an endpoint becomes the last resort in one place", () => {
    expect(found(/\{ kind: "(last-resort)" \}/g)).toEqual([["lib/routing/answers.ts", "last-resort"]]);
  });
});

describe("checks", () => {
  test("a rule that is not about the value is an if with a refusal, and not a check that ignores its value", () => {
    expect(found(/\.check\(\s*((?:[^()]|\((?!\) =>)(?:[^()]|\([^()]*\))*\))*)\(\) =>/g)).toEqual([]);
  });
});

describe("warnings", () => {
  test("and notes are made without cdktf's Annotations, which write the paths of a machine into the manifest", () => {
    expect(found(/\b(Annotations)\.of\(/g)).toEqual([]);
  });

  test("name the property that they are about", () => {
    expect(found(/(\.warn\(""|\.warn\(\s*\[\])/g)).toEqual([]);
    expect(found(/(\bwarnings?\.warn\()/g).length).toBeGreaterThan(10);
  });
});

describe("public fields", () => {
  test("that may be missing are optional", () => {
    expect(found(/^ {2}public readonly (\w+)[^;=\n]*\| undefined;/gm)).toEqual([]);
  });

  test("cannot be changed from outside", () => {
    expect(found(/^ {2}public readonly (\w+)\??: (?:Map|Set)</gm)).toEqual([]);
    expect(found(/^ {2}public readonly (\w+) = new (?:Map|Set)/gm)).toEqual([]);
    expect(found(/^ {2}(?:public )?readonly (\w+)\??: (?:\w+\[\]|Array<)/gm)).toEqual([]);
  });
});

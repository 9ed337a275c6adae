import type { App } from "cdktf";
import { Construct } from "constructs";
import * as library from "../../index";
import { googleNeedsOf, WITHOUT_GOOGLE } from "../../lib/google/resource-types";
import * as workloads from "../../workloads";
import { expectGolden } from "../support/golden";
import { typesThatTheLibraryMakes } from "../support/resource-types";
import { addressesOf, type Block, resourcesOf, synthesize } from "../support/synthesize";
import { everything } from "./program";

const apps: App[] = [];
const { stacks } = synthesize((app) => {
  apps.push(app);
  everything(app);
});

const typeOf = (address: string) => address.slice(0, address.lastIndexOf("."));

describe("a program with everything", () => {
  test("keeps the address of every resource", () => {
    const listed = Object.keys(stacks)
      .sort()
      .map(
        (name) =>
          `${name}\n${addressesOf(stacks[name] as Block)
            .map((address) => `  ${address}\n`)
            .join("")}`,
      );
    expectGolden("everything.addresses.txt", listed.join("\n"));
  });

  test("has each type of resource that the library can make", () => {
    const types = typesThatTheLibraryMakes();
    expect(types.length).toBeGreaterThan(80);
    const made = new Set(Object.values(stacks).flatMap(addressesOf).map(typeOf));
    expect(types.filter((type) => !made.has(type))).toEqual([]);
  });

  test("has each construct that the library exports", () => {
    const classes = Object.entries({ ...library, ...workloads }).filter(
      ([, value]) => typeof value === "function" && value.prototype instanceof Construct,
    );
    const made = apps.flatMap((app) => app.node.findAll());
    const missing = classes.filter(([, value]) => !made.some((one) => one instanceof (value as typeof Construct)));
    expect(classes.length).toBeGreaterThan(30);
    expect(missing.map(([name]) => name)).toEqual([]);
  });

  test("has the API of each of its resources switched on in the platform's project", () => {
    const on = Object.values(resourcesOf(stacks["acme-network"] as Block, "google_project_service")).map(
      ({ service }) => service.replace(".googleapis.com", ""),
    );
    const platform = Object.entries(stacks).filter(([name]) => name.startsWith("acme-"));
    const types = platform.flatMap(([, stack]) => addressesOf(stack)).map(typeOf);
    const needed = types
      .filter((type) => !/^(data\.)?aws_/.test(type) && !WITHOUT_GOOGLE.includes(type))
      .map((type) => googleNeedsOf(type)?.api ?? type);
    // The one that switches on the others cannot be switched on by itself.
    expect([...new Set(needed)].filter((api) => api !== "serviceusage" && !on.includes(api))).toEqual([]);
  });
});

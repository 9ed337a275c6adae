import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as library from "../../index";
import { ValidationError } from "../../index";
import { propertiesOf } from "../../lib/core/options-kinds";
import { OPTIONS } from "../../lib/core/options-table";
import * as workloads from "../../workloads";
import { SAMPLES } from "../support/samples";

interface ConstructClass {
  readonly name: string;
  new (scope: Construct, id: string, props?: unknown): Construct;
}

const isConstruct = (value: unknown): value is ConstructClass =>
  typeof value === "function" && value.prototype instanceof Construct;

/** Exported constructs without options of a type of their own. */
const WITHOUT_OPTIONS = ["CheckerRanges", "PlatformStack"];

/** Every exported construct, the name of its options type, and a valid value of that type. */
const CONSTRUCTS = Object.values<unknown>({ ...library, ...workloads })
  .filter(isConstruct)
  .filter(({ name }) => !WITHOUT_OPTIONS.includes(name))
  .map((construct) => {
    const type = `${construct.name}Props`;
    const sample = SAMPLES.find((one) => one.type === type);
    return [construct.name, { construct, type, props: sample?.props ?? {} }] as const;
  });

/** What is wrong with the options of a construct, as a program in plain JavaScript sees it. */
function refusalOf(construct: ConstructClass, props: unknown): ValidationError | undefined {
  const app = new App();
  const isOfApp = construct.prototype instanceof TerraformStack || construct === library.HybridPlatform;
  try {
    new construct(isOfApp ? app : new TerraformStack(app, "stack"), "made", props);
    return undefined;
  } catch (error) {
    // Anything else, such as a TypeError, is no answer to whoever wrote the program.
    if (!ValidationError.isValidationError(error)) throw error;
    expect(error.path).toBe(isOfApp ? "made" : "stack/made");
    return error;
  }
}

const requiredOf = (type: string) => [...propertiesOf(type)].filter(([, { required }]) => required).map(([key]) => key);

/** Options of which none is required by itself, but not all may be left out. */
const NEVER_EMPTY = ["HybridPlatformProps"];

test("the constructs are those of the library, each with options of its name and a sample", () => {
  expect(CONSTRUCTS.length).toBeGreaterThan(30);
  for (const [, { type }] of CONSTRUCTS) {
    expect([type, type in OPTIONS, SAMPLES.some((one) => one.type === type)]).toEqual([type, true, true]);
  }
});

describe.each(CONSTRUCTS)("%s", (_, { construct, type, props }) => {
  test("refuses a property that it does not have, and names the one that is meant", () => {
    const [meant = ""] = [...propertiesOf(type).keys()];
    const error = refusalOf(construct, { ...props, [`${meant}X`]: 1 });
    expect(error?.message).toMatch(
      new RegExp(`^(stack/)?made: ${meant}X: is not a property of ${type}: did you mean ${meant}\\?$`, "m"),
    );
  });

  test("refuses options without what is required, and names each", () => {
    const named = NEVER_EMPTY.includes(type) ? ["props"] : requiredOf(type);
    expect(refusalOf(construct, {})?.problems.map(({ property }) => property) ?? []).toEqual(named);
  });

  test.each([[undefined], [null], ["text"]])("refuses %s for its options, unless they can be left out", (given) => {
    const properties = refusalOf(construct, given)?.problems.map(({ property }) => property);
    const mayBeLeftOut = requiredOf(type).length === 0 && !NEVER_EMPTY.includes(type);
    if (given === undefined && mayBeLeftOut) expect(properties).toBeUndefined();
    else expect(properties).toEqual(["props"]);
  });

  test("refuses null for each property", () => {
    const keys = [...propertiesOf(type)].filter(([, { kind }]) => kind.kind !== "never").map(([key]) => key);
    const nothing = Object.fromEntries(keys.map((key) => [key, null]));
    const refused = refusalOf(construct, nothing)?.problems.map(({ property, code }) => `${property} ${code}`);
    expect(refused?.sort()).toEqual(keys.map((key) => `${key} shape`).sort());
  });
});

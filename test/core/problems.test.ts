import { App, TerraformStack } from "cdktf";
import type { Warning } from "../../lib/core/problem";
import { Problems } from "../../lib/core/problems";
import { checked, validate, validateProps } from "../../lib/core/validate";
import { ValidationError } from "../../lib/core/validation-error";
import { unknownText } from "../support/tokens";

function errorOf(check: (problems: Problems) => void): ValidationError {
  try {
    Problems.of("stack/construct", check);
  } catch (error) {
    return error as ValidationError;
  }
  throw new Error("nothing was refused");
}

test("one error has every problem, each with its path, its code and its words", () => {
  const error = errorOf((problems) => {
    problems
      .at("routing")
      .at(["countries", "DE"])
      .check("percent", 0, (percent) => percent > 0, "more than 0", "number");
    problems.known("zones", "${var.zones}");
    problems.conflict("backup", "needs a region that keeps it");
  });
  expect(error.problems).toEqual([
    {
      code: "number",
      path: ["routing", "countries", "DE", "percent"],
      property: "routing.countries.DE.percent",
      got: 0,
      expected: "more than 0",
    },
    {
      code: "token",
      path: ["zones"],
      property: "zones",
      got: "${var.zones}",
      expected: "a value that is known at synthesis: it decides which resources there are",
    },
    { code: "conflict", path: ["backup"], property: "backup", message: "needs a region that keeps it" },
  ]);
  expect(error.message.split("\n")).toEqual([
    "stack/construct: routing.countries.DE.percent: got 0, expected more than 0",
    "stack/construct: zones: got a token, expected a value that is known at synthesis: it decides which resources there are",
    "stack/construct: backup: needs a region that keeps it",
  ]);
});

test("a value is refused by a rule that is not about it alone, unless it is a token or checked elsewhere", () => {
  const error = errorOf((problems) => {
    expect(problems.refuse(["pools", "a.b"], "x", "a name of its own", "name")).toBe(false);
    expect(problems.refuse("token", unknownText, "another text")).toBe(true);
    expect(problems.except("zone").refuse("zone.name", "x", "another text")).toBe(true);
  });
  expect(error.problems).toEqual([
    { code: "name", path: ["pools", "a.b"], property: "pools.a.b", got: "x", expected: "a name of its own" },
  ]);
});

test("a part of a path may have dots of its own", () => {
  const { problems } = errorOf((problems) => problems.at(["labels", "a.b"]).conflict("", "is no label"));
  expect(problems[0]?.path).toEqual(["labels", "a.b"]);
});

test("problems and warnings have the names of whoever configures the construct, the longest that matches first", () => {
  const names = { policies: "routing", "policies.api": "services.api.routing", zone: "hostedZone" };
  const warnings: string[] = [];
  const check = (problems: Problems) => {
    const renamed = problems.at("platform").renamed(names);
    renamed.at("policies").at(["eu", "a.b"]).warn("share", "is small");
    renamed.at("policies").at("api").warn("share", "is small");
    renamed.renamed({ inner: "zone" }).warn("inner.zoneName", "is long");
    renamed.warn("policiesOfOthers", "are not read");
    problems.warn("zone", "is outside");
  };
  Problems.of("stack", check, ({ property }) => warnings.push(property));
  expect(warnings).toEqual([
    "platform.routing.eu.a.b.share",
    "platform.services.api.routing.share",
    "platform.hostedZone.zoneName",
    "platform.policiesOfOthers",
    "zone",
  ]);
  const error = errorOf((problems) => problems.renamed(names).at(["policies", "a.b"]).conflict("DE", "is alone"));
  expect(error.problems).toEqual([
    { code: "conflict", path: ["routing", "a.b", "DE"], property: "routing.a.b.DE", message: "is alone" },
  ]);
});

test("checks without a problem return their result", () => {
  expect(Problems.of("construct", (problems) => problems.known("x", 1))).toBe(true);
});

test("an error of another copy of the package is recognized", () => {
  const copy = jest.requireActual<typeof import("../../lib/core/validation-error")>("../../lib/core/validation-error");
  let Other = copy.ValidationError;
  jest.isolateModules(() => {
    Other = require("../../lib/core/validation-error").ValidationError;
  });
  const foreign = new Other("stack", []);
  expect(foreign).not.toBeInstanceOf(ValidationError);
  expect(ValidationError.isValidationError(foreign)).toBe(true);
  expect([undefined, "x", new Error("x"), {}].some(ValidationError.isValidationError)).toBe(false);
});

test("warnings become annotations of the construct, and only when nothing is wrong", () => {
  const stack = new TerraformStack(new App(), "stack");
  const warnings = () => stack.node.metadata.map(({ data }) => data);
  expect(() =>
    validate(stack, (problems) => {
      problems.warn("nodes", "are few");
      problems.conflict("nodes", "are none");
    }),
  ).toThrow(ValidationError);
  expect(warnings()).toEqual([]);
  validate(stack, (problems) => {
    problems.at("pool").warn("nodes", "are few");
    problems.warn("", "nobody uses it");
  });
  expect(warnings()).toEqual(["pool.nodes: are few", "nobody uses it"]);
});

test("a construct can be checked under another path and other names", () => {
  const stack = new TerraformStack(new App(), "stack");
  const names = { path: "production", properties: { zone: "hostedZone" } };
  expect(() => validate(stack, (problems) => problems.conflict("zone", "is not there"), names)).toThrow(
    "production: hostedZone: is not there",
  );
  validate(stack, (problems) => problems.warn("zone", "is new"), names);
  expect(stack.node.metadata.map(({ data }) => data)).toEqual(["hostedZone: is new"]);
  expect(() => validate(stack, (problems) => problems.conflict("zone", "is not there"))).toThrow("stack: zone:");
});

test("what another part checks is neither evaluated nor noted, and tokens in it are still told apart", () => {
  const evaluated: string[] = [];
  const check = (problems: Problems) => {
    const rest = problems.except("zone", "clusters.a");
    const isAllowed = (value: string) => evaluated.push(value) < 0;
    expect(rest.check("zone", "z", isAllowed, "x")).toBe(true);
    expect(rest.at("clusters").check(["a", "zones"], "c", isAllowed, "x")).toBe(true);
    expect(rest.known("zone.zoneId", unknownText)).toBe(false);
    rest.conflict("zone", "is not there");
    rest.warn("clusters.a", "is far");
    rest.check("zones", "s", isAllowed, "a zone");
    rest.check("clusters.ab", "b", isAllowed, "a cluster");
  };
  expect(errorOf(check).problems.map(({ property }) => property)).toEqual(["zones", "clusters.ab"]);
  expect(evaluated).toEqual(["s", "b"]);
});

test("the empty name is that of all properties that have no other", () => {
  const names = { "": "loadBalancer", services: "services" };
  const check = (problems: Problems) => {
    problems.renamed(names).conflict("http3", "is off");
    problems.renamed(names).conflict("services.api", "is off");
    problems.renamed(names).conflict("", "is off");
  };
  expect(errorOf(check).problems.map(({ property }) => property)).toEqual([
    "loadBalancer.http3",
    "services.api",
    "loadBalancer",
  ]);
});

test("warnings are kept apart, and problems are not", () => {
  let apart: readonly Warning[] = [];
  const rest: string[] = [];
  const check = (problems: Problems) => {
    apart = problems.at("edge").warningsOf((below) => below.warn("http3", "is off"));
    problems.warn("dns", "is slow");
  };
  Problems.of("stack", check, ({ property }) => rest.push(property));
  expect(apart).toEqual([{ path: ["edge", "http3"], property: "edge.http3", message: "is off" }]);
  expect(rest).toEqual(["dns"]);
  const refused = (problems: Problems) => problems.warningsOf((below) => below.conflict("zone", "is not there"));
  expect(errorOf(refused).problems).toHaveLength(1);
});

test("options that were checked before are not checked again, and keep their warnings", () => {
  const stack = new TerraformStack(new App(), "stack");
  const props = { maxNodes: 3 };
  const check = (problems: Problems) => problems.conflict("maxNodes", "are few");
  expect(() => validateProps(stack, "RegionSize", props, check)).toThrow("stack: maxNodes: are few");
  const warning = { path: ["nodes"], property: "nodes", message: "are old" };
  validateProps(stack, "RegionSize", checked({ ...props }, [warning]), check);
  expect(stack.node.metadata.map(({ data }) => data)).toEqual(["nodes: are old"]);
  expect(() => validateProps(stack, "RegionSize", props, check)).toThrow("stack: maxNodes: are few");
});

test("options have the properties of their type before anything else is checked about them", () => {
  const stack = new TerraformStack(new App(), "stack");
  const check = () => {
    throw new Error("was checked");
  };
  const props = { maxNods: 3 };
  expect(() => validateProps(stack, "RegionSize", props, check)).toThrow(
    "stack: maxNods: is not a property of RegionSize: did you mean maxNodes?",
  );
  expect(() => validateProps(stack, "RegionSize", checked(props), check)).not.toThrow();
});

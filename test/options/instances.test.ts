import { Accelerator, Certificates, HealthCheck, HybridPlatform, Secret, State } from "../../index";
import { type OptionsKind, propertiesOf } from "../../lib/core/options-kinds";
import { checkShape } from "../../lib/core/options-shape";
import { OPTIONS } from "../../lib/core/options-table";
import { Problems } from "../../lib/core/problems";
import { withAt } from "../support/options";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf, synthesize } from "../support/synthesize";

/** The class, or the interface of constructs, of which a property wants an instance, and what such a property is called. */
function wanted(kind: OptionsKind): { readonly name: string; at(one: unknown): unknown } | undefined {
  if (kind.kind === "instance") return { name: kind.name, at: (one) => one };
  if (kind.kind === "options" && /^I[A-Z][a-z]/.test(kind.name) && kind.name in OPTIONS) {
    return { name: kind.name, at: (one) => one };
  }
  const of = kind.kind === "list" || kind.kind === "map" ? wanted(kind.of) : undefined;
  if (of === undefined) return undefined;
  return { name: of.name, at: (one) => (kind.kind === "list" ? [of.at(one)] : { key: of.at(one) }) };
}

const PLACES = Object.keys(OPTIONS).flatMap((type) =>
  [...propertiesOf(type)].flatMap(([property, { kind }]) => {
    const want = wanted(kind);
    return want === undefined ? [] : [[`${type}.${property}`, { type, property, ...want }] as const];
  }),
);

const OTHERS: { readonly [name: string]: object } = {
  Date: new Date(),
  Map: new Map(),
  HealthCheck: HealthCheck.http(),
  State: State.local(),
  Accelerator: Accelerator.L4,
  Secret: Secret.fromVariable("key"),
};

test("the options that want an instance are of every class of the table", () => {
  const names = new Set(PLACES.map(([, { name }]) => name));
  const inTable = JSON.stringify(OPTIONS).matchAll(/instance<(\w+)>/g);
  expect([...names]).toEqual(expect.arrayContaining([...inTable].map(([, name]) => name)));
  expect(names.size).toBeGreaterThan(14);
});

test.each(PLACES)("%s is refused for an instance of another class", (_, { type, property, name, at }) => {
  for (const [other, value] of Object.entries(OTHERS).filter(([one]) => one !== name)) {
    const check = () => Problems.of("", (problems) => checkShape(problems, { [property]: at(value) }, type));
    const refused = refusalOf(check).filter((line) => line.startsWith(`: ${property}`));
    expect([other, refused]).toEqual([other, [expect.any(String), ...refused.slice(1)]]);
  }
});

describe("a platform", () => {
  const POOL = "clusters/europe-west1/nodePools/web";
  const wrong = (path: string, value: unknown) =>
    refusalOf(() =>
      synthesize((app) => new HybridPlatform(app, "acme", withAt(SMALL_PLATFORM, path.split("/"), value) as never)),
    );

  test.each([
    ["state", HealthCheck.http(), "state: got an instance of HealthCheck, expected an instance of State"],
    [
      `${POOL}/accelerator`,
      State.local(),
      "clusters.europe-west1.nodePools.web.accelerator: got an instance of LocalState, expected an instance of Accelerator",
    ],
    [
      `${POOL}/reservation`,
      new Date(),
      "clusters.europe-west1.nodePools.web.reservation: got an instance of Date, expected an instance of Reservation",
    ],
    [
      "loadBalancer",
      { certificates: HealthCheck.http() },
      "loadBalancer.certificates: got an instance of HealthCheck, expected an instance of Certificates",
    ],
    [
      "services/api/healthCheck",
      Certificates.classic(),
      "services.api.healthCheck: got an instance of Certificates, expected an instance of HealthCheck",
    ],
    [
      "services/api/sessionAffinity",
      new Date(),
      "services.api.sessionAffinity: got an instance of Date, expected an instance of SessionAffinity",
    ],
    [
      "dataCenters/paris/links",
      { vpn: new Date() },
      "dataCenters.paris.links.vpn: got an instance of Date, expected an instance of Link",
    ],
    ["network/nat", HealthCheck.http(), "network.nat: got an instance of HealthCheck, expected an object or false"],
    ["google", new Date(), "google: got an instance of Date, expected an object with project"],
    ["monitoring", new Map(), "monitoring: got an instance of Map, expected an object with notificationChannels"],
  ])("refuses another instance as its %s", (path, value, line) => {
    expect(wrong(path, value)).toEqual([`acme: ${line}`]);
  });

  test("does not show the text of a secret that is given as it is", () => {
    const check = () =>
      Problems.of("", (problems) => checkShape(problems, { md5Key: "hunter2" }, "DedicatedAttachmentOptions"));
    expect(refusalOf(check)).toContain(': md5Key: got "a text", expected an instance of Secret');
  });

  test("does not show a secret that stands where something else belongs", () => {
    const [line] = wrong("state", Secret.literal("hunter2", { acceptInState: true }));
    expect(line).toBe("acme: state: got an instance of PlainSecret, expected an instance of State");
  });
});

test("an instance of another copy of the package is one, and so is one of a class that extends it", () => {
  class OwnState extends State {
    public bind(): void {}
  }
  let foreign: typeof State = State;
  jest.isolateModules(() => {
    foreign = require("../../lib/state/state").State;
  });
  expect(foreign).not.toBe(State);
  const check = (state: unknown) => () =>
    Problems.of("", (problems) => checkShape(problems, { ...SMALL_PLATFORM, state }, "HybridPlatformProps"));
  expect(check(foreign.local())).not.toThrow();
  expect(check(new OwnState())).not.toThrow();
});

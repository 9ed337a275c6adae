import { ProjectServices, type ProjectServicesProps } from "../../index";
import { byId } from "../support/network";
import { refusalOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { interpolation, unknownList } from "../support/tokens";

const make = (services: ProjectServicesProps["services"]) =>
  synthesizeStack((stack) => new ProjectServices(stack, "services", { services }));
const switchedOn = (configuration: ReturnType<typeof make>) =>
  Object.values(resourcesOf(configuration, "google_project_service")).map(({ service }) => service);

test("an API is switched on, and left on when it is no longer configured", () => {
  expect(byId(resourcesOf(make(["compute"]), "google_project_service"))).toEqual({
    services_compute: {
      service: "compute.googleapis.com",
      disable_on_destroy: false,
      disable_dependent_services: false,
    },
  });
});

test("an API that is named twice is switched on once", () => {
  expect(switchedOn(make(["gkehub", "compute", "gkehub"]))).toEqual([
    "compute.googleapis.com",
    "gkehub.googleapis.com",
  ]);
});

test("the APIs that a platform calls are switched on by default", () => {
  const names = [
    "binaryauthorization",
    "certificatemanager",
    "cloudresourcemanager",
    "compute",
    "container",
    "containersecurity",
    "iam",
    "logging",
    "monitoring",
  ];
  expect(switchedOn(make(undefined))).toEqual(names.map((name) => `${name}.googleapis.com`));
  expect(switchedOn(synthesizeStack((stack) => new ProjectServices(stack, "services")))).toHaveLength(9);
});

test.each([
  [
    "a whole address",
    ["compute.googleapis.com"],
    '"compute.googleapis.com", expected names of APIs without ".googleapis.com": "compute"',
  ],
  ["a name with a space", ["a b"], '"a b", expected names of APIs without ".googleapis.com": "compute"'],
  [
    "a name that only Terraform knows",
    [interpolation],
    "a token, expected a value that is known at synthesis: it decides which resources there are",
  ],
  [
    "a list that only Terraform knows",
    unknownList,
    "a token, expected a value that is known at synthesis: it decides which resources there are",
  ],
])("%s is refused", (_, services, message) => {
  expect(refusalOf(() => make(services))).toEqual([`stack/services: services: got ${message}`]);
});

test("an empty name is refused where it stands in the list", () => {
  expect(refusalOf(() => make(["compute", ""]))).toEqual([
    'stack/services: services.1: got "", expected a string that is not empty',
  ]);
});

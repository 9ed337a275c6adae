import { PLATFORM_SERVICES, ProjectServices } from "../../index";
import { byId } from "../support/network";
import { refusalOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { interpolation, unknownList } from "../support/tokens";

const make = (services: readonly string[]) =>
  synthesizeStack((stack) => new ProjectServices(stack, "services", { services }));

test("an API is switched on, and left on when nobody wants it any more", () => {
  expect(byId(resourcesOf(make(["compute"]), "google_project_service"))).toEqual({
    services_compute: {
      service: "compute.googleapis.com",
      disable_on_destroy: false,
      disable_dependent_services: false,
    },
  });
});

test("an API that is named twice is switched on once", () => {
  expect(
    Object.keys(resourcesOf(make(["gkehub", ...PLATFORM_SERVICES, "gkehub"]), "google_project_service")),
  ).toHaveLength(10);
});

test.each([
  [
    "a whole address",
    ["compute.googleapis.com"],
    '"compute.googleapis.com", allowed is names of APIs without ".googleapis.com": "compute"',
  ],
  ["no name", [""], '"", allowed is names of APIs without ".googleapis.com": "compute"'],
  [
    "a name that only Terraform knows",
    [interpolation],
    '"a token", allowed is a value that is known at synthesis, not a token: it decides which resources there are',
  ],
  [
    "a list that only Terraform knows",
    unknownList,
    '"a token", allowed is a value that is known at synthesis, not a token: it decides which resources there are',
  ],
])("%s is refused", (_, services, message) => {
  expect(refusalOf(() => make(services))).toEqual([`stack/services: services: given ${message}`]);
});

import type { DataCenterIngressOptions, HybridPlatformProps, ServiceOptions } from "../../index";
import { synthesize } from "../support/synthesize";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import {
  circuitsToFrankfurt,
  DATA_CENTERS,
  OWN_SERVICES,
  type OwnServices,
  PARIS_INGRESS,
  runningPlatform,
  SERVICES,
  type VpnEdit,
  vpnToParis,
} from "./running-platform";

jest.setTimeout(240_000);

const without = <T>(of: Readonly<Record<string, T>>, ...keys: string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(of).filter(([key]) => !keys.includes(key)));
const reversed = <T>(of: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(of).reverse());
type PlatformDataCenter = NonNullable<HybridPlatformProps["dataCenters"]>[string];

/** A platform in which one service, or one data centre, is described otherwise. */
const service = (name: string, changed: Partial<ServiceOptions>): Partial<HybridPlatformProps> => ({
  services: changedIn(SERVICES, name, changed),
});
const dataCenter = (name: string, changed: Partial<PlatformDataCenter>): Partial<HybridPlatformProps> => ({
  dataCenters: changedIn(DATA_CENTERS, name, changed),
});
const privateIngress = (changed: Partial<DataCenterIngressOptions>) =>
  dataCenter("paris", { privateIngress: { ...PARIS_INGRESS, ...changed } });
const vpn = (edit: VpnEdit) => dataCenter("paris", { links: { vpn: vpnToParis(edit) } });

function changedIn<T>(of: Readonly<Record<string, T>>, key: string, changed: Partial<T>): Record<string, T> {
  const before = of[key];
  if (before === undefined) throw new Error(`there is no ${key}`);
  return { ...of, [key]: { ...before, ...changed } };
}

/** Each edit of the platform that runs, in the user's terms. */
const EDITS: Readonly<Record<string, Partial<HybridPlatformProps>>> = {
  "both policies of a service are taken away": service("video", {
    securityPolicy: undefined,
    edgeSecurityPolicy: undefined,
  }),
  "a path of a service, and the login before another, are taken away": {
    services: changedIn(changedIn(SERVICES, "login", { paths: ["/login"] }), "staff", { iap: undefined }),
  },
  "services and data centres are in another order": {
    services: reversed(SERVICES),
    dataCenters: reversed(DATA_CENTERS),
  },
  "clients are banned": service("video", {
    securityPolicy: { denyRanges: ["198.51.100.0/24"], rateLimit: { requestsPerClient: 100, banSeconds: 600 } },
  }),
  "a data centre is taken away": {
    dataCenters: without(DATA_CENTERS, "frankfurt"),
    ...service("api", { dataCenters: ["paris"] }),
    routing: { countries: { FR: { serveFrom: ["paris"] } } },
  },
  "an address and the port of a data centre are others": privateIngress({
    addresses: ["10.128.0.10", "10.128.0.12"],
    port: 8080,
  }),
  "a data centre's zone is another": privateIngress({ zone: "europe-west1-d" }),
  "a tunnel's link-local range is another": vpn({ linkLocalRange: "169.254.99.8/30" }),
  "the other side's gateway has another address": vpn({ addresses: ["203.0.113.11", "203.0.113.99"] }),
  "a tunnel's key is another": vpn({ key: "second" }),
  "an attachment's link-local range is another": dataCenter("frankfurt", {
    links: { circuits: circuitsToFrankfurt("169.254.99.0/29") },
  }),
};

function renamed(from: string, to: string): OwnServices {
  return Object.fromEntries(Object.entries(OWN_SERVICES).map(([name, one]) => [name === from ? to : name, one]));
}

/** Each edit of the stack that has its endpoint groups and its load balancer together. */
const OWN_EDITS: Readonly<Record<string, OwnServices>> = {
  "a service of some paths, and the first, are taken away": without(OWN_SERVICES, "web", "cart"),
  "a service is renamed": renamed("shop", "store"),
  "all services are renamed": Object.fromEntries(Object.entries(OWN_SERVICES).map(([name, one]) => [`${name}-2`, one])),
};

describeWithTerraform("a running platform", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.ofProgram(runningPlatform());
    await deployment.each((stack) => deployment.succeed(stack, "init"));
    await deployment.inOrder((stack) => deployment.succeed(stack, "apply", "-auto-approve"));
  });
  afterAll(() => deployment.close());

  /** Describes the platform otherwise, and gives the stacks that are described otherwise now. */
  function describe(...edit: Parameters<typeof runningPlatform>): string[] {
    const { stacks } = synthesize(runningPlatform(...edit));
    const changed = deployment.names.filter(
      (stack) => JSON.stringify(stacks[stack]) !== JSON.stringify(deployment.configurationOf(stack)),
    );
    for (const stack of changed) deployment.configure(stack, stacks[stack] ?? {});
    return changed;
  }

  /** Applies the stacks that changed once, in the order of `cdktf deploy`, and sees that nothing is left to do. */
  async function deploy(changed: readonly string[]): Promise<void> {
    await deployment.inOrder(async (stack) => {
      if (changed.includes(stack)) await deployment.succeed(stack, "apply", "-auto-approve");
    });
    await settled(changed);
  }

  async function settled(stacks: readonly string[]): Promise<void> {
    for (const stack of stacks) expect([stack, await deployment.plan(stack)]).toEqual([stack, {}]);
  }

  test.each(Object.entries(EDITS))("is changed in one apply a stack: %s", async (_, edit) => {
    const changed = describe(edit);
    expect(changed).not.toEqual([]);
    await deploy(changed);
  });

  test("becomes what it was in one apply a stack", async () => {
    await deploy(describe());
  });

  test.each(Object.entries(OWN_EDITS))(
    "with groups in the load balancer's stack, is changed at once: %s",
    async (_, own) => {
      expect(describe({}, own)).toEqual(["own"]);
      await deploy(["own"]);
    },
  );

  test("loses a service in one apply a stack, the edge first, which lets go of the groups", async () => {
    const changed = describe({ services: without(SERVICES, "staff") });
    expect(changed).toEqual(expect.arrayContaining(["production-cluster-europe-west1", "production-edge"]));
    for (const stack of ["production-edge", ...changed.filter((name) => name !== "production-edge")]) {
      await deployment.succeed(stack, "apply", "-auto-approve");
    }
    await settled(changed);
  });
});

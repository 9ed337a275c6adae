import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../../index";
import { expectSchema } from "../../support/json-schema";
import { SMALL_PLATFORM } from "../../support/platform";
import { review } from "./reviews";

const { api } = SMALL_PLATFORM.services;
const shop = { ...api, hostName: "shop.example.com" };
const about = { ...api, hostName: "about.example.com" };
const of = (services: HybridPlatformProps["services"], defaultService?: string) => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "default-service-")) });
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, services, loadBalancer: { defaultService } });
  app.synth();
  return app.outdir;
};

const before = of({ api, shop });
const changed = (young: string, old = before) => JSON.parse(review(old, young, { json: true }).stdout).defaultServices;
const to = (after: string) => ({
  stack: "test-edge",
  before: "test-api",
  after,
  text: `Requests for host names that no service has go to ${after}, no longer to test-api`,
});

describe("the service of host names that no service has", () => {
  test("is told when it is another one, in words and to programs", () => {
    const young = of({ api, shop }, "shop");
    expect(review(before, young).stdout).toContain(`${to("test-shop").text}.\n`);
    const output = JSON.parse(review(before, young, { json: true }).stdout);
    expectSchema("review", output);
    expect(output.defaultServices).toEqual([to("test-shop")]);
  });

  test("is told of a new service that comes first in the alphabet, and not where the default is named", () => {
    expect(changed(of({ api, shop, about }))).toEqual([to("test-about")]);
    expect(changed(of({ api, shop, about }, "api"))).toEqual([]);
  });

  test("is told when the one that answers goes", () => {
    expect(changed(of({ shop }))).toEqual([to("test-shop")]);
  });

  test("stays the same for services in another order, or under another key", () => {
    const order = of({ shop, api });
    expect(changed(order)).toEqual([]);
    expect(review(before, order).stdout).not.toContain("test-edge");
    expect(changed(of({ api, shop }, "api"))).toEqual([]);
    expect(changed(of({ public: api, shop }, "public"))).toEqual([]);
    const named = of({ zoo: { ...api, name: "api" }, shop }, "zoo");
    expect(review(before, named)).toEqual(review(before, before));
  });
});

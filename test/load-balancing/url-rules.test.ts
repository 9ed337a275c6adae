import { ref, Token } from "cdktf";
import { fc } from "../support/property";
import { type Block, refusalOf, resourcesOf } from "../support/synthesize";
import { balancer, service } from "./support";

function urlMapOf(stack: Block): Block {
  return Object.values(resourcesOf(stack, "google_compute_url_map")).find(({ name }) => name === "acme") as Block;
}

const backendOf = (name: string) => expect.stringContaining(`_${name}_backend_service`);
const login = service({ paths: ["/login", "/oauth/*"] });

describe("host and path rules", () => {
  test("send each host name to its service", () => {
    const map = urlMapOf(
      balancer({ api: service({ hostName: "API.example.com." }), video: service({ hostName: "video.example.com" }) }),
    );
    expect(map).toEqual({
      name: "acme",
      lifecycle: { create_before_destroy: true },
      default_service: backendOf("api"),
      host_rule: [
        { hosts: ["api.example.com"], path_matcher: "api" },
        { hosts: ["video.example.com"], path_matcher: "video" },
      ],
      path_matcher: [
        { name: "api", default_service: backendOf("api") },
        { name: "video", default_service: backendOf("video") },
      ],
    });
  });

  test("send paths of a host to a service of their own, in whatever order they are written", () => {
    for (const services of [
      { api: service(), login },
      { login, api: service() },
    ]) {
      const map = urlMapOf(balancer(services));
      expect(map.host_rule).toEqual([{ hosts: ["api.example.com"], path_matcher: "api" }]);
      expect(map.path_matcher).toEqual([
        {
          name: "api",
          default_service: backendOf("api"),
          path_rule: [{ paths: ["/login", "/oauth/*"], service: backendOf("login") }],
        },
      ]);
    }
  });

  test("are the same in whatever order the services are written", () => {
    const services = {
      api: service(),
      login,
      video: service({ hostName: "video.example.com" }),
      bot: service({ paths: ["/bot"] }),
    };
    const written = (order: typeof services) => {
      const { annotations: _, ...stack } = balancer(order);
      return stack;
    };
    const orders = fc.shuffledSubarray(Object.entries(services), { minLength: 4 });
    fc.assert(
      fc.property(orders, (order) => expect(written(Object.fromEntries(order) as never)).toEqual(written(services))),
      { numRuns: 5 },
    );
  });

  test("keep the paths of one host apart from another host's", () => {
    const video = service({ hostName: "video.example.com" });
    const map = urlMapOf(balancer({ api: service(), login, video }));
    expect(map.path_matcher.map(({ name, path_rule }: Block) => [name, path_rule?.length ?? 0])).toEqual([
      ["api", 1],
      ["video", 0],
    ]);
  });

  test("are refused when a path can never match", () => {
    const given = (...paths: string[]) => refusalOf(() => balancer({ api: service(), login: service({ paths }) }));
    const shape = 'a path that can match: "/" first, no "?", "#" or space, and "*" at most once, after the last "/"';
    for (const path of ["login", "/a?b=1", "/a#b", "/*.mp4", "/a*", "/a/*/b", "/a b", " "]) {
      expect(given(path)).toEqual([`stack/lb: services.login.paths: got ${JSON.stringify(path)}, expected ${shape}`]);
    }
    expect(given("")).toEqual(['stack/lb: services.login.paths.0: got "", expected a string that is not empty']);
    for (const path of ["/a/../b", "/a//b", "/./a"]) {
      expect(given(path)).toEqual([
        `stack/lb: services.login.paths: got "${path}", expected a path that can match: without "//", "/./" and "/../"`,
      ]);
    }
  });

  test("are refused when a path takes everything, or another service has it", () => {
    expect(refusalOf(() => balancer({ api: service(), login: service({ paths: ["/*"] }) }))).toEqual([
      'stack/lb: services.login.paths: got "/*", expected some paths of the host: instead of "/*", leave paths out, and this service answers the rest',
    ]);
    expect(refusalOf(() => balancer({ api: service(), login, other: service({ paths: ["/login"] }) }))).toEqual([
      'stack/lb: services.other.paths: got "/login", expected a path that can match: login has this one already',
    ]);
    expect(refusalOf(() => balancer({ api: service(), login: service({ paths: [] }) }))).toEqual([
      "stack/lb: services.login.paths: got [], expected at least one path; for all of the host, leave it out",
    ]);
  });

  test("are refused without a service for the rest of a host, and with two", () => {
    expect(refusalOf(() => balancer({ login }))).toEqual([
      "stack/lb: services.login.paths: needs a service of the same host name without paths, which answers the rest",
    ]);
    expect(refusalOf(() => balancer({ api: service(), again: service({ hostName: "API.example.com" }) }))).toEqual([
      'stack/lb: services.again.hostName: got "API.example.com", expected a host name of its own, or paths of it: api answers the rest of this one',
    ]);
  });

  test("are refused with tokens for host names and paths, which decide what there is", () => {
    expect(refusalOf(() => balancer({ api: service({ hostName: Token.asString(ref("var.x")) }) }))[0]).toContain(
      "services.api.hostName: got a token",
    );
    expect(
      refusalOf(() => balancer({ api: service(), login: service({ paths: Token.asList(ref("var.x")) }) }))[0],
    ).toContain("services.login.paths: got a token");
  });

  test("take every path of plain segments, with or without a star at the end", () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9_.~%-]{1,8}$/).filter((text) => !/^\.{1,2}$/.test(text));
    const path = fc.tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.boolean());
    fc.assert(
      fc.property(path, ([segments, star]) => {
        const paths = [`/${segments.join("/")}${star ? "/*" : ""}`];
        const map = urlMapOf(balancer({ api: service(), login: service({ paths }) }));
        expect(map.path_matcher[0].path_rule[0].paths).toEqual(paths);
      }),
      { numRuns: 25 },
    );
  });
});

describe("requests for host names that no service has", () => {
  const shop = service({ hostName: "shop.example.com" });

  test("go to the default service, or to the first in alphabetical order that answers a whole host", () => {
    const defaultOf = (...given: Parameters<typeof balancer>) => urlMapOf(balancer(...given)).default_service;
    const all = { shop, browse: service({ paths: ["/browse"] }), api: service() };
    expect(defaultOf(all, { defaultService: "shop" })).toEqual(backendOf("shop"));
    expect(defaultOf(all, { defaultService: "browse" })).toEqual(backendOf("browse"));
    expect(defaultOf(all)).toEqual(backendOf("api"));
    const { api: web, ...others } = all;
    expect(defaultOf({ ...others, web })).toEqual(backendOf("shop"));
  });

  test("refuse a default service that is not among the services", () => {
    expect(refusalOf(() => balancer({ api: service(), shop }, { defaultService: "web" }))).toEqual([
      'stack/lb: defaultService: got "web", expected a service: "api" or "shop"',
    ]);
    expect(refusalOf(() => balancer({ api: service() }, { defaultService: "toString" }))).toEqual([
      'stack/lb: defaultService: got "toString", expected a service: "api"',
    ]);
  });
});

import { drawingOf } from "../../lib/pictures/draw/drawing";
import { mapPicture } from "../../lib/pictures/draw/map";
import { topologyPicture } from "../../lib/pictures/draw/topology";
import { wellText } from "../../lib/pictures/draw/words";
import { scenePage } from "../../lib/pictures/page/page";
import type { RoutingFacts } from "../../lib/routing/analysis/routing-facts";
import { rowsOf } from "./read-html";
import { all, parseXml } from "./read-svg";
import { sceneOf } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

const dataCenters = {
  paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" }, drain: true },
  london: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } },
  tokyo: { ingress: { ipv4: "203.0.113.30", ipv6: "2001:db8:3::10" } },
};
const sites: RoutingFacts["dataCenters"] = {
  paris: { latitude: 48.9, longitude: 2.4 },
  london: { latitude: 51.5, longitude: 0 },
  tokyo: { latitude: 35.7, longitude: 139.7 },
};

describe("data centres that DNS sends nobody to", () => {
  const routing = { countries: { FR: { serveFrom: ["paris", "london"] }, GB: { serveFrom: ["london", "paris"] } } };
  const scene = sceneOf({ dataCenters, routing }, { demand: { FR: 100, GB: 100 }, dataCenters: sites });
  const drawing = drawingOf(scene, WORLD_SHAPES, true);
  const platform = { hasLoadBalancer: false, regions: [], links: [], behindLoadBalancer: [] };
  const topology = all(parseXml(topologyPicture(drawing, platform)));

  test("are not counted among those that serve", () => {
    expect(wellText(scene)).toBe("api.example.com: 1 of 3 data centres serves 100 % of 200 known requests per second.");
  });

  test("are hollow on the map, which says what that is, whether the records name them or not", () => {
    const elements = all(parseXml(mapPicture(drawing, false)));
    const signs = elements.filter(({ attributes }) => attributes["data-site"] !== undefined);
    expect(signs.map(({ attributes: { "data-site": name, class: look } }) => [name, look])).toEqual([
      ["london", expect.stringMatching(/^h\d rim$/)],
      ["paris", "paper rim"],
      ["tokyo", "paper rim"],
    ]);
    const texts = elements.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(["london", "paris, drained", "tokyo"]));
    expect(texts.join()).toContain("Diamonds: data centres; hollow: DNS sends nobody there when all is well.");
  });

  test("are in the table of those who serve, with nothing", () => {
    const rows = rowsOf(scenePage(drawing), "Who serves how much").map(([name, , serves]) => [name, serves]);
    expect(rows).toEqual([
      ["london", "200/s (100 %)"],
      ["paris", "drained"],
      ["tokyo", "0/s (0 %)"],
      ["last resort", "not known"],
    ]);
  });

  test("have no arrow in the topology, and are there", () => {
    const texts = topology.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(["london", "paris", "drained", "tokyo", "DNS sends nobody here"]));
    const arrows = topology.filter(({ attributes }) => attributes.class?.match(/^(h\d|lr)s$/));
    expect(arrows.map(({ attributes }) => attributes.class).at(-1)).toBe("lrs");
    expect(arrows).toHaveLength(2);
  });

  test("the topology says whom it is of where others are answered otherwise", () => {
    const others = { ...scene, others: ["video.example.com"] };
    const texts = all(parseXml(topologyPicture(drawingOf(others, WORLD_SHAPES, true), platform))).map(
      ({ text }) => text,
    );
    expect(texts).toContain("Drawn for api.example.com. Otherwise answered: video.example.com.");
  });

  test("a last resort without a load balancer is not called one", () => {
    const texts = topology.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(["last resort", "made elsewhere"]));
    expect(texts.join()).not.toContain("balancer");
    const parts = topologyPicture(drawing, { ...platform, hasLoadBalancer: true });
    expect(all(parseXml(parts)).map(({ text }) => text)).toEqual(
      expect.arrayContaining(["Google's load balancer", "one address: the last resort"]),
    );
  });
});

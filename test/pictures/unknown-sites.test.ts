import { drawingOf } from "../../lib/pictures/draw/drawing";
import { Geography } from "../../lib/pictures/draw/geography";
import { notesOf } from "../../lib/pictures/draw/legend";
import { mapPicture } from "../../lib/pictures/draw/map";
import { changePage } from "../../lib/pictures/page/change";
import type { RoutingFacts } from "../../lib/routing/analysis/routing-facts";
import { all, parseXml } from "./read-svg";
import { sceneOf } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

const paris = { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } };
const london = { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } };
const routing = { countries: { FR: { serveFrom: ["paris", "london"] }, GB: { serveFrom: ["london", "paris"] } } };
const demand = { FR: 100, GB: 100 };
const sceneWith = (drain: boolean, dataCenters: RoutingFacts["dataCenters"] = {}) =>
  sceneOf({ dataCenters: { paris: { ...paris, drain }, london }, routing }, { demand, dataCenters });
const [before, after] = [sceneWith(false), sceneWith(true)];
const notes = (scene: typeof before) => notesOf(drawingOf(scene, WORLD_SHAPES, true))[1];

describe("data centres of which nobody said where they stand", () => {
  test("have dashed signs, and the map says why", () => {
    const map = all(
      parseXml(
        mapPicture(
          drawingOf(sceneWith(false, { london: { latitude: 51.5, longitude: 0 } }), WORLD_SHAPES, true),
          false,
        ),
      ),
    );
    const signs = map.filter(({ attributes }) => attributes["data-site"] !== undefined);
    expect(signs.map(({ attributes }) => [attributes["data-site"], "stroke-dasharray" in attributes])).toEqual([
      ["london", false],
      ["paris", true],
    ]);
  });

  test("are told by how much is known: their country, their users, or nothing", () => {
    expect(notes(before)).toBe(
      "Diamonds: data centres; dashed: where london, paris stand is not known, and their signs are beside users of their own.",
    );
    expect(notes(sceneWith(false, { paris: { country: "FR" } }))).toBe(
      "Diamonds: data centres; where paris stands in its country is not known; dashed: where london stands is not known, and its sign is beside users of its own.",
    );
    expect(notes(after)).toMatch(/; where paris stands is not known, and it is not on the map\.$/);
  });

  test("stay in a change where they were: the users that it moves to them say nothing of that", () => {
    const [old, alone] = [before, after].map((scene) => new Geography(scene, WORLD_SHAPES)) as [Geography, Geography];
    const changed = new Geography(after, WORLD_SHAPES, old);
    const [france, britain] = ["paris", "london"].map((name) => old.serverAt(name));
    expect([alone.serverAt("london"), alone.serverAt("paris")]).toEqual([france, undefined]);
    expect([changed.serverAt("london"), changed.serverAt("paris")]).toEqual([britain, france]);
    expect(changed.sitesOf("users")).toEqual(["london", "paris"]);
    expect(changed.isGuessed("london")).toBe(true);
  });

  test("are on the map of the change, which has no strip then", () => {
    const changes = [{ before, after: drawingOf(after, WORLD_SHAPES, true) }];
    const page = changePage([{ title: "test-dns", changes, notes: [] }], []);
    expect(page).not.toContain("not on the map");
    // Hollow signs are on other maps alone: here, the colour tells whose users these were.
    expect(page).not.toContain("hollow");
    expect(page).toContain("where london, paris stand is not known");
  });

  test("are where the version before said, if this one does not say it", () => {
    const old = new Geography(sceneWith(false, { london: { latitude: 51.5, longitude: 0 } }), WORLD_SHAPES);
    const changed = new Geography(after, WORLD_SHAPES, old);
    expect([changed.serverAt("london"), changed.isGuessed("london")]).toEqual([old.serverAt("london"), false]);
  });
});

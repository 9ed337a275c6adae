import { drawingOf } from "../../lib/pictures/draw/drawing";
import { scenePage } from "../../lib/pictures/page/page";
import { SMALL_PLATFORM } from "../support/platform";
import { sceneOf } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

/** Three host names: two are answered as the platform's routing says, one otherwise. */
const services = {
  ...SMALL_PLATFORM.services,
  shop: { hostName: "shop.example.com", maxRatePerEndpoint: 100 },
  web: { hostName: "web.example.com", maxRatePerEndpoint: 100, routing: { countries: {} } },
};
const sceneWith = (requests: Readonly<Record<string, number | undefined>>) =>
  sceneOf(
    { services },
    {
      demandPerHostName: Object.fromEntries(
        Object.entries(requests).map(([name, FR = 0]) => [`${name}.example.com`, { FR }]),
      ),
    },
  );

describe("of host names that are answered otherwise", () => {
  test("those with the most requests are drawn, then those of which there are the most", () => {
    const asked = [{ api: 10, web: 90 }, { api: 50, shop: 45, web: 90 }, {}].map((one) => sceneWith(one).asked);
    const alike = ["api.example.com", "shop.example.com"];
    expect(asked).toEqual([["web.example.com"], alike, alike]);
  });

  test("the first lines of the page say which are drawn, and which are not", () => {
    const page = scenePage(drawingOf(sceneWith({ api: 10, web: 90 }), WORLD_SHAPES, true));
    const [start] = page.split("</fieldset>");
    expect(start).toContain("<p>Drawn for web.example.com. Otherwise answered: api.example.com, shop.example.com.");
  });
});

import { drawingOf } from "../../lib/pictures/draw/drawing";
import { failuresWide } from "../../lib/pictures/draw/failure-map";
import { widthOf } from "../../lib/pictures/draw/svg";
import { failuresByDamage } from "../../lib/pictures/model/moves";
import type { Part, Scene } from "../../lib/pictures/model/scene";
import { all, parseXml } from "./read-svg";
import { TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

const scene = TWELVE_SCENE();

/** France alone, which goes to all of these when paris is down. */
function goingTo(names: readonly string[]): Scene {
  const paris: readonly Part[] = [{ server: "paris", share: 1 }];
  const others = names.map((server) => ({ server, share: 1 / names.length }));
  const places = scene.places
    .filter(({ code }) => code === "FR")
    .map((place) => ({
      ...place,
      parts: new Map(scene.scenarios.map(({ id }) => [id, id === "paris-is-down" ? others : paris])),
    }));
  return { ...scene, places };
}

/** What is written on the strip of a failure. */
function stripOf(drawn: Scene, failure: string) {
  const failures = failuresByDamage(drawn);
  const map = failuresWide(drawingOf(drawn, WORLD_SHAPES, true), failures)[
    failures.findIndex(({ scenario }) => scenario.id === failure)
  ];
  const strip = all(parseXml(map?.svg ?? "")).find(({ attributes }) => attributes["data-strip"] !== undefined);
  const texts = strip?.children.filter(({ name }) => name === "text") ?? [];
  return { names: strip?.attributes["data-strip"]?.split(",") ?? [], texts };
}

test.each([
  [["tokyo", "last resort"]],
  [["ashburn", "tokyo", "last resort"]],
  [["ashburn", "tokyo", "singapore", "sao-paulo", "last resort"]],
])("the strip of a map names all who get users there, beside each other: %j", (receivers) => {
  const { names, texts } = stripOf(goingTo(receivers), "paris-is-down");
  expect([...names].sort()).toEqual([...receivers].sort());
  const boxes = texts.map(({ text, attributes }) => {
    const half = widthOf(text, 12) / 2;
    return [text, Number(attributes.x) - half, Number(attributes.x) + half] as const;
  });
  expect(names.filter((name) => !boxes.some(([text]) => text.split(",")[0] === name))).toEqual([]);
  const sorted = [...boxes].sort(([, one], [, other]) => one - other);
  const over = sorted.slice(1).filter(([, left], index) => left < (sorted[index]?.[2] ?? 0));
  expect(over).toEqual([]);
});

test("each name of a strip is written, in all failures of twelve data centres", () => {
  for (const { id } of scene.scenarios.slice(1)) {
    const { names, texts } = stripOf(scene, id);
    expect([id, names.filter((name) => !texts.some(({ text }) => text.split(",")[0] === name))]).toEqual([id, []]);
  }
});

import { FILL, LINE } from "./palette";
import type { Panel } from "./panel";
import { element } from "./svg";

/** A panel with a frame, and nothing beyond it. */
export function framed({ x, y, width, height }: Panel, content: readonly string[]): string {
  const size = { width, height };
  const frame = element("rect", {
    x: 0.5,
    y: 0.5,
    width: width - 1,
    height: height - 1,
    fill: "none",
    ...LINE.wire,
    "stroke-width": 1,
  });
  const paper = element("rect", { x: 0, y: 0, ...size, ...FILL.paper });
  return element(
    "svg",
    {
      x,
      y,
      ...size,
      viewBox: `0 0 ${Math.round(width * 10) / 10} ${Math.round(height * 10) / 10}`,
      overflow: "hidden",
    },
    [paper, ...content, frame],
  );
}

import { Shapes } from "../../lib/pictures/atlas/atlas";
import { WORLD } from "../../lib/pictures/atlas/world";

export const WORLD_SHAPES = new Shapes(WORLD);

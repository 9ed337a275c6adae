import type { Shapes } from "../atlas/atlas";
import type { Scene, Server } from "../model/scene";
import { mostRequests } from "./circles";
import { Geography } from "./geography";
import type { LandOptions } from "./land";

/** A scene, and what is needed to draw it. */
export interface Drawing {
  readonly scene: Scene;
  readonly geography: Geography;
  readonly land: LandOptions;
  readonly servers: ReadonlyMap<string, Server>;
  /** The requests for which the largest circle stands that there may be. */
  readonly most: number;
}

export function drawingOf(scene: Scene, shapes: Shapes, hasBorders: boolean): Drawing {
  return {
    scene,
    geography: new Geography(scene, shapes),
    land: { shapes, hasBorders },
    servers: new Map(scene.servers.map((server) => [server.name, server])),
    most: mostRequests(scene),
  };
}

import { importsOf } from "./import-graph";

/** Which rooms the files of each room import from, in alphabetical order. Index files are doors, and count for nothing. */
export type RoomGraph = ReadonlyMap<string, readonly string[]>;

export function roomGraph(files: readonly string[], roomOf: (file: string) => string): RoomGraph {
  const rooms = [...new Set(files.map(roomOf))].sort();
  const isSource = (name: string) => name.endsWith(".ts") && !name.endsWith("/index.ts");
  return new Map(
    rooms.map((room) => {
      const own = files.filter((file) => isSource(file) && roomOf(file) === room);
      const others = own.flatMap((file) => importsOf(file).filter(isSource)).map(roomOf);
      return [room, [...new Set(others)].filter((other) => other !== room).sort()];
    }),
  );
}

/** The graph in Mermaid, without the arrows that a longer way stands for: what is left is enough to see the floors. */
export function drawn(graph: RoomGraph): string {
  const lines = [...graph].flatMap(([room, others]) => {
    const implied = new Set(others.flatMap((other) => [...below(graph, other)]));
    return others.filter((other) => !implied.has(other)).map((other) => `  ${node(room)} --> ${node(other)}`);
  });
  return ["flowchart TD", ...lines].join("\n");
}

function below(graph: RoomGraph, room: string): ReadonlySet<string> {
  const found = new Set(graph.get(room));
  // A set's members that are added on the way are visited, too.
  for (const other of found) for (const next of graph.get(other) ?? []) found.add(next);
  return found;
}

function node(room: string): string {
  return `${room.replaceAll(/[^a-z0-9]/g, "_")}["${room}"]`;
}

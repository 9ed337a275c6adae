import { drawingOf } from "../pictures/draw/drawing";
import { colouringOf, inColours } from "../pictures/model/colours";
import { type Change, changePage } from "../pictures/page/change";
import { environmentsOf, inEnvironment } from "./environments";
import { readOutputFolder } from "./output-folder";
import { type DrawingOptions, sceneOfStack, shapesFor, writeTo } from "./picture-files";
import { withRecords } from "./zones";

/** Where a page is written, and what it is drawn with. */
export interface ChangePageOptions extends Omit<DrawingOptions, "hostName"> {
  readonly page?: string;
}

/** Writes what moves between two folders as a page: each stack whose records are in both. */
export function writeChangePage(
  before: string,
  after: string,
  file: string,
  options: Omit<DrawingOptions, "hostName"> & { readonly environment?: string },
): void {
  const shapes = shapesFor(options);
  const all = [before, after].map(readOutputFolder);
  const known = environmentsOf(all.flat());
  const [old, young] = all.map((stacks) => withRecords(inEnvironment(stacks, options.environment, known)));
  const changes = (young ?? []).flatMap((stack): readonly Change[] => {
    const was = old?.find(({ name }) => name === stack.name);
    if (was === undefined) return [];
    const scene = sceneOfStack(after, stack, options, shapes);
    // The same names in both, so that like is compared with like.
    const hostName = scene.hostNames.find((host) => was.read.zone.questions.some(({ name }) => name === host));
    if (hostName === undefined) return [];
    const earlier = sceneOfStack(before, was, { ...options, hostName }, shapes);
    // A server that had another colour would be taken for another server.
    const colouring = colouringOf([scene, earlier], shapes.neighbours());
    return [
      {
        before: inColours(earlier, colouring),
        after: drawingOf(inColours(scene, colouring), shapes, options.borders ?? true),
      },
    ];
  });
  writeTo("--page", file, changePage(changes, notesOn(namesOf(old), namesOf(young))));
}

function namesOf(stacks: readonly { readonly name: string }[] = []): readonly string[] {
  return stacks.map(({ name }) => name);
}

function notesOn(old: readonly string[], young: readonly string[]): readonly string[] {
  const added = young.filter((name) => !old.includes(name));
  const gone = old.filter((name) => !young.includes(name));
  return [
    ...(added.length === 0 ? [] : [`New, and not compared: ${added.join(", ")}.`]),
    ...(gone.length === 0 ? [] : [`Gone, and not compared: ${gone.join(", ")}.`]),
  ];
}

import { join } from "node:path";
import { oneOf } from "../core/checks";
import { plainHostName } from "../core/host-names";
import { Problems } from "../core/problems";
import { Shapes } from "../pictures/atlas/atlas";
import { atlasFrom } from "../pictures/atlas/given-atlas";
import { WORLD } from "../pictures/atlas/world";
import { type Drawing, drawingOf } from "../pictures/draw/drawing";
import { loadPicture } from "../pictures/draw/load";
import { mapPicture, narrowMapPicture } from "../pictures/draw/map";
import { topologyPicture } from "../pictures/draw/topology";
import { makeScene } from "../pictures/model/make-scene";
import type { Platform } from "../pictures/model/platform";
import type { Scene } from "../pictures/model/scene";
import { scenePage } from "../pictures/page/page";
import type { DataCenterFacts, RoutingFacts } from "../routing/analysis/routing-facts";
import type { Question } from "../routing/answers";
import { checkHost } from "./asked-host";
import { readEnvironment } from "./environments";
import { checkFacts, type KnownNames } from "./facts-file";
import { isObject, readOutputFolder } from "./output-folder";
import { chosen } from "./picture";
import { checkTargets, type NamedFile } from "./picture-targets";
import { platformAround } from "./platform-parts";
import { readIfThere } from "./read-if-there";
import { clearTargets, writeAll } from "./write-pictures";
import type { StackWithRecords } from "./zones";

/** Which pictures are written where, and what they are drawn with. */
export interface PictureFiles extends DrawingOptions {
  readonly stack?: string;
  /** This environment alone. */
  readonly environment?: string;
  readonly page?: string;
  readonly map?: string;
  /** The map, for a telephone. */
  readonly narrowMap?: string;
  readonly load?: string;
  readonly topology?: string;
  /** Whether the map has the failures as well. */
  readonly failures?: boolean;
}

/** What pictures are drawn with. */
export interface DrawingOptions {
  /** A file with what is known beside what was synthesized. */
  readonly facts?: string;
  readonly hostName?: string;
  /** Whether borders are drawn. */
  readonly borders?: boolean;
  /** A file with another atlas. */
  readonly atlas?: string;
}

/** Of which stack pictures are drawn. */
interface StackOptions extends DrawingOptions {
  readonly stack?: string;
  readonly environment?: string;
}

/** What else a picture may need. */
interface Asked {
  readonly platform: () => Platform;
  readonly failures: boolean;
}

type Kind = "page" | "map" | "narrowMap" | "load" | "topology";

const PICTURES: Readonly<Record<Kind, (drawing: Drawing, asked: Asked) => string>> = {
  page: scenePage,
  map: (drawing, { failures }) => mapPicture(drawing, failures),
  narrowMap: (drawing, { failures }) => narrowMapPicture(drawing, failures),
  load: loadPicture,
  topology: (drawing, { platform }) => topologyPicture(drawing, platform()),
};

/** Whether pictures are asked for in files. Without one, what only a file can have is refused. */
export function wantsFiles(options: PictureFiles): boolean {
  if (kinds.some((kind) => options[kind] !== undefined)) return true;
  refuseAlone("picture", options, kinds.map(optionOf));
  return false;
}

/** Refuses what is of pictures in files alone, where none is asked for. */
export function refuseAlone(
  command: string,
  options: DrawingOptions & Pick<PictureFiles, "failures">,
  files: readonly string[],
): void {
  const { facts, atlas, borders, failures } = options;
  const given = { "--facts": facts !== undefined, "--atlas": atlas !== undefined };
  const without = { "--no-borders": borders === false, "--no-failures": failures === false };
  Problems.of(command, (problems) => {
    for (const [option, isGiven] of Object.entries({ ...given, ...without }))
      if (isGiven) problems.conflict(option, `is for pictures in files, which ${oneOf(files)} asks for`);
  });
}

const kinds = Object.keys(PICTURES) as Kind[];

/** The option that has the name of its file. */
function optionOf(kind: Kind): string {
  return kind === "narrowMap" ? "--narrow-map" : `--${kind}`;
}

/** Draws pictures of what was synthesized into files, and says which. */
export function writePictures(folder: string, options: PictureFiles): string {
  const asked = kinds.filter((kind) => options[kind] !== undefined);
  const targets = asked.map((kind): NamedFile => [optionOf(kind), options[kind] ?? ""]);
  checkFiles(folder, options, targets);
  clearTargets(targets);
  const drawing = drawingFor(folder, options);
  const platform = () => {
    const dataCenters = drawing.scene.servers.map(({ name }) => name);
    return platformAround(readOutputFolder(folder), drawing.scene.title, dataCenters);
  };
  const texts = asked.map((kind) => PICTURES[kind](drawing, { platform, failures: options.failures ?? true }));
  writeAll(targets.map((target, index) => [...target, texts[index] ?? ""]));
  return targets.map(([, file]) => file).join("\n");
}

/** Two pictures are never in one file, nor one in what is read; and what has no failures, or always has them, cannot be without. */
function checkFiles(folder: string, options: PictureFiles, targets: readonly NamedFile[]): void {
  Problems.of("picture", (problems) => {
    if (options.failures === false && options.map === undefined && options.narrowMap === undefined)
      problems.conflict("--no-failures", "is for maps");
    checkTargets(problems, targets, { files: filesRead(options), outputs: [folder] });
  });
}

/** The files that are read beside what was synthesized. */
export function filesRead({ facts, atlas }: DrawingOptions): readonly NamedFile[] {
  const all = { "--facts": facts, "--atlas": atlas };
  return Object.entries(all).flatMap(([option, file]) => (file === undefined ? [] : [[option, file] as const]));
}

/** Reads what was synthesized and what is known beside it. */
export function drawingFor(folder: string, options: StackOptions): Drawing {
  const shapes = shapesFor(options);
  return drawingOf(sceneFor(folder, options, shapes), shapes, options.borders ?? true);
}

export function shapesFor({ atlas }: DrawingOptions): Shapes {
  return new Shapes(atlas === undefined ? WORLD : atlasFrom(atlas, readText("--atlas", atlas)));
}

function sceneFor(folder: string, options: StackOptions, shapes: Shapes): Scene {
  return sceneOfStack(folder, chosen(readEnvironment(folder, options.environment), options.stack), options, shapes);
}

/** What of a stack is drawn, and what facts may name: what a change compares names more than one version does. */
export interface SceneParts {
  readonly questions?: readonly Question[];
  readonly known?: KnownNames;
}

/** What the records of stacks name. */
export function knownIn(all: readonly StackWithRecords["read"][], facts: readonly RoutingFacts[]): KnownNames {
  return {
    facts,
    dataCenters: all.flatMap(({ zone }) => [...zone.endpoints, ...zone.drained]),
    hostNames: [...new Set(all.flatMap(({ zone }) => zone.questions.map(({ name }) => name)))].sort(),
  };
}

/** The scene of a stack with records, of a folder that `cdktf synth` wrote. */
export function sceneOfStack(
  folder: string,
  { name, read }: Pick<StackWithRecords, "name" | "read">,
  { hostName, facts }: DrawingOptions,
  shapes: Shapes,
  { questions, known }: SceneParts = {},
): Scene {
  const answers = read.zone;
  const names = [...new Set(answers.questions.map((question) => question.name))].sort();
  Problems.of("picture", (problems) => {
    if (hostName !== undefined) checkHost(problems, hostName, names);
  });
  return makeScene({
    title: name,
    answers,
    facts: factsOf(ownFacts(folder, name), facts, (own) => known ?? knownIn([read], [own])),
    hostName: hostName === undefined ? undefined : plainHostName(hostName),
    questions,
    neighbours: shapes.neighbours(),
  });
}

/** What the synthesis wrote beside the records of a stack. */
export function ownFacts(folder: string, stack: string): RoutingFacts {
  const [name = ""] = stack.split(", zone ");
  const own = parsed(
    readIfThere(join(folder, "stacks", name, "routing-facts.json")) ?? '{ "version": 1 }',
    "routing-facts.json",
  );
  // It is checked as one that is given: somebody may have edited it.
  Problems.of("picture", (problems) => checkFacts(problems.at("routing-facts.json"), own));
  return own;
}

/** That, and over it what a file says. */
function factsOf(
  own: RoutingFacts,
  file: string | undefined,
  knownWith: (own: RoutingFacts) => KnownNames,
): RoutingFacts {
  if (file === undefined) return own;
  const given = parsed(readText("--facts", file), file);
  const inRecords = knownWith(own);
  const dataCentersKnown = [...new Set([...inRecords.dataCenters, ...Object.keys(own.dataCenters ?? {})])].sort();
  const known = { ...inRecords, dataCenters: dataCentersKnown };
  Problems.of("picture", (problems) => checkFacts(problems.at(file), given, known));
  const names = new Set([...Object.keys(own.dataCenters ?? {}), ...Object.keys(given.dataCenters ?? {})]);
  const dataCenters = [...names].map((name): readonly [string, DataCenterFacts] => [
    name,
    { ...own.dataCenters?.[name], ...given.dataCenters?.[name] },
  ]);
  const lastResort = { ...own.lastResort, ...given.lastResort };
  return { ...own, ...given, dataCenters: Object.fromEntries(dataCenters), lastResort };
}

function parsed(text: string, file: string): RoutingFacts {
  return Problems.of("picture", (problems) => {
    let facts: Partial<RoutingFacts> = {};
    try {
      facts = JSON.parse(text);
    } catch (error) {
      problems.conflict(file, `cannot be read (${(error as Error).message})`);
      return facts as RoutingFacts;
    }
    if (!isObject(facts)) problems.refuse(file, facts, "an object", "shape");
    else if (facts.version !== 1)
      problems.refuse([file, "version"], facts.version, "1: docs/schemas/routing-facts.schema.json");
    return facts as RoutingFacts;
  });
}

function readText(option: string, file: string): string {
  return Problems.of("picture", (problems) => {
    const text = readIfThere(file);
    if (text === undefined) problems.conflict(option, `${file} cannot be read`);
    // Some editors begin a file with a mark of its encoding, which is no JSON.
    return (text ?? "").replace(/^\uFEFF/, "");
  });
}

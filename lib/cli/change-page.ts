import { Problems } from "../core/problems";
import { drawingOf } from "../pictures/draw/drawing";
import { askedTexts, isSameQuestion } from "../pictures/model/asked";
import { colouringOf, inColours } from "../pictures/model/colours";
import { questionPairs } from "../pictures/model/question-pairs";
import { type Change, type ChangedStack, changePage } from "../pictures/page/change";
import type { Question } from "../routing/answers";
import { environmentsOf, inEnvironment } from "./environments";
import { readOutputFolder } from "./output-folder";
import { type DrawingOptions, filesRead, knownIn, ownFacts, sceneOfStack, shapesFor } from "./picture-files";
import { checkTargets, type NamedFile } from "./picture-targets";
import { clearTargets, writeAll } from "./write-pictures";
import { withRecords } from "./zones";

/** Where a page is written, and what it is drawn with. */
export interface ChangePageOptions extends Omit<DrawingOptions, "hostName"> {
  readonly page?: string;
}

/** What is compared on a page. */
interface Compared extends Omit<DrawingOptions, "hostName"> {
  readonly environment?: string;
  readonly plans?: string;
}

/** Takes an earlier page away, unless the file is one that is read. */
export function clearChangePage(before: string, after: string, file: string, options: Compared): void {
  const targets: readonly NamedFile[] = [["--page", file]];
  const read = { files: filesRead(options), outputs: [before, after], plans: options.plans };
  Problems.of("picture", (problems) => checkTargets(problems, targets, read));
  clearTargets(targets);
}

/** Writes what moves between two folders as a page: each stack whose records are in both. */
export function writeChangePage(before: string, after: string, file: string, options: Compared): void {
  const shapes = shapesFor(options);
  const all = [before, after].map(readOutputFolder);
  const known = environmentsOf(all.flat());
  const [old = [], young = []] = all.map((stacks) => withRecords(inEnvironment(stacks, options.environment, known)));
  const facts = [...old.map(({ name }) => ownFacts(before, name)), ...young.map(({ name }) => ownFacts(after, name))];
  const names = knownIn(
    [...old, ...young].map(({ read }) => read),
    facts,
  );
  const changed = young.flatMap((stack): readonly ChangedStack[] => {
    const was = old.find(({ name }) => name === stack.name);
    if (was === undefined) return [];
    const [earlier, later] = [was.read.zone, stack.read.zone];
    const scenes = questionPairs(earlier, later).map((pair) => ({
      before: sceneOfStack(before, was, options, shapes, { questions: pair.before, known: names }),
      after: sceneOfStack(after, stack, options, shapes, { questions: pair.after, known: names }),
    }));
    // A server that had another colour would be taken for another server.
    const colouring = colouringOf(
      scenes.flatMap((pair) => [pair.after, pair.before]),
      shapes.neighbours(),
    );
    const changes = scenes.map((pair): Change => {
      const drawing = drawingOf(inColours(pair.after, colouring), shapes, options.borders ?? true);
      return { before: inColours(pair.before, colouring), after: drawing };
    });
    const notes = notesOn(onlyIn(later.questions, earlier.questions), onlyIn(earlier.questions, later.questions));
    return [{ title: stack.name, changes, notes }];
  });
  writeAll([["--page", file, changePage(changed, notesOnStacks(namesOf(old), namesOf(young)))]]);
}

function namesOf(stacks: readonly { readonly name: string }[]): readonly string[] {
  return stacks.map(({ name }) => name);
}

/** What is asked for in one version alone. */
function onlyIn(some: readonly Question[], others: readonly Question[]): readonly string[] {
  const own = some.filter((one) => !others.some((other) => isSameQuestion(one, other)));
  return askedTexts(own, some);
}

function notesOnStacks(old: readonly string[], young: readonly string[]): readonly string[] {
  return notesOn(
    young.filter((name) => !old.includes(name)),
    old.filter((name) => !young.includes(name)),
  );
}

function notesOn(added: readonly string[], gone: readonly string[]): readonly string[] {
  return [
    ...(added.length === 0 ? [] : [`New, and not compared: ${added.join(", ")}.`]),
    ...(gone.length === 0 ? [] : [`Gone, and not compared: ${gone.join(", ")}.`]),
  ];
}

#!/usr/bin/env node
// Passes a text through, and takes out its middle where it is too long: an error begins with what was done, and ends with why it failed.
// It says how much is missing, and where it is. A block between fences that is cut stays a block.
//   shorten.mjs --lines 80 | --characters 65000
import { readFileSync } from "node:fs";

const [unit, number] = process.argv.slice(2);
const most = Number(number);
if (!["--lines", "--characters"].includes(unit) || !(most > 0)) {
  console.error("usage: shorten.mjs --lines <most> | --characters <most>");
  process.exit(2);
}
const LONGEST_LINE = 2000;
const WHERE = "the log and the artifacts of this run have them";
/** What the words about what is missing, and new fences, may need. */
const ROOM = 300;

const text = readFileSync(0, "utf8");
const size = (part) => (unit === "--lines" ? part.length : part.reduce((sum, line) => sum + line.length + 1, 0));
const whole = text.replace(/\n$/, "").split("\n");
process.stdout.write(size(whole) <= most ? text : `${shortened().join("\n")}\n`);

function shortened() {
  const lines = whole.map(shortLine);
  const room = unit === "--lines" ? most : Math.max(most - ROOM, 0);
  const head = longest(lines, Math.ceil(room / 2));
  const tail = longest(lines.slice(head.length).reverse(), Math.floor(room / 2)).reverse();
  const missing = lines.length - head.length - tail.length;
  if (missing === 0) return lines;
  const open = fenceAfter(head);
  const reopened = fenceAfter(lines.slice(0, lines.length - tail.length));
  const note = `… ${missing} ${missing === 1 ? "line is" : "lines are"} left out here: ${WHERE} …`;
  return [...head, ...(open ? [open, ""] : []), note, ...(reopened ? ["", reopened] : []), ...tail];
}

/** As many lines from the first as there is room for. */
function longest(lines, room) {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += size([line]);
    return used > room;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

function shortLine(line) {
  if (line.length <= LONGEST_LINE) return line;
  const half = LONGEST_LINE / 2;
  return `${line.slice(0, half)} … ${line.length - LONGEST_LINE} characters left out … ${line.slice(-half)}`;
}

/** The fence of the block that is open after these lines. */
function fenceAfter(lines) {
  let open;
  for (const line of lines) {
    const [fence] = /^`{3,}(?=\w*$)/.exec(line) ?? [];
    if (fence === undefined) continue;
    if (open === undefined) open = fence;
    else if (line === open) open = undefined;
  }
  return open;
}

import { readFileSync } from "node:fs";
import { readCsv } from "../core/csv";
import { judge, type Problems } from "./refusals";
import type { ServerOptions } from "./server";

/** Servers by name. */
export type ServerInventory = { readonly [serverName: string]: ServerOptions };

const BYTE_ORDER_MARK = "\uFEFF";

type Row = Readonly<Record<string, unknown>>;

const NUMBERS: readonly string[] = ["number", "asn"];
const LISTS: readonly string[] = ["links", "linksIpv6", "interfaces"];

/** Servers of a data centre that stand in a file. */
// biome-ignore lint/complexity/noStaticOnlyClass: as `Secret` and `State`, it reads as what it makes: Servers.fromJson(…)
export abstract class Servers {
  /**
   * Reads a JSON file: an object of servers by name, or an array of servers with their `name`. Each has the properties of
   * `ServerOptions`.
   *
   * @param path seen from the folder in which the program runs
   * @throws `ValidationError` that says which file is not there or not JSON, or which name stands twice
   */
  public static fromJson(path: string): ServerInventory {
    return judge(path, (problems) => {
      const content = parsed(problems, textOf(problems, path));
      if (Array.isArray(content)) return byName(problems, content as readonly Row[]);
      if (content !== undefined && (typeof content !== "object" || content === null)) {
        problems.refuse("servers", content, "an object of servers by name, or an array of servers");
      }
      return content as ServerInventory;
    });
  }

  /**
   * Reads a CSV file. Its first line names the properties: `name`, and those of `ServerOptions`; of the versions it is
   * `versions.kubernetes`. Fields are separated by commas, the two of a list (`links`, `interfaces`) by a space. An empty field is
   * a property that is not given.
   *
   * @param path seen from the folder in which the program runs
   * @throws `ValidationError` that says which file is not there, which line is not sound, or which name stands twice
   */
  public static fromCsv(path: string): ServerInventory {
    return judge(path, (problems) => {
      const text = textOf(problems, path);
      return byName(problems, text === undefined ? [] : readCsv(problems, text, "name,role,rack,number").map(typed));
    });
  }
}

function textOf(problems: Problems, path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(BYTE_ORDER_MARK, "");
  } catch (error) {
    problems.conflict("file", `cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    return undefined;
  }
}

function parsed(problems: Problems, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    const content = JSON.parse(text);
    for (const path of doubleKeys(text)) {
      const isName = path.length === 1;
      const allowed = isName
        ? "a name of its own: another server has this one"
        : "each property once: JSON keeps the last";
      problems.refuse(["servers", ...path], path.at(-1), allowed);
    }
    return content;
  } catch (error) {
    problems.conflict("file", `is not JSON: ${(error as Error).message}`);
    return undefined;
  }
}

/** Strings, brackets and commas of JSON; a string before a colon is a key. */
const JSON_PARTS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\],]/g;

interface JsonLevel {
  readonly path: readonly string[];
  readonly isArray: boolean;
  readonly keys: Set<string>;
  /** The key, or the place in an array, of what comes next. */
  next: string;
}

/** The paths of keys that stand twice in their object: `JSON.parse` keeps the last and says nothing. The text is JSON. */
function doubleKeys(text: string): readonly (readonly string[])[] {
  const double: string[][] = [];
  const levels: JsonLevel[] = [];
  for (const [part, colon = ""] of text.matchAll(JSON_PARTS)) {
    const level = levels.at(-1);
    if (part === "{" || part === "[") {
      const path = level === undefined ? [] : [...level.path, level.next];
      levels.push({ path, isArray: part === "[", keys: new Set(), next: "0" });
    } else if (part === "}" || part === "]") levels.pop();
    else if (part === "," && level?.isArray) level.next = `${Number(level.next) + 1}`;
    else if (level !== undefined && colon !== "") {
      level.next = JSON.parse(part.slice(0, -colon.length));
      if (level.keys.has(level.next)) double.push([...level.path, level.next]);
      level.keys.add(level.next);
    }
  }
  return double;
}

function byName(problems: Problems, rows: readonly Row[]): ServerInventory {
  const servers = new Map<string, ServerOptions>();
  rows.forEach((row, index) => {
    add(problems, servers, row, index);
  });
  return Object.fromEntries(servers);
}

function add(problems: Problems, servers: Map<string, ServerOptions>, row: Row, index: number): void {
  const { name, ...server } = row ?? {};
  if (typeof name !== "string" || name === "") {
    problems.refuse(["servers", `${index}`, "name"], name, "the server's name", "name");
  } else if (servers.has(name)) {
    problems.refuse(["servers", `${index}`, "name"], name, "a name of its own: another server has this one", "name");
  } else {
    servers.set(name, server as unknown as ServerOptions);
  }
}

/** A row of texts with numbers, lists and versions as a program would write them. What cannot be read is refused later. */
function typed(row: Readonly<Record<string, string>>): Row {
  const versions: Record<string, string> = {};
  const properties: Record<string, unknown> = {};
  for (const [property, text] of Object.entries(row)) {
    if (text === "") continue;
    if (property.startsWith("versions.")) versions[property.slice("versions.".length)] = text;
    else if (NUMBERS.includes(property)) properties[property] = /^\d+$/.test(text) ? Number(text) : text;
    else if (LISTS.includes(property)) properties[property] = text.split(/\s+/);
    else properties[property] = text;
  }
  return Object.keys(versions).length === 0 ? properties : { ...properties, versions };
}

import { readFileSync } from "node:fs";
import { readCsv } from "./csv";
import { judge, type Problems, refuse } from "./refusals";
import type { ServerOptions } from "./server";

/** Servers by name. */
export type ServerInventory = { readonly [serverName: string]: ServerOptions };

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
   * @throws an error that says which file is not there or not JSON, or which name stands twice
   */
  public static fromJson(path: string): ServerInventory {
    const content = parsed(path, readFileSync(path, "utf8"));
    if (Array.isArray(content)) return byName(path, content as readonly Row[]);
    if (typeof content === "object" && content !== null) return content as ServerInventory;
    throw new Error(`${path}: it must hold an object of servers by name, or an array of servers`);
  }

  /**
   * Reads a CSV file. Its first line names the properties: `name`, and those of `ServerOptions`; of the versions it is
   * `versions.kubernetes`. Fields are separated by commas, the two of a list (`links`, `interfaces`) by a space. An empty field is
   * a property that is not given.
   *
   * @param path seen from the folder in which the program runs
   * @throws an error that says which file is not there, which line is not sound, or which name stands twice
   */
  public static fromCsv(path: string): ServerInventory {
    return byName(path, readCsv(path, readFileSync(path, "utf8")).map(typed));
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

function byName(path: string, rows: readonly Row[]): ServerInventory {
  return judge(path, (problems) => {
    const servers = new Map<string, ServerOptions>();
    rows.forEach((row, index) => {
      add(problems, servers, row, index);
    });
    return Object.fromEntries(servers);
  });
}

function add(problems: Problems, servers: Map<string, ServerOptions>, row: Row, index: number): void {
  const { name, ...server } = row ?? {};
  if (typeof name !== "string" || name === "") {
    refuse(problems, `servers.${index}.name`, name, "the server's name");
  } else if (servers.has(name)) {
    refuse(problems, `servers.${index}.name`, name, "a name of its own: another server has this one");
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

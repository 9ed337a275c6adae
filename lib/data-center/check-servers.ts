import { closest } from "fastest-levenshtein";
import { oneOf } from "../core/checks";
import type { ProblemCode } from "../core/problem";
import { checkAsn } from "./asns";
import { checkName, checkNumberFree, routerProperties } from "./check-fabric";
import type { OnPremisesOptions } from "./on-premises";
import { checkWhole, type Problems } from "./refusals";
import { SERVER_PROPERTIES, SERVER_ROLES, type ServerOptions, type ServerRole, type VersionOptions } from "./server";

/** The highest number that anything is planned for. */
const LAST_NUMBER = 2 ** 24;

const VERSION = /^\d+\.\d+\.\d+$/;
const VERSIONS: readonly string[] = ["kubernetes", "etcd", "calico", "containerd"];
const LINKS = "the address on the link to router 1, and that on the link to router 2";
const INTERFACE = /^[A-Za-z0-9._-]{1,15}$/;

/** Servers that can have addresses: what else is wrong with them does not hide what is wrong with these. */
export type AddressableServers = readonly (readonly [name: string, server: ServerOptions])[];

/** Checks each server by itself and their numbers, without addresses. @returns those that can have addresses */
export function checkServers(problems: Problems, { servers, fabric }: OnPremisesOptions): AddressableServers {
  if (Object.keys(servers).length === 0) {
    problems.refuse([], servers, "at least one server: the inventory holds no server");
  }
  const numbers = new Map<number, string>();
  const racks = Object.keys(fabric.racks ?? {});
  const routers = new Map(routerProperties(fabric).map((path) => [path.at(-1), path]));
  return Object.entries(servers).filter(([name, server]) => {
    const below = problems.at([name]);
    checkName(problems, [name], name);
    checkNoRouter(problems, name, routers.get(name));
    checkProperties(below, server);
    checkRole(below, server.role);
    checkRack(below, server.rack, racks);
    const parts = [
      checkWhole(below, "number", server.number, [1, LAST_NUMBER]) &&
        checkNumberFree(below, "number", server.number, numbers, name),
      server.asn === undefined || checkAsn(below, "asn", server.asn),
      checkPair(below, "links", server.links, LINKS, "address"),
      checkPair(below, "linksIpv6", server.linksIpv6, LINKS, "address"),
    ];
    checkInterfaces(below, "interfaces", server.interfaces);
    checkVersions(below.at("versions"), server.versions ?? {});
    return parts.every(Boolean);
  });
}

/** A router's filters are called after its neighbours: two of one name would have one together. */
function checkNoRouter(problems: Problems, name: string, router: readonly string[] | undefined): boolean {
  if (router === undefined) return true;
  problems.refuse([name], name, `a name of its own: ${["fabric", ...router].join(".")} has this one`, "name");
  return false;
}

function checkProperties(problems: Problems, server: ServerOptions): boolean {
  const strange = Object.keys(server).filter((property) => !SERVER_PROPERTIES.includes(property));
  for (const property of strange) {
    problems.refuse(
      property,
      property,
      `a property of a server, such as "${closest(property, SERVER_PROPERTIES)}"`,
      "shape",
    );
  }
  return strange.length === 0;
}

function checkRole(problems: Problems, role: ServerRole): boolean {
  if (SERVER_ROLES.includes(role)) return true;
  problems.refuse("role", role, oneOf(SERVER_ROLES), "one-of");
  return false;
}

function checkRack(problems: Problems, rack: string, racks: readonly string[]): boolean {
  if (racks.includes(rack)) return true;
  const shown = racks.length > 12 ? `one of ${racks.length} in fabric.racks` : oneOf(racks);
  problems.refuse("rack", rack, `a rack of the fabric: ${shown}`, "one-of");
  return false;
}

function checkPair(problems: Problems, property: string, given: unknown, what: string, code: ProblemCode): boolean {
  if (given === undefined) return true;
  const isPair = Array.isArray(given) && given.length === 2 && given.every((one) => typeof one === "string");
  if (!isPair) problems.refuse(property, given, what, code);
  return isPair;
}

/** Checks the names of two network interfaces. */
export function checkInterfaces(problems: Problems, property: string, given: readonly string[] | undefined): boolean {
  const what = "two names of network interfaces, up to 15 characters each";
  if (!checkPair(problems, property, given, what, "name")) return false;
  const areNames = given === undefined || (given.every((name) => INTERFACE.test(name)) && given[0] !== given[1]);
  if (!areNames) problems.refuse(property, given, what, "name");
  return areNames;
}

/** Checks versions. */
export function checkVersions(problems: Problems, versions: VersionOptions): boolean {
  const sound = Object.entries(versions).map(([program, version]) => {
    if (VERSIONS.includes(program) && VERSION.test(version)) return true;
    if (VERSIONS.includes(program))
      problems.refuse(program, version, 'a version with three numbers: "1.36.3"', "format");
    else problems.refuse(program, program, oneOf(VERSIONS), "one-of");
    return false;
  });
  return sound.every(Boolean);
}

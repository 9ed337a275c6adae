import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { Address4, Address6 } from "ip-address";
import { Problems } from "../core/problems";
import { type Location, locationOf } from "../routing/location";
import type { ClientSubnet } from "./dns-client";

/** Addresses of places, by the code of the place: `FR`, `US-CA`. */
export type ClientSubnets = ReadonlyMap<string, ClientSubnet>;

/** What a resolver tells about its clients at most: RFC 7871, section 11.1. */
const MOST_BITS = { 4: 24, 6: 56 } as const;

/** How long an address is. */
const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

/** A comment, or the head of a table. */
const IGNORED = /^\s*(#|$)|^"?(network|start_ip|ip_range_start)\b/;

/**
 * Reads addresses of places from a file: a line for each place, `FR 192.0.2.0/24`, or the ranges of a table of countries,
 * `192.0.2.0,192.0.2.255,FR`, of which each place gets the largest.
 *
 * @throws `ValidationError` that names the line
 */
export function readClientSubnets(file: string): ClientSubnets {
  return Problems.of("verify", (problems) => {
    const found = new Map<string, ClientSubnet & { readonly size: bigint }>();
    for (const [index, line] of linesOf(problems, file).entries()) {
      if (IGNORED.test(line)) continue;
      const read = readLine(line);
      if (read === undefined) {
        const expected =
          'a place and its address, "FR 192.0.2.0/24", or a range and its country, "192.0.2.0,192.0.2.255,FR"';
        problems.refuse(["--addresses", `${file}:${index + 1}`], line.trim(), expected);
      } else if (read.size > (found.get(read.place)?.size ?? -1n)) {
        found.set(read.place, read);
      }
    }
    return found;
  });
}

/** The subnet of a place, if it is known. */
export function subnetOf(subnets: ClientSubnets, { country, subdivision }: Location): ClientSubnet | undefined {
  return subnets.get(subdivision ?? country ?? "");
}

function linesOf(problems: Problems, file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch (error) {
    problems.conflict("--addresses", `${file} cannot be read (${(error as Error).message})`);
    return [];
  }
}

interface Line extends ClientSubnet {
  readonly place: string;
  readonly size: bigint;
}

function readLine(line: string): Line | undefined {
  const [first = "", second = "", third = ""] = line.split(/[\s,;]+/).map((part) => part.replaceAll('"', ""));
  if (isIP(first) > 0) return fromRange(first, second, third);
  const place = first.toUpperCase();
  const subnet = locationOf(place) === undefined ? undefined : subnetIn(second);
  // What is written for one place is meant: it counts more than any range.
  return subnet === undefined ? undefined : { place, size: 2n ** 128n, ...subnet };
}

/** An address, or a prefix of at least one bit: without any, a question comes from nowhere. */
function subnetIn(text: string): ClientSubnet | undefined {
  const [address = "", bits, ...rest] = text.split("/");
  const version = versionOf(address);
  if (version === undefined || rest.length > 0) return undefined;
  if (bits !== undefined && !(/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= ADDRESS_BITS[version])) return undefined;
  const most = MOST_BITS[version];
  return cut(address, bits === undefined ? most : Math.min(most, Number(bits)));
}

/**
 * The family of an address that a client may have: none has one of a single link, and one with an IPv4 address in IPv6's spelling would
 * be cut to bits that tell nothing.
 */
function versionOf(address: string): 4 | 6 | undefined {
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return undefined;
  if (version === 6 && new Address6(address).isMapped4()) return undefined;
  return version as 4 | 6;
}

function fromRange(start: string, end: string, code: string): Line | undefined {
  const version = versionOf(start);
  if (version === undefined || versionOf(end) !== version) return undefined;
  const size = numberOf(end) - numberOf(start);
  if (size < 0n || !/^[A-Z]{2}$/.test(code)) return undefined;
  return { place: code, size: version === 4 ? size << 96n : size, ...cut(start, MOST_BITS[version]) };
}

/** RFC 7871 wants the bits beyond the prefix to be 0. */
function cut(address: string, prefixLength: number): ClientSubnet {
  const text = `${address}/${prefixLength}`;
  const start = isIP(address) === 4 ? new Address4(text).startAddress() : new Address6(text).startAddress();
  return { address: start.correctForm(), prefixLength };
}

function numberOf(address: string): bigint {
  return isIP(address) === 4 ? new Address4(address).bigInt() : new Address6(address).bigInt();
}

const BLOCK = 512;
/** The largest that fits before a file's path: POSIX.1-1988. */
const NAME_BYTES = 100;

/**
 * Files as an archive of `tar`, in the format ustar: sorted, of nobody, of no time, all readable. The same files are the same bytes,
 * on every machine and with every version of every package, as they are named by their hash: so no package writes them.
 *
 * @param files their contents by their paths, which are ASCII
 */
export function tarOf(files: ReadonlyMap<string, Buffer>): Buffer {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const parts = sorted.flatMap(([path, content]) => [headerOf(path, content.length), content, padding(content.length)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function headerOf(path: string, size: number): Buffer {
  const [prefix, name] = splitPath(path);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  const numbers = [
    [0o644, 100, 8],
    [0, 108, 8],
    [0, 116, 8],
    [size, 124, 12],
    [0, 136, 12],
  ] as const;
  for (const [value, at, length] of numbers) header.write(value.toString(8).padStart(length - 1, "0"), at);
  // The sum of all bytes, those of the sum itself being blanks.
  header.write(" ".repeat(8), 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  for (const at of [329, 337]) header.write("0".repeat(7), at);
  header.write(prefix, 345);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  return header;
}

/** A long path is written in two parts, which a slash joins: 155 and 100 bytes. */
function splitPath(path: string): readonly [prefix: string, name: string] {
  if (path.length <= NAME_BYTES) return ["", path];
  const slash = path.indexOf("/", path.length - NAME_BYTES - 1);
  if (slash === -1 || slash > 155) throw new Error(`the path is too long for an archive: ${path}`);
  return [path.slice(0, slash), path.slice(slash + 1)];
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

import { createHash } from "node:crypto";

/** Keys for names of octoDNS's, a different one for each name: what two names would share, a hash tells apart. */
export class FreeKeys {
  private readonly taken = new Set<string>();

  public keyFor(name: string, plain = plainKey(name)): string {
    let free = plain;
    for (let tried = name; this.taken.has(free); tried = `${tried} `) free = `${plain}-${hashOf(tried)}`;
    this.taken.add(free);
    return free;
  }
}

/** A name of octoDNS's as a key: small letters, digits and hyphens, a letter first. */
export function plainKey(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  // constructs keep their children in a plain object, so that none can be called "constructor".
  const key = /^[a-z]/.test(plain) && !(plain in {}) ? plain : `pool-${plain}`;
  return key.slice(0, 20).replace(/-+$/, "");
}

export const hashOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 6);

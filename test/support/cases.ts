/**
 * Whether tests try all of their cases, as `npm run test:cases` does, or a part of them, as `npm test` does, which is run after each
 * change.
 */
const ALL = process.env.CASES === "all";

/** How much a test tries: some of what there is, or all of it. */
export function cases<Cases>({ some, all }: { readonly some: Cases; readonly all: Cases }): Cases {
  return ALL ? all : some;
}

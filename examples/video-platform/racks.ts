/** A rack with the names of its two routers. */
export const rack = (name: string, number: number) => ({
  number,
  routers: { [`${name}-left`]: { number: 1 }, [`${name}-right`]: { number: 2 } },
});

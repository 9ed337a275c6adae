/** A rate with three digits at least. */
export function amount(rate: number): string {
  return rate >= 100 ? whole(rate) : String(Number(rate.toPrecision(3)));
}

export function whole(number: number): string {
  return grouped(Math.round(number));
}

export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

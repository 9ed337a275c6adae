/** `google_compute_url_map` is a `url map`: which cloud it is in goes without saying. */
export function kindOfType(type: string): string {
  return type.replace(/^(google_compute|google|aws)_/, "").replaceAll("_", " ");
}

import type { Problems } from "../core/problems";

const EXPECTED = "up to 63 lower-case letters, digits, hyphens and underscores, the key with a letter first";

/**
 * Checks labels of Google's resources.
 *
 * Source: https://cloud.google.com/compute/docs/labeling-resources#requirements; for Google's own
 * https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels
 */
export function checkLabels(problems: Problems, labels: { readonly [key: string]: string }): void {
  for (const [key, value] of Object.entries(labels)) {
    problems.check([key], key, (text) => /^[a-z][a-z0-9_-]{0,62}$/.test(text), EXPECTED, "name");
    problems.check(
      [key],
      key,
      (text) => !text.startsWith("goog-"),
      'a key that does not start with "goog-", as Google\'s own do',
      "name",
    );
    problems.check([key], value, (text) => /^[a-z0-9_-]{0,63}$/.test(text), EXPECTED, "format");
  }
}

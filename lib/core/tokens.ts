/**
 * Whether only Terraform will know a value: a token of cdktf, or a text with an interpolation such as `${var.region}`.
 *
 * Of tokens it says what cdktf's `Token.isUnresolved` says, without loading cdktf: what is pure (the routing policy, the analysis
 * of its failures, the command line) does without it. A test holds the two against each other, for cdktf and its successor.
 */
export function isUnknown(value: unknown): boolean {
  switch (typeof value) {
    case "string":
      return value.includes("${");
    case "number":
      return hasMarker(value, NUMBER_MARKER);
    case "object":
      return value !== null && (Array.isArray(value) ? isListToken(value) : isObjectToken(value));
    default:
      return false;
  }
}

/** The upper 16 bits of the doubles in which cdktf hides tokens: negative numbers that nobody would write. */
const NUMBER_MARKER = 0xfdff;
const NUMBER_LIST_MARKER = 0xfbff;

function isListToken(list: readonly unknown[]): boolean {
  const [first] = list;
  if (list.length !== 1) return false;
  if (typeof first === "number") return hasMarker(first, NUMBER_LIST_MARKER);
  return typeof first === "string" && first.startsWith("#{TfToken[");
}

function isObjectToken(value: object): boolean {
  if ("resolve" in value && typeof value.resolve === "function") return true;
  return Object.keys(value).some((key) => key.startsWith("&{TfToken["));
}

function hasMarker(number: number, marker: number): boolean {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return view.getUint16(0) === marker;
}

/** Why nothing is judged by a value: for notes. */
export function whyUnknown(value: unknown): string {
  return value === undefined ? "is not configured" : "is known to Terraform alone";
}

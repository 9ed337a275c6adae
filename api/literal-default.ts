const LITERAL = /^(true|false|-?\d+(?:\.\d+)?|"[^"]*"|\[[^\]]*\])(?=$|\.$|[,;]? )/;

/** The value that `@default` starts with: 5 of `@default 5, so that …`, and none of `@default - the cluster's`. */
export function literalOf(text: string): { readonly literal?: unknown } {
  const [, literal] = LITERAL.exec(text.trim()) ?? [];
  return literal === undefined ? {} : { literal: JSON.parse(literal) };
}

import type { ConfigData } from "html-validate";

/** What is said of a page: that rows and cells end by themselves is HTML, and no fault. */
export const VALID_HTML: ConfigData = { extends: ["html-validate:recommended"], rules: { "no-implicit-close": "off" } };

/** A page with the ends of its rows and cells, which HTML leaves out and XML does not. */
export function withEnds(page: string): string {
  return page
    .replaceAll(
      /<(t[hd])\b((?:(?!<t[hdr]\b|<\/t(?:head|body)>).)*?)(\n?)(?=<t[hdr]\b|<\/t(?:head|body)>)/gs,
      "<$1$2</$1>$3",
    )
    .replaceAll(/<tr>((?:(?!<tr>|<\/t(?:head|body)>).)*?)(\n?)(?=<tr>|<\/t(?:head|body)>)/gs, "<tr>$1</tr>$2");
}

/** The cells of a table, row by row, without its heads: their texts. */
export function rowsOf(page: string, caption: string): readonly (readonly string[])[] {
  const [, table = ""] = withEnds(page).replaceAll("\u00a0", " ").split(`<caption>${caption}`);
  const [, body = ""] = (table.split("</table>")[0] ?? "").split("<tbody>");
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd]\b[^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => cell.replaceAll(/<[^>]*>/g, "")),
  );
}

import { head, numbers, Tables, text } from "../../lib/pictures/page/tables";

const rows = [[text("FR"), text("5"), { html: "<b>6</b>", isHot: true }]];

test("what the cells of a column have in common is in the style, once for all tables with the same heads", () => {
  const tables = new Tables();
  const heads = [head("Place"), numbers("Moved"), head("After")];
  const one = tables.cards("One", heads, rows);
  const other = tables.table("Other", heads, rows);
  expect(one).toContain('<table class="cards k0"><caption>One</caption>');
  expect(other).toContain('<table class="k0"><caption>Other</caption>');
  expect(tables.table("Third", [head("Place")], [])).toContain('<table class="k1">');
  expect(one).toContain('\n<tr><th scope="row">FR<td>5<td class="hot"><b>6</b>\n');
  expect(tables.style.match(/--head:"Moved: "/g)).toHaveLength(1);
  expect(tables.style).toContain('.k0 td:nth-child(3){--head:"After: "}');
  expect(tables.style).toContain(":where(.k0 tr)>:nth-child(2){text-align:right}");
});

test("a head ends neither its text in the style, nor the style", () => {
  const tables = new Tables();
  tables.cards("One", [head("Place"), head('a"b\\c</style>')], []);
  expect(tables.style).toBe('.k0 td:nth-child(2){--head:"a\\22 b\\5c c\\3c \\2f style\\3e : "}');
});

import type { ImportedZone } from "../../lib/cli/imported-record";
import { readZoneFile } from "../../lib/cli/zone-file";
import { fc } from "../support/property";

const HEAD = "$ORIGIN example.com.\n$TTL 300\n@ IN SOA ns1 host 1 2 3 4 5\n";
const setsOf = ({ records }: ImportedZone) =>
  records.map(({ name, type, options }) => [name, type, options.ttl, options.records]);
/** What becomes of lines below the head, whose first is the fourth of the file. */
const read = (...lines: string[]) => readZoneFile(HEAD + lines.join("\n"), undefined);

describe("a line of a zone file that Route 53 can have", () => {
  test.each<[string, string, [string, string, number, string[]]]>([
    ["a text without quotation marks", "t TXT no quotes", ["t", "TXT", 300, ['no" "quotes']]],
    ["a text over several lines", 't TXT ( "a" ; one\n "b" )', ["t", "TXT", 300, ['a" "b']]],
    // RFC 1035 writes a byte by its decimal number, Route 53 by its octal one.
    ["a text with a byte by its number", 't TXT "\\195\\188 \\; \\""', ["t", "TXT", 300, ['\\303\\274 ; \\"']]],
    ["a text in UTF-8", 't TXT "ü"', ["t", "TXT", 300, ["\\303\\274"]]],
    ["an empty text", 't TXT ""', ["t", "TXT", 300, [""]]],
    ["a text that looks like a directive", 't TXT "$INCLUDE x"', ["t", "TXT", 300, ["$INCLUDE x"]]],
    ["an old SPF record", 's SPF "v=spf1 -all"', ["s", "SPF", 300, ["v=spf1 -all"]]],
    ["a relative name of HTTPS", "h HTTPS 1 svc alpn=h2", ["h", "HTTPS", 300, ["1 svc.example.com. alpn=h2"]]],
    ["a name of SVCB that is its own", "h SVCB 1 . port=1", ["h", "SVCB", 300, ["1 . port=1"]]],
    [
      "a relative name of NAPTR",
      'n NAPTR 100 10 "u" sip+E2U "!^.*$!sip:\\\\1@x!" target',
      ["n", "NAPTR", 300, ['100 10 "u" "sip+E2U" "!^.*$!sip:\\\\1@x!" target.example.com.']],
    ],
    ["a relative name of MX", "m MX 010 mail", ["m", "MX", 300, ["10 mail.example.com."]]],
    ["the zone itself as a value", "c CNAME @", ["c", "CNAME", 300, ["example.com."]]],
    ["a digest in parts", "d DS 1 8 2 ( AB\n cd )", ["d", "DS", 300, ["1 8 2 ABcd"]]],
    ["a fingerprint", "f SSHFP 4 2 abcd", ["f", "SSHFP", 300, ["4 2 abcd"]]],
    ["an issuer without quotation marks", "c CAA 0 issue ca.example", ["c", "CAA", 300, ['0 issue "ca.example"']]],
    ["the time before the class", "w 1h30m IN A 192.0.2.1", ["w", "A", 5400, ["192.0.2.1"]]],
    ["the class before the time", "w IN 2D A 192.0.2.1", ["w", "A", 172800, ["192.0.2.1"]]],
    ["a name that is a number", "10 IN PTR host", ["10", "PTR", 300, ["host.example.com."]]],
    ["a name that looks like a time", "1h IN A 192.0.2.1", ["1h", "A", 300, ["192.0.2.1"]]],
    ["a name with a slash", "0/25 NS ns", ["0/25", "NS", 300, ["ns.example.com."]]],
    ["a name by the numbers of its letters", "\\042.x A 192.0.2.1", ["*.x", "A", 300, ["192.0.2.1"]]],
    [
      "the same name, left out, below another origin",
      "w A 192.0.2.1\n$ORIGIN sub\n  IN AAAA ::1",
      ["w", "AAAA", 300, ["::1"]],
    ],
  ])("is imported: %s", (_, line, [name, type, ttl, values]) => {
    const zone = read(...line.split("\n"));
    expect(zone.toDo).toEqual([]);
    expect(setsOf(zone)).toContainEqual([`${name}.example.com`, type, ttl, values]);
  });

  test("is read in one go, however many digits a word has", () => {
    const word = `${"1".repeat(60)}x`;
    expect(read(`w ${word} A 192.0.2.1`).toDo).toEqual([expect.stringContaining(word)]);
  });

  test("has the least of the times of its name and type", () => {
    const zone = read("w 600 A 192.0.2.1", "w 60 A 192.0.2.2");
    expect(setsOf(zone)).toEqual([["w.example.com", "A", 60, ["192.0.2.1", "192.0.2.2"]]]);
  });

  test("has the time of the line before when the file has none for all", () => {
    const zone = readZoneFile("$ORIGIN example.com.\na A 192.0.2.1\nb 60 A 192.0.2.2\nc A 192.0.2.3\n", undefined);
    expect(setsOf(zone)).toEqual([
      ["b.example.com", "A", 60, ["192.0.2.2"]],
      ["c.example.com", "A", 60, ["192.0.2.3"]],
    ]);
    expect(zone.toDo).toEqual(["line 2 (a A 192.0.2.1): it has no time to live, and the file has no $TTL"]);
  });

  test("keeps every record of a reverse zone", () => {
    const zone = readZoneFile(
      "$ORIGIN 2.0.192.in-addr.arpa.\n$TTL 300\n@ SOA ns. h. 1 2 3 4 5\n10 IN PTR a.x.\n11 IN PTR b.x.\n13 PTR c.x.\n",
      undefined,
    );
    expect(setsOf(zone)).toEqual(
      [10, 11, 13].map((number, index) => [`${number}.2.0.192.in-addr.arpa`, "PTR", 300, [`${"abc"[index]}.x.`]]),
    );
  });
});

describe("a line of a zone file that Route 53 cannot have", () => {
  test.each([
    ["bad A 999.1.1.1", "A takes an IPv4 address"],
    ["bad A", "A takes an IPv4 address"],
    ["bad AAAA 192.0.2.1", "AAAA takes an IPv6 address"],
    ["m MX mail 10", "MX takes a number up to 65535, a name"],
    ["m MX 10 mail extra", "MX takes a number up to 65535, a name"],
    ["s SRV 1 2 70000 sip", "SRV takes a number up to 65535, a number up to 65535, a number up to 65535, a name"],
    ["d DS 1 8 2 xyz", "DS takes a number up to 65535, a number up to 255, a number up to 255, hexadecimal digits"],
    ["rp RP admin txt", "Route 53 has no type RP"],
    ["w WKS 192.0.2.1 TCP 80", "Route 53 has no type WKS"],
    ["l LOC 52 22 23.000 N 4 53 32.000 E -2.00m", "Route 53 has no type LOC"],
    ["d DNAME other", "Route 53 has no type DNAME"],
    ["g TYPE1 \\# 4 C0000201", "Route 53 has no type TYPE1"],
    ["g TXT \\# 1 00", "its value is in bytes, as of an unknown type"],
    ["ch CH TXT x", "Route 53 has no class but IN, and this is of CH"],
    ["neg -5 A 192.0.2.1", "Route 53 has no type -5"],
    ["big 4000000000 A 192.0.2.1", "its time to live is over 2147483647 seconds"],
    ["only", "it has no type"],
    ["only 300 IN", "it has no type"],
    ["outside.other.org. A 192.0.2.1", "outside.other.org is not in the zone example.com"],
    ["a..b A 192.0.2.1", "a..b.example.com is not a name: each part has 1 to 63 characters, and all of them up to 253"],
    ["a\\.b A 192.0.2.1", "its name has a character that is written with a backslash"],
    ["é A 192.0.2.1", "its name has é, which is not in ASCII: write the name as xn--9ca.example.com"],
    [
      "caf\u00e9.BÜRO A 192.0.2.1",
      "its name has é, which is not in ASCII: write the name as xn--caf-dma.xn--bro-hoa.example.com",
    ],
    ["a\u200b A 192.0.2.1", "its name has U+200B, which is not in ASCII: write the name without it"],
    ["a\u0007 A 192.0.2.1", "its name has U+0007, which no name of Route 53 has: write the name without it"],
    ["caf\\195\\169 A 192.0.2.1", "its name has a character that is written with a backslash"],
    ["c CNAME a\\.b", "CNAME takes a name"],
    ["@ CNAME other", "DNS allows no CNAME at the name of the zone"],
    [`t TXT "${"x".repeat(256)}"`, "TXT takes texts of up to 255 bytes"],
    ["h HTTPS 1 svc alpn=\\h2", "HTTPS takes a number up to 65535, a name, parameters"],
  ])("is a line to do with the reason: %s", (line, reason) => {
    const zone = read("www A 192.0.2.9", line);
    const shown = line.length > 120 ? `${line.slice(0, 120)}…` : line;
    expect(zone.toDo).toEqual([`line 5 (${shown}): ${reason}`]);
    expect(setsOf(zone)).toEqual([["www.example.com", "A", 300, ["192.0.2.9"]]]);
  });

  test.each([
    ["the same value twice", ["d A 192.0.2.9", "d A 192.0.2.9"], ["line 5 (d A 192.0.2.9): line 4 has the same"], 1],
    [
      "the same address, written in two ways",
      ["d AAAA ::1", "d AAAA 0:0::1"],
      ["line 5 (d AAAA 0:0::1): line 4 has the same"],
      1,
    ],
    ["the same name, in other letters", ["d NS A.x.", "d NS a.X."], ["line 5 (d NS a.X.): line 4 has the same"], 1],
    [
      "a CNAME beside others",
      ["cn CNAME x", "cn A 192.0.2.7"],
      ["line 4 (cn CNAME x): DNS allows no CNAME beside other records of its name"],
      1,
    ],
    [
      "two CNAMEs of a name",
      ["cn CNAME x", "cn CNAME y"],
      [
        "line 4 (cn CNAME x): DNS allows no CNAME beside other records of its name",
        "line 5 (cn CNAME y): DNS allows no CNAME beside other records of its name",
      ],
      0,
    ],
    [
      "a second SOA of another name",
      ["sub SOA ns host 1 2 3 4 5"],
      ["line 4 (sub SOA ns host 1 2 3 4 5): it is of another zone than example.com"],
      0,
    ],
  ])("is not lost: %s", (_, lines, toDo, values) => {
    const zone = read(...lines);
    expect(zone.toDo).toEqual(toDo);
    expect(zone.records.flatMap(({ options }) => options.records as string[])).toHaveLength(values);
  });

  test("is not taken for the name of the next when its own is left out", () => {
    const zone = readZoneFile("$ORIGIN example.com.\n$TTL 60\n  A 192.0.2.1\nw A 192.0.2.2\n", undefined);
    expect(zone.toDo).toEqual(["line 3 (A 192.0.2.1): it has no name, and no line before it has one"]);
    expect(setsOf(zone)).toEqual([["w.example.com", "A", 60, ["192.0.2.2"]]]);
  });
});

describe("a zone file", () => {
  test("has its name of the SOA record when there is no origin", () => {
    const { zoneName, records } = readZoneFile("example.com. 60 SOA ns host 1 2 3 4 5\nw A 192.0.2.1\n", undefined);
    expect(zoneName).toBe("example.com");
    expect(records.map(({ name }) => name)).toEqual(["w.example.com"]);
  });

  test("has its name of its first origin when there is no SOA record", () => {
    const file = "$ORIGIN example.com.\n$TTL 60\nw A 192.0.2.1\n$ORIGIN sub\nx A 192.0.2.2\n";
    expect(readZoneFile(file, undefined).zoneName).toBe("example.com");
  });

  test.each([
    ["nothing", "", "file: has no record"],
    ["comments alone", "; nothing\n  ; here\n$TTL 60\n", "file: has no record"],
    [
      "a quotation mark without its other",
      'a A 192.0.2.1\nt TXT "x\n',
      "file: line 2 opens a quotation mark and does not close it",
    ],
    [
      "a parenthesis without its other",
      "a A 192.0.2.1\nt TXT ( x\n",
      "file: line 2 opens a parenthesis and nothing closes it",
    ],
    ["a parenthesis too many", "a A 192.0.2.1 )\n", "file: line 1 closes a parenthesis that none opens"],
    ["another directive", "$BITS 8\n", "file: line 1 has $BITS 8: write out what it stands for"],
    ["a wrong time", "$TTL soon\n", "file: line 1 has $TTL soon: it takes a time to live"],
    ["a wrong origin", "$ORIGIN\n", "file: line 1 has $ORIGIN: it takes a name"],
  ])("is refused with %s", (_, text, message) => {
    expect(() => readZoneFile(text, "example.com")).toThrow(message);
  });

  const WORDS = ["www", "@", "10", "1h", "IN", "CH", "300", "A", "MX", "TXT", "PTR", "RP", "192.0.2.1", "::1", '"x y"'];
  const MORE = ["host", "; A", "-5", "\\#", "CNAME", "AAAA", "sub.example.org.", "HTTPS", "alpn=h2"];

  test("loses no line, whatever it is: each is a value or a line to do", () => {
    const words = fc.array(fc.constantFrom(...WORDS, ...MORE), { maxLength: 7 });
    const line = fc.tuple(fc.constantFrom("", " "), words).map(([indent, all]) => indent + all.join(" "));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const meant = lines.filter((text) => text.replace(/;.*/, "").trim() !== "").length;
        const { records, toDo } = read(...lines);
        const values = records.flatMap(({ options }) => options.records as string[]);
        expect(values.length + toDo.length).toBe(meant);
      }),
      { numRuns: 300 },
    );
  });
});

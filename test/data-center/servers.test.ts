import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Servers } from "../../lib/data-center";
import { refusalOf } from "../support/synthesize";
import { refused } from "./refused";

describe("servers from a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "servers-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const expected = {
    "edge-1": { role: "edge", rack: "a1", number: 1 },
    "web1.par": {
      role: "worker",
      rack: "a2",
      number: 12,
      loopback: "10.128.9.9",
      links: ["10.9.1.1/31", "10.9.2.1/31"],
      asn: 64_700,
      versions: { kubernetes: "1.37.2" },
    },
  };

  test("are an object by name in JSON, or an array with names", () => {
    expect(Servers.fromJson(file("a.json", JSON.stringify(expected)))).toEqual(expected);
    const list = Object.entries(expected).map(([name, server]) => ({ name, ...server }));
    expect(Servers.fromJson(file("b.json", JSON.stringify(list)))).toEqual(expected);
  });

  const HEAD = "name,role,rack,number,loopback,links,asn,versions.kubernetes";

  test("are the rows of a CSV with our property names in its first line", () => {
    const rows = ["edge-1,edge,a1,1,,,,", "web1.par,worker,a2,12,10.128.9.9,10.9.1.1/31 10.9.2.1/31,64700,1.37.2"];
    expect(Servers.fromCsv(file("a.csv", `${[HEAD, ...rows].join("\n")}\n`))).toEqual(expected);
  });

  test("may be written by a spreadsheet: quotation marks, a byte order mark, line ends of Windows", () => {
    const rows = [
      '"edge-1","edge","a1","1","","","",""',
      '"web1.par",worker,a2,"12",10.128.9.9,"10.9.1.1/31 10.9.2.1/31",64700,1.37.2',
    ];
    const head = HEAD.split(",")
      .map((name) => `"${name}"`)
      .join(",");
    expect(Servers.fromCsv(file("b.csv", `\uFEFF${[head, ...rows, ""].join("\r\n")}`))).toEqual(expected);
  });

  test("may be written by an old Macintosh, or by PowerShell with a byte order mark", () => {
    expect(Servers.fromCsv(file("f.csv", "name,role\ra,edge\rb,worker\r"))).toEqual({
      a: { role: "edge" },
      b: { role: "worker" },
    });
    expect(Servers.fromJson(file("f.json", `\uFEFF${JSON.stringify(expected)}`))).toEqual(expected);
  });

  test("keep a comma and a quotation mark inside of quotation marks", () => {
    expect(Servers.fromCsv(file("c.csv", 'name,role\n"a,""b""",edge\n'))).toEqual({ 'a,"b"': { role: "edge" } });
  });

  test("have to be below the first line, since a data centre without any is refused", () => {
    const servers = Servers.fromCsv(file("k.csv", `${HEAD}\n`));
    expect(refused({ servers })).toEqual([
      "paris: servers: got {}, expected at least one server: the inventory holds no server",
    ]);
  });

  test("keep what is no number, for the refusal to show", () => {
    expect(Servers.fromCsv(file("d.csv", "name,number\nx,12b\n"))).toEqual({ x: { number: "12b" } });
  });

  test.each([
    [
      "name,role\na,edge,a1\nb,edge,a1\n",
      ["line 2: it has 3 fields, and line 1 has 2", "line 3: it has 3 fields, and line 1 has 2"],
    ],
    ['name,role\na,ed"ge\n', ['line 2: got "ed\\"ge", expected a quotation mark only around a whole field']],
    ["name,role,role\na,b,c\n", ['line 1: got "role", expected each name once']],
    ["name;role\na;b\n", ['line 1: got "name;role", expected names with commas between them: name,role,rack,number']],
  ])("are refused where a CSV is not sound: %j", (text, lines) => {
    const refused = refusalOf(() => Servers.fromCsv(file("bad.csv", text)));
    expect(refused).toEqual(lines.map((line) => `${join(folder, "bad.csv")}: ${line}`));
  });

  test("have a name each, and no two have one", () => {
    expect(refusalOf(() => Servers.fromCsv(file("e.csv", "name,role\na,edge\na,edge\n,edge\n")))).toEqual([
      `${join(folder, "e.csv")}: servers.1.name: got "a", expected a name of its own: another server has this one`,
      `${join(folder, "e.csv")}: servers.2.name: got nothing, expected the server's name`,
    ]);
  });

  test("have a name each in an object, too, of which JSON would keep the last", () => {
    const twice = '{ "a": { "role": "edge", "x": "a" }, "b": { "a": { "a": 1 } }, "\\u0061": { "role": "worker" } }';
    expect(refusalOf(() => Servers.fromJson(file("g.json", twice)))).toEqual([
      `${join(folder, "g.json")}: servers.a: got "a", expected a name of its own: another server has this one`,
    ]);
    const odd = { 'a"b': { role: 'a"b":{' }, "a\\": { role: "}" }, "{": { links: ["a", "a"] } };
    expect(Servers.fromJson(file("h.json", JSON.stringify(odd)))).toEqual(odd);
  });

  test("have each property once, in an object and in an array", () => {
    const text =
      '{ "a": { "role": "edge", "number": 1, "num\\u0062er": 2, "versions": { "etcd": "1.1.1", "etcd": "1.1.2" } } }';
    const lines = (path: string, ...properties: string[]) =>
      properties.map((one) => `${path}: servers.${one}, expected each property once: JSON keeps the last`);
    const inObject = file("i.json", text);
    expect(refusalOf(() => Servers.fromJson(inObject))).toEqual(
      lines(inObject, 'a.number: got "number"', 'a.versions.etcd: got "etcd"'),
    );
    const inArray = file("j.json", '[{ "name": "a", "rack": "r" }, { "name": "b", "rack": "r", "rack": "q" }]');
    expect(refusalOf(() => Servers.fromJson(inArray))).toEqual(lines(inArray, '1.rack: got "rack"'));
  });

  test("are refused where a file is no JSON, or no servers", () => {
    const [line = ""] = refusalOf(() => Servers.fromJson(file("c.json", "{")));
    expect(line).toContain(`${join(folder, "c.json")}: file: is not JSON: `);
    expect(refusalOf(() => Servers.fromJson(file("d.json", "7")))).toEqual([
      `${join(folder, "d.json")}: servers: got 7, expected an object of servers by name, or an array of servers`,
    ]);
  });

  test("are refused where there is no file", () => {
    for (const read of [Servers.fromJson, Servers.fromCsv]) {
      const missing = join(folder, "missing");
      expect(refusalOf(() => read(missing))).toEqual([`${missing}: file: cannot be read: ENOENT`]);
    }
  });
});

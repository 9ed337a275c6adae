import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { secretsIn } from "../support/secrets";

const folder = join(__dirname, "../../formula/hybrid-kubernetes/files");
const sources = readdirSync(folder);
const read = (source: string): string => readFileSync(join(folder, source), "utf8");
const list: readonly { source: string; path: string; user: string; group: string; mode: string; roles: string[] }[] =
  JSON.parse(read("files.json"));

describe("the files of the formula", () => {
  test("the list names each of them once, with a path of its own for every role", () => {
    expect(list.map(({ source }) => source).sort()).toEqual(sources.filter((name) => name !== "files.json").sort());
    for (const role of new Set(list.flatMap(({ roles }) => roles))) {
      const paths = list.filter(({ roles }) => roles.includes(role)).map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
    }
  });

  test("a template knows its one variable, and nothing of who renders it", () => {
    for (const source of sources.filter((name) => name.endsWith(".jinja"))) {
      const text = read(source);
      expect({ source, found: /\b(grains|pillar|salt)\b *[[.(]/.exec(text)?.[0] }).toEqual({
        source,
        found: undefined,
      });
      const variable = ["frr.conf.jinja", "mss.nft.jinja"].includes(source) ? "router" : "node";
      expect(text).toContain(`${variable}.`);
      expect(text).not.toMatch(variable === "node" ? /\{[{%][^}]*\brouter\./ : /\{[{%][^}]*\bnode\./);
    }
  });

  test("a template uses no filter that Salt has another of: its `unique` puts out what it finds in any order", () => {
    for (const source of sources.filter((name) => name.endsWith(".jinja"))) {
      expect([source, /\| *(unique|union|flatten|quote|sequence)\b/.exec(read(source))?.[0]]).toEqual([
        source,
        undefined,
      ]);
    }
  });

  test("each file names who may read it: what holds a secret is read by the program that needs it, and by root", () => {
    // ExaBGP runs as its own user, HAProxy reads its certificate as root before it becomes another, FRR has its folder for itself.
    const secret = list.filter(({ source }) => /password|\.certificate\b|\.ca_key\b|\.secrets\./.test(read(source)));
    const access = (file: (typeof list)[number]) => [file.path, `${file.user}:${file.group}`, file.mode];
    expect(secret.map(access)).toEqual([
      ["/etc/exabgp/exabgp.conf", "root:exabgp", "0640"],
      ["/etc/etcd/pki/ca.key", "root:root", "0600"],
      ["/etc/kubernetes/hybrid-kubernetes/encryption.json", "root:root", "0600"],
      ...["ca.crt", "ca.key", "front-proxy-ca.crt", "front-proxy-ca.key", "sa.key"].map((name) => [
        `/etc/kubernetes/pki/${name}`,
        ...["root:root", "0600"],
      ]),
      ["/etc/haproxy/certificate.pem", "root:root", "0600"],
      ["/etc/frr/hybrid-kubernetes.conf", "frr:frr", "0640"],
    ]);
    for (const file of list.filter((one) => !secret.includes(one))) {
      const mode = /^\/usr\/(local\/)?sbin\//.test(file.path) ? "0755" : "0644";
      expect(access(file)).toEqual([file.path, "root:root", mode]);
    }
  });

  test("what a program imports lies beside it, wherever the program is, and is written first", () => {
    const isOurs = (name: string): boolean => sources.includes(`${name}.py`);
    const imports = list.flatMap((program) =>
      [...read(program.source).matchAll(/^(?:from|import) (\w+)/gm)]
        .map(([, name = ""]) => name)
        .filter(isOurs)
        .map((name) => ({ program, name })),
    );
    expect(imports.length).toBeGreaterThan(3);
    for (const { program, name } of imports) {
      const at = list.findIndex(({ source }) => source === `${name}.py`);
      expect(list[at]?.path).toBe(join(dirname(program.path), `${name}.py`));
      expect(list[at]?.roles).toEqual(expect.arrayContaining(program.roles));
      expect(at).toBeLessThan(list.indexOf(program));
    }
  });

  test("none holds a secret itself", () => {
    for (const source of sources) expect([source, secretsIn(read(source))]).toEqual([source, []]);
  });
});

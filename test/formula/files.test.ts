import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "../../formula/hybrid-kubernetes/files");
const sources = readdirSync(folder);
const list: readonly { source: string; path: string; mode: string; roles: string[] }[] = JSON.parse(
  readFileSync(join(folder, "files.json"), "utf8"),
);

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
      const text = readFileSync(join(folder, source), "utf8");
      expect({ source, found: /\b(grains|pillar|salt)\b *[[.(]/.exec(text)?.[0] }).toEqual({
        source,
        found: undefined,
      });
      const variable = source === "frr.conf.jinja" ? "router" : "node";
      expect(text).toContain(`${variable}.`);
      expect(text).not.toMatch(variable === "node" ? /\{[{%][^}]*\brouter\./ : /\{[{%][^}]*\bnode\./);
    }
  });

  test("what holds a secret is read by its owner alone", () => {
    const secret = list.filter(({ source }) =>
      /password|certificate\b/.test(readFileSync(join(folder, source), "utf8")),
    );
    expect(secret.map(({ path, mode }) => [path, mode])).toEqual(
      expect.arrayContaining([
        ["/etc/exabgp/exabgp.conf", "0600"],
        ["/etc/haproxy/certificate.pem", "0600"],
      ]),
    );
  });
});

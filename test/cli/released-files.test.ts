import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dataCenterFiles, formulaFiles } from "../../lib/cli/released-files";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { CLUSTER_SITE } from "../data-center/cluster-site";

const FORMULA = join(__dirname, "../../formula");
const folder = mkdtempSync(join(tmpdir(), "released-"));
afterAll(() => rmSync(folder, { recursive: true }));

const STRAYS = [
  ".DS_Store",
  ".git/config.json",
  "__pycache__/metrics.cpython-311.pyc",
  "hybrid-kubernetes/.init.sls.swp",
  "hybrid-kubernetes/files/.#drain.py",
  "hybrid-kubernetes/files/.hidden.json",
  "hybrid-kubernetes/files/__pycache__/drain.cpython-311.pyc",
  "hybrid-kubernetes/files/__pycache__/left.py",
  "hybrid-kubernetes/files/drain.py.orig",
  "hybrid-kubernetes/files/drain.py~",
  "hybrid-kubernetes/files/drain.pyc",
  "hybrid-kubernetes/master/signing-key",
  "hybrid-kubernetes/master/signing-key.pub",
];

test("a release takes every file of the formula, and nothing that lies beside them", () => {
  const copy = join(folder, "formula");
  cpSync(FORMULA, copy, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
  const all = readdirSync(copy, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(copy.length + 1));
  for (const path of STRAYS) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), "left");
  }
  symlinkSync("of-an-editor-that-is-gone", join(copy, "hybrid-kubernetes/#init.sls"));
  // These are for whoever reads the formula, and not for a master.
  const taken = all.filter((path) => !["README.md", "pillar.example"].includes(path)).sort();
  expect([...formulaFiles(copy).keys()].sort()).toEqual(taken);
  expect(taken).toContain("hybrid-kubernetes/master/fetch.py");
});

test("a release takes what synthesis wrote of a data centre, but for templates, which the formula has", () => {
  const site = join(folder, "site");
  for (const path of [
    "site.json",
    "servers/edge-1.sls",
    "servers/web_par_example.sls",
    "servers/top.sls",
    "servers/of-a-server-that-is-gone.sls",
    "templates/bird.conf.jinja",
    ".DS_Store",
    "servers/.edge-1.swp",
    "servers/edge-1.sls~",
    "servers/edge-1.sls.orig",
    "top.sls",
  ]) {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), path);
  }
  const files = dataCenterFiles(site, ["edge-1", "web.par.example"]);
  expect([...files.keys()].sort()).toEqual(["servers/edge-1.sls", "servers/web_par_example.sls", "site.json"]);
  expect(String(files.get("site.json"))).toBe("site.json");
});

test("a release takes every file of a data centre with a cluster", () => {
  const site = join(folder, "cluster");
  const written = siteFiles(planSite(CLUSTER_SITE));
  for (const [path, text] of written) {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), text);
  }
  expect([...dataCenterFiles(site, Object.keys(CLUSTER_SITE.servers)).keys()].sort()).toEqual(
    [...written.keys()].sort(),
  );
});

test("a release has every file that a state reads from the master", () => {
  const taken = formulaFiles(FORMULA);
  const sources: readonly string[] = JSON.parse(
    readFileSync(join(FORMULA, "hybrid-kubernetes/files/files.json"), "utf8"),
  ).map(({ source }: { readonly source: string }) => `hybrid-kubernetes/files/${source}`);
  const states = [...taken].filter(([path]) => /\.(sls|jinja)$/.test(path));
  const read = states.flatMap(([, text]) => [...String(text).matchAll(/salt:\/\/([\w./-]+)(?!\S*\{)/g)]);
  const named = read.map(([, path = ""]) => path).filter((path) => /\.\w+$/.test(path));
  expect(sources).toContain("hybrid-kubernetes/files/audit-policy.yaml");
  expect(named).toContain("hybrid-kubernetes/master/roll-out.py");
  expect([...sources, ...named].filter((path) => !taken.has(path))).toEqual([]);
});

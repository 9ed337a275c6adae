import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { TINY_SITE } from "../data-center/tiny-site";
import { allManifests, groupOf, type Manifest, OF_OTHERS } from "./all-manifests";

/** Where lab/install.sh puts it: it has the schemas of each version of Kubernetes in it. */
const PYTHON = "/usr/local/lib/hybrid-kubernetes-lab/kubernetes-validate/bin/python";
const able = existsSync(PYTHON) && spawnSync("/usr/bin/python3", ["-c", "import jinja2"]).status === 0;
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: manifests are not judged by schemas here, without the kubernetes-validate and python3-jinja2 of lab/install.sh\n",
  );

/** The versions for which data centres are made: docs/data-center-servers.md. */
const VERSIONS = ["1.35", "1.36", "1.37"];

const isOfKubernetes = (manifest: Manifest): boolean => !(groupOf(manifest) in OF_OTHERS);

/** What is wrong with each manifest, by the versions that say so. */
function judge(manifests: readonly object[]): readonly Readonly<Record<string, string>>[] {
  const input = JSON.stringify({ versions: VERSIONS, manifests });
  const { stdout, stderr } = spawnSync(PYTHON, [join(__dirname, "manifests.py")], { input, encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

(able ? describe : describe.skip)("Kubernetes manifests, by the schemas of 1.35 to 1.37", () => {
  const rendered = mkdtempSync(join(tmpdir(), "manifests-"));
  afterAll(() => rmSync(rendered, { recursive: true }));
  const repository = join(__dirname, "../..");

  test("all that docs show and servers get are known to each version, to the last field", () => {
    const found = allManifests(repository, planSite(TINY_SITE), rendered);
    const ours = found.filter(({ manifest }) => isOfKubernetes(manifest));
    expect(ours.map(({ path }) => path)).toContain(join(repository, "docs/not-for.md"));
    const judged = judge(ours.map(({ manifest }) => manifest));
    expect(ours.map(({ path, manifest }, index) => [path, manifest.kind, judged[index]])).toEqual(
      ours.map(({ path, manifest }) => [path, manifest.kind, {}]),
    );
    // Calico's are found, and no more is said of them here: test/data-center/calico.test.ts.
    expect(found.map(({ manifest }) => groupOf(manifest))).toContain("crd.projectcalico.org");
  });

  test("a misspelled field, a wrong type, and a kind that was taken away are refused", () => {
    const service = (spec: object) => ({ apiVersion: "v1", kind: "Service", metadata: { name: "api" }, spec });
    const [good, misspelled, wrong, gone] = judge([
      service({ clusterIP: "None", ports: [{ port: 80 }] }),
      service({ clusterIp: "None", ports: [{ port: 80 }] }),
      service({ clusterIP: "None", ports: [{ port: "eighty" }] }),
      { apiVersion: "policy/v1beta1", kind: "PodSecurityPolicy", metadata: { name: "api" } },
    ]);
    expect(good).toEqual({});
    for (const version of VERSIONS) {
      expect(misspelled?.[version]).toContain("'clusterIp' was unexpected");
      expect(wrong?.[version]).toMatch(/^spec\.ports\.0\.port: 'eighty' is not of type 'integer'/);
      expect(gone?.[version]).toContain("Couldn't find schema for kind PodSecurityPolicy");
    }
  });
});

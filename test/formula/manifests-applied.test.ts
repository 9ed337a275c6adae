import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { planSite } from "../../lib/data-center/plan-site";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { allManifests, groupOf, type Manifest, OF_OTHERS } from "./all-manifests";
import { hasApiServerOf, makeServerOptions, startApiServer } from "./api-server-program";
import { ETCD, freePorts, hasEtcd } from "./etcd-member";

/** Neighbours, so that what is made for one may meet the other. */
const VERSIONS = ["1.36.3", "1.37.2"];
const able = VERSIONS.filter((version) => hasEtcd && hasApiServerOf(version));
if (able.length < VERSIONS.length)
  process.stdout.write(
    "SKIPPED, not passed: manifests are not applied to two versions of the API server here, without the etcd of lab/install.sh and those of lab/kubernetes.sh\n",
  );

/** Where whoever has them puts the custom resource definitions of Calico's and Flux's own releases: no package registry has them. */
const DEFINITIONS = "/usr/local/lib/hybrid-kubernetes-lab/custom-resources";
const definitions: readonly Manifest[] = !existsSync(DEFINITIONS)
  ? []
  : readdirSync(DEFINITIONS).flatMap((name) =>
      parseAllDocuments(readFileSync(join(DEFINITIONS, name), "utf8"))
        .map((document) => document.toJS())
        .filter((one) => one?.kind === "CustomResourceDefinition"),
    );
const OF_CRDS = ["crd.projectcalico.org", "operator.tigera.io", "helm.toolkit.fluxcd.io"];
const known = OF_CRDS.filter((group) => definitions.some(({ metadata }) => metadata.name.endsWith(`.${group}`)));
const unknown = OF_CRDS.filter((group) => !known.includes(group));
if (unknown.length > 0)
  process.stdout.write(
    `SKIPPED, not passed: manifests of ${unknown.join(", ")} are applied to no API server here, without their definitions in ${DEFINITIONS}\n`,
  );

interface Applied {
  readonly metadata: { readonly resourceVersion: string; readonly managedFields: readonly object[] };
}

/** Who asks, by the token that says so. */
const USERS = {
  admin: ["admin", '"system:masters"'],
  node: ["system:node:worker-2", '"system:nodes"'],
} as const;

const GPU_SITE = {
  ...CLUSTER_SITE,
  servers: { ...CLUSTER_SITE.servers, "worker-2": { role: "worker", rack: "a1", number: 12, pool: "video" } },
  workerPools: {
    video: {
      accelerator: "nvidia-l4",
      nodeLabels: { "example.com/disk": "nvme" },
      taints: [{ key: "example.com/batch", value: "yes", effect: "NO_SCHEDULE" }],
    },
  },
} as const;

const folder = mkdtempSync(join(tmpdir(), "manifests-applied-"));
afterAll(() => rmSync(folder, { recursive: true }));

for (const version of VERSIONS)
  (able.includes(version) ? describe : describe.skip)(`the API server ${version}`, () => {
    const started: ChildProcess[] = [];
    afterAll(async () => {
      const ends = started.map((program) => new Promise((resolve) => program.once("close", resolve)));
      for (const program of started) program.kill("SIGKILL");
      await Promise.all(ends);
    });
    const at = (path: string): string => join(folder, version, path);
    let port = 0;

    const ask = (method: string, path: string, body?: object, type = "application/json", user = "admin") => {
      const who = ["--header", `Authorization: Bearer token-of-${user}`, "--request", method];
      const data = body === undefined ? [] : ["--data-binary", "@-", "--header", `Content-Type: ${type}`];
      const args = ["--insecure", "--silent", "--max-time", "30", ...who, ...data];
      return spawnSync("curl", [...args, `https://127.0.0.1:${port}${path}`], {
        input: body === undefined ? undefined : JSON.stringify(body),
        encoding: "utf8",
        maxBuffer: 1e8,
      }).stdout;
    };
    const answer = (...args: Parameters<typeof ask>) => JSON.parse(ask(...args));

    beforeAll(async () => {
      spawnSync("mkdir", ["-p", at("")]);
      const [first, peer, , secure] = await freePorts();
      port = secure;
      const here = `http://127.0.0.1:${first}`;
      const members = ["--data-dir", at("etcd"), "--listen-client-urls", here, "--advertise-client-urls", here];
      const peers = ["--listen-peer-urls", `http://127.0.0.1:${peer}`];
      started.push(spawn(join(ETCD, "etcd"), [...members, ...peers], { stdio: "ignore" }));
      const rows = Object.entries(USERS).map(
        ([name, [user, groups]]) => `token-of-${name},${user},${name},${groups}\n`,
      );
      writeFileSync(at("users.csv"), rows.join(""));
      const options = {
        ...makeServerOptions(at(""), port),
        "etcd-servers": here,
        "authorization-mode": "Node,RBAC",
        "enable-admission-plugins": "NodeRestriction",
      };
      await startApiServer(options, started, () => ask("GET", "/readyz") === "ok", version);
      for (const definition of definitions) await defines(definition);
    });

    /** Applies a definition, and waits until the API has what it defines. */
    async function defines(definition: Manifest): Promise<void> {
      const own = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
      const path = `${own}/${definition.metadata.name}`;
      expect(apply(path, definition, "")).toMatchObject({ kind: "CustomResourceDefinition" });
      const end = Date.now() + 30_000;
      const isThere = () =>
        answer("GET", path).status?.conditions?.some((one: { type: string; status: string }) => {
          return one.type === "Established" && one.status === "True";
        });
      while (!isThere()) {
        if (Date.now() > end) throw new Error(`${definition.metadata.name} is not there after 30 s`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }

    /** As `kubectl apply --server-side --validate=strict`. */
    const apply = (path: string, manifest: object, more = "") =>
      answer(
        "PATCH",
        `${path}?fieldManager=test&fieldValidation=Strict${more}`,
        manifest,
        "application/apply-patch+yaml",
      );

    /** Where the API has a manifest, as the API says. */
    function pathOf({ apiVersion, kind, metadata: { name, namespace = "default" } }: Manifest): string {
      const root = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
      const { resources = [] } = answer("GET", root);
      const own = resources.find((one: { kind: string; name: string }) => one.kind === kind && !one.name.includes("/"));
      if (own === undefined) throw new Error(`${version} has no ${apiVersion} ${kind}`);
      return [root, ...(own.namespaced ? ["namespaces", namespace] : []), own.name, name].join("/");
    }

    const applied = (): readonly Manifest[] => {
      const repository = join(__dirname, "../..");
      return allManifests(repository, planSite(GPU_SITE), at("rendered"))
        .map(({ manifest }) => manifest)
        .filter((manifest) => !(groupOf(manifest) in OF_OTHERS) || known.includes(groupOf(manifest)));
    };

    test("takes every manifest that docs show and servers get, server-side and strictly, twice with no change", () => {
      const all = applied();
      expect(new Set(all.map(groupOf))).toEqual(new Set(["", ...known]));
      for (const namespace of new Set(all.flatMap(({ metadata }) => metadata.namespace ?? [])))
        apply(`/api/v1/namespaces/${namespace}`, {
          apiVersion: "v1",
          kind: "Namespace",
          metadata: { name: namespace },
        });
      /** All but who has written which field when. */
      const own = ({ metadata: { resourceVersion, managedFields, ...metadata }, ...more }: Applied) => ({
        metadata,
        more,
      });
      for (const manifest of all) {
        const path = pathOf(manifest);
        expect(apply(path, manifest, "&dryRun=All")).toMatchObject(manifest);
        expect(answer("GET", path).reason).toBe("NotFound");
        const made = apply(path, manifest);
        // Nothing of it is dropped.
        expect(made).toMatchObject(manifest);
        expect(answer("GET", path)).toEqual(made);
        expect(own(apply(path, manifest))).toEqual(own(made));
      }
    });

    test("refuses a manifest with a misspelled field, a wrong type, or a kind that was taken away", () => {
      for (const manifest of applied()) {
        const { spec } = manifest as Manifest & { readonly spec: object };
        const misspelled = {
          ...manifest,
          metadata: { ...manifest.metadata, name: "other" },
          spec: { ...spec, sepc: 1 },
        };
        const path = pathOf(misspelled);
        const { status, message } = apply(path, misspelled);
        expect([path, status, message]).toEqual([
          path,
          "Failure",
          expect.stringMatching(/sepc.*(not declared|unknown)/),
        ]);
      }
      const service = { apiVersion: "v1", kind: "Service", metadata: { name: "api" } };
      const path = "/api/v1/namespaces/default/services/api";
      expect(apply(path, { ...service, spec: { ports: [{ port: "eighty" }] } }).message).toContain("expected numeric");
      expect(ask("GET", "/apis/policy/v1beta1")).toContain("404");
    });

    test("lets a kubelet give its node the labels and taints of its pool, as GKE's have them, and no label of Kubernetes'", () => {
      applied();
      const text = readFileSync(at("rendered/worker-2/etc/default/kubelet"), "utf8");
      const list = (flag: string) => (new RegExp(`--${flag}=(\\S+)`).exec(text)?.[1] ?? "").split(",");
      const labels = Object.fromEntries(list("node-labels").map((one) => one.split("=") as [string, string]));
      const taints = list("register-with-taints").map((one) => {
        const [, key, value, effect] = /^(.*)=(.*):(.*)$/.exec(one) ?? [];
        return { key, value, effect };
      });
      expect(labels).toMatchObject({ "cloud.google.com/gke-accelerator": "nvidia-l4", "example.com/disk": "nvme" });
      expect(taints).toContainEqual({ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" });
      const node = { apiVersion: "v1", kind: "Node", metadata: { name: "worker-2", labels }, spec: { taints } };
      const create = (body: object) => answer("POST", "/api/v1/nodes", body, "application/json", "node");
      const foreign = { ...labels, "node-role.kubernetes.io/gpu": "yes" };
      expect(create({ ...node, metadata: { ...node.metadata, labels: foreign } }).message).toContain(
        "is not allowed to set the following labels: node-role.kubernetes.io/gpu",
      );
      const made = create(node);
      expect(made).toMatchObject({ metadata: { labels }, spec: { taints: expect.arrayContaining(taints) } });
    });
  });

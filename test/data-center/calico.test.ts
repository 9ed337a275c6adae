import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { refused } from "./refused";
import { TINY_SITE } from "./tiny-site";

const CALICO = {
  operatorManifest: "https://mirror.example.com/calico/v3.32.1/tigera-operator.yaml",
  sha256: "0f".repeat(32),
};

interface Item {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly [property: string]: unknown };
}

const itemsOf = (options: SiteOptions): readonly Item[] =>
  JSON.parse(siteFiles(planSite(options)).get("kubernetes/calico.json") ?? "").items;
const ofKind = (options: SiteOptions, kind: string) => itemsOf(options).filter((item) => item.kind === kind);

describe("Calico of a data centre", () => {
  test("gives each rack with pods a pool of its own per family, and a rack without servers for pods none", () => {
    const racks = {
      ...TINY_SITE.fabric.racks,
      a3: { number: 3, routers: { "a3-left": { number: 1 }, "a3-right": { number: 2 } } },
    };
    const servers = { ...TINY_SITE.servers, "edge-3": { role: "edge", rack: "a3", number: 3 } } as const;
    const options = { ...TINY_SITE, fabric: { ...TINY_SITE.fabric, racks }, servers };
    expect(
      ofKind(options, "IPPool").map(({ metadata, spec }) => [metadata.name, spec.cidr, spec.nodeSelector]),
    ).toEqual([
      ["a1-ipv4", "10.132.32.0/19", "hybrid-kubernetes/rack == 'a1'"],
      ["a1-ipv6", "fd00:128:0:8001::/64", "hybrid-kubernetes/rack == 'a1'"],
      ["a2-ipv4", "10.132.64.0/19", "hybrid-kubernetes/rack == 'a2'"],
      ["a2-ipv6", "fd00:128:0:8002::/64", "hybrid-kubernetes/rack == 'a2'"],
    ]);
  });

  test("has pools before its API server, which needs one to start, with what that would fill in", () => {
    expect(ofKind(TINY_SITE, "IPPool")[0]).toEqual({
      apiVersion: "crd.projectcalico.org/v1",
      kind: "IPPool",
      metadata: { name: "a1-ipv4" },
      spec: {
        cidr: "10.132.32.0/19",
        blockSize: 26,
        ipipMode: "Never",
        vxlanMode: "Never",
        natOutgoing: false,
        nodeSelector: "hybrid-kubernetes/rack == 'a1'",
        allowedUses: ["Workload", "Tunnel"],
        assignmentMode: "Automatic",
      },
    });
    // The operator makes none of its own, and waits for these.
    expect(ofKind(TINY_SITE, "Installation")[0]?.spec.calicoNetwork).toMatchObject({ ipPools: [] });
  });

  test("needs nothing of its API server, and has before it starts that no node peers and that affinity is strict", () => {
    const items = itemsOf(TINY_SITE);
    expect([...new Set(items.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))]).toEqual([
      "crd.projectcalico.org/v1 IPPool",
      "crd.projectcalico.org/v1 BGPConfiguration",
      "crd.projectcalico.org/v1 IPAMConfig",
      "crd.projectcalico.org/v1 GlobalNetworkSet",
      "operator.tigera.io/v1 Installation",
      "operator.tigera.io/v1 APIServer",
    ]);
    const [bgp] = ofKind(TINY_SITE, "BGPConfiguration");
    expect([bgp?.metadata.name, bgp?.spec]).toEqual(["default", { nodeToNodeMeshEnabled: false }]);
    const [ipam] = ofKind(TINY_SITE, "IPAMConfig");
    // Both are required of this kind.
    expect(ipam?.spec).toMatchObject({ strictAffinity: true, autoAllocateBlocks: true });
    expect(ipam?.metadata.name).toBe("default");
  });

  test("has a pool for the range of the filter of each rack's routers, and the label that the kubelet sets", () => {
    const files = siteFiles(planSite(TINY_SITE));
    const worker = JSON.parse(files.get("servers/worker-1.sls") ?? "").hybrid;
    const [pool] = ofKind(TINY_SITE, "IPPool").filter(({ spec }) => spec.cidr === worker.pods.ipv4.range);
    expect(pool?.spec.blockSize).toBe(worker.pods.ipv4.block_prefix_length);
    expect(pool?.spec.nodeSelector).toBe(worker.kubelet.node_labels.replace("=", " == '").concat("'"));
    const router = JSON.parse(files.get("routers/a1-left.json") ?? "");
    const [session] = router.neighbors.find(({ name }: { name: string }) => name === "worker-1").sessions;
    expect(session.accept).toContainEqual({ prefix: pool?.spec.cidr, ge: 26, le: 26 });
    expect(session.max_prefixes).toBeGreaterThan(ofKind(TINY_SITE, "IPAMConfig")[0]?.spec.maxBlocksPerHost as number);
  });

  test("takes no more blocks per server than configured, and its images from the mirror", () => {
    const options = {
      ...TINY_SITE,
      pods: { maxPodsPerServer: 250, maxBlocksPerServer: 7 },
      calico: { ...CALICO, registry: "mirror.example.com:5000/mirrors/calico" },
    };
    expect(ofKind(options, "IPAMConfig")[0]?.spec).toMatchObject({ strictAffinity: true, maxBlocksPerHost: 7 });
    expect(ofKind(options, "Installation")[0]?.spec).toMatchObject({
      registry: "mirror.example.com:5000/",
      imagePath: "mirrors/calico",
    });
    expect(ofKind(TINY_SITE, "Installation")[0]?.spec).not.toHaveProperty("registry");
  });

  test("is pinned by version and hash for whoever applies the operator's manifest, and not at all without them", () => {
    const file = (options: SiteOptions) => siteFiles(planSite(options)).get("kubernetes/calico-operator.json");
    expect(JSON.parse(file({ ...TINY_SITE, calico: CALICO }) ?? "")).toEqual({
      version: "3.32.1",
      url: CALICO.operatorManifest,
      sha256: CALICO.sha256,
      crds: null,
    });
    const crds = { crdManifest: "https://mirror.example.com/calico/operator-crds.yaml", crdSha256: "1e".repeat(32) };
    expect(JSON.parse(file({ ...TINY_SITE, calico: { ...CALICO, ...crds } }) ?? "").crds).toEqual({
      url: crds.crdManifest,
      sha256: crds.crdSha256,
    });
    expect(file(TINY_SITE)).toBeUndefined();
  });

  test("has a hash for the manifest of its custom resources, and a manifest for the hash", () => {
    expect(refused({ calico: { ...CALICO, crdManifest: "https://mirror.example.com/crds.yaml" } })).toEqual([
      "paris: calico.crdSha256: got nothing, expected the SHA-256 of crdManifest: 64 digits of 0 to 9 and a to f",
    ]);
    expect(refused({ calico: { ...CALICO, crdSha256: "1e".repeat(32) } })).toEqual([
      'paris: calico.crdManifest: got nothing, expected an HTTPS URL: "https://mirror.example.com/calico/operator-crds.yaml"',
    ]);
  });

  test("comes over HTTPS, with a whole hash, from a registry without a scheme", () => {
    const calico = {
      operatorManifest: "http://mirror.example.com/o.yaml",
      sha256: "0F",
      registry: "https://mirror.example.com",
    };
    expect(refused({ calico })).toEqual([
      'paris: calico.operatorManifest: got "http://mirror.example.com/o.yaml", expected an HTTPS URL: "https://mirror.example.com/calico/tigera-operator.yaml"',
      'paris: calico.sha256: got "0F", expected the SHA-256 of the manifest: 64 digits of 0 to 9 and a to f',
      'paris: calico.registry: got "https://mirror.example.com", expected a registry without https://: "mirror.example.com/calico"',
    ]);
  });

  test.each([
    ["https://mirror.example.com/o.yaml#a", "a fragment"],
    ["https://mirror.example.com/o.yaml?token=1", "a query"],
    ['https://mirror.example.com/"o.yaml', "a quote"],
    ["https://mirror.example.com/$\n", "an end of the line"],
    ["file:///o.yaml", "another scheme"],
    ["javascript:https://mirror.example.com/o.yaml", "a scheme before it"],
  ])("is refused from %j: %s", (url) => {
    for (const name of ["operatorManifest", "crdManifest"]) {
      const lines = refused({
        calico: { ...CALICO, crdSha256: "1e".repeat(32), crdManifest: "https://a.example.com", [name]: url },
      });
      expect(lines).toEqual([
        expect.stringContaining(`paris: calico.${name}: got ${JSON.stringify(url)}, expected an HTTPS URL`),
      ]);
    }
  });

  test("has no password in its URL, and none of one in the error", () => {
    const [line = "", ...more] = refused({
      calico: { ...CALICO, operatorManifest: "https://somebody:hunter2@mirror.example.com/o.yaml" },
    });
    expect(more).toEqual([]);
    expect(line).toContain('got "https://…@mirror.example.com/o.yaml", expected an HTTPS URL');
    expect(line).toContain("without a name and password: what is here is in every release");
    expect(line).not.toContain("hunter2");
  });
});

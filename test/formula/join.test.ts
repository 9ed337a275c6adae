import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { FORMULA, Folder, hasSalt, MasterWithMinions, SALTS } from "./master-with-minions";

if (!hasSalt)
  process.stdout.write("SKIPPED, not passed: no server joins by a master here, without the Salts of lab/install.sh\n");

test("each orchestration is run by a real master in a test: here, and by roll-out.test.ts", () => {
  expect(readdirSync(join(FORMULA, "hybrid-kubernetes/orchestrate")).sort()).toEqual(["join.sls", "roll-out.sls"]);
});

const SAID =
  "kubeadm join 10.128.0.1:6443 --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:12ab --control-plane";

(hasSalt ? describe : describe.skip).each(Object.entries(SALTS))("a master of %s, and servers that join", (_, bin) => {
  const folder = new Folder();
  const path = `${folder.at("bin")}:${process.env.PATH}`;
  const master = new MasterWithMinions(folder, ["control-1", "worker-1"], { ...process.env, PATH: path }, bin);

  beforeAll(async () => {
    folder.write("pillar/top.sls", "base: {}\n");
    folder.write("states/top.sls", "base: {}\n");
    // A server here has no kubeadm that joins: what it would be given is written into a file.
    master.release(1, CLUSTER_SITE, (write) =>
      write(
        "join/init.sls",
        `{%- from "hybrid-kubernetes/join/configuration.jinja" import configuration %}
{%- set node = {"name": opts["id"], "control_plane": none, "cluster": {"api_endpoint": "10.131.0.17:6443"}} %}
${folder.at("joined")}:
  file.managed:
    - contents: {{ configuration(node, pillar["hybrid_join"].token, pillar["hybrid_join"].ca_hash) | json }}
`,
      ),
    );
    await master.start();
  });
  afterAll(async () => {
    await master.end();
    folder.remove(".");
  });

  test("get a token of a quarter of an hour from the one that is in the cluster, and the hash of its CA's key", () => {
    folder.write("bin/kubeadm", `#!/bin/sh\necho "$*" >>${folder.at("asked")}\necho "${SAID}"\n`, 0o755);
    const order = { from: "control-1", servers: ["worker-1"] };
    const { status, said } = master.orchestrate("hybrid-kubernetes.orchestrate.join", order);
    expect([status, said]).toEqual([0, expect.stringContaining("Succeeded: 1")]);
    expect(folder.read("asked")).toBe("token create --ttl 15m --print-join-command");
    expect(JSON.parse(folder.read("joined"))).toEqual({
      apiVersion: "kubeadm.k8s.io/v1beta4",
      kind: "JoinConfiguration",
      discovery: {
        bootstrapToken: {
          apiServerEndpoint: "10.131.0.17:6443",
          token: "abcdef.0123456789abcdef",
          caCertHashes: ["sha256:12ab"],
        },
      },
      nodeRegistration: { name: "worker-1", criSocket: "unix:///run/containerd/containerd.sock" },
    });

    // One that is not in the cluster makes none, and one that does not answer has not joined.
    folder.remove("joined");
    folder.write("bin/kubeadm", "#!/bin/sh\necho no cluster >&2\nexit 1\n", 0o755);
    const none = master.orchestrate("hybrid-kubernetes.orchestrate.join", order);
    expect([none.status, none.said]).toEqual([1, expect.stringContaining("control-1 made no token")]);
    expect(folder.has("joined")).toBe(false);
  });
});

import { rmSync } from "node:fs";
import { replaced } from "../support/replaced";
import { describeProgram } from "./program";

describeProgram("healthy.py", "whether a server is healthy", (folder) => {
  const WELL = `hybrid_kubernetes_bgp_sessions_planned 2
hybrid_kubernetes_bgp_session_up{router="1",family="ipv4"} 1
hybrid_kubernetes_bgp_session_up{router="2",family="ipv4"} 1
hybrid_kubernetes_bfd_session_up{router="1",family="ipv4"} 1
hybrid_kubernetes_routes_planned{kind="virtual-ip"} 2
hybrid_kubernetes_routes_announced{kind="virtual-ip"} 2
hybrid_kubernetes_drained 0
hybrid_kubernetes_etcd_healthy 1
hybrid_kubernetes_control_plane_healthy{component="kube-scheduler"} 1
hybrid_kubernetes_pod_blocks{family="ipv4"} 3
hybrid_kubernetes_pod_blocks_announced{family="ipv4"} 3
hybrid_kubernetes_default_route_routers{family="ipv4"} 1
hybrid_kubernetes_certificate_is_served{path="/etc/haproxy/certificate.pem"} 1
hybrid_kubernetes_certificate_covers_host{host="api.example.com"} 1`;
  /** Where a kubelet would answer: nothing does at this port. */
  const kubelet = "127.0.0.1:1";
  /** Programs beside it that say this. */
  const asked = (metrics: string, network: readonly [string, number] = ["", 0], ...wishes: readonly string[]) => {
    folder.change({
      '"/usr/local/lib/hybrid-kubernetes"': JSON.stringify(folder.at("")),
      "/etc/kubernetes/kubelet.conf": folder.at("kubelet.conf"),
      "127.0.0.1:10248": kubelet,
    });
    folder.write("text.json", { metrics, network });
    const read = `import json, sys\nwith open(${JSON.stringify(folder.at("text.json"))}) as file:\n    said = json.load(file)\n`;
    folder.besides(
      "metrics.py",
      `${read}with open(sys.argv[2], "w") as file:\n    file.write("# HELP x\\n" + said["metrics"] + "\\n")\n`,
    );
    folder.besides("confirm-network.py", `${read}print(said["network"][0])\nsys.exit(said["network"][1])\n`);
    return folder.run(...wishes);
  };

  test("it is when all is as planned", () => {
    expect(asked(WELL)).toEqual({ status: 0, said: "healthy" });
  });

  test.each<readonly [string, string, string]>([
    [
      'bgp_session_up{router="2",family="ipv4"} 1',
      'bgp_session_up{router="2",family="ipv4"} 0',
      'no session of BGP: router="2",family="ipv4"',
    ],
    ["bgp_sessions_planned 2", "bgp_sessions_planned 3", "not every planned session of BGP is known"],
    [
      'bfd_session_up{router="1",family="ipv4"} 1',
      'bfd_session_up{router="1",family="ipv4"} 0',
      'no BFD: router="1",family="ipv4"',
    ],
    [
      'routes_announced{kind="virtual-ip"} 2',
      'routes_announced{kind="virtual-ip"} 1',
      'not announced: kind="virtual-ip"',
    ],
    [
      'pod_blocks_announced{family="ipv4"} 3',
      'pod_blocks_announced{family="ipv4"} 2',
      'blocks not announced: family="ipv4"',
    ],
    ["etcd_healthy 1", "etcd_healthy 0", "this member of etcd is not healthy"],
    [
      'control_plane_healthy{component="kube-scheduler"} 1',
      'control_plane_healthy{component="kube-scheduler"} 0',
      'not healthy: component="kube-scheduler"',
    ],
    [
      'default_route_routers{family="ipv4"} 1',
      'default_route_routers{family="ipv4"} 0',
      'no router offers a default route: family="ipv4"',
    ],
    [
      'certificate.pem"} 1',
      'certificate.pem"} 0',
      'users get another certificate than that of the file: path="/etc/haproxy/certificate.pem"',
    ],
    ['api.example.com"} 1', 'api.example.com"} 0', 'the certificate is not for: host="api.example.com"'],
  ])("%s is healthy, %s is not", (right, wrong, said) => {
    expect(asked(replaced(WELL, [right, wrong]))).toEqual({ status: 1, said });
  });

  test("a drained server announces nothing, and is healthy", () => {
    const drained = replaced(WELL, ['routes_announced{kind="virtual-ip"} 2', 'routes_announced{kind="virtual-ip"} 0']);
    expect(asked(replaced(drained, ["drained 0", "drained 1"])).status).toBe(0);
    expect(asked(drained).status).toBe(1);
  });

  test("a router that is left out may be down, and the other one not", () => {
    const down = replaced(WELL, [
      'bgp_session_up{router="2",family="ipv4"} 1',
      'bgp_session_up{router="2",family="ipv4"} 0',
    ]);
    expect(asked(down, ["", 0], "--without-router", "2")).toEqual({ status: 0, said: "healthy" });
    expect(asked(down, ["", 0], "--without-router", "1").said).toBe('no session of BGP: router="2",family="ipv4"');
    expect(asked(WELL, ["", 0], "--without-router", "a1-left").status).toBe(2);
  });

  test("a network that is not confirmed is not healthy, and that is waited for", () => {
    expect(asked(WELL, ["it waits for the master", 3])).toEqual({
      status: 1,
      said: "network: it waits for the master",
    });
    const start = Date.now();
    expect(asked(WELL, ["it waits for the master", 3], "--seconds", "0.5").status).toBe(1);
    expect(Date.now() - start).toBeGreaterThan(500);
  });

  test("a server that has joined a cluster is not healthy without its kubelet", () => {
    expect(asked(WELL).status).toBe(0);
    folder.write("kubelet.conf", {});
    const { status, said } = asked(WELL);
    rmSync(folder.at("kubelet.conf"));
    expect(status).toBe(1);
    expect(said).toMatch(/^the kubelet is not healthy: .*refused/);
  });

  test("without metrics it is not", () => {
    expect(asked("").said).toContain("not every planned session of BGP is known");
  });
});

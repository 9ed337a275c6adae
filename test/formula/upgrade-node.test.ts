import { StandInCluster } from "./stand-in-cluster";

let cluster: StandInCluster;
const upgrade = (name: string, version: string) => cluster.ask(name, version, name);
const isNeeded = (name: string, version: string) => cluster.ask(name, "--is-needed", version).status === 0;
const refused = (said: string) => ({ status: 1, said, ran: [] });
const done = (command: string) => ({ status: 0, said: "", ran: [command] });

beforeEach(() => {
  cluster = new StandInCluster("v1.36.3");
  cluster.join("control-1", "control-2", "worker-1");
});
afterEach(() => cluster.folder.remove("."));

test("a node is upgraded only once it has joined, and until it is of the version", () => {
  expect(isNeeded("new", "v1.37.2")).toBe(false);
  expect(isNeeded("worker-1", "v1.36.3")).toBe(false);
  expect(isNeeded("worker-1", "v1.37.2")).toBe(true);
  cluster.drain("control-1");
  expect(upgrade("control-1", "v1.37.2").status).toBe(0);
  expect(isNeeded("control-1", "v1.37.2")).toBe(false);
});

test("the first control-plane server upgrades the cluster, the others and workers themselves", () => {
  cluster.drain("control-1", "control-2", "worker-1");
  expect(upgrade("control-1", "v1.37.2")).toEqual(done("kubeadm upgrade apply --yes v1.37.2"));
  expect(upgrade("control-2", "v1.37.2")).toEqual(done("kubeadm upgrade node"));
  expect(upgrade("worker-1", "v1.37.2")).toEqual(done("kubeadm upgrade node"));
});

test("a worker is not upgraded before the control plane, and no node while pods may come to it", () => {
  expect(upgrade("control-1", "v1.37.2")).toEqual(
    refused(
      "control-1 is of v1.36.3, and is not drained: hybrid-kubernetes-roll-out --upgrade or --downgrade does that on the way to v1.37.2",
    ),
  );
  cluster.drain("worker-1");
  expect(upgrade("worker-1", "v1.37.2")).toEqual(
    refused(
      "the control plane is of v1.36.3, and comes before worker-1, which is to be of v1.37.2: hybrid-kubernetes-roll-out --upgrade",
    ),
  );
});

test("a node that is cordoned has its pods, and is not drained; what a drain leaves there may stay", () => {
  const mayChange = () => cluster.ask("worker-1", "--may-change", "v1.36.3", "worker-1", "2.4.2");
  const program = "hybrid-kubernetes-roll-out --upgrade or --downgrade does that on the way to";
  const why = "worker-1 is of v1.36.3, and is not drained, only cordoned, with pods such as";
  cluster.cordon("worker-1");
  expect(mayChange()).toEqual(refused(`${why} default/web-1: ${program} containerd 2.4.2 and v1.36.3`));
  expect(upgrade("worker-1", "v1.36.3")).toEqual(refused(`${why} default/web-1: ${program} v1.36.3`));
  // One that nothing else makes, which a drain does not take unless it is told so.
  cluster.folder.write("pods/worker-1", "kube-system/calico-node-1 DaemonSet\nshop/by-hand \n");
  expect(mayChange().said).toContain(`${why} shop/by-hand: `);
  cluster.drain("worker-1");
  expect(mayChange()).toEqual({ status: 0, said: "", ran: [] });
  // Pods that cannot be asked for are not none.
  cluster.folder.remove("pods/worker-1");
  expect(mayChange().status).not.toBe(0);
});

test("a node that has joined gets no other containerd, kubelet or kubeadm while pods may come to it", () => {
  const isChange = (name: string, version: string, containerd: string) =>
    cluster.ask(name, "--is-change", version, "containerd.io", containerd).status === 0;
  const mayChange = (name: string, version: string, containerd: string) =>
    cluster.ask(name, "--may-change", version, name, containerd);
  expect(isChange("worker-1", "v1.36.3", "2.3.2")).toBe(false);
  expect(isChange("worker-1", "v1.36.3", "2.3.20")).toBe(true);
  expect(isChange("worker-1", "v1.36.3", "2.3")).toBe(true);
  expect(isChange("worker-1", "v1.37.2", "2.3.2")).toBe(true);
  // It has not joined: no pod is there.
  expect(isChange("new", "v1.37.2", "2.4.2")).toBe(false);
  const program = "hybrid-kubernetes-roll-out --upgrade or --downgrade does that on the way to";
  expect(mayChange("worker-1", "v1.36.3", "2.4.2")).toEqual(
    refused(`worker-1 is of v1.36.3, and is not drained: ${program} containerd 2.4.2 and v1.36.3`),
  );
  cluster.drain("worker-1");
  expect(mayChange("worker-1", "v1.36.3", "2.4.2")).toEqual({ status: 0, said: "", ran: [] });
  // What upgrade-node itself would refuse is refused before anything is installed.
  expect(mayChange("worker-1", "v1.37.2", "2.4.2")).toMatchObject({ status: 1, ran: [] });
  // It is upgraded, and its kubelet's package has not come so far.
  cluster.folder.write("version", "v1.37.2\n");
  expect(upgrade("worker-1", "v1.37.2").status).toBe(0);
  expect(isChange("worker-1", "v1.37.2", "2.3.2")).toBe(true);
  cluster.folder.write("kubelets/worker-1", "v1.37.2");
  expect(isChange("worker-1", "v1.37.2", "2.3.2")).toBe(false);
});

test("a cluster goes one minor version at a time, and 1.36.10 is newer than 1.36.3", () => {
  cluster.drain("control-1");
  const tooFar = refused("the cluster is of v1.36.3, and goes one minor version at a time: 1.37 comes before v1.38.0");
  expect(upgrade("control-1", "v1.38.0")).toEqual(tooFar);
  expect(cluster.ask("control-1", "--may-be", "v1.38.0", "upgrade")).toEqual(tooFar);
  expect(cluster.ask("control-1", "--may-be", "v1.34.9", "downgrade")).toEqual(
    refused("the cluster is of v1.36.3, and goes back one minor version at a time: 1.35 comes before v1.34.9"),
  );
  expect(cluster.ask("control-1", "--may-be", "v1.36.10", "upgrade").status).toBe(0);
  expect(cluster.ask("control-1", "--may-be", "v1.36.10", "downgrade")).toEqual(
    refused("the cluster is of v1.36.3, and v1.36.10 is newer: hybrid-kubernetes-roll-out --upgrade"),
  );
  expect(cluster.ask("control-1", "--may-be", "v1.35.9", "upgrade")).toEqual(
    refused("the cluster is of v1.36.3, and v1.35.9 is older: hybrid-kubernetes-roll-out --downgrade goes back"),
  );
  for (const order of ["upgrade", "downgrade"])
    expect(cluster.ask("control-1", "--may-be", "v1.36.3", order)).toEqual({ status: 0, said: "", ran: [] });
  expect(upgrade("control-1", "v1.36.10")).toEqual(done("kubeadm upgrade apply --yes v1.36.10"));
});

test("an API server goes back once no worker's kubelet is newer, and workers go back before it", () => {
  cluster.drain("control-1", "control-2", "worker-1");
  expect(upgrade("control-1", "v1.35.9")).toEqual(
    refused(
      "the kubelet of worker-1 is of v1.36.3, and none may be newer than an API server: it goes back to v1.35.9 first, or leaves the cluster",
    ),
  );
  expect(upgrade("worker-1", "v1.35.9")).toEqual(done("kubeadm upgrade node"));
  cluster.folder.write("kubelets/worker-1", "v1.35.9");
  expect(upgrade("control-1", "v1.35.9")).toEqual(done("kubeadm upgrade apply --yes v1.35.9"));
  expect(upgrade("control-2", "v1.35.9")).toEqual(done("kubeadm upgrade node"));
});

test("what kubeadm did not end is done again, whatever version the cluster gives by then", () => {
  cluster.drain("control-1");
  cluster.folder.write("fails", "kubeadm upgrade");
  expect(upgrade("control-1", "v1.37.2").status).toBe(1);
  expect(isNeeded("control-1", "v1.37.2")).toBe(true);
  cluster.folder.write("version", "v1.37.2\n");
  cluster.folder.remove("fails");
  expect(upgrade("control-1", "v1.37.2")).toEqual(done("kubeadm upgrade apply --yes v1.37.2"));
  cluster.folder.remove("control-1/upgraded");
  expect(upgrade("control-1", "v1.37.2")).toEqual(done("kubeadm upgrade node"));
});

test("nothing is done or guessed when the API server does not answer, or does not say its version", () => {
  cluster.drain("control-1");
  cluster.folder.write("bin/kubectl", "#!/bin/sh\nexit 1\n", 0o755);
  expect(upgrade("control-1", "v1.37.2")).toMatchObject({ status: 1, ran: [] });
  cluster.folder.write("bin/kubectl", "#!/bin/sh\necho\n", 0o755);
  expect(upgrade("control-1", "v1.37.2")).toEqual(refused("the cluster does not say of which version it is"));
});

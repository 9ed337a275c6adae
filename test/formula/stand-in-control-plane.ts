import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProgramFolder } from "./program";

/** Where lab/kubernetes.sh builds them. */
export const KUBEADMS = ["1.36.3", "1.37.2"].map(
  (version) => [version, `/usr/local/lib/hybrid-kubernetes-lab/kubernetes/${version}/kubeadm`] as const,
);

/** Whether they can be run, under a root folder of their own; what they would show is SKIPPED otherwise. */
export function hasKubeadms(what: string): boolean {
  const isAble = KUBEADMS.every(([, path]) => existsSync(path)) && process.getuid?.() === 0;
  if (!isAble)
    process.stdout.write(`SKIPPED, not passed: ${what}, without root and the kubeadm of lab/kubernetes.sh\n`);
  return isAble;
}

export const openssl = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};
const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];
const RUNTIME = "--runtime-endpoint unix:///run/containerd/containerd.sock";

/** The API servers, by the address at which they are asked: this one, and others. */
export const [OWN, OTHER, THIRD] = ["127.0.0.1", "127.0.0.2", "127.0.0.3"] as const;

/** The commands that start a static pod anew. */
export const anew = (name: string): readonly string[] => [
  `crictl ${RUNTIME} pods --quiet --namespace kube-system --label component=${name}`,
  `crictl ${RUNTIME} stopp pod-of-${name}`,
  `crictl ${RUNTIME} rmp pod-of-${name}`,
];
export const TAKES_TURN = ["kubectl get lease", `kubectl create ${OWN}`, "kubectl get nodes"];
export const ENDS_TURN = ["kubectl get lease", "kubectl replace"];
export const IN_TURN = [...TAKES_TURN, ...anew("kube-apiserver"), ...ENDS_TURN];

/** The files of a control-plane server, what its programs call, and the static pods and other API servers that they ask. */
export class StandInControlPlane {
  public readonly root = mkdtempSync(join(tmpdir(), "control-plane-"));
  public readonly lease = join(this.root, "lease");
  public readonly nodes = join(this.root, "nodes");
  /** Whether an API server is ready. */
  public ready: (address: string | undefined) => boolean = () => true;
  /** Whether another static pod is healthy. */
  public healthy: (name: string) => boolean = () => true;
  /** The API servers that were asked, by their addresses. */
  public asked: (string | undefined)[] = [];
  public port = 0;
  private readonly log = join(this.root, "called");
  private readonly authority = mkdtempSync(join(tmpdir(), "control-plane-ca-"));
  private server?: ReturnType<typeof createServer>;

  public constructor(
    private readonly folder: ProgramFolder,
    private readonly program: string,
  ) {
    beforeAll(() => this.serve());
    afterAll(() => {
      this.server?.closeAllConnections();
      this.server?.close();
      for (const one of [this.authority, this.root]) rmSync(one, { recursive: true });
    });
    beforeEach(() => this.begin());
  }

  public at(path: string): string {
    return join(this.root, "etc/kubernetes", path);
  }

  /** Texts of what the programs share that are others here. */
  public change(texts: Readonly<Record<string, string>> = {}): void {
    const shared = {
      '"/etc/kubernetes"': JSON.stringify(this.at("")),
      'cafile=at("pki", "ca.crt")': `cafile=${JSON.stringify(join(this.authority, "ca.crt"))}`,
      "{HEALTH_PORTS[name]}/healthz": `${this.port}/healthz/{name}`,
      '["crictl"': `[${JSON.stringify(this.folder.at("crictl"))}`,
      '["kubectl"': `[${JSON.stringify(this.folder.at("kubectl"))}`,
      ...texts,
    };
    this.folder.change(shared, "control_plane.py");
  }

  /** A script for each in the place of kubeadm, crictl and kubectl, which keeps a Lease in a file, as an API server does. */
  public standIns({ kubeadm = "", crictl = "", kubectl = "" }): void {
    const { folder, lease, log, root } = this;
    folder.standIn("kubeadm", `echo "kubeadm $*" >>${log}\n${kubeadm}`);
    folder.standIn(
      "crictl",
      `echo "crictl $*" >>${log}\n${crictl}\ncase "$*" in *" pods "*) echo "pod-of-\${8##*=}";; *stopp*apiserver) echo >${root}/stopped;; esac`,
    );
    const of = (key: string) => `sed -n 's/.*"${key}": *"\\([^"]*\\)".*/\\1/p'`;
    const save = (version: string) =>
      `echo "$text" | sed 's/"metadata": {/"metadata": {"resourceVersion": "'${version}'", /' >${lease}`;
    folder.standIn(
      "kubectl",
      `[ "$1 $2 $3 $4" = "--kubeconfig ${this.at("admin.conf")} --request-timeout 20s" ] || exit 1
what=\${6#--filename}
case $5 in create|replace) text=$(cat); what=$(echo "$text" | ${of("holderIdentity")});; esac
echo "kubectl $5 $what" | sed 's/ *$//' >>${log}
${kubectl}
case "$5 $6" in
"get lease") cat ${lease} 2>/dev/null || true;;
"create --filename") [ ! -e ${lease} ] || exit 1; ${save("1")};;
"replace --filename")
  version=$(${of("resourceVersion")} ${lease})
  [ "$(echo "$text" | ${of("resourceVersion")})" = "$version" ] || exit 1
  text=$(echo "$text" | sed 's/, "resourceVersion": "[0-9]*"//')
  ${save("$((version + 1))")};;
"get nodes") cat ${this.nodes};;
*) exit 1;;
esac`,
    );
  }

  /** Runs the program, and says which commands it ran, one a line. */
  public async run(...args: readonly string[]) {
    rmSync(this.log, { force: true });
    const { PATH } = process.env;
    // What is changed twice within a second would be what it was.
    const env = { PATH, PYTHONDONTWRITEBYTECODE: "1" };
    const program = this.folder.keep(spawn("/usr/bin/python3", [this.folder.at(this.program), ...args], { env }));
    let said = "";
    for (const stream of [program.stdout, program.stderr]) stream?.on("data", (text) => (said += text));
    const status = await new Promise<number | null>((resolve) => program.on("close", resolve));
    const ran = existsSync(this.log) ? readFileSync(this.log, "utf8").trim().split("\n") : [];
    return { status, said: said.trim(), ran };
  }

  /** The turn is another one's, or was. */
  public held(holder: string, secondsAgo: number): void {
    const renewTime = new Date(Date.now() - secondsAgo * 1000).toISOString().replace("Z", "000Z");
    const lease = { metadata: { resourceVersion: "7" }, spec: { holderIdentity: holder, renewTime } };
    writeFileSync(this.lease, JSON.stringify(lease));
  }

  /** Whose turn it is: nobody's, where it was given back. */
  public holder(): string | undefined {
    return existsSync(this.lease) ? JSON.parse(readFileSync(this.lease, "utf8")).spec.holderIdentity : undefined;
  }

  public wasStopped(): boolean {
    return existsSync(join(this.root, "stopped"));
  }

  /** A certificate that signs itself, of so many days, with its key beside it. */
  public certificate(name: string, days: number): void {
    const files = ["-keyout", this.at(`pki/${name}.key`), "-out", this.at(`pki/${name}.crt`)];
    openssl("req", "-x509", ...EC, "-subj", `/CN=${name}`, "-days", `${days}`, ...files);
  }

  private begin(): void {
    rmSync(this.root, { recursive: true });
    for (const name of ["pki", "manifests"]) mkdirSync(this.at(name), { recursive: true });
    openssl("genpkey", "-quiet", "-algorithm", "RSA", "-out", this.at("pki/sa.key"));
    const options = [`--advertise-address=${OWN}`, `--secure-port=${this.port}`];
    writeFileSync(this.at("manifests/kube-apiserver.yaml"), options.map((option) => `    - ${option}\n`).join(""));
    writeFileSync(this.nodes, `${OWN}\n${OTHER}\n`);
    this.ready = () => true;
    this.healthy = () => true;
    this.asked = [];
    this.change();
    this.standIns({});
  }

  private async serve(): Promise<void> {
    const own = (name: string): string => join(this.authority, name);
    openssl("req", "-x509", ...EC, "-subj", "/CN=ca", "-days", "5", "-keyout", own("ca.key"), "-out", own("ca.crt"));
    openssl("req", "-new", ...EC, "-subj", "/CN=api", "-keyout", own("key"), "-out", own("csr"));
    const signed = ["-CA", own("ca.crt"), "-CAkey", own("ca.key"), "-days", "1", "-out", own("crt")];
    openssl("x509", "-req", "-in", own("csr"), ...signed);
    const tls = { key: readFileSync(own("key")), cert: readFileSync(own("crt")) };
    this.server = createServer(tls, ({ url = "", socket }, answer) => {
      const [, what, name = ""] = url.split("/");
      if (what === "readyz") this.asked.push(socket.localAddress);
      const isGood = what === "readyz" ? this.ready(socket.localAddress) : what === "healthz" && this.healthy(name);
      answer.writeHead(isGood ? 200 : 500).end();
    });
    const { server } = this;
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    this.port = (server.address() as AddressInfo).port;
  }
}

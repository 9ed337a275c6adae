#!/usr/bin/python3
"""Makes the certificates of a control-plane server that kubeadm does not make, renews all of them before they expire, and brings changes of kubeadm.yaml
to a control plane that runs.

kubeadm's own are of a year, and it renews them only while it upgrades. It leaves out the public key of service accounts where the private one was given.
Those of the CAs, and those of etcd, are no matter of this program.

    control-plane-certificates.py issue    what is missing, and no more: before `kubeadm init` and `kubeadm join`
    control-plane-certificates.py check    fails if `issue` would do something
    control-plane-certificates.py restart  has this server's API server read its files anew, in its turn, and waits until it is ready
    control-plane-certificates.py renew    what ends within 60 days; then the programs that use it start anew, the API server in its turn
    control-plane-certificates.py apply    what kubeadm.yaml says now: new static pods, that of the API server in its turn, and what joins and upgrades read
    control-plane-certificates.py is-applied  fails if `apply` would do something

The turn is a Lease of the cluster: of all API servers, one at a time starts anew, and only while another one is ready.
"""
import base64
import datetime
import hashlib
import json
import os
import re
import ssl
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

FOLDER = "/etc/kubernetes"
# It is there from before the first certificate is renewed until all programs that use them have started anew.
RENEWING = "/var/lib/hybrid-kubernetes/renewing-certificates"
# Which kubeadm.yaml the control plane of this server has.
APPLIED = "/var/lib/hybrid-kubernetes/applied-control-plane"
CRICTL = ["crictl", "--runtime-endpoint", "unix:///run/containerd/containerd.sock"]
RENEW_DAYS = 60
READY_SECONDS = 300
# Others come first: how long it waits for them, and after how long a turn is over, though its server did not say so.
TURN_SECONDS = 900
LEASE = "hybrid-kubernetes-api-server-restart"
CONTROL_PLANES = '{range .items[*]}{.status.addresses[?(@.type=="InternalIP")].address}{"\\n"}{end}'


def run(*command, text=None):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, input=text)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {(done.stdout + done.stderr).strip()}")
    return done.stdout


def at(*name):
    return os.path.join(FOLDER, *name)


def kubeadm(*words, folder=None):
    """With a folder, what it would write for static pods is written there, and nothing else is done."""
    given = ["env", f"KUBEADM_INIT_DRYRUN_DIR={folder}"] if folder else []
    more = ["--dry-run"] if folder else []
    run(*given, "kubeadm", *words, "--config", at("hybrid-kubernetes", "kubeadm.yaml"), *more)


def days_left(path):
    """Of a certificate, or of the client's in a kubeconfig."""
    with open(path) as file:
        text = file.read()
    embedded = re.search(r"client-certificate-data: (\S+)", text)
    pem = base64.b64decode(embedded.group(1)).decode() if embedded else text
    end = run("openssl", "x509", "-noout", "-enddate", text=pem)
    return (ssl.cert_time_to_seconds(end.strip().split("=", 1)[1]) - time.time()) / 86400


def public_keys():
    """What `sa.pub` has to be: the keys of `sa.key`, the first of which signs, and before those that it had: what older ones signed is still around."""
    with open(at("pki", "sa.key")) as file:
        private = [text for text in blocks(file.read()) if "PRIVATE KEY-----" in text]
    if not private:
        sys.exit(f"{at('pki', 'sa.key')} has no private key in PEM")
    own = [run("openssl", "pkey", "-pubout", text=text) for text in private]
    try:
        with open(at("pki", "sa.pub")) as file:
            present = blocks(file.read())
    except FileNotFoundError:
        present = []
    return "".join(dict.fromkeys(f"{text.strip()}\n" for text in [*own, *present]))


def blocks(text):
    return [found.group() for found in re.finditer("-{5}BEGIN ([A-Z ]+)-{5}.*?-{5}END \\1-{5}", text, re.DOTALL)]


def has_public_keys():
    try:
        with open(at("pki", "sa.pub")) as file:
            return file.read() == public_keys()
    except FileNotFoundError:
        return False


def issue_public_keys():
    if has_public_keys():
        return
    text = public_keys()
    # Half of it would be taken for the whole.
    with open(at("pki", "sa.pub.new"), "w") as file:
        file.write(text)
    os.replace(at("pki", "sa.pub.new"), at("pki", "sa.pub"))


def in_manifest(option):
    with open(at("manifests", "kube-apiserver.yaml")) as file:
        return re.search(rf"--{option}=(\S+)", file.read()).group(1)


def is_ready(address="127.0.0.1"):
    context = ssl.create_default_context(cafile=at("pki", "ca.crt"))
    # It is asked on this server, too, whose certificate does not name 127.0.0.1.
    context.check_hostname = False
    host = f"[{address}]" if ":" in address else address
    try:
        with urllib.request.urlopen(f"https://{host}:{in_manifest('secure-port')}/readyz", timeout=5, context=context) as answer:
            return answer.status == 200
    except OSError:
        return False


def kubectl(*command, text=None):
    """What it prints; nothing if it fails: the API's address moves while an API server starts anew."""
    whole = ["kubectl", "--kubeconfig", at("admin.conf"), "--request-timeout", "20s", *command]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=60, input=text)
    return done.stdout if done.returncode == 0 else None


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def take_turn(own):
    """Whether this server has the turn now. Of two that ask at once one gets it: what is there is not created, and what has changed is not replaced."""
    found = kubectl("get", "lease", LEASE, "--namespace", "kube-system", "--ignore-not-found", "--output", "json")
    if found is None:
        return False
    metadata = {"name": LEASE, "namespace": "kube-system"}
    if found.strip():
        lease = json.loads(found)
        age = now() - datetime.datetime.fromisoformat(lease["spec"]["renewTime"].replace("Z", "+00:00"))
        if lease["spec"]["holderIdentity"] != own and age.total_seconds() < TURN_SECONDS:
            return False
        metadata["resourceVersion"] = lease["metadata"]["resourceVersion"]
    spec = {"holderIdentity": own, "renewTime": now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    text = json.dumps({"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": metadata, "spec": spec})
    return kubectl("replace" if found.strip() else "create", "--filename", "-", text=text) is not None


def end_turn():
    kubectl("delete", "lease", LEASE, "--namespace", "kube-system", "--ignore-not-found")


def is_another_ready(own):
    """Also if there is no other one."""
    rows = kubectl("get", "nodes", "--selector", "node-role.kubernetes.io/control-plane", "--output", f"jsonpath={CONTROL_PLANES}")
    others = [row.split() for row in (rows or "").splitlines() if row.split() and own not in row.split()]
    return rows is not None and (not others or any(is_ready(addresses[0]) for addresses in others))


def wait_until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(1)
    return True


def restart_api_server(change=lambda: restart(["kube-apiserver"]), take_back=None):
    own = in_manifest("advertise-address")
    # One that is not ready serves nobody: it waits for nobody. So the first one comes up where all are down.
    waits = is_ready()
    if waits:
        if not wait_until(lambda: take_turn(own), TURN_SECONDS + 60):
            sys.exit(
                f"the API server was not restarted: for {TURN_SECONDS + 60} s another one had the turn, or the API did not answer. Whose it is: "
                f"kubectl --namespace kube-system get lease {LEASE}. See to that server, and then start this again"
            )
        if not wait_until(lambda: is_another_ready(own), READY_SECONDS):
            end_turn()
            sys.exit(f"the API server was not restarted: within {READY_SECONDS} s no other one was ready to stand in. Mend another one, and then start this again")
    if change() is False or not wait_until(is_ready, READY_SECONDS):
        if take_back and take_back() is not False and wait_until(is_ready, READY_SECONDS):
            if waits:
                end_turn()
            sys.exit(f"the API server was not ready within {READY_SECONDS} s with what is new, and has the old static pod again: see kubeadm.yaml")
        sys.exit(f"the API server is not ready within {READY_SECONDS} s after its restart: do not go on with the next one")
    if waits:
        end_turn()
    print("restarted, and ready")


def restart(pods):
    """The kubelet starts a static pod anew when its containers are gone."""
    for name in pods:
        for pod in run(*CRICTL, "pods", "--quiet", "--namespace", "kube-system", "--label", f"component={name}").split():
            run(*CRICTL, "stopp", pod)
            run(*CRICTL, "rmp", pod)


def renewed_by_kubeadm():
    """Their paths, as far as they are there. That of the kubelet's kubeconfig is a file that the kubelet renews."""
    leafs = [at("pki", name) for name in sorted(os.listdir(at("pki"))) if name.endswith(".crt") and not name.endswith("ca.crt")]
    configurations = [at(f"{name}.conf") for name in ["admin", "controller-manager", "scheduler"]]
    return leafs + [path for path in configurations if os.path.exists(path)]


def renew():
    due = [path for path in renewed_by_kubeadm() if days_left(path) < RENEW_DAYS]
    if due:
        print(f"renews, as they end within {RENEW_DAYS} days: {', '.join(due)}", flush=True)
        os.makedirs(os.path.dirname(RENEWING), exist_ok=True)
        open(RENEWING, "w").close()
        # By its file, and not by what the API server knows, which may not answer.
        kubeadm("certs", "renew", "all")
    if os.path.exists(RENEWING):
        restart(["kube-controller-manager", "kube-scheduler"])
        restart_api_server()
        os.remove(RENEWING)


def versions():
    """Of this server's API server, and what kubeadm.yaml says."""
    texts = [at("manifests", "kube-apiserver.yaml"), at("hybrid-kubernetes", "kubeadm.yaml")]
    patterns = [r"image: \S+/kube-apiserver:v(\S+)", r"^kubernetesVersion: v(\S+)"]
    found = []
    for path, pattern in zip(texts, patterns):
        with open(path) as file:
            found.append(re.search(pattern, file.read(), re.MULTILINE).group(1))
    return found


def digest():
    with open(at("hybrid-kubernetes", "kubeadm.yaml"), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def is_applied():
    runs, wanted = versions()
    # An upgrade brings it there, one server at a time; after that, this has its turn.
    if runs != wanted:
        return True
    try:
        with open(APPLIED) as file:
            return file.read() == digest()
    except FileNotFoundError:
        return False


def apply():
    if is_applied():
        return
    read = digest()
    # Beside the folder of static pods, all of whose files the kubelet takes for some.
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix=".new-") as folder:
        kubeadm("init", "phase", "control-plane", "all", folder=folder)
        names = [name for name in ["kube-controller-manager", "kube-scheduler", "kube-apiserver"] if is_other(folder, name)]
        for name in names:
            new, old = (os.path.join(folder, f"{name}.{ending}") for ending in ("yaml", "old"))
            shutil.copy2(manifest(name), old)
            if name == "kube-apiserver":
                restart_api_server(lambda: take(name, new), lambda: take(name, old))
            elif not take(name, new):
                sys.exit(f"the static pod of {name} did not start anew within {READY_SECONDS} s: is the kubelet running?")
    # Who joins, and who is upgraded, gets what this has.
    kubeadm("init", "phase", "upload-config", "all", "--kubeconfig", at("admin.conf"))
    os.makedirs(os.path.dirname(APPLIED), exist_ok=True)
    with open(APPLIED, "w") as file:
        file.write(read)
    print(f"applied: {', '.join(names) or 'no static pod is another one'}")


def manifest(name):
    return at("manifests", f"{name}.yaml")


def is_other(folder, name):
    texts = []
    for path in (os.path.join(folder, f"{name}.yaml"), manifest(name)):
        with open(path) as file:
            texts.append(file.read())
    return texts[0] != texts[1]


def pods_of(name):
    ready = ["pods", "--quiet", "--state", "ready", "--namespace", "kube-system", "--label", f"component={name}"]
    return set(run(*CRICTL, *ready).split())


def take(name, path):
    """Whether the kubelet has started a pod of another manifest: until then, the old one answers."""
    before = pods_of(name)
    os.chmod(path, 0o600)
    os.replace(path, manifest(name))
    return wait_until(lambda: pods_of(name) - before, READY_SECONDS)


command = sys.argv[1]
if command == "check":
    sys.exit(0 if has_public_keys() else 1)
if command == "is-applied":
    sys.exit(0 if is_applied() else 1)
if command == "restart":
    restart_api_server()
elif command == "apply":
    apply()
else:
    issue_public_keys()
if command == "renew":
    renew()

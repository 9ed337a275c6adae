#!/usr/bin/python3
"""Makes the certificates of a control-plane server that kubeadm does not make, and renews all of them before they expire.

kubeadm's own are of a year, and it renews them only while it upgrades. It leaves out the public key of service accounts where the private one was given.
Those of the CAs, and those of etcd, are no matter of this program.

    control-plane-certificates.py issue    what is missing, and no more: before `kubeadm init` and `kubeadm join`
    control-plane-certificates.py check    fails if `issue` would do something
    control-plane-certificates.py restart  has this server's API server read its files anew, in its turn, and waits until it is ready
    control-plane-certificates.py renew    what ends within 60 days; then the programs that use it start anew, the API server in its turn

The turn is a Lease of the cluster: of all API servers, one at a time starts anew, and only while another one is ready.
"""
import base64
import datetime
import json
import os
import re
import ssl
import subprocess
import sys
import time
import urllib.request

FOLDER = "/etc/kubernetes"
# It is there from before the first certificate is renewed until all programs that use them have started anew.
RENEWING = "/var/lib/hybrid-kubernetes/renewing-certificates"
RUNTIME = "unix:///run/containerd/containerd.sock"
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


def restart_api_server():
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
    restart(["kube-apiserver"])
    if not wait_until(is_ready, READY_SECONDS):
        sys.exit(f"the API server is not ready within {READY_SECONDS} s after its restart: do not go on with the next one")
    if waits:
        end_turn()
    print("restarted, and ready")


def restart(pods):
    """The kubelet starts a static pod anew when its containers are gone."""
    for name in pods:
        crictl = ["crictl", "--runtime-endpoint", RUNTIME]
        for pod in run(*crictl, "pods", "--quiet", "--namespace", "kube-system", "--label", f"component={name}").split():
            run(*crictl, "stopp", pod)
            run(*crictl, "rmp", pod)


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
        run("kubeadm", "certs", "renew", "all", "--config", at("hybrid-kubernetes", "kubeadm.yaml"))
    if os.path.exists(RENEWING):
        restart(["kube-controller-manager", "kube-scheduler"])
        restart_api_server()
        os.remove(RENEWING)


command = sys.argv[1]
if command == "check":
    sys.exit(0 if has_public_keys() else 1)
if command == "restart":
    restart_api_server()
else:
    issue_public_keys()
if command == "renew":
    renew()

#!/usr/bin/python3
"""Makes the certificates of a control-plane server that kubeadm does not make, and renews all of them before they expire.

kubeadm's own are of a year, and it renews them only while it upgrades. It leaves out the public key of service accounts where the private one was given.
Those of the CAs, and those of etcd, are no matter of this program.

    control-plane-certificates.py issue    what is missing, and no more: before `kubeadm init` and `kubeadm join`
    control-plane-certificates.py check    fails if `issue` would do something
    control-plane-certificates.py restart  has this server's API server read its files anew, and waits until it is ready
    control-plane-certificates.py renew    what ends within 60 days; the programs that use it start anew, one server after the other
"""
import base64
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
PODS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"]


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


def is_ready():
    with open(at("manifests", "kube-apiserver.yaml")) as file:
        port = re.search(r"--secure-port=(\d+)", file.read()).group(1)
    context = ssl.create_default_context(cafile=at("pki", "ca.crt"))
    # It is asked on this server, whose certificate does not name 127.0.0.1.
    context.check_hostname = False
    try:
        with urllib.request.urlopen(f"https://127.0.0.1:{port}/readyz", timeout=5, context=context) as answer:
            return answer.status == 200
    except OSError:
        return False


def restart_api_server():
    end = time.monotonic() + READY_SECONDS
    restart(["kube-apiserver"])
    while not is_ready():
        if time.monotonic() > end:
            sys.exit(f"the API server is not ready within {READY_SECONDS} s after its restart: do not go on with the next one")
        time.sleep(1)
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
        restart(PODS)
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

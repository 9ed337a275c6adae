#!/usr/bin/python3
"""Makes the certificates of a control-plane server that kubeadm does not make, and renews all of them before they expire.

kubeadm's own are of a year, and it renews them only while it upgrades. It leaves out the public key of service accounts where the private one was given.
Those of the CAs, and those of etcd, are no matter of this program.

    control-plane-certificates.py issue    what is missing, and no more: before `kubeadm init` and `kubeadm join`
    control-plane-certificates.py check    fails if `issue` would do something
    control-plane-certificates.py renew    what ends within 60 days; then the programs that use it start anew, the API server in its turn
"""
import base64
import os
import re
import ssl
import sys
import time

from control_plane import at, restart, restart_api_server, run

# It is there from before the first certificate is renewed until all programs that use them have started anew.
RENEWING = "/var/lib/hybrid-kubernetes/renewing-certificates"
RENEW_DAYS = 60
# What kubeadm makes beside an etcd that it did not make. Others in these folders are somebody else's.
CERTIFICATES = ["apiserver", "apiserver-kubelet-client", "front-proxy-client"]
# That of the kubelet names a file that the kubelet renews.
KUBECONFIGS = ["admin", "controller-manager", "scheduler"]


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


def renewed_by_kubeadm():
    """Their paths, as far as they are there."""
    paths = [at("pki", f"{name}.crt") for name in CERTIFICATES] + [at(f"{name}.conf") for name in KUBECONFIGS]
    return [path for path in paths if os.path.exists(path)]


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
issue_public_keys()
if command == "renew":
    renew()

#!/usr/bin/python3
"""Makes the certificates of a control-plane server that kubeadm does not make, and renews all of them before they expire.

kubeadm's own are of a year, and it renews them only while it upgrades. It leaves out the public key of service accounts where the private one was given.
Those of the CAs, and those of etcd, are no matter of this program.

    control-plane-certificates.py issue    what is missing, and no more: before `kubeadm init` and `kubeadm join`
    control-plane-certificates.py renew    what ends within 60 days; the programs that use it start anew, one server after the other
"""
import os
import ssl
import subprocess
import sys
import time

FOLDER = os.environ.get("PKI_FOLDER", "/etc/kubernetes/pki")
RENEW_DAYS = 60
PODS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def at(name):
    return os.path.join(FOLDER, name)


def days_left(path):
    text = run("openssl", "x509", "-noout", "-enddate", "-in", path)
    return (ssl.cert_time_to_seconds(text.strip().split("=", 1)[1]) - time.time()) / 86400


def issue_public_key():
    if os.path.exists(at("sa.pub")):
        return
    text = run("openssl", "pkey", "-pubout", "-in", at("sa.key"))
    with open(at("sa.pub"), "w") as file:
        file.write(text)


def restart():
    """The kubelet starts a static pod anew when its containers are gone."""
    for name in PODS:
        for pod in run("crictl", "pods", "--quiet", "--namespace", "kube-system", "--label", f"component={name}").split():
            run("crictl", "stopp", pod)
            run("crictl", "rmp", pod)


def renew():
    leafs = [at(name) for name in sorted(os.listdir(FOLDER)) if name.endswith(".crt") and not name.endswith("ca.crt")]
    due = [path for path in leafs if days_left(path) < RENEW_DAYS]
    if not due:
        return
    print(f"renews, as they end within {RENEW_DAYS} days: {', '.join(due)}")
    run("kubeadm", "certs", "renew", "all")
    restart()


issue_public_key()
if sys.argv[1] == "renew":
    renew()

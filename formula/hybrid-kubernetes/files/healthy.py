#!/usr/bin/python3
"""Says whether this server is as healthy as it is planned to be, and waits until it is.

    hybrid-kubernetes-healthy [--seconds 150] [--without-router 1]

Its exit status is 0 when its network is confirmed and its metrics are as planned, else 1, with what is not, a line each.
Sessions with the router of its rack that is left out may be down: one that is being worked on.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

PROGRAMS = "/usr/local/lib/hybrid-kubernetes"
OPTIONS = "/etc/exabgp/metrics.json"
# kubeadm writes it when a server joins; its kubelets answer at this address.
KUBELET = "/etc/kubernetes/kubelet.conf"
KUBELET_HEALTH = "http://127.0.0.1:10248/healthz"

parser = argparse.ArgumentParser()
parser.add_argument("--seconds", type=float, default=0, help="how long it may take")
parser.add_argument("--without-router", choices=["1", "2"], help="by its number in the rack")
arguments = parser.parse_args()


def metrics():
    """As they are now: {name: {labels: number}}."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "metrics")
        subprocess.run([sys.executable, f"{PROGRAMS}/metrics.py", OPTIONS, path], check=True, capture_output=True, text=True)
        with open(path) as file:
            for name, labels, value in re.findall(r"^hybrid_kubernetes_(\w+)(?:\{(.*)\})? (\S+)$", file.read(), re.M):
                found.setdefault(name, {})[labels] = float(value)
    return found


def is_left_out(labels):
    return f'router="{arguments.without_router}",' in labels


def kubelet():
    """What is wrong with the kubelet of a server that has joined a cluster."""
    try:
        with urllib.request.urlopen(KUBELET_HEALTH, timeout=5) as answer:
            answer.read()
    except OSError as error:
        yield f"the kubelet is not healthy: {error}"


def problems():
    network = subprocess.run([sys.executable, f"{PROGRAMS}/confirm-network.py", "status"], capture_output=True, text=True)
    if network.returncode != 0:
        yield f"network: {(network.stdout + network.stderr).strip()}"
    if os.path.exists(KUBELET):
        yield from kubelet()
    try:
        all_of = metrics()
    except (OSError, subprocess.CalledProcessError) as error:
        yield f"metrics: {error}"
        return
    of = lambda name: all_of.get(name, {})
    if len(of("bgp_session_up")) != of("bgp_sessions_planned").get(""):
        yield "not every planned session of BGP is known"
    for name, what in [
        ("bgp_session_up", "no session of BGP"),
        ("bfd_session_up", "no BFD"),
        ("default_route_routers", "no router offers a default route"),
        ("etcd_healthy", "this member of etcd is not healthy"),
        ("control_plane_healthy", "not healthy"),
        ("certificate_is_served", "users get another certificate than that of the file"),
        ("certificate_covers_host", "the certificate is not for"),
    ]:
        yield from (f"{what}: {labels}" if labels else what for labels, value in of(name).items() if value < 1 and not is_left_out(labels))
    if of("drained").get("") != 1:
        yield from (f"not announced: {labels}" for labels, planned in of("routes_planned").items() if of("routes_announced").get(labels) != planned)
    yield from (f"blocks not announced: {labels}" for labels, held in of("pod_blocks").items() if of("pod_blocks_announced").get(labels) != held)


end = time.monotonic() + arguments.seconds
while True:
    found = list(problems())
    if not found:
        break
    if time.monotonic() >= end:
        sys.exit("\n".join(found))
    time.sleep(2)
print("healthy")

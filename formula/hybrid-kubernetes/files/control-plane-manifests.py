#!/usr/bin/python3
"""Brings changes of kubeadm.yaml to a control plane that runs.

    control-plane-manifests.py apply       what kubeadm.yaml says now: new static pods, one after the other, and what joins and upgrades read
    control-plane-manifests.py is-applied  fails if `apply` would do something
    control-plane-manifests.py restart     has this server's API server read its files anew, in its turn, and waits until it is ready

A static pod that does not become healthy gives way to the one that was there.
"""
import contextlib
import hashlib
import os
import re
import shutil
import sys
import tempfile

from control_plane import API_SERVER, CRICTL, FOLDER, HEALTH_PORTS, READY_SECONDS, at, is_healthy, manifest, restart_api_server, run, turn, wait_until

# Which kubeadm.yaml the control plane of this server has. It is there only while it has the whole of it.
APPLIED = "/var/lib/hybrid-kubernetes/applied-control-plane"
# The API server is the first, as the others ask it.
STATIC_PODS = [API_SERVER, *HEALTH_PORTS]


def phase(*words, folder=None):
    """One of `kubeadm init`. With a folder, what it would write for static pods is written there, and nothing else is done."""
    given = ["env", f"KUBEADM_INIT_DRYRUN_DIR={folder}"] if folder else []
    more = ["--dry-run"] if folder else []
    run(*given, "kubeadm", "init", "phase", *words, "--config", at("hybrid-kubernetes", "kubeadm.yaml"), *more)


def versions():
    """Of this server's API server, and what kubeadm.yaml says."""
    texts = [manifest(API_SERVER), at("hybrid-kubernetes", "kubeadm.yaml")]
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
    # From here on it has neither: whoever goes back has to apply that, too.
    with contextlib.suppress(FileNotFoundError):
        os.remove(APPLIED)
    # Beside the folder of static pods, all of whose files the kubelet takes for some.
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix=".new-") as folder:
        phase("control-plane", "all", folder=folder)
        new = {name: os.path.join(folder, f"{name}.yaml") for name in STATIC_PODS}
        others = [name for name in STATIC_PODS if text_of(new[name]) != text_of(manifest(name))]
        for name in others:
            with turn() if name == API_SERVER else contextlib.nullcontext() as own:
                change(name, new[name], own)
    # Also those of a run that was interrupted, whose files are the new ones already.
    for name in STATIC_PODS:
        if not wait_until(lambda: is_healthy(name), READY_SECONDS):
            sys.exit(f"{name} is not healthy with what kubeadm.yaml says, and so joins and upgrades do not get that: mend kubeadm.yaml, or what {name} needs")
    # Who joins, and who is upgraded, gets what this has.
    phase("upload-config", "all", "--kubeconfig", at("admin.conf"))
    os.makedirs(os.path.dirname(APPLIED), exist_ok=True)
    with open(APPLIED, "w") as file:
        file.write(read)
    print(f"applied: {', '.join(others) or 'no static pod is another one'}")


def text_of(path):
    with open(path) as file:
        return file.read()


def change(name, new, own):
    """Has the kubelet start the new static pod in the place of the old one. Until it has done so, the old one answers."""
    old = f"{new}.old"
    shutil.copy2(manifest(name), old)
    before = pods_of(name)
    try:
        put(new, name)
        if not wait_until(lambda: pods_of(name) - before and is_healthy(name), READY_SECONDS, own):
            sys.exit(f"{name} did not start anew, or was not healthy, within {READY_SECONDS} s: see kubeadm.yaml, and whether the kubelet runs")
    except BaseException as error:
        put(old, name)
        is_back = wait_until(lambda: is_healthy(name), READY_SECONDS, own)
        sys.exit(f"{error}\n{name} has the old static pod again{'' if is_back else ', and is not healthy with that either: do not go on with the next server'}")


def put(path, name):
    os.chmod(path, 0o600)
    os.replace(path, manifest(name))


def pods_of(name):
    ready = ["pods", "--quiet", "--state", "ready", "--namespace", "kube-system", "--label", f"component={name}"]
    return set(run(*CRICTL, *ready).split())


command = sys.argv[1]
if command == "is-applied":
    sys.exit(0 if is_applied() else 1)
if command == "restart":
    restart_api_server()
else:
    apply()

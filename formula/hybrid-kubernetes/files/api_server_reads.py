"""Whether the API server of this server has read a file as it is: keys and CAs it reads when it starts.

Of two changes the second one counts on the first: where that was written and nobody restarted the API server, it does not know what others begin to use.
"""
import json
import os
import subprocess

MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml"
CONTAINERS = ["crictl", "--runtime-endpoint", "unix:///run/containerd/containerd.sock", "ps", "--state", "running", "--name", "^kube-apiserver$", "--output", "json"]
RESTART = "python3 /usr/local/lib/hybrid-kubernetes/control-plane-manifests.py restart"


def why_not(path):
    """Nothing if it has, or if none runs here."""
    if not os.path.exists(MANIFEST):
        return None
    try:
        printed = subprocess.run(CONTAINERS, check=True, capture_output=True, text=True, timeout=60).stdout
        # In nanoseconds.
        begun = [int(one["createdAt"]) for one in json.loads(printed).get("containers") or []]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, subprocess.SubprocessError) as error:
        return f"nobody can say what the API server of this server has read: {error}"
    if any(one <= os.stat(path).st_mtime_ns for one in begun):
        return f"the API server of this server runs since before {path} was written, and has to read that first: {RESTART}"
    return None

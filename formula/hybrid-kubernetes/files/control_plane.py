"""What the programs of a control-plane server share: its files, how its static pods are, and the turn in which API servers start anew.

The turn is a Lease of the cluster: of all API servers, one at a time starts anew, and only while another one is ready.
"""
import contextlib
import datetime
import fcntl
import json
import os
import re
import ssl
import subprocess
import sys
import time
import urllib.request

FOLDER = "/etc/kubernetes"
CRICTL = ["crictl", "--runtime-endpoint", "unix:///run/containerd/containerd.sock"]
API_SERVER = "kube-apiserver"
# Where the others answer, on this server alone. Source: https://kubernetes.io/docs/reference/networking/ports-and-protocols/
HEALTH_PORTS = {"kube-controller-manager": 10257, "kube-scheduler": 10259}
READY_SECONDS = 300
# Others come first: how long it waits for them, and how old a turn is at least that its server did not end.
TURN_SECONDS = 900
KEEP_SECONDS = 60
# How long nobody may answer before it goes alone. An election of etcd, or one slow answer, is shorter.
ALONE_SECONDS = 30
LEASE = "hybrid-kubernetes-api-server-restart"
CONTROL_PLANES = '{range .items[*]}{.status.addresses[?(@.type=="InternalIP")].address}{"\\n"}{end}'


def at(*name):
    return os.path.join(FOLDER, *name)


def manifest(name):
    return at("manifests", f"{name}.yaml")


def run(*command, text=None):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, input=text)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {(done.stdout + done.stderr).strip()}")
    return done.stdout


def option_of_api_server(option):
    with open(manifest(API_SERVER)) as file:
        return re.search(rf"--{option}=(\S+)", file.read()).group(1)


def answers(url, context):
    try:
        with urllib.request.urlopen(url, timeout=5, context=context) as answer:
            return answer.status == 200
    except OSError:
        return False


def is_ready(address="127.0.0.1"):
    """The API server of this server, or of another one."""
    host = f"[{address}]" if ":" in address else address
    context = ssl.create_default_context(cafile=at("pki", "ca.crt"))
    # Since Python 3.13 it would refuse a CA without keyUsage. One that a cluster has had for long stays.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    # It is asked on this server, too, whose certificate does not name 127.0.0.1.
    context.check_hostname = False
    return answers(f"https://{host}:{option_of_api_server('secure-port')}/readyz", context)


def is_healthy(name):
    """A static pod of this server."""
    if name == API_SERVER:
        return is_ready()
    # Each makes a certificate for itself, which nobody signs.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return answers(f"https://127.0.0.1:{HEALTH_PORTS[name]}/healthz", context)


def restart(pods):
    """The kubelet starts a static pod anew when its containers are gone."""
    for name in pods:
        for pod in run(*CRICTL, "pods", "--quiet", "--namespace", "kube-system", "--label", f"component={name}").split():
            run(*CRICTL, "stopp", pod)
            run(*CRICTL, "rmp", pod)


def restart_api_server():
    with turn() as own:
        restart([API_SERVER])
        if not wait_until(is_ready, READY_SECONDS, own):
            sys.exit(f"the API server is not ready within {READY_SECONDS} s after its restart: do not go on with the next one")
    print("restarted, and ready")


def kubectl(*command, text=None):
    """What it prints; nothing if it fails: the API's address moves while an API server starts anew."""
    whole = ["kubectl", "--kubeconfig", at("admin.conf"), "--request-timeout", "20s", *command]
    try:
        return subprocess.run(whole, check=True, capture_output=True, text=True, timeout=60, input=text).stdout
    except subprocess.SubprocessError:
        return None


def wait_until(holds, seconds, own=None):
    """Whether it holds in time. Who has the turn keeps it meanwhile."""
    begun = kept = time.monotonic()
    while not holds():
        now = time.monotonic()
        if now > begun + seconds:
            return False
        if own and now > kept + KEEP_SECONDS:
            take_turn(own)
            kept = now
        time.sleep(1)
    return True


@contextlib.contextmanager
def turn():
    """Has the turn, and says as whom. It ends once the API server is ready; the others wait until somebody has looked at one that is not."""
    own = option_of_api_server("advertise-address")
    # The Lease does not part two programs of one server: what the timer renews, and what the states apply.
    alone = os.open(FOLDER, os.O_RDONLY)
    if not wait_until(lambda: is_locked(alone), TURN_SECONDS + 60):
        sys.exit(f"the API server was not restarted: for {TURN_SECONDS + 60} s another program of this server was about to. Start this again when it has ended")
    try:
        # Where nobody answers, nobody is waited for. So the first one comes up where all are down.
        waits = wait_until(lambda: is_ready() or noted_turn() is not None, ALONE_SECONDS)
        if waits:
            wait_for_turn(own)
        try:
            yield own if waits else None
        finally:
            if is_ready():
                end_turn(own)
    finally:
        os.close(alone)


def is_locked(folder):
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


def wait_for_turn(own):
    if not wait_until(lambda: take_turn(own), TURN_SECONDS + 60):
        sys.exit(
            f"the API server was not restarted: for {TURN_SECONDS + 60} s another one had the turn, or the API did not answer. Whose it is: "
            f"kubectl --namespace kube-system get lease {LEASE}. See to that server, and then start this again"
        )
    if not wait_until(lambda: is_another_ready(own), READY_SECONDS, own):
        end_turn(own)
        sys.exit(f"the API server was not restarted: within {READY_SECONDS} s no other one was ready to stand in. Mend another one, and then start this again")


def take_turn(own):
    """Whether this server has the turn now. Of two that ask at once one gets it: what is there is not created, and what has changed is not replaced."""
    lease = noted_turn()
    if lease is None or (lease and holder_of(lease) not in ("", own) and not is_over(lease)):
        return False
    return note_turn(lease, own)


def end_turn(own):
    """It has no holder then, as leaders of Kubernetes give up their leases; that of another one stays."""
    lease = noted_turn()
    if lease and holder_of(lease) == own:
        note_turn(lease, "")


def is_over(lease):
    """One that was not ended, by a server that has gone or is ready. While it is not, a second API server would stop beside the first."""
    age = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(lease["spec"]["renewTime"].replace("Z", "+00:00"))
    if age.total_seconds() < TURN_SECONDS:
        return False
    holder, known = holder_of(lease), control_planes()
    return known is not None and (all(holder not in addresses for addresses in known) or is_ready(holder))


def holder_of(lease):
    return lease["spec"].get("holderIdentity", "")


def noted_turn():
    """Empty if there is none; `None` if the API does not answer."""
    found = kubectl("get", "lease", LEASE, "--namespace", "kube-system", "--ignore-not-found", "--output", "json")
    if found is None:
        return None
    return json.loads(found) if found.strip() else {}


def note_turn(lease, holder):
    metadata = {"name": LEASE, "namespace": "kube-system"}
    if lease:
        metadata["resourceVersion"] = lease["metadata"]["resourceVersion"]
    spec = {"holderIdentity": holder, "renewTime": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    text = json.dumps({"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": metadata, "spec": spec})
    return kubectl("replace" if lease else "create", "--filename", "-", text=text) is not None


def control_planes():
    """The addresses of each; `None` if the API does not answer."""
    rows = kubectl("get", "nodes", "--selector", "node-role.kubernetes.io/control-plane", "--output", f"jsonpath={CONTROL_PLANES}")
    return None if rows is None else [row.split() for row in rows.splitlines() if row.split()]


def is_another_ready(own):
    """Also if there is no other one."""
    known = control_planes()
    others = [addresses for addresses in known or [] if own not in addresses]
    return known is not None and (not others or any(is_ready(addresses[0]) for addresses in others))

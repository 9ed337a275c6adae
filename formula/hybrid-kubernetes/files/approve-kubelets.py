#!/usr/bin/python3
"""Approves the serving certificate that a kubelet asks for, if it is for the names and addresses that are planned for this node.

Kubernetes signs these and approves none itself, as it cannot know whose an address is. A node's own word is no proof: it may say that it has the
API's address. So requests are compared with the plan. One that was read and is not of the plan is denied, with the reason.

Denied is final. So what was not understood, for whatever reason, stays as it is and is looked at again, and so does what a node asks for that this
server does not know: its plan may be the older one. The certificate of neither is issued.

    approve-kubelets.py /etc/kubernetes/hybrid-kubernetes/nodes.json
"""
import base64
import ipaddress
import json
import re
import subprocess
import sys

SIGNER = "kubernetes.io/kubelet-serving"
# What a kubelet asks for. Source: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
USAGES = {"key encipherment", "digital signature", "server auth"}
KUBECTL = ["kubectl", "--kubeconfig", "/etc/kubernetes/admin.conf", "--request-timeout", "20s"]


class Undecided(Exception):
    """Neither right nor wrong, as far as is known here."""


def run(*command, text=None):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30, input=text).stdout


def request_of(pem):
    """The subject and the alternative names of a certificate request, as openssl prints them, and whether its signature is that of its key."""
    command = ["openssl", "req", "-noout", "-verify", "-text", "-nameopt", "multiline,-esc_msb,utf8"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, input=pem)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Undecided(f"openssl: {type(error).__name__}")
    text = done.stdout
    # Its exit status says which version it is, rather than what it found. It says that beside the text, which is the request's own word.
    is_its_own = "verify OK" in done.stderr
    was_read = done.returncode == 0 if is_its_own else done.returncode >= 0 and "verify failure" in done.stderr
    if not was_read:
        raise Undecided(f"openssl ended with {done.returncode}: {' '.join(done.stderr.split())[-200:]}")
    subject = re.findall(r"^ +(\w+) += (.*)$", text.partition("Subject:")[2].partition("Subject Public Key Info:")[0], re.MULTILINE)
    names = []
    alternative = re.search(r"X509v3 Subject Alternative Name: *\w*\n *(.*)", text)
    if alternative:
        names = [tuple(part.strip().partition(":")[::2]) for part in alternative.group(1).split(", ")]
    return subject, names, is_its_own


def is_one_of(text, addresses):
    try:
        return ipaddress.ip_address(text) in addresses
    except ValueError:
        return False


def fault(request, nodes):
    """What is wrong with a request; nothing if it is as planned."""
    spec = request["spec"]
    user = spec.get("username", "")
    name = user.removeprefix("system:node:")
    if name == user or "system:nodes" not in spec.get("groups", []):
        return f"{user} is no node"
    if name not in nodes:
        raise Undecided(f"{name} is no node of this data centre, as far as this server knows")
    own = {ipaddress.ip_address(address) for address in nodes[name]}
    if not set(spec.get("usages", [])) <= USAGES:
        return f"usages {', '.join(spec.get('usages', []))}"
    subject, alternative, is_its_own = request_of(base64.b64decode(spec["request"]).decode())
    if not is_its_own:
        return "its signature is not that of its key"
    if sorted(subject) != [("commonName", user), ("organizationName", "system:nodes")]:
        return f"subject {subject}"
    if not alternative:
        return "no name and no address"
    for kind, value in alternative:
        if (kind == "DNS" and value == name) or (kind == "IP Address" and is_one_of(value, own)):
            continue
        return f"{kind} {value} is not of {name}"
    return None


def is_open(request):
    return not (request.get("status") or {}).get("conditions")


def judge(request, nodes):
    """Approves or denies a request, and says so."""
    name, user = request["metadata"]["name"], request["spec"].get("username")
    reason = fault(request, nodes)
    run(*KUBECTL, "certificate", "deny" if reason else "approve", name)
    print(f"{name} of {user}: {'denied, ' + reason if reason else 'approved'}", flush=True)


def main():
    try:
        with open(sys.argv[1]) as file:
            nodes = json.load(file)
        requests = json.loads(run(*KUBECTL, "get", "certificatesigningrequests", "--output", "json"))["items"]
    except (OSError, ValueError, LookupError, subprocess.SubprocessError) as error:
        print(f"nothing was judged: {said(error)}", file=sys.stderr)
        return 1
    failed = False
    for request in requests:
        if request["spec"].get("signerName") != SIGNER or not is_open(request):
            continue
        try:
            judge(request, nodes)
        except (Undecided, OSError, ValueError, LookupError, subprocess.SubprocessError) as error:
            # Also one that another control-plane server judged first.
            print(f"{request['metadata']['name']} of {request['spec'].get('username')} stays: {said(error)}", file=sys.stderr)
            failed = True
    return int(failed)


def said(error):
    more = getattr(error, "stderr", None)
    return f"{error}{': ' + more.strip() if isinstance(more, str) else ''}"


sys.exit(main())

#!/usr/bin/python3
"""Approves the serving certificate that a kubelet asks for, if it is for the names and addresses that are planned for this node.

Kubernetes signs these and approves none itself, as it cannot know whose an address is. A node's own word is no proof: it may say that it has the
API's address. So requests are compared with the plan. One that is not of the plan is denied, with the reason.

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


def run(*command, text=None):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30, input=text).stdout


def request_of(pem):
    """The subject and the alternative names of a certificate request, as openssl prints them."""
    command = ["openssl", "req", "-noout", "-verify", "-text", "-nameopt", "multiline,-esc_msb,utf8"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30, input=pem)
    # Before 3.2 its exit status is 0 whatever it found. It says it beside the text, which is the request's own word.
    if "verify OK" not in done.stderr:
        raise ValueError("its signature is not that of its key")
    text = done.stdout
    subject = re.findall(r"^ +(\w+) += (.*)$", text.partition("Subject:")[2].partition("Subject Public Key Info:")[0], re.MULTILINE)
    names = []
    alternative = re.search(r"X509v3 Subject Alternative Name: *\w*\n *(.*)", text)
    if alternative:
        names = [tuple(part.strip().split(":", 1)) for part in alternative.group(1).split(", ")]
    return subject, names


def fault(request, nodes):
    """What is wrong with a request; nothing if it is as planned."""
    spec = request["spec"]
    user = spec.get("username", "")
    name = user.removeprefix("system:node:")
    if name == user or "system:nodes" not in spec.get("groups", []):
        return f"{user} is no node"
    if name not in nodes:
        return f"{name} is no node of this data centre"
    if not set(spec.get("usages", [])) <= USAGES:
        return f"usages {', '.join(spec.get('usages', []))}"
    subject, alternative = request_of(base64.b64decode(spec["request"]).decode())
    if sorted(subject) != [("commonName", user), ("organizationName", "system:nodes")]:
        return f"subject {subject}"
    if not alternative:
        return "no name and no address"
    own = {ipaddress.ip_address(address) for address in nodes[name]}
    for kind, value in alternative:
        if kind == "DNS" and value == name:
            continue
        if kind == "IP Address" and ipaddress.ip_address(value) in own:
            continue
        return f"{kind} {value} is not of {name}"
    return None


def is_open(request):
    return not request.get("status", {}).get("conditions")


def main():
    with open(sys.argv[1]) as file:
        nodes = json.load(file)
    requests = json.loads(run(*KUBECTL, "get", "certificatesigningrequests", "--output", "json"))["items"]
    failed = False
    for request in requests:
        if request["spec"].get("signerName") != SIGNER or not is_open(request):
            continue
        name = request["metadata"]["name"]
        try:
            reason = fault(request, nodes)
        except (ValueError, KeyError, subprocess.SubprocessError) as error:
            reason = f"not understood: {type(error).__name__}"
        try:
            run(*KUBECTL, "certificate", "deny" if reason else "approve", name)
        except subprocess.SubprocessError as error:
            # Another control-plane server may have been first.
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
            continue
        print(f"{name} of {request['spec'].get('username')}: {'denied, ' + reason if reason else 'approved'}")
    return int(failed)


sys.exit(main())

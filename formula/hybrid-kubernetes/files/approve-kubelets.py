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

PEM = re.compile(rb"-{5}BEGIN CERTIFICATE REQUEST-{5}\n([A-Za-z0-9+/\n]+=*)\n-{5}END CERTIFICATE REQUEST-{5}\n")
# Tags of DER, and identifiers of objects in it. Sources: X.690; RFC 2986; RFC 5280, 4.2.1.6.
INTEGER, BITS, OCTETS, OBJECT, UTF8, PRINTABLE, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x0C, 0x13, 0x30, 0x31
ATTRIBUTES, DNS, ADDRESS = 0xA0, 0x82, 0x87
COMMON_NAME, ORGANIZATION, ALTERNATIVE_NAMES = (bytes.fromhex(one) for one in ("550403", "55040a", "551d11"))
EXTENSION_REQUEST = bytes.fromhex("2a864886f70d01090e")


class Undecided(Exception):
    """Neither right nor wrong, as far as is known here."""


class Unlike(Exception):
    """It was read, and is not what a kubelet asks for."""


def run(*command, text=None):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30, input=text).stdout


class Der:
    """Reads values of DER one after the other: of tags that are expected, of lengths in their shortest form, and nothing left at the end.

    Not by what openssl prints: that is text, a request has text of its own in it, and where one begins cannot be told.
    """

    def __init__(self, data):
        self.rest = data

    def next(self, tag, what):
        data = self.rest
        if data[:1] != bytes([tag]):
            raise Unlike(f"{what} is not where a kubelet has it")
        length, begin = int.from_bytes(data[1:2], "big"), 2
        if length >= 0x80:
            begin += length - 0x80
            length = int.from_bytes(data[2:begin], "big")
            if length < 0x80 or data[2] == 0:
                raise Unlike(f"{what} has a length that is not in its shortest form")
        if len(data) < begin + length:
            raise Unlike(f"{what} is cut off")
        self.rest = data[begin + length :]
        return data[begin : begin + length]

    def each(self, tag, what):
        while self.rest:
            yield Der(self.next(tag, what))

    def end(self, what):
        if self.rest:
            raise Unlike(f"{what} has more than that of a kubelet")


def check_signature(der):
    """Its form, and that its signature is that of its key."""
    try:
        done = subprocess.run(["openssl", "req", "-inform", "DER", "-noout", "-verify"], capture_output=True, timeout=30, input=der)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Undecided(f"openssl: {type(error).__name__}")
    words = done.stderr.decode(errors="replace")
    # Its exit status says which version it is, rather than what it found.
    if done.returncode >= 0 and "verify failure" in words:
        raise Unlike("its signature is not that of its key")
    if done.returncode != 0 or not re.search("^(Certificate request self-signature )?verify OK$", words, re.MULTILINE):
        raise Undecided(f"openssl ended with {done.returncode}: {' '.join(words.split())[-200:]}")


def request_of(pem):
    """The subject and the alternative names of a certificate request, as bytes with what each is. What no kubelet asks for is refused, whatever it is."""
    block = PEM.fullmatch(pem)
    if not block:
        raise Unlike("not one request in PEM, and nothing else")
    der = base64.b64decode(block.group(1).replace(b"\n", b""), validate=True)
    check_signature(der)
    whole = Der(der)
    signed = Der(whole.next(SEQUENCE, "the request"))
    whole.end("the request")
    body = Der(signed.next(SEQUENCE, "what is signed"))
    signed.next(SEQUENCE, "the kind of its signature")
    signed.next(BITS, "its signature")
    signed.end("the request")
    if body.next(INTEGER, "its version") != b"\0":
        raise Unlike("another version of requests")
    subject = [attribute_of(one) for one in Der(body.next(SEQUENCE, "its subject")).each(SET, "its subject")]
    body.next(SEQUENCE, "its key")
    attributes = Der(body.next(ATTRIBUTES, "its list of attributes"))
    body.end("what is signed")
    return subject, alternatives_of(attributes)


def attribute_of(group):
    """One of the subject: a kind and its text."""
    one = Der(group.next(SEQUENCE, "its subject"))
    group.end("its subject")
    kind = one.next(OBJECT, "its subject")
    text = one.next(PRINTABLE if one.rest[:1] == bytes([PRINTABLE]) else UTF8, "its subject")
    one.end("its subject")
    return kind, text


def alternatives_of(attributes):
    """Of the one attribute and the one extension that a kubelet has in its request."""
    if not attributes.rest:
        raise Unlike("no name and no address")
    attribute = Der(attributes.next(SEQUENCE, "its attribute"))
    attributes.end("its list of attributes")
    if attribute.next(OBJECT, "its attribute") != EXTENSION_REQUEST:
        raise Unlike("an attribute that no kubelet has")
    values = Der(attribute.next(SET, "its attribute"))
    attribute.end("its attribute")
    extensions = Der(values.next(SEQUENCE, "its extensions"))
    values.end("its extensions")
    extension = Der(extensions.next(SEQUENCE, "its extension"))
    extensions.end("its list of extensions")
    if extension.next(OBJECT, "its extension") != ALTERNATIVE_NAMES:
        raise Unlike("an extension that no kubelet has")
    content = Der(extension.next(OCTETS, "its names"))
    extension.end("its extension")
    names = Der(content.next(SEQUENCE, "its names"))
    content.end("its names")
    found = []
    while names.rest:
        kind = names.rest[0]
        if kind not in (DNS, ADDRESS):
            raise Unlike("a name that is neither one of DNS nor an address")
        found.append((kind, names.next(kind, "its names")))
    return found


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
    try:
        subject, alternatives = request_of(base64.b64decode(spec["request"]))
    except Unlike as error:
        return str(error)
    if subject != [(ORGANIZATION, b"system:nodes"), (COMMON_NAME, user.encode())]:
        return f"subject {', '.join(ascii(text)[1:] for _, text in subject)}"
    if not alternatives:
        return "no name and no address"
    planned = {(DNS, name.encode())} | {(ADDRESS, address.packed) for address in own}
    for kind, value in alternatives:
        if (kind, value) not in planned:
            return f"{shown(kind, value)} is not of {name}"
    return None


def shown(kind, value):
    try:
        return f"IP Address {ipaddress.ip_address(value)}" if kind == ADDRESS else f"DNS {ascii(value)[1:]}"
    except ValueError:
        return f"IP Address {value.hex()}"


def plain(text):
    """One line of the journal, whatever somebody else has put into it."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def is_open(request):
    return not (request.get("status") or {}).get("conditions")


def judge(request, nodes):
    """Approves or denies a request, and says so."""
    name, user = request["metadata"]["name"], request["spec"].get("username")
    reason = fault(request, nodes)
    run(*KUBECTL, "certificate", "deny" if reason else "approve", name)
    print(plain(f"{name} of {user}: {'denied, ' + reason if reason else 'approved'}"), flush=True)


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
            print(plain(f"{request['metadata']['name']} of {request['spec'].get('username')} stays: {said(error)}"), file=sys.stderr)
            failed = True
    return int(failed)


def said(error):
    more = getattr(error, "stderr", None)
    return f"{error}{': ' + more.strip() if isinstance(more, str) else ''}"


sys.exit(main())

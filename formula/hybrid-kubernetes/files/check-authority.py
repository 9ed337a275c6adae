#!/usr/bin/python3
"""Says whether a new CA, or a new key of it, may take the place of what this server has: docs/data-center-cluster.md#another-ca.

    check-authority.py PRESENT NEW        both are ca.crt, or both ca.key
    check-authority.py --one PRESENT NEW  it may have one certificate alone

Servers that run trust the CAs that they have read: a certificate of another one locks each of them out. So the CAs of a file stay in it, new ones come
after them, and the first one, by which certificates are issued, is one that was there, and that the API server has read. The key is that of the first one. The cluster's own is alone in its
file, as kube-controller-manager signs by this file and ends where it has a second one.
"""
import os
import re
import subprocess
import sys

from api_server_reads import why_not

DOCS = "docs/data-center-cluster.md#another-ca"
USAGE = "-addext keyUsage=critical,keyCertSign,cRLSign"
CERTIFICATE = "-{5}BEGIN CERTIFICATE-{5}.*?-{5}END CERTIFICATE-{5}"


def stop(text):
    sys.exit(f"{present}: {text}: {DOCS}")


def openssl(*arguments, text=None):
    """What openssl prints; `None` if it refuses."""
    done = subprocess.run(["openssl", *arguments], input=text, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def authorities(path):
    """The name and the text of each CA by its fingerprint, in the order of the file."""
    with open(path) as file:
        texts = re.findall(CERTIFICATE, file.read(), re.DOTALL)
    found = {}
    for text in texts:
        printed = openssl("x509", "-noout", "-fingerprint", "-sha256", "-subject", text=text)
        if printed is None:
            stop(f"{'what was there' if path == present else 'the new one'} has a certificate that openssl does not read")
        fingerprint, name = printed.split("\n")
        found[fingerprint] = name.removeprefix("subject=").strip(), text
    return found


def check_certificates():
    known, wanted = authorities(present), authorities(new)
    if "--one" in options:
        # A second one has issued nothing, and may go.
        known = dict(list(known.items())[:1])
    if not wanted:
        stop("the new one has no certificate")
    for fingerprint, (name, _) in known.items():
        if fingerprint not in wanted:
            why = "is gone, or another one has its place, and servers that run have certificates of it"
            stop(f"the CA {name} {why}. Keep it first, and add the other one after it")
    if known and next(iter(wanted)) not in known:
        stop("the first CA is new, and what it issues is refused by servers that have not got it. Add it after the others")
    for name, text in (wanted[fingerprint] for fingerprint in wanted if fingerprint not in known):
        if "Certificate Sign" not in (openssl("x509", "-noout", "-ext", "keyUsage", text=text) or ""):
            stop(f"the CA {name} has no keyUsage that lets it sign, and Python 3.13 and later refuse it. Make it with {USAGE}")
    if list(wanted) != list(known) and (why := why_not(present)):
        stop(why)
    if len({name for name, _ in wanted.values()}) < len(wanted):
        stop("two CAs have one name, and who looks one up by it finds the wrong one. Give the new one another name")


def check_one():
    with open(new) as file:
        if len(re.findall(CERTIFICATE, file.read(), re.DOTALL)) > 1:
            stop("the new one has more than one certificate, and kube-controller-manager, which signs by this file, ends then")


def check_key():
    certificate = re.sub(r"\.key$", ".crt", present)
    own = openssl("pkey", "-in", new, "-pubout")
    if own is None or own != openssl("x509", "-in", certificate, "-noout", "-pubkey"):
        stop(f"the new key is not that of the first CA in {certificate}")


*options, present, new = sys.argv[1:]
if "--one" in options:
    check_one()
# The first time: a new server, which has to get the CA of the others.
if os.path.exists(present):
    if present.endswith(".key"):
        check_key()
    else:
        check_certificates()

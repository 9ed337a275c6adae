#!/usr/bin/python3
"""Says whether a new encryption.json may take the place of the one that this server has: docs/data-center-cluster.md#another-key.

    check-encryption.py NEW [PRESENT]

It refuses what would leave objects unreadable: a key that is gone or another one while it is in use, and a first key that other API servers may
not know yet; and a second change while the API server has not read the first one. No key is in what it says.
"""
import base64
import json
import re
import ssl
import sys
import urllib.request

from api_server_reads import why_not

PRESENT = "/etc/kubernetes/hybrid-kubernetes/encryption.json"
OPTIONS = "/etc/etcd/etcd.json"
DOCS = "docs/data-center-cluster.md#another-key"
# Where the API server keeps what it encrypts, and what stands before it.
# Source: https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/#verifying-that-data-is-encrypted
OBJECTS = b"/registry/secrets/"
PREFIX = b"k8s:enc:secretbox:v1:%s:"
PAGE = 200


def stop(text):
    sys.exit(f"{text}: {DOCS}")


def keys_of(path):
    """The keys by their names, the first of which encrypts; none of a file that is damaged."""
    with open(path) as file:
        text = file.read()
    try:
        found = json.loads(text)["resources"][0]["providers"][0]["secretbox"]["keys"]
        return [(one["name"], one["secret"]) for one in found]
    except (ValueError, LookupError, TypeError):
        return []


def check_form(keys):
    names = [name for name, _ in keys]
    for name, key in keys:
        if not re.fullmatch("[a-z0-9]([a-z0-9-]*[a-z0-9])?", name):
            stop("the name of a key is of small letters, digits and -")
        try:
            length = len(base64.b64decode(key, validate=True))
        except ValueError:
            length = 0
        if length != 32:
            stop(f"{name} is no key of 32 bytes in base64")
    if not keys or len(set(names)) < len(names) or len({key for _, key in keys}) < len(keys):
        stop("each key has a name of its own and is there once, and there is at least one")


def in_use(names):
    """How many objects in etcd each of these keys has encrypted."""
    with open(OPTIONS) as file:
        options = json.load(file)
    pki = options["pki"]
    context = ssl.create_default_context(cafile=f"{pki}/ca.crt")
    # Since Python 3.13 it would refuse a CA without keyUsage. One that a cluster has had for long stays.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.load_cert_chain(f"{pki}/apiserver.crt", f"{pki}/apiserver.key")
    counts = dict.fromkeys(names, 0)
    start = OBJECTS
    while start:
        body = {"key": encoded(start), "range_end": encoded(OBJECTS[:-1] + b"0"), "limit": PAGE}
        page = json.loads(ask(options["members"], context, json.dumps(body).encode()))
        for one in page.get("kvs", []):
            value = base64.b64decode(one.get("value", ""))
            for name in names:
                counts[name] += value.startswith(PREFIX % name.encode())
        start = base64.b64decode(page["kvs"][-1]["key"]) + b"\0" if page.get("more") else None
    return counts


def encoded(key):
    return base64.b64encode(key).decode()


def ask(members, context, body):
    """The first member that answers: each knows what a majority has."""
    error = None
    for member in members:
        try:
            with urllib.request.urlopen(f"{member['client']}/v3/kv/range", body, timeout=20, context=context) as answer:
                return answer.read()
        except OSError as found:
            error = found
    raise OSError(f"no member of etcd answers: {error}")


new, present, *_ = [*sys.argv[1:], PRESENT]
wanted = keys_of(new)
check_form(wanted)
try:
    known = keys_of(present)
except FileNotFoundError:
    # The first time: a new server, which has to get the keys of the others.
    sys.exit(0)
if not known:
    # Which keys are in use, nobody can say by it.
    whose = "this server gets the keys of the pillar then, which have to be those of the other control-plane servers"
    stop(f"{present} is damaged, and has no keys. Move it away, and apply again: {whose}")
for name, key in wanted:
    if dict(known).get(name, key) != key:
        stop(f"{name} is another key than it was, and what that one has encrypted would be unreadable. A new key has a new name, and is added")
if wanted != known and (why := why_not(present)):
    stop(why)
first, last = wanted[0][0], known[0][0]
if last not in dict(wanted):
    stop(f"{last} is gone, with which API servers encrypt. A new key is added after it, and made the first one once all have it")
if first not in dict(known):
    stop(f"{first} is new, and the first one: an API server that has not got it could not read what others write. Add it after {last}")
gone = [name for name, _ in known if name not in dict(wanted)]
if gone:
    try:
        counts = in_use(gone)
    except (OSError, ValueError, LookupError) as error:
        stop(f"{', '.join(gone)} is gone, and nobody can say whether objects need it: {error}")
    for name, count in counts.items():
        if count:
            stop(f"{name} is gone, and {count} objects in etcd are still encrypted with it. Write them anew first")

#!/usr/bin/python3
"""Issues the certificates of this server by a CA whose key it has, if they are missing, about to expire, or for other names.

    issue-certificates.py issue /etc/etcd/etcd.json
    issue-certificates.py check /etc/etcd/etcd.json     fails, and names what `issue` would do
"""
import ipaddress
import json
import os
import pwd
import re
import ssl
import subprocess
import sys
import tempfile
import time

DAYS = 365
# A third of their life is left for whoever sees the alert.
RENEW_DAYS = 120


def openssl(*arguments, text=None):
    """What openssl prints; `None` if it refuses."""
    done = subprocess.run(["openssl", *arguments], input=text, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def alternatives_of(path):
    """The names and addresses in a certificate, as they are asked for."""
    found = openssl("x509", "-in", path, "-noout", "-ext", "subjectAltName") or ""
    return {
        re.sub("^IP Address:", "IP:", one.strip()).lower() for line in found.splitlines()[1:] for one in line.split(",")
    }


def asked_for(one):
    """The same, as they should be. openssl writes IPv6 addresses without `::`."""
    whole = lambda address: ":".join(format(int(part, 16), "x") for part in ipaddress.ip_address(address).exploded.split(":"))
    return {
        (f"IP:{whole(value[3:])}" if value.startswith("IP:") and ":" in value[3:] else value).lower()
        for value in one["alternatives"]
    }


def reason(one):
    """Why a certificate must be issued; nothing if it need not."""
    certificate, key = path_of(one, "crt"), path_of(one, "key")
    if not (os.path.exists(certificate) and os.path.exists(key)):
        return "is not there"
    if openssl("x509", "-in", certificate, "-noout", "-checkend", str(RENEW_DAYS * 86400)) is None:
        return f"is valid for less than {RENEW_DAYS} days"
    # Where the file has several, by the first one: the others are trusted alone.
    first = openssl("x509", "-in", authority("crt")) or ""
    if openssl("verify", "-CAfile", "/dev/stdin", certificate, text=first) is None:
        return "is of another CA"
    if openssl("x509", "-in", certificate, "-noout", "-pubkey") != openssl("pkey", "-in", key, "-pubout"):
        return "does not belong to its key"
    if alternatives_of(certificate) != asked_for(one):
        return "is for other names"
    return None


def check_clock(one):
    """By a clock that is wrong, a good certificate would give way to one that nobody takes once it is right."""
    for path in (authority("crt"), path_of(one, "crt")):
        start = (openssl("x509", "-in", path, "-noout", "-startdate") or "").strip().partition("=")[2]
        if not start or ssl.cert_time_to_seconds(start) <= time.time():
            continue
        # One that was issued by a clock that was ahead is replaced, once it is known to be right.
        if path == authority("crt") or not is_synchronized():
            sys.exit(f"{path} is valid from {start} on: this clock is wrong, or was when that was issued. Nothing is issued before it is synchronized: timedatectl")


def is_synchronized():
    try:
        return subprocess.run(["timedatectl", "show", "--property=NTPSynchronized", "--value"], capture_output=True, text=True).stdout.strip() == "yes"
    except OSError:
        return False


def path_of(one, ending):
    return os.path.join(options["pki"], f"{one['name']}.{ending}")


def authority(ending):
    return os.path.join(options["pki"], f"ca.{ending}")


def issue(one):
    """Certificate and key get their names last, so that whoever reads them finds two that belong together but for an instant."""
    owner = pwd.getpwnam(one["user"])
    with tempfile.TemporaryDirectory(dir=options["pki"], prefix=".new-") as folder:
        key, request, certificate, extensions = (os.path.join(folder, name) for name in ("key", "csr", "crt", "ext"))
        with open(extensions, "w") as file:
            file.write("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n")
            file.write(f"extendedKeyUsage={one['usages']}\n")
            if one["alternatives"]:
                file.write(f"subjectAltName={','.join(one['alternatives'])}\n")
        run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
        run("req", "-new", "-key", key, "-subj", one["subject"], "-out", request)
        # A serial number of its own: servers that issue by one CA share no file to count in.
        serial = f"0x{int.from_bytes(os.urandom(15), 'big') | 1 << 119:x}"
        signed_by = ["-CA", authority("crt"), "-CAkey", authority("key"), "-set_serial", serial, "-days", str(DAYS)]
        run("x509", "-req", "-in", request, *signed_by, "-extfile", extensions, "-out", certificate)
        for path, mode in ((key, 0o600), (certificate, 0o644)):
            os.chmod(path, mode)
            os.chown(path, owner.pw_uid, owner.pw_gid)
        os.replace(key, path_of(one, "key"))
        os.replace(certificate, path_of(one, "crt"))


def run(*arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"openssl {arguments[0]}: {done.stderr.strip()}")


command, path = sys.argv[1:]
with open(path) as file:
    options = json.load(file)
wanted = [(one, why) for one in options["certificates"] if (why := reason(one))]
for one, why in wanted:
    print(f"{path_of(one, 'crt')} {why}")
    if command == "issue":
        check_clock(one)
        issue(one)
if command == "check" and wanted:
    sys.exit(1)

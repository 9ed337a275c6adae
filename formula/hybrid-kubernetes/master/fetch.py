#!/usr/bin/python3
"""Takes the current release of a data centre to its Salt master: docs/data-center-release.md. What is there already is in releases.py.

    fetch.py fetch.json           takes what is current, if it is newer than all that was here
    fetch.py fetch.json --older   takes it even if it is older, or was left by releases.py --back
"""
import contextlib
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import tempfile
import urllib.request

from releases import BUSY, WAIT_SECONDS, Releases, number_of

# More than any release has: what never ends fills no memory.
LIMIT = 64 * 1024 * 1024
# For all that is asked of the source: one that sends a byte now and then ends as well.
DEADLINE_SECONDS = 120
SIGNATURE = b"-----BEGIN SSH SIGNATURE-----"


class HttpsAlone(urllib.request.HTTPRedirectHandler):
    """What leads from https:// to elsewhere would show all addresses to whoever is on the way."""

    def redirect_request(self, request, file, code, message, headers, url):
        if not url.startswith("https://"):
            raise ValueError(f"the source leads to {url}, expected https://")
        return super().redirect_request(request, file, code, message, headers, url)


def read(source, name):
    is_folder = "://" not in source
    if not is_folder and not source.startswith("https://"):
        raise ValueError(f"the source is {source}, expected a folder or https://")
    where = f"{source.rstrip('/')}/{name}"
    with open(where, "rb") if is_folder else urllib.request.build_opener(HttpsAlone).open(where, timeout=30) as file:
        content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise ValueError(f"{name} has more than {LIMIT} bytes, which no release has")
    return content


@contextlib.contextmanager
def deadline():
    def end(*_):
        raise TimeoutError(f"the source took more than {DEADLINE_SECONDS} s")

    signal.signal(signal.SIGALRM, end)
    signal.alarm(DEADLINE_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def published(options):
    """The number and the hash that a key has signed which may sign for this data centre: the file of signers says which."""
    text, mark, rest = read(options["source"], "current").partition(SIGNATURE)
    with tempfile.NamedTemporaryFile() as signature:
        signature.write(mark + rest)
        signature.flush()
        ask = ["-I", options["data_center"], "-n", "hybrid-kubernetes", "-f", options["signers"], "-s", signature.name]
        check = subprocess.run(["ssh-keygen", "-Y", "verify", *ask], input=text, capture_output=True)
    if check.returncode != 0:
        said = (check.stdout + check.stderr).decode(errors="replace").strip()
        raise ValueError(f"current is not signed by one of {options['signers']}: {said}")
    release = json.loads(text)
    number, sha256 = release["number"], release["sha256"]
    if release["data_center"] != options["data_center"]:
        raise ValueError(f"current is of {release['data_center']}, not of {options['data_center']}")
    # As text, 0003 would be another release than 3.
    if type(number) is not int or not re.fullmatch("[0-9]+-[0-9a-f]{64}", f"{number}-{sha256}"):
        raise ValueError(f"current says number {json.dumps(number)} and sha256 {sha256}, which are not those of a release")
    return number, sha256


def files_of(options, sha256):
    bundle = read(options["source"], f"releases/{sha256}.tar")
    if hashlib.sha256(bundle).hexdigest() != sha256:
        raise ValueError(f"releases/{sha256}.tar has another hash: it was changed, or did not come whole")
    with tarfile.open(fileobj=io.BytesIO(bundle)) as tar:
        for member in tar:
            # Who may sign may not write elsewhere: no `..`, no absolute path, no link, no device.
            if not member.isreg() or os.path.normpath(member.name) != member.name or re.match(r"/|\.\.(/|$)", member.name):
                raise ValueError(f"releases/{sha256}.tar holds {member.name}, which is no file below its folder")
        return {member.name: tar.extractfile(member).read() for member in tar}


def wants(releases, name, takes_older):
    """Whether the files of a release are to be unpacked."""
    if name == releases.current():
        return not releases.is_whole(name)
    # Where nothing is current, as after a loss of the link and of what was taken, the newest one is wanted again.
    again = releases.current() is None and name == releases.newest
    return takes_older or again or releases.newest is None or number_of(name) > number_of(releases.newest)


def take(releases, name, files, takes_older):
    if wants(releases, name, takes_older):
        if files is None:
            raise ValueError(f"{name} was changed meanwhile: the next run takes it")
        was_current = name == releases.current()
        releases.put(name, files)
        if was_current:
            print(f"current stays {name}: it was damaged, and is whole again")
        else:
            releases.add(name)
    elif name not in (releases.current(), releases.newest):
        raise ValueError(f"{name} is not newer than {releases.newest}, which was here; --older takes it")
    elif name != releases.current():
        print(f"current stays {releases.current()}: {name} was left by --back")
    note_heard(releases)


def note_heard(releases):
    # Its time says when all was well with the source: release-metrics.py reads it.
    open(releases.at("heard"), "w").close()


def leave(releases, name, takes_older):
    """A roll-out takes hours. Its release stays, and the source is no less heard."""
    if name in (releases.current(), releases.newest) or wants(releases, name, False):
        note_heard(releases)
    # No failure of the timer's, which comes again. Who asks for an older one has not got it.
    if takes_older:
        sys.exit(BUSY)
    print(BUSY)
    sys.exit()


if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--older"]):
    sys.exit(f"got {' '.join(sys.argv[1:]) or 'nothing'}, expected a file of settings, and --older or nothing")
with open(sys.argv[1]) as file:
    settings = json.load(file)
older = sys.argv[2:] == ["--older"]
here = Releases(settings["folder"])
# The timer comes again; somebody who wants an older one now waits for who has it for a moment.
is_mine = here.hold(WAIT_SECONDS if older else 0)
with here.known(is_mine), deadline():
    # The way back is open while the source is asked, however long it takes.
    here.let_go()
    number, sha256 = published(settings)
    name = f"{number}-{sha256}"
    files = files_of(settings, sha256) if is_mine and wants(here, name, older) else None
if not is_mine or not here.hold(WAIT_SECONDS):
    leave(here, name, older)
# What is known may be another thing by now.
with here.known():
    take(here, name, files, older)

#!/usr/bin/python3
"""Takes the current release of a data centre to its Salt master: see docs/data-center-release.md.

    fetch.py fetch.json           takes what is current, if it is newer than all that was here
    fetch.py fetch.json --older   takes it even if it is older, or was left by --back
    fetch.py fetch.json --back    goes back to the release before, and stays there until a newer one is published
"""
import fcntl
import hashlib
import http.client
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.request

KEPT = 3
SIGNATURE = b"-----BEGIN SSH SIGNATURE-----"

OPTIONS = {"--older", "--back"}
if len(sys.argv) < 2 or not OPTIONS.issuperset(sys.argv[2:]):
    # A slip in --back would take what is newest.
    sys.exit(f"got {' '.join(sys.argv[1:]) or 'nothing'}, expected a file of settings, and {' or '.join(sorted(OPTIONS))} or nothing")
with open(sys.argv[1]) as file:
    options = json.load(file)
releases, link, newest = (os.path.join(options["folder"], name) for name in ("releases", "current", "newest"))


def read(name):
    if "://" in options["source"]:
        with urllib.request.urlopen(f"{options['source'].rstrip('/')}/{name}", timeout=30) as answer:
            return answer.read()
    with open(os.path.join(options["source"], name), "rb") as file:
        return file.read()


def published():
    """What was signed, if a key that may sign for this data centre did: the file of signers says which."""
    text, mark, rest = read("current").partition(SIGNATURE)
    with tempfile.NamedTemporaryFile() as signature:
        signature.write(mark + rest)
        signature.flush()
        ask = ["-I", options["data_center"], "-n", "hybrid-kubernetes", "-f", options["signers"], "-s", signature.name]
        check = subprocess.run(["ssh-keygen", "-Y", "verify", *ask], input=text, capture_output=True)
    if check.returncode != 0:
        said = (check.stdout + check.stderr).decode(errors="replace").strip()
        raise ValueError(f"current is not signed by one of {options['signers']}: {said}")
    release = json.loads(text)
    if release["data_center"] != options["data_center"]:
        raise ValueError(f"current is of {release['data_center']}, not of {options['data_center']}")
    return release["number"], release["sha256"]


def is_whole(folder):
    """Whether each file is as its own release says."""
    try:
        with open(os.path.join(folder, "release.json")) as file:
            files = json.load(file)["files"]
        for path, sha256 in files.items():
            with open(os.path.join(folder, path), "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != sha256:
                    return False
        return True
    except (OSError, ValueError):
        return False


def unpack(sha256, folder):
    """Beside what is used. A folder gets its name when it is complete, and on the disk."""
    if is_whole(folder):
        return
    bundle = read(f"releases/{sha256}.tar")
    if hashlib.sha256(bundle).hexdigest() != sha256:
        raise ValueError(f"releases/{sha256}.tar has another hash: it was changed, or did not come whole")
    part = os.path.join(releases, ".part")
    subprocess.run(["rm", "-rf", part], check=True)
    with tarfile.open(fileobj=io.BytesIO(bundle)) as tar:
        for member in tar:
            # Who may sign may not write elsewhere: no `..`, no absolute path, no link, no device.
            if not member.isreg() or os.path.normpath(member.name) != member.name or re.match(r"/|\.\.(/|$)", member.name):
                raise ValueError(f"releases/{sha256}.tar holds {member.name}, which is no file below its folder")
            path = os.path.join(part, member.name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            # With the time of now: a master takes a file for unchanged while its time is, and in a release all have one time.
            with open(path, "wb") as out:
                out.write(tar.extractfile(member).read())
    os.sync()
    # Nothing is current for no longer than it takes to rename two folders.
    damaged = os.path.join(releases, ".damaged")
    subprocess.run(["rm", "-rf", damaged], check=True)
    if os.path.exists(folder):
        os.rename(folder, damaged)
    os.rename(part, folder)
    subprocess.run(["rm", "-rf", damaged], check=True)


def switch(name):
    """In one step: whoever opens a file finds all of one release, or all of the other."""
    os.symlink(os.path.join("releases", name), f"{link}.part")
    os.replace(f"{link}.part", link)
    print(f"current is {name}")


def number_of(name):
    return int(name.partition("-")[0])


def have():
    """The releases that are here, the newest first."""
    return sorted((name for name in os.listdir(releases) if not name.startswith(".")), key=number_of, reverse=True)


def back(current):
    before = [name for name in have() if number_of(name) < number_of(current)]
    if not before:
        raise ValueError(f"there is no release before {current}")
    switch(before[0])


def forward(current):
    number, sha256 = published()
    name = f"{number}-{sha256}"
    if not re.fullmatch("[0-9]+-[0-9a-f]{64}", name):
        raise ValueError(f"current says number {number} and sha256 {sha256}, which are not those of a release")
    if name == current:
        if is_whole(os.path.join(releases, name)):
            return
        unpack(sha256, os.path.join(releases, name))
        return print(f"current stays {current}: it was damaged, and is whole again")
    seen = os.readlink(newest) if os.path.islink(newest) else None
    if seen and number <= number_of(seen) and "--older" not in sys.argv:
        if name == seen:
            return print(f"current stays {current}: {name} was left by --back")
        raise ValueError(f"{name} is not newer than {seen}, which was here; --older takes it")
    unpack(sha256, os.path.join(releases, name))
    # A link, as it is written in one step: the highest number that was ever taken, whatever is current.
    os.symlink(max(name, seen or name, key=number_of), f"{newest}.part")
    os.replace(f"{newest}.part", newest)
    switch(name)
    for old in [one for one in have() if one != name][KEPT - 1 :]:
        subprocess.run(["rm", "-rf", os.path.join(releases, old)], check=True)


os.makedirs(releases, exist_ok=True)
with open(f"{newest}.lock", "w") as lock, open(os.path.join(options["folder"], "rolling.lock"), "w") as rolling:
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        fcntl.flock(rolling, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # Half of the servers would get what no canary had. The timer comes again.
        sys.exit("a roll-out is under way: current stays" if "--back" in sys.argv else print("a roll-out is under way: current stays"))
    for part in (f"{link}.part", f"{newest}.part"):
        if os.path.islink(part):
            os.unlink(part)
    current = os.path.basename(os.readlink(link)) if os.path.islink(link) else ""
    try:
        (back if "--back" in sys.argv else forward)(current)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, http.client.HTTPException, tarfile.TarError) as error:
        sys.exit(f"nothing was changed, current stays {current or 'nothing'}: {error}")

#!/usr/bin/python3
"""Takes the current release of a data centre to its Salt master: see docs/data-center-release.md.

    fetch.py fetch.json           takes what is current, if it is newer than all that was here
    fetch.py fetch.json --older   takes it even if it is older, or was left by --back
    fetch.py fetch.json --back    goes back to the release that was current before, and stays there until a newer one is published

One lock is held by whatever changes what is current, and by a roll-out: `--lock=<number>` is a file with it that the caller has open.
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
given = [one for one in sys.argv[2:] if re.fullmatch("--lock=[0-9]+", one)]
wishes = set(sys.argv[2:]) - set(given)
if len(sys.argv) < 2 or not wishes <= OPTIONS:
    # A slip in --back would take what is newest.
    sys.exit(f"got {' '.join(sys.argv[1:]) or 'nothing'}, expected a file of settings, and {' or '.join(sorted(OPTIONS))} or nothing")
with open(sys.argv[1]) as file:
    options = json.load(file)
releases, link, taken = (os.path.join(options["folder"], name) for name in ("releases", "current", "taken.json"))


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


def switch(way, newest):
    """To the last one of the way. What was decided is on the disk first: the next run completes it."""
    with open(f"{taken}.part", "w") as file:
        json.dump({"way": way, "newest": newest}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{taken}.part", taken)
    point_to(way[-1])


def point_to(name):
    """In one step: whoever opens a file finds all of one release, or all of the other."""
    os.symlink(os.path.join("releases", name), f"{link}.part")
    os.replace(f"{link}.part", link)
    print(f"current is {name}")


def number_of(name):
    return int(name.partition("-")[0])


def back(way, newest):
    """Only to what was current, and was not left by --back: its hash was that of a signed release, and it is whole."""
    if len(way) < 2:
        raise ValueError(f"there is no release before {way[-1] if way else 'the first'}")
    if not is_whole(os.path.join(releases, way[-2])):
        raise ValueError(f"{way[-2]}, the release before, was changed or lost on this master; publish the one that you want as a newer one")
    switch(way[:-1], newest)


def forward(way, newest):
    number, sha256 = published()
    name = f"{number}-{sha256}"
    if not re.fullmatch("[0-9]+-[0-9a-f]{64}", name):
        raise ValueError(f"current says number {number} and sha256 {sha256}, which are not those of a release")
    if name in way[-1:]:
        if is_whole(os.path.join(releases, name)):
            return
        unpack(sha256, os.path.join(releases, name))
        return print(f"current stays {name}: it was damaged, and is whole again")
    if newest and number <= number_of(newest) and "--older" not in wishes:
        if name == newest:
            return print(f"current stays {way[-1]}: {name} was left by --back")
        raise ValueError(f"{name} is not newer than {newest}, which was here; --older takes it")
    unpack(sha256, os.path.join(releases, name))
    way = [*(one for one in way if one != name), name][-KEPT:]
    switch(way, max(name, newest or name, key=number_of))
    for old in set(os.listdir(releases)) - set(way):
        subprocess.run(["rm", "-rf", os.path.join(releases, old)], check=True)


os.makedirs(releases, exist_ok=True)
with open(int(given[0].partition("=")[2]) if given else os.path.join(options["folder"], "lock"), "w") as lock:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # Half of the servers would get what no canary had. The timer comes again.
        said = "a roll-out is under way, or another fetch.py: current stays"
        sys.exit(said if "--back" in wishes else print(said))
    way, newest = [], None
    try:
        if os.path.islink(f"{link}.part"):
            os.unlink(f"{link}.part")
        if os.path.exists(taken):
            with open(taken) as file:
                known = json.load(file)
            way, newest = known["way"], known["newest"]
            # It ended before it had done what it had decided.
            if not os.path.islink(link) or os.path.basename(os.readlink(link)) != way[-1]:
                point_to(way[-1])
        (back if "--back" in wishes else forward)(way, newest)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, http.client.HTTPException, tarfile.TarError) as error:
        sys.exit(f"nothing was changed, current stays {way[-1] if way else 'nothing'}: {error}")

#!/usr/bin/python3
"""Looks after this server's member of etcd: docs/data-center-cluster.md.

    hybrid-kubernetes-etcd status                  the members and how they are
    hybrid-kubernetes-etcd snapshot                takes a snapshot, and removes old ones
    hybrid-kubernetes-etcd join [--replaces NAME]  makes this server a member: remove, add as a learner, promote
    hybrid-kubernetes-etcd restore FILE            makes this server's data from a snapshot; removes nothing
    hybrid-kubernetes-etcd restart                 restarts this member: no two at once, and none that a majority needs

For states and units: `is-current` whether it runs with what it would read now, `record` what it was started with, `may-be VERSION` whether the
members allow that version, `may-go` whether a majority stays without this member.
"""
import argparse
import fcntl
import hashlib
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE_SECONDS = 600
LOCK = "hybrid-kubernetes-restart"


def stop(text):
    sys.exit(f"hybrid-kubernetes-etcd: {text}")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        stop(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def etcdctl(endpoints):
    pki = options["pki"]
    tls = [f"--cacert={pki}/ca.crt", f"--cert={pki}/client.crt", f"--key={pki}/client.key"]
    return ["etcdctl", f"--endpoints={','.join(endpoints)}", *tls]


def own():
    return [options["own"]["client"]]


def everybody():
    return [one["client"] for one in options["members"]]


def others():
    return [one["client"] for one in options["members"] if one["name"] != options["name"]]


def members(endpoints):
    """What the cluster knows: a member that was added and has not started has no name yet."""
    return json.loads(run(*etcdctl(endpoints), "member", "list", "-w", "json"))["members"]


def is_healthy(endpoint):
    done = subprocess.run([*etcdctl([endpoint]), "endpoint", "health"], capture_output=True, text=True)
    return done.returncode == 0


def has_data():
    return os.path.exists(os.path.join(options["data"], "member"))


def is_own(member):
    return options["own"]["peer"] in member["peerURLs"]


def wait_for(what, holds):
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > end:
            stop(f"{what}: not within {PATIENCE_SECONDS} s")
        time.sleep(1)


def status(_):
    endpoints = own() if is_healthy(own()[0]) else others()
    print(run(*etcdctl(endpoints), "member", "list", "-w", "table"), end="")
    ill = [one["name"] for one in options["members"] if not is_healthy(one["client"])]
    for name in ill:
        print(f"{name} does not answer")
    if ill:
        sys.exit(1)


def snapshot(_):
    folder, keep, then = (options["snapshots"][key] for key in ("folder", "keep", "then"))
    os.makedirs(folder, mode=0o700, exist_ok=True)
    # Else one that somebody takes by hand would remove the half of the timer's.
    alone = os.open(folder, os.O_RDONLY)
    fcntl.flock(alone, fcntl.LOCK_EX)
    for name in os.listdir(folder):
        if ".part" in name:
            os.unlink(os.path.join(folder, name))
    path = os.path.join(folder, f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.db")
    run(*etcdctl(own()), "snapshot", "save", f"{path}.part")
    run("etcdutl", "snapshot", "status", f"{path}.part")
    os.chmod(f"{path}.part", 0o600)
    os.replace(f"{path}.part", path)
    # One from the future was taken by a clock that was wrong, before this one. It goes first, and this one stays.
    taken = os.path.basename(path)
    there = [name for name in os.listdir(folder) if name.endswith(".db")]
    for name in sorted(there, key=lambda name: (name <= taken, name))[:-keep]:
        os.unlink(os.path.join(folder, name))
    # Yours: it takes the snapshot to another place. If it fails, the age that is measured goes on growing.
    if os.access(then, os.X_OK):
        run(then, path)
    with open(os.path.join(folder, "succeeded"), "w") as file:
        file.write(f"{path}\n")
    print(path)


def join(order):
    if has_data():
        stop(f"{options['data']} has data: this server is a member, or was one. Move them away if they are lost")
    if not others():
        stop("there is no other member to join")
    check_joins()
    known = members(others())
    planned = {one["name"]: one for one in options["members"]}
    gone = [one for one in known if order.replaces is not None and one.get("name") == order.replaces]
    if order.replaces is not None and order.replaces in planned and order.replaces != options["name"]:
        stop(f"{order.replaces} is still a member in the plan: take it out of servers first")
    # With its data, a member of this name has lost all that made it one.
    mine = [one for one in known if is_own(one)]
    waiting = [one for one in mine if one.get("isLearner") and not one.get("name")]
    lost = [one for one in mine if one not in waiting]
    if lost and order.replaces != options["name"]:
        stop(f"{options['name']} is a member already, and has no data here: if they are lost, join --replaces {options['name']}")
    if order.replaces is not None and not gone and not waiting:
        stop(f"no member is called {order.replaces}: {names(known)}")
    left = [one for one in known if one not in gone and one not in lost and one not in waiting]
    strange = sorted({names([one]) for one in left} ^ (set(planned) - {options["name"]}))
    if strange:
        stop(f"the plan and the cluster differ in {', '.join(strange)}: the cluster has {names(known)}")
    for one in left:
        if not is_healthy(planned[one["name"]]["client"]):
            stop(f"{one['name']} does not answer: bring it back first, or the majority is at stake")
    for one in gone:
        address = one["clientURLs"][0] if one.get("clientURLs") else None
        if address and is_healthy(address):
            stop(f"{one['name']} still answers at {address}: stop its etcd first")
        run(*etcdctl(others()), "member", "remove", format(one["ID"], "x"))
        print(f"removed {one['name']}")
    if not waiting:
        peer = f"--peer-urls={options['own']['peer']}"
        run(*etcdctl(others()), "member", "add", options["name"], "--learner", peer)
        print(f"added {options['name']} as a learner")
    # The states leave a server without data alone: nobody else has it start after a reboot.
    run("systemctl", "enable", "--now", "etcd")
    promote()


def check_joins():
    """Before a member is removed: with a file of the first start, this one would begin a cluster of its own, and not start in the one that is there."""
    path = next(one for one in options["read_at_start"] if one.endswith(".yaml"))
    with open(path) as file:
        if re.search("^initial-cluster-state: existing$", file.read(), re.MULTILINE):
            return
    text = "deploy isRunning: true in cluster.etcd, and apply the states of this server again. Nothing was changed"
    stop(f"initial-cluster-state in {path} is not `existing`: {text}")


def promote():
    """A learner has no vote until it has caught up, so that adding it puts no majority at stake."""

    def promoted():
        mine = next((one for one in members(others()) if is_own(one)), None)
        if mine is None:
            stop("this server is no member any more")
        if not mine.get("isLearner"):
            return True
        command = [*etcdctl(others()), "member", "promote", format(mine["ID"], "x")]
        return subprocess.run(command, capture_output=True).returncode == 0

    wait_for("the learner has not caught up", promoted)
    print(f"promoted {options['name']}")


def names(some):
    return ", ".join(one.get("name") or f"a member at {one['peerURLs'][0]} that has not started" for one in some)


def restore(order):
    if has_data() or os.path.exists(options["data"]):
        stop(f"{options['data']} exists: stop etcd on all members, and move it away on each")
    with open(order.file, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    # Members of the old cluster that still run somewhere are not those of this one. All members have it from the same file.
    called = f"{options['cluster_name']}-{digest[:12]}"
    cluster = ",".join(f"{one['name']}={one['peer']}" for one in options["members"])
    # It gets its name last: half of it is no data that etcd would start with.
    half = f"{options['data']}.half"
    shutil.rmtree(half, ignore_errors=True)
    command = ["etcdutl", "snapshot", "restore", order.file, f"--data-dir={half}", f"--name={options['name']}"]
    command += [f"--initial-cluster={cluster}", "--initial-cluster-token", called]
    command += [f"--initial-advertise-peer-urls={options['own']['peer']}"]
    # Controllers that watch would otherwise meet revisions that they know, with other contents.
    command += ["--bump-revision=1000000000", "--mark-compacted"]
    run(*command)
    owner = pwd.getpwnam(options["user"])
    for folder, below, files in os.walk(half):
        for path in [folder, *(os.path.join(folder, name) for name in [*below, *files])]:
            os.chown(path, owner.pw_uid, owner.pw_gid)
    os.rename(half, options["data"])
    print(f"restored {options['name']} from the snapshot with SHA-256 {digest}")
    print("when all members print this number: systemctl enable --now etcd on each")


def check_majority(what, alone_too=False):
    """Refuses what takes this member away, unless those that vote keep their majority without it: each of them is asked itself."""
    try:
        voters = [one for one in members(everybody()) if not one.get("isLearner")]
    except SystemExit as error:
        stop(f"no majority answers: {what}. {error}")
    rest = [one for one in voters if not is_own(one)]
    if not rest and alone_too:
        return
    silent = [one for one in rest if not (one.get("clientURLs") and is_healthy(one["clientURLs"][0]))]
    needed = len(voters) // 2 + 1
    left = len(rest) - len(silent)
    if left < needed:
        why = f"{names(silent)} does not answer, and without" if silent else "without"
        stop(f"{why} {options['name']} {left} of {len(voters)} members would be left, where {needed} are a majority: {what}")


def may_go(_):
    check_majority("it stays. Replace it first, or name the cluster that goes as a whole: docs/data-center-cluster.md#a-server-goes")


def restart(order):
    """The lock is in etcd itself, where one member that is down does not lose it."""
    if order.locked is None:
        # Without a majority nobody gets a lock, and would wait for it.
        members(everybody())
        with tempfile.TemporaryDirectory() as folder:
            begun = os.path.join(folder, "begun")
            again = [sys.executable, os.path.abspath(__file__), "--options", order.options, "restart", "--locked", begun]
            waiting = subprocess.Popen([*etcdctl(everybody()), "lock", LOCK, "--ttl=60", "--", *again])
            end = time.monotonic() + PATIENCE_SECONDS * 2
            while waiting.poll() is None:
                if time.monotonic() > end and is_first(begun):
                    waiting.kill()
                    waiting.wait()
                    stop("another member is being restarted for too long: nothing was done here")
                time.sleep(0.2)
            sys.exit(waiting.returncode)
    if not is_first(order.locked):
        stop("the lock came too late: nothing is restarted")
    check_majority("nothing is restarted", alone_too=True)
    run("systemctl", "restart", "etcd")
    wait_for("the member does not answer after its restart", lambda: is_healthy(own()[0]))
    print(f"restarted {options['name']}")


def is_first(path):
    """Whoever makes the file goes on: what begins under the lock is ended by nobody, and does not begin once it is not waited for."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except OSError:
        return False
    return True


def digest_now():
    found = hashlib.sha256()
    for path in options["read_at_start"]:
        with open(path, "rb") as file:
            content = file.read()
        # A change of what only the first start reads needs no other one.
        if path.endswith(".yaml"):
            content = b"\n".join(line for line in content.split(b"\n") if not line.startswith((b"initial-", b"#")))
        found.update(hashlib.sha256(content).digest())
    return found.hexdigest()


def record(_):
    with open(options["started_with"], "w") as file:
        file.write(digest_now())


def is_current(_):
    try:
        with open(options["started_with"]) as file:
            started = file.read()
    except OSError:
        started = ""
    if started != digest_now():
        stop("etcd runs with what it read before a change")


def version_at(endpoint):
    """`None` if it does not answer."""
    done = subprocess.run([*etcdctl([endpoint]), "endpoint", "status", "-w", "json"], capture_output=True, text=True)
    try:
        return json.loads(done.stdout)[0]["Status"]["version"]
    except (ValueError, LookupError, TypeError):
        return None


def may_be(order):
    """One minor version up at a time, and never one down: a newer one writes what an older one does not read."""
    number = lambda version: [int(part) for part in version.split(".")[:3]]
    # Of one that is down, what it would start as is what it was.
    runs = version_at(own()[0]) or run("etcd", "--version").split("\n")[0].split()[-1]
    minor, wanted = number(runs)[1], number(order.version)[1]
    if wanted < minor:
        stop(f"etcd is {runs}, and its data go back to no older minor version: {order.version}. Keep {runs} in the release")
    if wanted == minor:
        return
    # Members of versions that are further apart do not talk to each other.
    for one in options["members"]:
        version = runs if one["name"] == options["name"] else version_at(one["client"])
        if version is None:
            stop(f"{one['name']} does not answer, and may have a version that {order.version} may not stand beside")
        place = "" if one["name"] == options["name"] else f" on {one['name']}"
        if wanted > number(version)[1] + 1:
            before = f"a release with 3.{number(version)[1] + 1} comes before {order.version}"
            stop(f"etcd{place} is {version}, and goes one minor version at a time: {before}")
        if wanted == 6 and number(version)[1] == 5 and number(version) < [3, 5, 26]:
            stop(f"etcd{place} is {version}, and all members have 3.5.26 or later before one has {order.version}")


parser = argparse.ArgumentParser(prog="hybrid-kubernetes-etcd", description="Looks after this server's member of etcd.")
parser.add_argument("--options", default="/etc/etcd/etcd.json", help=argparse.SUPPRESS)
commands = parser.add_subparsers(required=True, metavar="command")
for name, function, text in [
    ("status", status, "the members and how they are"),
    ("snapshot", snapshot, "take a snapshot, and remove old ones"),
    ("join", join, "make this server a member"),
    ("restore", restore, "make this server's data from a snapshot"),
    ("restart", restart, "restart this member: no two at once, and none that a majority needs"),
    ("is-current", is_current, "whether it runs with what it would read now"),
    ("record", record, "note what it is started with"),
    ("may-be", may_be, "whether the members allow a version"),
    ("may-go", may_go, "whether a majority stays without this member"),
]:
    one = commands.add_parser(name, help=text)
    one.set_defaults(do=function)
    if name == "join":
        one.add_argument("--replaces", metavar="NAME", help="the member that is gone")
    if name == "restore":
        one.add_argument("file")
    if name == "may-be":
        one.add_argument("version")
    if name == "restart":
        one.add_argument("--locked", metavar="FILE", help=argparse.SUPPRESS)
order = parser.parse_args()
with open(order.options) as file:
    options = json.load(file)
order.do(order)

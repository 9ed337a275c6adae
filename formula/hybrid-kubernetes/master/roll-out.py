#!/usr/bin/python3
"""Brings the current release to all servers of the data centre, stage by stage, and ends where one is not healthy: docs/data-center-release.md.

    hybrid-kubernetes-roll-out [--back] [--upgrade | --downgrade] [--release 42-<hash>] [--without edge-1,worker-2] [--without-router a1-left]

With --back it goes back to the release before, first; again, until that release has come to all, it goes on with that one. With --upgrade or
--downgrade servers are in the order of the cluster's versions, and nodes are drained: docs/data-center-upgrade.md. Servers that cannot be asked are left out with --without, and a router that is being worked on
with --without-router: sessions with it may be down. --release is for a pipeline, which knows what it published. While it runs, no release is taken.
"""
import argparse
import json
import os
import subprocess
import sys

sys.path.insert(0, "/usr/local/lib/hybrid-kubernetes")
from releases import Releases

OPTIONS = "/etc/hybrid-kubernetes/fetch.json"
SALT_RUN = ["salt-run"]

parser = argparse.ArgumentParser()
parser.add_argument("--back", action="store_true", help="to the release before the current one")
order = parser.add_mutually_exclusive_group()
order.add_argument("--upgrade", dest="order", action="store_const", const="upgrade", help="etcd, then the control plane, then workers, drained")
order.add_argument("--downgrade", dest="order", action="store_const", const="downgrade", help="workers, then the control plane, drained")
parser.add_argument("--release", help="only if this one is current, by its number and hash: 42-<hash>")
parser.add_argument("--without", default="", help="servers that are left out, by name, with commas between")
parser.add_argument("--without-router", default="", help="routers of racks whose sessions may be down, by name, with commas between")
arguments = parser.parse_args()
names = lambda text: [name for name in text.split(",") if name]
if arguments.back and arguments.release:
    parser.error("--release is for the way forward: what --back goes to is what was current before")
with open(OPTIONS) as file:
    releases = Releases(json.load(file)["folder"])
if not releases.hold():
    sys.exit("another roll-out is under way, or a release is being taken")
# What it has gone back to, until all servers have it.
going_back = releases.at("going-back")


def went_back():
    try:
        with open(going_back) as file:
            return file.read() == releases.current()
    except FileNotFoundError:
        return False


with releases.known():
    if arguments.back and not went_back():
        before = releases.before()
        # On the disk before it goes there: the same command, after one that was cut off, goes no further than that.
        with open(going_back, "w") as file:
            file.write(before)
            file.flush()
            os.fsync(file.fileno())
        releases.back()
if releases.current() is None:
    sys.exit("no release is current: nothing was rolled out")
if arguments.release not in (None, releases.current()):
    sys.exit(f"current is {releases.current()}, not {arguments.release}: nothing was rolled out")
print(f"rolling out {releases.current()}", flush=True)
# What the master remembers of the folders of the release before.
subprocess.run([*SALT_RUN, "--out=txt", "fileserver.clear_file_list_cache"], check=True)
pillar = {"without": names(arguments.without), "without_routers": names(arguments.without_router), "order": arguments.order}
command = ["state.orchestrate", "hybrid-kubernetes.orchestrate.roll-out", f"pillar={json.dumps(pillar)}"]
# It holds the lock, too: whoever ends this program does not end that one.
status = subprocess.run([*SALT_RUN, "--state-output=terse", *command], pass_fds=[releases.lock.fileno()]).returncode
if status == 0 and os.path.exists(going_back):
    os.unlink(going_back)
sys.exit(status)

#!/usr/bin/python3
"""Takes an edge or control plane server out of what it shares with others, or puts it back, and waits until that has happened.

The other edge servers hand over what users still send on connections of this one: `on` waits until they have ended, for as long as
services let requests end, and then says how many are left. With `--no-wait` it does not.

    drain.py on [--no-wait] | off | status
"""
import json
import os
import subprocess
import sys
import time

OPTIONS = "/etc/exabgp/shared-routes.json"
try:
    with open(OPTIONS) as file:
        options = json.load(file)
except (OSError, ValueError) as error:
    sys.exit(f"{OPTIONS} cannot be read, so this server shares nothing that could be withdrawn: {error}")


def status():
    """What the process of ExaBGP says that it does; `None` while it has not said so yet."""
    try:
        with open(options["state"]) as file:
            state = json.load(file)
        return state["drained"], len(state["announced"])
    except (OSError, ValueError, KeyError):
        return None


def open_connections():
    """Users' connections, in all processes of HAProxy: also in those that a reload has left behind."""
    if not options["user_addresses"]:
        return 0
    addresses = " or ".join(f"src [{address}]" for address in options["user_addresses"])
    command = ["/usr/bin/ss", "-H", "-t", "-n", "state", "established", f"( {addresses} )"]
    return len(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())


wanted, *more = sys.argv[1:] or [""]
if wanted not in ("on", "off", "status") or more not in ([], ["--no-wait"]):
    sys.exit(__doc__)
if wanted == "on":
    open(options["drained_file"], "w").close()
elif wanted == "off" and os.path.exists(options["drained_file"]):
    os.remove(options["drained_file"])
end = time.monotonic() + 10
while wanted != "status" and (status() or (None, 0))[0] != (wanted == "on"):
    if time.monotonic() > end:
        sys.exit("the process of ExaBGP does not look at the file: is ExaBGP down, or /run full?")
    time.sleep(0.2)
if wanted == "on" and not more:
    end = time.monotonic() + options["draining_seconds"]
    # Routers take a moment to follow: until then, connections may still begin here.
    time.sleep(2 if options["user_addresses"] else 0)
    while open_connections() > 0 and time.monotonic() < end:
        time.sleep(0.5)
known = status()
if known is None:
    sys.exit(f"{options['state']} cannot be read: has ExaBGP not started yet, or is /run full?")
drained, count = known
left = f", {open_connections()} connections of users open" if options["user_addresses"] else ""
print(f"{'drained' if drained else 'in service'}, {count} routes announced{left}")

#!/usr/bin/python3
"""Takes an edge or control plane server out of what it shares with others, or puts it back, and waits until that has happened.

    drain.py on | off | status
"""
import json
import os
import sys
import time

with open("/etc/exabgp/shared-routes.json") as file:
    options = json.load(file)


def status():
    with open(options["state"]) as file:
        state = json.load(file)
    return state["drained"], len(state["announced"])


wanted = sys.argv[1] if len(sys.argv) == 2 else ""
if wanted not in ("on", "off", "status"):
    sys.exit(__doc__)
if wanted == "on":
    open(options["drained_file"], "w").close()
elif wanted == "off" and os.path.exists(options["drained_file"]):
    os.remove(options["drained_file"])
end = time.monotonic() + 10
while wanted != "status" and status()[0] != (wanted == "on"):
    if time.monotonic() > end:
        sys.exit("the process of ExaBGP does not look at the file: is ExaBGP down?")
    time.sleep(0.2)
drained, count = status()
print(f"{'drained' if drained else 'in service'}, {count} routes announced")

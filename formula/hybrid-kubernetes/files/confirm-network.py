#!/usr/bin/python3
"""Keeps a server within its master's reach: a change of its network stays only if the master is heard after it.

    confirm-network.py save FILE...       remembers these files, as they are good; `saved FILE...` says whether that was done
    confirm-network.py begin PART MASTER  a part of them is about to be written and used: tcp://10.0.0.1:4506
    confirm-network.py done PART          it is used; what never gets here is given up
    confirm-network.py wait               waits for the master, else brings the old files back: hybrid-kubernetes-confirm.service
    confirm-network.py recheck            states begin to run after old files were brought back
    confirm-network.py accept             they have run: if they changed nothing of the network, the old files are what is wanted
    confirm-network.py status             0: all is confirmed, 1: old files were brought back, 3: it waits
"""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time

FOLDER = "/var/lib/hybrid-kubernetes/network"
ROOT = "/"
SECONDS = 60
# Above the hold time of BGP, 9 s: routes of a session that is lost without a word have gone by then.
STEADY_SECONDS = 10
SESSIONS = ["/run/exabgp/sessions-ipv4.json", "/run/exabgp/sessions-ipv6.json"]
BATCH = "/usr/local/lib/hybrid-kubernetes/network.batch"
SYSCTL = "/etc/sysctl.d/60-hybrid-kubernetes.conf"
EXABGP = "/etc/exabgp/exabgp.conf"
BIRD = "/etc/bird/bird.conf"

at = lambda name: os.path.join(FOLDER, name)
place = lambda path: os.path.join(ROOT, path.lstrip("/"))
kept = lambda path: at("saved" + path)


def read(name):
    try:
        with open(at(name)) as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def write(name, content):
    """In one step, and on the disk: a server may lose its power now."""
    with open(at(name + ".part"), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(at(name + ".part"), at(name))


def forget(name):
    if os.path.exists(at(name)):
        os.unlink(at(name))


def run(*command, text=None):
    result = subprocess.run(command, capture_output=True, text=True, input=text)
    if result.returncode != 0:
        print(f"{' '.join(command)}: {result.stderr.strip()}", file=sys.stderr, flush=True)
    return result.stdout


def copy(path, to):
    os.makedirs(os.path.dirname(to), exist_ok=True)
    if not os.path.exists(path):
        if os.path.exists(to):
            os.unlink(to)
        return
    part = f"{to}.part"
    shutil.copy2(path, part)
    own = os.stat(path)
    os.chown(part, own.st_uid, own.st_gid)
    # As in `write`: what is noted as waiting would be brought back from a copy that is empty.
    with open(part, "rb") as file:
        os.fsync(file.fileno())
    os.replace(part, to)


def content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def save(files):
    os.makedirs(FOLDER, mode=0o700, exist_ok=True)
    if read("pending"):
        return
    for path in files:
        copy(place(path), kept(path))
    write("files", files)


def is_saved(files):
    """While a change waits, what was good before it is kept."""
    same = read("files") == files and all(content(place(path)) == content(kept(path)) for path in files)
    return bool(read("pending")) or same


def begin(part, masters):
    if not masters:
        return print("there is no master to be heard: nothing is brought back")
    pending = read("pending") or {"open": [], "addresses": addresses(), "routes": routes(), "families": families()}
    pending.update(masters=masters, open=sorted({*pending["open"], part}), boot=boot())
    write("pending", pending)
    forget("rechecked")
    # It counts from now on, also when it was counting.
    run("systemctl", "restart", "--no-block", "hybrid-kubernetes-confirm.service")


def accept():
    """So whoever goes back to the release before finds the server as it should be."""
    if read("rechecked") and not read("pending"):
        forget("restored")
    forget("rechecked")


def done(part):
    pending = read("pending")
    if pending:
        pending["open"] = [one for one in pending["open"] if one != part]
        write("pending", pending)
    else:
        save(read("files"))


def boot():
    with open("/proc/sys/kernel/random/boot_id") as file:
        return file.read().strip()


def addresses():
    links = json.loads(run("ip", "-json", "address", "show") or "[]")
    return [f"{one['local']}/{one['prefixlen']} {link['ifname']}" for link in links for one in link.get("addr_info", [])]


def routes():
    """The destinations of routes by their metric, as `ip` prints them."""
    every = [route for family in ("-4", "-6") for route in json.loads(run("ip", family, "-json", "route", "show") or "[]")]
    return [f"{route['dst']} {route.get('metric', 0)}" for route in every]


def families():
    """Which families have a session of BGP. Where there was one, routers may keep old routes while a server that lost it is as good as gone."""
    up = []
    for path in SESSIONS:
        try:
            with open(path) as file:
                state = json.load(file)
            with open(f"/proc/{state['exabgp']}/cmdline") as file:
                if "exabgp" in file.read() and any(one.get("up") for one in state["sessions"].values()):
                    up.append(path)
        except (OSError, ValueError, KeyError):
            pass
    return up


def is_heard(master):
    """Whether it greets us, on a connection of its own: an old one may outlive the route that new ones need, and whatever has its port is not yet Salt."""
    host, port = re.fullmatch(r"(?:tcp://)?\[?([^\]]+?)\]?:(\d+)", master).groups()
    try:
        with socket.create_connection((host, int(port)), timeout=3) as connection:
            # The first byte of ZeroMQ's greeting.
            return connection.recv(1) == b"\xff"
    except OSError:
        return False


def is_well(pending):
    return set(pending["families"]) <= set(families()) and any(is_heard(master) for master in pending["masters"])


def wait():
    if not read("pending"):
        return
    end, since = time.monotonic() + SECONDS, None
    while time.monotonic() < end:
        time.sleep(1)
        pending = read("pending")
        # After a start of the server, nobody is about to use anything.
        is_used = not pending["open"] or pending["boot"] != boot()
        since = (since or time.monotonic()) if is_used and is_well(pending) else None
        if since and time.monotonic() - since >= STEADY_SECONDS:
            forget("pending")
            forget("restored")
            save(read("files"))
            return print("the master is heard: the network stays as it is")
    restore(read("pending"))


def undone(new, old, pending):
    """What takes lines of one file for `ip -batch` back that the other does not have, but for what was there before either."""
    for line in new.splitlines():
        words = line.split()
        if line in old.splitlines() or words[1:2] != ["replace"]:
            continue
        if words[0] == "address" and f"{words[2]} {words[4]}" not in pending["addresses"]:
            yield f"address del {words[2]} dev {words[4]}"
        if words[0] == "route":
            kind, rest = (["blackhole"], words[3:]) if words[2] == "blackhole" else ([], words[2:])
            metric = rest[rest.index("metric") + 1] if "metric" in rest else None
            shown = "default" if rest[0] in ("0.0.0.0/0", "::/0") else rest[0]
            if f"{shown} {metric or (1024 if ':' in rest[0] else 0)}" not in pending["routes"]:
                yield " ".join(["route", "del", *kind, rest[0], *(["metric", metric] if metric else [])])


def restore(pending):
    text = lambda path: (content(path) or b"").decode()
    files = read("files")
    back = list(undone(text(place(BATCH)), text(kept(BATCH)), pending))
    changed = [path for path in files if content(place(path)) != content(kept(path))]
    if not changed:
        forget("pending")
        return print("no file of the network was written: nothing is brought back")
    for path in changed:
        copy(kept(path), place(path))
    run("systemctl", "daemon-reload")
    if content(place(SYSCTL)) is not None:
        run("sysctl", "-q", "-p", place(SYSCTL))
    run("ip", "-force", "-batch", "-", text="".join(f"{line}\n" for line in back))
    if content(place(BATCH)) is not None:
        run("ip", "-force", "-batch", place(BATCH))
    run("systemctl", "stop" if content(place(EXABGP)) is None else "restart", "exabgp")
    if BIRD in files:
        run("systemctl", "stop" if content(place(BIRD)) is None else "reload-or-restart", "bird")
    # The master may have given its connections up, which it would notice after five minutes (tcp_keepalive_idle). Debian's unit leaves a run of the states alone.
    run("systemctl", "try-restart", "--no-block", "salt-minion")
    write("restored", changed)
    forget("pending")
    sys.exit(f"the master was not heard within {SECONDS} s: brought back {', '.join(changed)}")


def status():
    restored = read("restored")
    if read("pending"):
        print("it waits for the master")
        sys.exit(3)
    if restored is not None:
        sys.exit(f"the master was not heard: brought back {', '.join(restored)}")


command, *rest = sys.argv[1:]
if command == "save":
    save(rest)
elif command == "saved":
    sys.exit(0 if is_saved(rest) else 1)
elif command == "begin":
    begin(rest[0], rest[1:])
elif command == "done":
    done(rest[0])
elif command == "recheck":
    write("rechecked", True)
elif command == "accept":
    accept()
elif command == "wait":
    wait()
else:
    status()

#!/usr/bin/python3
"""A process of ExaBGP: keeps the default route over those routers that offer one.

A link that is up says nothing about the router behind it: it may have lost its own uplinks, or hang. So each router announces a
default route while it has one itself, and this program writes the kernel's default route from what was heard. With no offer
there is no such route, and the one beneath it (metric 2048, over all links) takes its place: so too when ExaBGP ends.

It also remembers which sessions are up, and how often each was lost, for metrics.py: see --sessions.

    default-routes.py --source 10.128.0.1 --router 10.129.0.4 eth0 --router 10.129.0.6 eth1
"""
import argparse
import ipaddress
import json
import os
import select
import subprocess
import sys

METRIC = "512"
DEFAULTS = {4: "0.0.0.0/0", 6: "::/0"}

parser = argparse.ArgumentParser()
parser.add_argument("--source", required=True, help="the loopback address, which packets of the server come from")
parser.add_argument("--router", nargs=2, action="append", required=True, metavar=("ADDRESS", "INTERFACE"))
parser.add_argument("--sessions", required=True, help="a file that remembers which sessions are up")
arguments = parser.parse_args()
interfaces = {ipaddress.ip_address(address): interface for address, interface in arguments.router}
version = ipaddress.ip_address(arguments.source).version
default = DEFAULTS[version]


def ip(*command):
    result = subprocess.run(["ip", f"-{version}", *command], capture_output=True, text=True, timeout=5)
    if result.returncode != 0:
        print(f"default-routes: ip {' '.join(command)}: {result.stderr.strip()}", file=sys.stderr, flush=True)
    return result.stdout


def written():
    """The routers that the kernel's route leads to. An earlier run may have written it: the kernel is the memory."""
    routes = json.loads(ip("-json", "route", "show", "default", "proto", "bgp", "metric", METRIC) or "[]")
    hops = [hop for route in routes for hop in route.get("nexthops", [route])]
    return {ipaddress.ip_address(hop["gateway"]) for hop in hops} & set(interfaces)


def write(offers):
    """Makes the kernel's route what was heard; a route that is right already stays, so that no flow moves."""
    if offers == written():
        return
    if not offers:
        ip("route", "del", default, "proto", "bgp", "metric", METRIC)
        return
    hops = [word for router in sorted(offers) for word in ("nexthop", "via", str(router), "dev", interfaces[router])]
    ip("route", "replace", default, "proto", "bgp", "metric", METRIC, "src", arguments.source, *hops)


def known_sessions():
    """What an earlier run knew of the same ExaBGP. Of another one, all sessions are new."""
    try:
        with open(arguments.sessions) as file:
            state = json.load(file)
        return state["sessions"] if state["exabgp"] == os.getppid() else {}
    except (OSError, ValueError, KeyError):
        return {}


def note_session(sessions, message):
    """Remembers that a session came up or was lost. A file that cannot be written costs a metric, and no route."""
    router = message.get("neighbor", {}).get("address", {}).get("peer")
    state = message.get("neighbor", {}).get("state")
    if message.get("type") != "state" or state not in ("up", "down"):
        return
    before = sessions.get(router, {"up": False, "losses": 0})
    lost = before["up"] and state == "down"
    sessions[router] = {"up": state == "up", "losses": before["losses"] + int(lost)}
    try:
        with open(f"{arguments.sessions}.new", "w") as file:
            json.dump({"exabgp": os.getppid(), "sessions": sessions}, file)
        os.replace(f"{arguments.sessions}.new", arguments.sessions)
    except OSError as error:
        print(f"default-routes: {error}", file=sys.stderr, flush=True)


def nlri(routes):
    """The prefixes in one part of an update, which is a list, or an object of lists by next hop."""
    lists = routes.values() if isinstance(routes, dict) else [routes]
    return {route["nlri"] if isinstance(route, dict) else route for routes in lists for route in routes}


def hear(offers, message):
    """The offers after one message of ExaBGP."""
    neighbor = message.get("neighbor", {})
    router = neighbor.get("address", {}).get("peer")
    router = router and ipaddress.ip_address(router)
    if router not in interfaces:
        return offers
    if message["type"] == "state":
        # A new session begins with nothing; what the router still offers follows.
        return offers - {router} if neighbor["state"] in ("up", "down") else offers
    update = neighbor.get("message", {}).get("update", {})
    family = f"ipv{version} unicast"
    if default in nlri(update.get("withdraw", {}).get(family, [])):
        offers = offers - {router}
    if default in nlri(update.get("announce", {}).get(family, [])):
        offers = offers | {router}
    return offers


offers = written()
sessions = known_sessions()
buffer = b""
while True:
    # Written anew now and then: a port that was taken down and up again has lost its routes.
    write(offers)
    if not select.select([sys.stdin], [], [], 5)[0]:
        continue
    # Read what there is: lines that wait in a buffer of Python's would never make `select` return.
    chunk = os.read(0, 65536)
    if not chunk:
        break
    *lines, buffer = (buffer + chunk).split(b"\n")
    for line in lines:
        if line.startswith(b"{"):
            message = json.loads(line)
            note_session(sessions, message)
            offers = hear(offers, message)
write(set())

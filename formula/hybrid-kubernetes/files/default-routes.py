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
import select
import subprocess
import sys

from exabgp_process import complain, is_of_this_exabgp, messages, nlri, recall, remember, router_of, session_of

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
        complain(f"ip {' '.join(command)}: {result.stderr.strip()}")
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
    state = recall(arguments.sessions)
    return state.get("sessions", {}) if is_of_this_exabgp(state) else {}


def note_session(sessions, message):
    """Remembers that a session came up or was lost."""
    router, state = router_of(message), session_of(message)
    if state is None:
        return
    before = sessions.get(router, {"up": False, "losses": 0})
    lost = before["up"] and state == "down"
    sessions[router] = {"up": state == "up", "losses": before["losses"] + int(lost)}
    remember(arguments.sessions, sessions=sessions)


def hear(offers, message):
    """The offers after one message of ExaBGP."""
    address = router_of(message)
    router = address and ipaddress.ip_address(address)
    if router not in interfaces:
        return offers
    family = f"ipv{version} unicast"
    # A new session begins with nothing; what the router still offers follows.
    if session_of(message) or default in nlri(message, "withdraw", family):
        offers = offers - {router}
    if default in nlri(message, "announce", family):
        offers = offers | {router}
    return offers


offers = written()
sessions = known_sessions()
while True:
    # Written anew now and then: a port that was taken down and up again has lost its routes.
    write(offers)
    if not select.select([sys.stdin], [], [], 5)[0]:
        continue
    heard = messages()
    if heard is None:
        break
    for message in heard:
        note_session(sessions, message)
        offers = hear(offers, message)
write(set())

#!/usr/bin/python3
"""A process of ExaBGP: keeps the default route over those routers that offer one.

A link that is up says nothing about the router behind it: it may have lost its own uplinks, or hang. So each router announces a
default route while it has one itself, and this program writes the kernel's default route from what was heard. With no offer
there is no such route, and the one beneath it (metric 2048, over all links) takes its place: so too when ExaBGP ends.

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
            offers = hear(offers, json.loads(line))
write(set())

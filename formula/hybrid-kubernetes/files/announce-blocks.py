#!/usr/bin/python3
"""A process of ExaBGP: announces the blocks of pods that this server holds.

Calico keeps one `blackhole <block> proto bird` in the kernel for each block of the server. So the kernel is what is asked: no API
server, no credential, and what was there when the API server went away stays announced.

    announce-blocks.py --community 65100:200 --state /run/exabgp/blocks --blocks 10.132.32.0/19 26
"""
import argparse
import ipaddress
import json
import os
import select
import subprocess
import sys

from exabgp_process import complain, messages, router_of, session_of, write

parser = argparse.ArgumentParser()
parser.add_argument("--community", required=True)
parser.add_argument("--state", required=True, help="a file that remembers what is announced")
parser.add_argument("--blocks", nargs=2, action="append", required=True, metavar=("RANGE", "LENGTH"))
arguments = parser.parse_args()
ranges = [(ipaddress.ip_network(prefix), int(length)) for prefix, length in arguments.blocks]


def is_block(network):
    return any(
        network.version == within.version and network.prefixlen == length and network.subnet_of(within)
        for within, length in ranges
    )


def held():
    blocks = set()
    for version in sorted({within.version for within, _ in ranges}):
        command = ["ip", f"-{version}", "-json", "route", "show", "type", "blackhole", "proto", "bird"]
        answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=5).stdout
        blocks |= {ipaddress.ip_network(route["dst"]) for route in json.loads(answer or "[]") if route["dst"] != "default"}
    return {block for block in blocks if is_block(block)}


def say(command):
    print(command, flush=True)


def in_order(blocks):
    return sorted(blocks, key=lambda block: (block.version, block))


def remember(blocks):
    write(arguments.state, "".join(f"{block}\n" for block in in_order(blocks)))


def remembered():
    """What an earlier run announced: ExaBGP starts this program again when it ends, and still announces all of that."""
    try:
        with open(arguments.state) as file:
            return {ipaddress.ip_network(line.strip()) for line in file}
    except (OSError, ValueError):
        return set()


def announce(before, again=False):
    """Tells ExaBGP what changed, and returns what is announced."""
    try:
        now = held()
    except (OSError, ValueError, subprocess.SubprocessError) as error:  # What was known last stays announced.
        complain(error)
        return before
    if before != now:
        remember(before | now)
    for block in in_order(before - now):
        say(f"withdraw route {block} next-hop self")
    for block in in_order(now if again else now - before):
        say(f"announce route {block} next-hop self community [ {arguments.community} ]")
    if before - now:
        remember(now)
    return now


def end_of_routes(message):
    """A router keeps the routes from before a restart until the end-of-RIB marker."""
    if session_of(message) == "up":
        router = ipaddress.ip_address(router_of(message))
        say(f"neighbor {router} announce eor ipv{router.version} unicast")


monitor = subprocess.Popen(["ip", "monitor", "route"], stdout=subprocess.PIPE)
announced = announce(remembered(), again=True)
while True:
    ready, _, _ = select.select([monitor.stdout, sys.stdin], [], [], 10)
    if monitor.stdout in ready and not os.read(monitor.stdout.fileno(), 65536):
        sys.exit("announce-blocks: `ip monitor` ended")  # ExaBGP starts this program again.
    announced = announce(announced)
    if sys.stdin in ready:
        heard = messages()
        if heard is None:
            break
        for message in heard:
            end_of_routes(message)
monitor.kill()

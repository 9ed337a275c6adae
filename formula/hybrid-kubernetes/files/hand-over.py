#!/usr/bin/python3
"""A process of ExaBGP on edge servers: keeps who comes next when a packet belongs to no connection of this server.

All edge servers have the same addresses, and routers share connections anew when one of them comes or goes. A packet of a connection
that began elsewhere goes to the first of the others by address, from there to the second, and so on, until one knows it; the
last one resets the connection. Routers announce the others' own addresses, while they are there. Only the destination is rewritten:
the answer goes to the user directly.

    hand-over.py /etc/exabgp/hand-over.json
"""
import ipaddress
import json
import select
import subprocess
import sys
import time

from exabgp_process import complain, is_of_this_exabgp, messages, nlri, recall, remember, router_of, session_of

NFT = "/usr/sbin/nft"
TABLE = "hybrid_kubernetes_hand_over"
WORDS = {4: "ip", 6: "ip6"}
# A session that ends and begins again says everything anew, and packets come before that: what it said before holds for so long.
KEEP_SECONDS = 10
# Written anew now and then: a firewall that is loaded again has lost it.
WRITE_SECONDS = 5

with open(sys.argv[1]) as file:
    options = json.load(file)
own = {ipaddress.ip_address(address).version: ipaddress.ip_address(address) for address in options["own"]}
versions = {ipaddress.ip_address(bind["address"]).version for bind in options["binds"]} & set(own)


def run(*command, text=None):
    result = subprocess.run(command, input=text, capture_output=True, text=True, timeout=5)
    if result.returncode != 0:
        complain(f"{' '.join(command)}: {result.stderr.strip()}")
    return result.stdout


def is_marked():
    """Without the mark on accepted connections, this server's own would look like those of others."""
    with open("/proc/sys/net/ipv4/tcp_fwmark_accept") as file:
        return file.read().strip() == "1"


def older_connections():
    """Those that began before their first packets were marked, as when this was installed or the firewall was loaded again."""
    addresses = " or ".join(sorted({f"src [{bind['address']}]" for bind in options["binds"]}))
    lines = run("/usr/bin/ss", "-H", "-t", "-n", "-e", "state", "established", f"( {addresses} )").splitlines()
    marks = [word for line in lines for word in line.split() if word.startswith("fwmark:")]
    return len(lines) - sum(bool(int(mark[len("fwmark:"):], 16) & options["mark"]) for mark in marks)


def rules(others):
    """The chains: whom packets of users go to, and those that another server has handed over."""
    for version in sorted(versions):
        word = WORDS[version]
        behind = sorted(address for address in others if address.version == version)
        following = {"first": behind, "next": [address for address in behind if address > own[version]]}
        for chain, left in following.items():
            yield f"flush chain {word} {TABLE} {chain}"
            for bind in options["binds"]:
                if not left or ipaddress.ip_address(bind["address"]).version != version:
                    continue
                rate = options["packets_per_second"]
                yield (
                    f"add rule {word} {TABLE} {chain} {word} daddr {bind['address']} tcp dport {bind['port']} "
                    f"limit rate {rate}/second burst {rate} packets {word} daddr set {left[0]} tcp dport set {bind['hand_over_port']} "
                    f"dup to {left[0]} drop"
                )


def is_empty():
    return not any("dup to" in run(NFT, "list", "chain", WORDS[version], TABLE, "first") for version in versions)


def write(others):
    run(NFT, "-f", "-", text="".join(f"{line}\n" for line in rules(others)))


def heard_before():
    """What an earlier run heard of the same ExaBGP, which does not say it again."""
    state = recall(options["state"])
    return {router: set(some) for router, some in state.get("heard", {}).items()} if is_of_this_exabgp(state) else {}


def hear(heard, kept, message):
    """Notes what one message of ExaBGP says."""
    router = router_of(message)
    if router is None:
        return
    if session_of(message):
        # A new session begins with nothing; what the router still announces follows.
        kept.append((time.monotonic() + KEEP_SECONDS, heard.pop(router, set())))
    for family in ("ipv4 unicast", "ipv6 unicast"):
        gone, come = nlri(message, "withdraw", family), nlri(message, "announce", family)
        heard[router] = (heard.get(router, set()) - gone) | come


def others_in(heard, kept):
    networks = [ipaddress.ip_network(prefix) for some in [*heard.values(), *(old for _, old in kept)] for prefix in some]
    hosts = {network.network_address for network in networks if network.prefixlen == network.max_prefixlen}
    return hosts - set(own.values())


heard = heard_before()
kept = []
written = None
due = waiting_since = time.monotonic()
while True:
    now = time.monotonic()
    kept = [(end, old) for end, old in kept if end > now and old]
    others = others_in(heard, kept) if is_marked() else set()
    if others != written or time.monotonic() >= due:
        due = time.monotonic() + WRITE_SECONDS
        remember(options["state"], heard={router: sorted(some) for router, some in heard.items()})
        if not is_empty() or not older_connections() or time.monotonic() - waiting_since > options["patience_seconds"]:
            write(others)
            written, waiting_since = others, time.monotonic()
        else:
            written = others
    if not select.select([sys.stdin], [], [], max(0.0, min([due, *(end for end, _ in kept)]) - time.monotonic()))[0]:
        continue
    said = messages()
    if said is None:
        break
    for message in said:
        hear(heard, kept, message)
write(set())

#!/usr/bin/python3
"""A process of ExaBGP: announces what this server shares with others, each kind of route while its check is good.

Every return moves users' connections, as routers share them anew. So a server that comes back needs `rise` good checks, and twice
as many each time that it was withdrawn again, until it was announced for `flap_memory_seconds`. When a session of BGP begins anew, it
carries these routes two seconds after this server's own address: other edge servers can hand packets over to this one by then. While the file `drained` exists,
it announces nothing, and tells HAProxy so, which answers health checkers with 503.

A check may have `addresses`: they are this server's while it announces their routes, and no longer. Were the API's address here all the time, whoever
asks for it on a control-plane server whose own API server is down would reach that one, and none of the others.

    announce-shared.py /etc/exabgp/shared-routes.json
"""
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time

from exabgp_process import complain, is_of_this_exabgp, messages, recall, remember, router_of, session_of

# Routers take a second until they tell others what a new session brought.
HOLD_SECONDS = 2

with open(sys.argv[1]) as file:
    options = json.load(file)


class Check:
    """One kind of route: announced or not, and what was seen since that last changed."""

    def __init__(self, kind, command, routes, addresses=()):
        self.kind, self.command, self.routes, self.addresses = kind, command, routes, addresses
        # Whether the addresses are here: an earlier run may have left them.
        self.has_addresses, self.error = None, ""
        self.up, self.since, self.flaps, self.withdrawals = False, 0.0, 0, 0
        self.good = self.bad = 0

    def needed(self):
        """How many good checks bring it back: doubled by each flap after the first."""
        return min(options["rise"] * 2 ** max(self.flaps - 1, 0), options["most_rise"])

    def lost(self):
        self.up = False
        self.flaps += 1
        self.withdrawals += 1

    def note(self, is_good, now):
        self.good, self.bad = (self.good + 1, 0) if is_good else (0, self.bad + 1)
        if self.up and self.bad >= options["fall"]:
            self.lost()
        elif not self.up and self.good >= self.needed():
            self.up, self.since = True, now
        if self.up and now - self.since >= options["flap_memory_seconds"]:
            self.flaps = 0

    def is_settled(self):
        return self.bad == 0 if self.up else self.good == 0

    def own(self, wanted):
        """Gives this server the addresses, or takes them away. Without them, what is announced would be sent back to a router."""
        if wanted == self.has_addresses:
            return
        error = ""
        for prefix in self.addresses:
            once = ["nodad"] if wanted and ":" in prefix else []
            command = ["ip", "address", "replace" if wanted else "del", prefix, "dev", "lo", *once]
            answer = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if answer.returncode:
                error = f"{' '.join(command)}: {answer.stderr.strip()}"
        if wanted and error and error != self.error:
            complain(error)
        self.error = error
        # One that is not here any more cannot be taken away.
        self.has_addresses = None if wanted and error else wanted

    def state(self):
        return {name: getattr(self, name) for name in ("up", "since", "flaps", "withdrawals")}


checks = [Check(**check) for check in options["checks"]]
announced = set()
drained = False
# Routers whose session is down, or began anew, and when they may hear again what is shared.
held = {}


def recall_checks():
    """What an earlier run knew. One of the same ExaBGP still announces it; if ExaBGP itself ended, it was withdrawn."""
    before = recall(options["state"])
    for check in checks:
        for name, value in before.get("checks", {}).get(check.kind, {}).items():
            setattr(check, name, value)
    if is_of_this_exabgp(before):
        announced.update(tuple(route) for route in before.get("announced", []))
        return
    for check in checks:
        if check.up:
            check.lost()


def ask():
    """Runs all checks side by side, each within its time."""
    began = time.monotonic()
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [(check, subprocess.Popen(["/bin/sh", "-c", f"exec {check.command}"], **quiet)) for check in checks]
    for check, process in running:
        try:
            is_good = process.wait(max(0.01, began + options["timeout_seconds"] - time.monotonic())) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            is_good = False
        check.note(is_good, time.monotonic())


def note_session(message):
    router, state = router_of(message), session_of(message)
    if state:
        held[router] = time.monotonic() + HOLD_SECONDS if state == "up" else float("inf")


def tell(again=False):
    """Tells ExaBGP what changed, or all of it again. It is never told to withdraw what it does not announce."""
    global announced
    for check in checks:
        if check.up and not drained:
            check.own(True)
    wanted = set() if drained else {
        (neighbor, route["prefix"], route["community"])
        for check in checks if check.up and check.has_addresses
        for route in check.routes
        for neighbor in options["neighbors"][route["family"]] if held.get(neighbor, 0) <= time.monotonic()
    }
    for word, routes in (("withdraw", announced - wanted), ("announce", wanted if again else wanted - announced)):
        for neighbor, prefix, community in sorted(routes):
            print(f"neighbor {neighbor} {word} route {prefix} next-hop self community [ {community} ]", flush=True)
    announced = wanted
    for check in checks:
        if not check.up or drained:
            check.own(False)


def answer_haproxy():
    """HAProxy's agent check: while this server is drained, a server of it is in maintenance, and health checkers get 503."""
    while True:
        try:
            listener = socket.create_server(("127.0.0.1", options["agent_port"]))
            break
        except OSError:  # An earlier run is still about to end.
            time.sleep(0.2)
    with listener:
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(1)
                try:
                    connection.sendall(b"maint\n" if drained else b"ready up\n")
                except OSError:
                    pass


recall_checks()
if options["agent_port"]:
    threading.Thread(target=answer_haproxy, daemon=True).start()
due = time.monotonic()
is_first = True
while True:
    drained = os.path.exists(options["drained_file"])
    if time.monotonic() >= due:
        due = time.monotonic()
        ask()
        due += options["interval_seconds" if all(check.is_settled() for check in checks) else "fast_interval_seconds"]
    tell(again=is_first)
    states = {check.kind: check.state() for check in checks}
    remember(options["state"], drained=drained, announced=sorted(announced), checks=states)
    is_first = False
    # The file is looked at more often than the checks run.
    if select.select([sys.stdin], [], [], max(0.0, min(0.5, due - time.monotonic())))[0]:
        heard = messages()
        if heard is None:
            break
        for message in heard:
            note_session(message)

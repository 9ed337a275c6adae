"""What the processes of ExaBGP have in common: how they hear it, and how they remember.

ExaBGP starts a process that ends again, and tells it nothing that it told the one before. So each remembers, together with the number
of its ExaBGP: to another one, everything is new.
"""
import json
import os
import sys

PROGRAM = os.path.basename(sys.argv[0]).removesuffix(".py")
rest = b""
unwritable = None


def complain(error):
    print(f"{PROGRAM}: {error}", file=sys.stderr, flush=True)


def messages():
    """What ExaBGP says, as soon as there is something to read: `None` when it has ended."""
    global rest
    # Read what there is: lines that wait in a buffer of Python's would never make `select` return.
    chunk = os.read(0, 65536)
    if not chunk:
        return None
    *lines, rest = (rest + chunk).split(b"\n")
    return [message for line in lines if line.startswith(b"{") for message in about_neighbors(line)]


def about_neighbors(line):
    """The message of a line, if it is about a neighbour. One that is not understood ends no program: ExaBGP would give up on it."""
    try:
        message = json.loads(line)
    except ValueError as error:
        complain(error)
        return []
    return [message] if isinstance(message.get("neighbor"), dict) else []


def router_of(message):
    """The address of the router that a message is about."""
    return message["neighbor"].get("address", {}).get("peer")


def session_of(message):
    """`up` or `down`, if a message says that the session with a router is."""
    state = message["neighbor"].get("state")
    return state if message.get("type") == "state" and state in ("up", "down") and router_of(message) else None


def nlri(message, word, family):
    """The prefixes that a router announces or withdraws: a list, or an object of lists by next hop."""
    update = message["neighbor"].get("message", {}).get("update", {})
    routes = update.get(word, {}).get(family, [])
    lists = routes.values() if isinstance(routes, dict) else [routes]
    return {route["nlri"] if isinstance(route, dict) else route for routes in lists for route in routes}


def write(path, text):
    """In one step. A file that cannot be written costs metrics and what a later run knows, and no route. It complains once about each error."""
    global unwritable
    try:
        with open(f"{path}.new", "w") as file:
            file.write(text)
        os.replace(f"{path}.new", path)
        unwritable = None
    except OSError as error:
        if str(error) != unwritable:
            unwritable = str(error)
            complain(error)


def remember(path, **state):
    write(path, json.dumps({"exabgp": os.getppid(), **state}, indent=1))


def recall(path):
    """What an earlier run remembered; nothing, if it cannot be read."""
    try:
        with open(path) as file:
            state = json.load(file)
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def is_of_this_exabgp(state):
    return state.get("exabgp") == os.getppid()

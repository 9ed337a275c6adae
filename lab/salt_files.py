"""Writes the files of servers below folders, as Salt writes them on the servers: its own states, from the file and pillar roots of a master.

Reads from standard input {"folder", "file_roots", "pillar_roots", "ids", "to"}; writes {id: {"files", "errors"}}. Of the states of a server,
those of files alone are applied, each below `<to>/<id>`, with its owner, mode and check.
"""
import json
import os
import shlex
import sys

sys.dont_write_bytecode = True
from salt_caller import caller

order = json.load(sys.stdin)


def below(root, name, states):
    """The state of a file with a path below the root. What it requires is no file, or comes before it anyway."""
    given = {key: value for part in states if isinstance(part, dict) for key, value in part.items()}
    functions = [part for part in states if isinstance(part, str)]
    path = given.get("name", name)
    kept = {key: value for key, value in given.items() if key not in ("require", "watch", "onchanges", "name")}
    to = os.path.join(root, path.lstrip("/"))
    if "check_cmd" in kept:
        # The program finds the other files of its folder where they are on the server.
        os.makedirs(os.path.dirname(to), exist_ok=True)
        mount = "mount --bind %s %s" % (shlex.quote(os.path.dirname(to)), shlex.quote(os.path.dirname(path)))
        inside = '%s && exec %s "$0"' % (mount, kept["check_cmd"])
        kept["check_cmd"] = "unshare --mount sh -c %s" % shlex.quote(inside)
    return [*functions, {"name": to}, *({key: value} for key, value in kept.items())]


def write(minion_id):
    salt = caller(order, minion_id)
    errors = list(salt.cmd("pillar.items").get("_errors", []))
    highstate = salt.cmd("state.show_highstate")
    if isinstance(highstate, list):
        return {"files": 0, "errors": errors + highstate}
    root = os.path.join(order["to"], minion_id)
    files = {
        name: {"file": below(root, name, state["file"]), "__sls__": state["__sls__"], "__env__": state["__env__"]}
        for name, state in highstate.items()
        if "file" in state
    }
    results = salt.cmd("state.high", files)
    if isinstance(results, list):
        return {"files": 0, "errors": errors + results}
    errors += ["%s: %s" % (one["name"], one["comment"]) for one in results.values() if not one["result"]]
    return {"files": len(files), "errors": errors}


json.dump({minion_id: write(minion_id) for minion_id in order["ids"]}, sys.stdout)

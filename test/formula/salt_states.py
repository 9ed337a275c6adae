"""What Salt would do on each server, in one process: it is asked for the states and for the text of each file, and changes nothing.

Reads from standard input {"folder", "file_roots", "pillar_roots", "ids", "texts", "gpg_keydir", "pillar"}; writes {id: {"errors", "states", "texts",
"pillar"}}: what lies in the pillar at that path. Of a list of such orders it writes a list.
"""
import json
import os
import sys

import salt.exceptions

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../lab"))
from salt_caller import caller

given = json.load(sys.stdin)


# Servers with the same states have the same requisites, and each run starts every `unless` and `onlyif`: it takes seconds.
followed = set()


def ask(order, minion_id):
    one = caller(order, minion_id)
    try:
        highstate = one.cmd("state.show_highstate")
    except salt.exceptions.CommandExecutionError as error:  # Of a pillar that has errors.
        return {"errors": [str(error)], "states": {}, "texts": {}}
    errors = list(one.cmd("pillar.items").get("_errors", []))
    if isinstance(highstate, list):
        return {"errors": errors + highstate, "states": {}, "texts": {}}
    # Only who would run them follows their requisites. `mock` calls no module.
    same = tuple(sorted(highstate))
    if same not in followed:
        followed.add(same)
        run = one.cmd("state.apply", mock=True)
        errors += run if isinstance(run, list) else [state["comment"] for state in run.values() if not state["result"]]
    texts = {}
    for name, state in highstate.items():
        if not order["texts"] or "file" not in state:
            continue
        of_file = {key: value for part in state["file"] if isinstance(part, dict) for key, value in part.items()}
        if "source" not in of_file:  # A file that is to be absent.
            continue
        to = os.path.join(order["folder"], "rendered", minion_id, name.strip("/"))
        os.makedirs(os.path.dirname(to), exist_ok=True)
        options = {"template": of_file["template"], "context": of_file["context"]} if "template" in of_file else {}
        function = "cp.get_template" if options else "cp.get_file"
        if not one.cmd(function, of_file["source"], to, **options):
            errors.append("%s has no text" % name)
            continue
        with open(to, encoding="utf-8") as file:
            texts[name] = file.read()
    own = one.cmd("pillar.get", order["pillar"]) if "pillar" in order else None
    return {"errors": errors, "states": highstate, "texts": texts, "pillar": own}


def answers(order):
    return {minion_id: ask(order, minion_id) for minion_id in order["ids"]}


json.dump(list(map(answers, given)) if isinstance(given, list) else answers(given), sys.stdout, sort_keys=True)

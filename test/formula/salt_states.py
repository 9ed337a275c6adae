"""What Salt would do on each server, in one process: it is asked for the states and for the text of each file, and changes nothing.

Reads from standard input {"folder", "file_roots", "pillar_roots", "ids", "texts", "gpg_keydir"}; writes {id: {"errors", "states", "texts"}}.
"""
import json
import os
import sys

import salt.client
import salt.config
import salt.exceptions

order = json.load(sys.stdin)
os.makedirs(order["folder"], exist_ok=True)


def caller(minion_id):
    opts = salt.config.minion_config(None, minion_id=minion_id)
    opts.update(
        root_dir=order["folder"],
        conf_file=os.path.join(order["folder"], "minion"),
        cachedir=os.path.join(order["folder"], "cache", minion_id),
        pki_dir=os.path.join(order["folder"], "pki"),
        sock_dir=os.path.join(order["folder"], "run"),
        log_file=os.path.join(order["folder"], "log"),
        extension_modules=os.path.join(order["folder"], "cache", minion_id, "extmods"),
        file_client="local",
        file_roots={"base": order["file_roots"]},
        pillar_roots={"base": order["pillar_roots"]},
        # A server says whatever it likes of itself.
        grains={"role": "control-plane", "roles": ["control-plane", "etcd"], "hybrid": {"role": "control-plane"}},
        master_type="disable",
        gpg_keydir=order.get("gpg_keydir", os.path.join(order["folder"], "gpgkeys")),
    )
    return salt.client.Caller(mopts=opts)


def ask(minion_id):
    one = caller(minion_id)
    try:
        highstate = one.cmd("state.show_highstate")
    except salt.exceptions.CommandExecutionError as error:  # Of a pillar that has errors.
        return {"errors": [str(error)], "states": {}, "texts": {}}
    errors = list(one.cmd("pillar.items").get("_errors", []))
    if isinstance(highstate, list):
        return {"errors": errors + highstate, "states": {}, "texts": {}}
    # Only who would run them follows their requisites. `mock` calls no module.
    run = one.cmd("state.apply", mock=True)
    errors += run if isinstance(run, list) else [state["comment"] for state in run.values() if not state["result"]]
    texts = {}
    for name, state in highstate.items():
        if not order["texts"] or "file" not in state:
            continue
        given = {key: value for part in state["file"] if isinstance(part, dict) for key, value in part.items()}
        to = os.path.join(order["folder"], "rendered", minion_id, name.strip("/"))
        os.makedirs(os.path.dirname(to), exist_ok=True)
        options = {"template": given["template"], "context": given["context"]} if "template" in given else {}
        function = "cp.get_template" if options else "cp.get_file"
        if not one.cmd(function, given["source"], to, **options):
            errors.append("%s has no text" % name)
            continue
        with open(to, encoding="utf-8") as file:
            texts[name] = file.read()
    return {"errors": errors, "states": highstate, "texts": texts}


json.dump({minion_id: ask(minion_id) for minion_id in order["ids"]}, sys.stdout, sort_keys=True)

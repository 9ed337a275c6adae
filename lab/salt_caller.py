"""Salt as one minion, without a master, in a folder of its own: for what asks it about many servers in one process."""
import os

import salt.client
import salt.config

# A server says whatever it likes of itself.
GRAINS = {"role": "control-plane", "roles": ["control-plane", "etcd"], "hybrid": {"role": "control-plane"}}


def caller(order, minion_id):
    """`order` has its folder, and a master's `file_roots` and `pillar_roots`; its `gpg_keydir`, if it has one."""
    folder = order["folder"]
    os.makedirs(folder, exist_ok=True)
    opts = salt.config.minion_config(None, minion_id=minion_id)
    opts.update(
        root_dir=folder,
        conf_file=os.path.join(folder, "minion"),
        cachedir=os.path.join(folder, "cache", minion_id),
        pki_dir=os.path.join(folder, "pki"),
        sock_dir=os.path.join(folder, "run"),
        log_file=os.path.join(folder, "log"),
        extension_modules=os.path.join(folder, "cache", minion_id, "extmods"),
        file_client="local",
        file_roots={"base": order["file_roots"]},
        pillar_roots={"base": order["pillar_roots"]},
        grains=GRAINS,
        master_type="disable",
        gpg_keydir=order.get("gpg_keydir", os.path.join(folder, "gpgkeys")),
    )
    return salt.client.Caller(mopts=opts)

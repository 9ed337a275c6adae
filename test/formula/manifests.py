"""Judges manifests by the schemas that kubernetes-validate brings, strictly: what a schema does not know is refused.

Reads from standard input {"versions", "manifests"}; writes a list, for each manifest {version: what is wrong}. A kind that no version
has is wrong as well.
"""
import json
import sys

import kubernetes_validate

order = json.load(sys.stdin)


def judged(manifest, version):
    try:
        kubernetes_validate.validate(manifest, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return "%s: %s" % (".".join(str(part) for part in error.path), error.message)
    except kubernetes_validate.SchemaNotFoundError as error:
        return error.message
    return None


found = [{version: judged(one, version) for version in order["versions"]} for one in order["manifests"]]
json.dump([{version: wrong for version, wrong in one.items() if wrong} for one in found], sys.stdout)

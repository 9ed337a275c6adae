#!/usr/bin/python3
"""Writes what this server announces, and what it is planned to announce, as metrics for Prometheus' node exporter.

A timer runs it. It only reads: the routes of the kernel, and what the processes of ExaBGP remember. So nothing that goes wrong here
withdraws a route, as ExaBGP does when a process of its own fails again and again.

    metrics.py /etc/exabgp/metrics.json /var/lib/prometheus/node-exporter/hybrid_kubernetes.prom
"""
import base64
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.request

from exabgp_process import complain, recall

with open(sys.argv[1]) as file:
    options = json.load(file)
lines = []


def metric(name, kind, text, samples):
    """One metric with its samples: ({label: value}, number)."""
    if not samples:
        return
    full = f"hybrid_kubernetes_{name}"
    lines.extend([f"# HELP {full} {text}", f"# TYPE {full} {kind}"])
    for labels, value in samples:
        inside = ",".join(f'{label}="{escaped(value)}"' for label, value in labels.items())
        lines.append(f"{full}{{{inside}}} {value}" if inside else f"{full} {value}")


def escaped(value):
    return str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def remembered(path):
    """What a process of ExaBGP remembers; nothing of an ExaBGP that has ended: it announces nothing any more."""
    state = recall(path)
    try:
        with open(f"/proc/{state['exabgp']}/cmdline") as file:
            return state if "exabgp" in file.read() else {}
    except (OSError, KeyError):
        return {}


def answer_of(*command, text=None):
    """What a program prints; nothing if it fails: a metric that cannot be had is left out."""
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=5, input=text).stdout
    except (OSError, subprocess.SubprocessError) as error:
        complain(f"{' '.join(command)}: {error}")
        return None


def routes(*what):
    answers = [answer_of("ip", family, "-json", "route", "show", *what) for family in ("-4", "-6")]
    return [route for answer in answers if answer for route in json.loads(answer)]


def write_sessions():
    known = {}
    for path in options["sessions_states"]:
        known.update(remembered(path).get("sessions", {}))
    each = [
        ({"router": one["router"], "family": one["family"]}, known.get(one["address"], {}))
        for one in options["sessions"]
    ]
    up = [(labels, int(one.get("up", False))) for labels, one in each]
    losses = [(labels, one.get("losses", 0)) for labels, one in each]
    metric("bgp_sessions_planned", "gauge", "How many BGP sessions are planned.", [({}, len(each))])
    metric("bgp_session_up", "gauge", "Whether a planned BGP session is established.", up)
    metric("bgp_session_losses_total", "counter", "How often a session was lost since ExaBGP started.", losses)


def write_bfd():
    """BIRD's table: address, interface, state and more. Of a BIRD that does not run, no session is up."""
    if not options["bfd"]:
        return
    rows = [line.split() for line in (answer_of("birdc", "-r", "show", "bfd", "sessions") or "").splitlines()]
    up = {row[0] for row in rows if len(row) > 2 and row[2] == "Up"}
    each = [({"router": one["router"], "family": one["family"]}, int(one["address"] in up)) for one in options["sessions"]]
    metric("bfd_session_up", "gauge", "Whether BFD with a router is up.", each)


def write_shared_routes():
    if not options["shared"]:
        return
    state = remembered(options["shared_state"])
    announced = {prefix for _, prefix, _ in state.get("announced", [])}
    kinds = {}
    for route in options["shared"]:
        kinds.setdefault(route["kind"], set()).add(route["prefix"])
    by_kind = lambda count: [({"kind": kind}, count(kind)) for kind in sorted(kinds)]
    withdrawals = lambda kind: state.get("checks", {}).get(kind, {}).get("withdrawals", 0)
    metric("routes_planned", "gauge", "How many routes are planned that servers share.", by_kind(lambda kind: len(kinds[kind])))
    metric("routes_announced", "gauge", "How many of them it announces.", by_kind(lambda kind: len(kinds[kind] & announced)))
    metric("withdrawals_total", "counter", "How often they were withdrawn, their check being bad.", by_kind(withdrawals))
    metric("drained", "gauge", "Whether this server is drained.", [({}, int(os.path.exists(options["drained_file"])))])


def write_blocks():
    """By family, as Calico's limit is: it counts the blocks of a server of each family alone."""
    pods = options["pods"]
    if not pods:
        return
    try:
        with open(pods["state"]) as file:
            announced = file.read().split()
    except OSError:
        announced = []
    held = [route["dst"] for route in routes("type", "blackhole", "proto", "bird")]
    by_family = lambda count: [({"family": family}, count(family)) for family in pods["families"]]
    of_family = lambda prefixes: lambda family: sum((":" in prefix) == (family == "ipv6") for prefix in prefixes)
    metric("pod_blocks", "gauge", "How many blocks of addresses for pods this server holds.", by_family(of_family(held)))
    metric("pod_blocks_announced", "gauge", "How many of them it announces.", by_family(of_family(announced)))
    metric("pod_blocks_limit", "gauge", "How many it may hold.", by_family(lambda _: pods["max_blocks"]))


def write_default_routes():
    gateways = [
        hop["gateway"]
        for route in routes("default", "proto", "bgp", "metric", "512")
        for hop in route.get("nexthops", [route])
    ]
    count = lambda family: sum((":" in gateway) == (family == "ipv6") for gateway in gateways)
    families = sorted({one["family"] for one in options["sessions"]})
    offered = [({"family": family}, count(family)) for family in families]
    metric("default_route_routers", "gauge", "How many routers offer a default route.", offered)


def certificate_of(path):
    """The text of a file, or the client's certificate in a kubeconfig."""
    try:
        with open(path) as file:
            text = file.read()
    except OSError as error:
        complain(f"certificate: {error}")
        return None
    embedded = re.search(r"client-certificate-data: (\S+)", text)
    return base64.b64decode(embedded.group(1)).decode() if embedded else text


def write_certificates():
    ends = []
    for path in options["certificates"]:
        text = certificate_of(path)
        answer = text and answer_of("openssl", "x509", "-noout", "-enddate", text=text)
        if answer:
            ends.append(({"path": path}, ssl.cert_time_to_seconds(answer.strip().split("=", 1)[1])))
    metric("certificate_not_after_timestamp_seconds", "gauge", "When a certificate expires.", ends)


def write_served_certificate():
    """What users get, whatever the file says: HAProxy reads that when it is reloaded."""
    served = options["served"]
    if not served:
        return
    # It is looked at here, and not believed: whether browsers trust its authority is not known on a server.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((served["address"], served["port"]), timeout=5) as connection:
            with context.wrap_socket(connection, server_hostname=served["hosts"][0]) as session:
                pem = ssl.DER_cert_to_PEM_cert(session.getpeercert(binary_form=True))
    except OSError as error:
        complain(f"served certificate: {error}")
        return
    answer = answer_of("openssl", "x509", "-noout", "-enddate", "-ext", "subjectAltName", text=pem)
    if not answer:
        return
    in_files = [({"path": path}, answer_of("openssl", "x509", "-in", path)) for path in options["certificates"]]
    loaded = [(labels, int(own.strip() == pem.strip())) for labels, own in in_files if own]
    end = re.search("notAfter=(.*)", answer).group(1)
    names = set(re.findall(r"DNS:([^,\s]+)", answer))
    # A wildcard stands for one label.
    covered = lambda host: int(host in names or f"*.{host.partition('.')[2]}" in names)
    metric("certificate_served_not_after_timestamp_seconds", "gauge", "When the certificate expires that users get.", [({}, ssl.cert_time_to_seconds(end))])
    metric("certificate_is_served", "gauge", "Whether users get the certificate that is in the file.", loaded)
    metric("certificate_covers_host", "gauge", "Whether the certificate that users get is for a host name of theirs.", [({"host": host}, covered(host)) for host in served["hosts"]])


def write_etcd():
    """A snapshot that was taken and not kept where it should be counts for nothing, and none at all as one of 1970."""
    etcd = options["etcd"]
    if not etcd:
        return
    try:
        with urllib.request.urlopen(etcd["health"], timeout=5) as answer:
            healthy = json.load(answer)["health"] == "true"
    except (OSError, ValueError, KeyError) as error:
        complain(f"etcd: {error}")
        healthy = False
    try:
        succeeded = os.stat(os.path.join(etcd["snapshots"], "succeeded")).st_mtime
        count = sum(name.endswith(".db") for name in os.listdir(etcd["snapshots"]))
    except OSError:
        succeeded, count = 0, 0
    metric("etcd_healthy", "gauge", "Whether this member of etcd is healthy.", [({}, int(healthy))])
    metric("etcd_snapshot_timestamp_seconds", "gauge", "When this member's last snapshot succeeded.", [({}, int(succeeded))])
    metric("etcd_snapshots", "gauge", "How many snapshots this member keeps.", [({}, count)])


def write_control_plane():
    """What asks the API server, once kubeadm has made it: without it, nothing is noticed but that nothing happens any more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Each makes a certificate for itself, which nobody signs.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    each = []
    for one in options["control_plane"]:
        if not os.path.exists(one["manifest"]):
            continue
        try:
            with urllib.request.urlopen(one["health"], timeout=5, context=context):
                healthy = True
        except OSError as error:
            complain(f"{one['component']}: {error}")
            healthy = False
        each.append(({"component": one["component"]}, int(healthy)))
    metric("control_plane_healthy", "gauge", "Whether a static pod of the control plane is healthy, other than the API server.", each)


def write_units():
    """Those of this formula, which nobody looks at when they fail: their timers go on."""
    if not os.path.isdir("/run/systemd/system"):
        return
    answer = answer_of("systemctl", "list-units", "--all", "--plain", "--no-legend", "hybrid-kubernetes-*.service")
    rows = [line.split() for line in (answer or "").splitlines()]
    failed = [({"unit": row[0]}, int(row[2] == "failed")) for row in rows if len(row) > 2]
    metric("unit_failed", "gauge", "Whether a unit of the formula has failed, when it ran last.", failed)


def write_timers():
    """One that has never succeeded counts from when it was installed, as if it had then."""
    last, limits = [], []
    for one in options["timers"]:
        paths = [f"/var/lib/hybrid-kubernetes/succeeded/{one['timer']}", f"/etc/systemd/system/{one['timer']}.timer"]
        times = [os.stat(path).st_mtime for path in paths if os.path.exists(path)]
        last.append(({"timer": one["timer"]}, int(times[0]) if times else 0))
        limits.append(({"timer": one["timer"]}, one["seconds"]))
    metric("timer_succeeded_timestamp_seconds", "gauge", "When what a timer starts last succeeded.", last)
    metric("timer_limit_seconds", "gauge", "How long ago that may be.", limits)


def save(path):
    """In one step: whoever reads it sees all of it, or all of what was there before."""
    handle, name = tempfile.mkstemp(prefix=".hybrid_kubernetes.", dir=os.path.dirname(path))
    with os.fdopen(handle, "w") as file:
        file.write("".join(f"{line}\n" for line in lines))
    os.chmod(name, 0o644)
    os.replace(name, path)


metric("server_info", "gauge", "The server, as it is planned.", [(options["server"], 1)])
metric("network_taken_back", "gauge", "Whether old files of the network were brought back.", [({}, int(os.path.exists(options["taken_back_file"])))])
write_sessions()
write_bfd()
write_shared_routes()
write_blocks()
write_default_routes()
write_certificates()
write_served_certificate()
write_etcd()
write_control_plane()
write_units()
write_timers()
save(sys.argv[2])

#!/usr/bin/python3
"""Writes what HAProxy knows of its servers, before it is reloaded: the addresses of pods, and which are healthy.

The new process begins with that. Otherwise it would have no pod until the cluster's DNS answers, and none at all while that is silent.

    haproxy-state.py /run/haproxy/admin.sock /run/haproxy/servers-state
"""
import os
import socket
import sys

admin, path = sys.argv[1:]
with socket.socket(socket.AF_UNIX) as connection:
    connection.settimeout(5)
    connection.connect(admin)
    connection.sendall(b"show servers state\n")
    state = b"".join(iter(lambda: connection.recv(65536), b""))
if not state.startswith(b"1\n"):
    sys.exit(f"haproxy-state: HAProxy answers {state[:80]!r}")
with open(f"{path}.new", "wb") as file:
    file.write(state)
os.replace(f"{path}.new", path)

#!/usr/bin/python3
"""Whether a DNS server answers within a second: a check of ExaBGP for the cluster's DNS.

    dns-answers.py 10.130.0.10
"""
import os
import socket
import sys

NAME = b"".join(bytes([len(label)]) + label for label in (b"kubernetes", b"default", b"svc", b"cluster", b"local")) + b"\0"
identity = os.urandom(2)
# One question, recursion desired, for an A record of class IN.
query = identity + b"\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + NAME + b"\x00\x01\x00\x01"
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
with socket.socket(family, socket.SOCK_DGRAM) as connection:
    connection.settimeout(0.9)
    connection.connect((sys.argv[1], 53))
    connection.send(query)
    answer = connection.recv(4096)
# NXDOMAIN (3) is an answer, too: that the server cannot answer (SERVFAIL, 2) is not.
sys.exit(0 if answer[:2] == identity and answer[3] & 15 in (0, 3) else 1)

"""What `state.show_highstate` of one server takes, pillar and templates included: milliseconds of processor time.

Reads from standard input what lab/salt_caller.py takes, and {"id"}. What the system needs to load Python and Salt is not counted.
"""
import json
import os
import sys
import time

sys.dont_write_bytecode = True
order = json.load(sys.stdin)
sys.path.insert(0, order["lab"])
from salt_caller import caller

start = time.process_time()
highstate = caller(order, order["id"]).cmd("state.show_highstate")
took = time.process_time() - start
if not isinstance(highstate, dict) or len(highstate) < 10:
    sys.exit("no states of %s: %s" % (order["id"], highstate))
print(1000 * took)

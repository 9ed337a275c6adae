#!/usr/bin/env bash
# Prints what is done to the stacks that change, in its order, a line each: "deploy production-edge", "destroy production-links". A
# stack that is gone is destroyed, and not before the others have let go of what it has.
#   steps.sh <cdktf.out of the deployed version> <cdktf.out> [plans]
# With AHEAD=1 it prints only what must be done one by one before one "cdktf deploy" does the rest: mostly nothing.
set -euo pipefail
options=(--format json)
[ -z "${3:-}" ] || options+=(--plans "$3")

# A change that is refused, with 2, has an order as well, unless there is none: [no-order]. Whether it may be deployed is decided in its review.
status=0
review=$(npx --no -- cdktf-hybrid-kubernetes review "$1" "$2" "${options[@]}" 2>/dev/null) || status=$?
[ "$status" = 0 ] || [ "$status" = 2 ] || { echo "the two versions could not be compared: run ci/review.sh" >&2; exit 1; }
node -e '
  const { order } = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const steps = process.argv[1] ? order.ahead : order.steps;
  for (const { action, stack } of steps) console.log(`${action} ${stack}`);' "${AHEAD:-}" <<<"$review"

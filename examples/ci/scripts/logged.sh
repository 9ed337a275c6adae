#!/usr/bin/env bash
# Runs a command, and keeps what it said in a file when it fails: the review shows it.
#   logged.sh <file> <command>...
set -euo pipefail
file=$1
shift
mkdir -p "$(dirname "$file")"
status=0
"$@" 2>&1 | tee "$file" || status=$?
[ "$status" != 0 ] || rm "$file"
exit "$status"

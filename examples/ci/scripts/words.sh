#!/usr/bin/env bash
# Prints the words of a variable of the environment, a zero byte after each. Quotes keep spaces in a word, as in a shell, and nothing in it
# is run. It fails with 1 where a quote has no end.
#   words.sh PICTURE_OPTIONS
set -euo pipefail
xargs -r printf '%s\0' <<<"${!1:-}" 2>/dev/null || { echo "error: $1: a quote has no end: ${!1}" >&2; exit 1; }

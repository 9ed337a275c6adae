#!/usr/bin/env bash
# Brings a release to one data centre after the other. Each gets its signed `current` only when all servers of the one before have the release
# and are healthy; the first one that does not get there ends it, and the others keep what they have.
#
#   roll-out-data-centers.sh release production/paris=salt.paris.example.com production/frankfurt=salt.frankfurt.example.com
#
# release is what data-centers-release wrote. SIGNING_KEY is the file of a key, UPLOAD a command that is given a folder and the name of its data
# centre, and copies it to where the master reads from. Masters are reached by ssh.
set -euo pipefail

release=$1
shift
for site in "$@"; do
  [[ $site == *?=?* ]] || { echo "got $site, expected a data centre and its master, such as production/paris=salt.paris.example.com" >&2; exit 1; }
  name=${site%%=*}
  [ -e "$release/$name/current.json" ] || { echo "$release has no release of $name" >&2; exit 1; }
done
for site in "$@"; do
  name=${site%%=*} master=${site#*=} folder=$release/${site%%=*}
  id=$(node -p 'const { number, sha256 } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); `${number}-${sha256}`' "$folder/current.json")
  echo "$name: $id" >&2
  { cat "$folder/current.json"; ssh-keygen -Y sign -q -f "$SIGNING_KEY" -n hybrid-kubernetes <"$folder/current.json"; } >"$folder/current"
  # shellcheck disable=SC2086 # UPLOAD may have options of its own.
  $UPLOAD "$folder" "$name"
  # Twice: one that runs already, by its timer, may have read the old one, and is only waited for.
  ssh "$master" "systemctl start hybrid-kubernetes-fetch; systemctl start hybrid-kubernetes-fetch && hybrid-kubernetes-roll-out --release $id" || {
    echo "$name did not get $id, or is not healthy with it: no other data centre was asked. Back: ssh $master hybrid-kubernetes-roll-out --back" >&2
    exit 1
  }
done

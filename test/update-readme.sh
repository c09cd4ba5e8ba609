#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Puts a recording of ./demo, but for blanks at the ends of lines, between the markers of README.md. With --check: says (TAP) whether it is there already.
set -u -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. test/lib/tap.sh
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

record() {
  ./demo >"$work/output" 2>"$work/errors" || { cat "$work/output" "$work/errors" && return 1; }
  sed 's/ *$//' "$work/output" >"$work/demo"
}

# README.md with the recording between its markers.
with_recording() {
  awk -v demo="$work/demo" '
    /^<!-- demo begins -->$/ { print; print "```"; while ((getline line <demo) > 0) print line; print "```"; inside = 1 }
    /^<!-- demo ends -->$/ { inside = 0 }
    !inside { print }' README.md
}

difference() {
  with_recording | diff -u README.md -
}

if [ "${1-}" = --check ]; then
  ok "./demo does what it says" record
  ok "README.md shows what ./demo prints (else: test/update-readme.sh)" difference
  tap_end
else
  record && with_recording >"$work/README.md" && cat "$work/README.md" >README.md
fi

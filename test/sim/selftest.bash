# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the tests of the simulator share. A test sees the answers of the probe as one line in $output.

sim=$top_builddir/bin/accfg-sim
probe=$top_builddir/test/sim/probe

setup() {
  local why status=0
  why=$("$sim" -- true 2>&1) || status=$?
  [ "$status" -ne 125 ] || skip "no simulated machine here: ${why#accfg-sim: }"
  [ "$status" -eq 0 ] || return 1
  cd "$BATS_TEST_TMPDIR" || return 1
}

# ask [OPTIONS OF THE SIMULATOR] -- REQUESTS OF THE PROBE
ask() {
  local -a options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  output=$("$sim" "${options[@]}" -- "$probe" "$@" | paste -sd'|')
}

# says TEXT: the answers, separated by |
says() {
  [ "$output" = "$1" ] || {
    printf 'got:      %s\nexpected: %s\n' "$output" "$1"
    return 1
  }
}

# Requests that make a wq ready, and its device: ready 0 user
ready() {
  local d=$1 type=$2 driver=$2
  [ "$type" != kernel ] || driver=dmaengine
  requests=(w "wq$d.0/group_id" 0 w "wq$d.0/mode" dedicated w "wq$d.0/size" 16 w "wq$d.0/type" "$type"
    w "wq$d.0/name" n w "wq$d.0/driver_name" "$driver" w "engine$d.0/group_id" 0)
  readied='ok|ok|ok|ok|ok|ok|ok'
}

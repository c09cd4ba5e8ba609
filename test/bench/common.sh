# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Pieces of the bench: the two tools, bringing a simulated device into a known state without either of them, profiles
# that both understand. Sourced.

bench_build=${top_builddir:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build}
bench_devices=/sys/bus/dsa/devices
bench_drivers=/sys/bus/dsa/drivers

# The program itself, not libtool's wrapper, which would be measured too.
bench_accfg() {
  local program
  for program in "$bench_build"/cli/.libs/accfg "$bench_build"/bin/.libs/accfg "$bench_build"/bin/accfg; do
    [ ! -x "$program" ] || { echo "$program" && return; }
  done
}

# Written in one write(2) each; what is refused is an error of the bench.
bench_set() { # value path
  printf '%s\n' "$1" >"$2" || { echo "bench: cannot write $1 to $2" >&2 && exit 1; }
}

bench_disable_device() {
  [ "$(cat "$bench_devices/$1/state")" != enabled ] || bench_set "$1" $bench_drivers/idxd/unbind
}

bench_disable_all() {
  local path
  for path in "$bench_devices"/dsa[0-9]*; do
    case ${path##*/} in *'!'*) continue ;; esac
    bench_disable_device "${path##*/}"
  done
}

# Everything of wq0.0 set, so that enabling it is the only thing left to do.
bench_prepare_wq() {
  local wq=$bench_devices/wq0.0
  bench_disable_device dsa0
  bench_set 0 $bench_devices/engine0.0/group_id
  bench_set 0 $wq/group_id
  bench_set dedicated $wq/mode
  bench_set 16 $wq/size
  bench_set user $wq/type
  bench_set bench $wq/name
  [ ! -e $wq/driver_name ] || bench_set user $wq/driver_name
  bench_set dsa0 $bench_drivers/idxd/bind
}

bench_wq() { # device wq priority: dedicated and shared ones in turn; the threshold comes last, as accel-config writes in order
  local mode=dedicated threshold=0
  [ $(($2 % 2)) = 0 ] || mode=shared threshold=8
  cat <<JSON
      {"dev": "wq$1.$2", "mode": "$mode", "size": 16, "group_id": $(($2 / 2)), "priority": $3, "block_on_fault": 1,
       "type": "user", "name": "app$2", "driver_name": "user", "threshold": $threshold}
JSON
}

# bench_full_profile COUNT PRIORITY: all eight wqs and four engines of each of dsa0 .. dsa(COUNT - 1), in the same words.
bench_full_profile() {
  local id group comma
  for ((id = 0; id < $1; id++)); do
    [ $id = 0 ] && echo '[' || echo '  ,'
    echo "  {\"dev\": \"dsa$id\", \"groups\": ["
    comma=
    for ((group = 0; group < 4; group++)); do
      echo "    $comma{\"dev\": \"group$id.$group\", \"grouped_workqueues\": ["
      bench_wq "$id" $((2 * group)) "$2"
      echo '      ,'
      bench_wq "$id" $((2 * group + 1)) "$2"
      echo "     ], \"grouped_engines\": [{\"dev\": \"engine$id.$group\", \"group_id\": $group}]}"
      comma=,
    done
    echo '  ]}'
  done
  echo ']'
}

# bench_profile COUNT: two wqs in two groups on each of dsa0 .. dsa(COUNT - 1), in words that accel-config knows.
bench_profile() {
  local id comma=
  echo '['
  for ((id = 0; id < $1; id++)); do
    cat <<JSON
  $comma{"dev": "dsa$id", "groups": [
    {"dev": "group$id.0", "grouped_workqueues": [{"dev": "wq$id.0", "mode": "dedicated", "size": 32, "group_id": 0,
      "priority": 10, "block_on_fault": 1, "type": "user", "name": "app", "driver_name": "user", "threshold": 0}],
     "grouped_engines": [{"dev": "engine$id.0", "group_id": 0}, {"dev": "engine$id.1", "group_id": 0}]},
    {"dev": "group$id.1", "grouped_workqueues": [{"dev": "wq$id.1", "mode": "shared", "size": 32, "group_id": 1,
      "priority": 5, "block_on_fault": 0, "type": "user", "name": "all", "driver_name": "user", "threshold": 24}],
     "grouped_engines": [{"dev": "engine$id.2", "group_id": 1}, {"dev": "engine$id.3", "group_id": 1}]}]}
JSON
    comma=,
  done
  echo ']'
}

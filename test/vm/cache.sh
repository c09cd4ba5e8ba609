# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Where the lab keeps what it fetched and built, who may change it, and how the lab speaks. Sourced.

lab_vm=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab_top=$(cd "$lab_vm/../.." && pwd)
# shellcheck disable=SC2034 # for who sources it
lab_build=$(realpath -m "${top_builddir:-$lab_top/build}") # libraries are found by it, from wherever
lab_cache=${ACCFG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/accfg}/vm
[[ $lab_cache == /* ]] || lab_cache=$PWD/$lab_cache

lab_say() {
  [ -n "${lab_quiet-}" ] || printf 'lab: %s\n' "$*" >&2
}

lab_error() { # prints; the status is 1, for: ... || lab_error TEXT || return
  printf 'lab: %s\n' "$*" >&2
  return 1
}

# with_cache_lock THING COMMAND...: one makes a thing at a time; others wait until it is done and find its result.
with_cache_lock() {
  local status=0 lock thing=$1
  shift
  mkdir -p "$lab_cache" || lab_error "$lab_cache: cannot be made; ACCFG_CACHE names another place" || return
  exec {lock}>"$lab_cache/lock-$thing"
  flock -w 1800 "$lock" || lab_error "another lab has been making $thing for half an hour" || return
  "$@" {lock}>&- || status=$?
  exec {lock}>&-
  return "$status"
}

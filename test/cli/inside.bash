# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Words for scripts that run on the simulated machine. The first thing that is not as expected ends the script with a
# message. What accfg did is read from sysfs, not taken from accfg.

out="" err="" status=""
objects=/sys/bus/dsa/devices

wrong() {
  printf 'line %s: %s\n--- stdout\n%s\n--- stderr\n%s\n' "$(caller 1 | cut -d ' ' -f 1)" "$*" "$(head -n 30 <<<"$out")" "$err" >&2
  exit 1
}

# expect STATUS COMMAND...: sets out and err
expect() {
  local wanted=$1
  shift
  "$@" >.out 2>.err
  status=$?
  out=$(cat .out) err=$(cat .err)
  [ "$status" = "$wanted" ] || wrong "'$*' ended with $status, not $wanted"
}

out_is() {
  [ "$out" = "$1" ] || wrong "stdout is not '$1'"
}

out_has() {
  [[ $out == *"$1"* ]] || wrong "stdout has no '$1'"
}

out_lacks() {
  [[ $out != *"$1"* ]] || wrong "stdout has '$1'"
}

err_is() {
  [ "$err" = "$1" ] || wrong "stderr is not '$1'"
}

err_has() {
  [[ $err == *"$1"* ]] || wrong "stderr has no '$1'"
}

err_lacks() {
  [[ $err != *"$1"* ]] || wrong "stderr has '$1'"
}

# as_nobody COMMAND...: as somebody who may read nothing below /root, where all that is built may be, nor where tests run
as_nobody() {
  local place status=0
  place=$(mktemp -d /tmp/accfg-nobody.XXXXXX)
  [ ! -e "$cli_build/lib/.libs/libaccfg.so.0" ] || cp -L "$cli_build/lib/.libs/libaccfg.so.0" "$place"
  chmod -R a+rX "$place"
  LD_LIBRARY_PATH=$place${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} setpriv --reuid=65534 --clear-groups "$@" || status=$?
  rm -rf "$place"
  return "$status"
}

# traced OPTION... COMMAND...: strace; LeakSanitizer cannot run under it
traced() {
  ASAN_OPTIONS=detect_leaks=0 strace -f -o trace "$@"
}

# json EXPRESSION WANTED: an expression of Python over the JSON on stdout, which is j
json() {
  local found
  found=$(python3 -c 'import json, sys; j = json.load(open(".out")); print(eval(sys.argv[1]))' "$1" 2>&1) || wrong "$1: $found"
  [ "$found" = "$2" ] || wrong "$1 is '$found', not '$2'"
}

# attr OBJECT ATTRIBUTE WANTED: in sysfs
attr() {
  local found
  found=$(cat "$objects/$1/$2" 2>&1)
  [ "$found" = "$3" ] || wrong "$1: $2 is '$found', not '$3'"
}

# completes WANTED WORD...: what bash completes the last word to, sorted, on one line
completes() {
  local wanted=$1
  shift
  expect 0 bash -c '
    source "$cli_top/contrib/completions/accfg"
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    compopt() { :; }
    _accfg
    printf "%s\n" "${COMPREPLY[@]}" | sort | xargs' bash "$@"
  out_is "$wanted"
}

put() { # value, object, attribute
  printf '%s\n' "$1" >"$objects/$2/$3" || wrong "cannot write $1 to $2/$3"
}

# configured: dsa0 has wq0.0, shared, in a group with two engines; nothing is enabled. Not made by accfg.
configured() {
  put 0 engine0.0 group_id
  put 0 engine0.1 group_id
  put 0 wq0.0 group_id
  put shared wq0.0 mode
  put 16 wq0.0 size
  put 8 wq0.0 threshold
  put 10 wq0.0 priority
  put user wq0.0 type
  put app wq0.0 name
  [ ! -e $objects/wq0.0/driver_name ] || put user wq0.0 driver_name
}

enabled() {
  configured
  echo dsa0 >/sys/bus/dsa/drivers/idxd/bind || wrong "cannot enable dsa0"
  echo wq0.0 >/sys/bus/dsa/drivers/user/bind || wrong "cannot enable wq0.0"
}

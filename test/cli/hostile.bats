#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# load-config where it cannot do its work: nothing is changed, and it says what is in the way.
load helpers

setup() {
  needs_sim
}

# Words for the scripts below: a machine to be changed, and a look at all of it.
words=$(cat <<'SH'
enabled
echo '[{"dev":"dsa0","groups":[{"dev":"group0.0","grouped_workqueues":[{"dev":"wq0.0","size":12,"threshold":4}]}]}]' >new.json
look() { (cd "$objects" && grep -rs . dsa0 wq0.* group0.* engine0.* | grep -v "/uevent:\|cmd_status\|/power/" | sort); }
look >before
unchanged() {
  look >after
  cmp -s before after || wrong "changed: $(diff before after)"
}
mounted() { # OPTIONS: a run directory with these
  mkdir -p run && mount -t tmpfs -o "$1,mode=755" none run || { echo "cannot mount here" >&2 && exit 77; }
  export ACCFG_RUN_DIR=$PWD/run
}
SH
)

script() { # on stdin
  local status=0
  { echo "$words" && cat; } | in_sim --machine dsa:1 || status=$?
  [ "$status" != 77 ] || skip "mounting is not allowed here"
  return "$status"
}

@test "a full file system for the journal: said, and nothing is changed" {
  script <<'SH'
mounted size=4k
head -c 4096 /dev/zero >run/full
expect 1 accfg load-config -e -f -c new.json
err_has "$PWD/run"
err_has "No space left on device"
unchanged
rm run/full
SH
}

@test "a read-only run directory: said, and nothing is changed" {
  script <<'SH'
mounted ro
expect 1 accfg load-config -e -f -c new.json
err_has "$PWD/run"
err_has "Read-only file system"
unchanged
expect 0 accfg load-config -e -f -n -c new.json
expect 0 accfg list
SH
}

@test "a run directory that is a file, a symbolic link or somebody else's is not used" {
  script <<'SH'
echo >file
export ACCFG_RUN_DIR=$PWD/file
expect 1 accfg load-config -e -f -c new.json
err_has "$PWD/file"
unchanged
mkdir real && ln -s real link
export ACCFG_RUN_DIR=$PWD/link
expect 1 accfg load-config -e -f -c new.json
err_has "$PWD/link"
unchanged
SH
}

@test "sysfs mounted read-only, as in containers: said once, and nothing is changed" {
  script <<'SH'
grep ' /sys/[^ ]* fuse' /proc/self/mounts | cut -d ' ' -f 2 | while read -r dir; do
  mount -o remount,bind,ro "$dir" || exit 77
done || { echo "cannot remount here" >&2 && exit 77; }
expect 5 accfg load-config -e -f -c new.json
err_has "read-only"
[ "$(wc -l <.err)" = 1 ] || wrong "not said once"
unchanged
SH
}

@test "without permission every reason is given at once, and nothing is changed" {
  [ -z "${ACCFG_TEST_BIN-}" ] || skip "valgrind writes a file, which that user may not"
  [ "$(id -u)" = 0 ] || skip "needs root to become somebody else"
  script <<'SH'
chmod 777 .
export ACCFG_RUN_DIR=$PWD/own
expect 5 as_nobody accfg load-config -e -f -c new.json
err_has "dsa0"
err_lacks "undone"
unchanged
SH
}

@test "a profile that ends too early, is huge or is a folder changes nothing" {
  script <<'SH'
head -c 60 new.json >short.json
expect 3 accfg load-config -e -f -c short.json
unchanged
{ printf '[' && head -c 5000000 /dev/zero | tr '\0' ' '; } >huge.json
expect 3 accfg load-config -e -f -c huge.json
unchanged
expect 1 accfg load-config -e -f -c .
unchanged
expect 10 accfg load-config -e -f -c missing.json
unchanged
SH
}

@test "a full standard output or error does not stop the work, and is told by the exit status of what prints" {
  script <<'SH'
expect 0 bash -c 'accfg load-config -e -f -c new.json 2>/dev/full'
attr wq0.0 size 12
expect 1 bash -c 'accfg load-config -e -f -n -c <(sed s/12/14/ new.json) >/dev/full'
attr wq0.0 size 12
SH
}

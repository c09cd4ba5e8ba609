#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The lab itself: what it takes, what it gives back, and that it ends whatever its guest does.
bats_require_minimum_version 1.5.0

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || return
  test/vm/lab --setup || skip "the lab cannot be set up here: $(test/vm/lab --setup 2>&1 | tail -n 1)"
}

setup() {
  cd "$BATS_TEST_DIRNAME/../.." || return
  export TMPDIR=$BATS_TEST_TMPDIR
}

# Nothing of this test may run or lie about afterwards.
nothing_is_left() {
  nothing_runs && ! ls -d "$BATS_TEST_TMPDIR"/accfg-lab* 2>/dev/null
}

# What was killed may need a moment to go, on a busy machine a long one.
nothing_runs() {
  local tries=300
  while pgrep -f -- "$BATS_TEST_TMPDIR/accfg-lab" >/dev/null && [ $((tries -= 1)) -gt 0 ]; do sleep 0.1; done
  ! pgrep -fa -- "$BATS_TEST_TMPDIR/accfg-lab"
}

qemu_runs() {
  local tries=1200
  until pgrep -f -- "$BATS_TEST_TMPDIR/accfg-lab.*/initrd" >/dev/null || [ $((tries -= 1)) = 0 ]; do sleep 0.1; done
}

# Where the lab is what is looked at, the smallest guest does.
small=(--driver none --plain-cpu --cpus 1 --memory 256M)

# lab STATUS ARGUMENTS...
lab() {
  local status=$1
  shift
  run "-$status" --separate-stderr test/vm/lab "$@"
}

@test "the command's output and exit status and a file come back" {
  printf 'a\0b\n' >"$TMPDIR/in"
  lab 42 --file "$TMPDIR/in:/data/in" --get "/data:$TMPDIR/out" --console "$TMPDIR/console" -- \
    sh -c 'cp /data/in /data/copy; echo "it'\''s $1"; uname -r; printf end; exit 42' sh '$here "now"'
  [ "${lines[0]}" = "it's \$here \"now\"" ]
  [[ ${lines[1]} == 7.2.* ]]
  [ "${lines[2]}" = end ]
  cmp "$TMPDIR/in" "$TMPDIR/out/copy"
  grep -q 'Linux version 7.2' "$TMPDIR/console" || grep -q 'Power down' "$TMPDIR/console"
  nothing_is_left
}

@test "a program of the machine runs in the guest with its libraries" {
  lab 0 "${small[@]}" --file "$(command -v bash):/usr/bin/bash" -- bash -c 'echo $((6 * 7)) $BASH_VERSION'
  [ "$output" = "42 $BASH_VERSION" ]
}

@test "a file that the guest does not have is the lab's failure" {
  lab 125 "${small[@]}" --get "/no/such:$TMPDIR/out" -- true
  [[ $stderr == *"/no/such: the guest has no such file"* ]]
}

@test "a command that the guest does not have is 127, whatever else fails" {
  lab 127 "${small[@]}" --get "/no/such:$TMPDIR/out" -- no-such-command
  [[ $stderr == *"/no/such: the guest has no such file"* ]]
}

@test "a guest that hangs is ended when its time is over, and what it said until then is shown" {
  for seconds in 15 60 240; do # a busy machine may not even have booted
    lab 124 "${small[@]}" --timeout "$seconds" -- sh -c 'echo here; sleep 1000'
    [ -z "$output" ] || break
  done
  [ "$output" = here ]
  [[ $stderr == *"did not end within $seconds s"* ]]
  nothing_is_left
}

@test "a kernel panic is 123 and its reason is shown" {
  lab 123 "${small[@]}" -- sh -c 'echo before; echo c >/proc/sysrq-trigger; sleep 100'
  [ "${lines[0]}" = before ]
  [[ $stderr == *"Kernel panic - not syncing: sysrq triggered crash"* ]]
  nothing_is_left
}

@test "a warning of the kernel is a failure where none is allowed" {
  lab 122 "${small[@]}" --no-reports -- sh -c 'echo "BUG: of a test" >/dev/kmsg'
  [[ $stderr == *"the kernel reported:"*"BUG: of a test"* ]]
}

@test "the driver cannot be loaded on a CPU without MOVDIR64B and the lab says so" {
  lab 125 --plain-cpu --cpus 1 -- true
  [[ $output == *"modprobe idxd failed"* ]]
}

@test "a lab that is told to end ends QEMU" {
  test/vm/lab "${small[@]}" -- sleep 1000 &
  lab=$!
  qemu_runs
  kill "$lab"
  status=0
  wait "$lab" || status=$?
  [ "$status" = 143 ]
  nothing_is_left
}

@test "Ctrl-C ends a lab and all that it began" {
  for seconds in 0.3 1 3; do # sooner or later than QEMU began
    run -130 timeout --preserve-status -s INT "$seconds" test/vm/lab "${small[@]}" -- sleep 1000
    nothing_is_left
  done
}

@test "root is not needed, neither to run guests nor to build modules" {
  local as=(unshare --user --map-user=1000 --map-group=1000)
  "${as[@]}" true || skip "this kernel lets nobody have a user namespace"
  run -0 "${as[@]}" test/vm/kbuild --kernel 7.2 test/vm/dmacopy "$TMPDIR/built" modules
  [ -e "$TMPDIR/built/dmacopy.ko" ]
  run -0 "${as[@]}" sh -c 'id -u; exec test/vm/lab "$@"' sh "${small[@]}" -- id -u
  [ "$output" = $'1000\n0' ]
}

@test "a lab that is killed takes QEMU with it" {
  test/vm/lab "${small[@]}" -- sleep 1000 &
  lab=$!
  qemu_runs
  kill -KILL "$lab"
  wait "$lab" || nothing_runs
}

# store64 KERNEL: the helper module checks itself for the kernel when it is loaded, the program for programs.
store64() {
  gcc -O1 -Wall -Wextra -Werror -o "$TMPDIR/store64-$1" test/vm/store64.c
  test/vm/lab --kernel "$1" --driver none --file "$TMPDIR/store64-$1:/bin/store64" --load movdir64b --no-reports -- \
    sh -c 'uname -r; store64; for on in 0 1; do echo $on >/sys/devices/system/cpu/cpu1/online; done
      echo "again: $(grep -c "enqcmd.*movdir64b\|movdir64b.*enqcmd" /proc/cpuinfo)"'
}

@test "movdir64b carries out MOVDIR64B of kernel and programs on 7.2" {
  run -0 store64 7.2
  [ "$(grep -c ': ok$' <<<"$output")" = 8 ]
  [ "${lines[-1]}" = "again: 2" ] # and a CPU that goes and comes back has it
}

@test "the same on 6.12 and 6.1, in two labs at once, which do not disturb each other" {
  store64 6.12 >"$TMPDIR/one" 2>&1 &
  one=$!
  run -0 store64 6.1
  [[ ${lines[0]} == 6.1.* ]]
  [ "$(grep -c ': ok$' <<<"$output")" = 8 ]
  [ "${lines[-1]}" = "again: 2" ]
  wait "$one"
  [[ $(cat "$TMPDIR/one") == 6.12.* ]]
  [ "$(grep -c ': ok$' "$TMPDIR/one")" = 8 ]
  nothing_is_left
}

@test "modules are built from a folder, and what make says is shown when they cannot be" {
  mkdir "$TMPDIR/broken"
  echo 'obj-m += broken.o' >"$TMPDIR/broken/Kbuild"
  echo '#error on purpose' >"$TMPDIR/broken/broken.c"
  top_builddir=$TMPDIR lab 125 --module "$TMPDIR/broken" -- true
  [[ $stderr == *"on purpose"*"does not build for 7.2"* ]]
  top_builddir=$TMPDIR lab 0 --module test/vm/dmacopy --load "dmacopy size=512" -- cat /sys/module/dmacopy/parameters/size
  [ "$output" = 512 ]
}

@test "a device model that does not start or fails is named with what it said" {
  printf '#!/bin/sh\necho no hardware today\nexit 3\n' >"$TMPDIR/model"
  chmod +x "$TMPDIR/model"
  ACCFG_DSA=$TMPDIR/model lab 125 --devices dsa:1 -- true
  [[ $stderr == *"the device model did not start: no hardware today"* ]]
  ACCFG_DSA=$TMPDIR/absent lab 125 --devices iax:1 -- true
  [[ $stderr == *"absent is not built, so there are no devices"* ]]
  nothing_is_left
}

@test "where nothing may be fetched and nothing is there, the lab says so" {
  ACCFG_CACHE=$TMPDIR/empty ACCFG_LAB_FETCH=no lab 77 --setup
  [[ $stderr == *"nothing is in $TMPDIR/empty/vm yet and ACCFG_LAB_FETCH forbids to fetch it"* ]]
}

@test "options that are wrong are named" {
  lab 125
  [[ $stderr == *"there is no command"* ]]
  lab 125 true
  [[ $stderr == *"'true': the command comes after --"* ]]
  lab 125 --kernel 5.4 -- true
  [[ $stderr == *"--kernel: no kernel '5.4'"* ]]
  lab 125 --driver mine -- true
  [[ $stderr == *"--driver: no driver 'mine'"* ]]
  lab 125 --devices gpu:1 -- true
  [[ $stderr == *"--devices: 'gpu:1'"* ]]
  lab 125 --timeout 1.5 -- true
  [[ $stderr == *"--timeout: '1.5'"* ]]
  lab 125 --memory lots -- true
  [[ $stderr == *"--memory: 'lots'"* ]]
  lab 125 --cpus none -- true
  [[ $stderr == *"--cpus: 'none'"* ]]
  lab 125 --file onlyone -- true
  [[ $stderr == *"'onlyone': must be two paths"* ]]
  lab 125 --iommu
  [[ $stderr == *"--iommu: needs a value"* ]]
  lab 125 --file "$TMPDIR/absent:/x" "${small[@]}" -- true
  [[ $stderr == *"absent: no such file"* ]]
  nothing_is_left
}

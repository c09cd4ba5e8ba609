#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Our driver in a guest: it loads and unloads, copies, and can be bound and unbound. That it builds for every kernel of the
# lab is test/check-kernel.tap's. What needs devices is skipped while the device model is not built.
bats_require_minimum_version 1.5.0

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || return
  test/vm/lab --setup || skip "the lab cannot be set up here: $(test/vm/lab --setup 2>&1 | tail -n 1)"
}

setup() {
  cd "$BATS_TEST_DIRNAME/../.." || return
  export TMPDIR=$BATS_TEST_TMPDIR
}

needs_model() {
  [ -x "${ACCFG_DSA:-build/bin/accfg-dsa}" ] || skip "the device model (accfg-dsa) is not built"
}

@test "the driver loads and unloads without devices, and says that it is ours" {
  run -0 test/vm/lab --driver ours --no-reports -- \
    sh -c 'cat /sys/module/idxd/version; ls /sys/bus/dsa/drivers; rmmod idxd; [ -e /sys/bus/dsa ] || echo gone'
  [[ ${lines[0]} == accfg-[0-9]* ]]
  [[ $output == *dmaengine*idxd*user*gone ]]
}

@test "the in-tree idxd_bus and iaa_crypto do not come beside it, and say why" {
  run -0 test/vm/lab --driver ours --no-reports -- sh -c 'for module in idxd_bus iaa_crypto; do
      modprobe $module && exit 1
      grep "^$module " /proc/modules && exit 1
      dmesg | grep -o "$module: is for the in-tree idxd" | head -n 1
    done
    modprobe idxd:t0 && exit 1
    dmesg | grep -A 3 -E "Call Trace|duplicate" && exit 1
    exit 0'
  [[ $output == *"idxd_bus: is for"*"iaa_crypto: is for"* ]]
}

# In the guest: a dedicated kernel wq on dsa0, the device bound and unbound with everything in between.
configure='
s=/sys/bus/dsa/devices d=/sys/bus/dsa/drivers
configure() {
  echo 0 >$s/engine0.0/group_id
  for pair in group_id:0 mode:dedicated size:16 priority:10 type:kernel name:test driver_name:dmaengine; do
    echo ${pair#*:} >$s/wq0.0/${pair%%:*} || echo "$pair: refused"
  done
  echo dsa0 >$d/idxd/bind && echo wq0.0 >$d/dmaengine/bind
}'

@test "copies through a kernel wq arrive, after a reset of the device too" {
  needs_model
  # shellcheck disable=SC2016
  run -0 test/vm/lab --driver ours --devices dsa:1 --no-reports --module test/vm/dmacopy -- sh -c "$configure"'
    configure && modprobe dmacopy size=4096 count=50 depth=8 &&
    echo 1 >/sys/module/dmacopy/parameters/run && echo copied &&
    echo 1 >$(readlink -f $s/dsa0)/../reset && cat $s/dsa0/state $s/wq0.0/state &&
    echo 1 >/sys/module/dmacopy/parameters/run && echo copied'
  [ "$output" = $'copied\nenabled\nenabled\ncopied' ]
}

@test "tc_override may be changed while the driver is loaded" {
  needs_model
  # shellcheck disable=SC2016
  run -0 test/vm/lab --driver ours --devices dsa:1 --no-reports -- sh -c '
    class=/sys/bus/dsa/devices/group0.0/traffic_class_a override=/sys/module/idxd/parameters/tc_override
    try() { echo 3 2>/dev/null >$class && cat $class || echo refused; }
    try; echo Y >$override; try; echo N >$override; try' 2>/dev/null
  [ "$output" = $'refused\n3\nrefused' ]
}

@test "a device that halted while nobody had it can be enabled after a reset" {
  needs_model
  # shellcheck disable=SC2016
  run -0 test/vm/lab --driver ours --devices dsa:1 --no-reports --model-args "--fault halt=2@commands:2" -- sh -c "$configure"'
    configure 2>/dev/null && echo configured
    for i in 1 2 3 4 5; do [ "$(cat $s/dsa0/state)" = halted ] && break; sleep 1; done
    cat $s/dsa0/state
    echo 1 >$(readlink -f $s/dsa0)/../reset && cat $s/dsa0/state && configure && cat $s/wq0.0/state'
  [ "$output" = $'halted\ndisabled\nenabled' ]
}

@test "a wq that does not end is given up, its device loses the bus, and gets it back with the reset" {
  needs_model
  # shellcheck disable=SC2016
  run -0 test/vm/lab --driver ours --devices dsa:1 --no-reports --model-args "--fault command-hangs=10" --module test/vm/dmacopy -- \
    sh -c "$configure"'
    master() { [ $(($(dd if=$(readlink -f $s/dsa0)/../config bs=1 skip=4 count=1 2>/dev/null | od -An -tu1) & 4)) = 4 ] && echo master || echo none; }
    copy() { modprobe dmacopy size=4096 count=5 depth=1 && echo 1 >/sys/module/dmacopy/parameters/run && echo copied; rmmod dmacopy; }
    echo 1000 >/sys/module/idxd/parameters/cmd_timeout
    configure && copy && master && echo wq0.0 >$d/dmaengine/unbind && master
    cat $s/dsa0/cmd_status && echo dsa0 >$d/idxd/unbind && echo 1 >$(readlink -f $s/dsa0)/../reset && master && configure && copy'
  [ "$output" = $'copied\nmaster\nnone\n0x3\nmaster\ncopied' ]
}

@test "a process cannot keep a wq from being disabled by a write whose memory does not come" {
  needs_model
  gcc -O1 -Wall -Wextra -Werror -pthread -D_GNU_SOURCE -o "$BATS_TEST_TMPDIR/stalled-write" test/vm/stalled-write.c
  # shellcheck disable=SC2016
  run -0 test/vm/lab --driver ours --devices dsa-v1-evl:1 --iommu pasid --module test/vm/svm --load svm \
    --no-reports --file "$BATS_TEST_TMPDIR/stalled-write:/bin/stalled-write" -- sh -c '
    accfg config-engine dsa0/engine0.0 --group-id=0 &&
    accfg config-wq dsa0/wq0.0 --group-id=0 --mode=dedicated --wq-size=16 --priority=10 --type=user --name=one --driver-name=user &&
    accfg enable-device dsa0 && accfg enable-wq dsa0/wq0.0 &&
    stalled-write /dev/dsa/wq0.0 "echo wq0.0 >/sys/bus/dsa/drivers/user/unbind"'
  [[ $output == *"disabling ended with 0"*"the write ended with ENODEV" ]]
}

@test "device and wq can be bound and unbound, and the module loaded and unloaded, again and again" {
  needs_model
  # shellcheck disable=SC2016
  run -0 test/vm/lab --driver ours --devices dsa:1 --no-reports -- sh -c "$configure"'
    i=0
    while [ $i -lt 20 ]; do
      configure || exit 1
      [ $((i % 2)) = 0 ] || echo wq0.0 >$d/dmaengine/unbind || exit 1
      echo dsa0 >$d/idxd/unbind || exit 1
      i=$((i + 1))
    done
    for i in 1 2 3; do configure; rmmod idxd && modprobe idxd || exit 1; done
    cat $s/dsa0/cmd_status'
  [ "$output" = 0x800d0000 ]
}

@test "the command in README shows three devices" {
  needs_model
  command=$(grep -o '`test/vm/lab --devices [^`]*`' README.md | tr -d '`')
  run -0 --separate-stderr sh -c "$command"
  [ "$(grep -oE '"dev":"(dsa|iax)[0-9]+"' <<<"$output" | sort | tr '\n' ' ')" = '"dev":"dsa0" "dev":"dsa1" "dev":"iax2" ' ]
}

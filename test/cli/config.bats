# SPDX-License-Identifier: GPL-2.0-or-later
load helpers

setup() {
  needs_sim
}

@test "config-wq puts the settings of a wq into the order that the kernel wants" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg config-wq dsa0/wq0.0 --threshold=4 --name=app --driver-name=user --type=user --wq-size=16 --mode=shared \
  --block-on-fault=1 --priority=7 --group-id=0 --max-batch-size=64 --max-transfer-size=2M
out_is ""
err_is ""
for pair in mode=shared size=16 threshold=4 type=user name=app driver_name=user block_on_fault=1 priority=7 group_id=0 \
  max_batch_size=64 max_transfer_size=2097152; do
  attr wq0.0 "${pair%=*}" "${pair#*=}"
done
expect 0 accfg config-wq dsa0/wq0.0 -m dedicated -s 8
attr wq0.0 threshold 0
SH
}

@test "a value that is set already is not written" {
  in_sim --machine dsa:1 --log log <<'SH'
configured
: >log
before=$(wc -l <log)
expect 0 accfg config-wq dsa0/wq0.0 -m shared -s 16 -t 8 -p 10 -y user -n app -d user
err_is "accfg: dsa0/wq0.0 is so already"
expect 0 accfg config-engine engine0.0 -g 0
expect 0 accfg config-device dsa0 -l 0
[ "$(wc -l <log)" = "$before" ] || wrong "something was written: $(cat log)"
expect 0 accfg config-wq dsa0/wq0.0 -p 10 -s 12
[ "$(wc -l <log)" = "$((before + 1))" ] || wrong "not one write: $(cat log)"
SH
}

@test "a rounded value, and a name that goes with the type, are said" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg config-wq wq0.1 -y user -n app
err_is ""
expect 0 accfg config-wq wq0.1 -y kernel
attr wq0.1 name ""
err_is "accfg: dsa0/wq0.1: the kernel cleared its name with the change of its type"
expect 0 accfg config-wq wq0.1 -y user -n app
err_is ""
expect 0 accfg config-wq dsa0/wq0.0 -x 3000000
attr wq0.0 max_transfer_size 4194304
err_is "accfg: dsa0/wq0.0: max_transfer_size=3000000: the kernel made it 4194304"
SH
}

@test "config commands take many objects, all, globs, families and PCI addresses" {
  in_sim --machine spr-2s <<'SH'
address=$(basename "$(dirname "$(readlink -f $objects/dsa4)")")
expect 0 accfg config-device dsa0 "$address" -l 16
attr dsa0 read_buffer_limit 16
attr dsa4 read_buffer_limit 16
attr dsa2 read_buffer_limit 0
expect 0 accfg config-wq 'dsa*/wq*.3' -s 5
attr wq14.3 size 5
attr wq0.2 size 0
expect 0 accfg config-engine dsa2 -g 1
attr engine2.0 group_id 1
attr engine2.3 group_id 1
expect 0 accfg config-group dsa -r 4
attr group8.3 read_buffers_reserved 4
expect 0 accfg config-engine dsa2/engine2.1,dsa2/engine2.2 -g -1
attr engine2.2 group_id -1
SH
}

@test "with several wqs those that shrink come first" {
  in_sim --machine dsa:1 <<'SH'
put 128 wq0.5 size
expect 0 accfg config-wq dsa0 -s 16
attr wq0.0 size 16
attr wq0.5 size 16
SH
}

@test "wrong values are found before anything is written" {
  in_sim --machine dsa:1 --log log <<'SH'
expect 3 accfg config-wq dsa0/wq0.0 -s 8 -p 99
err_is "accfg: --priority=99: out of range (0..15)"
expect 3 accfg config-wq dsa0/wq0.0 -m both
err_is "accfg: --mode=both: must be one of shared|dedicated"
expect 3 accfg config-wq dsa0/wq0.0 -b maybe
expect 3 accfg config-wq dsa0/wq0.0 -s -1
expect 3 accfg config-wq dsa0/wq0.0 -s 1x
expect 3 accfg config-wq dsa0/wq0.0 -s 99999999999999999999
expect 3 accfg config-wq dsa0/wq0.0 -n ''
expect 3 accfg config-wq dsa0/wq0.0 -o 123456789
expect 3 accfg config-device dsa0 -e 63
expect 3 accfg config-engine engine0.0 -g -2
expect 2 accfg config-wq dsa0/wq0.0
err_has "nothing to set is given"
expect 2 accfg config-wq -s 1
expect 10 accfg config-wq dsa0/wq0.9 -s 1
expect 10 accfg config-wq dsa0/wq0.0 dsa7/wq7.0 -s 1
[ ! -s log ] || wrong "something was written: $(cat log)"
SH
}

faults() {
  printf '%s' "$1" >"$BATS_TEST_TMPDIR/faults"
}

@test "a failure after something was changed is undone, and is exit status 8" {
  in_sim --machine dsa:1 <<'SH'
put 3 wq0.0 size
put 2 wq0.0 threshold
put user wq0.0 type
put before wq0.0 name
expect 8 accfg config-wq wq0.0 -y kernel -n after -s 8 -t 9
err_has "threshold=9"
err_has "accfg: undone; dsa0/wq0.0 is as before"
attr wq0.0 size 3
attr wq0.0 threshold 2
attr wq0.0 type user
attr wq0.0 name before
expect 0 accfg recover
err_is "accfg: nothing is to be recovered"
SH
}

@test "a failure of the first write is no undoing" {
  in_sim --machine dsa:1 <<'SH'
expect 3 accfg config-wq wq0.0 -s 999 -p 3
err_lacks undone
attr wq0.0 priority 0
expect 3 accfg config-wq wq0.0 -s 999
SH
}

@test "each object is whole: those before and after one that fails are as asked" {
  in_sim --machine dsa:1 <<'SH'
put 16 wq0.1 size
expect 8 accfg config-wq wq0.0 wq0.1 wq0.2 -m dedicated -p 3 -s 60
err_has "undone; dsa0/wq0.2 is as before"
attr wq0.0 size 60
attr wq0.0 priority 3
attr wq0.1 size 60
attr wq0.2 size 0
attr wq0.2 mode shared
SH
}

@test "what cannot be undone is listed, is exit status 9, and is left to recover" {
  faults "[$(for _ in $(seq 40); do
    printf '{"object": "wq0.0", "attr": "size", "errno": "EIO", "nth": 2}, '
  done)"'{"object": "wq0.0", "attr": "threshold", "errno": "EIO", "nth": 1}]'
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 9 accfg config-wq wq0.0 -s 8 -t 4
err_has "dsa0/wq0.0: size=8: it is not as before: it was 0"
err_has "not everything could be undone; what is not as before is listed above"
attr wq0.0 size 8
expect 0 accfg recover --list
out_has "pending: dsa0: accfg config-wq wq0.0 -s 8 -t 4"
SH
}

@test "a config command that is killed in the middle is undone by the next writer" {
  for when in before after; do
    faults '[{"object": "wq0.0", "attr": "name", "signal": "KILL", "nth": 1, "when": "'$when'"},
             {"object": "group0.0", "attr": "traffic_class_b", "signal": "TERM", "nth": 1, "when": "'$when'"}]'
    in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 137 accfg config-wq wq0.0 -s 8 -y user -n app -p 3
attr wq0.0 size 0 2>/dev/null || attr wq0.0 type user
expect 0 accfg recover
err_has "accfg: note: accfg config-wq wq0.0 -s 8 -y user -n app -p 3 (pid "
attr wq0.0 size 0
attr wq0.0 type none
attr wq0.0 name ""
attr wq0.0 priority 0
SH
  done
}

@test "a signal that ends a config command waits until its object is whole" {
  faults '[{"object": "wq0.0", "attr": "type", "signal": "TERM", "nth": 1}]'
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 143 accfg config-wq wq0.0 wq0.1 -s 8 -y user -n app
attr wq0.0 size 8
attr wq0.0 name app
attr wq0.1 size 0
expect 0 accfg recover
err_is "accfg: nothing is to be recovered"
SH
}

@test "config-user-default -d disables all of a device or nothing" {
  faults '[{"object": "wq0.3", "attr": "unbind", "errno": "EIO", "nth": 1}]'
  in_sim --machine dsa:2 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 0 accfg config-user-default
expect 8 accfg config-user-default -d
err_has "undone; dsa0 is as before"
err_has "disabled 8 wq(s) with the name user_default_wq"
for n in 0 1 2 3 7; do
  attr wq0.$n state enabled
  attr wq0.$n name user_default_wq
  attr wq1.$n state disabled
done
attr dsa1 state disabled
expect 0 accfg config-user-default -d
attr dsa0 state disabled
SH
}

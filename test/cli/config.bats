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

@test "a failure after something was changed is exit status 9, and says so" {
  in_sim --machine dsa:1 <<'SH'
expect 9 accfg config-wq wq0.0 -m shared -s 8 -t 9
err_has "threshold=9"
err_has "dsa0/wq0.0: 1 of 3 settings had been changed"
attr wq0.0 size 8
SH
}

# SPDX-License-Identifier: GPL-2.0-or-later
load helpers

setup() {
  needs_sim
}

@test "reset brings a device that was never enabled back to the clean state" {
  in_sim --machine dsa:1 <<'SH'
snapshot() {
  (cd /sys/bus/dsa/devices && grep -r . dsa0/ --include='*' 2>/dev/null | grep -v 'uevent\|power/\|cmd_status\|pci' | sort)
}
snapshot >before
configured
put 8 dsa0 read_buffer_limit
put 1 group0.0 use_read_buffer_limit
put 8 group0.1 read_buffers_reserved
put 50 group0.1 read_buffers_allowed
put 4096 wq0.3 max_transfer_size
put 4 wq0.3 max_batch_size
put 1 wq0.3 ats_disable
put kernel wq0.4 type
put 7 wq0.4 enqcmds_retries
put dedicated wq0.5 mode
put 1 wq0.5 op_config
expect 0 accfg reset dsa0
err_is "accfg: reset 1 device(s) out of 1"
snapshot >after
expect 0 diff before after
expect 0 accfg reset all
err_is "accfg: reset 0 device(s) out of 1, the others were clean"
SH
}

@test "reset of enabled devices needs -f, and sets what disabling keeps" {
  in_sim --machine dmr <<'SH'
name=$(cd $objects && ls -d dsa* | head -n 1)
id=${name#dsa}
put 8 "$name" read_buffer_limit
put 256 "$name" event_log_size
put 0 "engine$id.0" group_id
put 0 "wq$id.0" group_id
put user "wq$id.0" type
put 8 "wq$id.0" size
put 4 "wq$id.0" threshold
put 1 "wq$id.0" priority
put app "wq$id.0" name
put user "wq$id.0" driver_name
echo "$name" >/sys/bus/dsa/drivers/idxd/bind
echo "wq$id.0" >/sys/bus/dsa/drivers/user/bind
expect 4 accfg reset "$name"
err_has "wq$id.0 is enabled"
attr "wq$id.0" state enabled
expect 0 accfg reset -f "$name"
attr "$name" state disabled
attr "$name" read_buffer_limit 0
attr "$name" event_log_size 64
attr "wq$id.0" driver_name ""
attr "wq$id.0" size 0
attr "wq$id.0" group_id -1
attr "engine$id.0" group_id -1
SH
}

@test "reset does not say that it reset a halted device" {
  printf '[{"object": "wq0.0", "attr": "size", "halt": true}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:2 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
put 8 wq0.0 size
attr dsa0 state halted
put 8 wq1.0 size
expect 9 accfg reset all
err_has "dsa0: state=halted: stays so"
err_has "reset 1 device(s) out of 2"
attr wq1.0 size 0
expect 1 accfg reset dsa0
err_has "reset 0 device(s) out of 1"
SH
}

@test "a reset that fails is undone" {
  printf '[{"object": "wq0.1", "attr": "size", "nth": 2, "errno": "EIO"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
put 7 wq0.0 priority
put 8 wq0.0 size
put 8 wq0.1 size
expect 8 accfg reset dsa0
err_has "dsa0/wq0.1: size=0: "
err_has "undone; the machine is as before"
err_has "reset 0 device(s) out of 1"
attr wq0.0 priority 7
attr wq0.0 size 8
attr wq0.1 size 8
SH
}

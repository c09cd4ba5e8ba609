# SPDX-License-Identifier: GPL-2.0-or-later
# What load-config does to a machine that is not empty: what it keeps, what it disables, what it refuses, and how it ends
# when a step fails.
load helpers

setup() {
  needs_sim
}

@test "what a profile does not mention on a device is kept, and enabled again" {
  in_sim --machine dsa:1 --log log <<'SH'
enabled
before=$(wc -l <log)
cat >new.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.1", "grouped_workqueues": [
   { "dev": "wq0.3", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "priority": 3 }],
   "grouped_engines": [{ "dev": "engine0.2" }] }] }]
JSON
expect 4 accfg load-config -e -c new.json
err_has "dsa0/wq0.3: size=8: dsa0 would have to be disabled for this, but its wq0.0 is enabled, so it needs force [new.json:2:51]"
[ "$(wc -l <log)" = "$before" ] || wrong "something was written"
expect 0 accfg load-config -e -f -c new.json
for setting in "mode shared" "size 16" "threshold 8" "priority 10" "type user" "name app" "group_id 0" "state enabled"; do
  # shellcheck disable=SC2086
  attr wq0.0 ${setting% *} "${setting#* }"
done
attr wq0.3 state enabled
attr engine0.1 group_id 0
attr engine0.2 group_id 1
SH
}

@test "a wq beside running ones is configured and enabled without disabling anything" {
  in_sim --machine dsa:1 --log log <<'SH'
put 8 wq0.3 size
enabled
cat >new.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [
   { "dev": "wq0.3", "mode": "dedicated", "type": "user", "name": "new", "priority": 3 }] }] }]
JSON
expect 0 accfg load-config -e -c new.json
err_has "enabled 0 device(s) and 1 wq(s)"
attr wq0.3 state enabled
expect 1 grep -q unbind log
SH
}

@test "a wq in use is disabled only with force, and its clients are told of" {
  printf '[{"object": "wq0.0", "clients": 2, "pid": 77}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
enabled
echo '[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [{ "dev": "wq0.0", "priority": 4 }] }] }]' >new.json
expect 4 accfg load-config -c new.json
err_has "dsa0/wq0.0: priority=4: the wq is enabled with 2 clients and would have to be disabled for this, which needs force"
attr wq0.0 priority 10
expect 0 accfg load-config -f -c new.json
attr wq0.0 priority 4
attr wq0.0 state enabled
attr wq0.0 threshold 8
SH
}

@test "a device that is enabled without an enabled wq is taken over, and said so" {
  in_sim --machine dsa:1 <<'SH'
enabled
echo wq0.0 >/sys/bus/dsa/drivers/user/unbind
echo '[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [
  { "dev": "wq0.0", "mode": "dedicated", "size": 32, "type": "user", "name": "x", "priority": 1 }] }] }]' >new.json
expect 0 accfg load-config -e -c new.json
err_has "note: dsa0: it is enabled but none of its wqs is, so it is disabled and configured anew [new.json:1:11]"
attr wq0.0 size 32
attr wq0.0 state enabled
SH
}

@test "a wq that nobody uses or mentions gives up its entries where they are needed, and not otherwise" {
  in_sim --machine dsa:1 <<'SH'
put 100 wq0.7 size
put 20 wq0.6 size
profile() {
  echo "[{ \"dev\": \"dsa0\", \"groups\": [{ \"dev\": \"group0.0\", \"grouped_workqueues\": [{ \"dev\": \"wq0.0\", \"size\": $1 }] }] }]"
}
profile 8 >new.json
expect 0 accfg load-config -c new.json
attr wq0.7 size 100
profile 60 >new.json
expect 0 accfg load-config -c new.json
err_has "note: dsa0/wq0.7: size=100: taken back: the wq is disabled, the profile does not mention it and needs its entries"
attr wq0.7 size 0
attr wq0.6 size 20
profile 200 >new.json
expect 3 accfg load-config -c new.json
err_has "dsa0/wq0.0: size=200: only 128 of 128 entries are left on dsa0"
attr wq0.6 size 20
SH
}

@test "read buffers are taken after a device was disabled with some of them reserved" {
  in_sim --machine dsa:1 <<'SH'
put 90 group0.0 read_buffers_reserved
put 8 group0.0 read_buffers_allowed
enabled
echo '[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "read_buffers_reserved": 0 },
  { "dev": "group0.1", "read_buffers_reserved": 80, "read_buffers_allowed": 85 }] }]' >new.json
expect 0 accfg load-config -f -c new.json
attr group0.0 read_buffers_reserved 0
attr group0.0 read_buffers_allowed 8
attr group0.1 read_buffers_reserved 80
attr group0.1 read_buffers_allowed 85
attr wq0.0 state enabled
SH
}

@test "sizes that move from one wq to another fit at every step" {
  in_sim --machine dsa:1 <<'SH'
put 100 wq0.0 size
put 28 wq0.1 size
echo '[{ "dev": "dsa0", "ungrouped workqueues": [{ "dev": "wq0.0", "size": 28 }, { "dev": "wq0.1", "size": 100 }] }]' >new.json
expect 0 accfg load-config -c new.json
attr wq0.0 size 28
attr wq0.1 size 100
SH
}

@test "nothing is written on any device when one of them has an error" {
  in_sim --machine dsa:2 --log log <<'SH'
echo '[{ "dev": "dsa0", "read_buffer_limit": 8 }, { "dev": "dsa1", "read_buffer_limit": 97 }, { "dev": "dsa7" }]' >new.json
expect 3 accfg load-config -c new.json
err_has "dsa1: read_buffer_limit=97: dsa1 has 96 read buffers [new.json:1:83]"
err_has "dsa7: there is no such device; there is dsa0, dsa1 [new.json:1:98]"
[ ! -s log ] || wrong "something was written"
echo '[{ "dev": "dsa7" }]' >new.json
expect 10 accfg load-config -c new.json
SH
}

@test "a step that fails ends it and says where" {
  printf '[{"object": "wq0.0", "attr": "name", "errno": "EIO"}]' >"$BATS_TEST_TMPDIR/faults"
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 8 accfg load-config -e -c ../demo.json
err_has "dsa0/wq0.0: name="
err_has "Input/output error [../demo.json:"
attr dsa0 state disabled
SH
}

@test "a device that the hardware refuses to enable is said with its command status" {
  printf '[{"object": "dsa0", "command": "enable-device", "cmd_status": "0x14"}]' >"$BATS_TEST_TMPDIR/faults"
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 8 accfg load-config -e -c ../demo.json
err_has "dsa0: "
err_has "0x14) [../demo.json:"
SH
}

@test "a profile of one family leaves the other alone, and templates reach every device" {
  in_sim --machine dsa:2,iax:2 <<'SH'
echo '[{ "dev": "iaaX", "groups": [{ "dev": "groupX.0", "grouped_workqueues": [
  { "dev": "wqX.1", "mode": "dedicated", "size": 16, "type": "user", "name": "iaaX", "priority": 1 }],
  "grouped_engines": [{ "dev": "engineX.0" }, { "dev": "engineX.1" }] }] }]' >new.json
expect 0 accfg load-config -e -c new.json
attr wq1.1 name iaa1
attr wq3.1 name iaa3
attr wq3.1 state enabled
attr dsa0 state disabled
SH
}

@test "kernels 6.1 and 6.12 take the same profile, without what they have not" {
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR"
  for kernel in 6.1 6.12; do
    in_sim --machine dsa:1 --kernel "$kernel" <<'SH'
expect 0 accfg load-config -e -c ../demo.json
expect 0 "$cli_folder/says.py" -e ../demo.json
expect 0 accfg load-config -e -c ../demo.json
err_has "everything is so already"
SH
  done
}

@test "an enabled wq that a profile takes out of its group is disabled, with force, and so is a device without any" {
  in_sim --machine dsa:1 <<'SH'
enabled
echo '[{ "dev": "dsa0", "ungrouped workqueues": [{ "dev": "wq0.0", "size": 0 }] }]' >new.json
expect 4 accfg load-config -e -c new.json
attr wq0.0 state enabled
expect 0 accfg load-config -e -f -c new.json
attr wq0.0 state disabled
attr wq0.0 size 0
attr dsa0 state disabled
expect 0 accfg load-config -e -f -c new.json
err_has "everything is so already"
SH
}

@test "what the driver takes only in another order, or nobody enables, is saved and loaded back" {
  in_sim --machine dsa:1 <<'SH'
put 90 group0.0 read_buffers_allowed
put 40 group0.1 read_buffers_reserved
put 8 group0.2 read_buffers_allowed
for engine in 0 1 2; do put 2 engine0.$engine group_id; done
put 2 wq0.1 group_id
put dedicated wq0.1 mode
put 16 wq0.5 size
put user wq0.5 type
put idle wq0.5 name
put user wq0.5 driver_name
expect 0 accfg save-config -s first
expect 0 accfg reset all
expect 0 accfg load-config -c first
attr group0.0 read_buffers_allowed 90
attr group0.2 read_buffers_allowed 8
attr wq0.5 name idle
expect 0 accfg save-config -s second
expect 0 cmp first second
SH
}

@test "operations are loaded and saved also where the kernel hides one of them" {
  for kernel in 6.1 6.12 7.2; do
    in_sim --machine dsa:1 --kernel "$kernel" <<'SH'
configured
put 00000001,003f0079 wq0.0 op_config
expect 0 accfg save-config -s first
accfg list -i >listed
expect 0 accfg reset all
expect 0 accfg load-config -c first
expect 0 accfg save-config -s second
expect 0 cmp first second
expect 0 accfg load-config -c listed
err_has "everything is so already"
SH
  done
}

@test "retries that a dedicated wq hides are written when they are asked for and it becomes shared" {
  in_sim --machine dsa:1 <<'SH'
configured
put 43 wq0.0 enqcmds_retries
put dedicated wq0.0 mode
echo '[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [{ "dev": "wq0.0", "mode": "shared", "threshold": 8,
  "enqcmds_retries": 32 }] }] }]' >new.json
expect 0 accfg load-config -c new.json
attr wq0.0 enqcmds_retries 32
expect 0 accfg load-config -c new.json
err_has "so already"
SH
}

@test "a limit of progress is loaded without the other one" {
  in_sim --machine dsa3:1 <<'SH'
for which in batch desc; do
  echo "[{ \"dev\": \"dsa0\", \"groups\": [{ \"dev\": \"group0.0\", \"${which}_progress_limit\": 2 }] }]" >new.json
  expect 0 accfg load-config -c new.json
  attr group0.0 ${which}_progress_limit 2
done
SH
}

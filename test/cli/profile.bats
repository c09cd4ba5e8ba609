# SPDX-License-Identifier: GPL-2.0-or-later
# What the profile commands print and return. What they do to devices is in load-*.bats.
load helpers

setup() {
  needs_sim
  mkdir -p "$BATS_TEST_TMPDIR/work"
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR/work"
}

@test "load-config says what it changed, and that all is so already" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -c demo.json
out_is ""
err_is "accfg: changed 19 setting(s), enabled 0 device(s) and 0 wq(s)"
attr dsa0 state disabled
expect 0 accfg load-config -c demo.json
err_is "accfg: everything is so already"
expect 0 accfg load-config -e -c - <demo.json
err_is "accfg: changed 0 setting(s), enabled 1 device(s) and 2 wq(s)"
attr wq0.1 state enabled
sed 's/"size": 32/"size": 16/' demo.json >other.json
expect 4 accfg load-config -e -c other.json
attr wq0.0 size 32
expect 0 accfg load-config -e -f -c other.json
attr wq0.0 size 16
attr wq0.0 state enabled
SH
}

@test "what the kernel gave to iaa_crypto is kept when saved and loaded, and said to go when not mentioned" {
  in_sim --machine iax:1 --log log <<'SH'
expect 0 accfg save-config -s saved.json
expect 0 accfg load-config -e -c saved.json
err_is "accfg: everything is so already"
[ ! -s log ] || wrong "something was written"
cat >other.json <<'JSON'
[{ "dev": "iax0", "groups": [{ "dev": "group0.1",
   "grouped_workqueues": [{ "dev": "wq0.1", "mode": "dedicated", "size": 8, "type": "user", "name": "new" }],
   "grouped_engines": [{ "dev": "engine0.1" }] }] }]
JSON
expect 0 accfg load-config -c other.json
err_has "iax0: what the kernel had prepared for iaa_crypto (wq0.0) and nobody uses is not kept [other.json:1:11]"
attr wq0.0 size 0
attr engine0.1 group_id 1
SH
}

@test "load-config says when the hardware learns of a moved engine only later" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -e -c demo.json
cat >move.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_engines": [{ "dev": "engine0.2" }] }] }]
JSON
expect 0 accfg load-config -c move.json
err_has "dsa0/engine0.2: group_id=0: the hardware is told only when dsa0 or one of its wqs is next enabled [move.json:1:"
attr engine0.2 group_id 0
SH
}

@test "load-config --dry-run prints the steps and takes none" {
  in_sim --machine dsa:1 --log log <<'SH'
expect 0 accfg load-config -e -n -c demo.json
out_has "set dsa0/wq0.0 mode=dedicated (was shared)"
out_has "enable dsa0"
out_has "enable dsa0/wq0.1"
[ ! -s log ] || wrong "something was written"
expect 0 accfg load-config -e -c demo.json
expect 0 accfg load-config -e --dry-run -c demo.json
out_is ""
SH
}

@test "check-config reports every error with its place, and writes nothing" {
  in_sim --machine dsa:1 --log log <<'SH'
expect 0 accfg check-config -e -c demo.json
err_is "accfg: demo.json is valid"
cat >bad.json <<'JSON'
[
  { "dev": "dsa0", "groups": [
    { "dev": "group0.0", "grouped_workqueues": [
      { "dev": "wq0.0", "mode": "shared", "size": 200 },
      { "dev": "wq0.1", "mode": "both", "sise": 4 },
      { "dev": "wq0.9", "priority": 99 } ] } ] } ]
JSON
expect 3 accfg check-config -c bad.json
err_has 'dsa0/wq0.0: size=200: '
err_has '[bad.json:4:'
err_has 'dsa0/wq0.1: mode="both": unknown word; allowed: shared, dedicated [bad.json:5:33]'
err_has 'dsa0/wq0.1: sise: unknown key, did you mean "size"? [bad.json:5:41]'
err_has 'dsa0/wq0.9: priority=99: '
err_has "error(s)"
expect 3 accfg load-config -e -c bad.json
expect 3 accfg --json-errors check-config -c bad.json
[ "$(grep -c '"severity":"error"' .err)" -ge 3 ] || wrong "not every error"
sed 's/]$/],/' demo.json >sloppy.json
expect 3 accfg check-config --strict -c sloppy.json
[ ! -s log ] || wrong "something was written"
expect 10 accfg check-config -c demo.json --machine nonsense
expect 10 accfg check-config -c missing.json
SH
}

@test "check-config for named hardware needs no driver" {
  in_sim --machine dsa:1 --no-driver <<'SH'
expect 0 accfg check-config -e -c demo.json --machine spr-2s
err_is "accfg: demo.json is valid for spr-2s"
expect 6 accfg check-config -c demo.json
SH
}

@test "what save-config writes loads back to the same state, disabled wqs included" {
  in_sim --machine dsa:1,iax:1 --kernel 6.1 <<'SH'
enabled
expect 0 accfg save-config -s saved.json
out_is ""
err_is ""
expect 0 accfg save-config -s -
cp .out printed
expect 0 diff saved.json printed
accfg list -i >before.json
expect 0 accfg reset -f all
expect 0 accfg load-config -e -c saved.json
accfg list -i >after.json
expect 0 diff before.json after.json
expect 0 accfg save-config -s - iax1
out_lacks dsa0
SH
}

@test "what is configured but not enabled is saved so, and stays so when it is loaded with -e" {
  in_sim --machine dsa:2 <<'SH'
put 8 wq0.3 size
enabled
put 0 wq0.3 group_id
put dedicated wq0.3 mode
put user wq0.3 type
put idle wq0.3 name
put 12 wq1.5 priority
accfg list -i >before.json
expect 0 accfg save-config -s saved.json
expect 0 grep -c '"enabled":0' saved.json
out_is 2
expect 0 accfg reset -f all
expect 0 accfg load-config -e -c saved.json
accfg list -i >after.json
expect 0 diff before.json after.json
attr dsa0 state enabled
attr wq0.0 state enabled
attr wq0.3 state disabled
attr dsa1 state disabled
SH
}

@test "enabled: 0 disables with -e what is enabled, and needs -f for it; without -e it means nothing" {
  in_sim --machine dsa:1 <<'SH'
enabled
echo '[{"dev":"dsa0","groups":[{"dev":"group0.0","grouped_workqueues":[{"dev":"wq0.0","enabled":false}]}]}]' >wq.json
echo '[{"dev":"dsa0","enabled":0}]' >device.json
expect 0 accfg load-config -c wq.json
attr wq0.0 state enabled
expect 4 accfg load-config -e -c wq.json
expect 0 accfg load-config -e -f -c wq.json
attr wq0.0 state disabled
attr dsa0 state enabled
expect 0 accfg load-config -e -f -c device.json
attr dsa0 state disabled
expect 3 accfg check-config -c <(echo '[{"dev":"dsa0","enabled":2}]')
err_has "dsa0: enabled=2: allowed: 0 or 1"
SH
}

@test "save-config replaces the file in one step or leaves it" {
  in_sim --machine dsa:1 <<'SH'
configured
echo before >saved.json
expect 0 accfg save-config -s saved.json
expect 1 grep before saved.json
[ "$(ls | grep -c saved)" = 1 ] || wrong "something was left beside"
expect 10 accfg save-config -s missing/saved.json
expect 1 bash -c 'accfg save-config -s - >/dev/full'
expect 10 accfg save-config -s x.json dsa7
[ ! -e x.json ] || wrong "x.json was written"
SH
}

@test "config-user-default takes names, priorities and groups from a template, for each family" {
  in_sim --machine dsa:1,iax:1 --kernel 6.1 <<'SH'
cat >template.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.2", "grouped_workqueues": [
   { "dev": "wq0.0", "name": "first", "priority": 1 },
   { "dev": "wq0.1", "name": "fast", "priority": 7, "block_on_fault": 0, "size": 99 }] }] },
 { "dev": "iax1", "groups": [{ "dev": "group1.0", "grouped_workqueues": [{ "dev": "wq1.0", "priority": 3 }] }] }]
JSON
expect 0 accfg config-user-default -c template.json
attr wq0.7 name fast
attr wq0.7 priority 7
attr wq0.7 block_on_fault 0
attr wq0.7 size 16
attr wq0.7 group_id 2
attr engine0.3 group_id 2
attr wq0.7 state enabled
attr wq1.0 name user_default_wq
attr wq1.0 priority 3
attr wq1.0 group_id 0
expect 0 accfg config-user-default -d -n fast
attr dsa0 state disabled
expect 0 accfg config-user-default -c - -n mine <template.json
attr wq0.0 name mine
expect 10 accfg config-user-default -c nowhere.json
echo '[{"dev":"dsa0","sise":1}]' >wrong.json
expect 3 accfg config-user-default -c wrong.json
err_has "sise: unknown key"
SH
}

@test "config-user-default sets up every disabled device, and takes it back" {
  in_sim --machine dsa:2 <<'SH'
configured
expect 0 accfg config-user-default --dry-run
out_has "enable dsa1/wq1.7"
expect 0 accfg config-user-default -n everyone
attr wq1.7 state enabled
attr wq1.7 name everyone
attr wq1.7 size 16
expect 0 accfg config-user-default -d -n nobody
attr wq1.7 state enabled
expect 0 accfg config-user-default -d -n everyone
attr wq1.7 state disabled
attr dsa1 state disabled
SH
}

@test "load-config says of each sort of devices what changed, where it was not the same" {
  in_sim --machine dsa:3 <<'SH'
expect 0 accfg load-config -e -c demo.json
err_is "accfg: changed 57 setting(s), enabled 3 device(s) and 6 wq(s)"
printf '[{ "dev": "dsa1", "groups": [{ "dev": "group1.0", "grouped_workqueues": [{ "dev": "wq1.0", "name": "x" }] }] },
  { "dev": "dsa0", "enabled": 0 }, { "dev": "dsa2", "enabled": 0 }]' >other.json
expect 0 accfg load-config -e -f -c other.json
err_has "accfg: dsa0, dsa2: 17 setting(s), disabled, 0 wq(s) enabled"
err_has "accfg: dsa1: "
SH
}

# SPDX-License-Identifier: GPL-2.0-or-later
# load-config --exact: a device becomes equal to the profile, whatever was on it before.
load helpers

setup() {
  needs_sim
  mkdir -p "$BATS_TEST_TMPDIR/work"
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR/work"
  cat >"$BATS_TEST_TMPDIR/work/words.bash" <<'SH'
# everything that can be set, and what is enabled; 0 read buffers are all of them on 6.1, and -1 of a traffic class is
# what the hardware makes of it
settings() {
  for object in "$objects"/*; do
    for attr in state mode size group_id priority block_on_fault threshold type name driver_name max_transfer_size \
      max_batch_size ats_disable prs_disable op_config enqcmds_retries read_buffer_limit event_log_size \
      read_buffers_reserved read_buffers_allowed use_read_buffer_limit traffic_class_a traffic_class_b \
      desc_progress_limit batch_progress_limit; do
      [ -e "$object/$attr" ] || continue
      value=
      read -r value 2>/dev/null <"$object/$attr" || : # an empty file, or none that can be read now
      printf '%s %s %s\n' "${object##*/}" "$attr" "$value"
    done
  done | sed 's/read_buffers_allowed 0$/read_buffers_allowed 96/; s/traffic_class_a -1/traffic_class_a 0/; s/traffic_class_b -1/traffic_class_b 1/'
}
# every setting of dsa0 that can be changed is changed
mess_up() {
  expect 0 accfg config-wq dsa0/wq0.3 -m dedicated -s 8 -g 2 -p 7 -y user -n left -b 1
  expect 0 accfg config-wq dsa0/wq0.4 -m shared -s 16 -g 3 -t 4 -p 3 -y kernel -n over
  expect 0 accfg config-wq dsa0/wq0.5 -x 4096 -c 8
  expect 0 accfg config-engine dsa0/engine0.2 -g 2
  expect 0 accfg config-engine dsa0/engine0.3 -g 3
  expect 0 accfg config-device dsa0 -l 10
  expect 0 accfg config-group dsa0/group0.2 -r 8 -t 16 -l 1
  [ ! -e $objects/wq0.5/prs_disable ] || expect 0 accfg config-wq dsa0/wq0.5 --ats-disable=1 --prs-disable=1
  [ ! -e $objects/wq0.5/driver_name ] || expect 0 accfg config-wq dsa0/wq0.5 -d user
  [ ! -e $objects/wq0.4/op_config ] || expect 0 accfg config-wq dsa0/wq0.4 --op-config=8
}
SH
}

@test "load-config --exact brings every setting that the profile does not mention to its clean value" {
  for kernel in 6.1 6.12 7.2; do
    in_sim --machine dsa:1 --kernel "$kernel" <<'SH'
. ./words.bash
expect 0 accfg load-config -e -c demo.json
settings >wanted
expect 0 accfg reset -f dsa0
mess_up
expect 0 accfg load-config -e --exact -c demo.json
settings >found
expect 0 diff wanted found
expect 0 accfg load-config -e --exact -c demo.json
err_is "accfg: everything is so already"
SH
  done
}

@test "without --exact what the profile does not mention is kept" {
  in_sim --machine dsa:1 <<'SH'
. ./words.bash
mess_up
expect 0 accfg load-config -c demo.json
attr wq0.3 priority 7
attr wq0.5 max_batch_size 8
expect 0 accfg load-config --exact -c demo.json
attr wq0.3 priority 0
attr wq0.3 size 0
attr wq0.3 name ""
attr wq0.4 threshold 0
attr wq0.5 max_batch_size 32
attr dsa0 read_buffer_limit 0
attr group0.2 use_read_buffer_limit 0
SH
}

@test "a use_read_buffer_limit that was left without a limit is neither saved nor kept" {
  for kernel in 6.1 7.2; do
    in_sim --machine dsa:1 --kernel "$kernel" <<'SH'
. ./words.bash
settings >clean
expect 0 accfg config-device dsa0 -l 10
expect 0 accfg config-group dsa0/group0.2 -l 1
echo 0 >$objects/dsa0/read_buffer_limit
attr group0.2 use_read_buffer_limit 1
expect 0 accfg config-group dsa0/group0.1 -r 8
expect 0 accfg save-config -s saved.json
expect 1 grep '"use_read_buffer_limit":1' saved.json
printf '[{ "dev": "dsa0" }]' >nothing.json
expect 0 accfg load-config --exact -c nothing.json
attr group0.2 use_read_buffer_limit 0
attr dsa0 read_buffer_limit 0
settings >found
expect 0 diff clean found
expect 0 accfg load-config -c saved.json
attr group0.1 read_buffers_reserved 8
expect 0 accfg save-config -s again.json
expect 0 cmp saved.json again.json
SH
  done
}

@test "a profile of nothing but the name of a device makes it clean, as reset does" {
  for machine in dsa:1 iax:1 dmr; do
    in_sim --machine "$machine" <<'SH'
. ./words.bash
name=$(accfg list -i | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["dev"])')
expect 0 accfg reset "$name"
settings >wanted
expect 0 accfg config-user-default
printf '[{ "dev": "%s" }]' "$name" >clean.json
expect 4 accfg load-config --exact -c clean.json
err_has "is enabled"
expect 0 accfg load-config --exact -f -c clean.json
expect 0 accfg load-config --exact -f -c clean.json
err_is "accfg: everything is so already"
settings | grep -E "^($name|[a-z]*${name//[a-z]/}[.])" >found
grep -E "^($name|[a-z]*${name//[a-z]/}[.])" wanted >only
expect 0 diff only found
SH
  done
}

@test "load-config --exact disables work queues that the profile does not mention, with -f only" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -e -c demo.json
cat >one.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0",
   "grouped_workqueues": [{ "dev": "wq0.0", "mode": "dedicated", "size": 32, "type": "user", "name": "only",
   "driver_name": "user" }],
   "grouped_engines": [{ "dev": "engine0.0" }] }] }]
JSON
expect 4 accfg load-config -e --exact -c one.json
attr wq0.1 state enabled
expect 0 accfg load-config -e --exact -f -c one.json
attr wq0.0 state enabled
attr wq0.0 name only
attr wq0.1 state disabled
attr wq0.1 size 0
expect 0 accfg load-config -e --exact -c one.json
err_is "accfg: everything is so already"
SH
}

@test "load-config --exact leaves devices alone that the profile does not mention" {
  in_sim --machine dsa:2 <<'SH'
expect 0 accfg config-wq dsa1/wq1.0 -s 16 -p 5
printf '[{ "dev": "dsa0" }]' >clean.json
expect 0 accfg config-wq dsa0/wq0.0 -s 16
expect 0 accfg load-config --exact -c clean.json
attr wq0.0 size 0
attr wq1.0 size 16
attr wq1.0 priority 5
SH
}

@test "what save-config says of a machine is exactly what it is" {
  for machine in dsa:1,iax:1 gnr dmr; do
    in_sim --machine "$machine" <<'SH'
expect 0 accfg config-user-default
expect 0 accfg save-config -s saved.json
expect 0 accfg load-config --exact -c saved.json
err_has "accfg: everything is so already"
expect 0 accfg load-config --exact -e -c saved.json
err_has "accfg: everything is so already"
SH
  done
}

@test "of a device whose configuration is fixed --exact changes what can be changed" {
  echo '{ "devices": [{ "type": "dsa", "configurable": false }] }' >"$BATS_TEST_TMPDIR/fixed.json"
  in_sim --machine "$BATS_TEST_TMPDIR/fixed.json" <<'SH'
size=$(cat $objects/wq0.0/size) group=$(cat $objects/wq0.0/group_id)
printf '[{ "dev": "dsa0" }]' >clean.json
expect 0 accfg config-wq dsa0/wq0.0 -y user -n left -d user
expect 0 accfg load-config --exact -c clean.json
attr wq0.0 type none
attr wq0.0 name ""
attr wq0.0 size "$size"
attr wq0.0 group_id "$group"
attr dsa0 state enabled
expect 0 accfg diff-config --exact -c clean.json
SH
}

@test "check-config --exact counts nothing that the profile does not mention" {
  in_sim --machine dsa:1 --log log <<'SH'
put 90 group0.3 read_buffers_reserved
: >log
cat >p.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "read_buffers_reserved": 50, "grouped_workqueues": [
   { "dev": "wq0.0", "mode": "dedicated", "size": 16, "type": "user", "name": "a", "priority": 1 }],
   "grouped_engines": [{ "dev": "engine0.0" }] }] }]
JSON
expect 3 accfg check-config -e -c p.json
err_has "dsa0/group0.0: read_buffers_reserved=50: "
expect 0 accfg check-config -e --exact -c p.json
err_has "accfg: p.json is valid"
attr group0.3 read_buffers_reserved 90
expect 3 accfg load-config -e -c p.json
expect 0 accfg load-config -e --exact -c p.json
SH
}

# SPDX-License-Identifier: GPL-2.0-or-later
# load-config as a transaction: when a step fails, everything is as it was before, or what is not is listed.
load helpers

setup() {
  needs_sim
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR"
}

# faults JSON
faults() {
  printf '%s' "$1" >"$BATS_TEST_TMPDIR/faults"
}

# with_faults JSON OPTION...: in_sim with them, and with the words of this file
with_faults() {
  faults "$1"
  shift
  { cat <<'SH'; cat; } | in_sim --faults "$BATS_TEST_TMPDIR/faults" "$@"
# everything FILE: each attribute of each object that does not change by itself
everything() {
  (cd $objects && grep -rs . */ --include='*' --exclude=cmd_status --exclude=cdev_minor --exclude-dir=power \
    --exclude-dir='file*' --exclude-dir='dsa!*' --exclude-dir=subsystem --exclude-dir=driver --exclude-dir=dsa --exclude-dir=dma | sort) >"$1"
}
same() {
  everything "$2"
  diff "$1" "$2" >&2 || wrong "the machine is not as before"
}
SH
}

@test "a step that fails is undone, on a clean machine" {
  with_faults '[{"object": "wq0.0", "attr": "name", "errno": "EIO"}]' --machine dsa:1 <<'SH'
everything before
expect 8 accfg load-config -e -c ../demo.json
err_has "dsa0/wq0.0: name="
err_has "Input/output error [../demo.json:"
err_has "accfg: undone; the machine is as before"
same before after
SH
}

@test "a device that was enabled is enabled again, its wqs with the same types, names and drivers" {
  with_faults '[{"object": "wq0.3", "attr": "name", "errno": "EPERM"}]' --machine dsa:1 <<'SH'
enabled
everything before
cat >new.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.1", "grouped_workqueues": [
   { "dev": "wq0.3", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "priority": 3 }],
   "grouped_engines": [{ "dev": "engine0.2" }] }] }]
JSON
expect 8 accfg load-config -e -f -c new.json
err_has "dsa0/wq0.3: name=new: "
err_has "undone; the machine is as before"
same before after
attr wq0.0 state enabled
attr wq0.0 name app
SH
}

@test "all devices are undone when one of them fails" {
  with_faults '[{"object": "dsa1", "command": "enable-device", "cmd_status": "0x14"}]' --machine dsa:3 <<'SH'
everything before
cat >new.json <<'JSON'
[{ "dev": "dsaX", "groups": [{ "dev": "groupX.0", "grouped_workqueues": [
   { "dev": "wqX.0", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "priority": 3 }],
   "grouped_engines": [{ "dev": "engineX.2" }] }] }]
JSON
expect 8 accfg load-config -e -c new.json
err_has "dsa1: "
err_has "0x14"
err_has "undone; the machine is as before"
same before after
SH
}

@test "a first write that is refused changes nothing" {
  with_faults '[{"object": "*", "errno": "EPERM"}]' --machine dsa:1 <<'SH'
everything before
expect 8 accfg load-config -e -c ../demo.json
err_has "Operation not permitted"
err_has "undone; the machine is as before"
same before after
SH
}

@test "a device that vanishes is said to be gone, and the others are undone" {
  with_faults '[{"object": "wq1.0", "attr": "name", "vanish": true}]' --machine dsa:2 <<'SH'
everything before
cat >new.json <<'JSON'
[{ "dev": "dsaX", "groups": [{ "dev": "groupX.0", "grouped_workqueues": [
   { "dev": "wqX.0", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "priority": 3 }],
   "grouped_engines": [{ "dev": "engineX.2" }] }] }]
JSON
expect 9 accfg load-config -e -c new.json
err_has "dsa1/wq1.0: name=new: "
err_has "dsa1: the device is gone, so it could not be undone"
err_has "not everything could be undone"
grep -v '1' before >before0
everything after
grep -v '1' after >after0
diff before0 after0 || wrong "dsa0 is not as before"
SH
}

@test "what cannot be undone is listed, exactly" {
  with_faults '[{"object": "wq0.0", "attr": "name", "errno": "EIO"}, {"object": "wq0.0", "attr": "size", "nth": 2, "errno": "EIO"},
    {"object": "wq0.0", "attr": "size", "nth": 2, "errno": "EIO"}, {"object": "wq0.0", "attr": "size", "nth": 2, "errno": "EIO"}]' --machine dsa:1 <<'SH'
cat >new.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [
   { "dev": "wq0.0", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "priority": 3 }],
   "grouped_engines": [{ "dev": "engine0.2" }] }] }]
JSON
expect 9 accfg load-config -e -c new.json
err_is "accfg: note: dsa0/wq0.0: driver_name=user: not given, so taken from the type [new.json:2:62]
accfg: dsa0/wq0.0: name=new: the kernel refused it: Input/output error [new.json:2:78]
accfg: dsa0/wq0.0: size=0: the kernel refused it: Input/output error
accfg: dsa0/wq0.0: size=8: it is not as before: it was 0
accfg: not everything could be undone; what is not as before is listed above"
attr wq0.0 mode shared
attr wq0.0 priority 0
attr engine0.2 group_id -1
SH
}

@test "a fault while undoing that passes is overcome" {
  with_faults '[{"object": "wq0.0", "attr": "name", "errno": "EIO"}, {"object": "wq0.0", "attr": "size", "nth": 2, "errno": "EBUSY"},
    {"object": "wq0.0", "attr": "mode", "nth": 2, "errno": "EINVAL"}]' --machine dsa:1 <<'SH'
everything before
cat >new.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [
   { "dev": "wq0.0", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "priority": 3 }],
   "grouped_engines": [{ "dev": "engine0.2" }] }] }]
JSON
expect 8 accfg load-config -e -c new.json
err_lacks size
same before after
SH
}

@test "SIGTERM, SIGINT and SIGHUP stop it and undo everything" {
  for signal in TERM INT HUP; do
    rm -rf "$BATS_TEST_TMPDIR/work"
    with_faults "[{\"object\": \"wq0.0\", \"attr\": \"type\", \"nth\": 1, \"signal\": \"SIG$signal\", \"when\": \"after\"},
      {\"object\": \"wq0.0\", \"attr\": \"name\", \"nth\": 1, \"signal\": \"SIG$signal\", \"when\": \"before\"}]" --machine dsa:1 <<SH
everything before
expect 8 env --default-signal accfg load-config -e -c ../demo.json
err_has "accfg: interrupted by SIG$signal
accfg: undone; the machine is as before"
same before after
SH
  done
}

@test "a signal before a write that is then interrupted is overcome by undoing" {
  with_faults '[{"object": "wq0.0", "attr": "name", "nth": 1, "signal": "SIGTERM", "when": "before"}]' --machine dsa:1 <<'SH'
everything before
expect 8 accfg load-config -e -c ../demo.json
err_has "interrupted by SIGTERM"
same before after
SH
}

@test "a signal with the last step comes too late" {
  with_faults '[{"object": "wq0.1", "attr": "bind", "signal": "SIGTERM"}]' --machine dsa:1 <<'SH'
cat >new.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [
   { "dev": "wq0.1", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "driver_name": "user", "priority": 3 }],
   "grouped_engines": [{ "dev": "engine0.2" }] }] }]
JSON
expect 0 accfg load-config -e -c new.json
err_has "SIGTERM came when everything was done"
attr wq0.1 state enabled
SH
}

@test "what is ignored stays ignored" {
  with_faults '[{"object": "wq0.0", "attr": "type", "signal": "SIGHUP"}]' --machine dsa:1 <<'SH'
trap '' HUP
expect 0 accfg load-config -e -c ../demo.json
attr wq0.0 state enabled
SH
}

@test "what is said of a failure does not depend on the number of jobs" {
  with_faults '[{"object": "wq1?.0", "attr": "name", "errno": "EIO"}, {"object": "wq7.0", "attr": "bind", "errno": "EBUSY"}]' --machine dsa:20 <<'SH'
everything before
cat >new.json <<'JSON'
[{ "dev": "dsaX", "groups": [{ "dev": "groupX.0", "grouped_workqueues": [
   { "dev": "wqX.0", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "driver_name": "user", "priority": 3 }],
   "grouped_engines": [{ "dev": "engineX.2" }] }] }]
JSON
for jobs in 1 2 5 16; do
  expect 8 accfg load-config -e -c new.json --jobs=$jobs
  err_is "accfg: dsa7/wq7.0: the driver refused it: Device or resource busy [new.json:2:13]
accfg: undone; the machine is as before"
  same before after
done
expect 3 accfg load-config -e -c new.json --jobs=0
expect 3 accfg load-config -e -c new.json --jobs=2x
SH
}

@test "progress is shown on a terminal when it takes long, and taken away again" {
  command -v script >/dev/null || skip "script(1) is not here"
  faults '[{"command": "enable-device", "delay_us": 1300000}]'
  cd "$BATS_TEST_TMPDIR"
  cat >new.json <<'JSON'
[{ "dev": "dsaX", "groups": [{ "dev": "groupX.0", "grouped_workqueues": [
   { "dev": "wqX.0", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "driver_name": "user", "priority": 3 }],
   "grouped_engines": [{ "dev": "engineX.2" }] }] }]
JSON
  load="accfg-sim --machine dsa:2 --faults faults -- accfg load-config -e -c new.json"
  script -qec "$load" typescript >/dev/null
  grep -q " of 20 steps" typescript
  grep -q $'\r\e\[K' typescript
  $load 2>piped
  ! grep -q steps piped
}

# A profile that changes the size of wq0.0, so that dsa0 has to be disabled, and makes wq0.3.
resized='[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [{ "dev": "wq0.0", "size": 32 },
   { "dev": "wq0.3", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "driver_name": "user", "priority": 3 }]}]}]'

@test "what the kernel prepared for iaa_crypto is there again after undoing, on each kernel" {
  for kernel in 7.2 6.12 6.1; do
    rm -rf "$BATS_TEST_TMPDIR/work"
    with_faults '[{"object": "wq0.1", "attr": "bind", "errno": "EBUSY"}]' --machine iax:1 --kernel $kernel <<'SH'
objects=/sys/bus/dsa/devices
everything before
echo '[{ "dev": "iax0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [
  { "dev": "wq0.1", "mode": "dedicated", "size": 16, "type": "user", "name": "x", "priority": 1 }],
  "grouped_engines": [{ "dev": "engine0.0" }, { "dev": "engine0.1" }] }] }]' >new.json
expect 8 accfg load-config -e -f -c new.json
same before after
SH
  done
}

@test "a wq with clients is taken with force, and enabled again when it is undone" {
  with_faults '[{"object": "wq0.0", "clients": 2, "pid": 77}, {"object": "wq0.3", "attr": "name", "errno": "EIO"}]' --machine dsa:1 <<SH
enabled
everything before
echo '$resized' >new.json
expect 4 accfg load-config -e -c new.json
expect 8 accfg load-config -e -f -c new.json
same before after
attr wq0.0 state enabled
SH
}

@test "a device that halts on the way is said to be halted, and the other is undone" {
  with_faults '[{"object": "wq1.3", "attr": "type", "nth": 1, "halt": true}, {"object": "wq1.3", "attr": "name", "errno": "EIO"}]' --machine dsa:2 <<SH
enabled
everything before
echo '[{ "dev": "dsaX", "groups": [{ "dev": "groupX.0", "grouped_workqueues": [
   { "dev": "wqX.3", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "driver_name": "user", "priority": 3 }],
   "grouped_engines": [{ "dev": "engineX.0" }, { "dev": "engineX.1" }]}]}]' >new.json
expect 9 accfg load-config -e -f -c new.json
err_has "dsa1: state=halted: it is not as before: it was disabled"
err_lacks "dsa0"
everything after
diff <(grep -v '[a-z]1[./]' before) <(grep -v '[a-z]1[./]' after) || wrong "dsa0 is not as before"
SH
}

@test "a wq that cannot be enabled again is listed" {
  with_faults '[{"object": "wq0.3", "attr": "name", "errno": "EIO"}, {"object": "wq0.0", "attr": "bind", "nth": 2, "errno": "ENXIO"},
    {"object": "wq0.0", "attr": "bind", "nth": 2, "errno": "ENXIO"}, {"object": "wq0.0", "attr": "bind", "nth": 2, "errno": "ENXIO"}]' --machine dsa:1 <<SH
enabled
echo '$resized' >new.json
expect 9 accfg load-config -e -f -c new.json
err_has "accfg: dsa0/wq0.0: state=disabled: it is not as before: it was enabled
accfg: not everything could be undone"
attr dsa0 state enabled
attr wq0.0 name app
SH
}

@test "a wq whose own settings could not be written back is left disabled" {
  with_faults '[{"object": "wq0.0", "attr": "priority", "nth": 2, "errno": "EIO"}, {"object": "wq0.0", "attr": "priority", "nth": 2, "errno": "EIO"},
    {"object": "wq0.0", "attr": "priority", "nth": 2, "errno": "EIO"}, {"object": "wq0.0", "attr": "priority", "nth": 2, "errno": "EIO"}]' --machine dsa:1 <<SH
enabled
echo '$resized' >new.json
expect 9 accfg load-config -e -f -c new.json
err_has "accfg: dsa0/wq0.0: priority=0: it is not as before: it was 10
accfg: dsa0/wq0.0: state=disabled: it is not as before: it was enabled"
attr dsa0 state enabled
attr wq0.0 state disabled
SH
}

@test "no more is disabled than what differs needs, and what that loses is written again" {
  in_sim --machine dsa:1 --log log <<'SH'
configured
put 1 engine0.2 group_id
for wq in wq0.1 wq0.2; do
  put 1 $wq group_id && put dedicated $wq mode && put 8 $wq size && put user $wq type && put other$wq $wq name && put user $wq driver_name
  put 5 $wq priority
done
echo dsa0 >/sys/bus/dsa/drivers/idxd/bind
for wq in wq0.0 wq0.1; do echo $wq >/sys/bus/dsa/drivers/user/bind; done
load() { # JSON of dsa0, what must be unbound
  echo "[{ \"dev\": \"dsa0\", $1 }]" >new.json
  before=$(wc -l <log)
  expect 0 accfg load-config -f -c new.json
  found=$(tail -n +$((before + 1)) log | grep '"attr":"unbind"' | sed 's/.*"object":"\([^"]*\)".*/\1/' | xargs)
  [ "$found" = "$2" ] || wrong "unbound '$found', not '$2'"
  for wq in wq0.0 wq0.1; do attr $wq state enabled; done
  attr wq0.0 name app
  attr wq0.0 threshold 8
  attr wq0.1 name otherwq0.1
  attr wq0.2 name otherwq0.2
  attr wq0.2 priority 5
}
load '"ungrouped_engines": [{ "dev": "engine0.3" }]' ""
load '"groups": [{ "dev": "group0.1", "grouped_engines": [{ "dev": "engine0.3" }] }]' ""
load '"groups": [{ "dev": "group0.0", "grouped_workqueues": [{ "dev": "wq0.2" }] }]' ""
load '"groups": [{ "dev": "group0.1", "grouped_workqueues": [{ "dev": "wq0.2", "block_on_fault": 1 }] }]' ""
load '"groups": [{ "dev": "group0.0", "grouped_workqueues": [{ "dev": "wq0.0", "enqcmds_retries": 9 }] }]' ""
load '"groups": [{ "dev": "group0.0", "grouped_workqueues": [{ "dev": "wq0.0", "priority": 9 }] }]' "wq0.0"
attr wq0.0 enqcmds_retries 9
load '"groups": [{ "dev": "group0.1", "grouped_workqueues": [{ "dev": "wq0.1", "max_batch_size": 16 }] }]' "wq0.1"
load '"read_buffer_limit": 9' "wq0.0 wq0.1 dsa0"
load '"groups": [{ "dev": "group0.0", "read_buffers_reserved": 4 }]' "wq0.0 wq0.1 dsa0"
attr dsa0 read_buffer_limit 9
attr wq0.1 max_batch_size 16
load '"groups": [{ "dev": "group0.1", "grouped_workqueues": [{ "dev": "wq0.2", "size": 9 }] }]' "wq0.0 wq0.1 dsa0"
attr group0.0 read_buffers_reserved 4
attr wq0.2 block_on_fault 1
SH
}

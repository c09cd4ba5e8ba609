# SPDX-License-Identifier: GPL-2.0-or-later
# load-config reads only what it needs; what it did not read is kept, and is there again after undoing, all the same.
load helpers

setup() {
  needs_sim
  cat >"$BATS_TEST_TMPDIR/new.json" <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [
   { "dev": "wq0.0", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "driver_name": "user", "priority": 3 },
   { "dev": "wq0.1", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "driver_name": "user", "priority": 3 }],
   "grouped_engines": [{ "dev": "engine0.2" }] }] }]
JSON
}

# with_words OPTION...: in_sim with the words of this file
with_words() {
  { cat <<'SH'; cat; } | in_sim "$@"
# everything FILE: each attribute of each object that does not change by itself
everything() {
  (cd $objects && grep -rs . */ --include='*' --exclude=cmd_status --exclude=cdev_minor --exclude-dir=power \
    --exclude-dir=subsystem --exclude-dir=driver --exclude-dir=dsa --exclude-dir=dma | sort) >"$1"
}
# What the profile does not mention, on objects that it mentions and on others.
unmentioned() {
  local set
  for set in wq0.0/max_transfer_size=4096 wq0.0/max_batch_size=8 wq0.0/ats_disable=1 wq0.0/enqcmds_retries=7 wq0.0/op_config=9 \
    wq0.5/max_batch_size=4 wq0.5/priority=9 wq0.5/type=user wq0.5/name=other wq0.5/driver_name=user wq0.5/block_on_fault=1 \
    wq0.6/mode=dedicated read_buffer_limit=12 group0.1/use_read_buffer_limit=1 group0.2/desc_progress_limit=2 \
    group0.3/read_buffers_reserved=5 group0.3/read_buffers_allowed=30 event_log_size=128; do
    [ ! -e "$objects/dsa0/${set%=*}" ] || echo "${set#*=}" >"$objects/dsa0/${set%=*}" || wrong "cannot set $set"
  done
}
SH
}

@test "attributes of wqs that the profile does not mention are not read" {
  with_words --machine dsa:1 <<'SH'
expect 0 traced accfg load-config -e -c ../new.json
grep -q '"wq0.1/priority"' trace || wrong "not traced"
! grep -q '"wq0.[2-7]/priority"' trace || wrong "read the priority of others"
! grep -q '"group0.[0-7]/' trace || wrong "read groups"
attr wq0.1 state enabled
SH
}

@test "an attribute that the driver does not have is looked for on one object only" {
  with_words --machine dsa:1 <<'SH'
expect 0 traced accfg load-config -e -c ../new.json
[ "$(grep -c 'prs_disable.*ENOENT' trace)" = 1 ] || wrong "$(grep prs_disable trace)"
SH
}

@test "what was not read is there again after a failed enable was undone, on all kernels" {
  for kernel in 6.1 6.12 7.2; do
    echo '[{"object": "wq0.1", "command": "enable-wq", "cmd_status": "0x21"}]' >"$BATS_TEST_TMPDIR/faults"
    with_words --machine dsa:1 --kernel $kernel --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
unmentioned
everything before
expect 8 accfg load-config -e -c ../new.json
err_has "undone; the machine is as before"
everything after
diff before after >&2 || wrong "the machine is not as before"
grep -q 'wq0.0/max_transfer_size:4096' after || wrong "nothing was set"
SH
  done
}

@test "what the profile does not mention is kept where disabling would wipe it, on all kernels" {
  for kernel in 6.1 6.12 7.2; do
    with_words --machine dsa:1 --kernel $kernel <<'SH'
unmentioned
everything before
expect 0 accfg load-config -e -c ../new.json
sed 's/"size": 8/"size": 16/; s/new/newer/' ../new.json >newer.json
expect 0 accfg load-config -e -f -c newer.json
attr wq0.0 size 16
attr wq0.0 name newer
everything after
for line in wq0.0/max_transfer_size:4096 wq0.0/max_batch_size:8 wq0.5/max_batch_size:4 wq0.5/priority:9 wq0.5/name:other \
  wq0.6/mode:dedicated dsa0/read_buffer_limit:12 group0.1/use_read_buffer_limit:1 group0.3/read_buffers_reserved:5; do
  grep -q "$line" after || wrong "$line is lost"
done
SH
  done
}

@test "the second load writes nothing and makes no more system calls than list -i" {
  with_words --machine dsa:4 <<'SH'
expect 0 accfg load-config -e -c ../new.json
ASAN_OPTIONS=detect_leaks=0 expect 0 strace -f -c -o counts accfg load-config -e -c ../new.json
err_has already
load=$(awk '$NF == "total" { print $4 }' counts)
ASAN_OPTIONS=detect_leaks=0 expect 0 strace -f -c -o counts accfg list -i -d dsa0
list=$(awk '$NF == "total" { print $4 }' counts)
[ "$load" -le "$list" ] || wrong "$load system calls; list -i makes $list"
expect 0 traced accfg load-config -e -c ../new.json
! grep -E 'openat.*"/sys[^"]*|openat\([0-9]' trace | grep -v '\.lock"' | grep -E 'O_WRONLY|O_RDWR' || wrong "opened something to write"
SH
}

# SPDX-License-Identifier: GPL-2.0-or-later
# One writer at a time for each device; readers never wait.
load helpers

setup() {
  needs_sim
}

# script: in_sim with a load-config that stops when it enables dsa0/wq0.0, until it gets SIGCONT
script() {
  echo '[{"object": "wq0.0", "attr": "bind", "signal": "STOP", "nth": 1}]' >"$BATS_TEST_TMPDIR/faults"
  { cat <<'SH'; cat; } | in_sim --machine dsa:2 --faults "$BATS_TEST_TMPDIR/faults"
cat >one.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0", "grouped_workqueues": [
   { "dev": "wq0.0", "mode": "dedicated", "size": 8, "type": "user", "name": "app", "priority": 3 }],
   "grouped_engines": [{ "dev": "engine0.0" }] }] }]
JSON
# at_work: starts it and waits until it has stopped
at_work() {
  accfg load-config -e -c one.json 2>worker.err &
  worker=$!
  for _ in $(seq 3000); do
    case $(cat /proc/$worker/stat 2>/dev/null) in *') T '*) return 0 ;; esac
    sleep 0.02
  done
  wrong "it did not stop: $(cat worker.err)"
}
SH
}

@test "every command that writes is refused while another writer has the device, and is told who" {
  script <<'SH'
at_work
while read -r command; do
  expect 4 accfg $command
  err_has "accfg: dsa0: accfg load-config -e -c one.json (pid $worker, for "
  err_has " s) is changing it"
done <<'COMMANDS'
load-config -e -c one.json
config-user-default -d
config-device dsa0 -l 4
config-group dsa0/group0.0 -r 1
config-wq dsa0/wq0.1 -y user
config-engine dsa0/engine0.1 -g 0
enable-device dsa0
disable-device -f dsa0
enable-wq dsa0/wq0.0
disable-wq -f dsa0/wq0.0
reset -f dsa0
recover
COMMANDS
attr wq0.1 type none
expect 4 accfg --json-errors reset dsa0
err_has '"rule":"locked"'
kill -KILL $worker
SH
}

@test "other devices are free, and readers and dry runs do not wait" {
  script <<'SH'
at_work
expect 0 accfg config-wq dsa1/wq1.0 -y user
for command in "list -i" status "save-config -s -" "check-config -c one.json" "load-config -n -e -f -c one.json" \
  "recover --list" "recover -n"; do
  expect 0 accfg $command
  err_lacks "is changing it"
done
expect 0 accfg recover --list
out_has "running: dsa0: accfg load-config -e -c one.json (pid $worker, "
expect 0 accfg status
out_lacks "recover"
kill -KILL $worker
SH
}

@test "--wait waits, not for ever" {
  script <<'SH'
at_work
expect 4 accfg --wait 0.2 config-wq dsa0/wq0.1 -y user
err_has "is changing it still, after waiting 0.2 s"
accfg config-wq --wait=60 dsa0/wq0.1 -y user 2>waiter.err &
waiter=$!
kill -CONT $worker
wait $waiter || wrong "$(cat waiter.err)"
wait $worker || wrong "$(cat worker.err)"
attr wq0.0 state enabled
attr wq0.1 type user
expect 3 accfg --wait nonsense list
expect 3 accfg --wait -1 list
SH
}

@test "load-config waits too, and finds what the other made" {
  script <<'SH'
at_work
accfg --wait 60 load-config -e -c one.json 2>waiter.err &
waiter=$!
kill -CONT $worker
wait $waiter || wrong "$(cat waiter.err)"
grep -q "already" waiter.err || wrong "$(cat waiter.err)"
wait $worker || wrong "$(cat worker.err)"
SH
}

@test "when a writer is killed its devices are free, and what it left is undone" {
  script <<'SH'
at_work
kill -KILL $worker
expect 0 accfg --wait 60 config-wq dsa0/wq0.1 -y user
err_has "is as before again"
attr wq0.0 type none
attr wq0.1 type user
SH
}

@test "a folder that cannot be used is said, with the way out, and nothing is changed" {
  script <<'SH'
export ACCFG_RUN_DIR=$PWD/not/there
for command in "config-wq dsa0/wq0.1 -y user" "load-config -e -c one.json" "reset dsa0"; do
  expect 1 accfg $command
  err_has "accfg: $PWD/not/there: cannot make it: No such file or directory"
  err_has "ACCFG_RUN_DIR can name another one"
done
attr wq0.1 type none
attr wq0.0 type none
for command in "list -i" status "save-config -s -" "check-config -c one.json" "load-config -n -e -c one.json" "recover -l"; do
  expect 0 accfg $command
done
expect 0 accfg recover
err_has "nothing is to be recovered"
mkdir open
chmod 777 open
ACCFG_RUN_DIR=$PWD/open expect 1 accfg config-wq dsa0/wq0.1 -y user
err_has "everybody may write to it, so what is in it cannot be trusted"
attr wq0.1 type none
SH
}

@test "the files stay, and nobody else may hold them" {
  script <<'SH'
expect 0 accfg config-wq dsa0/wq0.1 -y user
expect 0 stat -c %a "$ACCFG_RUN_DIR/dsa0.lock" "$ACCFG_RUN_DIR"
out_is "660
755"
[ "$(ls "$ACCFG_RUN_DIR")" = dsa0.lock ] || wrong "$(ls "$ACCFG_RUN_DIR")"
inode=$(stat -c %i "$ACCFG_RUN_DIR/dsa0.lock")
expect 0 accfg reset -f dsa0
[ "$(stat -c %i "$ACCFG_RUN_DIR/dsa0.lock")" = "$inode" ] || wrong "it is another file"
SH
}

@test "a journal that cannot be written stops load-config before its first step" {
  script <<'SH'
mkdir full
mount -t tmpfs -o size=16k,mode=755 none full || wrong "cannot mount"
export ACCFG_RUN_DIR=$PWD/full
: >full/dsa0.lock
head -c 16384 /dev/zero >full/fill 2>/dev/null
expect 1 accfg load-config -e -c one.json
err_has "cannot write it: No space left on device"
err_has "ACCFG_RUN_DIR can name another one"
attr engine0.0 group_id -1
attr wq0.0 size 0
ls -A full | grep -v -e dsa0.lock -e fill && wrong "something is left: $(ls -A full)"
rm full/fill
ACCFG_RUN_DIR=$PWD/full expect 0 accfg config-wq dsa0/wq0.1 -y user
SH
}

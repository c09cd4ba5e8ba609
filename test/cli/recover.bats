# SPDX-License-Identifier: GPL-2.0-or-later
# What a killed load-config leaves is undone by the next command that writes, or by recover.
load helpers

setup() {
  needs_sim
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR"
}

kill='{"object": "wq0.0", "attr": "bind", "signal": "KILL", "nth": 1}'

# script OPTION...: in_sim with a load-config that is killed when it enables dsa0/wq0.0, and with the words of this file
script() {
  printf '%s' "${faults:-"[$kill]"}" >"$BATS_TEST_TMPDIR/faults"
  { cat <<'SH'; cat; } | in_sim --machine dsa:2 --faults "$BATS_TEST_TMPDIR/faults" "$@"
# everything FILE: each attribute of each object that does not change by itself
everything() {
  (cd $objects && grep -rs . */ --include='*' --exclude=cmd_status --exclude=cdev_minor --exclude-dir=power \
    --exclude-dir=subsystem --exclude-dir=driver --exclude-dir=dsa --exclude-dir=dma | sort) >"$1"
}
same() {
  everything after
  diff "$1" after >&2 || wrong "the machine is not as before"
}
# killed: what was is in the file before
killed() {
  everything before
  expect 137 accfg load-config -e -c ../demo.json
  everything half
  ! cmp -s before half || wrong "nothing was changed"
  [ "$(echo "$ACCFG_RUN_DIR"/*.journal | wc -w)" = 1 ] || wrong "no journal"
}
no_journal() {
  [ "$(echo "$ACCFG_RUN_DIR"/*.journal)" = "$ACCFG_RUN_DIR/*.journal" ] || wrong "a journal is left"
}
SH
}

@test "recover undoes what a killed load-config left, says what it was, and is done then" {
  script <<'SH'
killed
expect 0 accfg recover
err_has "accfg: note: accfg load-config -e -c ../demo.json (pid "
err_has "did not come to its end; dsa0, dsa1 are as before again, in "
same before
no_journal
expect 0 accfg recover
err_is "accfg: nothing is to be recovered"
SH
}

@test "a configured and enabled device is as before, wiped settings and all" {
  faults='[{"object": "wq0.3", "attr": "bind", "signal": "KILL"}]' script <<'SH'
enabled
put 7 wq0.3 priority
put 1048576 wq0.3 max_transfer_size
cat >new.json <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.1", "grouped_workqueues": [
   { "dev": "wq0.3", "mode": "dedicated", "size": 8, "type": "user", "name": "new", "priority": 3 }],
   "grouped_engines": [{ "dev": "engine0.2" }] }] }]
JSON
everything before
expect 137 accfg load-config -e -f -c new.json
expect 0 accfg recover
same before
attr wq0.0 state enabled
attr wq0.3 max_transfer_size 1048576
SH
}

@test "the next load-config undoes it by itself and goes on" {
  script <<'SH'
killed
expect 0 accfg load-config -e -c ../demo.json
err_has "did not come to its end; dsa0, dsa1 are as before again"
err_lacks "so already"
attr wq0.0 state enabled
attr wq1.0 state enabled
no_journal
SH
}

@test "so does every other command that writes, for the devices that it touches" {
  script <<'SH'
for command in "config-wq dsa1/wq1.0 -n x" "config-engine dsa0/engine0.0 -g -1" "config-group dsa0/group0.0 -r 0" \
  "disable-device dsa0" "disable-wq dsa1/wq1.0" "reset dsa0" "config-user-default -d"; do
  cp "$ACCFG_RUN_DIR"/kept "$ACCFG_RUN_DIR"/1.1.journal 2>/dev/null || {
    killed
    cp "$ACCFG_RUN_DIR"/*.journal "$ACCFG_RUN_DIR"/kept
  }
  accfg $command 2>err >/dev/null
  grep -q "are as before again" err || wrong "$command: $(cat err)"
  no_journal
done
SH
}

@test "other devices are not touched by it" {
  script <<'SH'
printf '[{"dev": "dsa0", "groups": [{"dev": "group0.0", "grouped_workqueues": [{"dev": "wq0.0", "mode": "dedicated",
  "size": 8, "type": "user", "name": "a", "priority": 1}], "grouped_engines": [{"dev": "engine0.0"}]}]}]' >one.json
expect 137 accfg load-config -e -c one.json
expect 0 accfg config-wq dsa1/wq1.0 -n other -y user
err_is ""
expect 0 accfg recover --list
out_has "pending: dsa0: accfg load-config -e -c one.json (pid "
expect 10 accfg recover dsa7
expect 0 accfg recover dsa1
attr wq0.0 name a
expect 0 accfg recover dsa0
attr wq0.0 name ""
attr wq1.0 name other
SH
}

@test "readers do not recover, and the list and the dry run change nothing" {
  script <<'SH'
killed
for command in "list -i" "status" "save-config -s -" "check-config -c ../demo.json" "load-config -n -f -e -c ../demo.json" \
  "recover --list" "recover --dry-run"; do
  expect 0 accfg $command
  same half
done
expect 0 accfg status
out_has "to be undone by accfg recover, pending: dsa0, dsa1: accfg load-config -e -c ../demo.json (pid "
expect 0 accfg recover -n
out_has "dsa0: would be disabled"
out_has "dsa0, dsa1 are to be undone"
expect 0 accfg recover --json
json 'j[0]["state"]' pending
json 'j[0]["devices"]' "['dsa0', 'dsa1']"
json 'j[0]["profile"]' ../demo.json
json 'j[0]["command"]' 'accfg load-config -e -c ../demo.json'
expect 0 accfg recover
expect 0 accfg recover --json
out_is "[]"
expect 0 accfg status
out_lacks "recover"
SH
}

@test "a recovery that is killed itself is made good by the next" {
  faults='['$kill',
    {"object": "dsa0", "attr": "unbind", "signal": "KILL", "nth": 1},
    {"object": "wq0.1", "attr": "type", "signal": "KILL", "nth": 2}]' script <<'SH'
killed
expect 137 accfg recover
expect 0 accfg recover --list
out_has "pending: dsa0, dsa1: accfg load-config"
expect 137 accfg recover
expect 0 accfg recover
same before
no_journal
SH
}

@test "a cut, empty or foreign journal is kept aside, said once, and stops nobody" {
  script <<'SH'
killed
journal=$(echo "$ACCFG_RUN_DIR"/*.journal)
cp "$journal" whole
size=$(stat -c %s whole)
for n in 1 10 $((size / 2)) $((size - 2)); do
  head -c $n whole >"$journal"
  expect 0 accfg recover --list
  out_has "damaged: $journal: it is cut"
  expect 1 accfg recover
  err_has "$journal: the journal of a writer that did not come to its end cannot be used: it is cut; nothing is undone, and it is kept as ${journal##*/}.bad"
  cmp -s "$journal.bad" <(head -c $n whole) || wrong "it was not kept"
  expect 0 accfg recover
done
sed 's/"version":1/"version":9/' whole >"$journal"
expect 1 accfg recover
err_has "it is of a version that this program does not know"
sed 's/"size":"0"/"size":"many"/' whole >"$journal"
expect 1 accfg recover
err_has "what it says cannot be of its devices"
sed 's/"dsa0"/"..\/..\/x"/' whole >"$journal"
expect 1 accfg recover
same half
echo nonsense >"$journal"
expect 0 accfg config-wq dsa0/wq0.5 -y user
err_has "it is no JSON"
attr wq0.5 type user
: >"$journal"
expect 0 accfg recover
err_has "nothing is to be recovered"
cp whole "$journal"
chmod 666 "$journal"
expect 1 accfg recover
err_has "others could have written it"
SH
}

@test "a writer that was done but for removing its journal is not undone" {
  script <<'SH'
killed
journal=$(echo "$ACCFG_RUN_DIR"/*.journal)
cp "$journal" whole
for ended in 1 2; do
  sed 's/"ended":0/"ended":'$ended'/' whole >"$journal"
  expect 0 accfg recover --list
  out_has "ended: dsa0, dsa1: accfg load-config -e -c ../demo.json (pid "
  expect 0 accfg status
  out_lacks "recover"
  expect 0 accfg recover -n
  [ -e "$journal" ] || wrong "the dry run removed it"
  expect 0 accfg recover
  [ $ended = 1 ] && err_has "did not come to its end; all that it was to do is done, so nothing is undone and only its journal goes"
  [ $ended = 2 ] && err_has "did not come to its end; all that it did was undone, so only its journal goes"
  no_journal
  same half
done
sed 's/"ended":0/"ended":7/' whole >"$journal"
expect 0 accfg recover
same before
SH
}

@test "a journal of an earlier boot, and a device that is gone or replaced, need no undoing" {
  script <<'SH'
killed
journal=$(echo "$ACCFG_RUN_DIR"/*.journal)
cp "$journal" whole
sed 's/"boot_id":"[^"]*"/"boot_id":"0"/' whole >"$journal"
expect 0 accfg recover --list
out_has "stale: dsa0, dsa1: "
expect 0 accfg recover
err_has "the machine was started anew since, so there is nothing to undo"
no_journal
same half
sed 's/0000:6a:01.0/0000:aa:01.0/' whole >"$journal"
expect 0 accfg recover
err_has "accfg: note: dsa0: accfg load-config"
err_has "the name is another device's since, so nothing is undone on it"
err_has "dsa1 is as before again"
attr wq1.0 type none
attr wq0.0 type user
sed 's/dsa0/dsa9/g; s/wq0\./wq9./g' whole >"$journal"
expect 0 accfg recover dsa9
err_has "dsa9: accfg load-config"
err_has "the device is gone since, so there is nothing to undo on it"
no_journal
SH
}

@test "a wq that has clients by now is taken from them only with -f" {
  faults='['$kill', {"object": "wq0.0", "clients": 2, "pid": 4711}]' script <<'SH'
killed
attr wq0.0 clients 2
expect 4 accfg recover
err_has "dsa0: accfg load-config -e -c ../demo.json"
err_has "accfg: dsa0/wq0.0: clients=2: it would have to be disabled to undo what was left, which needs force; held by a process (pid 4711)"
same half
expect 4 accfg config-wq dsa1/wq1.5 -y user
same half
expect 4 accfg load-config -e -c ../demo.json
err_has "dsa0/wq0.0: clients=2: "
same half
expect 0 accfg recover -n
same half
expect 0 accfg recover -f
same before
no_journal
SH
}

@test "what cannot be undone is listed, the journal stays, and --discard ends that" {
  faults="[$kill$(for _ in $(seq 60); do
    printf ', {"object": "wq0.1", "attr": "driver_name", "errno": "EIO", "nth": 2}'
  done)]" script <<'SH'
killed
expect 9 accfg recover
err_has "accfg: dsa0/wq0.1: driver_name=user: it is not as before: it was empty"
err_has "not everything could be undone; the journal stays"
attr wq0.0 type none
expect 9 accfg config-wq dsa1/wq1.5 -y user
attr wq1.5 type none
expect 9 accfg load-config -e -c ../demo.json
attr wq0.1 driver_name user
expect 0 accfg recover --discard
err_has "what it left stays as it is"
no_journal
expect 0 accfg config-wq dsa1/wq1.5 -y user
SH
}

@test "two recoveries at once: one does it, the other waits and finds nothing" {
  script --latency-us 20000 <<'SH'
killed
for i in 1 2 3 4; do
  accfg --wait 60 recover 2>"err$i" &
  pids[i]=$!
done
for i in 1 2 3 4; do
  wait "${pids[i]}" || wrong "$(cat "err$i")"
done
[ "$(cat err? | grep -c "as before again")" = 1 ] || wrong "$(cat err?)"
same before
SH
}

@test "what somebody else changed since stays as it is, and is said; -f undoes it too" {
  script <<'SH'
killed
journal=$(echo "$ACCFG_RUN_DIR"/*.journal)
cp "$journal" whole
put 3 wq0.1 priority
put theirs wq0.1 name
put 3 engine1.3 group_id
everything changed
expect 0 accfg recover -n
err_is ""
out_has "dsa0/wq0.1: name=theirs: somebody else changed this since, and 1 more of it; it was empty, and stays as it is without force"
out_has "dsa1/engine1.3: group_id=3: somebody else changed this since; it was -1, and stays as it is without force"
out_lacks "dsa0/wq0.0: somebody"
same changed
expect 0 accfg recover
err_has "accfg: note: dsa0/wq0.1: name=theirs: somebody else changed this since, and 1 more of it; it was empty"
attr wq0.1 priority 3
attr wq0.1 name theirs
attr wq0.1 type user
attr wq0.0 name ""
attr dsa0 state disabled
attr engine1.3 group_id 3
expect 0 accfg reset dsa0 dsa1
same before
no_journal
put 9 wq1.1 size
expect 0 accfg recover --list
out_is ""
cp whole "$journal"
expect 0 accfg recover -f
err_lacks "somebody else"
same before
SH
}

@test "steps that cannot be of the device make a journal a damaged one" {
  script <<'SH'
killed
journal=$(echo "$ACCFG_RUN_DIR"/*.journal)
cp "$journal" whole
for change in 's|dsa0\/wq0.0|dsa0\/wq0.77|' 's|"enable"|"polish"|' 's|"threshold",|"thresholds",|'; do
  python3 - "$change" whole "$journal" <<'PY'
import json, re, sys
_, change, source, target = sys.argv
_, old, new, _ = change.split("|")
text = open(source).read()
at = text.index('"steps"')
assert old in text[at:], (old, text[at:at + 400])
open(target, "w").write(text[:at] + text[at:].replace(old, new))
PY
  expect 1 accfg recover
  err_has "what it says cannot be of its devices"
  same half
done
SH
}

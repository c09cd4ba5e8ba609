# SPDX-License-Identifier: GPL-2.0-or-later
# The simulator itself: the command it runs, machines, faults, log, dump, captures, and accel-config on it.
bats_require_minimum_version 1.5.0
load selftest.bash

@test "the exit status is the command's" {
  run "$sim" -- sh -c 'exit 7'
  [ "$status" -eq 7 ]
  run "$sim" -- sh -c 'kill -9 $$'
  [ "$status" -eq 137 ]
  run -127 "$sim" -- /nonexistent
  run "$sim" -- /etc
  [ "$status" -eq 126 ]
}

@test "wrong options end with 125 and a message" {
  for options in --bogus '--machine nothing' '--machine dsa:0' '--kernel 5.4' '--latency-us x' '--faults /nonexistent' \
    '--machine ./none.json' '--from /nonexistent' '--from / --machine gnr'; do
    # shellcheck disable=SC2086
    run "$sim" $options -- true
    [ "$status" -eq 125 ]
    [ -n "$output" ]
  done
  run "$sim"
  [ "$status" -eq 125 ]
}

@test "help and the man page name the same options" {
  "$sim" --help | grep -o -e '^  --[a-z-]*' | tr -d ' ' | sort >help
  grep -o '^\*--.*::' "$top_srcdir/Documentation/accfg-sim.adoc" | grep -o -e '--[a-z-]*[a-z]' | sort >man
  diff help man
  [ "$(wc -l <help)" -ge 15 ]
}

@test "input, output, arguments, folder and environment pass through" {
  output=$(echo in | X=y "$sim" -- bash -c 'cat; echo "$X $1 $PWD"; echo err >&2' _ 'a b' 2>err)
  [ "$output" = "in
y a b $PWD" ]
  [ "$(cat err)" = err ]
  "$sim" -- touch made
  [ -e made ]
}

@test "signals go to the command" {
  "$sim" -- bash -c 'trap "echo term; exit 3" TERM; echo up; while :; do sleep 0.05; done' >out &
  local pid=$!
  until grep -q up out; do sleep 0.02; done
  kill -TERM "$pid"
  run wait "$pid"
  wait "$pid" || status=$?
  [ "$status" -eq 3 ]
  grep -q term out
}

@test "nothing stays behind, not even when the simulator is killed" {
  local mark=86399.$$  # others may be running this test too
  "$sim" -- bash -c "setsid sleep $mark & echo up; wait" >out &
  local pid=$!
  until grep -q up out; do sleep 0.02; done
  pgrep -f "^sleep $mark"
  kill -KILL "$pid"
  wait "$pid" || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    pgrep -f "^sleep $mark" || break
    sleep 0.1
  done
  run pgrep -f "^sleep $mark"
  [ "$status" -ne 0 ]
}

@test "what the command leaves running ends with it" {
  "$sim" -- bash -c "setsid sleep 86398.$$ >/dev/null 2>&1 & exit 0"
  run pgrep -f "^sleep 86398.$$"
  [ "$status" -ne 0 ]
}

@test "the real machine is not changed" {
  before=$(ls /sys/bus /dev | sort)
  "$sim" -- ls /sys/bus/dsa/devices /dev/dsa >seen
  grep -q dsa0 seen
  [ "$(ls /sys/bus /dev | sort)" = "$before" ]
}

@test "presets number DSA and IAA in turn, in PCI order, over both sockets" {
  "$sim" -- bash -c 'cd /sys/bus/dsa/devices; for d in dsa* iax*; do [[ $d = *!* ]] || echo "$d $(cat $d/numa_node) $(realpath $d | cut -d/ -f5)"; done | sort -V' >list
  diff - list <<'X'
dsa0 0 0000:6a:01.0
dsa2 0 0000:6f:01.0
dsa4 0 0000:74:01.0
dsa6 0 0000:79:01.0
dsa8 1 0000:e7:01.0
dsa10 1 0000:ec:01.0
dsa12 1 0000:f1:01.0
dsa14 1 0000:f6:01.0
iax1 0 0000:6a:02.0
iax3 0 0000:6f:02.0
iax5 0 0000:74:02.0
iax7 0 0000:79:02.0
iax9 1 0000:e7:02.0
iax11 1 0000:ec:02.0
iax13 1 0000:f1:02.0
iax15 1 0000:f6:02.0
X
}

@test "all presets come up" {
  "$sim" --list-machines | sed -n 's/^\([a-z0-9-]*\) .*DSA.*/\1/p' >presets
  [ "$(wc -l <presets)" -ge 4 ]
  while read -r preset; do
    ask --machine "$preset" -- r dsa0/max_groups r iax1/state
    says '4|enabled'
  done <presets
}

@test "a machine of 256 devices comes up" {
  ask --machine dsa:256 -- r dsa255/state w wq255.7/size 128 r wq255.7/size
  says 'disabled|ok|128'
}

@test "without the driver there is no bus but there are PCI functions" {
  ask --no-driver -- m /sys/bus/dsa m /sys/module/idxd m /sys/bus/pci/devices/0000:6a:01.0 m /dev/dsa r /sys/bus/pci/devices/0000:6a:01.0/device
  says 'ENOENT|ENOENT|l0777|ENOENT|0x0b25'
}

@test "a machine is described in JSON, with its configuration" {
  cat >m.json <<'X'
{"devices": [
  {"type": "iaa", "pci": "0000:10:02.0", "engines": 2, "numa_node": 3},
  {"type": "dsa", "pci": "0000:0f:01.0", "wqs": 16, "size": 64, "version": "0x200", "progress_limits": true, "op_cap": "3",
   "config": {
     "wq3": {"group_id": 1, "size": 32, "threshold": 9, "type": "user", "name": "x", "driver_name": "user", "driver": "user", "clients": 2},
     "engine2": {"group_id": 1},
     "device": {"read_buffer_limit": 5, "driver": "idxd"}}}]}
X
  ask --machine ./m.json -- r dsa0/max_work_queues r dsa0/version r wq0.3/state r wq0.3/threshold r wq0.3/clients r dsa0/clients \
    r dsa0/read_buffer_limit m group0.0/desc_progress_limit r iax1/max_engines r iax1/numa_node r dsa0/op_cap
  says '16|0x200|enabled|9|2|2|5|-0644|2|3|00000000,00000000,00000000,00000000,00000000,00000000,00000000,00000003'
}

@test "a description that is wrong is refused with its place" {
  refused() {
    echo "$1" >m.json
    run "$sim" --machine ./m.json -- true
    [ "$status" -eq 125 ]
    [[ $output == *"$2"* ]]
  }
  refused '{' 'not JSON'
  refused '{"devices":[{"typ":"dsa"}]}' 'device 1: typ: unknown key'
  refused '{"devices":[{"wqs":true}]}' 'device 1: wqs: must be a number'
  refused '{"devices":[{},{"wqs":65}]}' 'device 2: wqs: must be 1 to 64'
  refused '{"devices":[{"configurable":1}]}' 'configurable: must be true or false'
  refused '{"devices":[{"model":"dsa9"}]}' 'dsa9 is not known'
  refused '{"devices":[{"pci":"6a:01.0"}]}' 'pci: must be an address'
  refused '{"devices":[{"config":{"wq9":{}}}]}' 'wq9: not an object of it'
  refused '{"devices":[{"config":{"wq0":{"threshold":1}}}]}' 'wq0.0: threshold: EINVAL'
  refused '{"devices":[{"config":{"wq0":{"size":null}}}]}' 'size: null is no value'
  refused '{"devices":[{"config":[]}]}' 'config: not an object'
  refused '{"devices":{}}' 'no array'
  refused '{"devices":[3]}' 'not an object'
  refused '{"device":[]}' 'device: unknown key'
}

@test "the nth write fails with the errno that is asked for" {
  echo '[{"object":"wq0.1","attr":"size","nth":2,"errno":"EINVAL"},{"attr":"bind","errno":"EIO","nth":1}]' >f.json
  ask --faults f.json -- w wq0.1/size 1 w wq0.2/size 1 w wq0.1/size 2 r wq0.1/size w wq0.1/size 3 bind idxd dsa0 bind idxd dsa0
  says 'ok|ok|EINVAL|1|ok|EIO|ENXIO'
}

@test "attributes may be missing or unreadable" {
  echo '[{"object":"dsa*","attr":"numa_node","missing":true},{"object":"wq0.0","attr":"name","on":"read","errno":"EACCES"}]' >f.json
  ask --faults f.json -- r dsa0/numa_node r iax1/numa_node r wq0.0/name r wq0.1/mode
  says 'ENOENT|0|EACCES|shared'
}

@test "a device vanishes at a write, with all of its objects" {
  echo '[{"object":"wq0.0","attr":"size","nth":2,"vanish":true}]' >f.json
  ask --faults f.json -- w wq0.0/size 1 r wq0.1/mode w wq0.0/size 2 r wq0.1/mode m dsa0 m group0.0 m /sys/bus/pci/devices/0000:6a:01.0/vendor r dsa2/state
  says 'ok|shared|ENODEV|ENOENT|ENOENT|ENOENT|ENOENT|disabled'
}

@test "a hardware command fails with its code" {
  echo '[{"object":"dsa0","command":"enable-device","nth":1,"cmd_status":"0x14"},{"object":"wq0.0","command":"enable-wq","cmd_status":34}]' >f.json
  ready 0 user
  ask --faults f.json -- "${requests[@]}" bind idxd dsa0 r dsa0/cmd_status bind idxd dsa0 bind user wq0.0 r dsa0/cmd_status r wq0.0/type
  says "$readied|ENXIO|0x14|ok|ENXIO|0x22|none"
}

@test "a halted device is halted" {
  echo '[{"object":"dsa0","halt":true},{"object":"dsa2","attr":"cmd_status","halt":true}]' >f.json
  ready 2 user
  ask --faults f.json -- r dsa0/state bind idxd dsa0 r dsa0/cmd_status "${requests[@]}" bind idxd dsa2 bind user wq2.0 w dsa2/cmd_status 1 \
    r dsa2/state r wq2.0/state unbind idxd dsa2
  says "halted|ENXIO|0x80000010|$readied|ok|ok|ok|halted|disabled|ok"
}

@test "the writer gets a signal, before or after the write takes effect" {
  echo '[{"object":"wq0.0","attr":"size","signal":"SIGKILL","when":"before"},{"object":"wq0.1","attr":"size","signal":"KILL"}]' >f.json
  run "$sim" --faults f.json -- bash -c "$probe w wq0.0/size 3; echo \$?; $probe w wq0.1/size 4; echo \$?; $probe r wq0.0/size r wq0.1/size"
  [ "$(grep -v Killed <<<"$output" | paste -sd' ')" = '137 137 0 4' ]
}

@test "clients hold a wq while it is enabled" {
  echo '[{"object":"wq0.0","clients":2,"pid":4711}]' >f.json
  ready 0 user
  ask --faults f.json -- r wq0.0/clients "${requests[@]}" bind idxd dsa0 bind user wq0.0 r wq0.0/clients r dsa0/clients r 'dsa!wq0.0/file0/pid' \
    m file1 unbind user wq0.0 r wq0.0/clients m file0
  says "0|$readied|ok|ok|2|2|4711|l0777|ok|0|ENOENT"
}

@test "the node in /dev may be late" {
  echo '[{"object":"wq0.0","node_delay_us":200000}]' >f.json
  ready 0 user
  run "$sim" --faults f.json -- bash -c "$probe ${requests[*]} bind idxd dsa0 bind user wq0.0 m /dev/dsa/wq0.0 r wq0.0/cdev_minor | tail -2
    sleep 0.25; $probe m /dev/dsa/wq0.0"
  [ "$(paste -sd'|' <<<"$output")" = 'ENOENT|0|c0600' ]
}

@test "faults that make no sense are refused with their place" {
  refused() {
    echo "$1" >f.json
    run "$sim" --faults f.json -- true
    [ "$status" -eq 125 ]
    [[ $output == *"$2"* ]]
  }
  refused '{}' 'not an array'
  refused '[{"errno":"EIO"},{"atr":1}]' 'entry 2: atr: unknown key'
  refused '[{"errno":"EFOO"}]' "EFOO is not an error's name"
  refused '[{"object":"x"}]' 'nothing to do'
  refused '[{"cmd_status":1}]' 'cmd_status: needs command'
  refused '[{"command":"enable-wq","cmd_status":256}]' 'must be 0x01 to 0xff'
  refused '[{"on":"read"}]' 'read needs errno'
  refused '[{"nth":"x","errno":"EIO"}]' 'nth: must be a number'
}

@test "each write is logged with its result" {
  ask --log log.json -- w wq0.0/size '16\n' w wq0.0/mode 'a"b' bind idxd dsa0
  diff - log.json <<'X'
{"seq":1,"object":"wq0.0","attr":"size","value":"16","result":"ok"}
{"seq":2,"object":"wq0.0","attr":"mode","value":"a\"b","result":"EINVAL"}
{"seq":3,"object":"dsa0","attr":"bind","value":"dsa0","driver":"idxd","result":"ENXIO"}
X
}

@test "requests are counted and the state is dumped" {
  ready 0 user
  ask --count count.json --dump dump.json -- "${requests[@]}" bind idxd dsa0 bind user wq0.0
  grep -q '"write":9,' count.json
  grep -A3 '"wq0.0":{' dump.json | grep -q '"driver":"user"'
  grep -A25 '"wq0.0":{' dump.json | grep -q '"size":"16"'
}

@test "a hardware command takes its time, and other devices do not wait for it" {
  ready 0 user
  local first=("${requests[@]}")
  ready 2 user
  "$sim" --latency-us 3000000 -- bash -c "$probe ${first[*]} ${requests[*]} >/dev/null
    start=\${EPOCHREALTIME/./}
    $probe bind idxd dsa0 & $probe bind idxd dsa2 & sleep 0.1; $probe r dsa0/state; wait
    echo \$(((\${EPOCHREALTIME/./} - start) / 1000))" >out
  [ "$(sed -n 1p out)" = disabled ]
  [ "$(sed -n 4p out)" -ge 2990 ]
  [ "$(sed -n 4p out)" -lt 6000 ] # one after the other they would need that, however fast the machine is
}

@test "a captured tree comes back the same, as folder and as tar, and behaves" {
  ready 0 user
  "$sim" --machine gnr-d -- bash -c "$probe ${requests[*]} bind idxd dsa0 bind user wq0.0 >/dev/null
    cp -r --parents --no-dereference /sys/bus/dsa/devices /sys/devices/pci0000:* captured 2>/dev/null || { mkdir captured; cp -r --parents --no-dereference /sys/bus/dsa/devices /sys/devices/pci0000:* captured 2>/dev/null; }
    accel-config list -i" >before || true
  tar -cf captured.tar captured
  "$sim" --machine gnr-d --dump full.json -- bash -c "$probe ${requests[*]} bind idxd dsa0 bind user wq0.0 >/dev/null"
  for from in captured captured.tar; do
    "$sim" --from "$from" --dump again.json -- true
    diff <(grep -v cmd_status full.json) <(grep -v cmd_status again.json)
  done
  ask --from captured.tar -- r wq0.0/state r wq0.0/cdev_minor m /dev/dsa/wq0.0 w wq0.0/priority 1 unbind idxd dsa0 r wq0.0/size
  says 'enabled|0|c0600|EPERM|ok|0'
}

@test "what accfg captures comes back the same" {
  [ -x "$top_builddir/bin/accfg" ] || skip "accfg is not built"
  ready 0 user
  for kernel in 6.1 6.12 7.2; do
    machine=dsa:1,iax:1
    [ $kernel != 7.2 ] || machine=dmr
    "$sim" --kernel $kernel --machine $machine --dump full.json -- \
      bash -c "$probe ${requests[*]} bind idxd dsa0 bind user wq0.0 >/dev/null; $top_builddir/bin/accfg capture -o tar >/dev/null"
    "$sim" --from tar --dump again.json -- bash -c "ls $(printf '%q' /sys/bus/dsa/devices/)wq0.0/ /sys/bus/dsa/devices/dsa0/ >files; cat /proc/sys/kernel/osrelease" >release
    diff full.json again.json
    [ "$(cat release)" = "$kernel.0-accfg-sim" ]
    "$sim" --kernel $kernel --machine $machine -- bash -c "$probe ${requests[*]} bind idxd dsa0 bind user wq0.0 >/dev/null; ls /sys/bus/dsa/devices/wq0.0/ /sys/bus/dsa/devices/dsa0/" | diff - files
  done
}

@test "a broken capture is refused or taken as far as it goes" {
  mkdir -p cap/sys/bus/dsa/devices
  ln -s nowhere cap/sys/bus/dsa/devices/dsa0
  run "$sim" --from cap -- true
  [ "$status" -eq 125 ]
  [[ $output == *'dsa0: not the directory of a device'* ]]
  rm cap/sys/bus/dsa/devices/dsa0
  mkdir -p cap/sys/bus/dsa/devices/dsa3/wq3.0
  cd cap/sys/bus/dsa/devices/dsa3
  echo 1 | tee max_groups max_work_queues max_engines configurable >/dev/null
  echo 0x100 >version
  echo user | tee wq3.0/type wq3.0/mode >/dev/null
  cd - >/dev/null
  ask --from cap -- r dsa3/max_groups r dsa3/gen_cap r wq3.0/type r wq3.0/size m group3.0 w wq3.0/type none m dsa0
  says '1|ENOENT|user|ENOENT|ENOENT|ok|ENOENT'
}

@test "it works without root where user namespaces are allowed" {
  [ "$(id -u)" -eq 0 ] || skip "is run without root already"
  mountpoint -q / || skip "the root is no mount, so that mounts of a test would leave it"
  cat >unprivileged <<'X'
mount --make-rprivate / && t=$(mktemp -d) && mount -t tmpfs none "$t" && mknod "$t/fuse" c 10 229 && chmod 666 "$t/fuse" &&
  cp "$1" "$t/sim" && cp "$2" "$t/probe" && chmod 755 "$t" "$t"/[sp]* && mount --bind "$t/fuse" /dev/fuse || exit 99
cd / && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$t/sim" -- "$t/probe" m dsa0/version w dsa0/version 1 w wq0.0/size 3 r wq0.0/size
X
  real=$top_builddir/bin/accfg-sim
  run unshare -m bash unprivileged "$real" "$probe"
  [[ $status -ne 99 && $output != *'no user namespace'* ]] || skip "no user namespaces: $output"
  [ "$(paste -sd'|' <<<"$output")" = '-0444|EACCES|ok|3' ]
}

@test "it works in a changed root that is no mount, and none of its mounts leaves it" {
  [ "$(id -u)" -eq 0 ] || skip "needs root to change it"
  mountpoint -q / || skip "the root is no mount, so that mounts of a test would leave it"
  cat >changed <<'X'
set -e
mount --make-rshared / && t=$(mktemp -d) && mount -t tmpfs none "$t" && mkdir "$t/root"
for path in bin lib lib64 usr sys proc dev; do
  [ ! -e "/$path" ] || { mkdir "$t/root/$path" && mount --rbind "/$path" "$t/root/$path"; }
done
mkdir -p "$t/root/tmp" "$t/root$1" && mount --rbind "$1" "$t/root$1"
cat /proc/self/mountinfo >"$t/before"
chroot "$t/root" "$1/bin/accfg-sim" -- "$1/test/sim/probe" m dsa0/version w wq0.0/size 3 r wq0.0/size
diff "$t/before" /proc/self/mountinfo
X
  run unshare -m --propagation private bash changed "$top_builddir"
  echo "$output"
  [ "$(paste -sd'|' <<<"$output")" = '-0444|ok|3' ]
}

@test "it says what is missing when FUSE is not there" {
  [ "$(id -u)" -eq 0 ] || skip "needs root to hide /dev/fuse"
  mountpoint -q / || skip "the root is no mount, so that mounts of a test would leave it"
  run unshare -m bash -c "mount --make-rprivate / && touch '$PWD/none' && mount --bind '$PWD/none' /dev/fuse && exec '$sim' -- true"
  [ "$status" -eq 125 ]
  [[ $output == *fuse* || $output == *FUSE* ]]
}

@test "Debian's accel-config lists, configures, loads, enables and disables" {
  command -v accel-config >/dev/null || skip "accel-config is not installed"
  cat >profile.json <<'X'
[{"dev":"dsa0","groups":[{"dev":"group0.0",
  "grouped_workqueues":[{"dev":"wq0.0","mode":"shared","size":16,"group_id":0,"priority":10,"block_on_fault":1,"type":"user","name":"app","driver_name":"user","threshold":12}],
  "grouped_engines":[{"dev":"engine0.0","group_id":0}]}]}]
X
  cat >session <<'X'
set -e
accel-config list -i | grep -c '"dev":"dsa\|"dev":"iax'
accel-config load-config -c profile.json -e
accel-config list | grep -A3 '"dev":"wq0.0"'
accel-config config-wq dsa2/wq2.1 -g 1 -s 8 -m dedicated -y user -n two --driver-name=user -p 3
accel-config config-engine dsa2/engine2.0 -g 1
accel-config enable-device dsa2
accel-config enable-wq dsa2/wq2.1
cat /sys/bus/dsa/devices/wq2.1/state
! accel-config enable-wq dsa2/wq2.0
accel-config disable-wq dsa2/wq2.1
accel-config disable-device dsa2 dsa0
accel-config list | grep -c '"dev":"dsa' || true
X
  run "$sim" -- bash session
  echo "$output"
  [ "$status" -eq 0 ]
  [[ ${lines[0]} == 16 ]]
  [[ $output == *'"size":16'* ]]
  [[ $output == *'enabled 1 wq(s) out of 1'* ]]
  [[ $output == *'failed in dsa2/wq2.0'* ]]
  [[ $output == *'disabled 2 device(s) out of 2'* ]]
  [ "${lines[-1]}" = 0 ]
}

# SPDX-License-Identifier: GPL-2.0-or-later
# Who holds a wq is said where it is not taken away. Processes are those of a procfs made by hand, since nothing can open the nodes.
load helpers

setup() {
  needs_sim
}

# script [OPTION...]: in_sim, with wq0.0 held by two clients; `held` sets it up
script() {
  echo '[{"object": "wq0.0", "clients": 2, "pid": 4711}]' >"$BATS_TEST_TMPDIR/faults"
  { cat <<'SH'; cat; } | in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" "$@"
# a process NUMBER NAME
process() {
  mkdir -p "proc/$1/fd"
  echo "$2" >"proc/$1/comm"
}
enabled
attr wq0.0 clients 2
SH
}

@test "the driver's own files tell who has it open" {
  script <<'SH'
expect 4 accfg disable-wq dsa0/wq0.0
err_has "accfg: dsa0/wq0.0: clients=2: it is in use, and disabling it needs force; held by a process (pid 4711)"
expect 4 accfg disable-device dsa0
err_has "accfg: dsa0: clients=2: it is in use, and disabling it needs force; held by a process (pid 4711)"
expect 4 accfg reset dsa0
err_has "accfg: dsa0/wq0.0 is enabled and held by a process (pid 4711), -f resets it all the same"
attr wq0.0 state enabled
SH
}

@test "a kernel without them is no failure" {
  script --kernel 6.1 <<'SH'
expect 4 accfg disable-wq dsa0/wq0.0
err_has "accfg: dsa0/wq0.0: clients=2: it is in use, and disabling it needs force"
err_lacks "held by"
SH
}

@test "names come from procfs, threads are told as their process, and each is told once" {
  script <<'SH'
process 400 dpdk-app
process 4711 worker
printf 'Name:\tworker\nTgid:\t400\n' >proc/4711/status
ln -s /dev/dsa/wq0.0 proc/400/fd/7
expect 4 accfg --proc-root proc disable-wq dsa0/wq0.0
err_has "; held by dpdk-app (pid 400)
"
SH
}

@test "who has a file or a mapping of it is found by the character device, not by the name" {
  script <<'SH'
process 30 open-it
ln -s "$PWD/another-name" proc/30/fd/3
ln -s /dev/dsa/wq0.0 another-name
process 31 mapped-it
read -r device inode < <(stat -c '%Hd:%Ld %i' /dev/dsa/wq0.0)
printf '7f0000-7f1000 rw-s 00000000 %02x:%02x %s  /elsewhere\n' "${device%:*}" "${device#*:}" "$inode" >proc/31/maps
process 32 has-another
ln -s /dev/null proc/32/fd/0
printf '7f0000-7f1000 rw-s 00000000 %02x:%02x %s  /dev/dsa/wq0.0\n' "${device%:*}" "${device#*:}" 1 >proc/32/maps
process 33 is-gone
ln -s /nowhere proc/33/fd/1
process 34 $'not\e[1mnice'
ln -s /dev/dsa/wq0.0 proc/34/fd/1
process 35 more
ln -s /dev/dsa/wq0.0 proc/35/fd/1
mkdir -p proc/self/ns
touch proc/self/ns/pid
expect 4 accfg --proc-root proc disable-wq dsa0/wq0.0
err_has "; held by open-it (pid 30), mapped-it (pid 31), not\x1b[1mnice (pid 34) and 1 more"
SH
}

@test "load-config names them too" {
  script <<'SH'
save() {
  accfg save-config -s - dsa0 | python3 -c '
import json, sys
p = json.load(sys.stdin)
for g in p[0]["groups"]:
  for w in g.get("grouped_workqueues", []):
    w[sys.argv[1]] = int(sys.argv[2])
print(json.dumps(p))' "$@" >new.json
}
save priority 3
expect 4 accfg load-config -e -c new.json
err_has "dsa0/wq0.0: priority=3: the wq is enabled with 2 clients and would have to be disabled for this, which needs force; held by a process (pid 4711) [new.json:"
save size 8
expect 4 accfg load-config -e -c new.json
err_has "but its wq0.0 is enabled with 2 clients, so it needs force; held by a process (pid 4711) [new.json:"
attr wq0.0 state enabled
expect 0 accfg disable-wq -f dsa0/wq0.0
attr wq0.0 state disabled
SH
}

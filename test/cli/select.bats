# SPDX-License-Identifier: GPL-2.0-or-later
# Several named configurations in one file: which of them load-config and check-config take, and what is said of the others.
load helpers

setup() {
  needs_sim
  mkdir -p "$BATS_TEST_TMPDIR/work"
  {
    echo '{ "version": 1, "configs": { "demo":' && cat "$cli_top/contrib/profiles/demo.json"
    echo ', "guests": [ { "dev": "dsa0", "read_buffer_limit": 64 } ], "elsewhere": [ { "dev": "dsa9" } ] } }'
  } >"$BATS_TEST_TMPDIR/work/both.json"
}

@test "load-config --select loads one configuration of a file, or of standard input" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -c both.json --select guests
attr dsa0 read_buffer_limit 64
attr wq0.0 size 0
expect 0 accfg load-config -e -c - --select demo <both.json
attr wq0.0 size 32
attr dsa0 read_buffer_limit 64
attr dsa0 state enabled
SH
}

@test "load-config without --select lists the configurations with their places, and writes nothing" {
  in_sim --machine dsa:1 --log log <<'SH'
expect 3 accfg load-config -c both.json
err_has 'accfg: there are several configurations, select one: "demo" (1:30), "guests" ('
err_has '), "elsewhere" ('
err_has ' [both.json:1:1]'
[ ! -s log ] || wrong "something was written"
SH
}

@test "a file with one configuration needs no --select" {
  in_sim --machine dsa:1 <<'SH'
echo '{ "version": 1, "configs": { "one": [ { "dev": "dsa0", "read_buffer_limit": 32 } ] } }' >one.json
expect 0 accfg load-config -c one.json
attr dsa0 read_buffer_limit 32
expect 0 accfg check-config -c one.json
err_is "accfg: one.json: one is valid"
SH
}

@test "an unknown name is an error that suggests the nearest" {
  in_sim --machine dsa:1 <<'SH'
expect 3 accfg load-config -c both.json --select guest
err_has 'accfg: there is no configuration "guest", did you mean "guests"? There are: "demo" (1:30), '
expect 3 accfg load-config -c "$cli_top/contrib/profiles/demo.json" --select guests
err_has 'it has no named configurations, so that "guests" cannot be selected ['
SH
}

@test "a mistake in a configuration that is not selected is an error too" {
  in_sim --machine dsa:1 --log log <<'SH'
sed 's/"read_buffer_limit"/"read_buffer_limt"/' both.json >bad.json
expect 3 accfg load-config -c bad.json --select demo
err_has 'dsa0: read_buffer_limt: unknown key, did you mean "read_buffer_limit"? [bad.json:'
[ ! -s log ] || wrong "something was written"
SH
}

@test "check-config checks every configuration, or the selected one, against the machine" {
  in_sim --machine dsa:1 <<'SH'
expect 10 accfg check-config -c both.json
err_has 'accfg: dsa9: there is no such device; there is dsa0 [both.json:'
err_has 'accfg: both.json: 1 error(s)'
expect 0 accfg check-config -c both.json --select demo
err_is "accfg: both.json: demo is valid"
sed 's/dsa9/dsa0/' both.json >good.json
expect 0 accfg check-config -e -c good.json
err_has "accfg: good.json: its 3 configurations are valid"
expect 3 accfg check-config -c - <<<'{ "version": 1, "configs": { "a": [ { "dev": "dsa0", "x": 1 } ], "b": [ { "dev": "dsa0", "y": 1 } ] } }'
[ "$(grep -c 'unknown key' .err)" = 2 ] || wrong "not each error once"
err_has "accfg: -: 2 error(s)"
SH
}

@test "save-config --name begins a file of named configurations, and adds to it" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg config-wq dsa0/wq0.0 -s 16
expect 0 accfg save-config -s day.json --name morning
expect 0 accfg config-wq dsa0/wq0.0 -s 32
expect 0 accfg save-config -s day.json -n "late evening"
expect 0 accfg check-config --strict -c day.json
err_is "accfg: day.json: its 2 configurations are valid"
expect 0 accfg load-config -c day.json --select morning
attr wq0.0 size 16
expect 0 accfg load-config -c day.json --select "late evening"
attr wq0.0 size 32
expect 0 accfg save-config -s - -n one
cp .out one.json
expect 0 accfg check-config --strict -c one.json
expect 0 python3 -m json.tool day.json
SH
}

@test "save-config --name replaces one configuration and changes no other byte" {
  in_sim --machine dsa:1 <<'SH'
cat >hand.json <<'JSON'
// written by hand
{ "configs" : {
    "a":[{"dev":"dsa0","read_buffer_limit":7}], /* the first */
    "b" : [ ] // to be replaced
	, "c": [ {"dev" : "dsa0"}, ], },
  "version": 1 }
// the end
JSON
expect 0 accfg config-wq dsa0/wq0.0 -s 16
expect 0 accfg save-config -s hand.json -n b
sed '/"b" :/,$d' hand.json >found
sed '/"b" :/,$d' - <<'JSON' >wanted
// written by hand
{ "configs" : {
    "a":[{"dev":"dsa0","read_buffer_limit":7}], /* the first */
    "b" :
JSON
expect 0 diff wanted found
expect 0 tail -n 4 hand.json
out_is '    ] // to be replaced
	, "c": [ {"dev" : "dsa0"}, ], },
  "version": 1 }
// the end'
expect 0 accfg load-config -c hand.json --select b
expect 0 accfg save-config -s hand.json -n d
expect 0 tail -n 3 hand.json
out_is '    ], },
  "version": 1 }
// the end'
expect 0 accfg diff-config -c hand.json --select d
expect 0 accfg check-config -c hand.json --select c
expect 0 accfg save-config -s hand.json -n b
cp hand.json before
expect 0 accfg save-config -s hand.json -n b
expect 0 cmp before hand.json
SH
}

@test "save-config --name leaves a file alone that it cannot add to" {
  in_sim --machine dsa:1 <<'SH'
echo '[ { "dev": "dsa0" } ]' >plain.json
expect 3 accfg save-config -s plain.json -n a
err_has "it is a plain list of devices, and has no place for a named configuration [plain.json]"
expect 0 grep -qx '\[ { "dev": "dsa0" } \]' plain.json
echo '{ "version": 1, "configs": { "a": [ { "dev": "dsa0", "sise": 1 } ] } }' >wrong.json
cp wrong.json before
expect 3 accfg save-config -s wrong.json -n b
err_has 'dsa0: sise: unknown key'
expect 0 cmp before wrong.json
expect 3 accfg save-config -s new.json -n ""
err_has "a configuration needs a name"
expect 3 accfg save-config -s new.json -n $'\xff'
expect 3 accfg save-config -s new.json -n "$(printf '%65s' x)"
[ ! -e new.json ] || wrong "something was written"
expect 0 ls -A
[[ $out != *.new.json* ]] || wrong "something was left behind"
SH
}

@test "save-config writes to a file whose name is as long as can be" {
  in_sim --machine dsa:1 <<'SH'
name=$(printf '%255s' | tr ' ' x)
expect 0 accfg save-config -s "$name"
[ -s "$name" ] || wrong "nothing was written"
expect 0 accfg save-config -s "$name"
SH
}

@test "of many save-config --name into one file at once none loses its name" {
  in_sim --machine dsa:1 <<'SH'
mkdir folder
ln -s folder/all.json link.json
for i in 0 1; do
  pids=
  for n in $(seq 12); do
    [ $((n % 2)) = 0 ] && file=folder/all.json || file=$PWD/folder/../folder/all.json
    [ $i = 1 ] && [ $n = 1 ] && file=link.json
    accfg save-config -s "$file" --name "n$i.$n" 2>>err &
    pids="$pids $!"
  done
  for pid in $pids; do
    wait $pid || wrong "$(cat err)"
  done
done
for name in $(seq -f n0.%g 12) $(seq -f n1.%g 12); do
  grep -q "\"$name\":" folder/all.json || wrong "$name is lost"
done
expect 0 ls -A folder
out_is all.json
SH
}

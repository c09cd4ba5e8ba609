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

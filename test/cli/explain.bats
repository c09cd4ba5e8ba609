# SPDX-License-Identifier: GPL-2.0-or-later
# Refusals of the kernel, explained by its rules.
load helpers

setup() {
  needs_sim
}

@test "what the kernel refuses is explained with object, attribute, value and rule" {
  in_sim --machine dsa:1,iax:1 --kernel 6.1 <<'SH'
enabled
expect 4 accfg config-wq dsa0/wq0.1 -s 8
err_has "dsa0/wq0.1: size=8: "
expect 4 accfg config-wq dsa0/wq0.0 -p 8
err_has "dsa0/wq0.0: priority=8: "
expect 6 accfg config-wq iax1/wq1.0 -c 32
err_has "iax1/wq1.0: max_batch_size=32: "
expect 3 accfg config-wq iax1/wq1.0 -m shared -t 9
err_has "iax1/wq1.0: threshold=9: "
SH
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg config-wq wq0.0 -s 96
expect 3 accfg config-wq wq0.1 -s 200
err_is "accfg: dsa0/wq0.1: size=200: only 32 of 128 entries are left on dsa0"
SH
}

@test "--json-errors gives one JSON object per line, before and after the command" {
  in_sim --machine dsa:1 <<'SH'
put 96 wq0.0 size
for line in "--json-errors config-wq wq0.1 -s 200" "config-wq wq0.1 -s 200 --json-errors"; do
  # shellcheck disable=SC2086
  expect 3 accfg $line
  mv .err .out
  json 'j["error"]["severity"], j["error"]["object"], j["error"]["attribute"], j["error"]["value"], j["error"]["rule"], j["error"]["code"]' \
    "('error', 'dsa0/wq0.1', 'size', '200', 'size-sum', -22)"
done
expect 0 accfg --json-errors list
err_is '{"error":{"severity":"note","message":"1 device is not enabled; -i shows it"}}'
SH
}

# SPDX-License-Identifier: GPL-2.0-or-later
# What accfg says of itself needs no driver and no machine.
load helpers

@test "--version and version print the version and nothing else" {
  on_host <<'SH'
expect 0 accfg --version
version=$out
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+ ]] || wrong "no version"
expect 0 accfg -v
out_is "$version"
expect 0 accfg version
out_is "$version"
err_is ""
SH
}

@test "every command has help of its own, by help, --help and -h" {
  on_host <<'SH'
expect 0 accfg --list-cmds
commands=$out
[ "$(wc -w <<<"$commands")" = 20 ] || wrong "not 20 commands"
for command in $commands; do
  expect 0 accfg help "$command"
  help=$out
  err_is ""
  out_has "Usage: accfg $command "
  expect 0 accfg "$command" --help
  out_is "$help"
  expect 0 accfg "$command" -h
  out_is "$help"
  expect 0 accfg --help
  out_has "  $command "
done
SH
}

@test "every option of the attribute rows is an option of its config command" {
  on_host <<'SH'
expect 0 accfg config-wq --help
for option in mode wq-size group-id priority block-on-fault threshold type name driver-name max-batch-size max-transfer-size \
  ats-disable prs-disable op-config; do
  out_has "--$option"
done
expect 0 accfg config-group --help
for option in read-buffers-reserved read-buffers-allowed use-read-buffer-limit traffic-class-a traffic-class-b desc-progress-limit \
  batch-progress-limit; do
  out_has "--$option"
done
expect 0 accfg config-device --help
out_has --read-buffer-limit
out_has --event-log-size
SH
}

@test "the completion in the repository is the one that the option rows make" {
  on_host <<'SH'
expect 0 "$cli_top/contrib/completions/generate" accfg
cp .out made
expect 0 diff -u "$cli_top/contrib/completions/accfg" made
SH
}

@test "completion offers commands, options, words and files" {
  on_host <<'SH'
touch profile.json
completes "load-config" accfg lo
completes "enable-device enable-wq" accfg enable
completes "--read-buffer-limit" accfg config-device --read
completes "shared" accfg config-wq -m sh
completes "dedicated" accfg config-wq --mode = ded
completes "dedicated shared" accfg config-wq --mode =
completes "profile.json" accfg load-config -c prof
completes "--json-errors" accfg --js
completes "--json-errors" accfg list --js
completes "config-device config-engine config-group config-user-default config-wq" accfg help config
SH
}

@test "completion offers the names of this machine" {
  needs_sim
  in_sim --machine dsa:2 <<'SH'
completes "dsa dsa0 dsa1" accfg enable-device ds
completes "dsa1/wq1.0 dsa1/wq1.1 dsa1/wq1.2 dsa1/wq1.3 dsa1/wq1.4 dsa1/wq1.5 dsa1/wq1.6 dsa1/wq1.7" accfg enable-wq dsa1
completes "dsa0/engine0.3" accfg config-engine -g 1 dsa0/engine0.3
mkdir -p other/bus/dsa/devices
completes "" accfg --sysfs-root other enable-wq dsa
SH
}

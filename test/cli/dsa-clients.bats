# SPDX-License-Identifier: GPL-2.0-or-later
# accfg-dsa and clients that do not behave: it does not wait for them by working, and serves the next.
load helpers

# dsa-clients.py says what each does.
each_client() { # kind...
  kinds=$* on_host <<'SH'
trap 'kill "$pid" 2>/dev/null' EXIT # else bats waits for it
for kind in $kinds; do
  accfg-dsa --socket s 2>.err & pid=$!
  until [ -S s ]; do sleep 0.02; done
  /usr/bin/python3 "$cli_top/test/cli/dsa-clients.py" s "$pid" "$kind" || wrong "$kind"
  kill "$pid"
  wait "$pid" || wrong "accfg-dsa has ended with $? after $kind"
done
SH
}

@test "accfg-dsa waits for slow clients without working" {
  each_client half trickle deaf
}

@test "accfg-dsa sends others away, or leaves them waiting where it cannot" {
  each_client idle crowd
}

@test "accfg-dsa serves the next client when one has died in the middle of a message" {
  each_client gone
}

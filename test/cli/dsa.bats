# SPDX-License-Identifier: GPL-2.0-or-later
# accfg-dsa as a program: its options, its socket, its man page. What it says to a client is tested in test/unit.
load helpers

@test "accfg-dsa has a man page with its options and faults, and no other" {
  on_host <<'SH'
expect 0 accfg-dsa --help
sed -nE 's/^  (--[a-z-]+).*/\1/p' <<<"$out" | sort >wanted
sed -nE 's/^  ([a-z][a-z-]*).*/\1/p' <<<"$out" | sort >faults
page=$cli_top/Documentation/accfg-dsa.adoc
sed -n '/^== OPTIONS/,/^== QEMU/p' "$page" | grep -oE '\*--[a-z-]+\*.*::' | grep -oE -- '--[a-z-]+' | sort >found
expect 0 diff wanted found
sed -n '/^== FAULTS/,/^== EXIT/p' "$page" | sed -nE 's/^\*([a-z-]+)\*::$/\1/p' | sort >found
expect 0 diff faults found
SH
}

@test "accfg-dsa --list-profiles has both types, version 1 first" {
  on_host <<'SH'
expect 0 accfg-dsa --list-profiles
out_has 'dsa-v1 '
out_has 'iax-v1 '
awk '{ print $1, $2 }' <<<"$out" | while read -r name type; do
  accfg-dsa --socket s --profile "$name" --type "$type" & pid=$!
  until [ -S s ]; do sleep 0.02; done
  kill "$pid" && wait "$pid" || exit 1
done || wrong "a profile does not start"
SH
}

@test "wrong usage of accfg-dsa is told with status 2" {
  on_host <<'SH'
expect 2 accfg-dsa
err_is 'accfg-dsa: --socket is missing; see --help'
expect 2 accfg-dsa --socket s --type gpu
err_is 'accfg-dsa: --type gpu: not dsa or iax'
expect 2 accfg-dsa --socket s --profile nonsense
err_is 'accfg-dsa: --profile nonsense: there is none of that name; see --list-profiles'
expect 2 accfg-dsa --socket s --profile dsa-v1 --type iaa
err_is 'accfg-dsa: --profile dsa-v1: is no iaa'
expect 2 accfg-dsa --socket s more
expect 2 accfg-dsa --socket s --nonsense
for fault in halt=300 nonsense swerr revoke=1 halt@ halt@commands:0 halt@commands:x halt@commands:1x halt=-1 halt@seconds:1 halt@commands:1+0 halt@commands:1+ halt@commands:1+2x; do
  expect 2 accfg-dsa --socket s --fault "$fault"
  err_is "accfg-dsa: --fault $fault: not KIND[=NUMBER][@commands:N[+M]|@descriptors:N[+M]]; see --help"
done
[ ! -e s ] || wrong "there is a socket"
SH
}

@test "accfg-dsa removes its socket when it is ended, and replaces one that was left" {
  on_host <<'SH'
for signal in TERM INT; do
  accfg-dsa --socket s --type iaa & pid=$!
  until [ -S s ]; do sleep 0.02; done
  expect 1 accfg-dsa --socket s
  err_is 'accfg-dsa: --socket s: something is there already'
  kill -"$signal" "$pid"
  wait "$pid" || wrong "SIG$signal is a failure"
  [ ! -e s ] || wrong "the socket is still there"
done
accfg-dsa --socket s & pid=$!
until [ -S s ]; do sleep 0.02; done
kill -KILL "$pid"
wait "$pid"
[ -S s ] || wrong "nothing was left"
accfg-dsa --socket s --once --fault halt=1@descriptors:5+20 --fault command-hangs & pid=$!
sleep 0.1
until python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.connect("s"); s.send(b"GET / HTTP/1.1\r\n")' 2>.err; do sleep 0.02; done
wait "$pid"
[ ! -e s ] || wrong "the socket is still there after --once"
expect 1 accfg-dsa --socket /nonexistent/s
err_is 'accfg-dsa: --socket /nonexistent/s: No such file or directory'
SH
}

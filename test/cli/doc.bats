# SPDX-License-Identifier: GPL-2.0-or-later
# Man pages of the commands and the program say the same.
load helpers

pages() { # NAME of each page of a command
  ls "$cli_top"/Documentation/accfg-*.adoc | sed 's,.*/\(.*\)\.adoc,\1,' | grep -vxE 'accfg-(dsa|sim|profile|sysfs)'
}

# The lines of a page that begin with "$ " inside of code.
examples() {
  awk '/^----$/ { code = !code; next } code && sub(/^\$ /, "")' "$cli_top/Documentation/$1.adoc"
}

@test "every command has a man page" {
  on_host <<'SH'
for command in $(accfg --list-cmds); do
  case $command in help | version) continue ;; esac
  [ -e "$cli_top/Documentation/accfg-$command.adoc" ] || wrong "no page for $command"
  grep -qF "*accfg $command*::" "$cli_top/Documentation/accfg.adoc" || wrong "accfg(1) does not name $command"
done
SH
}

@test "every man page has the options of its command, and no other" {
  on_host <<'SH'
accfg --dump-options >rows
for command in $(accfg --list-cmds); do
  page=$cli_top/Documentation/accfg-$command.adoc
  [ -e "$page" ] || continue
  awk -F '\t' -v c="$command" '$1 == "option" && $2 == c {
    print ($4 == "-" || $3 == "help" ? "" : "-" $4 " ") "--" $3 }' rows |
    grep -vxE -e '--(sysfs-root|dev-root|proc-root|wait|load-module|json-errors|help|version)' | sort >wanted
  sed -nE 's/^(\*-(.)\*, )?\*--([a-z-]+)\*.*::$/-\2 --\3/p' "$page" | sed 's/^- //' | sort >found
  expect 0 diff wanted found
done
awk -F '\t' '$1 == "option" && $2 == "-" { print "--" $3 }' rows | sort >wanted
sed -nE 's/^(\*-.\*, )?\*--([a-z-]+)\*.*::$/--\2/p' "$cli_top/Documentation/accfg.adoc" | grep -v verbose | sort >found
expect 0 diff wanted found
SH
}

@test "every exit status is in accfg(1)" {
  on_host <<'SH'
sed -nE 's/.*CLI_[A-Z_]+ = ([0-9]+),.*/\1/p' "$cli_top/cli/cli.h" | sort -n >wanted
sed -nE 's/^\*([0-9]+)\*:: .*/\1/p' "$cli_top/Documentation/accfg.adoc" | sort -n >found
expect 0 diff wanted found
SH
}

@test "every example of every man page runs" {
  needs_sim
  for page in accfg $(pages); do
    examples "$page" >"$BATS_TEST_TMPDIR/examples"
    [ -s "$BATS_TEST_TMPDIR/examples" ] || { echo "$page has no example" && false; }
    rm -rf "$BATS_TEST_TMPDIR/work" && mkdir "$BATS_TEST_TMPDIR/work"
    cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR/work"
    in_sim --machine dsa:2,iax:2 <<SH
while read -r line; do
  expect 0 bash -c "\$line" </dev/null
done <'$BATS_TEST_TMPDIR/examples'
SH
  done
}

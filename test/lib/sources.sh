# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Which files belong to the tree: what git tracks, or in a tarball whatever is there. Sourced, from the top.

# sources [PATHSPEC...]: for instance sources '*.c' 'lib/*.h'
sources() {
  if [ -e .git ] && command -v git >/dev/null; then
    git -c safe.directory='*' ls-files --cached --others --exclude-standard -- "$@" 2>/dev/null
  else
    local pattern all
    all=$(find . -type f -not -path './.git/*' -not -path './build*' -not -path './_build/*' -not -path './_inst/*' -not -path './autom4te.cache/*' -not -path './m4/*' \
      -not -name configure -not -name aclocal.m4 -not -name Makefile.in | sed 's,^\./,,')
    [ $# -gt 0 ] || set -- '*'
    for pattern; do
      printf '%s\n' "$all" | while read -r name; do
        # shellcheck disable=SC2254 # it is a pattern
        case $name in $pattern) echo "$name" ;; esac
      done
    done | sort -u
  fi
}

# Shell scripts, by name or first line.
sources_shell() {
  sources | while read -r name; do
    [ -f "$name" ] || continue
    case $name in
    *.sh | *.bash | *.bats) echo "$name" ;;
    *.c | *.h | *.json | *.adoc | *.md) ;;
    *) if head -c 64 "$name" | head -n 1 | grep -qaE '^#!.*[/ ](ba|da)?sh\b'; then echo "$name"; fi ;;
    esac
  done
}

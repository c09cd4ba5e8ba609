# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Builds out of the tree, doing only what is needed. Sourced, from the top, with $top and $jobs set.

# The files that automake makes, once, before several builds look at them.
autotools() {
  if [ ! -e configure ] || [ ! -e Makefile.in ] ||
    [ -n "$(find . -path ./build -prune -o \( -name '*.mk' -o -name Makefile.am -o -name configure.ac \) \
      -newer Makefile.in -print -quit)" ]; then
    ./autogen.sh
  fi
}

# configure DIRECTORY ARGUMENTS...: only when the arguments are others than the last time.
configure() {
  local dir=$1
  shift
  mkdir -p "$dir"
  if [ -e "$dir/Makefile" ] && [ "$(cat "$dir/.arguments" 2>/dev/null)" = "$top $*" ]; then
    return 0
  fi
  (cd "$dir" && "$top/configure" "$@") && echo "$top $*" >"$dir/.arguments"
}

configure_and_make() { # directory, configure's arguments
  configure "$@" && make -C "$1" -j"$jobs"
}

# Compiles through ccache, where there is one, so that a second clone compiles little.
compiler_cache() {
  [ -d /usr/lib/ccache ] || return 0
  export PATH=/usr/lib/ccache:$PATH CCACHE_BASEDIR=$top
  export CCACHE_DIR=${ACCFG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/accfg}/ccache
}

# From here on nobody looks for sources with a debugger: another clone's objects will do.
compiler_cache_shared() {
  export CCACHE_NOHASHDIR=1
}

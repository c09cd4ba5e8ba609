# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are used by name
# What ./demo and ./check need of the system: Debian packages through apt where there is apt, elsewhere a list of
# what is missing. Sourced. Calls apt only when something is missing.

deps_build=(autoconf automake libtool pkg-config gcc libc6-dev make libjson-c-dev libkmod-dev libudev-dev
  libsmartcols-dev libfuse3-dev fuse3)
deps_check=("${deps_build[@]}" clang llvm libcmocka-dev bats asciidoctor abigail-tools python3 python3-jsonschema
  accel-config strace valgrind jq shellcheck xz-utils procps zlib1g-dev ccache)

# The same by what a program can find out: commands, and modules of pkg-config.
needs_build=(autoreconf automake libtoolize pkg-config gcc make +json-c +libkmod +libudev +smartcols +fuse3)
needs_check=("${needs_build[@]}" clang +cmocka bats asciidoctor abidiff python3 accel-config strace valgrind jq
  shellcheck xz pgrep +zlib)

deps_has_apt() {
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

# Prints those of the packages "$@" that are not installed.
deps_missing_packages() {
  local name
  for name; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

# Prints those of the needs "$@" that are not there.
deps_missing_needs() {
  local need
  for need; do
    case $need in
    +*) pkg-config --exists "${need#+}" 2>/dev/null || echo "${need#+} (library and headers, pkg-config)" ;;
    *) command -v "$need" >/dev/null || echo "$need" ;;
    esac
  done
}

deps_as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif ! command -v sudo >/dev/null; then
    echo "neither root nor sudo: cannot run: $*" >&2
    return 1
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

deps_apt() {
  deps_as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# The run-time of the sanitizers has a version in its package name; print the one that belongs to clang.
deps_clang_runtime() {
  local version
  version=$(apt-cache depends clang 2>/dev/null | sed -n 's/^ *Depends: clang-\([0-9]*\)$/\1/p' | head -n 1)
  [ -z "$version" ] || echo "libclang-rt-$version-dev"
}

# deps_install build|check: 0 when everything is there in the end.
deps_install() {
  local -n packages=deps_$1 needs=needs_$1
  local missing
  if deps_has_apt && [ "${deps_may_install:-yes}" = yes ]; then
    mapfile -t missing < <(deps_missing_packages "${packages[@]}")
    if [ ${#missing[@]} -gt 0 ]; then
      echo "Installing Debian packages: ${missing[*]}"
      deps_apt update || echo "apt-get update failed; trying with the lists that are here" >&2
      deps_apt install -y --no-install-recommends "${missing[@]}" || return 1
    fi
    if [ "$1" = check ]; then
      mapfile -t missing < <(deps_clang_runtime)
      mapfile -t missing < <(deps_missing_packages "${missing[@]}")
      [ ${#missing[@]} = 0 ] || deps_apt install -y --no-install-recommends "${missing[@]}" || return 1
    fi
  fi
  mapfile -t missing < <(deps_missing_needs "${needs[@]}")
  [ ${#missing[@]} = 0 ] && return 0
  echo "Missing on this system (Debian's names of the packages: ${packages[*]}):" >&2
  printf '  %s\n' "${missing[@]}" >&2
  return 1
}

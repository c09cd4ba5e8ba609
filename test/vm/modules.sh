# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Modules built from a folder of sources, once for each kernel and state of the sources. Sourced, after root.sh.

modules_kept=12 # of each kernel and folder

# modules_built KERNEL SOURCE: prints the folder with the modules, and with what make, W=1 and sparse said, in log. What
# make says is shown only when it fails.
modules_built() {
  local kernel=$1 source=$2 release state dir
  release=$(lab_release "$kernel") || return
  [ "$kernel" != hardened ] || release+=$(hardened_mark) # which may be built again, from another configuration
  state=$({ echo "$release" && cat "$lab_vm/kbuild" && cd "$source" && find . -type f -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum; } | sha256sum | cut -c 1-16)
  dir=$lab_cache/built-$kernel-$(basename "$source")-$state
  [ -d "$dir" ] || with_cache_lock "built-$kernel" modules_make "$kernel" "$source" "$dir" || return
  touch "$dir" 2>/dev/null # used just now, so not among the oldest
  echo "$dir"
}

modules_make() { # kernel, source, folder to make
  local new=$3.new
  [ ! -d "$3" ] || return 0
  rm -rf "$new" && mkdir -p "$new/build" || return
  "$lab_vm/kbuild" --kernel "$1" "$2" "$new/build" "-j$(nproc)" W=1 C=1 modules >"$new/log" 2>&1 ||
    { cat "$new/log" >&2 && lab_error "$2 does not build for $1" || return; }
  modules_strip "$new/build" "$new" && rm -rf "$new/build" && mv "$new" "$3" && modules_forget "${3%-*}"
}

# What is for debuggers is most of a module, and each guest would unpack it.
modules_strip() { # from, to
  local file
  while read -r file; do
    (in_root_libraries x86_64-linux-gnu-objcopy --strip-debug "$file" "$2/${file##*/}") || return
  done < <(find "$1" -name '*.ko')
}

modules_forget() { # how the folders' names begin
  local old
  while read -r old; do rm -rf "$old"; done < <(find "$lab_cache" -maxdepth 1 -path "$1-*" -printf '%T@ %p\n' | sort -rn |
    sed "1,${modules_kept}d; s/^[^ ]* //")
}

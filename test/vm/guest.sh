# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the guest finds when it starts: an initramfs with busybox, modules, programs and files. Sourced, after root.sh.

# Modules that are there to be loaded in every guest, where the kernel has them, and what they need.
guest_modules=(idxd iaa_crypto deflate zlib_deflate vfio-pci vfio_iommu_type1 mdev dmatest 9p 9pnet_virtio virtio_pci)

# Prints a folder with lib/modules/RELEASE as the guest gets it: few modules, none of them compressed.
guest_modules_folder() {
  local dir
  dir=$lab_cache/modules-$1-$(printf '%s\n' "$lab_root" "${guest_modules[@]}" | sha256sum | cut -c 1-12)
  [ -d "$dir" ] || with_cache_lock modules guest_make_modules "$1" "$dir" || return
  echo "$dir"
}

guest_make_modules() { # release, folder
  local release=$1 dir=$2 from=$lab_root/usr/lib/modules/$1 to=$2.new/lib/modules/$1 path
  [ ! -d "$dir" ] || return 0
  rm -rf "$dir.new" && mkdir -p "$to" || return
  [ -e "$from/modules.dep" ] || (in_root_libraries depmod -b "$lab_root/usr" "$release") || return
  guest_needed_modules "$from/modules.dep" | while read -r path; do
    mkdir -p "$to/${path%/*}"
    case $path in
    *.xz) xz -dc "$from/$path" >"$to/${path%.xz}" ;;
    *.zst) zstd -qdc "$from/$path" >"$to/${path%.zst}" ;;
    *) cp "$from/$path" "$to/$path" ;;
    esac || return
  done || return
  cp "$from"/modules.builtin "$from"/modules.builtin.modinfo "$from"/modules.order "$to" 2>/dev/null
  mv "$dir.new" "$dir"
}

# Prints the paths of the wanted modules and of all that they need.
guest_needed_modules() {
  awk -v wanted="${guest_modules[*]}" '
    function name(path) { sub(/.*\//, "", path); sub(/\.ko.*/, "", path); gsub(/-/, "_", path); return path }
    BEGIN { n = split(wanted, list, " "); for (i = 1; i <= n; i++) { gsub(/-/, "_", list[i]); want[list[i]] = 1 } }
    { path = $1; sub(/:$/, "", path); if (name(path) in want) for (i = 1; i <= NF; i++) { sub(/:$/, "", $i); take[$i] = 1 } }
    END { for (path in take) print path }' "$1"
}

# guest_begin FOLDER RELEASE [MODULE-FILE...]: the tree with its modules; those of ours come before the kernel own ones.
guest_begin() {
  local guest=$1 release=$2 modules updates=$1/lib/modules/$2/updates
  shift 2
  modules=$(guest_modules_folder "$release") || return
  mkdir -p "$guest"/{bin,sbin,usr/bin,dev,proc,sys,run,tmp,root,etc,lab} && cp -r "$modules/lib" "$guest" || return
  cp "$lab_root/usr/bin/busybox" "$guest/bin/busybox" && cp "$lab_vm/init" "$guest/init" || return
  if [ $# -gt 0 ]; then
    mkdir -p "$updates" && cp "$@" "$updates" || return
  fi
  (in_root_libraries depmod -b "$guest" "$release")
  echo 'root:x:0:0:root:/root:/bin/sh' >"$guest/etc/passwd"
  echo 'root:x:0:' >"$guest/etc/group"
}

# guest_file FOLDER HOST-FILE GUEST-PATH: a program brings its libraries.
guest_file() {
  local guest=$1 from=$2 to=$1/${3#/} library
  [ -e "$from" ] || lab_error "$from: no such file" || return
  mkdir -p "${to%/*}" && cp -rL --preserve=mode,timestamps "$from" "$to" || return
  [ -f "$from" ] && [ "$(head -c 4 "$from" | tr -d '\0')" = $'\x7fELF' ] || return 0
  # The libraries by name, for LD_LIBRARY_PATH; the loader where the program looks for it. A static program has none, and
  # ldd fails.
  { ldd "$from" 2>/dev/null || :; } | sed -n 's/^[[:space:]]*\([^ ]* => \)\?\(\/[^ ]*\) (0x.*/\2/p' | while read -r library; do
    case $library in
    */ld-linux*) [ -e "$guest$library" ] || { mkdir -p "$guest${library%/*}" && cp -L "$library" "$guest$library"; } ;;
    *) mkdir -p "$guest/lib/lab" && cp -Lu "$library" "$guest/lib/lab/" ;;
    esac || return
  done
}

# guest_command FOLDER COMMAND...: quoted for the guest's shell.
guest_command() {
  local guest=$1 word
  shift
  {
    printf 'exec'
    for word; do printf " '%s'" "${word//\'/\'\\\'\'}"; done
    echo
  } >"$guest/lab/command"
}

# guest_pack FOLDER FILE: the initramfs.
guest_pack() {
  (cd "$1" && find . -print0 | (in_root_libraries cpio --quiet -0 -o -H newc -R 0:0)) >"$2"
}

# Prints the module with the instructions that QEMU lacks, built once for each kernel and state of its source.
guest_instructions() { # kernel version
  local dir
  dir=$lab_cache/movdir64b-$1-$({ lab_release "$1" && cat "$lab_vm"/movdir64b/*; } | sha256sum | cut -c 1-12)
  [ -e "$dir/movdir64b.ko" ] || with_cache_lock movdir64b guest_make_instructions "$1" "$dir" || return
  echo "$dir/movdir64b.ko"
}

guest_make_instructions() {
  local log=$2.log
  [ ! -e "$2/movdir64b.ko" ] || return 0
  lab_say "building movdir64b for $1"
  "$lab_vm/kbuild" --kernel "$1" "$lab_vm/movdir64b" "$2.new" modules >"$log" 2>&1 ||
    lab_error "movdir64b does not build for $1; see $log" || return
  rm -rf "$2" "$log" && mv "$2.new" "$2"
}

# guest_built_modules KERNEL SOURCE: builds a folder of modules for a kernel, beside the other builds of this tree, and
# prints the files. What make says is shown only when it fails.
guest_built_modules() {
  local kernel=$1 source=$2 out lock status=0
  out=$lab_build/vm/$kernel/$(basename "$source")
  mkdir -p "$out" || return
  exec {lock}>"$out.lock"
  flock "$lock"
  "$lab_vm/kbuild" --kernel "$kernel" "$source" "$out" modules >"$out.log" 2>&1 {lock}>&- || status=$?
  exec {lock}>&-
  [ "$status" = 0 ] || { cat "$out.log" >&2 && lab_error "$source does not build for $kernel" || return; }
  find "$out" -name '*.ko'
}

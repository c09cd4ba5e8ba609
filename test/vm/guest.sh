# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the guest finds when it starts: an initramfs with busybox, modules, programs and files. Sourced, after root.sh.

# Modules that are there to be loaded in every guest, where the kernel has them, and what they need.
guest_modules=(idxd iaa_crypto deflate zlib_deflate vfio-pci vfio_iommu_type1 mdev dmatest 9p 9pnet_virtio virtio_pci)

# What the kernel is told to leave out: it takes time under emulation, and nothing here needs it. A clock that is watched
# is found to be unreliable on a busy machine, and others are slow.
# shellcheck disable=SC2034 # lab's
guest_quick=(tsc=reliable no_timer_check mitigations=off audit=0 lsm= random.trust_cpu=on
  initcall_blacklist=load_system_certificate_list)

# The kernel's tests of its own cryptography and its search for memory that can be written and executed are a third of a boot:
# only the hardened kernel, which is there to find mistakes, does them.
# shellcheck disable=SC2034
guest_untested=(cryptomgr.notests rodata=off)

# QEMU's processor counts with this machine's TSC. A guest that measures it on a busy machine may be wrong by a factor of
# ten, and then so are all its times; the kernel here has told the frequency, in MHz, twice.
guest_tsc=$(awk '/^bogomips/ { print int($3 * 500); exit }' /proc/cpuinfo)
[ -z "$guest_tsc" ] || guest_quick+=("tsc_early_khz=$guest_tsc")

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

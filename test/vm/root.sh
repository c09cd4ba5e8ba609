# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The cached root: QEMU, compilers, kernels and their headers of Debian, unpacked but never installed, and how
# programs in it are run. Sourced, after cache.sh and apt.sh.

lab_packages=(qemu-system-x86 seabios busybox-static cpio kmod tar xz-utils zstd
  base-files bash coreutils diffutils dash findutils grep mawk sed perl
  make gcc gcc-12 gcc-14 binutils bc bison flex libelf-dev libssl-dev pahole sparse)
lab_kernels=(6.1 6.12 7.2)
# Parts of kernel packages and of all packages that no guest needs; they are most of the size.
lab_unwanted=('./usr/share/doc*' './usr/share/man/*' './usr/share/locale/*' './usr/share/info/*' '*/kernel/drivers/gpu/*'
  '*/kernel/drivers/media/*' '*/kernel/drivers/net/*' '*/kernel/drivers/staging/*' '*/kernel/drivers/infiniband/*'
  '*/kernel/drivers/scsi/*' '*/kernel/drivers/iio/*' '*/kernel/drivers/hid/*' '*/kernel/sound/*')

# The root's name changes with what is to be in it, so that an old one is never used by mistake nor taken from
# under a lab that still runs.
lab_root=$lab_cache/root-$(printf '%s\n' 1 "${lab_packages[@]}" "${lab_kernels[@]}" "${lab_unwanted[@]}" |
  sha256sum | cut -c 1-12)

# Prints the newest release of a kernel version (6.12: 6.12.107+deb13-amd64) that has both an image and headers.
lab_newest_release() {
  local pattern="^linux-(image|headers)-${1//./\\.}[.+][0-9.+deb-]*-amd64\$"
  apt-cache search --names-only "$pattern" | sed -n 's/^linux-\(image\|headers\)-\([^ ]*\) .*/\2/p' | sort -V | uniq -d |
    tail -n 1
}

# Prints the packages of a release: image and headers, and those parts of the two that carry its version too.
lab_release_packages() {
  local release=$1 version=${1%-amd64} kbuild
  kbuild=linux-kbuild-${version%%.0-*}
  printf '%s\n' "linux-image-$release" "linux-headers-$release" "$kbuild"
  apt-cache depends "linux-image-$release" "linux-headers-$release" |
    sed -n 's/^ *Depends: \(linux-\(base\|binary\|modules\|headers\)-.*\)/\1/p' | grep -F -- "$version"
}

# Unpacks without owners and maintainer scripts; the root has one /usr, whatever the package thinks.
lab_unpack() { # root, files...
  local root=$1 file
  shift
  for file; do
    dpkg-deb --fsys-tarfile "$file" | tar -x -C "$root" --keep-directory-symlink --no-same-owner \
      "${lab_unwanted[@]/#/--exclude=}" || lab_error "$file: cannot be unpacked" || return
  done
}

# What maintainer scripts would have made.
lab_finish_root() {
  local root=$1 name
  for name in awk:mawk sh:dash cc:gcc; do
    [ -e "$root/usr/bin/${name%:*}" ] || ln -s "${name#*:}" "$root/usr/bin/${name%:*}"
  done
  mkdir -p "$root"/{proc,dev,tmp,lab,root} && : >>"$root/dev/null"
}

lab_fetch_root() { # root to make
  local root=$1 apt=$lab_cache/apt version release
  lab_apt_begin "$apt" && rm -rf "$apt"/cache/archives/*.deb "$apt/kernels" || return
  lab_say "fetching QEMU and compilers"
  lab_apt_closure "${lab_packages[@]}" || lab_error "the packages of the lab cannot be fetched" || return
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name"; done
  for version in "${lab_kernels[@]}"; do
    release=$(lab_newest_release "$version")
    [ -n "$release" ] || lab_error "the archive has no kernel $version" || return
    lab_say "fetching Linux $release"
    # shellcheck disable=SC2046 # one word per package
    lab_apt_single "$apt/kernels" $(lab_release_packages "$release" | sort -u) ||
      lab_error "Linux $release cannot be fetched" || return
    echo "$version $release" >>"$root/kernels"
  done
  lab_say "unpacking"
  lab_unpack "$root" "$apt"/cache/archives/*.deb "$apt"/kernels/*.deb && lab_finish_root "$root" || return
  rm -rf "$apt"/cache/archives/*.deb "$apt/kernels"
}

lab_make_root() {
  [ ! -d "$lab_root" ] || return 0
  rm -rf "$lab_root.new" && mkdir -p "$lab_root.new" || return
  (lab_fetch_root "$lab_root.new") || return
  mv "$lab_root.new" "$lab_root"
}

lab_need_root() {
  [ ! -d "$lab_root" ] || return 0
  [ "${ACCFG_LAB_FETCH:-yes}" = yes ] ||
    lab_error "nothing is in $lab_cache yet and ACCFG_LAB_FETCH forbids to fetch it" || return
  with_cache_lock root lab_make_root
}

# Prints the release of a version: 7.2 gives 7.2.12+deb13-amd64.
lab_release() {
  awk -v version="$1" '$1 == version { print $2; found = 1 } END { exit !found }' "$lab_root/kernels" ||
    lab_error "no kernel $1; there are ${lab_kernels[*]}"
}

# A program of the root without any change of root: its own loader and libraries.
in_root_libraries() { # program, arguments...
  local program=$lab_root/usr/bin/$1 lib=$lab_root/usr/lib/x86_64-linux-gnu
  shift
  [ -x "$program" ] || program=${program/usr\/bin/usr/sbin}
  QEMU_MODULE_DIR=$lib/qemu exec "$lab_root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$lib" "$program" "$@"
}

# in_root FOLDER COMMAND...: the command with the root as /, FOLDER as /lab and the machine's /proc and /dev. In a mount
# namespace of its own, so that nothing stays mounted; whoever is not root becomes it in a user namespace.
in_root() {
  local folder=$1 alone=(unshare --mount --propagation private)
  shift
  [ "$(id -u)" = 0 ] || alone+=(--map-root-user)
  # shellcheck disable=SC2016 # of the inner shell
  "${alone[@]}" sh -c '
    root=$1 folder=$2
    shift 2
    mount --bind "$folder" "$root/lab" && mount --rbind /proc "$root/proc" && mount --rbind /dev "$root/dev" &&
      exec chroot "$root" env -i PATH=/usr/bin:/usr/sbin LC_ALL=C.UTF-8 HOME=/root "$@"' \
    in_root "$lab_root" "$folder" "$@"
}

# Prints the image of a release, which has moved from /boot to its modules; unpacked where QEMU can start it so, by the
# entry for PVH guests, because a guest takes more than a second to unpack itself.
lab_image() {
  local image plain=$lab_root/boot/vmlinux-$1
  for image in "$plain" "$lab_root/boot/vmlinuz-$1" "$lab_root/usr/lib/modules/$1/vmlinuz"; do
    [ -e "$image" ] || continue
    if [ "$image" != "$plain" ] && grep -qx CONFIG_PVH=y "$lab_root/usr/src/linux-headers-$1/.config" 2>/dev/null; then
      lab_unpack_image "$image" "$plain" && image=$plain
    fi
    echo "$image"
    return
  done
  lab_error "Linux $1 has no image"
}

# Whatever begins like a packed kernel is tried until one is.
lab_unpack_image() { # image, file to make
  local new=$2.$$ at tool
  while read -r at tool; do
    tail -c "+$((at + 1))" "$1" | (in_root_libraries $tool -dcq) >"$new" 2>/dev/null
    [ "$(head -c 4 "$new" | tr -d '\0')" != $'\x7fELF' ] || { mv "$new" "$2" && return; }
  done < <(LC_ALL=C grep -aboP '\xfd7zXZ\x00|\x28\xb5\x2f\xfd' "$1" | LC_ALL=C sed 's/:.*XZ.*/ xz/; s/:.*/ zstd/')
  rm -f "$new"
  return 1
}

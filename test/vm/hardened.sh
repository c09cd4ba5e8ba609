# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The hardened kernel: built once from Debian's source package, with what finds mistakes in a driver (hardened.config),
# and put into the root beside the packaged kernels. Takes minutes. Sourced, after root.sh.

# Of the source: what no configuration of ours compiles is most of it. Kconfig and Makefile files are needed still.
hardened_unwanted=('*/Documentation/*.rst' '*/Documentation/*.yaml' '*/Documentation/*.txt' '*/tools/testing/selftests/*' '*/sound/*.[ch]' '*/drivers/gpu/*.[ch]' '*/drivers/media/*.[ch]'
  '*/drivers/staging/*.[ch]' '*/drivers/scsi/*.[ch]' '*/drivers/infiniband/*.[ch]' '*/drivers/net/ethernet/*.[ch]'
  '*/drivers/net/wireless/*.[ch]' '*/arch/*.dts' '*/arch/*.dtsi' '*/fs/xfs/*.[ch]' '*/fs/btrfs/*.[ch]')

# A line in the root's list of kernels says that it is built, and from which configuration.
hardened_mark() {
  echo "hardened-$(sha256sum <"$lab_vm/hardened.config" | cut -c 1-12)"
}

lab_need_kernel() { # version
  lab_need_root || return
  [ "$1" != hardened ] || lab_need_hardened
}

lab_need_hardened() {
  [ -e "$lab_root/$(hardened_mark)" ] || with_cache_lock hardened hardened_make
}

hardened_make() {
  [ ! -e "$lab_root/$(hardened_mark)" ] || return 0
  (hardened_fetch) && hardened_compile && hardened_install
}

hardened_fetch() {
  local apt=$lab_cache/apt-source package version
  [ ! -e "$lab_root/usr/src/linux-hardened/Makefile" ] || return 0
  version=$(lab_release 7.2) && version=${version%%+*} || return
  lab_say "fetching the source of Linux 7.2"
  lab_apt_begin "$apt" || return
  # The same version as the packaged kernel where the archive still has it.
  package=linux-source-7.2
  version=$(apt-cache madison "$package" | awk -v version="$version" 'index($3, version "-") == 1 { print $3; exit }')
  lab_apt_single "$apt/source" "$package${version:+=$version}" || lab_error "$package cannot be fetched" || return
  lab_say "unpacking the source"
  rm -rf "$lab_root/usr/src/linux-hardened" && mkdir -p "$lab_root/usr/src/linux-hardened.new" || return
  dpkg-deb --fsys-tarfile "$apt"/source/*.deb | tar -xO --wildcards '*/linux-source-*.tar.xz' | xz -d |
    tar -x -C "$lab_root/usr/src/linux-hardened.new" --strip-components=1 "${hardened_unwanted[@]/#/--exclude=}" || return
  rm -rf "$apt/source"
  mv "$lab_root/usr/src/linux-hardened.new" "$lab_root/usr/src/linux-hardened"
}

hardened_make_in_root() { # arguments of make
  in_root "$lab_cache" nice -n 19 make -C /usr/src/linux-hardened O=/usr/src/hardened-build "$@"
}

hardened_configure() {
  mkdir -p "$lab_root/usr/src/hardened-build" && cp "$lab_vm/hardened.config" "$lab_root/usr/src/hardened.config" || return
  hardened_make_in_root tinyconfig || return
  in_root "$lab_cache" /usr/src/linux-hardened/scripts/kconfig/merge_config.sh -m -O /usr/src/hardened-build \
    /usr/src/hardened-build/.config /usr/src/hardened.config && hardened_make_in_root olddefconfig || return
  ! hardened_missing | grep .
}

# Prints what was asked for and is not in: a dependency has changed.
hardened_missing() {
  grep '^CONFIG_' "$lab_vm/hardened.config" | grep -vxFf "$lab_root/usr/src/hardened-build/.config" |
    sed 's/^/lab: the hardened kernel lacks /'
}

hardened_compile() {
  local log=$lab_cache/hardened.log
  hardened_configure >"$log" 2>&1 || lab_error "the hardened kernel cannot be configured; see $log" || return
  lab_say "building the hardened kernel; ten minutes or more; log: $log"
  hardened_make_in_root -j"$(nproc)" bzImage modules >>"$log" 2>&1 &&
    hardened_make_in_root INSTALL_MOD_PATH=/usr modules_install >>"$log" 2>&1 ||
    lab_error "the hardened kernel did not build; see $log" || return
}

hardened_install() {
  local build=$lab_root/usr/src/hardened-build release
  release=$(cat "$build/include/config/kernel.release") || return
  cp "$build/arch/x86/boot/bzImage" "$lab_root/boot/vmlinuz-$release" || return
  # Module builds go through this link; it is looked at inside the root only.
  ln -sfn /usr/src/hardened-build "$lab_root/usr/lib/modules/$release/build" &&
    ln -sfn hardened-build "$lab_root/usr/src/linux-headers-$release" || return
  sed -i '/^hardened /d' "$lab_root/kernels" && echo "hardened $release" >>"$lab_root/kernels"
  rm -rf "$lab_cache/modules-$release"-* && rm -f "$lab_root"/hardened-* && : >"$lab_root/$(hardened_mark)"
}

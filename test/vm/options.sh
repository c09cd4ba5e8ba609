# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The options of the lab. Sourced, after cache.sh.

options_usage() {
  cat <<'TXT'
Usage: test/vm/lab [OPTION...] -- COMMAND [ARGUMENT...]
       test/vm/lab --setup [--kernel VERSION]
Boots a Linux kernel in QEMU with the device model attached, runs COMMAND in it as root and prints what it prints.

  --kernel VERSION      6.1, 6.12, 7.2 (default) or hardened
  --driver DRIVER       in-tree (default), ours (kernel/ of this tree), or none
  --devices LIST        types or profiles of accfg-dsa(1), for instance dsa:2,iax:1 or dsa-v2:1; default none
  --model-args TEXT     more arguments for each accfg-dsa
  --iommu KIND          none (default), legacy, scalable, first-stage or pasid
  --memory SIZE         of the guest, default 1G
  --cpus NUMBER         of the guest, default 2
  --file HOST:GUEST     a file or folder for the guest; programs bring their libraries
  --get GUEST:HOST      a file or folder from the guest, afterwards
  --module FILE|FOLDER  a module for the guest, or a folder of sources to build it from; --load loads it
  --load "NAME ARGS"    modprobe this before the command
  --plain-cpu           leave out the module that brings MOVDIR64B and ENQCMD, which QEMU lacks
  --append ARGUMENT     for the kernel's command line
  --qemu ARGUMENT       for QEMU
  --trace FILE          keep what the devices see: accesses, descriptors and interrupts, a line each
  --console FILE        keep the console here
  --timeout SECONDS     for the guest, default 300, and 1200 for the hardened kernel
  --no-reports          a warning, an oops or a finding of a sanitizer on the console is a failure
  --setup               only fetch what the lab needs, and with --kernel hardened build that kernel (minutes, once)

Exit status: COMMAND's; 122 the kernel reported something (--no-reports), 123 the guest ended without
it (a panic), 124 time was over, 125 the lab failed or was used wrongly, 126 and 127 the guest cannot run COMMAND; 77 the
lab cannot be set up on this machine.
TXT
}

options_wrong() {
  lab_error "$1; see test/vm/lab --help"
}

# shellcheck disable=SC2034 # lab and the other pieces use them
options_defaults() {
  want=run kernel=7.2 driver=in-tree devices='' iommu=none memory=1G cpus=2 timeout='' console='' trace='' plain_cpu=no no_reports=no
  files=() get=() extra_modules=() load=() kernel_arguments=() qemu_arguments=() model_args=() command=()
  lab_model=${ACCFG_DSA:-$lab_build/bin/accfg-dsa}
}

# shellcheck disable=SC2034
options_read() {
  options_defaults
  while [ $# -gt 0 ]; do
    case $1 in
    --help | -h) options_usage && exit 0 ;;
    --setup) want=setup && shift && continue ;;
    --plain-cpu) plain_cpu=yes && shift && continue ;;
    --no-reports) no_reports=yes && shift && continue ;;
    --) shift && break ;;
    --*) [ $# -gt 1 ] || options_wrong "$1: needs a value" || return ;;
    *) options_wrong "'$1': the command comes after --" || return ;;
    esac
    case $1 in
    --kernel) kernel=$2 ;;
    --driver) driver=$2 ;;
    --devices) devices=$2 ;;
    --model-args) read -ra model_args <<<"$2" ;;
    --iommu) iommu=$2 ;;
    --memory) memory=$2 ;;
    --cpus) cpus=$2 ;;
    --file) files+=("$2") ;;
    --get) get+=("$2") ;;
    --module) extra_modules+=("$2") ;;
    --load) load+=("$2") ;;
    --append) kernel_arguments+=("$2") ;;
    --trace) trace=$2 && model_args+=(--trace) ;;
    --qemu) qemu_arguments+=("$2") ;;
    --console) console=$2 ;;
    --timeout) timeout=$2 ;;
    *) options_wrong "$1: no such option" || return ;;
    esac
    shift 2
  done
  command=("$@")
  options_check
}

# shellcheck disable=SC2034
options_check() {
  local value
  [ -n "$timeout" ] || case $kernel in hardened) timeout=1200 ;; *) timeout=300 ;; esac
  [ "$want" = setup ] || [ ${#command[@]} -gt 0 ] || options_wrong "there is no command" || return
  case $kernel in 6.1 | 6.12 | 7.2 | hardened) ;; *) options_wrong "--kernel: no kernel '$kernel'" || return ;; esac
  case $driver in in-tree | ours | none) ;; *) options_wrong "--driver: no driver '$driver'" || return ;; esac
  [[ $devices =~ ^((dsa|iax|iaa)[a-z0-9-]*:[0-9]+(,(dsa|iax|iaa)[a-z0-9-]*:[0-9]+)*)?$ ]] ||
    options_wrong "--devices: '$devices' is no list like dsa:2,iax:1" || return
  [[ $timeout =~ ^[1-9][0-9]*$ ]] || options_wrong "--timeout: '$timeout' is no number of seconds" || return
  [[ $memory =~ ^[1-9][0-9]*[MG]$ ]] || options_wrong "--memory: '$memory' is no size like 1G" || return
  [[ $cpus =~ ^[1-9][0-9]?$ ]] || options_wrong "--cpus: '$cpus' is no number of processors" || return
  for value in "${files[@]}" "${get[@]}"; do
    [[ $value =~ ^[^:]+:[^:]+$ ]] || options_wrong "'$value': must be two paths with a colon between them" || return
  done
  case $driver in in-tree | ours) load=(idxd "${load[@]}") ;; esac
}

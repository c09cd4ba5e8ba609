# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Which QEMU runs, with what machine, and the processes of the device model beside it. Sourced, after root.sh.

# Is this a QEMU that can attach a vfio-user device as the lab does it? From version 11.
qemu_is_good() {
  local version
  command -v "$1" >/dev/null || return
  version=$("$1" --version 2>/dev/null | sed -n '1s/.* version \([0-9]*\)\..*/\1/p')
  [ "${version:-0}" -ge 11 ] && "$1" -device help 2>/dev/null | grep -q '"vfio-user-pci"'
}

# The machine's QEMU where that is good, else that of the root. Sets the array qemu.
qemu_choose() {
  local own=${ACCFG_QEMU:-qemu-system-x86_64} lib=$lab_root/usr/lib/x86_64-linux-gnu
  if qemu_is_good "$own"; then
    qemu=("$own")
    return
  fi
  qemu=(env "QEMU_MODULE_DIR=$lib/qemu" "$lab_root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$lib"
    "$lab_root/usr/bin/qemu-system-x86_64" -L "$lab_root/usr/share/qemu" -L "$lab_root/usr/share/seabios")
}

# shellcheck disable=SC2054 # commas are QEMU's and the kernel's
# qemu_iommu KIND: adds to the arrays machine (QEMU's arguments) and append (the kernel's). On a busy machine the kernel finds
# that no timer interrupt comes through a remapping IO-APIC, and panics: it must not look.
qemu_iommu() {
  [ "$1" = none ] || append+=(no_timer_check)
  case $1 in
  none) ;;
  legacy)
    machine+=(-device intel-iommu,caching-mode=on)
    append+=(intel_iommu=on)
    ;;
  scalable)
    machine+=(-device intel-iommu,caching-mode=on,scalable-mode=on)
    append+=(intel_iommu=on,sm_on)
    ;;
  first-stage)
    machine+=(-device intel-iommu,caching-mode=on,scalable-mode=on,fsts=on)
    append+=(intel_iommu=on,sm_on)
    ;;
  pasid)
    machine+=(-device 'intel-iommu,caching-mode=on,scalable-mode=on,fsts=on,pasid-bits=20,svm=on,device-iotlb=on')
    append+=(intel_iommu=on,sm_on iommu=pt)
    ;;
  *) lab_error "--iommu: must be none, legacy, scalable, first-stage or pasid, not '$1'" ;;
  esac
}

# model_start SOCKET HARDWARE: one device, of a type (dsa) or a profile of hardware (dsa-v2); what it says goes to the log beside its socket. Adds to the array models.
# Where it has to know its address, because it looks into the IOMMU's tables, it gets one.
model_start() {
  local socket=$1 hardware tries=500 address=
  case $2 in
  dsa | iax) hardware=(--type "$2") ;;
  iaa) hardware=(--type iax) ;;
  *) hardware=(--profile "${2/#iaa/iax}") ;;
  esac
  [ "$iommu" != pasid ] || address=$(printf %02x $((16 + ${#models[@]})))
  setpriv --pdeathsig KILL "$lab_model" --socket "$socket" --once "${hardware[@]}" ${address:+--pasid "00:$address.0"} "${model_args[@]}" >"$socket.log" 2>&1 </dev/null &
  models+=($!)
  until [ -S "$socket" ]; do
    kill -0 $! 2>/dev/null && [ $((tries -= 1)) -gt 0 ] || {
      lab_error "the device model did not start: $(tail -n 3 "$socket.log")" || return
    }
    sleep 0.02
  done
  machine+=(-device "{\"driver\":\"vfio-user-pci\",${address:+\"addr\":\"$address.0\",}\"socket\":{\"path\":\"$socket\",\"type\":\"unix\"}}")
}

# models_start FOLDER DEVICES: DEVICES is dsa:2,iax-v2:1
models_start() {
  local folder=$1 part type count i n=0
  [ -z "$2" ] || [ -x "$lab_model" ] || lab_error "$lab_model is not built, so there are no devices" || return
  for part in ${2//,/ }; do
    type=${part%%:*} count=${part#*:}
    for ((i = 0; i < count; i++)); do
      model_start "$folder/model$n" "$type" || return
      n=$((n + 1))
    done
  done
}

# models_end FOLDER: QEMU has gone, so each model ends by itself or is told to; 1 when one failed before.
models_end() {
  local n pid tries status failed=0
  for n in "${!models[@]}"; do
    pid=${models[n]} tries=100 status=0
    while kill -0 "$pid" 2>/dev/null && [ $((tries -= 1)) -gt 0 ]; do sleep 0.02; done
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null || status=$?
    [ "$status" = 0 ] || [ "$status" = 143 ] || {
      lab_error "device model $n ended with status $status: $(tail -n 20 "$1/model$n.log")" || failed=1
    }
  done
  models=()
  return "$failed"
}

# qemu_run SECONDS FOLDER KERNEL INITRD: 0 when QEMU ended by itself, 124 when its time was over. The result of the
# guest is in FOLDER/result, its console in FOLDER/console, QEMU's own words in FOLDER/qemu.
qemu_run() {
  local seconds=$1 folder=$2
  setpriv --pdeathsig TERM timeout -k 5 "$seconds" setpriv --pdeathsig KILL "${qemu[@]}" \
    -M q35,memory-backend=m0 -object "memory-backend-memfd,id=m0,size=$memory,share=on" -m "$memory" \
    -accel tcg,thread=multi -cpu max,la57=off -smp "$cpus" -display none -no-reboot -vga none -nic none -monitor none \
    -serial "file:$folder/console" -serial "file:$folder/result" "${machine[@]}" "${qemu_arguments[@]}" \
    -kernel "$3" -initrd "$4" -append "${append[*]}" >"$folder/qemu" 2>&1 </dev/null &
  qemu_pid=$!
  wait "$qemu_pid" 2>/dev/null # bash would tell of an abort; the caller does
}

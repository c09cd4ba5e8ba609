# SPDX-License-Identifier: GPL-2.0-or-later
# The simulated driver: binding, its errno and cmd_status, what follows, and what disabling wipes.
load selftest.bash

@test "a user wq comes up with its node and goes with it" {
  ready 0 user
  ask -- "${requests[@]}" bind idxd dsa0 r dsa0/state r dsa0/cmd_status bind user wq0.0 r wq0.0/state r wq0.0/cdev_minor \
    m /dev/dsa/wq0.0 m 'dsa!wq0.0' r 'dsa!wq0.0/uevent' o /dev/dsa/wq0.0 r m wq0.0/driver
  says "$readied|ok|enabled|0x0|ok|enabled|0|c0600|l0777|MAJOR=244|ENXIO|l0777" || {
    says "$readied|ok|enabled|0x0|ok|enabled|0|c0600|l0777|MAJOR=${output##*MAJOR=}"
    [[ $output == *'|ENXIO|l0777' ]]
  }
  ask -- "${requests[@]}" bind idxd dsa0 bind user wq0.0 unbind user wq0.0 m /dev/dsa/wq0.0 m 'dsa!wq0.0' r wq0.0/cdev_minor m wq0.0/driver
  says "$readied|ok|ok|ok|ENOENT|ENOENT|ENXIO|ENOENT"
}

@test "bind says no in the driver's order and leaves its cmd_status" {
  ask -- bind idxd dsa0 r dsa0/cmd_status bind user wq0.0 r dsa0/cmd_status w wq0.0/group_id 0 bind idxd dsa0 r dsa0/cmd_status \
    w wq0.0/mode dedicated bind idxd dsa0 r dsa0/cmd_status
  # no wq; device not enabled; shared wq of type none; no engine (cmd_status as it was)
  says 'ENXIO|0x800d0000|ENXIO|0x800d0000|ok|ENXIO|0x800c0000|ok|ENXIO|0x800c0000'
}

@test "binding a wq fails for its driver_name, group, name in this order" {
  ready 0 user
  ask -- w wq0.1/group_id 0 w wq0.1/mode dedicated w wq0.1/size 8 w wq0.1/type user w engine0.0/group_id 0 bind idxd dsa0 \
    bind user wq0.0 r dsa0/cmd_status w wq0.0/driver_name user bind user wq0.0 r dsa0/cmd_status w wq0.0/group_id 0 \
    bind user wq0.0 r dsa0/cmd_status w wq0.0/name n bind user wq0.0 r dsa0/cmd_status
  says 'ok|ok|ok|ok|ok|ok|ENODEV|0x80200000|ok|ENXIO|0x80030000|ok|ENXIO|0x80040000|ok|ENXIO|0x80060000'
}

@test "what is bound is busy, what is not there or another kind is ENODEV" {
  ready 0 user
  ask -- "${requests[@]}" bind idxd dsa0 bind idxd dsa0 bind user wq0.0 bind dmaengine wq0.0 bind idxd wq0.0 bind user dsa0 \
    bind user wq9.9 bind user '' bind user 'wq0.0\n\n' unbind dmaengine wq0.0 unbind user 'wq0.0\n' unbind user wq0.0
  says "$readied|ok|EBUSY|ok|EBUSY|ENODEV|ENODEV|ENODEV|ok|ENODEV|ENODEV|ok|ENODEV"
}

@test "a failed bind of dmaengine leaves type none, of user only from the group on" {
  ready 0 user
  ask -- "${requests[@]}" w wq0.1/type user w wq0.2/type user w wq0.2/driver_name user bind idxd dsa0 \
    bind dmaengine wq0.0 r wq0.0/type bind user wq0.1 r wq0.1/type bind user wq0.2 r wq0.2/type
  says "$readied|ok|ok|ok|ok|ENODEV|none|ENODEV|user|ENXIO|none"
}

@test "a kernel wq has no node" {
  ready 0 kernel
  ask -- "${requests[@]}" bind idxd dsa0 bind dmaengine wq0.0 r wq0.0/state r wq0.0/type r wq0.0/cdev_minor m /dev/dsa/wq0.0
  says "$readied|ok|ok|enabled|kernel|ENXIO|ENOENT"
}

@test "attributes that need a disabled device or wq refuse while enabled" {
  ready 0 user
  ask -- "${requests[@]}" bind idxd dsa0 w wq0.1/size 1 w wq0.1/priority 1 w dsa0/read_buffer_limit 1 w group0.0/read_buffers_reserved 1 \
    w engine0.1/group_id 1 bind user wq0.0 w wq0.0/priority 1 w wq0.0/block_on_fault 1 w wq0.0/threshold 1 w wq0.0/name x \
    w wq0.0/mode x w wq0.0/priority x
  says "$readied|ok|EPERM|ok|EPERM|EPERM|ok|ok|EPERM|ENXIO|ENXIO|EPERM|EPERM|EINVAL"
}

@test "disabling a wq wipes it but for size, group and driver_name" {
  ready 0 user
  ask -- "${requests[@]}" w wq0.0/priority 5 w wq0.0/max_batch_size 4 bind idxd dsa0 bind user wq0.0 unbind user wq0.0 \
    r wq0.0/size r wq0.0/group_id r wq0.0/driver_name r wq0.0/mode r wq0.0/priority r wq0.0/type r wq0.0/name r wq0.0/max_batch_size r dsa0/cmd_status
  says "$readied|ok|ok|ok|ok|ok|16|0|user|shared|0|none||32|0x0"
}

@test "disabling a device wipes groups, engines and all wqs but keeps its limit" {
  ready 0 user
  ask -- "${requests[@]}" w dsa0/read_buffer_limit 9 w group0.0/read_buffers_reserved 8 w wq0.1/type kernel w wq0.1/size 4 bind idxd dsa0 \
    bind user wq0.0 unbind idxd dsa0 r dsa0/state r wq0.0/size r wq0.0/group_id r wq0.0/driver_name r wq0.1/type r wq0.1/size \
    r engine0.0/group_id r group0.0/read_buffers_reserved r dsa0/read_buffer_limit r dsa0/cmd_status m /dev/dsa/wq0.0 m dsa0/driver
  says "$readied|ok|ok|ok|ok|ok|ok|ok|disabled|0|-1|user|kernel|0|-1|0|9|0x0|ENOENT|ENOENT"
}

@test "a failed enable leaves the configuration as it was" {
  ask -- w wq0.0/size 16 w wq0.0/group_id 0 bind idxd dsa0 r wq0.0/size r wq0.0/group_id r dsa0/state
  says 'ok|ok|ENXIO|16|0|disabled'
}

@test "shared wqs need ENQCMD" {
  local shared=(w wq0.0/group_id 0 w wq0.0/size 16 w wq0.0/threshold 8 w wq0.0/type user w wq0.0/name n w wq0.0/driver_name user
    w engine0.0/group_id 0 bind idxd dsa0 bind user wq0.0 r dsa0/cmd_status)
  ask -- "${shared[@]}"
  says 'ok|ok|ok|ok|ok|ok|ok|ok|ok|0x0'
  ask --no-enqcmd -- "${shared[@]}"
  says 'ok|ok|ok|ok|ok|ok|ok|ENXIO|ENXIO|0x800c0000'
}

@test "without PASIDs user wqs work on 7.2 but not on 6.12" {
  ready 0 user
  ask --no-pasid -- r dsa0/pasid_enabled "${requests[@]}" bind idxd dsa0 bind user wq0.0
  says "1|$readied|ok|ok"
  ask --no-pasid --kernel 6.12 -- r dsa0/pasid_enabled "${requests[@]}" bind idxd dsa0 bind user wq0.0 r dsa0/cmd_status r wq0.0/type
  says "0|$readied|ok|EOPNOTSUPP|0x80110000|user"
}

@test "kernel wqs may be named and used on every kernel" {
  for kernel in 6.1 6.12 7.2; do
    ask --kernel $kernel -- w wq0.0/group_id 0 w wq0.0/mode dedicated w wq0.0/size 16 w wq0.0/type kernel w wq0.0/name n \
      w engine0.0/group_id 0 bind idxd dsa0 r dsa0/state
    says 'ok|ok|ok|ok|ok|ok|ok|enabled'
  done
}

@test "6.1 does not look at a driver's name" {
  ask --kernel 6.1 -- w wq0.0/group_id 0 w wq0.0/mode dedicated w wq0.0/size 16 w wq0.0/type user w wq0.0/name n w engine0.0/group_id 0 \
    bind idxd dsa0 bind user wq0.0
  says 'ok|ok|ok|ok|ok|ok|ok|ok'
}

@test "drivers_probe tries every driver and tells nothing" {
  ready 0 user
  ask -- w /sys/bus/dsa/drivers_probe dsa0 r dsa0/cmd_status w /sys/bus/dsa/drivers_probe nobody "${requests[@]}" \
    w /sys/bus/dsa/drivers_probe dsa0 r dsa0/state w /sys/bus/dsa/drivers_probe group0.0
  says "ok|0x800d0000|ENODEV|$readied|ok|enabled|ok"
}

@test "links lead to driver, bus, module and back" {
  ready 0 user
  "$sim" -- bash -c "$probe ${requests[*]} bind idxd dsa0 >/dev/null
    cd /sys/bus/dsa/devices; readlink -f dsa0 dsa0/driver dsa0/subsystem dsa0/driver/module dsa0/driver/dsa0 wq0.0/subsystem" >links
  diff - links <<'X'
/sys/devices/pci0000:6a/0000:6a:01.0/dsa0
/sys/bus/dsa/drivers/idxd
/sys/bus/dsa
/sys/module/idxd
/sys/devices/pci0000:6a/0000:6a:01.0/dsa0
/sys/bus/dsa
X
}

@test "uevents tell of binding, nodes and unbinding, in the kernel's order" {
  ready 0 user
  local at=/devices/pci0000:6a/0000:6a:01.0/dsa0
  ask --uevents -- listen "${requests[@]}" bind idxd dsa0 bind user wq0.0 unbind idxd dsa0 w dsa0/uevent change w dsa0/uevent nonsense heard
  says "ok|$readied|ok|ok|ok|ok|EINVAL|bind@$at|add@$at/wq0.0/dsa!wq0.0|bind@$at/wq0.0|remove@$at/wq0.0/dsa!wq0.0|unbind@$at/wq0.0|unbind@$at|change@$at"
}

@test "an action, a UUID and pairs make a uevent, also of the bus and its drivers" {
  local uuid=fe4d7c9d-b8c6-4a70-9ef1-3d8a58d18eed bus=/sys/bus/dsa
  ask --uevents -- listen w dsa0/uevent "change $uuid A=1 B=x" w dsa0/uevent "change $uuid A=" w dsa0/uevent "change $uuid  A=1" w dsa0/uevent "change x" \
    w $bus/uevent add w $bus/drivers/user/uevent add w $bus/drivers/user/uevent x heard
  says "ok|ok|EINVAL|EINVAL|EINVAL|ok|ok|EINVAL|change@/devices/pci0000:6a/0000:6a:01.0/dsa0|add@/bus/dsa|add@/bus/dsa/drivers/user"
}

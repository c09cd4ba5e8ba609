# SPDX-License-Identifier: GPL-2.0-or-later
# The simulated attributes: values, modes, visibility, errno and its order, on each kernel.
load selftest.bash

@test "an unconfigured DSA has 0x800d0000 in cmd_status after boot, and writing anything clears it" {
  ask -- r dsa0/cmd_status r dsa0/state w dsa0/cmd_status x r dsa0/cmd_status
  says '0x800d0000|disabled|ok|0x0'
}

@test "an IAA is enabled by the driver on 6.12 and 7.2 and not on 6.1" {
  for kernel in 6.12 7.2; do
    ask --kernel $kernel -- r iax1/state r iax1/cmd_status r wq1.0/size r wq1.0/mode r wq1.0/priority r wq1.0/type \
      r wq1.0/name r wq1.0/driver_name r wq1.0/state r engine1.0/group_id
    says 'enabled|0x80200000|128|dedicated|10|none|iaa_crypto|crypto|disabled|0'
  done
  ask --kernel 6.1 -- r iax1/state r iax1/cmd_status r wq1.0/size
  says 'disabled|0x800d0000|0'
}

@test "with iaa_crypto loaded its work queue is enabled" {
  ask --iaa-crypto -- r wq1.0/state r wq1.0/type r iax1/cmd_status w /sys/bus/dsa/drivers/crypto/sync_mode async
  says 'enabled|kernel|0x80200000|EBUSY'
}

@test "capabilities are those published for Sapphire Rapids" {
  ask -- r dsa0/version r dsa0/gen_cap r dsa0/max_groups r dsa0/max_work_queues r dsa0/max_engines \
    r dsa0/max_work_queues_size r dsa0/max_read_buffers r dsa0/max_batch_size r dsa0/max_transfer_size r dsa0/configurable
  says '0x100|0x40915f0107|4|8|4|128|96|1024|2147483648|1'
  ask -- r iax1/gen_cap r iax1/max_engines r iax1/max_batch_size r iax1/max_transfer_size r iax1/max_read_buffers
  says '0x71f10901f0105|8|ENOENT|2147483648|ENOENT'
}

@test "op_cap hides BATCH on hardware 1.0 but op_config shows it on 7.2" {
  ask -- r dsa0/op_cap r wq0.0/op_config
  says '00000000,00000000,00000000,00000000,00000000,00000000,00000001,003f027d|00000000,00000000,00000000,00000000,00000000,00000000,00000001,003f027f'
}

@test "modes are 0644, 0444 and 0200 as the driver has them" {
  ask -- m dsa0 m dsa0/version m dsa0/cmd_status m wq0.0/size m wq0.0/clients m /sys/bus/dsa/drivers/user/bind \
    m /sys/bus/dsa/drivers/user/uevent m dsa0/subsystem m dsa0/power m dsa0/uevent
  says 'l0777|-0444|-0644|-0644|-0444|-0200|-0200|l0777|d0755|-0644'
}

@test "a read-only file cannot be opened for writing, nor a write-only one for reading, even by root" {
  ask -- o dsa0/version w o /sys/bus/dsa/drivers/user/bind r o wq0.0/size t o dsa0/version r
  says 'EACCES|EACCES|ok|ok'
}

@test "nothing can be created, removed or renamed" {
  run "$sim" -- bash -c 'cd /sys/bus/dsa/devices/dsa0; (echo >new) 2>&1; mkdir new 2>&1; rm version 2>&1; mv version other 2>&1'
  [[ $output == *'new: Permission denied'* ]]
  [[ $output == *"create directory 'new': Operation not permitted"* || $output == *"create directory ‘new’: Operation not permitted"* ]]
  [[ $output == *version*': Operation not permitted'* ]]
  [ "$status" -ne 0 ]
}

@test "attributes exist by type and version of the device" {
  ask -- m group1.0/read_buffers_allowed m wq1.0/max_batch_size m group0.0/desc_progress_limit m wq0.0/prs_disable m dsa0/event_log_size
  says 'ENOENT|ENOENT|ENOENT|ENOENT|ENOENT'
  ask --machine dmr -- m group0.0/desc_progress_limit m wq0.0/prs_disable m dsa0/event_log_size m dsa0/dsacaps m iax1/iaa_cap m dsa0/iaa_cap
  says '-0644|-0644|-0644|-0444|-0444|ENOENT'
}

@test "attributes exist by kernel" {
  for kernel in '6.1 ENOENT ENOENT ENOENT ENOENT' '6.12 -0644 -0644 ENOENT -0444' '7.2 -0644 -0644 -0444 -0444'; do
    read -r release driver evl dsacaps iaa <<<"$kernel"
    ask --kernel "$release" --machine dmr -- m wq0.0/driver_name m dsa0/event_log_size m dsa0/dsacaps m iax1/iaa_cap
    says "$driver|$evl|$dsacaps|$iaa"
  done
}

@test "the old names of the read buffer attributes are the same attributes" {
  ask -- w dsa0/token_limit 7 r dsa0/read_buffer_limit r dsa0/max_tokens w group0.0/tokens_reserved 3 r group0.0/read_buffers_reserved
  says 'ok|7|96|ok|3'
}

@test "an empty group reads as nothing at all" {
  ask -- r group0.0/work_queues w wq0.3/group_id 0 w wq0.0/group_id 0 r group0.0/work_queues r group0.0/engines
  says 'empty|ok|ok|wq0.0 wq0.3|empty'
}

@test "cdev_minor of a wq without character device fails with ENXIO" {
  ask -- r wq0.0/cdev_minor
  says ENXIO
}

@test "numbers take a plus and one newline and nothing else" {
  ask -- w wq0.0/size +5 w wq0.0/size '5\n' w wq0.0/size '5\n\n' w wq0.0/size ' 5' w wq0.0/size '5 ' w wq0.0/size 0x5 \
    w wq0.0/size -1 w wq0.0/size '' w wq0.0/size 010 r wq0.0/size w wq0.0/size '6\0' r wq0.0/size
  says 'ok|ok|EINVAL|EINVAL|EINVAL|EINVAL|EINVAL|ok|ok|10|ok|6'
}

@test "threshold takes octal and hexadecimal" {
  ask -- w wq0.0/size 64 w wq0.0/threshold 010 r wq0.0/threshold w wq0.0/threshold 0x10 r wq0.0/threshold w wq0.0/threshold 08
  says 'ok|ok|8|ok|16|EINVAL'
}

@test "transfer and batch sizes are rounded up to a power of two" {
  ask -- w wq0.0/max_transfer_size 5000 r wq0.0/max_transfer_size w wq0.0/max_batch_size 33 r wq0.0/max_batch_size \
    w wq0.0/max_transfer_size 2147483649 w wq0.0/max_transfer_size 0 w wq0.0/max_batch_size 1025
  says 'ok|8192|ok|64|EINVAL|EINVAL|EINVAL'
}

@test "the sum of all sizes is bounded" {
  ask -- w wq0.0/size 100 w wq0.1/size 28 w wq0.2/size 1 w wq0.1/size 0 w wq0.2/size 28
  says 'ok|ok|EINVAL|ok|ok'
}

@test "the sum of sizes wraps as the kernel's does" {
  ask -- w wq0.0/size 18446744073709551615 w wq0.0/size 1 w wq0.1/size 18446744073709551615 r wq0.1/size w wq0.1/size 0 \
    w wq0.1/size 4294967296 r wq0.1/size
  says 'EINVAL|ok|ok|4294967295|EINVAL|ok|0'
}

@test "priority, mode, type, group and flags refuse other values" {
  ask -- w wq0.0/priority 15 w wq0.0/priority 16 w wq0.0/mode Dedicated w wq0.0/type mdev w wq0.0/group_id 4 w wq0.0/group_id -2 \
    w wq0.0/group_id -1 w wq0.0/block_on_fault 2 w wq0.0/block_on_fault yes w engine0.0/group_id 4
  says 'ok|EINVAL|EINVAL|EINVAL|EINVAL|EINVAL|ok|EINVAL|ok|EINVAL'
}

@test "enable and disable are booleans on 7.2 only" {
  ask -- w wq0.0/block_on_fault enable r wq0.0/block_on_fault w wq0.0/block_on_fault disabled
  says 'ok|1|ok'
  ask --kernel 6.12 -- w wq0.0/block_on_fault enable
  says EINVAL
}

@test "a dedicated wq has no threshold and no retries" {
  ask -- w wq0.0/size 16 w wq0.0/threshold 4 w wq0.0/mode dedicated r wq0.0/threshold w wq0.0/threshold 4 r wq0.0/enqcmds_retries \
    w wq0.0/enqcmds_retries 9
  says 'ok|ok|ok|0|EINVAL|EOPNOTSUPP|EOPNOTSUPP'
}

@test "retries are clamped and only they say ERANGE" {
  ask -- w wq0.0/enqcmds_retries 100 r wq0.0/enqcmds_retries w wq0.0/enqcmds_retries 4294967296 w wq0.0/size 99999999999999999999
  says 'ok|64|ERANGE|EINVAL'
}

@test "a change of type clears the name" {
  ask -- w wq0.0/type user w wq0.0/name abc w wq0.0/type user r wq0.0/name w wq0.0/type kernel r wq0.0/name
  says 'ok|ok|ok|abc|ok|'
}

@test "names are trimmed and at most 1024 bytes long, driver names 128" {
  ask -- w wq0.0/name ' a b \n' r wq0.0/name w wq0.0/name x*1024 w wq0.0/name x*1025 w wq0.0/name ' ' r wq0.0/name \
    w wq0.0/driver_name x*128 w wq0.0/driver_name x*129 w wq0.0/name '\0'
  says 'ok|a b|ok|EINVAL|ok||ok|EINVAL|EINVAL'
}

@test "op_config stays within op_cap" {
  ask -- w wq0.0/op_config 8 r wq0.0/op_config w wq0.0/op_config 80 w wq0.0/op_config 000000008 w wq0.0/op_config 1,x \
    w wq0.0/op_config 0,0,0,0,0,0,0,0,8 w wq0.0/op_config '\n' r wq0.0/op_config
  says 'ok|00000000,00000000,00000000,00000000,00000000,00000000,00000000,00000008|EINVAL|EOVERFLOW|EINVAL|EOVERFLOW|ok|00000000,00000000,00000000,00000000,00000000,00000000,00000000,00000000'
}

@test "traffic classes need hardware 3.0 or tc_override" {
  ask -- w group0.0/traffic_class_a 1 w group0.0/traffic_class_a x w /sys/module/idxd/parameters/tc_override 1 \
    w group0.0/traffic_class_a 3 w group0.0/traffic_class_a 8 r group0.0/traffic_class_a
  says 'EPERM|EINVAL|ok|ok|EINVAL|3'
  ask --machine dmr -- r group0.0/traffic_class_b w group0.0/traffic_class_b 7
  says '-1|ok'
}

@test "read buffers are shared out" {
  ask -- w group0.0/read_buffers_reserved 90 w group0.1/read_buffers_reserved 7 w group0.1/read_buffers_reserved 6 \
    w group0.0/read_buffers_allowed 91 w group0.0/read_buffers_allowed 90 w group0.0/read_buffers_reserved 97
  says 'ok|EINVAL|ok|EINVAL|ok|EINVAL'
}

@test "use_read_buffer_limit needs the limit of the device" {
  ask -- w group0.0/use_read_buffer_limit 1 w dsa0/read_buffer_limit 97 w dsa0/read_buffer_limit 8 w group0.0/use_read_buffer_limit 1
  says 'EPERM|EINVAL|ok|ok'
}

@test "block_on_fault and prs_disable exclude each other" {
  ask --machine dmr -- w wq0.0/block_on_fault 1 w wq0.0/prs_disable 1 r wq0.0/block_on_fault w wq0.0/block_on_fault 1
  says 'ok|ok|0|EOPNOTSUPP'
}

@test "event_log_size is 64 to 65535" {
  ask --machine dmr -- r dsa0/event_log_size w dsa0/event_log_size 63 w dsa0/event_log_size 65536 w dsa0/event_log_size 128 r dsa0/event_log_size
  says '64|EINVAL|EINVAL|ok|128'
}

@test "a device that cannot be configured says so before it looks at values" {
  echo '{"devices":[{"type":"dsa","configurable":false}]}' >fixed.json
  ask --machine ./fixed.json -- r dsa0/state r dsa0/cmd_status r dsa0/configurable w wq0.0/mode x w wq0.0/size 1 w wq0.0/size x \
    w wq0.0/name n w wq0.0/type user
  says 'enabled|0x80200000|0|EPERM|EPERM|EINVAL|ok|ok'
}

@test "a write of nothing and a write of more than a page are as in sysfs" {
  ask -- n wq0.0/size '' n wq0.0/size 0*5000 r wq0.0/size n dsa0/cmd_status 0*5000
  says '0|4096|0|4096'
}

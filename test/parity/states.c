// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The states. A write that fails on the way is told with the state; what follows is tried all the same.
 */
#include "probe.h"

#define CONFIGURED                           \
	"clean\n"                            \
	"device/read_buffer_limit 48\n"      \
	"device/event_log_size 128\n"        \
	"group1/read_buffers_reserved 16\n"  \
	"group1/read_buffers_allowed 32\n"   \
	"group1/use_read_buffer_limit 1\n"   \
	"group1/desc_progress_limit 2\n"     \
	"engine0/group_id 0\n"               \
	"wq0/group_id 0\n"                   \
	"wq0/mode dedicated\n"               \
	"wq0/size 8\n"                       \
	"wq0/size 16\n"                      \
	"wq0/priority 10\n"                  \
	"wq1/size 8\n"                       \
	"wq1/threshold 4\n"                  \
	"wq1/type kernel\n"                  \
	"wq1/name other\n"                   \
	"wq1/enqcmds_retries 5\n"            \
	"wq1/max_batch_size 16\n"            \
	"wq1/max_transfer_size 4096\n"

#define KERNEL "wq0/type kernel\nwq0/name dmaengine\nwq0/driver_name dmaengine\n"
#define USER "wq0/type user\nwq0/name app\nwq0/driver_name user\n"
#define MDEV "wq0/type mdev\nwq0/name mdev\nwq0/driver_name mdev\n"
#define ENABLE "bind idxd device\n"
#define SECOND                     \
	"engine1/group_id 1\n"     \
	"wq1/group_id 1\n"         \
	"wq1/mode dedicated\n"     \
	"wq1/priority 5\n"         \
	"wq1/driver_name dmaengine\n"

const struct state states[] = {
	{ "clean", DEPTH_BRIEF, "clean\n" },
	{ "configured", DEPTH_BRIEF, CONFIGURED USER },
	{ "every-value", DEPTH_FULL, CONFIGURED USER },
	{ "enabled", DEPTH_BRIEF, CONFIGURED USER ENABLE },
	{ "user", DEPTH_BRIEF, CONFIGURED USER ENABLE "bind user wq0\n" },
	{ "kernel", DEPTH_BRIEF, CONFIGURED KERNEL ENABLE "bind dmaengine wq0\n" },
	{ "mdev", DEPTH_BIND, CONFIGURED MDEV ENABLE "bind user wq0\n" },
	{ "both", DEPTH_BIND, CONFIGURED KERNEL SECOND ENABLE "bind dmaengine wq0\nbind dmaengine wq1\n" },
	{ "wq-disabled", DEPTH_BRIEF, CONFIGURED KERNEL ENABLE "bind dmaengine wq0\nunbind dmaengine wq0\n" },
	{ "disabled", DEPTH_BRIEF, CONFIGURED KERNEL ENABLE "bind dmaengine wq0\nunbind idxd device\n" },
	/* one thing is wrong: what does binding say, and what does it leave? */
	{ "no-driver-name", DEPTH_BIND, CONFIGURED KERNEL "wq0/driver_name user\n" ENABLE },
	{ "no-name", DEPTH_BIND, CONFIGURED "wq0/type kernel\nwq0/driver_name dmaengine\n" ENABLE },
	{ "no-name-user", DEPTH_BIND, CONFIGURED "wq0/type user\nwq0/driver_name user\n" ENABLE },
	{ "no-type", DEPTH_BIND, CONFIGURED "wq0/name x\nwq0/driver_name dmaengine\n" ENABLE },
	{ "no-size", DEPTH_BIND, CONFIGURED KERNEL "wq0/size 0\n" ENABLE },
	{ "no-priority", DEPTH_BIND, CONFIGURED KERNEL "wq0/priority 0\n" ENABLE },
	{ "no-engine", DEPTH_BIND, CONFIGURED KERNEL "engine0/group_id -1\n" },
	{ "no-group", DEPTH_BIND, CONFIGURED KERNEL "wq0/group_id -1\n" },
	{ "engine-elsewhere", DEPTH_BIND, CONFIGURED KERNEL "engine0/group_id 1\n" },
	{ "engine-alone", DEPTH_BIND, CONFIGURED KERNEL "engine1/group_id 1\n" ENABLE },
	{ "engine-gone", DEPTH_BIND, CONFIGURED KERNEL ENABLE "engine0/group_id -1\n" },
	{ "group-gone", DEPTH_BIND, CONFIGURED KERNEL ENABLE "wq0/group_id -1\n" },
	{ "group-gone-user", DEPTH_BIND, CONFIGURED USER ENABLE "wq0/group_id -1\n" },
	{ "shared", DEPTH_BIND, CONFIGURED KERNEL "wq0/mode shared\nwq0/threshold 4\n" },
	{ "shared-late", DEPTH_BIND, CONFIGURED KERNEL ENABLE "wq0/mode shared\nwq0/threshold 4\n" },
	{ "shared-no-threshold", DEPTH_BIND, CONFIGURED USER ENABLE "wq0/mode shared\n" },
	{ "big-transfer", DEPTH_BIND, CONFIGURED KERNEL "wq0/max_transfer_size 2147483648\n" ENABLE },
	{ "shared-user", DEPTH_BIND, CONFIGURED USER "wq0/mode shared\nwq0/threshold 8\n" ENABLE "bind user wq0\n" },
	{ "block-on-fault", DEPTH_BRIEF, CONFIGURED KERNEL "wq0/block_on_fault 1\n" ENABLE },
	{ "prs-disable", DEPTH_BRIEF, CONFIGURED KERNEL "wq0/prs_disable 1\nwq0/ats_disable 1\n" },
	{ "buffers", DEPTH_BRIEF, CONFIGURED KERNEL "group0/read_buffers_reserved 70\n" "group0/read_buffers_allowed 80\n" },
	{ "few-buffers", DEPTH_BIND, CONFIGURED KERNEL "group0/read_buffers_allowed 4\nengine1/group_id 0\nwq0/size 120\n" },
	{ "log-disabled", DEPTH_BIND, CONFIGURED KERNEL "device/event_log_size 65535\n" ENABLE "unbind idxd device\n" },
	/* the module's parameter lets traffic classes be set, and changes what they are when nobody sets them */
	{ "tc-override", DEPTH_BRIEF, CONFIGURED USER "parameter tc_override 1\n" },
	{ "tc-set", DEPTH_BIND, CONFIGURED KERNEL "parameter tc_override 1\ngroup0/traffic_class_a 3\ngroup1/traffic_class_b 7\n" ENABLE },
	{ "tc-default", DEPTH_BIND, CONFIGURED KERNEL "parameter tc_override 1\n" ENABLE "unbind idxd device\n" },
	{ "tc-default-enabled", DEPTH_BIND, CONFIGURED KERNEL "parameter tc_override 1\n" ENABLE "unbind idxd device\n"
	  "engine0/group_id 0\nwq0/group_id 0\nwq0/mode dedicated\nwq0/size 16\nwq0/priority 10\n" ENABLE },
	/* with processes that have PASIDs; elsewhere opening fails */
	{ "open", DEPTH_HELD, CONFIGURED USER ENABLE "bind user wq0\nopen wq0\nopen wq0\n" },
	{ "open-shared", DEPTH_HELD, CONFIGURED USER "wq0/mode shared\nwq0/threshold 8\n" ENABLE "bind user wq0\nopen wq0\nopen wq0\n" },
	{ "was-open", DEPTH_BIND, CONFIGURED USER ENABLE "bind user wq0\nopen wq0\nclose\n" },
	/* A device that cannot be configured is never clean again: each of these needs one that was just found. */
	{ "fixed", DEPTH_BRIEF, "" },
	{ "fixed-disabled", DEPTH_BRIEF, "unbind idxd device\n" },
	{ "fixed-kernel", DEPTH_BIND, "wq0/name dmaengine\nwq0/driver_name dmaengine\nbind dmaengine wq0\n" },
	{ "fixed-wq-disabled", DEPTH_BIND, "wq0/name x\nwq0/driver_name dmaengine\nbind dmaengine wq0\nunbind dmaengine wq0\n" },
	{ NULL, 0, NULL },
};

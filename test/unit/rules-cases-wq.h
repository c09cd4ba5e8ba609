/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes to attributes of wqs: numbers and what belongs to size and mode. Words, names and bitmaps: rules-cases-wq2.h.
 */
#ifndef RULES_CASES_WQ_H
#define RULES_CASES_WQ_H

#include "rules-cases-device.h"

#define WGRP IDXD_ATTR_WQ_GROUP_ID
#define MODE IDXD_ATTR_MODE
#define SIZE IDXD_ATTR_SIZE
#define PRIO IDXD_ATTR_PRIORITY
#define THR  IDXD_ATTR_THRESHOLD
#define XFER IDXD_ATTR_WQ_MAX_TRANSFER_SIZE
#define BAT  IDXD_ATTR_WQ_MAX_BATCH_SIZE
#define RETR IDXD_ATTR_ENQCMDS_RETRIES

static const struct rules_write_case rules_wq_cases[] = {
	TAKES("a wq may join the first group", KALL, DSA1, S_CLEAN, WGRP, 0, 0),
	TAKES("a wq may join the last group", KALL, DSA1, S_CLEAN, WGRP, 3, 3),
	TAKES("a wq may leave its group", KALL, DSA1, S_GROUPED, WGRP, SIGNED(-1), SIGNED(-1)),
	TAKES("an idle wq may join a group while the device is enabled", KALL, DSA1, S_DEV, WGRP, 1, 1),
	REFUSES("a wq cannot join a group beyond the last", KALL, DSA1, S_CLEAN, WGRP, 4, AFTER, GROUP_ID, INVAL),
	REFUSES("a wq cannot join group -2", KALL, DSA1, S_CLEAN, WGRP, SIGNED(-2), AFTER, GROUP_ID, INVAL),
	REFUSES("a wq cannot join group 2^63-1", KALL, DSA1, S_CLEAN, WGRP, 0x7fffffffffffffffull, AFTER, GROUP_ID, INVAL),
	REFUSES("an enabled wq stays in its group", KALL, DSA1, S_WQ | S_GROUPED, WGRP, 1, AFTER, WQ_ENABLED, PERM),
	REFUSES("wqs of a device that is not configurable stay in their groups", KALL, DSA1, M_FIXED, WGRP, 0, AFTER,
		NOT_CONFIGURABLE, PERM),
	REFUSES("an enabled wq is said before the range of groups is", KALL, IAX1, S_WQ, WGRP, 77, AFTER, WQ_ENABLED, PERM),

	TAKES("a wq may become dedicated", KALL, DSA1, S_CLEAN, MODE, IDXD_MODE_DEDICATED, IDXD_MODE_DEDICATED),
	TAKES("a wq may become shared", KALL, DSA1, S_DED, MODE, IDXD_MODE_SHARED, IDXD_MODE_SHARED),
	TAKES("a wq may become dedicated while the device is enabled", KALL, DSA1, S_DEV, MODE, IDXD_MODE_DEDICATED,
	      IDXD_MODE_DEDICATED),
	TAKES("the mode is not compared with what the hardware can", KALL, DSA1, M_DED_ONLY | S_DED, MODE, IDXD_MODE_SHARED,
	      IDXD_MODE_SHARED),
	REFUSES("the mode of an enabled wq stays", KALL, DSA1, S_WQ, MODE, IDXD_MODE_DEDICATED, BEFORE, WQ_ENABLED, PERM),
	REFUSES("the mode needs a configurable device", KALL, DSA1, M_FIXED, MODE, IDXD_MODE_DEDICATED, BEFORE,
		NOT_CONFIGURABLE, PERM),

	TAKES("a wq may have all entries", KALL, DSA1, S_CLEAN, SIZE, 128, 128),
	TAKES("a wq may have one entry", KALL, DSA1, S_CLEAN, SIZE, 1, 1),
	TAKES("a wq may have no entries", KALL, DSA1, S_SIZE, SIZE, 0, 0),
	TAKES("a wq may have what another left", KALL, DSA1, S_FULL, SIZE, 16, 16),
	TAKES("what a wq has itself counts as free for it", KALL, DSA1, S_SIZE | S_OTHER, SIZE, 112, 112),
	TAKES("the size may be set although the wq is in no group", KALL, IAX1, S_CLEAN, SIZE, 64, 64),
	TAKES("the size may become less than the threshold", KALL, DSA1, S_SIZE | S_THRESH, SIZE, 4, 4),
	REFUSES("a wq cannot have more entries than the device", KALL, DSA1, S_CLEAN, SIZE, 129, AFTER, SIZE_SUM, INVAL),
	REFUSES("a wq cannot have entries of another", KALL, DSA1, S_FULL, SIZE, 17, AFTER, SIZE_SUM, INVAL),
	REFUSES("sizes count although the other wq is in no group", KALL, DSA1, S_OTHER, SIZE, 113, AFTER, SIZE_SUM, INVAL),
	REFUSES("the size needs a disabled device", KALL, DSA1, S_DEV, SIZE, 16, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("an enabled wq is not asked for its size: the device is", KALL, DSA1, S_WQ, SIZE, 16, AFTER, DEVICE_ENABLED,
		PERM),
	REFUSES("the size needs a configurable device", KALL, DSA1, M_FIXED, SIZE, 16, AFTER, NOT_CONFIGURABLE, PERM),
	REFUSES("an enabled device is said before the sum is", KALL, DSA1, S_DEV, SIZE, 500, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("2^64-1 entries are too many while no wq has a size", KALL, DSA1, S_CLEAN, SIZE, U64_MAX_, AFTER, SIZE_SUM,
		INVAL),
	TAKES("2^64-1 entries wrap once another wq has a size", KALL, DSA1, S_OTHER, SIZE, U64_MAX_, 0xffffffffu),
	REFUSES("0 does not undo the wrapped size", KALL, DSA1, S_HUGE | S_OTHER, SIZE, 0, AFTER, SIZE_SUM, INVAL),
	REFUSES("a normal size does not undo the wrapped size", KALL, DSA1, S_HUGE | S_OTHER, SIZE, 64, AFTER, SIZE_SUM,
		INVAL),
	TAKES("2^32 undoes the wrapped size", KALL, DSA1, S_HUGE | S_OTHER, SIZE, 0x100000000ull, 0),

	TAKES("priority 0 passes", KALL, DSA1, S_PRIO, PRIO, 0, 0),
	TAKES("priority 15 passes", KALL, DSA1, S_CLEAN, PRIO, 15, 15),
	TAKES("the priority may be set while the device is enabled", KALL, DSA1, S_DEV, PRIO, 10, 10),
	REFUSES("priority 16 is too high", KALL, DSA1, S_CLEAN, PRIO, 16, AFTER, PRIORITY, INVAL),
	REFUSES("the priority of an enabled wq stays", KALL, DSA1, S_WQ, PRIO, 1, AFTER, WQ_ENABLED, PERM),
	REFUSES("the priority needs a configurable device", KALL, IAX1, M_FIXED, PRIO, 1, AFTER, NOT_CONFIGURABLE, PERM),
	REFUSES("an enabled wq is said before the range of priorities is", KALL, DSA1, S_WQ, PRIO, 16, AFTER, WQ_ENABLED,
		PERM),

	TAKES("the threshold may be the size", KALL, DSA1, S_SIZE, THR, 16, 16),
	TAKES("the threshold may be 1", KALL, DSA1, S_SIZE, THR, 1, 1),
	TAKES("the threshold may be set while the device is enabled", KALL, DSA1, S_DEV | S_SIZE, THR, 5, 5),
	REFUSES("the threshold cannot be 0", KALL, DSA1, S_SIZE, THR, 0, AFTER, THRESHOLD_RANGE, INVAL),
	REFUSES("the threshold cannot exceed the size", KALL, DSA1, S_SIZE, THR, 17, AFTER, THRESHOLD_RANGE, INVAL),
	REFUSES("a wq of no size has no threshold", KALL, DSA1, S_CLEAN, THR, 1, AFTER, THRESHOLD_RANGE, INVAL),
	REFUSES("a threshold beyond a lowered size is not taken again", KALL, DSA1, S_THRESH, THR, 8, AFTER,
		THRESHOLD_RANGE, INVAL),
	REFUSES("a dedicated wq has no threshold", KALL, DSA1, S_SIZE | S_DED, THR, 8, AFTER, THRESHOLD_DEDICATED, INVAL),
	REFUSES("the threshold of an enabled wq stays, with ENXIO", KALL, DSA1, S_WQ | S_SIZE, THR, 8, AFTER, WQ_ENABLED,
		NXIO),
	REFUSES("the threshold needs a configurable device", KALL, DSA1, M_FIXED | S_SIZE, THR, 8, AFTER, NOT_CONFIGURABLE,
		PERM),
	REFUSES("the range of the threshold is said before an enabled wq is", KALL, DSA1, S_WQ | S_SIZE, THR, 17, AFTER,
		THRESHOLD_RANGE, INVAL),
	REFUSES("the range of the threshold is said before the device is", KALL, DSA1, M_FIXED, THR, 1, AFTER,
		THRESHOLD_RANGE, INVAL),
	REFUSES("an enabled wq is said before its mode is", KALL, DSA1, S_WQ | S_SIZE | S_DED, THR, 8, AFTER, WQ_ENABLED,
		NXIO),

	TAKES("a power of two passes as transfer size", KALL, DSA1, S_CLEAN, XFER, 1ull << 20, 1ull << 20),
	TAKES("the transfer size may be 1", KALL, DSA1, S_CLEAN, XFER, 1, 1),
	TAKES("the transfer size may be what the device can", KALL, DSA1, S_CLEAN, XFER, 1ull << 31, 1ull << 31),
	TAKES("3 bytes are rounded up to 4", KALL, DSA1, S_CLEAN, XFER, 3, 4),
	TAKES("a transfer size is rounded up to what the device can", KALL, DSA1, S_CLEAN, XFER, (1ull << 30) + 1, 1ull << 31),
	TAKES("the transfer size may be set while the device is enabled", KALL, IAX1, S_DEV, XFER, 4096, 4096),
	TAKES("a transfer size of 2^64-1 wraps to 1", KALL, DSA1, S_CLEAN, XFER, U64_MAX_, 1),
	TAKES("a transfer size above 2^63 wraps to 1", KALL, DSA1, S_CLEAN, XFER, (1ull << 63) + 1, 1),
	REFUSES("a transfer size of 2^63 does not wrap", KALL, DSA1, S_CLEAN, XFER, 1ull << 63, AFTER, TRANSFER_SIZE, INVAL),
	REFUSES("the transfer size cannot exceed what the device can", KALL, DSA1, S_CLEAN, XFER, 1ull << 32, AFTER,
		TRANSFER_SIZE, INVAL),
	REFUSES("the transfer size is compared after rounding", KALL, DSA1, S_CLEAN, XFER, (1ull << 31) + 1, AFTER,
		TRANSFER_SIZE, INVAL),
	REFUSES("the transfer size cannot be 0", KALL, DSA1, S_CLEAN, XFER, 0, AFTER, ZERO, INVAL),
	REFUSES("the transfer size of an enabled wq stays", KALL, DSA1, S_WQ, XFER, 4096, BEFORE, WQ_ENABLED, PERM),
	REFUSES("the transfer size needs a configurable device", KALL, DSA1, M_FIXED, XFER, 4096, BEFORE, NOT_CONFIGURABLE,
		PERM),

	TAKES("a power of two passes as batch size", KALL, DSA1, S_CLEAN, BAT, 64, 64),
	TAKES("the batch size may be what the device can", KALL, DSA1, S_CLEAN, BAT, 1024, 1024),
	TAKES("the batch size may be 1", KALL, DSA1, S_CLEAN, BAT, 1, 1),
	TAKES("33 descriptors are rounded up to 64", KALL, DSA1, S_CLEAN, BAT, 33, 64),
	TAKES("a batch size of 2^64-1 wraps to 1", KALL, DSA1, S_CLEAN, BAT, U64_MAX_, 1),
	REFUSES("the batch size cannot exceed what the device can", KALL, DSA1, S_CLEAN, BAT, 1025, AFTER, BATCH_SIZE,
		INVAL),
	REFUSES("the batch size cannot be 0", KALL, DSA1, S_CLEAN, BAT, 0, AFTER, ZERO, INVAL),
	REFUSES("the batch size of an enabled wq stays", KALL, DSA1, S_WQ, BAT, 16, BEFORE, WQ_ENABLED, PERM),
	REFUSES("the batch size needs a configurable device", KALL, DSA1, M_FIXED, BAT, 16, BEFORE, NOT_CONFIGURABLE, PERM),
	REFUSES("wqs of IAX have no batch size", KALL, IAX1, S_CLEAN, BAT, 1, BEFORE, NOT_ON_IAX, NOENT),

	TAKES("retries may be 0", KALL, DSA1, S_CLEAN, RETR, 0, 0),
	TAKES("retries may be 64", KALL, DSA1, S_CLEAN, RETR, 64, 64),
	TAKES("retries above 64 become 64", KALL, DSA1, S_CLEAN, RETR, 65, 64),
	TAKES("retries of 2^32-1 become 64", KALL, DSA1, S_CLEAN, RETR, 0xffffffffu, 64),
	TAKES("retries may be set while the wq runs", KALL, DSA1, S_WQ, RETR, 3, 3),
	TAKES("retries do not ask whether the device is configurable", KALL, IAX1, M_FIXED, RETR, 3, 3),
	REFUSES("a dedicated wq has no retries", KALL, DSA1, S_DED, RETR, 3, BEFORE, RETRIES_DEDICATED, OPNOTSUPP),

	REFUSES("the state of a wq is not written", KALL, DSA1, S_CLEAN, IDXD_ATTR_WQ_STATE, 1, BEFORE, READ_ONLY, PERM),
	REFUSES("the clients of a wq are not written", KALL, DSA1, S_CLEAN, IDXD_ATTR_WQ_CLIENTS, 1, BEFORE, READ_ONLY, PERM),
	REFUSES("the occupancy is not written", KALL, IAX1, S_CLEAN, IDXD_ATTR_OCCUPANCY, 1, BEFORE, READ_ONLY, PERM),
	REFUSES("cdev_minor is not written", KALL, DSA1, S_CLEAN, IDXD_ATTR_CDEV_MINOR, 1, BEFORE, READ_ONLY, PERM),
};

#endif

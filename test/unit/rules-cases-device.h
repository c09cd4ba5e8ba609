/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes to attributes of devices, groups and engines.
 */
#ifndef RULES_CASES_DEVICE_H
#define RULES_CASES_DEVICE_H

#include "rules-cases.h"

#define TAKES(name, kernels, machine, state, attr, number, stored)                                                   \
	{ name, kernels, machine, state, attr, number, PASSES, IDXD_REASON_OK, IDXD_DENY_NONE, stored }
#define REFUSES(name, kernels, machine, state, attr, number, when, reason, deny)                                     \
	{ name, kernels, machine, state, attr, number, when, IDXD_REASON_##reason, IDXD_DENY_##deny, 0 }
#define SIGNED(n) ((uint64_t)(int64_t)(n))
#define U64_MAX_  0xffffffffffffffffull

/* ---- device ---- */

#define RBL  IDXD_ATTR_READ_BUFFER_LIMIT
#define EVLS IDXD_ATTR_EVENT_LOG_SIZE

static const struct rules_write_case rules_device_cases[] = {
	TAKES("the read buffer limit may be all that the device has", KALL, DSA1, S_CLEAN, RBL, 96, 96),
	TAKES("the read buffer limit may be 0", KALL, DSA1, S_LIMIT, RBL, 0, 0),
	TAKES("the read buffer limit may be set on a halted device", KALL, DSA1, S_HALTED, RBL, 5, 5),
	TAKES("the read buffer limit may be set on version 2", KALL, DSA2, S_CLEAN, RBL, 1, 1),
	REFUSES("the read buffer limit may not exceed what the device has", KALL, DSA1, S_CLEAN, RBL, 97, AFTER,
		READ_BUFFER_LIMIT, INVAL),
	REFUSES("the read buffer limit is refused at 2^64-1", KALL, DSA1, S_CLEAN, RBL, U64_MAX_, AFTER, READ_BUFFER_LIMIT,
		INVAL),
	REFUSES("the read buffer limit needs a disabled device", KALL, DSA1, S_DEV, RBL, 10, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("an enabled device hides that the read buffer limit is out of range", KALL, DSA1, S_DEV, RBL, 97, AFTER,
		DEVICE_ENABLED, PERM),
	REFUSES("the read buffer limit needs a configurable device", KALL, DSA1, M_FIXED, RBL, 10, AFTER, NOT_CONFIGURABLE,
		PERM),
	REFUSES("the read buffer limit looks at the state before it asks whether the device is configurable", KALL, DSA1,
		M_FIXED | S_DEV, RBL, 10, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("the read buffer limit needs GRPCAP 17", KALL, DSA1, M_NO_LIMIT, RBL, 10, AFTER, NOT_SUPPORTED, PERM),
	REFUSES("without GRPCAP 17 the range is not reached", KALL, DSA1, M_NO_LIMIT, RBL, 97, AFTER, NOT_SUPPORTED, PERM),
	REFUSES("IAX has no read buffer limit", KALL, IAX1, S_CLEAN, RBL, 1, BEFORE, NOT_ON_IAX, NOENT),

	TAKES("the event log takes 64 entries", KNEW, DSA2, S_CLEAN, EVLS, 64, 64),
	TAKES("the event log takes 65535 entries", KNEW, DSA2, S_CLEAN, EVLS, 65535, 65535),
	REFUSES("the event log has at least 64 entries", KNEW, DSA2, S_CLEAN, EVLS, 63, AFTER, EVENT_LOG_SIZE, INVAL),
	REFUSES("the event log has no more than 65535 entries", KNEW, DSA2, S_CLEAN, EVLS, 65536, AFTER, EVENT_LOG_SIZE,
		INVAL),
	REFUSES("the event log size is refused at 2^64-1", KNEW, DSA2, S_CLEAN, EVLS, U64_MAX_, AFTER, EVENT_LOG_SIZE, INVAL),
	REFUSES("the event log size needs a disabled device", KNEW, DSA2, S_DEV, EVLS, 128, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("the event log size needs a configurable device", KNEW, DSA2, M_FIXED, EVLS, 128, AFTER, NOT_CONFIGURABLE,
		PERM),
	REFUSES("6.1 has no event log", K61, DSA2, S_CLEAN, EVLS, 64, BEFORE, NO_ATTRIBUTE, NOENT),
	REFUSES("a device without event log has no size of it", KNEW, DSA1, S_CLEAN, EVLS, 64, BEFORE, NOT_SUPPORTED, NOENT),

	TAKES("cmd_status takes anything and becomes 0", KALL, DSA1, S_CLEAN, IDXD_ATTR_CMD_STATUS, 12345, 0),
	TAKES("cmd_status is cleared on an enabled device too", KALL, IAX1, S_DEV, IDXD_ATTR_CMD_STATUS, 1, 0),
	REFUSES("state is not written", KALL, DSA1, S_CLEAN, IDXD_ATTR_DEVICE_STATE, 1, BEFORE, READ_ONLY, PERM),
	REFUSES("op_cap is not written", KALL, DSA1, S_CLEAN, IDXD_ATTR_OP_CAP, 1, BEFORE, READ_ONLY, PERM),
	REFUSES("max_groups is not written", KALL, IAX1, S_CLEAN, IDXD_ATTR_MAX_GROUPS, 1, BEFORE, READ_ONLY, PERM),
	REFUSES("no attribute is no attribute", KALL, DSA1, S_CLEAN, IDXD_ATTR_NONE, 1, BEFORE, NO_ATTRIBUTE, NOENT),
};

/* ---- group ---- */

#define RES  IDXD_ATTR_READ_BUFFERS_RESERVED
#define ALW  IDXD_ATTR_READ_BUFFERS_ALLOWED
#define USE  IDXD_ATTR_USE_READ_BUFFER_LIMIT
#define TCA  IDXD_ATTR_TRAFFIC_CLASS_A
#define TCB  IDXD_ATTR_TRAFFIC_CLASS_B
#define DPL  IDXD_ATTR_DESC_PROGRESS_LIMIT
#define BPL  IDXD_ATTR_BATCH_PROGRESS_LIMIT

static const struct rules_write_case rules_group_cases[] = {
	TAKES("a group may reserve every read buffer", KALL, DSA1, S_CLEAN, RES, 96, 96),
	TAKES("a group may reserve none", KALL, DSA1, S_RES0, RES, 0, 0),
	TAKES("a group may reserve what another left", KALL, DSA1, S_RES1, RES, 76, 76),
	TAKES("what a group reserved itself counts as free for it", KALL, DSA1, S_RES0 | S_RES1, RES, 76, 76),
	REFUSES("a group may not reserve more than the device has", KALL, DSA1, S_CLEAN, RES, 97, AFTER, READ_BUFFERS_TOTAL,
		INVAL),
	REFUSES("a group may not reserve what another reserved", KALL, DSA1, S_RES1, RES, 77, AFTER, READ_BUFFERS_FREE,
		INVAL),
	REFUSES("reserving is refused at 2^64-1", KALL, DSA1, S_CLEAN, RES, U64_MAX_, AFTER, READ_BUFFERS_TOTAL, INVAL),
	REFUSES("reserving needs a disabled device", KALL, DSA1, S_DEV, RES, 1, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("reserving needs a configurable device", KALL, DSA1, M_FIXED, RES, 1, AFTER, NOT_CONFIGURABLE, PERM),
	REFUSES("reserving asks whether the device is configurable before it looks at the state", KALL, DSA1,
		M_FIXED | S_DEV, RES, 1, AFTER, NOT_CONFIGURABLE, PERM),
	REFUSES("groups of IAX reserve nothing", KALL, IAX1, S_CLEAN, RES, 0, BEFORE, NOT_ON_IAX, NOENT),
	REFUSES("a stale free count refuses what is free", KALL, DSA1, S_STALE, RES, 11, AFTER, READ_BUFFERS_FREE, INVAL),
	TAKES("a stale free count still allows what it counts", KALL, DSA1, S_STALE, RES, 10, 10),

	TAKES("a group may be allowed all that is free", KALL, DSA1, S_CLEAN, ALW, 96, 96),
	TAKES("a group without engines may be allowed nothing", KALL, DSA1, S_CLEAN, ALW, 0, 0),
	TAKES("two engines need eight allowed read buffers", KALL, DSA1, S_ENG2, ALW, 8, 8),
	TAKES("own reserved and free ones may be allowed", KALL, DSA1, S_RES0 | S_RES1, ALW, 76, 76),
	REFUSES("seven allowed read buffers are too few for two engines", KALL, DSA1, S_ENG2, ALW, 7, AFTER,
		READ_BUFFERS_ENGINES, INVAL),
	REFUSES("what another group reserved may not be allowed", KALL, DSA1, S_RES1, ALW, 77, AFTER, READ_BUFFERS_ALLOWED,
		INVAL),
	REFUSES("no more than the device has may be allowed", KALL, DSA1, S_CLEAN, ALW, 97, AFTER, READ_BUFFERS_ALLOWED,
		INVAL),
	REFUSES("allowing needs a disabled device", KALL, DSA1, S_DEV, ALW, 16, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("allowing needs a configurable device", KALL, DSA1, M_FIXED, ALW, 16, AFTER, NOT_CONFIGURABLE, PERM),
	REFUSES("groups of IAX are allowed nothing", KALL, IAX2, S_CLEAN, ALW, 0, BEFORE, NOT_ON_IAX, NOENT),
	REFUSES("a stale free count refuses the allowed total", KALL, DSA1, S_STALE, ALW, 96, AFTER, READ_BUFFERS_ALLOWED,
		INVAL),

	TAKES("a group may use the limit of its device", KALL, DSA1, S_LIMIT, USE, 1, 1),
	TAKES("any number but 0 means to use the limit", KALL, DSA1, S_LIMIT, USE, 17, 1),
	TAKES("a group may stop using the limit", KALL, DSA1, S_LIMIT, USE, 0, 0),
	REFUSES("the limit cannot be used when there is none", KALL, DSA1, S_CLEAN, USE, 1, AFTER, USE_LIMIT_NO_LIMIT, PERM),
	REFUSES("even not to use the limit needs one", KALL, DSA1, S_CLEAN, USE, 0, AFTER, USE_LIMIT_NO_LIMIT, PERM),
	REFUSES("using the limit needs a disabled device", KALL, DSA1, S_DEV | S_LIMIT, USE, 1, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("using the limit needs a configurable device", KALL, DSA1, M_FIXED | S_LIMIT, USE, 1, AFTER,
		NOT_CONFIGURABLE, PERM),
	REFUSES("groups of IAX have no limit to use", KALL, IAX1, S_CLEAN, USE, 1, BEFORE, NOT_ON_IAX, NOENT),

	REFUSES("traffic class a is fixed on version 1", KALL, DSA1, S_CLEAN, TCA, 1, AFTER, TRAFFIC_CLASS_VERSION, PERM),
	REFUSES("traffic class b is fixed on version 1", KALL, DSA1, S_CLEAN, TCB, 1, AFTER, TRAFFIC_CLASS_VERSION, PERM),
	REFUSES("traffic class a is fixed on version 2", KALL, DSA2, S_CLEAN, TCA, 0, AFTER, TRAFFIC_CLASS_VERSION, PERM),
	REFUSES("traffic class b is fixed on version 2", KALL, DSA2, S_CLEAN, TCB, 7, AFTER, TRAFFIC_CLASS_VERSION, PERM),
	REFUSES("a fixed traffic class hides that the value is out of range", KALL, DSA1, S_CLEAN, TCA, 8, AFTER,
		TRAFFIC_CLASS_VERSION, PERM),
	REFUSES("the traffic class of IAX is fixed too", KALL, IAX1, S_CLEAN, TCA, 1, AFTER, TRAFFIC_CLASS_VERSION, PERM),
	TAKES("tc_override frees traffic class a", KALL, DSA1, M_TCO, TCA, 0, 0),
	TAKES("tc_override frees traffic class b", KALL, DSA1, M_TCO, TCB, 7, 7),
	TAKES("version 3 lets traffic class a be chosen", KALL, DSA3, S_CLEAN, TCA, 7, 7),
	TAKES("version 3 lets traffic class b be chosen", KALL, DSA3, S_CLEAN, TCB, 0, 0),
	REFUSES("traffic class a ends at 7", KALL, DSA3, S_CLEAN, TCA, 8, AFTER, TRAFFIC_CLASS, INVAL),
	REFUSES("traffic class b is not negative", KALL, DSA3, S_CLEAN, TCB, SIGNED(-1), AFTER, TRAFFIC_CLASS, INVAL),
	REFUSES("traffic classes need a disabled device", KALL, DSA3, S_DEV, TCA, 1, AFTER, DEVICE_ENABLED, PERM),
	REFUSES("traffic classes need a configurable device", KALL, DSA3, M_FIXED, TCB, 1, AFTER, NOT_CONFIGURABLE, PERM),
	REFUSES("traffic class a needs a configurable device too", KALL, DSA3, M_FIXED, TCA, 1, AFTER, NOT_CONFIGURABLE, PERM),
	REFUSES("an enabled device is said before the version is", KALL, DSA1, S_DEV, TCA, 1, AFTER, DEVICE_ENABLED, PERM),

	TAKES("the descriptor progress limit may be 0", KALL, DSA2, S_CLEAN, DPL, 0, 0),
	TAKES("the descriptor progress limit may be 3", KALL, DSA2, S_CLEAN, DPL, 3, 3),
	TAKES("the descriptor progress limit may be set while the device runs", KALL, DSA2, S_DEV, DPL, 2, 2),
	TAKES("the descriptor progress limit does not ask whether the device is configurable", KALL, DSA2, M_FIXED, DPL, 1, 1),
	REFUSES("the descriptor progress limit ends at 3", KALL, DSA2, S_CLEAN, DPL, 4, AFTER, PROGRESS_LIMIT, INVAL),
	REFUSES("the descriptor progress limit is not negative", KALL, DSA2, S_CLEAN, DPL, SIGNED(-1), AFTER, PROGRESS_LIMIT,
		INVAL),
	TAKES("the batch progress limit may be 3 while wqs run", KALL, DSA2, S_WQ, BPL, 3, 3),
	TAKES("the batch progress limit may be 1 on version 3", KALL, DSA3, S_CLEAN, BPL, 1, 1),
	REFUSES("the batch progress limit ends at 3", KALL, DSA3, S_CLEAN, BPL, 4, AFTER, PROGRESS_LIMIT, INVAL),
	REFUSES("the batch progress limit is not negative", KALL, DSA2, S_DEV, BPL, SIGNED(-1), AFTER, PROGRESS_LIMIT,
		INVAL),
	REFUSES("without GRPCAP 18 there is no descriptor progress limit", KALL, DSA1, S_CLEAN, DPL, 0, BEFORE,
		NOT_SUPPORTED, NOENT),
	REFUSES("without GRPCAP 18 there is no batch progress limit", KALL, IAX1, S_CLEAN, BPL, 0, BEFORE, NOT_SUPPORTED,
		NOENT),
	REFUSES("the list of wqs of a group is not written", KALL, DSA1, S_CLEAN, IDXD_ATTR_WORK_QUEUES, 0, BEFORE,
		READ_ONLY, PERM),
	REFUSES("the list of engines of a group is not written", KALL, DSA1, S_CLEAN, IDXD_ATTR_ENGINES, 0, BEFORE,
		READ_ONLY, PERM),
};

/* ---- engine ---- */

#define EGRP IDXD_ATTR_ENGINE_GROUP_ID

static const struct rules_write_case rules_engine_cases[] = {
	TAKES("an engine may join the first group", KALL, DSA1, S_CLEAN, EGRP, 0, 0),
	TAKES("an engine may join the last group", KALL, DSA1, S_CLEAN, EGRP, 3, 3),
	TAKES("an engine may leave its group", KALL, DSA1, S_ENG2, EGRP, SIGNED(-1), SIGNED(-1)),
	TAKES("an engine may move while the device and its wqs run", KALL, DSA1, S_WQ | S_ENG2, EGRP, 1, 1),
	TAKES("an engine may leave while the device and its wqs run", KALL, IAX1, S_WQ | S_ENG2, EGRP, SIGNED(-1),
	      SIGNED(-1)),
	REFUSES("an engine cannot join a group beyond the last", KALL, DSA1, S_CLEAN, EGRP, 4, AFTER, GROUP_ID, INVAL),
	REFUSES("an engine cannot join group -2", KALL, DSA1, S_CLEAN, EGRP, SIGNED(-2), AFTER, GROUP_ID, INVAL),
	REFUSES("engines of a device that is not configurable stay", KALL, DSA1, M_FIXED, EGRP, 0, AFTER, NOT_CONFIGURABLE,
		PERM),
	REFUSES("a device that is not configurable is said before the range is", KALL, DSA1, M_FIXED, EGRP, 9, AFTER,
		NOT_CONFIGURABLE, PERM),
};

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rows of hardware. The capabilities of version 1 are what silicon shows (event log and command capability left out, as
 * there); "-evl" and versions 2 and 3 have both. The others are for tests.
 */
#include <string.h>

#include "test/model/dsa-core.h"

#define IMS_2048 ((uint64_t)8 << GENCAP_IMS_SHIFT)
#define EVL(size) ((uint64_t)(size) << GENCAP_EVL_SHIFT)
#define SHIFTS(xfer, batch) (((uint64_t)(xfer) << GENCAP_XFER_SHIFT) | ((uint64_t)(batch) << GENCAP_BATCH_SHIFT))

#define DSA_V1_GENCAP UINT64_C(0x40915f0107)
#define DSA_V2_GENCAP (DSA_V1_GENCAP | GENCAP_CMD_CAP | GENCAP_DRAIN_READBACK | GENCAP_CACHE_FLUSH | EVL(1))
#define IAX_V1_GENCAP UINT64_C(0x71f10901f0105)

#define WQCAP(total, wqs, stride) ((uint64_t)(total) | ((uint64_t)(wqs) << 16) | ((uint64_t)(stride) << WQCAP_STRIDE_SHIFT))
#define WQCAP_V1                                                                                                 \
	(WQCAP_SHARED | WQCAP_DEDICATED | WQCAP_ATS_OFF | WQCAP_PRIORITY | WQCAP_OCCUPANCY | WQCAP_OCCUPANCY_INT)
#define WQCAP_V2 (WQCAP_V1 | WQCAP_OP_CONFIG | WQCAP_PRS_OFF)
#define GRPCAP(groups, buffers) ((uint64_t)(groups) | ((uint64_t)(buffers) << 8))
#define GRPCAP_V1 (GRPCAP_RDBUF_CONTROL | GRPCAP_RDBUF_LIMIT)

#define OPS_DSA_V1 UINT64_C(0x1003f027f)
#define OPS_DSA_V2 UINT64_C(0x1003f03ff) /* and delta records */
#define OPS_IAX_0 UINT64_C(0xd)
#define OPS_IAX_1 UINT64_C(0x1c) /* DECOMPRESS, COMPRESS, CRC64: what the model can do; silicon has filters too */

#define CMDS_NO_HANDLES 0x1ffeu
#define CMDS_ALL 0x7ffeu

#define DSA(ver, id, gen, wq, grp, ops)                                                                          \
	.pci_id = (id), .version = (ver), .gencap = (gen), .wqcap = (wq), .grpcap = (grp), .engcap = 4,           \
	.opcap = { (ops) }, .perfmon = true
#define IAX(ver, id, gen, wq)                                                                                    \
	.iax = true, .pci_id = (id), .version = (ver), .gencap = (gen), .wqcap = (wq), .grpcap = GRPCAP(4, 0),    \
	.engcap = 8, .opcap = { OPS_IAX_0, OPS_IAX_1 }, .perfmon = true

#define WQS_V1 (WQCAP(128, 8, 0) | WQCAP_V1)
#define WQS_V2 (WQCAP(128, 8, 1) | WQCAP_V2)
#define GRPS_V1 (GRPCAP(4, 96) | GRPCAP_V1)

static const struct dsa_profile profiles[] = {
	{ .name = "dsa-v1", .help = "DSA of Sapphire, Emerald and Granite Rapids",
	  DSA(0x100, 0x0b25, DSA_V1_GENCAP, WQS_V1, GRPS_V1, OPS_DSA_V1) },
	{ .name = "iax-v1", .help = "IAA of Sapphire, Emerald and Granite Rapids",
	  IAX(0x100, 0x0cfe, IAX_V1_GENCAP, WQS_V1) },
	{ .name = "dsa-v2", .help = "DSA version 2: event log, commands, interrupt handles, op_config",
	  DSA(0x200, 0x11fb, DSA_V2_GENCAP, WQS_V2, GRPS_V1 | GRPCAP_PROGRESS, OPS_DSA_V2), .cmdcap = CMDS_ALL },
	{ .name = "dsa-v3", .help = "DSA version 3: version 2 and dsacaps",
	  DSA(0x300, 0x1212, DSA_V2_GENCAP, WQS_V2, GRPS_V1 | GRPCAP_PROGRESS, OPS_DSA_V2), .cmdcap = CMDS_ALL,
	  .familycap = { UINT64_C(0x00fa01ff01ff03ff), UINT64_C(0x0014000e000007aa), UINT64_C(0xf18d) } },
	{ .name = "iax-v2", .help = "IAA version 2: event log, commands, interrupt handles, iaa_cap",
	  IAX(0x200, 0x1216, IAX_V1_GENCAP | GENCAP_CMD_CAP | EVL(2), WQS_V2), .cmdcap = CMDS_ALL },
	{ .name = "dsa-v1-evl", .help = "DSA version 1 with an event log, which the driver of Linux 6.12 needs",
	  DSA(0x100, 0x0b25, DSA_V1_GENCAP | EVL(1), WQS_V1, GRPS_V1, OPS_DSA_V1) },
	{ .name = "iax-v1-evl", .help = "IAA version 1 with an event log",
	  IAX(0x100, 0x0cfe, IAX_V1_GENCAP | EVL(2), WQS_V1) },
	{ .name = "dsa-fixed", .help = "DSA whose configuration cannot be changed",
	  DSA(0x100, 0x0b25, (DSA_V1_GENCAP | GENCAP_CMD_CAP | EVL(1)) & ~GENCAP_CONFIG_EN, WQS_V1, GRPS_V1, OPS_DSA_V1),
	  .cmdcap = CMDS_NO_HANDLES },
	{ .name = "dsa-small", .help = "for tests: one wq of 8 entries, one engine, nothing optional",
	  .pci_id = 0x0b25, .version = 0x100, .gencap = SHIFTS(21, 5) | GENCAP_CONFIG_EN | EVL(1),
	  .wqcap = WQCAP(8, 1, 0) | WQCAP_DEDICATED, .grpcap = GRPCAP(1, 0), .engcap = 1,
	  .opcap = { BIT64(DSA_OPCODE_NOOP) | BIT64(DSA_OPCODE_DRAIN) | BIT64(DSA_OPCODE_MEMMOVE) } },
	{ .name = "dsa-strict", .help = "for tests: refuses priority 0, has no shared wqs and no block on fault",
	  DSA(0x100, 0x0b25, (DSA_V1_GENCAP | GENCAP_CMD_CAP | EVL(1)) & ~GENCAP_BLOCK_ON_FAULT, WQS_V1 & ~WQCAP_SHARED,
	      GRPS_V1, OPS_DSA_V1), .cmdcap = CMDS_ALL, .strict_priority = true },
	{ .name = "dsa-filters", .help = "for tests: version 2 whose performance counters have all filters of the specification",
	  DSA(0x200, 0x11fb, DSA_V2_GENCAP, WQS_V2, GRPS_V1 | GRPCAP_PROGRESS, OPS_DSA_V2), .cmdcap = CMDS_ALL,
	  .perf_filters = 0x1f },
	{ .name = "dsa-narrow", .help = "for tests: its portals have room for one work queue",
	  DSA(0x100, 0x0b25, DSA_V1_GENCAP | EVL(1), WQS_V1, GRPS_V1, OPS_DSA_V1), .portals = PORTAL_PAGES * PORTAL_PAGE },
	{ .name = "dsa-ports", .help = "for tests: its portals are I/O ports",
	  DSA(0x100, 0x0b25, DSA_V1_GENCAP | EVL(1), WQS_V1, GRPS_V1, OPS_DSA_V1), .portals = 0x40, .portals_are_ports = true },
	{ .name = "dsa-wild", .help = "for tests: says that its performance counters are far behind its registers",
	  DSA(0x100, 0x0b25, DSA_V1_GENCAP | EVL(1), WQS_V1, GRPS_V1, OPS_DSA_V1), .perfmon_at = 0xffff },
};

const struct dsa_profile *dsa_profile_at(size_t index)
{
	return index < sizeof(profiles) / sizeof(profiles[0]) ? &profiles[index] : NULL;
}

const struct dsa_profile *dsa_profile_find(const char *name)
{
	const struct dsa_profile *profile;

	for (size_t i = 0; (profile = dsa_profile_at(i)); i++)
		if (!strcmp(profile->name, name))
			return profile;
	return NULL;
}

const char *dsa_profile_name(const struct dsa_profile *profile)
{
	return profile->name;
}

const char *dsa_profile_help(const struct dsa_profile *profile)
{
	return profile->help;
}

bool dsa_profile_is_iax(const struct dsa_profile *profile)
{
	return profile->iax;
}

unsigned int dsa_profile_vectors(const struct dsa_profile *profile)
{
	return 1 + ((profile->wqcap >> 16) & 0xff);
}

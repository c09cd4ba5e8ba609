// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The one table of hardware that is known by name (interface notes 2.1).
 */
#include "hardware.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* shared, dedicated, ATS, priority, occupancy and its interrupt, op_config; entries of 64 bytes */
#define WQ_CAP(n, total) ((total) | (uint64_t)(n) << 16 | 1ull << 24 | 0x7full << 48)
#define WQ_CAP_PRS	 (1ull << 55)
#define GRP_CAP(n, buffers) ((n) | (uint64_t)(buffers) << 8 | 3ull << 16)
#define GRP_CAP_PROGRESS (1ull << 18)
#define GEN_CAP_EVL(code) ((uint64_t)(code) << 13)
#define GEN_CAP_DSA	 0x40915f0107ull
#define GEN_CAP_IAX	 0x71f10901f0105ull

static const struct idxd_hw_model models[] = {
	/* published values */
	{ "dsa1", IDXD_FAMILY_DSA, 0x0b25,
	  { .version = IDXD_VERSION_1, .gen_cap = GEN_CAP_DSA, .wq_cap = WQ_CAP(8, 128), .grp_cap = GRP_CAP(4, 96),
	    .eng_cap = 4, .op_cap = { 0x1003f027f } } },
	{ "iax1", IDXD_FAMILY_IAX, 0x0cfe,
	  { .version = IDXD_VERSION_1, .gen_cap = GEN_CAP_IAX, .wq_cap = WQ_CAP(8, 128), .grp_cap = 4, .eng_cap = 8,
	    .op_cap = { 0xd, 0x7f331c } } },
	/* nothing published: version 1 with what 2 and 3 added to the interface */
	{ "dsa2", IDXD_FAMILY_DSA, 0x11fb,
	  { .version = IDXD_VERSION_2, .gen_cap = GEN_CAP_DSA | GEN_CAP_EVL(1), .wq_cap = WQ_CAP(8, 128) | WQ_CAP_PRS,
	    .grp_cap = GRP_CAP(4, 96) | GRP_CAP_PROGRESS, .eng_cap = 4, .op_cap = { 0x1003f027f } } },
	{ "iax2", IDXD_FAMILY_IAX, 0x0cfe,
	  { .version = IDXD_VERSION_2, .gen_cap = GEN_CAP_IAX | GEN_CAP_EVL(2), .wq_cap = WQ_CAP(8, 128) | WQ_CAP_PRS,
	    .grp_cap = 4 | GRP_CAP_PROGRESS, .eng_cap = 8, .op_cap = { 0xd, 0x7f331c }, .iaa_cap = 0x7f } },
	{ "dsa3", IDXD_FAMILY_DSA, 0x1212,
	  { .version = IDXD_VERSION_3, .gen_cap = GEN_CAP_DSA | GEN_CAP_EVL(1), .wq_cap = WQ_CAP(8, 128) | WQ_CAP_PRS,
	    .grp_cap = GRP_CAP(4, 96) | GRP_CAP_PROGRESS, .eng_cap = 4, .op_cap = { 0x1003f07ff },
	    .dsa_cap = { 0x00fa01ff01ff03ff, 0x0014000e000007aa, 0xf18d } } },
	{ "iax3", IDXD_FAMILY_IAX, 0x1216,
	  { .version = IDXD_VERSION_3, .gen_cap = GEN_CAP_IAX | GEN_CAP_EVL(2), .wq_cap = WQ_CAP(8, 128) | WQ_CAP_PRS,
	    .grp_cap = 4 | GRP_CAP_PROGRESS, .eng_cap = 8, .op_cap = { 0xd, 0x7f331c }, .iaa_cap = 0xfff } },
};

static const struct idxd_hw_machine machines[] = {
	{ "spr-1s", "one socket, Sapphire or Emerald Rapids", "dsa1", "iax1", 4 },
	{ "spr-2s", "two sockets, Sapphire or Emerald Rapids", "dsa1", "iax1", 8 },
	{ "gnr", "two sockets, Granite Rapids (the same devices)", "dsa1", "iax1", 8 },
	{ "gnr-d", "one socket, Granite Rapids-D, DSA 2.0", "dsa2", "iax2", 4 },
	{ "dmr", "two sockets, Diamond Rapids, DSA 3.0", "dsa3", "iax3", 8 },
};

#define PAIRS_PER_SOCKET 4

const struct idxd_hw_model *idxd_hw_model(unsigned int n)
{
	return n < COUNT(models) ? &models[n] : (const struct idxd_hw_model *)0;
}

const struct idxd_hw_machine *idxd_hw_machine(unsigned int n)
{
	return n < COUNT(machines) ? &machines[n] : (const struct idxd_hw_machine *)0;
}

/* Two sockets share a segment, as seen on Sapphire Rapids; more go to further segments. */
struct idxd_hw_place idxd_hw_place(enum idxd_family family, unsigned int nth)
{
	static const uint8_t buses[] = { 0x6a, 0x6f, 0x74, 0x79, 0xe7, 0xec, 0xf1, 0xf6 };
	struct idxd_hw_place place = {
		.segment = (uint16_t)(nth / COUNT(buses)),
		.bus = buses[nth % COUNT(buses)],
		.device = family == IDXD_FAMILY_IAX ? 2 : 1,
		.node = (int)(nth % COUNT(buses) / PAIRS_PER_SOCKET),
	};

	return place;
}

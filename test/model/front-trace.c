// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What accesses mean: registers, tables and descriptors by their names, one line each.
 */
#include <inttypes.h>
#include <string.h>

#include "kernel/uapi/idxd.h"
#include "dsa-hw.h"
#include "front.h"

/* Up to the next row, or `size` bytes. */
static const struct register_row {
	uint32_t offset, size;
	const char *name;
} register_rows[] = {
	{ REG_VERSION, 8, "VERSION" },
	{ REG_GENCAP, 8, "GENCAP" },
	{ REG_WQCAP, 8, "WQCAP" },
	{ REG_GRPCAP, 8, "GRPCAP" },
	{ REG_ENGCAP, 8, "ENGCAP" },
	{ REG_OPCAP, 32, "OPCAP" },
	{ REG_OFFSETS, 16, "OFFSETS" },
	{ REG_GENCFG, 4, "GENCFG" },
	{ REG_GENCTRL, 4, "GENCTRL" },
	{ REG_GENSTATUS, 4, "GENSTATUS" },
	{ REG_INTCAUSE, 4, "INTCAUSE" },
	{ REG_CMD, 4, "CMD" },
	{ REG_CMDSTS, 4, "CMDSTS" },
	{ REG_CMDCAP, 4, "CMDCAP" },
	{ REG_SWERR, 32, "SWERR" },
	{ REG_EVLCFG, 16, "EVLCFG" },
	{ REG_EVLSTATUS, 8, "EVLSTATUS" },
	{ REG_FAMILYCAP, 24, "FAMILYCAP" },
	{ TABLE_GRPCFG, TABLE_WQCFG - TABLE_GRPCFG, "GRPCFG" },
	{ TABLE_WQCFG, TABLE_MSIX_PERM - TABLE_WQCFG, "WQCFG" },
	{ TABLE_MSIX_PERM, TABLE_PERFMON - TABLE_MSIX_PERM, "MSIX_PERM" },
	{ TABLE_PERFMON, PERFMON_SIZE, "PERFMON" },
	{ DSA_MSIX_TABLE_OFFSET, DSA_MSIX_PBA_OFFSET - DSA_MSIX_TABLE_OFFSET, "MSIX_TABLE" },
	{ DSA_MSIX_PBA_OFFSET, 0x1000, "MSIX_PBA" },
	{ TABLE_IMS, UINT32_MAX - TABLE_IMS, "IMS" },
};

void front_trace_name(uint64_t offset, char *name, size_t size)
{
	for (size_t i = 0; i < sizeof(register_rows) / sizeof(register_rows[0]); i++) {
		const struct register_row *row = &register_rows[i];

		if (offset < row->offset || offset - row->offset >= row->size)
			continue;
		if (offset == row->offset)
			snprintf(name, size, "%s", row->name);
		else
			snprintf(name, size, "%s+0x%" PRIx64, row->name, offset - row->offset);
		return;
	}
	snprintf(name, size, "0x%" PRIx64, offset);
}

static const char *const command_names[] = {
	[CMD_ENABLE_DEVICE] = "ENABLE_DEVICE",	 [CMD_DISABLE_DEVICE] = "DISABLE_DEVICE",
	[CMD_DRAIN_ALL] = "DRAIN_ALL",		 [CMD_ABORT_ALL] = "ABORT_ALL",
	[CMD_RESET_DEVICE] = "RESET_DEVICE",	 [CMD_ENABLE_WQ] = "ENABLE_WQ",
	[CMD_DISABLE_WQ] = "DISABLE_WQ",	 [CMD_DRAIN_WQ] = "DRAIN_WQ",
	[CMD_ABORT_WQ] = "ABORT_WQ",		 [CMD_RESET_WQ] = "RESET_WQ",
	[CMD_DRAIN_PASID] = "DRAIN_PASID",	 [CMD_ABORT_PASID] = "ABORT_PASID",
	[CMD_REQUEST_HANDLE] = "REQUEST_HANDLE", [CMD_RELEASE_HANDLE] = "RELEASE_HANDLE",
};

static const char *const dsa_names[] = {
	[DSA_OPCODE_NOOP] = "NOOP",	    [DSA_OPCODE_BATCH] = "BATCH",     [DSA_OPCODE_DRAIN] = "DRAIN",
	[DSA_OPCODE_MEMMOVE] = "MEMMOVE",   [DSA_OPCODE_MEMFILL] = "MEMFILL", [DSA_OPCODE_COMPARE] = "COMPARE",
	[DSA_OPCODE_COMPVAL] = "COMPVAL",   [DSA_OPCODE_CR_DELTA] = "CR_DELTA", [DSA_OPCODE_AP_DELTA] = "AP_DELTA",
	[DSA_OPCODE_DUALCAST] = "DUALCAST", [DSA_OPCODE_CRCGEN] = "CRCGEN",   [DSA_OPCODE_COPY_CRC] = "COPY_CRC",
	[DSA_OPCODE_DIF_CHECK] = "DIF_CHECK", [DSA_OPCODE_DIF_INS] = "DIF_INS", [DSA_OPCODE_DIF_STRP] = "DIF_STRP",
	[DSA_OPCODE_DIF_UPDT] = "DIF_UPDT", [DSA_OPCODE_CFLUSH] = "CFLUSH",
};

static const char *const iax_names[] = {
	[IAX_OPCODE_NOOP] = "NOOP",		[IAX_OPCODE_DRAIN] = "DRAIN",	    [IAX_OPCODE_MEMMOVE] = "MEMMOVE",
	[IAX_OPCODE_DECOMPRESS] = "DECOMPRESS", [IAX_OPCODE_COMPRESS] = "COMPRESS", [IAX_OPCODE_CRC64] = "CRC64",
};

static const char *name_in(const char *const *names, size_t count, unsigned int number)
{
	return number < count && names[number] ? names[number] : "unknown";
}

static uint64_t number(const uint8_t *bytes, size_t length)
{
	uint64_t value = 0;

	for (size_t i = 0; i < length; i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	return value;
}

static void tell_descriptor(const struct front_trace *trace)
{
	const uint8_t *bytes = trace->bytes;
	const unsigned int opcode = bytes[7];
	const char *name = trace->iax ? name_in(iax_names, sizeof(iax_names) / sizeof(iax_names[0]), opcode) :
					name_in(dsa_names, sizeof(dsa_names) / sizeof(dsa_names[0]), opcode);

	fprintf(trace->to,
		"descriptor for wq %u: %s (0x%02x) flags 0x%06" PRIx64 " pasid %" PRIu64
		" completion 0x%" PRIx64 " source 0x%" PRIx64 " destination 0x%" PRIx64 " size %" PRIu64 "\n",
		(unsigned int)(trace->slot / (PORTAL_PAGES * PORTAL_PAGE)), name, opcode, number(bytes + 4, 3),
		number(bytes, 4) & PASID_MASK, number(bytes + 8, 8), number(bytes + 16, 8), number(bytes + 24, 8),
		number(bytes + 32, 4));
}

/* One slot at a time is enough to follow processors that do not take turns in the middle of a descriptor. */
static void assemble(struct front_trace *trace, uint64_t offset, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++, offset++) {
		if (offset / SLOT * SLOT != trace->slot) {
			trace->slot = offset / SLOT * SLOT;
			trace->there = 0;
		}
		trace->bytes[offset % SLOT] = bytes[i];
		trace->there |= BIT64(offset % SLOT);
		if (trace->there == UINT64_MAX) {
			tell_descriptor(trace);
			trace->there = 0;
		}
	}
}

static void tell_value(FILE *to, const uint8_t *bytes, size_t length)
{
	if (length <= 8)
		fprintf(to, " = 0x%0*" PRIx64, (int)length * 2, number(bytes, length));
	else
		fprintf(to, ", %zu bytes", length);
}

void front_trace_access(struct front_trace *trace, bool write, unsigned int region, uint64_t offset, const void *bytes,
			size_t length)
{
	char name[48];

	if (!trace->to)
		return;
	if (region == 2 && write) {
		assemble(trace, offset, bytes, length);
		return;
	}
	if (region == 0)
		front_trace_name(offset, name, sizeof(name));
	else
		snprintf(name, sizeof(name), "%s 0x%" PRIx64, region == 2 ? "portal" : "config", offset);
	fprintf(trace->to, "%s %s", write ? "write" : "read", name);
	tell_value(trace->to, bytes, length);
	if (region == 0 && write && offset == REG_CMD && length == 4) {
		const uint32_t command = (uint32_t)number(bytes, 4);

		fprintf(trace->to, " %s %u",
			name_in(command_names, sizeof(command_names) / sizeof(command_names[0]),
				command >> CMD_CODE_SHIFT & CMD_CODE), command & CMD_OPERAND);
	}
	fputc('\n', trace->to);
}

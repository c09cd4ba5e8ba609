/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers of the hardware: registers and tables in BAR 0, bits of capabilities, portals, PCI capabilities. The model has
 * its own list, so that a mistake in the driver's cannot hide in it. Operation codes and statuses are in kernel/uapi.
 */
#ifndef MODEL_DSA_HW_H
#define MODEL_DSA_HW_H

#include <stdint.h>

#define BIT32(n) (UINT32_C(1) << (n))
#define BIT64(n) (UINT64_C(1) << (n))

/* Registers */
enum {
	REG_VERSION = 0x00,
	REG_GENCAP = 0x10,
	REG_WQCAP = 0x20,
	REG_GRPCAP = 0x30,
	REG_ENGCAP = 0x38,
	REG_OPCAP = 0x40,
	REG_OFFSETS = 0x60,
	REG_GENCFG = 0x80,
	REG_GENCTRL = 0x88,
	REG_GENSTATUS = 0x90,
	REG_INTCAUSE = 0x98,
	REG_CMD = 0xa0,
	REG_CMDSTS = 0xa8,
	REG_CMDCAP = 0xb0,
	REG_SWERR = 0xc0,
	REG_EVLCFG = 0xe0,
	REG_EVLSTATUS = 0xf0,
	REG_FAMILYCAP = 0x180, /* IAACAP, or DSACAP0 to 2 */
};

/* Tables: where this model has them; GRPCFG, WQCFG, MSIX-PERM and IMS have OFFSETS of 0x100 bytes. */
enum {
	TABLE_GRPCFG = 0x400,
	TABLE_WQCFG = 0x800,
	TABLE_MSIX_PERM = 0xe00,
	TABLE_PERFMON = 0x1000,
	TABLE_IMS = 0x4000,
	PERFMON_SIZE = 0xa00,
	GRPCFG_STRIDE = 64,
	MSIX_PERM_STRIDE = 8,
	IMS_STRIDE = 16,
};

#define GENCAP_BLOCK_ON_FAULT BIT64(0)
#define GENCAP_OVERLAP BIT64(1)
#define GENCAP_CACHE_MEM BIT64(2)
#define GENCAP_CACHE_FLUSH BIT64(3)
#define GENCAP_CMD_CAP BIT64(4)
#define GENCAP_DEST_READBACK BIT64(8)
#define GENCAP_DRAIN_READBACK BIT64(9)
#define GENCAP_EVL_SHIFT 13
#define GENCAP_XFER_SHIFT 16
#define GENCAP_BATCH_SHIFT 21
#define GENCAP_IMS_SHIFT 25
#define GENCAP_CONFIG_EN BIT64(31)

#define WQCAP_STRIDE_SHIFT 24
#define WQCAP_SHARED BIT64(48)
#define WQCAP_DEDICATED BIT64(49)
#define WQCAP_ATS_OFF BIT64(50)
#define WQCAP_PRIORITY BIT64(51)
#define WQCAP_OCCUPANCY BIT64(52)
#define WQCAP_OCCUPANCY_INT BIT64(53)
#define WQCAP_OP_CONFIG BIT64(54)
#define WQCAP_PRS_OFF BIT64(55)

#define GRPCAP_RDBUF_CONTROL BIT64(16)
#define GRPCAP_RDBUF_LIMIT BIT64(17)
#define GRPCAP_PROGRESS BIT64(18)

#define GENCFG_LIMIT 0xffu
#define GENCFG_USER_INT BIT32(12)
#define GENCFG_EVL BIT32(13)

#define GENCTRL_SWERR BIT32(0)
#define GENCTRL_HALT BIT32(1)
#define GENCTRL_EVL BIT32(2)

enum gen_state { STATE_DISABLED, STATE_ENABLED, STATE_DRAIN, STATE_HALT };
enum reset_type { RESET_SOFTWARE, RESET_FLR, RESET_WARM, RESET_COLD };

#define CAUSE_SWERR BIT32(0)
#define CAUSE_CMD BIT32(1)
#define CAUSE_OCCUPANCY BIT32(2)
#define CAUSE_PERFMON BIT32(3)
#define CAUSE_HALT BIT32(4)
#define CAUSE_EVL BIT32(5)
#define CAUSE_REVOKED BIT32(31)

#define CMD_OPERAND 0xfffffu
#define CMD_CODE_SHIFT 20
#define CMD_CODE 0x1fu
#define CMD_INT BIT32(31)
#define CMDSTS_ACTIVE BIT32(31)

enum command {
	CMD_ENABLE_DEVICE = 1,
	CMD_DISABLE_DEVICE,
	CMD_DRAIN_ALL,
	CMD_ABORT_ALL,
	CMD_RESET_DEVICE,
	CMD_ENABLE_WQ,
	CMD_DISABLE_WQ,
	CMD_DRAIN_WQ,
	CMD_ABORT_WQ,
	CMD_RESET_WQ,
	CMD_DRAIN_PASID,
	CMD_ABORT_PASID,
	CMD_REQUEST_HANDLE,
	CMD_RELEASE_HANDLE,
};

/* Errors of ENABLE_WQ that linux has no names for: the specification's table 5-8. */
enum {
	CMDSTS_WQ_PRIV = 0x2a,
	CMDSTS_WQ_OCCUPANCY = 0x2b,
	CMDSTS_WQ_OPS = 0x2d,
	CMDSTS_WQ_PRS = 0x2e,
};

/* Software errors that are no completion status: the specification's table 5-7. */
#define SWERR_CONFIG_CHANGE 0x51
#define SWERR_CMD_BUSY 0x52
#define SWERR_QUEUE_FULL 0x53
#define SWERR_LOG_FULL 0x54

#define SWERR_VALID BIT64(0)
#define SWERR_OVERFLOW BIT64(1)

/* WQCFG, by dword */
enum {
	WQCFG_SIZE,
	WQCFG_THRESHOLD,
	WQCFG_MODE,
	WQCFG_SHIFTS,
	WQCFG_INT_HANDLE,
	WQCFG_INT_LIMIT,
	WQCFG_STATUS,
	WQCFG_RESERVED,
	WQCFG_OPS,
	WQCFG_DWORDS = 16,
};

#define WQCFG_DEDICATED BIT32(0)
#define WQCFG_BOF BIT32(1)
#define WQCFG_ATS_OFF BIT32(2)
#define WQCFG_PRS_OFF BIT32(3)
#define WQCFG_PASID_SHIFT 8
#define WQCFG_PASID_EN BIT32(28)
#define WQCFG_PRIV BIT32(29)
#define WQCFG_INT_EN BIT32(16) /* of WQCFG_INT_LIMIT; in WQCFG_INT_HANDLE: IMS */
#define WQCFG_MODE_SUPPORT BIT32(29)
#define WQCFG_STATE_SHIFT 30

#define GRP_ENGINES 32 /* byte offsets */
#define GRP_FLAGS 40

#define IMS_CONTROL 12 /* byte offset; as an entry of MSIX-PERM */
#define PERM_IGNORE BIT32(2)
#define PERM_PASID_EN BIT32(3)
#define PERM_PASID_SHIFT 12

#define PASID_MASK 0xfffffu

/* Portals */
enum { PORTAL_PAGES = 4, PORTAL_PAGE = 4096, SLOT = 64, SLOTS = PORTAL_PAGE / SLOT };
#define PORTAL_LIMITED 1u /* bits of the page's number */
#define PORTAL_IMS 2u

/* PCI config space */
enum {
	PCI_COMMAND_REG = 0x04,
	PCI_BAR0 = 0x10,
	PCI_BAR2 = 0x18,
	CAP_EXPRESS = 0x40,
	CAP_MSIX = 0x80,
	CAP_POWER = 0x90,
	CAP_ATS = 0x100,
	CAP_PASID = 0x110,
	CAP_PRI = 0x120,
};
#define PCI_COMMAND_MASTER_BIT 0x0004u
#define EXP_DEVCTL (CAP_EXPRESS + 8)
#define EXP_DEVCTL_FLR 0x8000u

#endif

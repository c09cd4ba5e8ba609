/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Names and values that user space shares with the idxd driver and with the hardware: values of cmd_status, operation
 * codes, descriptor flags and completion statuses. The names are those of linux/idxd.h, newer ones included, so that
 * nothing here depends on how old the installed header is. Do not include both.
 */
#ifndef ACCFG_UAPI_IDXD_H
#define ACCFG_UAPI_IDXD_H

/* Values of cmd_status that the driver sets itself (bit 31); 3.8 of the interface notes says which step sets which. */
enum idxd_scmd_stat {
	IDXD_SCMD_DEV_ENABLED = 0x80000010,	  /* the device is enabled already */
	IDXD_SCMD_DEV_NOT_ENABLED = 0x80000020,	  /* the device is not enabled */
	IDXD_SCMD_WQ_ENABLED = 0x80000021,	  /* the wq is enabled already */
	IDXD_SCMD_DEV_DMA_ERR = 0x80020000,	  /* registering the DMA device failed */
	IDXD_SCMD_WQ_NO_GRP = 0x80030000,	  /* the wq is in no group */
	IDXD_SCMD_WQ_NO_NAME = 0x80040000,	  /* the wq has no name */
	IDXD_SCMD_WQ_NO_SVM = 0x80050000,	  /* shared wq without SVM */
	IDXD_SCMD_WQ_NO_THRESH = 0x80060000,	  /* shared wq without threshold */
	IDXD_SCMD_WQ_PORTAL_ERR = 0x80070000,	  /* mapping the portal failed */
	IDXD_SCMD_WQ_RES_ALLOC_ERR = 0x80080000,  /* no memory for descriptors */
	IDXD_SCMD_PERCPU_ERR = 0x80090000,	  /* no reference counter */
	IDXD_SCMD_DMA_CHAN_ERR = 0x800a0000,	  /* registering the DMA channel failed */
	IDXD_SCMD_CDEV_ERR = 0x800b0000,	  /* making the character device failed */
	IDXD_SCMD_WQ_NO_SWQ_SUPPORT = 0x800c0000, /* a shared wq is configured, the platform cannot */
	IDXD_SCMD_WQ_NONE_CONFIGURED = 0x800d0000, /* no wq is in a group */
	IDXD_SCMD_WQ_NO_SIZE = 0x800e0000,	  /* defined; no driver sets it */
	IDXD_SCMD_WQ_NO_PRIV = 0x800f0000,	  /* no privileged PASID */
	IDXD_SCMD_WQ_IRQ_ERR = 0x80100000,	  /* setting up the wq's interrupt failed */
	IDXD_SCMD_WQ_USER_NO_IOMMU = 0x80110000,  /* user wq without IOMMU and SVA */
	IDXD_SCMD_DEV_EVL_ERR = 0x80120000,	  /* no memory for the event log (6.4) */
	IDXD_SCMD_WQ_NO_DRV_NAME = 0x80200000,	  /* driver_name does not name this driver (6.7) */
};

#define IDXD_SCMD_SOFTERR_MASK	0x80000000
#define IDXD_SCMD_SOFTERR_SHIFT 16

/*
 * The error byte of CMDSTS, which cmd_status shows after a hardware command. Not in linux/idxd.h: section 5.8.3 of
 * Intel's specification of DSA (341204-006). 0x43 is that of an older one.
 */
enum idxd_cmdsts {
	IDXD_CMDSTS_OK = 0x00,
	IDXD_CMDSTS_BAD_COMMAND = 0x01,
	IDXD_CMDSTS_BAD_WQ = 0x02,
	IDXD_CMDSTS_HARDWARE = 0x03,
	IDXD_CMDSTS_RESERVED = 0x04,
	IDXD_CMDSTS_HALTED = 0x05,
	/* ENABLE_DEVICE */
	IDXD_CMDSTS_DEV_ENABLED = 0x10,
	IDXD_CMDSTS_CONFIG = 0x11,
	IDXD_CMDSTS_BUS_MASTER = 0x12,
	IDXD_CMDSTS_PAGE_REQUESTS = 0x13, /* how many may be outstanding */
	IDXD_CMDSTS_SIZE_SUM = 0x14,
	IDXD_CMDSTS_GROUP_INCOMPLETE = 0x15, /* wqs without engines, or engines without wqs */
	IDXD_CMDSTS_GROUP_WQS = 0x16, /* one in two groups, one with a size in none, one without in one */
	IDXD_CMDSTS_GROUP_ENGINES = 0x17, /* one in two groups */
	IDXD_CMDSTS_GROUP_READ_BUFFERS = 0x18,
	IDXD_CMDSTS_EVENT_LOG = 0x19,
	IDXD_CMDSTS_ATS = 0x1a,
	IDXD_CMDSTS_DEV_PASID = 0x1b, /* of the event log */
	/* ENABLE_WQ */
	IDXD_CMDSTS_DEV_NOT_ENABLED = 0x20,
	IDXD_CMDSTS_WQ_ENABLED = 0x21,
	IDXD_CMDSTS_WQ_SIZE = 0x22,
	IDXD_CMDSTS_WQ_PRIORITY = 0x23,
	IDXD_CMDSTS_WQ_MODE = 0x24,
	IDXD_CMDSTS_WQ_BLOCK_ON_FAULT = 0x25,
	IDXD_CMDSTS_WQ_PASID = 0x26,
	IDXD_CMDSTS_WQ_BATCH = 0x27,
	IDXD_CMDSTS_WQ_TRANSFER = 0x28,
	IDXD_CMDSTS_WQ_PRIV = 0x2a,
	IDXD_CMDSTS_WQ_OCCUPANCY = 0x2b, /* the handle of its interrupt */
	IDXD_CMDSTS_WQ_ATS = 0x2c,
	IDXD_CMDSTS_WQ_OP_CONFIG = 0x2d,
	IDXD_CMDSTS_WQ_PRS = 0x2e,
	/* DISABLE_DEVICE; DISABLE, DRAIN, ABORT and RESET of wqs */
	IDXD_CMDSTS_DISABLE_DEV = 0x31,
	IDXD_CMDSTS_DISABLE_WQ = 0x32,
	/* REQUEST and RELEASE_INT_HANDLE */
	IDXD_CMDSTS_INT_INDEX = 0x41,
	IDXD_CMDSTS_INT_NONE = 0x42,
	IDXD_CMDSTS_INT_HANDLE = 0x43,
};

/* Descriptor flags */
#define IDXD_OP_FLAG_FENCE	0x0001 /* wait for the descriptors before it in the batch */
#define IDXD_OP_FLAG_BOF	0x0002 /* block on fault */
#define IDXD_OP_FLAG_CRAV	0x0004 /* completion record address is valid */
#define IDXD_OP_FLAG_RCR	0x0008 /* completion record is wanted */
#define IDXD_OP_FLAG_RCI	0x0010 /* completion interrupt is wanted */
#define IDXD_OP_FLAG_CRSTS	0x0020
#define IDXD_OP_FLAG_CR		0x0080 /* check the result */
#define IDXD_OP_FLAG_CC		0x0100 /* cache control */
#define IDXD_OP_FLAG_ADDR1_TCS	0x0200
#define IDXD_OP_FLAG_ADDR2_TCS	0x0400
#define IDXD_OP_FLAG_ADDR3_TCS	0x0800
#define IDXD_OP_FLAG_CR_TCS	0x1000
#define IDXD_OP_FLAG_STORD	0x2000 /* strict ordering */
#define IDXD_OP_FLAG_DRDBK	0x4000 /* read back the destination */
#define IDXD_OP_FLAG_DSTS	0x8000

/* Descriptor flags of IAX */
#define IDXD_OP_FLAG_RD_SRC2_AECS	0x010000
#define IDXD_OP_FLAG_RD_SRC2_2ND	0x020000
#define IDXD_OP_FLAG_WR_SRC2_AECS_COMP	0x040000
#define IDXD_OP_FLAG_WR_SRC2_AECS_OVFL	0x080000
#define IDXD_OP_FLAG_SRC2_STS		0x100000
#define IDXD_OP_FLAG_CRC_RFC3720	0x200000

/* Operations: bit numbers of op_cap and op_config */
enum dsa_opcode {
	DSA_OPCODE_NOOP = 0x00,
	DSA_OPCODE_BATCH = 0x01,
	DSA_OPCODE_DRAIN = 0x02,
	DSA_OPCODE_MEMMOVE = 0x03,
	DSA_OPCODE_MEMFILL = 0x04,
	DSA_OPCODE_COMPARE = 0x05,
	DSA_OPCODE_COMPVAL = 0x06,
	DSA_OPCODE_CR_DELTA = 0x07,
	DSA_OPCODE_AP_DELTA = 0x08,
	DSA_OPCODE_DUALCAST = 0x09,
	DSA_OPCODE_TRANSL_FETCH = 0x0a,
	DSA_OPCODE_CRCGEN = 0x10,
	DSA_OPCODE_COPY_CRC = 0x11,
	DSA_OPCODE_DIF_CHECK = 0x12,
	DSA_OPCODE_DIF_INS = 0x13,
	DSA_OPCODE_DIF_STRP = 0x14,
	DSA_OPCODE_DIF_UPDT = 0x15,
	DSA_OPCODE_DIX_GEN = 0x17,
	DSA_OPCODE_CFLUSH = 0x20,
};

enum iax_opcode {
	IAX_OPCODE_NOOP = 0x00,
	IAX_OPCODE_DRAIN = 0x02,
	IAX_OPCODE_MEMMOVE = 0x03,
	IAX_OPCODE_DECOMPRESS = 0x42,
	IAX_OPCODE_COMPRESS = 0x43,
	IAX_OPCODE_CRC64 = 0x44,
	IAX_OPCODE_ZERO_DECOMP_32 = 0x48,
	IAX_OPCODE_ZERO_DECOMP_16 = 0x49,
	IAX_OPCODE_ZERO_COMP_32 = 0x4c,
	IAX_OPCODE_ZERO_COMP_16 = 0x4d,
	IAX_OPCODE_SCAN = 0x50,
	IAX_OPCODE_SET_MEMBER = 0x51,
	IAX_OPCODE_EXTRACT = 0x52,
	IAX_OPCODE_SELECT = 0x53,
	IAX_OPCODE_RLE_BURST = 0x54,
	IAX_OPCODE_FIND_UNIQUE = 0x55,
	IAX_OPCODE_EXPAND = 0x56,
};

/* Status byte of a DSA completion record; bit 7 says that the faulting access was a write. */
enum dsa_completion_status {
	DSA_COMP_NONE = 0x00,
	DSA_COMP_SUCCESS = 0x01,
	DSA_COMP_SUCCESS_PRED = 0x02,
	DSA_COMP_PAGE_FAULT_NOBOF = 0x03,
	DSA_COMP_PAGE_FAULT_IR = 0x04,
	DSA_COMP_BATCH_FAIL = 0x05,
	DSA_COMP_BATCH_PAGE_FAULT = 0x06,
	DSA_COMP_DR_OFFSET_NOINC = 0x07,
	DSA_COMP_DR_OFFSET_ERANGE = 0x08,
	DSA_COMP_DIF_ERR = 0x09,
	DSA_COMP_BAD_OPCODE = 0x10,
	DSA_COMP_INVALID_FLAGS = 0x11,
	DSA_COMP_NOZERO_RESERVE = 0x12,
	DSA_COMP_XFER_ERANGE = 0x13,
	DSA_COMP_DESC_CNT_ERANGE = 0x14,
	DSA_COMP_DR_ERANGE = 0x15,
	DSA_COMP_OVERLAP_BUFFERS = 0x16,
	DSA_COMP_DCAST_ERR = 0x17,
	DSA_COMP_DESCLIST_ALIGN = 0x18,
	DSA_COMP_INT_HANDLE_INVAL = 0x19,
	DSA_COMP_CRA_XLAT = 0x1a,
	DSA_COMP_CRA_ALIGN = 0x1b,
	DSA_COMP_ADDR_ALIGN = 0x1c,
	DSA_COMP_PRIV_BAD = 0x1d,
	DSA_COMP_TRAFFIC_CLASS_CONF = 0x1e,
	DSA_COMP_PFAULT_RDBA = 0x1f,
	DSA_COMP_HW_ERR1 = 0x20,
	DSA_COMP_HW_ERR_DRB = 0x21,
	DSA_COMP_TRANSLATION_FAIL = 0x22,
	DSA_COMP_DRAIN_EVL = 0x26,
	DSA_COMP_BATCH_EVL_ERR = 0x27,
};

enum iax_completion_status {
	IAX_COMP_NONE = 0x00,
	IAX_COMP_SUCCESS = 0x01,
	IAX_COMP_PAGE_FAULT_IR = 0x04,
	IAX_COMP_ANALYTICS_ERROR = 0x0a,
	IAX_COMP_OUTBUF_OVERFLOW = 0x0b,
	IAX_COMP_BAD_OPCODE = 0x10,
	IAX_COMP_INVALID_FLAGS = 0x11,
	IAX_COMP_NOZERO_RESERVE = 0x12,
	IAX_COMP_INVALID_SIZE = 0x13,
	IAX_COMP_OVERLAP_BUFFERS = 0x16,
	IAX_COMP_INT_HANDLE_INVAL = 0x19,
	IAX_COMP_CRA_XLAT = 0x1a,
	IAX_COMP_CRA_ALIGN = 0x1b,
	IAX_COMP_ADDR_ALIGN = 0x1c,
	IAX_COMP_PRIV_BAD = 0x1d,
	IAX_COMP_TRAFFIC_CLASS_CONF = 0x1e,
	IAX_COMP_PFAULT_RDBA = 0x1f,
	IAX_COMP_HW_ERR1 = 0x20,
	IAX_COMP_HW_ERR_DRB = 0x21,
	IAX_COMP_TRANSLATION_FAIL = 0x22,
	IAX_COMP_PRS_TIMEOUT = 0x23,
	IAX_COMP_WATCHDOG = 0x24,
	IAX_COMP_INVALID_COMP_FLAG = 0x30,
	IAX_COMP_INVALID_FILTER_FLAG = 0x31,
	IAX_COMP_INVALID_INPUT_SIZE = 0x32,
	IAX_COMP_INVALID_NUM_ELEMS = 0x33,
	IAX_COMP_INVALID_SRC1_WIDTH = 0x34,
	IAX_COMP_INVALID_INVERT_OUT = 0x35,
};

#define DSA_COMP_STATUS_MASK	0x7f
#define DSA_COMP_STATUS_WRITE	0x80

#endif

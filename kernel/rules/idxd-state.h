/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The nouns of the rules: limits, families, kernels and what differs between them, capabilities, a configuration,
 * attributes. Plain data; the questions about it are in idxd-rules.h, which includes this file.
 */
#ifndef IDXD_STATE_H
#define IDXD_STATE_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stdint.h>
#endif

/* ---- limits and defaults of the driver -------------------------------------------------------- */

#define IDXD_RULES_OP_WORDS		4	   /* 256 bits: bit n is word[n / 64] >> (n % 64) & 1 */
#define IDXD_RULES_NAME_MAX		1024u	   /* bytes written, newline included */
#define IDXD_RULES_DRIVER_NAME_MAX	128u	   /* the same */
#define IDXD_RULES_PRIORITY_MAX		15u
#define IDXD_RULES_RETRIES_MAX		64u	   /* more is clamped, not refused */
#define IDXD_RULES_RETRIES_DEFAULT	32u
#define IDXD_RULES_TRANSFER_DEFAULT	(2ull << 20) /* also where the device can do less */
#define IDXD_RULES_BATCH_DEFAULT	32u	   /* 0 on IAX */
#define IDXD_RULES_TC_MAX		7
#define IDXD_RULES_PROGRESS_MAX		3
#define IDXD_RULES_EVL_MIN		64u
#define IDXD_RULES_EVL_MAX		65535u
#define IDXD_RULES_EVL_DEFAULT		64u
#define IDXD_RULES_BUFFERS_PER_ENGINE	4u	   /* read_buffers_allowed >= 4 for each engine of the group */
#define IDXD_RULES_SIZE_WHEN_ZERO	16u	   /* a typed, grouped wq of size 0 gets this on enabling */
#define IDXD_RULES_IAA_PRIORITY		10u
#define IDXD_RULES_IAA_NAME_LENGTH	10u	   /* iaa_crypto */
#define IDXD_RULES_IAA_DRIVER_LENGTH	6u	   /* crypto */
#define IDXD_RULES_NO_GROUP		(-1)

#define IDXD_VERSION_1	0x100u
#define IDXD_VERSION_2	0x200u
#define IDXD_VERSION_3	0x300u

enum idxd_family {
	IDXD_FAMILY_DSA = 0,
	IDXD_FAMILY_IAX = 1,
};

/* Kinds of objects; the values are those of enum accfg_kind. */
enum idxd_kind {
	IDXD_KIND_DEVICE = 0,
	IDXD_KIND_GROUP = 1,
	IDXD_KIND_WQ = 2,
	IDXD_KIND_ENGINE = 3,
};

/* Drivers of the dsa bus, as bind targets. */
enum idxd_bus_driver {
	IDXD_BUS_IDXD = 0,	/* devices */
	IDXD_BUS_DMAENGINE = 1, /* wqs, kernel */
	IDXD_BUS_USER = 2,	/* wqs, character device */
	IDXD_BUS_CRYPTO = 3,	/* wqs of IAX; behaves as dmaengine when a bind fails */
	IDXD_BUS_COUNT
};

enum idxd_device_state {
	IDXD_STATE_DISABLED = 0,
	IDXD_STATE_ENABLED = 1,
	IDXD_STATE_HALTED = 2, /* not "enabled": attributes may be written */
};

enum idxd_mode {
	IDXD_MODE_SHARED = 0,
	IDXD_MODE_DEDICATED = 1,
};

enum idxd_type {
	IDXD_TYPE_NONE = 0,
	IDXD_TYPE_KERNEL = 1,
	IDXD_TYPE_USER = 2,
};

/* ---- kernels ---------------------------------------------------------------------------------- */

/* What a kernel does and another does not. */
enum idxd_kernel_flag {
	IDXD_KF_BOOL_ED = 1 << 0,	    /* kstrtobool takes e/E (enable) and d/D (disable) */
	IDXD_KF_DRIVER_NAME = 1 << 1,	    /* wq attribute driver_name, and its test at bind (6.7) */
	IDXD_KF_PRS_DISABLE = 1 << 2,	    /* wq attribute prs_disable (6.4) */
	IDXD_KF_EVENT_LOG = 1 << 3,	    /* device attribute event_log_size (6.4) */
	IDXD_KF_FILE_OBJECTS = 1 << 4,	    /* one fileN object per open character device (6.4) */
	IDXD_KF_IAA_CAP = 1 << 5,	    /* device attribute iaa_cap */
	IDXD_KF_DSACAPS = 1 << 6,	    /* device attribute dsacaps */
	IDXD_KF_ATS_HIDDEN = 1 << 7,	    /* ats_disable does not exist without WQCAP.50 (else: EOPNOTSUPP) */
	IDXD_KF_ATS_CHECKS_CONF = 1 << 8,   /* writing ats_disable needs a configurable device */
	IDXD_KF_NAME_NOT_KERNEL = 1 << 9,   /* name of a kernel wq is refused while the kernel has a PASID */
	IDXD_KF_ALLOWED_SHOWN = 1 << 10,    /* read_buffers_allowed starts as the total (else as 0) */
	IDXD_KF_IAA_DEFAULTS = 1 << 11,	    /* IAX gets a configured wq 0 when the driver loads (6.8) */
	IDXD_KF_USER_PASID_ALWAYS = 1 << 12, /* "user PASID" needs only the module parameter sva, no IOMMU */
	IDXD_KF_ERRORS_BITMAP = 1 << 13,    /* errors is a bitmap text (else four 0x words, lowest first) */
	IDXD_KF_MODALIAS = 1 << 14,	    /* uevent has MODALIAS=idxd:t0 (6.8) */
	IDXD_KF_BATCH_HIDDEN_ALL = 1 << 15, /* op_cap hides BATCH on every device (else on version 1 only) */
	IDXD_KF_WQ_BATCH_HIDDEN = 1 << 16,  /* op_config hides BATCH while the name is short (reads behind the wq) */
	IDXD_KF_CRYPTO = 1 << 17,	    /* driver crypto exists (6.8) */
};

struct idxd_kernel {
	uint16_t release; /* major << 8 | minor: 0x0601, 0x060c, 0x0702 */
	uint32_t flags;	  /* enum idxd_kernel_flag */
};

#define IDXD_KERNEL(major, minor) ((uint16_t)((major) << 8 | (minor)))

static inline bool idxd_kernel_has(const struct idxd_kernel *kernel, uint32_t flag)
{
	return kernel->flags & flag;
}

/* ---- capabilities ----------------------------------------------------------------------------- */

struct idxd_caps {
	enum idxd_family family;
	uint32_t version; /* 0x100, 0x200, 0x300 */
	uint64_t gen_cap; /* GENCAP as read, for showing */
	uint32_t max_groups;
	uint32_t max_wqs;
	uint32_t max_engines;
	uint32_t max_wq_size;	   /* sum over all wqs */
	uint32_t max_read_buffers; /* sum over all groups */
	uint32_t max_transfer_shift;
	uint32_t max_batch_shift;
	uint64_t op_cap[IDXD_RULES_OP_WORDS]; /* OPCAP as the hardware has it, BATCH not masked */
	uint64_t iaa_cap;
	uint64_t dsa_cap[3];
	uint32_t evl_entry_code; /* GENCAP.13:14; 0: no event log */
	bool configurable;	 /* GENCAP.31 */
	bool block_on_fault;	 /* GENCAP.0 */
	bool shared_mode;	 /* WQCAP.48 */
	bool dedicated_mode;	 /* WQCAP.49 */
	bool ats_disable;	 /* WQCAP.50 */
	bool priority;		 /* WQCAP.51 */
	bool occupancy;		 /* WQCAP.52 */
	bool op_config;		 /* WQCAP.54 */
	bool prs_disable;	 /* WQCAP.55 */
	bool read_buffer_limit;	 /* GRPCAP.17 */
	bool progress_limit;	 /* GRPCAP.18 */

	/* Not of the device: what the host brings. */
	bool enqcmd;	   /* the CPU has ENQCMD */
	bool user_pasid;   /* what sysfs shows as pasid_enabled */
	bool kernel_pasid; /* the driver has a PASID for kernel wqs */
	bool pasid_priv;   /* privileged mode of the PCI PASID capability is on */
	bool tc_override;  /* module parameter of idxd */
	/*
	 * The driver is accfg's own: sizes are added exactly, a wq of size 0 stays so and is not enabled, no number
	 * wraps to 1, and what disabling frees counts as free.
	 */
	bool exact;

	/* Silicon behaviour for priority 0 is not known: the hardware rules refuse it only when this is set. */
	bool priority_zero_refused;
};

struct idxd_regs {
	uint32_t version;
	uint64_t gen_cap, wq_cap, grp_cap, eng_cap;
	uint64_t op_cap[IDXD_RULES_OP_WORDS];
	uint64_t iaa_cap;
	uint64_t dsa_cap[3];
};

/* What can be read in sysfs. Attributes that do not exist: 0. */
struct idxd_sysfs_caps {
	uint32_t version;
	uint64_t gen_cap;
	uint32_t max_groups, max_work_queues, max_engines, max_work_queues_size, max_read_buffers;
	uint64_t max_transfer_size;
	uint64_t max_batch_size;
	uint64_t op_cap[IDXD_RULES_OP_WORDS];
	uint64_t attrs; /* IDXD_ATTR_BIT() of every attribute that exists on the device, a group or a wq of it */
	bool configurable;
	bool pasid_enabled;
	bool enqcmd; /* not of sysfs: the CPU's flag */
};

/* ---- configuration ---------------------------------------------------------------------------- */

struct idxd_device_config {
	enum idxd_device_state state;
	uint32_t read_buffer_limit;
	uint32_t event_log_size;
	uint32_t free_read_buffers; /* as counted: stale after a disable until read_buffers_reserved is written */
	uint32_t cmd_status;	    /* the driver's: IDXD_SCMD_* or the low byte of CMDSTS */
};

struct idxd_group_config {
	uint32_t read_buffers_reserved;
	uint32_t read_buffers_allowed;
	bool use_read_buffer_limit;
	int32_t traffic_class_a; /* -1 until the first enable on version 3 */
	int32_t traffic_class_b;
	int32_t desc_progress_limit;
	int32_t batch_progress_limit;
};

struct idxd_wq_config {
	bool enabled;
	enum idxd_bus_driver driver; /* bound to; only while enabled */
	uint32_t clients;	     /* no rule looks at it: users of the struct do */
	int32_t group_id;	     /* IDXD_RULES_NO_GROUP: none */
	enum idxd_mode mode;
	enum idxd_type type;
	uint32_t size;
	uint32_t threshold;
	uint32_t priority;
	bool block_on_fault;
	bool ats_disable;
	bool prs_disable;
	uint64_t max_transfer_size;
	uint64_t max_batch_size;
	uint32_t enqcmds_retries;
	uint64_t op_config[IDXD_RULES_OP_WORDS];
	uint32_t name_length;	     /* after trimming; 0: no name */
	uint32_t driver_name_length; /* the same */
	uint32_t driver_match;	     /* 1 << enum idxd_bus_driver of each driver whose name driver_name begins with */
};

struct idxd_engine_config {
	int32_t group_id;
};

/* The arrays are the caller's; index = id, counts = those of the caps. */
struct idxd_config {
	struct idxd_device_config device;
	struct idxd_group_config *groups;
	struct idxd_wq_config *wqs;
	struct idxd_engine_config *engines;
	uint32_t n_groups, n_wqs, n_engines;
};

/* Everything a question needs. The functions that answer change nothing. */
struct idxd_view {
	const struct idxd_kernel *kernel;
	const struct idxd_caps *caps;
	const struct idxd_config *config;
};

/* ---- attributes ------------------------------------------------------------------------------- */

/* In the order in which the driver creates them. The deprecated token names are the same attributes. */
enum idxd_attr {
	IDXD_ATTR_NONE = 0,
	/* device */
	IDXD_ATTR_VERSION,
	IDXD_ATTR_MAX_GROUPS,
	IDXD_ATTR_MAX_WORK_QUEUES,
	IDXD_ATTR_MAX_WORK_QUEUES_SIZE,
	IDXD_ATTR_MAX_ENGINES,
	IDXD_ATTR_NUMA_NODE,
	IDXD_ATTR_DEVICE_MAX_BATCH_SIZE,
	IDXD_ATTR_DEVICE_MAX_TRANSFER_SIZE,
	IDXD_ATTR_OP_CAP,
	IDXD_ATTR_GEN_CAP,
	IDXD_ATTR_CONFIGURABLE,
	IDXD_ATTR_DEVICE_CLIENTS,
	IDXD_ATTR_PASID_ENABLED,
	IDXD_ATTR_DEVICE_STATE,
	IDXD_ATTR_ERRORS,
	IDXD_ATTR_MAX_READ_BUFFERS,
	IDXD_ATTR_READ_BUFFER_LIMIT,
	IDXD_ATTR_CDEV_MAJOR,
	IDXD_ATTR_CMD_STATUS,
	IDXD_ATTR_IAA_CAP,
	IDXD_ATTR_EVENT_LOG_SIZE,
	IDXD_ATTR_DSACAPS,
	/* group */
	IDXD_ATTR_WORK_QUEUES,
	IDXD_ATTR_ENGINES,
	IDXD_ATTR_USE_READ_BUFFER_LIMIT,
	IDXD_ATTR_READ_BUFFERS_ALLOWED,
	IDXD_ATTR_READ_BUFFERS_RESERVED,
	IDXD_ATTR_TRAFFIC_CLASS_A,
	IDXD_ATTR_TRAFFIC_CLASS_B,
	IDXD_ATTR_DESC_PROGRESS_LIMIT,
	IDXD_ATTR_BATCH_PROGRESS_LIMIT,
	/* wq */
	IDXD_ATTR_WQ_CLIENTS,
	IDXD_ATTR_WQ_STATE,
	IDXD_ATTR_WQ_GROUP_ID,
	IDXD_ATTR_MODE,
	IDXD_ATTR_SIZE,
	IDXD_ATTR_PRIORITY,
	IDXD_ATTR_BLOCK_ON_FAULT,
	IDXD_ATTR_THRESHOLD,
	IDXD_ATTR_TYPE,
	IDXD_ATTR_NAME,
	IDXD_ATTR_CDEV_MINOR,
	IDXD_ATTR_WQ_MAX_TRANSFER_SIZE,
	IDXD_ATTR_WQ_MAX_BATCH_SIZE,
	IDXD_ATTR_ATS_DISABLE,
	IDXD_ATTR_PRS_DISABLE,
	IDXD_ATTR_OCCUPANCY,
	IDXD_ATTR_ENQCMDS_RETRIES,
	IDXD_ATTR_OP_CONFIG,
	IDXD_ATTR_DRIVER_NAME,
	/* engine */
	IDXD_ATTR_ENGINE_GROUP_ID,
	IDXD_ATTR_COUNT
};

#define IDXD_ATTR_BIT(attr) (1ull << (attr))

/*
 * How the driver reads what is written: base 10, with an optional sign + and one newline at the end, unless said
 * otherwise. A text that does not fit is refused as IDXD_DENY_INVAL where the row puts the parsing.
 */
enum idxd_parse {
	IDXD_PARSE_NONE = 0, /* read-only */
	IDXD_PARSE_ANY,	     /* any bytes, not looked at (cmd_status) */
	IDXD_PARSE_U64,	     /* above 2^64-1: IDXD_DENY_INVAL */
	IDXD_PARSE_S64,	     /* signed */
	IDXD_PARSE_S32,	     /* signed, 32 bits */
	IDXD_PARSE_U32_RANGE, /* 32 bits; too large is IDXD_DENY_RANGE, not IDXD_DENY_INVAL */
	IDXD_PARSE_U32_BASE0, /* 32 bits; also 0x.. and 0.. (octal) */
	IDXD_PARSE_U64_BASE0, /* the same, 64 bits; value 0 is refused as if it did not parse */
	IDXD_PARSE_BOOL,     /* kstrtobool; see IDXD_KF_BOOL_ED */
	IDXD_PARSE_MODE,     /* the word of an enum idxd_mode */
	IDXD_PARSE_TYPE,     /* the word of an enum idxd_type */
	IDXD_PARSE_TEXT,     /* never fails; lengths are a check of the row */
	IDXD_PARSE_BITMAP,   /* hex groups of 32 bits; too many bits are IDXD_DENY_OVERFLOW */
};

struct idxd_attr_info {
	enum idxd_kind kind;
	enum idxd_parse parse; /* IDXD_PARSE_NONE: mode 0444 */
};

#endif

/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What a configuration of a DSA or IAA device must obey: may this attribute be written now, what does the write
 * change, what must hold to enable, what does disabling wipe. Freestanding C for the driver (under its lock), the
 * library (advice) and the simulator (where it plays the driver). No allocation, locks, strings, errno or state.
 *
 * Everything works on four plain structs: idxd_kernel (a row: what differs between kernels), idxd_caps (what the device
 * and the host can do), idxd_config (what is set) and idxd_verdict (the answer: a reason and its numbers).
 */
#ifndef IDXD_RULES_H
#define IDXD_RULES_H

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
#define IDXD_RULES_SIZE_WHEN_ZERO	16u	   /* a typed, grouped wq of size 0 gets this when the device is enabled */
#define IDXD_RULES_IAA_PRIORITY		10u
#define IDXD_RULES_IAA_NAME_LENGTH	10u	   /* iaa_crypto */
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

/* The newest row that is not newer than the release; the oldest row for anything older. Never NULL. */
const struct idxd_kernel *idxd_rules_kernel(uint16_t release);

/* Row n, oldest first; NULL after the last. */
const struct idxd_kernel *idxd_rules_kernel_row(unsigned int n);

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

/* Fills everything but the host's part, which becomes false. */
void idxd_rules_caps_from_regs(struct idxd_caps *caps, enum idxd_family family, const struct idxd_regs *regs);

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

/*
 * As above from sysfs. What sysfs does not tell (modes, priority, GRPCAP.17, kernel PASID) is taken to be there; the
 * BATCH bit that the kernel hides in op_cap is put back on DSA.
 */
void idxd_rules_caps_from_sysfs(struct idxd_caps *caps, const struct idxd_kernel *kernel, enum idxd_family family,
				const struct idxd_sysfs_caps *sysfs);

/* What pasid_enabled shows on this kernel: sva is the module parameter, iommu whether SVA could be enabled. */
bool idxd_rules_user_pasid(const struct idxd_kernel *kernel, bool sva, bool iommu);

uint64_t idxd_rules_max_transfer(const struct idxd_caps *caps); /* bytes */
uint64_t idxd_rules_max_batch(const struct idxd_caps *caps);	/* descriptors */

/* op_cap as the device attribute shows it: BATCH masked where this kernel does. */
void idxd_rules_op_cap_shown(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
			     uint64_t shown[IDXD_RULES_OP_WORDS]);

/* ---- configuration ---------------------------------------------------------------------------- */

struct idxd_device_config {
	enum idxd_device_state state;
	uint32_t read_buffer_limit;
	uint32_t event_log_size;
	uint32_t free_read_buffers; /* as the driver counts: stale after a disable until read_buffers_reserved is written */
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

const struct idxd_attr_info *idxd_rules_attr_info(enum idxd_attr attr);

static inline bool idxd_rules_writable(enum idxd_attr attr)
{
	return idxd_rules_attr_info(attr)->parse != IDXD_PARSE_NONE;
}

/* Does this kernel create the attribute on this device? */
bool idxd_rules_visible(const struct idxd_kernel *kernel, const struct idxd_caps *caps, enum idxd_attr attr);

/* ---- the answer ------------------------------------------------------------------------------- */

/*
 * How the driver turns a request down. Each user maps these to its own errno in one table:
 * EINVAL, EPERM, EOPNOTSUPP, ENXIO, EOVERFLOW, ERANGE, EBUSY, ENODEV, ENOMEM, ENOENT.
 */
enum idxd_deny {
	IDXD_DENY_NONE = 0,
	IDXD_DENY_INVAL,
	IDXD_DENY_PERM,
	IDXD_DENY_OPNOTSUPP,
	IDXD_DENY_NXIO,
	IDXD_DENY_OVERFLOW,
	IDXD_DENY_RANGE,
	IDXD_DENY_BUSY,
	IDXD_DENY_NODEV,
	IDXD_DENY_NOMEM,
	IDXD_DENY_NOENT, /* the attribute does not exist here */
	IDXD_DENY_COUNT
};

/* Which rule. In brackets what value, min, max and other of the verdict hold. */
enum idxd_reason {
	IDXD_REASON_OK = 0,

	/* may not be written now */
	IDXD_REASON_NO_ATTRIBUTE,	/* this kernel or device does not have the attribute */
	IDXD_REASON_READ_ONLY,
	IDXD_REASON_NO_OBJECT,		/* id beyond the device's objects [id, 0, last id] */
	IDXD_REASON_NOT_CONFIGURABLE,	/* GENCAP.31 is 0 */
	IDXD_REASON_DEVICE_ENABLED,	/* the device must be disabled first */
	IDXD_REASON_WQ_ENABLED,		/* the wq must be disabled first */
	IDXD_REASON_NOT_ON_IAX,
	IDXD_REASON_NOT_SUPPORTED,	/* the device lacks the capability of the attribute */

	/* the value */
	IDXD_REASON_MALFORMED,		/* for callers that parse: the text is not of the attribute's form */
	IDXD_REASON_ZERO,		/* must not be 0 [0, 1, max] */
	IDXD_REASON_OUT_OF_RANGE,	/* [value, min, max] */
	IDXD_REASON_TEXT_LENGTH,	/* bytes with newline [length, 1, max] */
	IDXD_REASON_GROUP_ID,		/* no such group [value, -1, last id] */
	IDXD_REASON_SIZE_SUM,		/* [value, 0, what is left for this wq, total of the device] */
	IDXD_REASON_PRIORITY,		/* [value, 0, 15] */
	IDXD_REASON_THRESHOLD_RANGE,	/* [value, 1, size of the wq] */
	IDXD_REASON_THRESHOLD_DEDICATED, /* a dedicated wq has no threshold [value] */
	IDXD_REASON_RETRIES_DEDICATED,	/* a dedicated wq has no retries [value] */
	IDXD_REASON_BLOCK_ON_FAULT_CAP,	/* GENCAP.0 is 0 */
	IDXD_REASON_BLOCK_ON_FAULT_PRS,	/* block_on_fault and prs_disable exclude each other */
	IDXD_REASON_TRANSFER_SIZE,	/* [rounded value, 1, max of the device, value as written] */
	IDXD_REASON_BATCH_SIZE,		/* the same */
	IDXD_REASON_OP_CONFIG,		/* [lowest operation that OPCAP lacks, number of such operations in other] */
	IDXD_REASON_TRAFFIC_CLASS_VERSION, /* needs version 3 or tc_override [value, other = version] */
	IDXD_REASON_TRAFFIC_CLASS,	/* [value, 0, 7] */
	IDXD_REASON_PROGRESS_LIMIT,	/* [value, 0, 3] */
	IDXD_REASON_READ_BUFFER_LIMIT,	/* [value, 0, total] */
	IDXD_REASON_READ_BUFFERS_TOTAL,	/* reserved above what the device has [value, 0, total] */
	IDXD_REASON_READ_BUFFERS_FREE,	/* reserved above what is free [value, 0, free + own, total] */
	IDXD_REASON_READ_BUFFERS_ENGINES, /* allowed < 4 x engines [value, min, max, engines of the group] */
	IDXD_REASON_READ_BUFFERS_ALLOWED, /* allowed > reserved + free [value, min, max, reserved] */
	IDXD_REASON_USE_LIMIT_NO_LIMIT,	/* use_read_buffer_limit needs read_buffer_limit of the device */
	IDXD_REASON_EVENT_LOG_SIZE,	/* [value, 64, 65535] */
	IDXD_REASON_NAME_KERNEL_PASID,	/* 6.1: a kernel wq may not be named while the kernel has a PASID */

	/* enabling */
	IDXD_REASON_ALREADY_ENABLED,	/* device or wq, by kind */
	IDXD_REASON_HALTED,
	IDXD_REASON_DEVICE_NOT_ENABLED,
	IDXD_REASON_DRIVER_TYPE,	/* this driver does not take this kind of object [driver] */
	IDXD_REASON_DRIVER_NAME,	/* driver_name does not begin with the driver's name [driver] */
	IDXD_REASON_NO_USER_PASID,	/* user wqs need IOMMU and SVA */
	IDXD_REASON_WQ_NO_GROUP,
	IDXD_REASON_WQ_NO_NAME,
	IDXD_REASON_WQ_NO_TYPE,		/* validation: enabling is asked for but no type says which driver */
	IDXD_REASON_WQ_TYPE_DRIVER,	/* validation: driver_name fits no driver of the type */
	IDXD_REASON_SHARED_UNSUPPORTED,	/* shared without ENQCMD or without a PASID for its type [other = enum idxd_type] */
	IDXD_REASON_SHARED_TYPE_NONE,	/* the same because it has no type; stops the whole device */
	IDXD_REASON_SHARED_NO_THRESHOLD, /* [0, 1, size] */
	IDXD_REASON_NO_WQ_CONFIGURED,	/* no wq of the device is in a group */
	IDXD_REASON_NO_ENGINE_CONFIGURED, /* no engine of the device is in a group */
	IDXD_REASON_PASID_PRIV,		/* dedicated kernel wq with PASID: privileged mode is off */

	/* the hardware's */
	IDXD_REASON_GROUP_NO_ENGINE,	/* group with wqs, without engines [other = number of wqs] */
	IDXD_REASON_GROUP_NO_WQ,	/* group with engines, without wqs [other = number of engines] */
	IDXD_REASON_WQ_NO_SIZE,
	IDXD_REASON_MODE_UNSUPPORTED,	/* [mode] */
	IDXD_REASON_PRIORITY_ZERO,
	IDXD_REASON_HARDWARE,		/* a command failed otherwise [value = CMDSTS byte] */
	IDXD_REASON_SYSTEM,		/* memory, interrupt, portal, registration: not a rule [value = cmd_status] */
	IDXD_REASON_COUNT
};

struct idxd_verdict {
	enum idxd_reason reason; /* IDXD_REASON_OK: allowed */
	enum idxd_deny deny;
	enum idxd_attr attr; /* that is at fault; IDXD_ATTR_NONE if not one attribute */
	enum idxd_kind kind; /* the object at fault */
	uint32_t id;
	enum idxd_kind other_kind; /* the other object, if the rule is about two */
	int32_t other_id;	   /* -1: none */
	uint64_t value, min, max;  /* those of signed attributes: cast to int64_t */
	uint64_t other;
	uint32_t cmd_status; /* what the driver leaves there, if sets_cmd_status */
	bool sets_cmd_status;
	bool clears_type; /* a failed bind leaves the wq with type none */
};

static inline bool idxd_rules_ok(const struct idxd_verdict *verdict)
{
	return verdict->reason == IDXD_REASON_OK;
}

/* ---- writing an attribute --------------------------------------------------------------------- */

/* A parsed value. Only what the attribute's form needs is looked at. */
struct idxd_value {
	uint64_t number; /* numbers, bool 0/1, enum idxd_mode, enum idxd_type; signed ones cast */
	uint64_t bits[IDXD_RULES_OP_WORDS];
	uint32_t length;	 /* TEXT: bytes before the first NUL, as written, newline counted */
	uint32_t trimmed_length; /* TEXT: without white space at both ends */
	uint32_t driver_match;	 /* driver_name: see struct idxd_wq_config */
};

struct idxd_write {
	enum idxd_attr attr;
	uint32_t id; /* of the group, wq or engine; 0 for the device */
	struct idxd_value value;
};

/*
 * May this be written now? All checks in the driver's order, the text being parsed already. What the driver would say
 * of a text that does not parse: idxd_rules_check_before(), and if that allows, the parse error.
 */
struct idxd_verdict idxd_rules_check_write(const struct idxd_view *view, const struct idxd_write *write);

/* The checks that come before the driver parses (write->value is not looked at), and those that come after. */
struct idxd_verdict idxd_rules_check_before(const struct idxd_view *view, const struct idxd_write *write);
struct idxd_verdict idxd_rules_check_after(const struct idxd_view *view, const struct idxd_write *write);

/*
 * Stores an allowed write with everything the driver does along: rounding, clamping, truncation, what the attribute
 * clears elsewhere. Strings are the caller's: after a write the stored name is to be dropped where name_length is 0.
 */
void idxd_rules_apply_write(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			    const struct idxd_write *write);

/* Up to the next power of two, as the driver computes it: everything above 2^63 gives 1, and so does 0. */
uint64_t idxd_rules_round_up(uint64_t value);

/* ---- state after loading the driver ----------------------------------------------------------- */

/* The clean state: everything at its default and disabled. Fills all objects of the arrays. */
void idxd_rules_init(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config);

/*
 * What the driver configures on IAX while loading (wq 0 with all entries in group 0 with engine 0, name "iaa_crypto",
 * driver_name "crypto"). False, and nothing done, where this kernel or device does not.
 */
bool idxd_rules_apply_iaa_defaults(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
				   struct idxd_config *config);

/* op_config as the wq attribute shows it (BATCH hidden or not, depending on the kernel and the name's length). */
void idxd_rules_op_config_shown(const struct idxd_kernel *kernel, const struct idxd_wq_config *wq,
				uint64_t shown[IDXD_RULES_OP_WORDS]);

/* ---- enabling --------------------------------------------------------------------------------- */

/*
 * Binding, as the driver sees it, up to the hardware command:
 *   verdict = idxd_rules_check_*_bind();
 *   if allowed: idxd_rules_apply_config(), then the hardware: idxd_rules_hw_*() or a device;
 *   if that is not 0: verdict = idxd_rules_command_failed();
 *   idxd_rules_finish_*_bind() stores the outcome either way (state, driver, type, cmd_status).
 */
struct idxd_verdict idxd_rules_check_device_bind(const struct idxd_view *view);
struct idxd_verdict idxd_rules_check_wq_bind(const struct idxd_view *view, uint32_t id, enum idxd_bus_driver driver);

/* What the driver changes in its own view when it writes the configuration to the hardware. */
void idxd_rules_apply_config(const struct idxd_caps *caps, struct idxd_config *config);

/* code: low byte of CMDSTS, or one of IDXD_SCMD_* for what failed after it. */
struct idxd_verdict idxd_rules_device_command_failed(uint32_t code);
struct idxd_verdict idxd_rules_wq_command_failed(uint32_t id, enum idxd_bus_driver driver, uint32_t code);

void idxd_rules_finish_device_bind(struct idxd_config *config, const struct idxd_verdict *verdict);
void idxd_rules_finish_wq_bind(struct idxd_config *config, uint32_t id, enum idxd_bus_driver driver,
			       const struct idxd_verdict *verdict);

/* Does the driver name at the beginning of driver_name equal drv_name? (How the driver compares: a prefix.) */
bool idxd_rules_driver_name_matches(const char *driver_name, uint32_t length, const char *drv_name,
				    uint32_t drv_length);

/* May shared wqs of this type be used? */
bool idxd_rules_shared_supported(const struct idxd_caps *caps, enum idxd_type type);

/*
 * What the hardware checks at ENABLE_DEVICE and ENABLE_WQ: 0 or the error byte of CMDSTS (enum idxd_cmdsts of
 * kernel/uapi/idxd.h). It looks at the configuration as last written: grouped wqs only.
 */
uint32_t idxd_rules_hw_enable_device(const struct idxd_caps *caps, const struct idxd_config *config);
uint32_t idxd_rules_hw_enable_wq(const struct idxd_caps *caps, const struct idxd_config *config, uint32_t id);

/* Which rule a value of cmd_status is about; IDXD_REASON_SYSTEM or IDXD_REASON_HARDWARE if none of ours. */
enum idxd_reason idxd_rules_cmd_status_reason(uint32_t cmd_status);

/* ---- disabling -------------------------------------------------------------------------------- */

/* Unbinding a wq: what it loses (names: lengths become 0, driver_name stays). */
void idxd_rules_apply_wq_unbind(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
				struct idxd_config *config, uint32_t id);

/* Unbinding a device: unbinds its enabled wqs and, if configurable, clears wqs, groups and engines. */
void idxd_rules_apply_device_unbind(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
				    struct idxd_config *config);

/* ---- a whole configuration -------------------------------------------------------------------- */

/*
 * Checks a configuration that is wanted, not what may be written now: reports every broken rule, each once, at the
 * object and attribute at fault. What must hold to enable is checked for the device if its state is enabled and for
 * each wq with enabled set (on a device that is to be enabled). driver of an enabled wq may be IDXD_BUS_COUNT: derived
 * from type. Returns the number of reports.
 */
typedef void (*idxd_rules_report)(void *ctx, const struct idxd_verdict *verdict);
unsigned int idxd_rules_validate(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
				 const struct idxd_config *config, idxd_rules_report report, void *ctx);

#endif

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

#include "idxd-state.h"

/* ---- kernels, capabilities, attributes --------------------------------------------------------- */

/* The newest row that is not newer than the release; the oldest row for anything older. Never NULL. */
const struct idxd_kernel *idxd_rules_kernel(uint16_t release);

/* Row n, oldest first; NULL after the last. */
const struct idxd_kernel *idxd_rules_kernel_row(unsigned int n);

/* Fills everything but the host's part, which becomes false. */
void idxd_rules_caps_from_regs(struct idxd_caps *caps, enum idxd_family family, const struct idxd_regs *regs);

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
	IDXD_REASON_SHARED_UNSUPPORTED,	/* shared without ENQCMD or a PASID for its type [other = enum idxd_type] */
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
 *   if allowed: idxd_rules_apply_config() or _wq_config(), then the hardware: idxd_rules_hw_*() or a device;
 *   if that is not 0: verdict = idxd_rules_*_command_failed();
 *   idxd_rules_finish_*_bind() stores the outcome either way (state, driver, type, cmd_status).
 * What the driver core says first is the caller's: no such object (ENODEV), bound already (EBUSY).
 */
struct idxd_verdict idxd_rules_check_device_bind(const struct idxd_view *view);
struct idxd_verdict idxd_rules_check_wq_bind(const struct idxd_view *view, uint32_t id, enum idxd_bus_driver driver);

/*
 * What the driver changes in its own view when it writes the configuration to the hardware: size 0 becomes 16, traffic
 * class -1 becomes 0 or 1. A wq's type is set by the driver that is being bound before that.
 */
void idxd_rules_apply_config(const struct idxd_caps *caps, struct idxd_config *config);
void idxd_rules_apply_wq_config(const struct idxd_caps *caps, struct idxd_config *config, uint32_t id,
				enum idxd_bus_driver driver);

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

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libaccfg: configures Intel DSA and IAA accelerators through the sysfs tree of the idxd driver.
 * This header is the manual of the library; Documentation/libaccfg.adoc is the overview.
 *
 * Conventions that hold for every function, said once:
 * - A function that can fail returns 0 or a negative errno. What went wrong, in detail, is kept in
 *   the context until the next failure: accfg_get_last_error().
 * - A getter stores through its last argument only when it returns 0. It reads the attribute the
 *   first time it is asked for and keeps what it read; accfg_device_refresh() forgets it.
 *   -ENOENT: this device, driver or kernel has no such attribute. -EINVAL: the text in the file is not
 *   of the attribute's type. Any other error is what the kernel answered (-EACCES, -ENODEV, -ENXIO, ...).
 * - A setter writes the attribute and forgets what was read of it and of attributes that the kernel changes along, so that the
 *   next getter shows what the kernel made of the value. It returns the kernel's errno when the write is refused;
 *   accfg_get_last_error() then says which rule of the driver (accfg-sysfs(5)) was broken.
 * - Reading never writes. Only setters, enable, disable and plans write to sysfs.
 * - Devices, groups, wqs, engines and strings are borrowed: they belong to the context and live until
 *   accfg_refresh() or the last accfg_unref(); strings also end with accfg_device_refresh(), and with setters, enable,
 *   disable and accfg_*_is_enabled() of the same device.
 * - A context and what belongs to it is used by one thread at a time; different contexts are independent.
 */
#ifndef LIBACCFG_H
#define LIBACCFG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct accfg_ctx;
struct accfg_object;
struct accfg_device;
struct accfg_group;
struct accfg_wq;
struct accfg_engine;
struct accfg_attr;
struct accfg_error;
struct accfg_profile;
struct accfg_config;
struct accfg_plan;
struct accfg_step;
struct accfg_change;
struct accfg_lock;
struct accfg_holders;
struct accfg_holder;
struct accfg_recovery;
struct accfg_interrupted;
struct accfg_savepoint;

/* Families of accelerators. Since: 1.0 */
enum accfg_family {
	ACCFG_FAMILY_DSA = 0, /* Data Streaming Accelerator; names "dsaN" */
	ACCFG_FAMILY_IAX = 1, /* In-Memory Analytics Accelerator; names "iaxN", called IAA by its users */
};

/* Kinds of objects in the tree. Since: 1.0 */
enum accfg_kind {
	ACCFG_KIND_DEVICE = 0,
	ACCFG_KIND_GROUP = 1,
	ACCFG_KIND_WQ = 2,
	ACCFG_KIND_ENGINE = 3,
};

enum accfg_device_state {
	ACCFG_DEVICE_DISABLED = 0,
	ACCFG_DEVICE_ENABLED = 1,
	ACCFG_DEVICE_HALTED = 2,
	ACCFG_DEVICE_UNKNOWN = 3, /* the driver printed a word that this library does not know */
};

enum accfg_wq_state {
	ACCFG_WQ_DISABLED = 0,
	ACCFG_WQ_ENABLED = 1,
	ACCFG_WQ_UNKNOWN = 2,
};

enum accfg_wq_mode {
	ACCFG_WQ_SHARED = 0,
	ACCFG_WQ_DEDICATED = 1,
};

enum accfg_wq_type {
	ACCFG_WQ_NONE = 0,
	ACCFG_WQ_KERNEL = 1,
	ACCFG_WQ_USER = 2,
};

/* 256 bits, as in op_cap: bit n is bits[n / 64] >> (n % 64) & 1. Since: 1.0 */
struct accfg_bitmap {
	uint64_t bits[4];
};

/* Flags of functions that disable or take over. */
#define ACCFG_FORCE (1u << 0) /* also when clients hold the wq, or wqs of the device are enabled */

/* ---- context ---------------------------------------------------------------------------------- */

/*
 * Makes a context with one reference. It reads the environment variables ACCFG_LOG (err, warning, info,
 * debug or a number of syslog(3)) and ACCFG_RUN_DIR (accfg_set_run_dir()) unless the program runs with raised privileges; nothing else happens
 * until something is asked. Errors: -ENOMEM. Since: 1.0
 */
int accfg_new(struct accfg_ctx **ctx);
struct accfg_ctx *accfg_ref(struct accfg_ctx *ctx);   /* returns ctx. Since: 1.0 */
struct accfg_ctx *accfg_unref(struct accfg_ctx *ctx); /* returns NULL; NULL is fine. Since: 1.0 */

/* Version of the library that is running, for instance "0.1.0". Since: 1.0 */
const char *accfg_get_library_version(void);

/*
 * priority is of syslog(3). Without a log function the library prints nothing at all. accfg_plan_apply() calls it from its
 * threads too, from one at a time; a descriptor that it opens there is not the program's. Since: 1.0
 */
typedef void (*accfg_log_fn)(struct accfg_ctx *ctx, int priority, const char *file, int line,
			     const char *function, const char *format, va_list args);
void accfg_set_log_fn(struct accfg_ctx *ctx, accfg_log_fn fn);
void accfg_set_log_priority(struct accfg_ctx *ctx, int priority);
int accfg_get_log_priority(struct accfg_ctx *ctx);
void accfg_set_userdata(struct accfg_ctx *ctx, void *userdata);
void *accfg_get_userdata(struct accfg_ctx *ctx);

/*
 * Where sysfs, device nodes and procfs are mounted (defaults "/sys", "/dev", "/proc"), for captured
 * trees and containers. To be called before anything is read. Errors: -ENOMEM, -EBUSY when the tree
 * was read already. Since: 1.0
 */
int accfg_set_sysfs_root(struct accfg_ctx *ctx, const char *path);
int accfg_set_dev_root(struct accfg_ctx *ctx, const char *path);
int accfg_set_proc_root(struct accfg_ctx *ctx, const char *path);
const char *accfg_get_sysfs_root(struct accfg_ctx *ctx);
const char *accfg_get_dev_root(struct accfg_ctx *ctx);
const char *accfg_get_proc_root(struct accfg_ctx *ctx);

/*
 * The folder of the locks and of the journal, by which writers know of each other (default "/run/accfg", or what the
 * environment variable ACCFG_RUN_DIR says). It is made when it is first needed; its parent must be there. One that is a
 * symbolic link, belongs to neither root nor the caller, or can be written by everybody is refused when it is needed.
 * A context with a sysfs root that is no sysfs has neither locks nor a journal unless a folder is set.
 * Errors: -ENOMEM, -EBUSY while the context holds locks. Since: 1.0
 */
int accfg_set_run_dir(struct accfg_ctx *ctx, const char *path);
const char *accfg_get_run_dir(struct accfg_ctx *ctx);

/*
 * Keeps the file of every attribute that is read open, so that reading it again after
 * accfg_device_refresh() costs one pread(2). For programs that watch. Since: 1.0
 */
void accfg_set_keep_open(struct accfg_ctx *ctx, bool keep_open);

/* Forgets everything that was read; all objects of the context end. Since: 1.0 */
void accfg_refresh(struct accfg_ctx *ctx);

/* Is the idxd driver loaded? Asks sysfs, each time. Since: 1.0 */
bool accfg_is_driver_loaded(struct accfg_ctx *ctx);

/*
 * Which idxd that is: the one of the kernel, or the one that comes with accfg (its version begins with "accfg-"). Texts of
 * /sys/module/idxd, for instance "1.00" or "accfg-0.1.0"; the caller frees them. Asks sysfs, each time.
 * Errors: -ENOENT when it is not loaded or sysfs does not say it (a captured tree may lack it), -ENOMEM. Since: 1.0
 */
enum accfg_driver_origin {
	ACCFG_DRIVER_IN_TREE = 0,
	ACCFG_DRIVER_ACCFG = 1,
};
int accfg_driver_get_origin(struct accfg_ctx *ctx, enum accfg_driver_origin *origin);
int accfg_driver_get_version(struct accfg_ctx *ctx, char **version);
int accfg_driver_get_srcversion(struct accfg_ctx *ctx, char **srcversion);

/*
 * Release of the kernel, for instance "6.12.107", as procfs says; the caller frees. With a sysfs root that is not "/sys" and no
 * procfs root, that of the tree: sys/kernel/osrelease in the folder proc beside the root.
 * Errors: -ENOENT when it does not say, -ENOMEM. Since: 1.0
 */
int accfg_get_kernel_release(struct accfg_ctx *ctx, char **release);

/*
 * Loads a kernel module and what it needs (libkmod, as modprobe does). Errors: -EOPNOTSUPP when built
 * without libkmod, -ENOENT no such module, -EPERM, or libkmod's. Since: 1.0
 */
int accfg_load_module(struct accfg_ctx *ctx, const char *name);

/* ---- errors ----------------------------------------------------------------------------------- */

/* The last failure of this context, or NULL if there was none. Overwritten by the next. Since: 1.0 */
const struct accfg_error *accfg_get_last_error(struct accfg_ctx *ctx);

/*
 * What is known of a failure; a text or number that does not apply is NULL or 0.
 * message: one line without a newline, for instance
 *   "dsa0/wq0.1: size=200: only 64 of 128 entries are left on dsa0 [profile.json:14:19]"
 * code: negative errno. object: "dsa0/wq0.1". attr: "size". value: what was tried.
 * rule: a stable word for the rule that was broken ("size-sum", "threshold-range", ...; accfg-sysfs(5)).
 * cmd_status: the driver's or device's command status, 0 if none. file, line, column: where in a
 * profile, 1-based. is_note: a remark, not an error. Since: 1.0
 */
const char *accfg_error_get_message(const struct accfg_error *error);
int accfg_error_get_code(const struct accfg_error *error);
const char *accfg_error_get_object(const struct accfg_error *error);
const char *accfg_error_get_attr(const struct accfg_error *error);
const char *accfg_error_get_value(const struct accfg_error *error);
const char *accfg_error_get_rule(const struct accfg_error *error);
const char *accfg_error_get_reason(const struct accfg_error *error); /* the message without object, attr, value, place */
uint32_t accfg_error_get_cmd_status(const struct accfg_error *error);
const char *accfg_error_get_file(const struct accfg_error *error);
unsigned int accfg_error_get_line(const struct accfg_error *error);
unsigned int accfg_error_get_column(const struct accfg_error *error);
bool accfg_error_is_note(const struct accfg_error *error);

/*
 * Name of a command status as in linux/idxd.h ("IDXD_SCMD_WQ_NO_GRP") or of the hardware's error codes
 * ("IDXD_CMDSTS_WQ_MODE", which linux/idxd.h does not have), and a sentence for people. NULL for a code that
 * is not known. Since: 1.0
 */
const char *accfg_cmd_status_get_name(uint32_t cmd_status);
const char *accfg_cmd_status_get_text(uint32_t cmd_status);

/* ---- attributes as rows ----------------------------------------------------------------------- */

enum accfg_attr_type {
	ACCFG_ATTR_UINT = 0,   /* decimal, unsigned */
	ACCFG_ATTR_INT = 1,    /* decimal, signed */
	ACCFG_ATTR_BOOL = 2,   /* 0 or 1 */
	ACCFG_ATTR_HEX = 3,    /* 0x... */
	ACCFG_ATTR_BITMAP = 4, /* groups of 8 hex digits, commas, most significant first */
	ACCFG_ATTR_STRING = 5,
	ACCFG_ATTR_ENUM = 6,   /* one of a few words */
};

/* The rows of a kind in their order; NULL after the last. Static, never freed. Since: 1.0 */
const struct accfg_attr *accfg_attr_get_first(enum accfg_kind kind);
const struct accfg_attr *accfg_attr_get_next(const struct accfg_attr *attr);
/* By sysfs name, its old name (token_limit) or JSON key (work_queue_size); NULL if none. Since: 1.0 */
const struct accfg_attr *accfg_attr_get_by_name(enum accfg_kind kind, const char *name);
const char *accfg_attr_get_name(const struct accfg_attr *attr);        /* sysfs file name */
const char *accfg_attr_get_old_name(const struct accfg_attr *attr);    /* before kernel 5.17, or NULL */
const char *accfg_attr_get_json_key(const struct accfg_attr *attr);    /* key in list and profiles, NULL: not shown */
enum accfg_kind accfg_attr_get_kind(const struct accfg_attr *attr);
enum accfg_attr_type accfg_attr_get_type(const struct accfg_attr *attr);
bool accfg_attr_is_writable(const struct accfg_attr *attr);
bool accfg_attr_has_family(const struct accfg_attr *attr, enum accfg_family family);
const char *accfg_attr_get_unit(const struct accfg_attr *attr);        /* "bytes", "entries", ... or NULL */
const char *accfg_attr_get_help(const struct accfg_attr *attr);        /* one line */
const char *accfg_attr_get_since(const struct accfg_attr *attr);       /* kernel version, "5.6" */
const char *accfg_attr_get_values(const struct accfg_attr *attr);      /* "0..15", "shared|dedicated", ... or NULL */
const char *accfg_attr_get_option(const struct accfg_attr *attr);      /* long option of config-*, or NULL */
char accfg_attr_get_option_char(const struct accfg_attr *attr);        /* its letter, or 0 */

/* ---- objects: what devices, groups, wqs and engines have in common ----------------------------- */

struct accfg_ctx *accfg_object_get_ctx(struct accfg_object *object);
enum accfg_kind accfg_object_get_kind(struct accfg_object *object);
const char *accfg_object_get_name(struct accfg_object *object); /* "wq0.1" */
const char *accfg_object_get_path(struct accfg_object *object); /* "dsa0/wq0.1" */
struct accfg_device *accfg_object_get_device(struct accfg_object *object);
/* Text of an attribute without its newline; errors as for every getter. Since: 1.0 */
int accfg_object_get_attr(struct accfg_object *object, const struct accfg_attr *attr, const char **text);
int accfg_object_set_attr(struct accfg_object *object, const struct accfg_attr *attr, const char *text);
/* NULL when the object is of another kind. Since: 1.0 */
struct accfg_device *accfg_object_as_device(struct accfg_object *object);
struct accfg_group *accfg_object_as_group(struct accfg_object *object);
struct accfg_wq *accfg_object_as_wq(struct accfg_object *object);
struct accfg_engine *accfg_object_as_engine(struct accfg_object *object);

/*
 * Objects named by a selector, in natural order (dsa2 before dsa10), as an array that the caller frees.
 * Devices: "dsa0", "dsa*" (glob), "dsa", "iax" or "iaa" (a family), "all", "0000:6a:01.0" or "6a:01.0" (PCI
 * address), "numa:0". Parts: "dsa0/wq0.1", "wq0.1", a glob of either ("dsa*" "/" "wq*.0"), DEVICE-SELECTOR/PART, "all",
 * or a device selector alone for all of its parts. A plain name is looked up without a scan of the other devices.
 * Errors: -ENODEV nothing matches, -EINVAL malformed, -ENOMEM. Since: 1.0
 */
int accfg_select(struct accfg_ctx *ctx, enum accfg_kind kind, const char *selector,
		 struct accfg_object ***objects, size_t *count);

/* ---- device ----------------------------------------------------------------------------------- */

/*
 * Lists the devices. Implied by accfg_device_get_first(), which returns NULL both for "none" and for a
 * failure; call this first where the difference matters. Errors: -ENOENT no driver loaded. Since: 1.0
 */
int accfg_scan(struct accfg_ctx *ctx);
struct accfg_device *accfg_device_get_first(struct accfg_ctx *ctx); /* natural order. Since: 1.0 */
struct accfg_device *accfg_device_get_next(struct accfg_device *device);
#define accfg_device_foreach(ctx, device) \
	for (device = accfg_device_get_first(ctx); device; device = accfg_device_get_next(device))

/* "dsa0", "iax1", "iaa1". Looks only at that device. Errors: -ENODEV. Since: 1.0 */
int accfg_device_get_by_name(struct accfg_ctx *ctx, const char *name, struct accfg_device **device);
/* "0000:6a:01.0"; the domain may be left out. Errors: -ENODEV, -EINVAL. Since: 1.0 */
int accfg_device_get_by_pci_address(struct accfg_ctx *ctx, const char *address, struct accfg_device **device);

/* Forgets the values read of this device and of its parts; the objects stay. Since: 1.0 */
void accfg_device_refresh(struct accfg_device *device);

struct accfg_object *accfg_device_get_object(struct accfg_device *device);
struct accfg_ctx *accfg_device_get_ctx(struct accfg_device *device);
const char *accfg_device_get_name(struct accfg_device *device);   /* "dsa0" */
unsigned int accfg_device_get_id(struct accfg_device *device);    /* 0 of dsa0 */
enum accfg_family accfg_device_get_family(struct accfg_device *device);
const char *accfg_device_get_family_name(struct accfg_device *device); /* "dsa", "iax" */
int accfg_device_get_pci_address(struct accfg_device *device, const char **address);
/* Bus driver that the device is bound to ("idxd"); -ENOENT while it is disabled. Since: 1.0 */
int accfg_device_get_driver(struct accfg_device *device, const char **driver);

int accfg_device_get_version(struct accfg_device *device, uint32_t *version); /* 0x100, 0x200, 0x300 */
int accfg_device_get_max_groups(struct accfg_device *device, unsigned int *n);
int accfg_device_get_max_work_queues(struct accfg_device *device, unsigned int *n);
int accfg_device_get_max_work_queues_size(struct accfg_device *device, unsigned int *entries);
int accfg_device_get_max_engines(struct accfg_device *device, unsigned int *n);
int accfg_device_get_numa_node(struct accfg_device *device, int *node); /* -1: none */
int accfg_device_get_max_batch_size(struct accfg_device *device, unsigned int *descriptors); /* DSA only */
int accfg_device_get_max_transfer_size(struct accfg_device *device, uint64_t *bytes);
int accfg_device_get_op_cap(struct accfg_device *device, struct accfg_bitmap *opcodes);
int accfg_device_get_gen_cap(struct accfg_device *device, uint64_t *bits);
int accfg_device_get_iaa_cap(struct accfg_device *device, uint64_t *bits); /* IAA 2.0 and later */
int accfg_device_get_dsacaps(struct accfg_device *device, const char **text); /* DSA 3.0 and later */
int accfg_device_get_configurable(struct accfg_device *device, bool *configurable);
int accfg_device_get_pasid_enabled(struct accfg_device *device, bool *enabled);
int accfg_device_get_state(struct accfg_device *device, enum accfg_device_state *state);
int accfg_device_get_errors(struct accfg_device *device, struct accfg_bitmap *swerr);
int accfg_device_get_clients(struct accfg_device *device, unsigned int *n);
int accfg_device_get_cdev_major(struct accfg_device *device, unsigned int *major);
int accfg_device_get_ims_size(struct accfg_device *device, unsigned int *n); /* out-of-tree drivers only */
int accfg_device_get_max_read_buffers(struct accfg_device *device, unsigned int *n); /* DSA only */
int accfg_device_get_read_buffer_limit(struct accfg_device *device, unsigned int *n); /* DSA only; 0: no limit */
int accfg_device_get_event_log_size(struct accfg_device *device, unsigned int *entries); /* 64..65535 */
int accfg_device_get_cmd_status(struct accfg_device *device, uint32_t *cmd_status); /* never cached */

int accfg_device_set_read_buffer_limit(struct accfg_device *device, unsigned int n);
int accfg_device_set_event_log_size(struct accfg_device *device, unsigned int entries);

bool accfg_device_is_enabled(struct accfg_device *device); /* asks sysfs, each time. Since: 1.0 */
/*
 * Binds the device to the driver idxd. 0 also when it is enabled already. The device's cmd_status is
 * cleared just before and decoded on failure (last error). Errors: the driver's (-ENXIO, ...), -ENODEV. Since: 1.0
 */
int accfg_device_enable(struct accfg_device *device);
/*
 * Unbinds it; the kernel then forgets the whole configuration of the device. 0 also when it is disabled
 * already. -EBUSY when a wq has clients, unless ACCFG_FORCE. Since: 1.0
 */
int accfg_device_disable(struct accfg_device *device, unsigned int flags);

/* ---- group ------------------------------------------------------------------------------------ */

struct accfg_group *accfg_group_get_first(struct accfg_device *device);
struct accfg_group *accfg_group_get_next(struct accfg_group *group);
#define accfg_group_foreach(device, group) \
	for (group = accfg_group_get_first(device); group; group = accfg_group_get_next(group))
int accfg_group_get_by_id(struct accfg_device *device, unsigned int id, struct accfg_group **group);
struct accfg_object *accfg_group_get_object(struct accfg_group *group);
struct accfg_device *accfg_group_get_device(struct accfg_group *group);
const char *accfg_group_get_name(struct accfg_group *group); /* "group0.1" */
unsigned int accfg_group_get_id(struct accfg_group *group);

int accfg_group_get_read_buffers_reserved(struct accfg_group *group, unsigned int *n);
int accfg_group_get_read_buffers_allowed(struct accfg_group *group, unsigned int *n);
int accfg_group_get_use_read_buffer_limit(struct accfg_group *group, bool *use);
int accfg_group_get_traffic_class_a(struct accfg_group *group, int *tc); /* 0..7; -1: driver's default */
int accfg_group_get_traffic_class_b(struct accfg_group *group, int *tc);
int accfg_group_get_desc_progress_limit(struct accfg_group *group, unsigned int *limit); /* 0..3 */
int accfg_group_get_batch_progress_limit(struct accfg_group *group, unsigned int *limit);
int accfg_group_set_read_buffers_reserved(struct accfg_group *group, unsigned int n);
int accfg_group_set_read_buffers_allowed(struct accfg_group *group, unsigned int n);
int accfg_group_set_use_read_buffer_limit(struct accfg_group *group, bool use);
int accfg_group_set_traffic_class_a(struct accfg_group *group, int tc);
int accfg_group_set_traffic_class_b(struct accfg_group *group, int tc);
int accfg_group_set_desc_progress_limit(struct accfg_group *group, unsigned int limit);
int accfg_group_set_batch_progress_limit(struct accfg_group *group, unsigned int limit);

/* ---- wq --------------------------------------------------------------------------------------- */

struct accfg_wq *accfg_wq_get_first(struct accfg_device *device);
struct accfg_wq *accfg_wq_get_next(struct accfg_wq *wq);
#define accfg_wq_foreach(device, wq) \
	for (wq = accfg_wq_get_first(device); wq; wq = accfg_wq_get_next(wq))
int accfg_wq_get_by_id(struct accfg_device *device, unsigned int id, struct accfg_wq **wq);
struct accfg_object *accfg_wq_get_object(struct accfg_wq *wq);
struct accfg_device *accfg_wq_get_device(struct accfg_wq *wq);
/* The group it is in; *group is NULL when it is in none. Since: 1.0 */
int accfg_wq_get_group(struct accfg_wq *wq, struct accfg_group **group);
const char *accfg_wq_get_devname(struct accfg_wq *wq); /* "wq0.1"; its name attribute is accfg_wq_get_name() */
unsigned int accfg_wq_get_id(struct accfg_wq *wq);

int accfg_wq_get_clients(struct accfg_wq *wq, unsigned int *n);
int accfg_wq_get_state(struct accfg_wq *wq, enum accfg_wq_state *state);
int accfg_wq_get_group_id(struct accfg_wq *wq, int *id); /* -1: none */
int accfg_wq_get_mode(struct accfg_wq *wq, enum accfg_wq_mode *mode);
int accfg_wq_get_size(struct accfg_wq *wq, unsigned int *entries);
int accfg_wq_get_priority(struct accfg_wq *wq, unsigned int *priority); /* 0..15 */
int accfg_wq_get_block_on_fault(struct accfg_wq *wq, bool *block);
int accfg_wq_get_threshold(struct accfg_wq *wq, unsigned int *entries); /* shared only: 1..size */
int accfg_wq_get_type(struct accfg_wq *wq, enum accfg_wq_type *type);
int accfg_wq_get_name(struct accfg_wq *wq, const char **name); /* the user's label, may be "" */
int accfg_wq_get_cdev_minor(struct accfg_wq *wq, unsigned int *minor); /* -ENXIO unless a user wq is enabled */
int accfg_wq_get_max_transfer_size(struct accfg_wq *wq, uint64_t *bytes);
int accfg_wq_get_max_batch_size(struct accfg_wq *wq, unsigned int *descriptors); /* DSA only */
int accfg_wq_get_ats_disable(struct accfg_wq *wq, bool *disable);
int accfg_wq_get_prs_disable(struct accfg_wq *wq, bool *disable);
int accfg_wq_get_occupancy(struct accfg_wq *wq, unsigned int *entries); /* never cached */
int accfg_wq_get_enqcmds_retries(struct accfg_wq *wq, unsigned int *n); /* 0..64 */
int accfg_wq_get_op_config(struct accfg_wq *wq, struct accfg_bitmap *opcodes);
int accfg_wq_get_driver_name(struct accfg_wq *wq, const char **name); /* "user", "dmaengine", "crypto" or "" */
int accfg_wq_set_group_id(struct accfg_wq *wq, int id);
int accfg_wq_set_mode(struct accfg_wq *wq, enum accfg_wq_mode mode);
int accfg_wq_set_size(struct accfg_wq *wq, unsigned int entries);
int accfg_wq_set_priority(struct accfg_wq *wq, unsigned int priority);
int accfg_wq_set_block_on_fault(struct accfg_wq *wq, bool block);
int accfg_wq_set_threshold(struct accfg_wq *wq, unsigned int entries);
int accfg_wq_set_type(struct accfg_wq *wq, enum accfg_wq_type type);
int accfg_wq_set_name(struct accfg_wq *wq, const char *name);
int accfg_wq_set_max_transfer_size(struct accfg_wq *wq, uint64_t bytes);
int accfg_wq_set_max_batch_size(struct accfg_wq *wq, unsigned int descriptors);
int accfg_wq_set_ats_disable(struct accfg_wq *wq, bool disable);
int accfg_wq_set_prs_disable(struct accfg_wq *wq, bool disable);
int accfg_wq_set_enqcmds_retries(struct accfg_wq *wq, unsigned int n);
int accfg_wq_set_op_config(struct accfg_wq *wq, const struct accfg_bitmap *opcodes);
int accfg_wq_set_driver_name(struct accfg_wq *wq, const char *name);

bool accfg_wq_is_enabled(struct accfg_wq *wq); /* asks sysfs, each time. Since: 1.0 */
/*
 * Binds the wq to the driver of its driver_name, or of its type where the kernel has no driver_name (user;
 * kernel: dmaengine). 0 also when it is enabled already. Errors: the driver's, with its cmd_status decoded in the
 * last error; -ENOENT when that bus driver is not loaded. The driver clears the type of a wq that it does not enable;
 * type and name are set again then. Since: 1.0
 */
int accfg_wq_enable(struct accfg_wq *wq);
/* Unbinds it; the kernel forgets most of its configuration. -EBUSY with clients, unless ACCFG_FORCE. Since: 1.0 */
int accfg_wq_disable(struct accfg_wq *wq, unsigned int flags);
/* "/dev/dsa/wq0.0" of an enabled user wq, whether or not the node is there; the caller frees. -ENXIO if not enabled for user. Since: 1.0 */
int accfg_wq_get_node_path(struct accfg_wq *wq, char **path);
/*
 * Waits until that node is there as a character device, at most timeout_ms milliseconds (udev events where
 * built with libudev, else polling). Errors: -ETIMEDOUT, -ENXIO. Since: 1.0
 */
int accfg_wq_wait_node(struct accfg_wq *wq, unsigned int timeout_ms);

/*
 * The processes that hold an enabled user wq open or mapped, as they are now: by what the driver tells (kernel 6.4) and what
 * procfs shows, which is everything only to root. To be freed. None of a wq that is not enabled for user. Errors: -ENOMEM. Since: 1.0
 */
int accfg_wq_get_holders(struct accfg_wq *wq, struct accfg_holders **holders);
void accfg_holders_free(struct accfg_holders *holders); /* NULL is fine */
const struct accfg_holder *accfg_holders_get_first(struct accfg_holders *holders); /* by process number */
const struct accfg_holder *accfg_holders_get_next(struct accfg_holders *holders, const struct accfg_holder *holder);
int accfg_holder_get_pid(const struct accfg_holder *holder);
const char *accfg_holder_get_name(const struct accfg_holder *holder); /* short, as ps(1) has it; NULL: not known */

/* ---- engine ----------------------------------------------------------------------------------- */

struct accfg_engine *accfg_engine_get_first(struct accfg_device *device);
struct accfg_engine *accfg_engine_get_next(struct accfg_engine *engine);
#define accfg_engine_foreach(device, engine) \
	for (engine = accfg_engine_get_first(device); engine; engine = accfg_engine_get_next(engine))
int accfg_engine_get_by_id(struct accfg_device *device, unsigned int id, struct accfg_engine **engine);
struct accfg_object *accfg_engine_get_object(struct accfg_engine *engine);
struct accfg_device *accfg_engine_get_device(struct accfg_engine *engine);
const char *accfg_engine_get_name(struct accfg_engine *engine); /* "engine0.2" */
unsigned int accfg_engine_get_id(struct accfg_engine *engine);
int accfg_engine_get_group_id(struct accfg_engine *engine, int *id); /* -1: none */
int accfg_engine_set_group_id(struct accfg_engine *engine, int id);

/* ---- profiles ----------------------------------------------------------------------------------
 * A profile is a JSON text that says how devices are to be configured: accfg-profile(5). Reading one
 * touches no device. Problems (errors and notes) are collected, all of them, with their places.
 */

/* Refuse the sloppy dialect (trailing commas, comments, single quotes, duplicate keys, ...). */
#define ACCFG_PROFILE_STRICT (1u << 0)
/* Of several configurations none needs to be selected before reading. */
#define ACCFG_PROFILE_ANY_CONFIG (1u << 1)

/* Errors: -ENOMEM. Since: 1.0 */
int accfg_profile_new(struct accfg_ctx *ctx, struct accfg_profile **profile);
void accfg_profile_free(struct accfg_profile *profile);
/*
 * Reads a profile; name is what messages call it. At most 4 MiB and 64 levels deep. Errors: -EINVAL with
 * problems, -EFBIG, the errno of open(2) or read(2). Since: 1.0
 */
int accfg_profile_read_file(struct accfg_profile *profile, const char *path, unsigned int flags);
int accfg_profile_read_fd(struct accfg_profile *profile, int fd, const char *name, unsigned int flags);
int accfg_profile_read_memory(struct accfg_profile *profile, const char *text, size_t length,
			      const char *name, unsigned int flags);
/*
 * A file may hold several named configurations. Selects one: before reading, else after reading with
 * ACCFG_PROFILE_ANY_CONFIG. If there is only one, it is taken anyway. All are read, so that errors are found in each, but
 * the others are not looked at further. NULL: selects none for the next reading. The selection lasts until it is changed.
 * Errors: -ENOENT no such name among those that were read, -ENOMEM. Since: 1.0
 */
int accfg_profile_select_config(struct accfg_profile *profile, const char *name);
const char *accfg_profile_get_selected_config(struct accfg_profile *profile); /* NULL: none */
/* Those of the file that was read last, in its order; NULL of a plain list of devices, and after the last. Since: 1.0 */
const struct accfg_config *accfg_profile_get_first_config(struct accfg_profile *profile);
const struct accfg_config *accfg_profile_get_next_config(struct accfg_profile *profile,
							 const struct accfg_config *config);
const char *accfg_config_get_name(const struct accfg_config *config);

/*
 * Makes the profile from what the machine's devices are set to now: every device whose settings differ from
 * the clean state, enabled or not. Errors: those of the getters. Since: 1.0
 */
int accfg_profile_read_machine(struct accfg_profile *profile);
/* The same of some devices ("dsa0", ... as accfg_select()). Since: 1.0 */
int accfg_profile_read_devices(struct accfg_profile *profile, struct accfg_device *const *devices, size_t count);
/*
 * A profile made by hand. Objects are called as messages call them: "dsa0", "dsa0/group0.1", "dsa0/wq0.1",
 * "dsa0/engine0.2", or by a selector of devices ("dsa?", and its parts "dsa?/wq*.1"). Adding an object mentions it and no more;
 * setting a value adds the object if need be, and replaces an earlier value. Attributes have their names in sysfs, or the
 * keys of accfg-profile(5), "group_id" and "enabled" among them; values are text, numbers decimal. A wq or engine whose
 * group is not said stays where it is. After a failure the values of the profile are what they were. Errors: -EINVAL no
 * such object or attribute, or no value for it on any machine; -ENOMEM. Since: 1.0
 */
int accfg_profile_add_object(struct accfg_profile *profile, const char *path);
int accfg_profile_set_value(struct accfg_profile *profile, const char *path, const char *attr, const char *value);
void accfg_profile_clear(struct accfg_profile *profile); /* empties it, problems too */
/*
 * JSON text that loads back to the same state; the caller frees. Errors: -EINVAL of a wq or engine whose group is not said,
 * as a file always says it. Since: 1.0
 */
int accfg_profile_get_text(struct accfg_profile *profile, char **text);
/* The same to a file: temporary file in the same folder, fsync(2), rename(2). Errors: errno of these. Since: 1.0 */
int accfg_profile_write_file(struct accfg_profile *profile, const char *path);
/*
 * The same as a named configuration. Into a file that has such already it is put among them, or in place of the one of that
 * name; nothing else of the file changes. A plain list of devices, or a file with errors, is not written to. Writers of
 * one file wait for each other, by flock(2) on its folder. Errors: -EINVAL no name for a configuration, or what is in the file;
 * -EBUSY the folder stays locked for ten seconds; errno of writing. Since: 1.0
 */
int accfg_profile_write_config(struct accfg_profile *profile, const char *path, const char *name);
int accfg_profile_get_config_text(struct accfg_profile *profile, const char *name, char **text); /* a file of its own */
/*
 * The built-in default for users: every disabled device gets one group with all engines and all of its wqs,
 * shared, type user, sharing the size evenly (config-user-default). Since: 1.0
 */
int accfg_profile_read_user_default(struct accfg_profile *profile, const char *wq_name);
/*
 * The same as a template says (NULL: none): of each family, its last wq gives priority, block_on_fault, ats_disable,
 * prs_disable, the group, and the name unless wq_name is given. The rest of the template is not looked at. Since: 1.0
 */
int accfg_profile_read_user_template(struct accfg_profile *profile, const char *wq_name,
				     const struct accfg_profile *template_profile);

/*
 * Checks the profile against this machine (machine NULL) or named hardware ("spr-2s", ...): every rule of the
 * configuration. flags as for accfg_plan_new(): with ACCFG_PLAN_ENABLE also what must hold to enable what is mentioned; with
 * ACCFG_PLAN_EXACT as if nothing were kept of what the profile does not mention of its devices. Errors: -EINVAL with
 * problems, -ENODEV no such named hardware. Since: 1.0
 */
int accfg_profile_check(struct accfg_profile *profile, const char *machine, unsigned int flags);
/* Names of the hardware known to accfg_profile_check(), NULL after the last. Since: 1.0 */
const char *accfg_machine_get_name(unsigned int index);

/* Errors and notes found so far, in the order of the text. Since: 1.0 */
const struct accfg_error *accfg_profile_get_first_problem(struct accfg_profile *profile);
const struct accfg_error *accfg_profile_get_next_problem(struct accfg_profile *profile,
							 const struct accfg_error *problem);

/* ---- locks --------------------------------------------------------------------------------------
 * One writer at a time. Plans lock their devices by themselves, from accfg_plan_new() to accfg_plan_free(); programs that
 * call setters, enable and disable do it here. Readers need no lock and never wait.
 */

/* How long accfg_lock_new() and accfg_plan_new() wait for other writers (default 0: not at all). Since: 1.0 */
void accfg_set_lock_wait(struct accfg_ctx *ctx, unsigned int ms);
unsigned int accfg_get_lock_wait(struct accfg_ctx *ctx);
/*
 * Locks all of the devices or none, in an order in which writers cannot wait for each other. A context may lock a device
 * that it has locked already. It ends with accfg_lock_free(), and with the process. Errors: -EAGAIN another writer
 * has one of them (the last error says who; its rule is "locked"), -EPERM and others: the folder of the locks cannot be
 * used (rule "run-dir"). Since: 1.0
 */
int accfg_lock_new(struct accfg_ctx *ctx, struct accfg_device *const *devices, size_t count, struct accfg_lock **lock);
void accfg_lock_free(struct accfg_lock *lock); /* NULL is fine */

/* ---- recovery -----------------------------------------------------------------------------------
 * Before its first step a plan writes a journal into the folder of the locks; after its last it writes into it that all is done, and
 * removes it. A savepoint does the same. A writer that was killed leaves it there. The next plan on one of its devices undoes
 * first what was left, by itself; programs that call setters call accfg_recover() when they have the lock.
 */

#define ACCFG_RECOVER_DRY (1u << 1)	/* only say what would be done: takes no lock, never waits */
#define ACCFG_RECOVER_DISCARD (1u << 2) /* forget the journals, and leave the devices as they are */

/* What is done, or would be, and why something could not be: notes and errors. Since: 1.0 */
typedef void (*accfg_recover_fn)(struct accfg_ctx *ctx, const struct accfg_error *what, void *data);
/*
 * Undoes what was left on the devices of these names, and on those that were to be changed together with them; count 0: on all. Locks
 * them for that. flags: ACCFG_FORCE takes away wqs that have clients by now, and makes also objects what they were that somebody
 * else changed since (they stay as they are otherwise, with a note of rule "changed-since"). A device that is gone or replaced, and a journal of
 * an earlier boot, need no undoing; a damaged journal is kept as NAME.bad. 0 also where there was nothing to do. Objects of the
 * devices are refreshed. Errors: -EAGAIN locked; -EBUSY needs ACCFG_FORCE; -EIO not everything could be undone, and
 * the journal stays; those of accfg_lock_new(). Since: 1.0
 */
int accfg_recover(struct accfg_ctx *ctx, const char *const *names, size_t count, unsigned int flags,
		  accfg_recover_fn fn, void *data);

/*
 * The journals that are there now, those of writers at work too, oldest first and damaged ones last. Takes no lock, changes
 * nothing. Everything belongs to *recovery. Errors: -ENOMEM, and why the folder cannot be read. Since: 1.0
 */
int accfg_recovery_new(struct accfg_ctx *ctx, struct accfg_recovery **recovery);
void accfg_recovery_free(struct accfg_recovery *recovery); /* NULL is fine */
const struct accfg_interrupted *accfg_recovery_get_first(struct accfg_recovery *recovery);
const struct accfg_interrupted *accfg_recovery_get_next(struct accfg_recovery *recovery,
							const struct accfg_interrupted *interrupted);
bool accfg_interrupted_is_running(const struct accfg_interrupted *interrupted); /* the writer lives: nothing is to be recovered yet */
bool accfg_interrupted_is_stale(const struct accfg_interrupted *interrupted);	/* of an earlier boot: there is nothing to undo */
bool accfg_interrupted_has_ended(const struct accfg_interrupted *interrupted); /* all is done or undone, only the journal is left */
const char *accfg_interrupted_get_file(const struct accfg_interrupted *interrupted); /* path of the journal */
const char *accfg_interrupted_get_damage(const struct accfg_interrupted *interrupted); /* why it cannot be used, or NULL; the rest is empty then */
const char *accfg_interrupted_get_command(const struct accfg_interrupted *interrupted); /* the writer's command line */
const char *accfg_interrupted_get_profile(const struct accfg_interrupted *interrupted); /* what it was loading, or NULL */
int accfg_interrupted_get_pid(const struct accfg_interrupted *interrupted);
int64_t accfg_interrupted_get_time(const struct accfg_interrupted *interrupted); /* when it began, in seconds since 1970 */
/* Names of its devices, NULL after the last. */
const char *accfg_interrupted_get_device(const struct accfg_interrupted *interrupted, unsigned int index);

/* ---- savepoints ---------------------------------------------------------------------------------
 * For programs that write by hand what belongs together: setters, enable and disable between a savepoint and its end are
 * done as a whole or not at all. Plans do this by themselves.
 */

/*
 * Keeps what the object is, of a device also its groups, wqs and engines, in memory and in a journal, so that it is also undone
 * when this process is killed (see recovery). Only that may be changed before accfg_savepoint_free(). The caller holds the
 * lock of the device. what: what is being done, for people who read the journal, or NULL. Objects of the device are refreshed.
 * Errors: those of the getters; -EPERM, -ENOSPC and others: no journal can be written (rule "run-dir"); -ENOMEM. Since: 1.0
 */
int accfg_savepoint_new(struct accfg_object *object, const char *what, struct accfg_savepoint **savepoint);
/*
 * Makes the object what it was, by force where something was enabled since, and compares. Once for each savepoint. Objects of
 * the device are refreshed. Errors: -EIO not everything could be undone: its problems say why, and what is not as before, and
 * the journal stays; -ENOMEM. Since: 1.0
 */
int accfg_savepoint_undo(struct accfg_savepoint *savepoint);
const struct accfg_error *accfg_savepoint_get_first_problem(struct accfg_savepoint *savepoint);
const struct accfg_error *accfg_savepoint_get_next_problem(struct accfg_savepoint *savepoint,
							   const struct accfg_error *problem); /* NULL after the last */
void accfg_savepoint_free(struct accfg_savepoint *savepoint); /* what was changed stays, unless it was undone; NULL is fine */

/* ---- plans -------------------------------------------------------------------------------------
 * A plan is the ordered list of steps from what the machine is now to what the profile says. What the profile does
 * not mention on a device that it mentions is kept. A plan is carried out as a whole or not at all.
 */

#define ACCFG_PLAN_ENABLE (1u << 0) /* enable the devices and wqs that the profile mentions */
#define ACCFG_PLAN_FORCE (1u << 1)  /* take over devices with enabled wqs, clients or not */
#define ACCFG_PLAN_EXACT (1u << 2)  /* what the profile does not mention of its devices gets its clean value, and wqs are disabled */
#define ACCFG_PLAN_DRY (1u << 3)    /* to look at only: takes no lock, never waits, cannot be applied */

enum accfg_step_kind {
	ACCFG_STEP_SET = 0,
	ACCFG_STEP_ENABLE = 1,
	ACCFG_STEP_DISABLE = 2,
};

/* What became of the machine. Since: 1.0 */
enum accfg_plan_outcome {
	ACCFG_PLAN_UNTOUCHED = 0,  /* not applied yet, or it failed before the first step */
	ACCFG_PLAN_APPLIED = 1,	   /* everything is as the profile says */
	ACCFG_PLAN_UNDONE = 2,	   /* it failed, or was cancelled, and everything is as it was before */
	ACCFG_PLAN_NOT_UNDONE = 3, /* it failed, and not everything could be undone: see the plan's problems */
};

/*
 * Makes the plan; validates everything first. Errors: -EINVAL the profile has errors (its problems), -EBUSY a device
 * must be taken over and ACCFG_PLAN_FORCE is not given, -ENODEV. Since: 1.0
 */
int accfg_plan_new(struct accfg_profile *profile, unsigned int flags, struct accfg_plan **plan);
void accfg_plan_free(struct accfg_plan *plan);
size_t accfg_plan_get_size(struct accfg_plan *plan); /* steps; 0: the machine is so already */
/* The steps: device by device in the order of the profile, and of each device in the order in which they are carried out. */
const struct accfg_step *accfg_plan_get_first_step(struct accfg_plan *plan);
const struct accfg_step *accfg_plan_get_next_step(struct accfg_plan *plan, const struct accfg_step *step);
enum accfg_step_kind accfg_step_get_kind(const struct accfg_step *step);
struct accfg_object *accfg_step_get_object(const struct accfg_step *step);
const struct accfg_attr *accfg_step_get_attr(const struct accfg_step *step); /* NULL unless ACCFG_STEP_SET */
const char *accfg_step_get_old_value(const struct accfg_step *step);
const char *accfg_step_get_new_value(const struct accfg_step *step);
const char *accfg_step_get_rule(const struct accfg_step *step); /* why this step is here, one line */
unsigned int accfg_step_get_line(const struct accfg_step *step); /* in the profile; 0 if it does not say this */
unsigned int accfg_step_get_column(const struct accfg_step *step);

/*
 * What differs between the machine and what the profile wants, each value once and without the steps on the way: device
 * by device in the order of the profile. No difference means no steps and the other way round. The attribute may
 * be "state", whose values are "enabled", "disabled" and "halted". Since: 1.0
 */
const struct accfg_change *accfg_plan_get_first_change(struct accfg_plan *plan);
const struct accfg_change *accfg_plan_get_next_change(struct accfg_plan *plan, const struct accfg_change *change);
struct accfg_object *accfg_change_get_object(const struct accfg_change *change);
const struct accfg_attr *accfg_change_get_attr(const struct accfg_change *change);
const char *accfg_change_get_old_value(const struct accfg_change *change);
const char *accfg_change_get_new_value(const struct accfg_change *change);
unsigned int accfg_change_get_line(const struct accfg_change *change); /* in the profile; 0 if it does not say this */
unsigned int accfg_change_get_column(const struct accfg_change *change);

/*
 * How many devices are worked on at once, each by a thread of its own: 0 (the default) is one thread for each, at most
 * 16. With 1 everything is done in the caller's thread. What is reported does not depend on it. Since: 1.0
 */
void accfg_plan_set_jobs(struct accfg_plan *plan, unsigned int jobs);
/* Called in the thread of accfg_plan_apply() now and then: so many of the plan's steps are done. Since: 1.0 */
typedef void (*accfg_plan_progress_fn)(struct accfg_plan *plan, size_t done, size_t total, void *data);
void accfg_plan_set_progress_fn(struct accfg_plan *plan, accfg_plan_progress_fn fn, void *data);
/*
 * Asks accfg_plan_apply() to stop and to undo, from any thread or a signal handler (it is async-signal-safe). It comes
 * too late when every step is done. Undoing itself cannot be cancelled. Since: 1.0
 */
void accfg_plan_cancel(struct accfg_plan *plan);
/*
 * Applies the steps and checks each by reading back. When one fails, or accfg_plan_cancel() is called, everything is
 * undone: all devices of the plan that were changed become what they were when the plan was made, enabled ones enabled
 * again, and are compared with that; accfg_plan_get_outcome() says how it ended. done says how many steps were applied
 * (may be NULL), undone or not. The failure is that of the first device (in the order of the profile) that failed.
 * A plan can be applied once. Errors: of setters, enable and disable; -EIO when the kernel took a value but shows
 * another; -ECANCELED; -EINVAL a plan that was made with ACCFG_PLAN_DRY or was applied before. Since: 1.0
 */
int accfg_plan_apply(struct accfg_plan *plan, size_t *done);
enum accfg_plan_outcome accfg_plan_get_outcome(struct accfg_plan *plan);
/*
 * What is to be told of an apply that failed: the failure, why something could not be undone, and everything that is
 * not as it was before. NULL after the last. Since: 1.0
 */
const struct accfg_error *accfg_plan_get_first_problem(struct accfg_plan *plan);
const struct accfg_error *accfg_plan_get_next_problem(struct accfg_plan *plan, const struct accfg_error *problem);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices, inside of the library: their held directory and their parts. The struct itself is in device.c. */
#ifndef ACCFG_DEVICE_H
#define ACCFG_DEVICE_H

#include "lib/ctx.h"
#include "lib/object.h"

#define DEVICE_BUS "dsa" /* of all families since kernel 5.13 */

/* What differs between families, one row each (family.c). */
struct family_row {
	const char *name;    /* of devices, and folder of nodes in /dev */
	const char *alias;   /* what users call it, accepted wherever name is; or NULL */
	const char *old_bus; /* its own bus before kernel 5.13 */
	const char *kernel_driver; /* for wqs of type kernel, if that driver is there; else dmaengine */
};
#define FAMILY_COUNT 2
extern const struct family_row family_table[FAMILY_COUNT];
/* Splits "dsa12" or "iaa12"; false: no such name. */
bool family_parse_name(const char *name, enum accfg_family *family, unsigned int *id);
/* A word alone: "dsa", "iax", "iaa". */
bool family_parse_word(const char *word, enum accfg_family *family);
/* A number as the kernel writes it in names: no leading zero, no sign. */
bool part_parse_number(const char *text, unsigned int *id);
/* Splits "wq0.1" into 0 and 1. */
bool part_parse_name(const char *name, enum accfg_kind kind, unsigned int *device_id, unsigned int *id);

struct accfg_ctx *device_ctx(const struct accfg_device *device); /* works while it is being made */
/* Descriptor of the device's directory, opened when first asked for; or -errno. Borrowed. */
int device_dir(struct accfg_device *device);
void device_free_all(struct accfg_ctx *ctx);
/* Was cmd_status cleared by us, and nothing failed since? */
bool *device_status_is_clear(struct accfg_device *device);
/* Forgets what enabling it, or a wq of it, may have changed. */
void device_forget_enabled(struct accfg_device *device);
/* Gives back descriptors when the process has too many. Returns false when there was nothing to give back. */
bool device_relax_fds(struct accfg_ctx *ctx);
/* Paths that its directory may have, the usual one first; -ENOENT after the last. */
int device_dir_path(struct accfg_device *device, unsigned int try, char path[CTX_PATH]);

/* Parts: the first of a kind (reads the directory once), or one by its number (asks only for that one). */
struct accfg_object *device_first_part(struct accfg_device *device, enum accfg_kind kind);
struct accfg_object *device_next_part(struct accfg_object *part);
int device_get_part(struct accfg_device *device, enum accfg_kind kind, unsigned int id, struct accfg_object **part);
/* One that is known to be there: nothing is asked. -ENOMEM. */
int device_take_part(struct accfg_device *device, enum accfg_kind kind, unsigned int id, struct accfg_object **part);
struct accfg_object **device_parts(struct accfg_device *device, enum accfg_kind kind); /* head of the list */
bool *device_parts_scanned(struct accfg_device *device);
/* Lists the directory, if that was not done yet. */
int device_scan_parts(struct accfg_device *device);

struct accfg_device *device_new(struct accfg_ctx *ctx, enum accfg_family family, unsigned int id);
void device_free(struct accfg_device *device);
static inline struct accfg_device *device_of(struct accfg_object *object)
{
	return (struct accfg_device *)object; /* its first member */
}

/* Makes one object of a kind; freed with free(). group.c, wq.c, engine.c */
struct accfg_object *group_new(void);
struct accfg_object *wq_new(void);
struct accfg_object *engine_new(void);

#endif

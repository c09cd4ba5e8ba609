/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Attributes are rows: what one row holds, and the index of each. The rows stand in attr-table.c; the order within a kind
 * is that of the keys in `list` and profiles.
 */
#ifndef ACCFG_ATTR_H
#define ACCFG_ATTR_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel/rules/idxd-rules.h"
#include "lib/libaccfg.h"

enum attr_id {
	/* device */
	ATTR_READ_BUFFER_LIMIT,
	ATTR_EVENT_LOG_SIZE,
	ATTR_MAX_GROUPS,
	ATTR_MAX_WORK_QUEUES,
	ATTR_MAX_ENGINES,
	ATTR_MAX_WORK_QUEUES_SIZE,
	ATTR_NUMA_NODE,
	ATTR_ERRORS,
	ATTR_OP_CAP,
	ATTR_IAA_CAP,
	ATTR_GEN_CAP,
	ATTR_VERSION,
	ATTR_DEVICE_STATE,
	ATTR_MAX_READ_BUFFERS,
	ATTR_DEVICE_MAX_BATCH_SIZE,
	ATTR_IMS_SIZE,
	ATTR_DEVICE_MAX_TRANSFER_SIZE,
	ATTR_CONFIGURABLE,
	ATTR_PASID_ENABLED,
	ATTR_CDEV_MAJOR,
	ATTR_DEVICE_CLIENTS,
	ATTR_DSACAPS,
	ATTR_CMD_STATUS,
	/* group */
	ATTR_READ_BUFFERS_RESERVED,
	ATTR_USE_READ_BUFFER_LIMIT,
	ATTR_READ_BUFFERS_ALLOWED,
	ATTR_TRAFFIC_CLASS_A,
	ATTR_TRAFFIC_CLASS_B,
	ATTR_DESC_PROGRESS_LIMIT,
	ATTR_BATCH_PROGRESS_LIMIT,
	/* wq */
	ATTR_MODE,
	ATTR_SIZE,
	ATTR_WQ_GROUP_ID,
	ATTR_PRIORITY,
	ATTR_BLOCK_ON_FAULT,
	ATTR_WQ_MAX_BATCH_SIZE,
	ATTR_WQ_MAX_TRANSFER_SIZE,
	ATTR_CDEV_MINOR,
	ATTR_TYPE,
	ATTR_NAME,
	ATTR_DRIVER_NAME,
	ATTR_THRESHOLD,
	ATTR_PRS_DISABLE,
	ATTR_ATS_DISABLE,
	ATTR_OP_CONFIG,
	ATTR_WQ_STATE,
	ATTR_WQ_CLIENTS,
	ATTR_ENQCMDS_RETRIES,
	ATTR_OCCUPANCY,
	/* engine */
	ATTR_ENGINE_GROUP_ID,
	ATTR_COUNT
};

#define ATTR_FAMILY_BIT(family) (1u << (family))
#define ATTR_DSA ATTR_FAMILY_BIT(ACCFG_FAMILY_DSA)
#define ATTR_IAX ATTR_FAMILY_BIT(ACCFG_FAMILY_IAX)
#define ATTR_ALL (ATTR_DSA | ATTR_IAX)

struct accfg_attr {
	enum accfg_kind kind;
	const char *name;
	const char *old_name;
	const char *json_key;
	enum accfg_attr_type type;
	bool writable;
	bool is_volatile;      /* never kept: what the hardware shows at this moment */
	unsigned int families; /* ATTR_DSA, ATTR_IAX */
	const char *unit;
	const char *help;
	const char *since;
	const char *values; /* words of an ENUM, or a range */
	const char *option;
	char option_char;
	enum idxd_attr rule; /* the same attribute in kernel/rules, IDXD_ATTR_NONE if it has none */
};

extern const struct accfg_attr attr_table[ATTR_COUNT];

/* Rows of a kind are neighbours: [first, first + count). */
enum attr_id attr_first(enum accfg_kind kind);
size_t attr_count(enum accfg_kind kind);

static inline const struct accfg_attr *attr_row(enum attr_id id)
{
	return &attr_table[id];
}

static inline enum attr_id attr_get_id(const struct accfg_attr *attr)
{
	return (enum attr_id)(attr - attr_table);
}

const struct accfg_attr *attr_by_rule(enum idxd_attr rule); /* NULL if there is no row */

/*
 * Index of a word in a row's "shared|dedicated"; -EINVAL: not one of them.
 */
int attr_word_index(const struct accfg_attr *attr, const char *word);

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/idxd/dsaN/event_log
 */
#include <linux/bitfield.h>
#include <linux/debugfs.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/seq_file.h>

#include "driver.h"
#include "evl.h"

static struct dentry *root;

static void show_entry(struct seq_file *out, const struct idxd_evl *evl, unsigned int i, bool processed)
{
	const u64 *entry = evl->log + i * evl->entry_size;
	unsigned int word;

	if (!entry[0])
		return;
	seq_printf(out, "Event Log entry %u (%s)\n", i, processed ? "processed" : "new");
	seq_printf(out, "  error %#llx, operation %#llx%s, %s fault", FIELD_GET(IDXD_EVL_ERROR, entry[0]),
		   FIELD_GET(IDXD_EVL_OPERATION, entry[0]), entry[0] & IDXD_EVL_BATCH ? " of a batch" : "",
		   entry[0] & IDXD_EVL_WRITE ? "write" : "read");
	if (entry[0] & IDXD_EVL_WQ_VALID)
		seq_printf(out, ", wq %llu", FIELD_GET(IDXD_EVL_WQ, entry[0]));
	seq_printf(out, ", PASID %llu, address %#llx\n", FIELD_GET(IDXD_EVL_PASID, entry[0]), entry[2]);
	for (word = 0; word < evl->entry_size / sizeof(u64); word++)
		seq_printf(out, "  [%u] %#018llx\n", word, entry[word]);
}

static int event_log_show(struct seq_file *out, void *unused)
{
	struct idxd_device *idxd = out->private;
	struct idxd_evl *evl = idxd->evl;
	unsigned int head, tail, i;
	u64 status;

	mutex_lock(&evl->lock);
	if (!evl->log)
		goto out;
	status = ioread64(idxd->regs + IDXD_REG_EVLSTATUS);
	head = FIELD_GET(IDXD_EVLSTATUS_HEAD, status);
	tail = FIELD_GET(IDXD_EVLSTATUS_TAIL, status);
	seq_printf(out, "Event Log head %u tail %u interrupt pending %u\n\n", head, tail,
		   !!(status & IDXD_EVLSTATUS_PENDING));
	/* From the oldest: the one after the tail, if the ring was filled before. */
	for (i = 0; i < evl->entries; i++) {
		unsigned int at = (tail + 1 + i) % evl->entries;
		bool is_new = head <= tail ? at >= head && at < tail : at >= head || at < tail;

		show_entry(out, evl, at, !is_new);
	}
out:
	mutex_unlock(&evl->lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(event_log);

/**
 * idxd_debugfs_add - the files of one device
 * @idxd: the device
 */
void idxd_debugfs_add(struct idxd_device *idxd)
{
	if (!idxd->evl)
		return;
	idxd->debugfs = debugfs_create_dir(dev_name(&idxd->conf_dev), root);
	debugfs_create_file("event_log", 0400, idxd->debugfs, idxd, &event_log_fops);
}

/**
 * idxd_debugfs_del - the opposite of idxd_debugfs_add()
 * @idxd: the device
 */
void idxd_debugfs_del(struct idxd_device *idxd)
{
	debugfs_remove_recursive(idxd->debugfs);
	idxd->debugfs = NULL;
}

/** idxd_debugfs_init - the folder of the driver */
void idxd_debugfs_init(void)
{
	root = debugfs_create_dir(KBUILD_MODNAME, NULL);
}

/** idxd_debugfs_exit - the opposite of idxd_debugfs_init() */
void idxd_debugfs_exit(void)
{
	debugfs_remove_recursive(root);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A client of the dmaengine for tests: a write to its parameter run copies memory over one channel as the other
 * parameters say, checks every byte, of the target and after it, and logs how long it took. The write fails when
 * anything is wrong: ENODEV no such channel, EIO a copy failed or bytes differ, ETIMEDOUT a copy did not complete, after
 * which nothing more can be done with the module, as its memory may still be written.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>

static char channel[32];
module_param_string(channel, channel, sizeof(channel), 0644);
MODULE_PARM_DESC(channel, "Name of the channel, for instance dma0chan0; any channel when empty");

static unsigned int size = 4096;
module_param(size, uint, 0644);
MODULE_PARM_DESC(size, "Bytes of a copy, at most 2 MiB (default 4096)");

static unsigned int count = 1;
module_param(count, uint, 0644);
MODULE_PARM_DESC(count, "Copies (default 1)");

static unsigned int depth = 1;
module_param(depth, uint, 0644);
MODULE_PARM_DESC(depth, "Copies in flight, at most 64 (default 1)");

static unsigned int seconds = 20;
module_param(seconds, uint, 0644);
MODULE_PARM_DESC(seconds, "How long one copy may take (default 20)");

#define SIZE_MAX_COPY (2u << 20)
#define DEPTH_MAX 64u
#define MARGIN 64u /* bytes after the target that must not change */
#define UNTOUCHED 0x5a

/* Does nothing; for who counts instructions (count.c): a nopl with a displacement of four letters. */
#define mark(a, b, c, d) asm volatile(".byte 0x0f, 0x1f, 0x80, " #a ", " #b ", " #c ", " #d ::: "memory")

struct copy {
	u8 *from, *to;
	dma_addr_t from_dma, to_dma;
	struct completion done;
	enum dmaengine_tx_result result;
};

static struct dma_chan *chan;
static struct device *dma_dev; /* a reference: a channel outlives its name and, when removed, its device */
static char chan_name[32];
static struct copy copies[DEPTH_MAX];
static bool stuck;

/* Another word for each place, copy and round; eight bytes at a time, as an emulated processor is slow. */
static u64 pattern(unsigned int copy, size_t word, unsigned int seed)
{
	return (word + 1) * 0x9e3779b97f4a7c15ull ^ (copy * 31 + seed) * 0x0101010101010101ull;
}

static bool wanted(struct dma_chan *candidate, void *name)
{
	if (*(char *)name && strcmp(dma_chan_name(candidate), name))
		return false;
	put_device(dma_dev);
	dma_dev = get_device(candidate->device->dev);
	strscpy(chan_name, dma_chan_name(candidate), sizeof(chan_name));
	return true;
}

static void copy_done(void *argument, const struct dmaengine_result *result)
{
	struct copy *copy = argument;

	copy->result = result ? result->result : DMA_TRANS_NOERROR;
	complete(&copy->done);
}

static void copy_free(struct copy *copy)
{
	struct device *dev = dma_dev;

	if (copy->from_dma)
		dma_unmap_single(dev, copy->from_dma, size, DMA_TO_DEVICE);
	if (copy->to_dma)
		dma_unmap_single(dev, copy->to_dma, size + MARGIN, DMA_FROM_DEVICE);
	if (copy->from)
		free_pages_exact(copy->from, size);
	if (copy->to)
		free_pages_exact(copy->to, size + MARGIN);
}

static int copy_prepare(struct copy *copy)
{
	struct device *dev = dma_dev;

	init_completion(&copy->done);
	copy->from = alloc_pages_exact(size, GFP_KERNEL);
	copy->to = alloc_pages_exact(size + MARGIN, GFP_KERNEL);
	if (!copy->from || !copy->to)
		return -ENOMEM;
	copy->from_dma = dma_map_single(dev, copy->from, size, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, copy->from_dma)) {
		copy->from_dma = 0;
		return -ENOMEM;
	}
	copy->to_dma = dma_map_single(dev, copy->to, size + MARGIN, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, copy->to_dma)) {
		copy->to_dma = 0;
		return -ENOMEM;
	}
	return 0;
}

static void copy_fill(struct copy *copy, unsigned int nr, unsigned int seed)
{
	struct device *dev = dma_dev;
	size_t at;

	dma_sync_single_for_cpu(dev, copy->from_dma, size, DMA_TO_DEVICE);
	for (at = 0; at < size; at += sizeof(u64)) {
		u64 word = pattern(nr, at / sizeof(u64), seed);

		memcpy(copy->from + at, &word, min(size - at, sizeof(word)));
	}
	dma_sync_single_for_device(dev, copy->from_dma, size, DMA_TO_DEVICE);
	dma_sync_single_for_cpu(dev, copy->to_dma, size + MARGIN, DMA_FROM_DEVICE);
	memset(copy->to, UNTOUCHED, size + MARGIN);
	dma_sync_single_for_device(dev, copy->to_dma, size + MARGIN, DMA_FROM_DEVICE);
}

static int copy_wrong(const struct copy *copy, size_t at, u8 right)
{
	pr_err("dmacopy: %s: byte %zu of %u is 0x%02x, not 0x%02x\n", chan_name, at, size, copy->to[at], right);
	return -EIO;
}

static int copy_check(struct copy *copy, unsigned int nr, unsigned int seed)
{
	size_t at, i;

	dma_sync_single_for_cpu(dma_dev, copy->to_dma, size + MARGIN, DMA_FROM_DEVICE);
	for (at = 0; at < size; at += sizeof(u64)) {
		u64 word = pattern(nr, at / sizeof(u64), seed);
		size_t length = min(size - at, sizeof(word));

		if (!memcmp(copy->to + at, &word, length))
			continue;
		for (i = 0; copy->to[at + i] == ((u8 *)&word)[i]; i++)
			;
		return copy_wrong(copy, at + i, ((u8 *)&word)[i]);
	}
	for (at = size; at < size + MARGIN; at++)
		if (copy->to[at] != UNTOUCHED)
			return copy_wrong(copy, at, UNTOUCHED);
	return 0;
}

static int copy_submit(struct copy *copy)
{
	struct dma_async_tx_descriptor *tx;

	reinit_completion(&copy->done);
	tx = dmaengine_prep_dma_memcpy(chan, copy->to_dma, copy->from_dma, size, DMA_PREP_INTERRUPT);
	if (!tx) {
		pr_err("dmacopy: %s: takes no copy of %u bytes\n", chan_name, size);
		return -EIO;
	}
	tx->callback_result = copy_done;
	tx->callback_param = copy;
	if (dma_submit_error(dmaengine_submit(tx))) {
		pr_err("dmacopy: %s: a copy cannot be submitted\n", chan_name);
		return -EIO;
	}
	dma_async_issue_pending(chan);
	return 0;
}

static int copy_wait(struct copy *copy)
{
	if (!completion_done(&copy->done))
		mark('w', 'a', 'i', 't');
	if (!wait_for_completion_timeout(&copy->done, seconds * HZ)) {
		pr_err("dmacopy: %s: a copy did not complete in %u s\n", chan_name, seconds);
		return -ETIMEDOUT;
	}
	if (copy->result != DMA_TRANS_NOERROR) {
		pr_err("dmacopy: %s: a copy ended with result %d\n", chan_name, copy->result);
		return -EIO;
	}
	return 0;
}

/* One copy each, all in flight together; the time of the device alone is added to *ns. */
static int round_of_copies(unsigned int many, unsigned int seed, u64 *ns)
{
	unsigned int i, submitted;
	u64 begin;
	int err = 0, failed = 0;

	for (i = 0; i < many; i++)
		copy_fill(&copies[i], i, seed);
	begin = ktime_get_ns();
	mark('b', 'e', 'g', 'n');
	for (submitted = 0; submitted < many; submitted++) {
		failed = copy_submit(&copies[submitted]);
		if (failed)
			break;
	}
	for (i = 0; i < submitted && err != -ETIMEDOUT; i++)
		err = copy_wait(&copies[i]) ?: err;
	mark('e', 'n', 'd', '.');
	*ns += ktime_get_ns() - begin;
	for (i = 0; i < many && !err && !failed; i++)
		err = copy_check(&copies[i], i, seed);
	return err ?: failed;
}

static int copy_all(void)
{
	unsigned int left, many, round = 0;
	u64 ns = 0;
	int err;

	for (left = count; left; left -= many) {
		many = min(left, depth);
		err = round_of_copies(many, round++, &ns);
		if (err)
			return err;
	}
	pr_info("dmacopy: %s: %u copies of %u bytes, %u in flight: right, %llu ns\n", chan_name, count, size,
		depth, ns);
	return 0;
}

static int copy_on_channel(void)
{
	unsigned int i;
	int err = 0;

	memset(copies, 0, sizeof(copies));
	for (i = 0; i < depth && !err; i++)
		err = copy_prepare(&copies[i]);
	if (!err)
		err = copy_all();
	if (err == -ETIMEDOUT) {
		stuck = true;
		__module_get(THIS_MODULE);
		return err;
	}
	for (i = 0; i < depth; i++)
		copy_free(&copies[i]);
	return err;
}

/* The lock of the module's parameters keeps runs apart. */
static int run_set(const char *value, const struct kernel_param *param)
{
	dma_cap_mask_t mask;
	int err;

	strim(channel);
	if (stuck)
		return -EBUSY;
	if (!size || size > SIZE_MAX_COPY || !depth || depth > DEPTH_MAX)
		return -EINVAL;
	dma_cap_zero(mask);
	dma_cap_set(DMA_MEMCPY, mask);
	chan = dma_request_channel(mask, wanted, channel);
	if (!chan) {
		pr_err("dmacopy: no channel '%s'\n", channel);
		return -ENODEV;
	}
	err = copy_on_channel();
	if (!stuck) {
		dma_release_channel(chan);
		put_device(dma_dev);
		dma_dev = NULL;
	}
	return err;
}

static const struct kernel_param_ops run_ops = { .set = run_set };
module_param_cb(run, &run_ops, NULL, 0200);
MODULE_PARM_DESC(run, "Whatever is written: copy now");

static int __init dmacopy_init(void)
{
	return 0;
}

static void __exit dmacopy_exit(void)
{
}

module_init(dmacopy_init);
module_exit(dmacopy_exit);
MODULE_DESCRIPTION("Copies memory over a dmaengine channel and checks it");
MODULE_LICENSE("GPL");

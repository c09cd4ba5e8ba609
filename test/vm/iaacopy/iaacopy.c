// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A client of the kernel's compression for tests: a write to its parameter run makes data, compresses it (with the
 * algorithm, or with the kernel's zlib as its parameter maker says), damages the stream if wanted, decompresses it with the
 * algorithm and compares with what zlib makes of the same stream, byte for byte and behind the end. What happened is in
 * the parameters that can only be read. The write fails when something is wrong that no parameter asked for: ENOENT no
 * such algorithm, EIO bytes differ, ETIME nothing came back, after which nothing more can be done with the module.
 */
#include <crypto/acompress.h>
#include <linux/completion.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/zlib.h>

static char algorithm[64] = "deflate-iaa";
module_param_string(algorithm, algorithm, sizeof(algorithm), 0644);
MODULE_PARM_DESC(algorithm, "Name of the algorithm or of its driver (default deflate-iaa)");

static char kind[16] = "text";
module_param_string(kind, kind, sizeof(kind), 0644);
MODULE_PARM_DESC(kind, "Of data: zeros, text, random, runs or far (repeats after 5000 bytes); default text");

static char maker[16];
module_param_string(maker, maker, sizeof(maker), 0644);
MODULE_PARM_DESC(maker, "Who compresses: the algorithm when empty, or zlib's fixed, dynamic, stored or wide window");

static unsigned int size = 4096;
module_param(size, uint, 0644);
MODULE_PARM_DESC(size, "Bytes of data, at most 2 MiB (default 4096)");

static unsigned int room;
module_param(room, uint, 0644);
MODULE_PARM_DESC(room, "Bytes for the stream; 0 (default): enough");

static unsigned int back;
module_param(back, uint, 0644);
MODULE_PARM_DESC(back, "Bytes for what comes out of the stream; 0 (default): just enough");

static int damage = -1;
module_param(damage, int, 0644);
MODULE_PARM_DESC(damage, "Bit of the stream that is turned over before it is decompressed; -1 (default): none");

static unsigned int cut;
module_param(cut, uint, 0644);
MODULE_PARM_DESC(cut, "Bytes taken off the end of the stream before it is decompressed");

static unsigned int seconds = 20;
module_param(seconds, uint, 0644);
MODULE_PARM_DESC(seconds, "How long the algorithm may take (default 20)");

static int compressed, compress_error, decompressed, decompress_error;
module_param(compressed, int, 0444);
MODULE_PARM_DESC(compressed, "Bytes of the last stream");
module_param(compress_error, int, 0444);
MODULE_PARM_DESC(compress_error, "What the last compression returned");
module_param(decompressed, int, 0444);
MODULE_PARM_DESC(decompressed, "Bytes that came out of the last stream");
module_param(decompress_error, int, 0444);
MODULE_PARM_DESC(decompress_error, "What the last decompression returned");

#define SIZE_MAX_DATA (2u << 20)
#define MARGIN 4096u /* bytes behind a target that must not change */
#define UNTOUCHED 0x5a
#define FAR 5000u /* more than the window of the hardware */

struct work {
	u8 *data, *stream, *out, *judge;
	unsigned int stream_room, out_room;
	void *space; /* of zlib */
	struct crypto_acomp *tfm;
	struct acomp_req *req;
	struct completion done;
	int err;
};

static bool stuck;

/* No two runs differ: the same numbers for the same place. */
static u32 number_at(u32 at)
{
	at = (at ^ 0x9e3779b9u) * 2654435761u;
	at = (at ^ at >> 15) * 2246822519u;
	return at ^ at >> 13;
}

static int data_make(u8 *data)
{
	static const char words[] = "the quick brown fox jumps over a lazy dog and then it sleeps; ";
	unsigned int i;

	for (i = 0; i < size; i++) {
		if (!strcmp(kind, "zeros"))
			data[i] = 0;
		else if (!strcmp(kind, "text"))
			data[i] = (u8)words[(i + number_at(i / 40) % 48) % (sizeof(words) - 1)];
		else if (!strcmp(kind, "random"))
			data[i] = (u8)number_at(i);
		else if (!strcmp(kind, "runs"))
			data[i] = (u8)number_at(i / 300);
		else if (!strcmp(kind, "far"))
			data[i] = (u8)number_at(i % FAR);
		else
			return -EINVAL;
	}
	return 0;
}

static int zlib_make(struct work *work)
{
	const bool fixed = !strcmp(maker, "fixed"), stored = !strcmp(maker, "stored"), wide = !strcmp(maker, "wide");
	z_stream z = { .workspace = work->space };
	int rc;

	if (!fixed && !stored && !wide && strcmp(maker, "dynamic"))
		return -EINVAL;
	rc = zlib_deflateInit2(&z, stored ? 0 : 9, Z_DEFLATED, wide ? -15 : -12, 8, fixed ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY);
	if (rc != Z_OK)
		return -EIO;
	z.next_in = work->data;
	z.avail_in = size;
	z.next_out = work->stream;
	z.avail_out = work->stream_room;
	rc = zlib_deflate(&z, Z_FINISH);
	zlib_deflateEnd(&z);
	compressed = (int)z.total_out;
	return rc == Z_STREAM_END ? 0 : -E2BIG;
}

/* What zlib gets out of the stream into judge; -EBADMSG: it is no stream, -EOVERFLOW: there is no room. */
static int zlib_judge(struct work *work, unsigned int length, unsigned int limit, unsigned int *got)
{
	z_stream z = { .workspace = work->space };
	int rc = zlib_inflateInit2(&z, -15);

	if (rc != Z_OK)
		return -EIO;
	z.next_in = work->stream;
	z.avail_in = length;
	z.next_out = work->judge;
	z.avail_out = limit;
	rc = zlib_inflate(&z, Z_FINISH);
	zlib_inflateEnd(&z);
	*got = z.total_out;
	if (rc == Z_STREAM_END)
		return 0;
	return rc == Z_BUF_ERROR && !z.avail_out ? -EOVERFLOW : -EBADMSG;
}

static void request_done(void *argument, int err)
{
	struct work *work = argument;

	if (err == -EINPROGRESS)
		return;
	work->err = err;
	complete(&work->done);
}

/* Compresses or decompresses with the algorithm; *to_size is the room, then what came out. */
static int algorithm_run(struct work *work, bool compresses, u8 *from, unsigned int from_size, u8 *to,
			 unsigned int *to_size)
{
	struct scatterlist source, target;
	int err;

	sg_init_one(&source, from, from_size);
	sg_init_one(&target, to, *to_size);
	reinit_completion(&work->done);
	acomp_request_set_params(work->req, &source, &target, from_size, *to_size);
	err = compresses ? crypto_acomp_compress(work->req) : crypto_acomp_decompress(work->req);
	if (err == -EINPROGRESS || err == -EBUSY) {
		if (!wait_for_completion_timeout(&work->done, seconds * HZ)) {
			pr_err("iaacopy: %s did not answer in %u s\n", algorithm, seconds);
			return -ETIME;
		}
		err = work->err;
	}
	*to_size = work->req->dlen;
	return err;
}

static int untouched(const u8 *bytes, unsigned int from, unsigned int to, const char *what)
{
	unsigned int i;

	for (i = from; i < to; i++) {
		if (bytes[i] != UNTOUCHED) {
			pr_err("iaacopy: byte %u behind the end of %s was written\n", i - from, what);
			return -EIO;
		}
	}
	return 0;
}

static int stream_make(struct work *work)
{
	unsigned int length = work->stream_room, got;

	compress_error = *maker ? zlib_make(work) : algorithm_run(work, true, work->data, size, work->stream, &length);
	if (compress_error)
		return compress_error == -ETIME ? compress_error : untouched(work->stream, work->stream_room,
			work->stream_room + MARGIN, "the stream");
	if (!*maker)
		compressed = (int)length;
	if (compressed > work->stream_room || zlib_judge(work, compressed, size, &got)) {
		pr_err("iaacopy: the stream of %d bytes is none\n", compressed);
		return -EIO;
	}
	if (got != size || memcmp(work->judge, work->data, size)) {
		pr_err("iaacopy: the stream of %d bytes is another's\n", compressed);
		return -EIO;
	}
	return untouched(work->stream, work->stream_room, work->stream_room + MARGIN, "the stream");
}

/*
 * The stream may be damaged by now: what counts is what zlib makes of it. Where zlib finds no end, the algorithm may have
 * found one: the driver lets the hardware stop at the end of any block, and the kernel's deflate, to which it falls back,
 * reads a zero behind the last byte. Then what came out must be how that of zlib begins.
 */
static int stream_take(struct work *work)
{
	unsigned int length = compressed - min_t(unsigned int, cut, compressed - 1), got = work->out_room, right = 0;
	int judge;

	if (damage >= 0 && damage / 8 < length)
		work->stream[damage / 8] ^= 1 << damage % 8;
	memset(work->out, UNTOUCHED, work->out_room + MARGIN);
	decompress_error = algorithm_run(work, false, work->stream, length, work->out, &got);
	if (decompress_error == -ETIME)
		return decompress_error;
	decompressed = (int)got;
	judge = zlib_judge(work, length, work->out_room, &right);
	if (!judge && decompress_error) {
		pr_err("iaacopy: decompressing gives %d, zlib %d\n", decompress_error, judge);
		return -EIO;
	}
	if (!decompress_error && ((judge ? got > right : got != right) || memcmp(work->out, work->judge, got))) {
		pr_err("iaacopy: %u bytes came out, not the %u of zlib\n", got, right);
		return -EIO;
	}
	return untouched(work->out, work->out_room, work->out_room + MARGIN, "the data");
}

static int work_run(struct work *work)
{
	int err = data_make(work->data);

	compressed = compress_error = decompressed = decompress_error = 0;
	memset(work->stream, UNTOUCHED, work->stream_room + MARGIN);
	err = err ?: stream_make(work);
	if (!err && !compress_error)
		err = stream_take(work);
	pr_info("iaacopy: %s %s %u: compressed %d (%d), decompressed %d (%d): %d\n", *maker ? maker : algorithm, kind, size,
		compressed, compress_error, decompressed, decompress_error, err);
	return err;
}

static void work_free(struct work *work)
{
	if (work->req)
		acomp_request_free(work->req);
	if (!IS_ERR_OR_NULL(work->tfm))
		crypto_free_acomp(work->tfm);
	if (work->data)
		free_pages_exact(work->data, size);
	if (work->stream)
		free_pages_exact(work->stream, work->stream_room + MARGIN);
	if (work->out)
		free_pages_exact(work->out, work->out_room + MARGIN);
	vfree(work->judge);
	vfree(work->space);
}

static int work_prepare(struct work *work)
{
	init_completion(&work->done);
	work->stream_room = room ?: size + size / 8 + 256;
	work->out_room = back ?: size;
	work->data = alloc_pages_exact(size, GFP_KERNEL);
	work->stream = alloc_pages_exact(work->stream_room + MARGIN, GFP_KERNEL);
	work->out = alloc_pages_exact(work->out_room + MARGIN, GFP_KERNEL);
	work->judge = vmalloc(max(size, work->out_room));
	work->space = vzalloc(max(zlib_deflate_workspacesize(MAX_WBITS, MAX_MEM_LEVEL), zlib_inflate_workspacesize()));
	if (!work->data || !work->stream || !work->out || !work->judge || !work->space)
		return -ENOMEM;
	work->tfm = crypto_alloc_acomp(algorithm, 0, 0);
	if (IS_ERR(work->tfm)) {
		pr_err("iaacopy: no %s: %ld\n", algorithm, PTR_ERR(work->tfm));
		return (int)PTR_ERR(work->tfm);
	}
	work->req = acomp_request_alloc(work->tfm);
	if (!work->req)
		return -ENOMEM;
	acomp_request_set_callback(work->req, CRYPTO_TFM_REQ_MAY_BACKLOG, request_done, work);
	return 0;
}

/* The lock of the module's parameters keeps runs apart. */
static int run_set(const char *value, const struct kernel_param *param)
{
	struct work *work;
	int err;

	strim(algorithm);
	strim(kind);
	strim(maker);
	if (stuck)
		return -EBUSY;
	if (!size || size > SIZE_MAX_DATA || room > SIZE_MAX_DATA || back > SIZE_MAX_DATA)
		return -EINVAL;
	work = kzalloc(sizeof(*work), GFP_KERNEL);
	if (!work)
		return -ENOMEM;
	err = work_prepare(work);
	if (!err)
		err = work_run(work);
	if (err == -ETIME) { /* its memory may still be written */
		stuck = true;
		__module_get(THIS_MODULE);
		return err;
	}
	work_free(work);
	kfree(work);
	return err;
}

static const struct kernel_param_ops run_ops = { .set = run_set };
module_param_cb(run, &run_ops, NULL, 0200);
MODULE_PARM_DESC(run, "Whatever is written: make, compress, decompress and compare now");

static int __init iaacopy_init(void)
{
	return 0;
}

static void __exit iaacopy_exit(void)
{
}

module_init(iaacopy_init);
module_exit(iaacopy_exit);
MODULE_DESCRIPTION("Compresses and decompresses with an algorithm of the kernel and checks it against zlib");
MODULE_LICENSE("GPL");

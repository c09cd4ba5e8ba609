// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target of the texts that attributes hold and of selectors: numbers, sizes, bitmaps. It asserts that what is
 * accepted means what the text says (libc is asked too), that it is written back the same, and that nothing is stored
 * on failure.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/libaccfg.h"
#include "util/bitmap.h"
#include "util/natural.h"
#include "util/number.h"
#include "test/fuzz/must.h"

#define UNTOUCHED 0x5a5a5a5a5a5a5a5au

static void check_u64(const char *text, unsigned int base)
{
	uint64_t value = UNTOUCHED;
	int rc = number_parse_u64(text, base, &value);

	MUST(rc == 0 || rc == -EINVAL || rc == -ERANGE);
	if (rc) {
		MUST(value == UNTOUCHED);
		return;
	}
	errno = 0;
	MUST(isxdigit((unsigned char)text[0]) || text[0] == '+');
	MUST(value == strtoull(text, NULL, (int)base) && !errno);
}

static void check_int(const char *text)
{
	char again[32];
	int value = 0x5a5a5a5a;
	int rc = number_parse_int(text, &value);

	MUST(rc == 0 || rc == -EINVAL || rc == -ERANGE);
	if (rc) {
		MUST(value == 0x5a5a5a5a);
		return;
	}
	MUST(value == strtol(text, NULL, 10));
	snprintf(again, sizeof(again), "%d", value);
	MUST(!number_parse_int(again, &rc) && rc == value);
}

static void check_bitmap(const char *text)
{
	uint64_t bits[BITMAP_WORDS] = { UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED }, again[BITMAP_WORDS];
	char out[BITMAP_TEXT_SIZE];
	int rc = bitmap_parse(text, bits);

	MUST(rc == 0 || rc == -EINVAL || rc == -EOVERFLOW);
	if (rc) {
		for (int i = 0; i < BITMAP_WORDS; i++)
			MUST(bits[i] == UNTOUCHED);
		return;
	}
	bitmap_format(bits, out);
	MUST(strlen(out) == 71);
	MUST(!bitmap_parse(out, again) && !memcmp(bits, again, sizeof(bits)));
}

static void check_size(const char *text)
{
	uint64_t value = UNTOUCHED;
	int rc = size_parse(text, &value);

	MUST(rc == 0 || rc == -EINVAL || rc == -ERANGE);
	MUST(!rc || value == UNTOUCHED);
}

static int sign(int n)
{
	return n < 0 ? -1 : n > 0;
}

static void check_order(const char *a, const char *b)
{
	MUST(!natural_compare(a, a));
	MUST(sign(natural_compare(a, b)) == -sign(natural_compare(b, a)));
}

/* There is no machine behind it: only the form of the selector decides. */
static void check_selector(const char *text)
{
	struct accfg_object **objects;
	struct accfg_ctx *ctx;
	size_t count;

	if (accfg_new(&ctx))
		return;
	MUST(!accfg_set_sysfs_root(ctx, "/nonexistent"));
	for (int kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++) {
		int rc = accfg_select(ctx, (enum accfg_kind)kind, text, &objects, &count);

		MUST(rc < 0);
		MUST(accfg_error_get_message(accfg_get_last_error(ctx)));
	}
	accfg_unref(ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	size_t half;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	check_u64(text, 10);
	check_u64(text, 16);
	check_int(text);
	check_bitmap(text);
	check_size(text);
	half = strlen(text) / 2;
	check_order(text + half, text);
	if (size < 256)
		check_selector(text);
	free(text);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What compression and decompression share: bytes from the source, bytes to the destination, the checksums, Huffman codes
 * and the AECS (state of the engine in memory, source 2), whose layout is that of intel/QPL, hw_aecs_api.h.
 */
#ifndef MODEL_IAX_STREAM_H
#define MODEL_IAX_STREAM_H

#include "test/model/dsa-job.h"

enum { WINDOW = 4096, LL_CODES = 286, D_CODES = 30, MIN_MATCH = 3, MAX_MATCH = 258, MAX_CODE = 15, END_OF_BLOCK = 256 };

/* Detail of IAX_COMP_ANALYTICS_ERROR: intel/QPL, hw_status.h */
enum iax_error {
	ERROR_BIG_HEADER = 1,
	ERROR_CL_CODE = 2,
	ERROR_LL_REPEATS_NOTHING = 3,
	ERROR_D_REPEATS_NOTHING = 4,
	ERROR_NO_LL_CODE = 5,
	ERROR_LL_COUNT = 6,
	ERROR_D_COUNT = 7,
	ERROR_CL_TREE = 8,
	ERROR_LL_TREE = 9,
	ERROR_D_TREE = 10,
	ERROR_LL_CODE = 11,
	ERROR_D_CODE = 12,
	ERROR_BLOCK_TYPE = 13,
	ERROR_STORED_LENGTH = 14,
	ERROR_NO_END = 15,
	ERROR_LENGTH = 16,
	ERROR_DISTANCE = 17,
	ERROR_BEFORE_START = 18,
	ERROR_AECS = 22,
	ERROR_NO_ROOM = 25,
	ERROR_HUFFMAN_CODE = 30,
	ERROR_TOO_MANY_LL = 35,
	ERROR_TOO_MANY_D = 36,
};

/* Bits of the descriptor's flags that say what source 2 is. */
#define AECS_READ 0x010000u
#define SECOND_INPUT 0x020000u
#define AECS_WRITE 0x040000u
#define AECS_WRITE_ON_OVERFLOW 0x080000u
#define AECS_TOGGLE 0x400000u /* the second of the two is read and the first written (linux, iaa_crypto) */
#define AECS_ALIGN 32u
#define AECS_MOST 0x10000u

struct stream {
	struct job *job;
	/* source */
	uint32_t taken, in_at, in_have; /* bytes that came from memory; those that wait */
	/* destination */
	uint32_t limit, written, out_have;
	bool suppress;
	/* what ends it: a status of completion */
	uint8_t status;
	/* checksums of what is not compressed */
	uint32_t crc, total;
	uint16_t xor;
};

void stream_init(struct stream *stream, struct job *job);
int stream_take(struct stream *stream); /* a byte; -1: there is no more, or status says why */
bool stream_put(struct stream *stream, uint8_t byte); /* false: status says why */
bool stream_flush(struct stream *stream);
void stream_checksum(struct stream *stream, const uint8_t *bytes, uint32_t len);
void stream_seed(struct stream *stream, const uint8_t *aecs);
void stream_save(const struct stream *stream, uint8_t *aecs);
uint8_t stream_fails(struct stream *stream, enum iax_error error);
uint8_t stream_end(struct stream *stream); /* what goes into the record; the status */

/* 0 or a status, for the buffers too. size is what is looked at of the AECS; fewer bytes in the descriptor are an error. */
uint8_t stream_check(const struct stream *stream, uint32_t size);
uint8_t aecs_read(struct job *job, uint8_t *aecs, uint32_t size);
uint8_t aecs_write(struct job *job, const uint8_t *aecs, uint32_t size);

/* Bits into bytes, the lowest first, behind the *n that are there. */
void bits_append(uint8_t *to, unsigned int *n, uint64_t bits, unsigned int count);

/* Canonical codes: of each length how many there are and the first of them. */
struct huffman {
	uint16_t first[MAX_CODE + 1], count[MAX_CODE + 1], index[MAX_CODE + 1], symbol[288];
};

/* false: more codes than there is room for */
bool huffman_make(struct huffman *huffman, const uint8_t *lengths, unsigned int count);

/* Symbols of lengths and distances: the smallest value and how many bits follow. */
extern const uint16_t length_base[29], distance_base[D_CODES];
extern const uint8_t length_bits[29], distance_bits[D_CODES];

#endif

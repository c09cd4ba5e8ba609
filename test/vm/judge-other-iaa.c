// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * IAA in the memory of a process: what it compresses zlib reads, and what zlib makes it decompresses; checksums, errors,
 * faults, completion records of 64 bytes that were missing, and the state that goes on where room was too small.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "judge-other.h"

enum { OP_DECOMPRESS = 0x42, OP_COMPRESS = 0x43, OP_CRC64 = 0x44 };
enum { SIZE = 60000, PART = 25000, ROOM = SIZE + PART, COMPRESS_AECS = 1568, DECOMPRESS_AECS = 5376 };
enum { ANALYTICS_ERROR = 0x0a, NO_ROOM = 0x0b, BAD_BLOCK = 13, RECORD_UNALIGNED = 0x1b };
/* flags of a descriptor, and of compression and decompression */
enum { AECS_READ = 0x10000, AECS_WRITE_FULL = 0x80000, TOGGLE = 0x400000 };
enum { FLUSH = 2, APPEND_END = 4, ENABLE = 1, STOP = 4, CHECK = 8 };
enum { REFLECT = 0x8000, INVERT = 0x4000 };

static struct iaa_record {
	volatile uint8_t status;
	uint8_t error, fault_info, reserved;
	uint32_t done;
	uint64_t fault;
	uint32_t invalid_flags, reserved2, output;
	uint16_t bits, xor;
	uint32_t crc, smallest;
	uint64_t largest; /* of CRC64: the result */
	uint32_t sum[4];
} __attribute__((aligned(64))) record;
_Static_assert(sizeof(record) == 64, "as the hardware has it");

static uint8_t data[SIZE], stream[ROOM], back[ROOM];
static uint8_t aecs[2 * DECOMPRESS_AECS] __attribute__((aligned(64)));

/* A descriptor with a record, which is cleared. */
static struct desc make(unsigned int operation, struct iaa_record *to, const void *from, void *target, uint32_t size)
{
	memset((void *)to, 0, sizeof(*to));
	return desc_make(operation, (struct record *)to, from, target, size);
}

static unsigned int wait_iaa(const struct iaa_record *from)
{
	return wait_for((const struct record *)from);
}

static unsigned int run(const struct client *client, unsigned int wq, const struct desc *desc)
{
	submit(client, wq, desc);
	return wait_iaa(&record);
}

static void use_aecs(struct desc *desc, const void *at, uint32_t size, uint32_t flags)
{
	desc->flags |= flags;
	put(desc, 40, (uintptr_t)at, 8);
	put(desc, 52, size, 4);
}

/* RFC 1951, 3.2.6: the fixed codes; in front of all a header of three bits. */
static void fixed_codes(void)
{
	memset(aecs, 0, sizeof(aecs));
	aecs[28] = 3;
	aecs[32] = 3;
	for (uint32_t i = 0; i < 286; i++) {
		const uint32_t length = i < 144 || i >= 280 ? 8 : i < 256 ? 9 : 7;
		const uint32_t code = i < 144 ? 0x30 + i : i < 256 ? 0x190 + i - 144 : i < 280 ? i - 256 : 0xc0 + i - 280;
		const uint32_t row = length << 15 | code;

		memcpy(aecs + 288 + 4 * i, &row, 4);
	}
	for (uint32_t i = 0; i < 30; i++) {
		const uint32_t row = 5u << 15 | i;

		memcpy(aecs + 1440 + 4 * i, &row, 4);
	}
}

static struct desc compress_desc(uint32_t size, uint32_t room)
{
	struct desc desc = make(OP_COMPRESS, &record, data, stream, size);

	fixed_codes();
	put(&desc, 38, FLUSH | APPEND_END, 2);
	put(&desc, 48, room, 4);
	use_aecs(&desc, aecs, COMPRESS_AECS, AECS_READ);
	return desc;
}

static struct desc decompress_desc(uint32_t size, uint32_t room)
{
	struct desc desc = make(OP_DECOMPRESS, &record, stream, back, size);

	put(&desc, 38, ENABLE | FLUSH | STOP | CHECK, 2);
	put(&desc, 48, room, 4);
	return desc;
}

/* Every page is there: what is written first by the device would fault. */
static void make_data(void)
{
	static const char words[] = "the quick brown fox jumps over a lazy dog and sleeps; ";

	memset(stream, 1, ROOM);
	memset(back, 1, ROOM);
	memset(aecs, 1, sizeof(aecs));
	for (unsigned int i = 0; i < SIZE; i++)
		data[i] = (uint8_t)words[(i + i / 40 * 2654435761u % 48) % (sizeof(words) - 1)];
}

static uint16_t xor_of(const uint8_t *bytes, unsigned int size)
{
	uint16_t sum = 0;

	for (unsigned int i = 0; i < size; i++)
		sum ^= (uint16_t)(bytes[i] << i % 2 * 8);
	return sum;
}

static unsigned int zlib_deflate(unsigned int size, int strategy)
{
	z_stream z = { .next_in = data, .avail_in = size, .next_out = stream, .avail_out = ROOM };

	if (deflateInit2(&z, 9, Z_DEFLATED, -12, 9, strategy) != Z_OK)
		return 0;
	deflate(&z, Z_FINISH);
	deflateEnd(&z);
	return (unsigned int)z.total_out;
}

static unsigned int zlib_inflate(unsigned int size)
{
	z_stream z = { .next_in = stream, .avail_in = size, .next_out = back, .avail_out = ROOM };

	if (inflateInit2(&z, -15) != Z_OK)
		return 0;
	inflate(&z, Z_FINISH);
	inflateEnd(&z);
	return (unsigned int)z.total_out;
}

static void simple(const struct client *client)
{
	struct desc desc = make(0, &record, NULL, NULL, 0);

	is("a descriptor that does nothing is done", run(client, 0, &desc), GOOD);
	desc = make(OP_DRAIN, &record, NULL, NULL, 0);
	is("DRAIN is done", run(client, 0, &desc), GOOD);
	desc = make(OP_MOVE, &record, data, back, SIZE);
	is("MEMMOVE is done", run(client, 0, &desc), GOOD);
	is("and has moved all", memcmp(data, back, SIZE), 0);
	desc = make(OP_BATCH, &record, data, NULL, 4);
	is("there are no batches", run(client, 0, &desc), BAD_OPERATION);
}

static uint64_t crc64(const struct client *client, uint64_t poly, unsigned int flags)
{
	static const char digits[] = "123456789";
	struct desc desc = make(OP_CRC64, &record, digits, NULL, 9);

	put(&desc, 38, flags, 2);
	put(&desc, 56, poly, 8);
	return run(client, 0, &desc) == GOOD ? record.largest : 0;
}

/* Check values of the catalogue of CRCs. */
static void checksums(const struct client *client)
{
	is("CRC64 of ECMA-182", crc64(client, 0x42f0e1eba9ea3693, 0), 0x6c40df5f0b497347);
	is("CRC64 of XZ", crc64(client, 0x42f0e1eba9ea3693, REFLECT | INVERT), 0x995dc9bbdf1939fa);
	is("CRC32 of gzip", crc64(client, 0x04c11db700000000, REFLECT | INVERT), 0xcbf43926);
}

static void compression(const struct client *client, unsigned int wq)
{
	struct desc desc = compress_desc(SIZE, ROOM);
	unsigned int length;

	is("COMPRESS is done", run(client, wq, &desc), GOOD);
	length = record.output;
	is("of what ended well nothing is counted", record.done, 0);
	check(length && length < SIZE / 2, "it is smaller", "%u bytes of %u", length, SIZE);
	is("its CRC is zlib's", record.crc, crc32(0, data, SIZE));
	is("its other checksum is right", record.xor, xor_of(data, SIZE));
	memset(back, 0, ROOM);
	is("zlib reads it", zlib_inflate(length), SIZE);
	is("and it is the same", memcmp(data, back, SIZE), 0);
	memset(back, 0, ROOM);
	desc = decompress_desc(length, ROOM);
	is("DECOMPRESS of it is done", run(client, wq, &desc), GOOD);
	check(record.output == SIZE && !memcmp(data, back, SIZE), "and it is the same again", "%u bytes", record.output);
	is("with the same CRC", record.crc, crc32(0, data, SIZE));
}

static void foreign(const struct client *client, const char *what, unsigned int size, int strategy)
{
	const unsigned int length = zlib_deflate(size, strategy);
	struct desc desc = decompress_desc(length, ROOM);

	put(&desc, 38, ENABLE | FLUSH | CHECK | 0x10, 2); /* ends with the final block */
	memset(back, 0, ROOM);
	run(client, 0, &desc);
	check(record.status == GOOD && record.output == size && !memcmp(data, back, size), what,
	      "status %#x, error %u, %u bytes of %u", record.status, record.error, record.output, size);
}

/* What did not fit goes on from the state that was written, in as many parts as it takes. */
static void in_parts(const struct client *client)
{
	const unsigned int length = zlib_deflate(SIZE, Z_DEFAULT_STRATEGY);
	unsigned int taken = 0, made = 0, parts = 0;

	memset(aecs, 0, sizeof(aecs));
	memset(back, 0, ROOM);
	do {
		struct desc desc = decompress_desc(length - taken, PART);

		desc.source = (uintptr_t)(stream + taken);
		desc.target = (uintptr_t)(back + made);
		put(&desc, 38, ENABLE | FLUSH | CHECK | 0x10, 2);
		use_aecs(&desc, aecs, DECOMPRESS_AECS, AECS_WRITE_FULL | (parts ? AECS_READ : 0) | (parts % 2 ? TOGGLE : 0));
		run(client, 0, &desc);
		taken += record.done;
		made += record.output;
	} while (record.status == NO_ROOM && ++parts < 10);
	is("a stream that does not fit goes on in two more parts", parts, SIZE / PART);
	check(record.status == GOOD && made == SIZE && !memcmp(data, back, SIZE), "and is whole in the end",
	      "status %#x, error %u, %u bytes", record.status, record.error, made);
}

static void errors(const struct client *client)
{
	struct desc desc;

	memset(stream, 0x07, 8); /* a block of type 3 */
	desc = decompress_desc(8, ROOM);
	is("what is no stream is an error", run(client, 0, &desc), ANALYTICS_ERROR);
	is("which is told", record.error, BAD_BLOCK);
	desc = decompress_desc(zlib_deflate(5000, Z_DEFAULT_STRATEGY), 100);
	is("a target that is too small is an error", run(client, 0, &desc), NO_ROOM);
	desc = make(OP_UNKNOWN, &record, NULL, NULL, 0);
	is("an operation that does not exist is told", run(client, 0, &desc), BAD_OPERATION);
	desc = make(0, &record, NULL, NULL, 0);
	desc.flags |= 0x40;
	is("a flag that does not exist is told", run(client, 0, &desc), BAD_FLAGS);
	is("and which", record.invalid_flags, 0x40);
}

static void faults(const struct client *client)
{
	uint8_t *absent = pages(4, PROT_READ | PROT_WRITE);
	struct desc desc = compress_desc(SIZE, ROOM);

	desc.target = (uintptr_t)absent;
	is("a target that is not there is a fault of a write", run(client, 0, &desc), FAULT | WRITING);
	is("and its address is told", record.fault, (uintptr_t)absent);
	desc = compress_desc(PAGE, ROOM);
	desc.source = (uintptr_t)absent + PAGE;
	is("a source that is not there is a fault of a read", run(client, 0, &desc), FAULT);
	is("and its address is told, too", record.fault, (uintptr_t)absent + PAGE);
	desc = compress_desc(PAGE, ROOM);
	put(&desc, 40, (uintptr_t)absent + 2 * PAGE, 8);
	is("so is a table of codes", run(client, 0, &desc), FAULT);
	is("at its address", record.fault, (uintptr_t)absent + 2 * PAGE);
	munmap(absent, 4 * PAGE);
}

/* The pages come while the descriptor waits. */
static void blocking(const struct client *client)
{
	uint8_t *absent = pages(32, PROT_READ | PROT_WRITE);
	struct desc desc = make(OP_MOVE, &record, data, absent, SIZE);

	desc.flags |= FLAG_BLOCK;
	is("a descriptor that blocks waits for its pages", run(client, 0, &desc), GOOD);
	is("and moves all", memcmp(absent, data, SIZE), 0);
	munmap(absent, 32 * PAGE);
	desc = make(OP_MOVE, &record, data, absent, SIZE);
	desc.flags |= FLAG_BLOCK;
	is("where there is nothing the request is refused", run(client, 0, &desc), FAULT_REFUSED | WRITING);
	is("which tells its address", record.fault, (uintptr_t)absent);
}

/* By a page request, or through the log, whose entry has room for 64 bytes: all of them come. */
static void missing_record(const struct client *client, unsigned int wq, unsigned int by_log)
{
	struct iaa_record *absent = pages(1, PROT_READ | PROT_WRITE);
	struct desc desc = compress_desc(SIZE, ROOM);

	desc.record = (uintptr_t)(absent + 2);
	submit(client, wq, &desc);
	is("a record comes, though its page was not there", wait_iaa(absent + 2), GOOD);
	is("with its output", zlib_inflate(absent[2].output), SIZE);
	is("and its CRC", absent[2].crc, crc32(0, data, SIZE));
	is("what is before it is not touched", absent[1].crc, 0);
	is("what is behind it is not touched", absent[3].status, 0);
	is(by_log ? "the file counts it" : "it was no fault", file_counts("cr_faults", by_log), by_log);
	is("there is no failure", file_counts("cr_fault_failures", 0), 0);
	munmap(absent, PAGE);
}

static void unaligned(const struct client *client)
{
	struct desc desc = make(0, &record, NULL, NULL, 0), good = make(0, &record, NULL, NULL, 0);

	/* Twice, because the in-tree driver of 7.2 steps through the log as if its entries had 64 bytes, and shows not all. */
	desc.record += 32;
	submit(client, 0, &desc);
	submit(client, 0, &desc);
	is("a record at 32 of 64 bytes stops nothing", run(client, 0, &good), GOOD);
	is("and is not written", record.largest, 0);
	check(log_has(RECORD_UNALIGNED), "it is in the event log", "it is not");
	is("write() refuses it", result(write(client->fd, &desc, sizeof(desc))), -EINVAL);
}

static void writing(const struct client *client, unsigned int wq)
{
	struct desc descs[2] = { compress_desc(SIZE, ROOM) };

	memset(stream, 0, ROOM);
	is("write() takes a descriptor", result(write(client->fd, descs, 64)), 64);
	is("which is done", wait_iaa(&record), GOOD);
	is("and zlib reads it", zlib_inflate(record.output), SIZE);
	check(wq || !record.error, "without an error", "error %u", record.error);
}

static void dedicated(void)
{
	struct client client;

	if (!client_begin(&client, 0))
		return;
	simple(&client);
	checksums(&client);
	compression(&client, 0);
	foreign(&client, "DECOMPRESS of fixed codes of zlib", SIZE, Z_FIXED);
	foreign(&client, "DECOMPRESS of dynamic codes of zlib", SIZE, Z_DEFAULT_STRATEGY);
	foreign(&client, "DECOMPRESS of one byte of zlib", 1, Z_DEFAULT_STRATEGY);
	in_parts(&client);
	errors(&client);
	faults(&client);
	blocking(&client);
	missing_record(&client, 0, 0);
	unaligned(&client);
	writing(&client, 0);
	client_end(&client);
}

static void shared(void)
{
	struct client client;

	if (!client_begin(&client, 1))
		return;
	compression(&client, 1);
	missing_record(&client, 1, 0);
	writing(&client, 1);
	client_end(&client);
}

/* From version 2 on the wq says what it may do, and whether pages are asked for. */
static void operations(void)
{
	struct client client;
	struct desc desc;

	is("the device tells what IAA can", number("iaa_cap") >= 0, 1);
	configure_again("--prs-disable=1 --op-config=00000000,00000000,00000000,00000000,00000000,00000018,00000000,00000005");
	if (!client_begin(&client, 0))
		return;
	desc = decompress_desc(SIZE, ROOM);
	is("DECOMPRESS is refused where op_config has it not", run(&client, 0, &desc), BAD_OPERATION);
	desc = make(OP_MOVE, &record, data, back, SIZE);
	is("so is MEMMOVE", run(&client, 0, &desc), BAD_OPERATION);
	is("CRC64 is not", crc64(&client, 0x42f0e1eba9ea3693, 0), 0x6c40df5f0b497347);
	missing_record(&client, 0, 1);
	client_end(&client);
}

void judge_iaa(void)
{
	make_data();
	dedicated();
	shared();
	if (device.version >= 0x200)
		operations();
}

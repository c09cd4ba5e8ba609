// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The checksums of the hardware, most significant bit first, four bits at a time: small tables are fast enough here.
 * Reflected ones are had by reflecting the bytes and the result, which is what the hardware's flags are about.
 */
#include "test/model/dsa-job.h"

static const uint32_t crc32c_table[16] = {
	0x00000000, 0x1edc6f41, 0x3db8de82, 0x2364b1c3,
	0x7b71bd04, 0x65add245, 0x46c96386, 0x58150cc7,
	0xf6e37a08, 0xe83f1549, 0xcb5ba48a, 0xd587cbcb,
	0x8d92c70c, 0x934ea84d, 0xb02a198e, 0xaef676cf,
};

static const uint32_t crc32_table[16] = {
	0x00000000, 0x04c11db7, 0x09823b6e, 0x0d4326d9,
	0x130476dc, 0x17c56b6b, 0x1a864db2, 0x1e475005,
	0x2608edb8, 0x22c9f00f, 0x2f8ad6d6, 0x2b4bcb61,
	0x350c9b64, 0x31cd86d3, 0x3c8ea00a, 0x384fbdbd,
};

static const uint16_t t10dif_table[16] = {
	0x0000, 0x8bb7, 0x9cd9, 0x176e, 0xb205, 0x39b2, 0x2edc, 0xa56b,
	0xefbd, 0x640a, 0x7364, 0xf8d3, 0x5db8, 0xd60f, 0xc161, 0x4ad6,
};

uint8_t crc_reflect_byte(uint8_t byte)
{
	byte = (uint8_t)((byte & 0x55) << 1 | (byte >> 1 & 0x55));
	byte = (uint8_t)((byte & 0x33) << 2 | (byte >> 2 & 0x33));
	return (uint8_t)(byte << 4 | byte >> 4);
}

uint64_t crc_reflect(uint64_t value, unsigned int bits)
{
	uint64_t reflected = 0;

	for (unsigned int i = 0; i < bits; i++)
		reflected |= (value >> i & 1) << (bits - 1 - i);
	return reflected;
}

uint32_t crc32_bits(uint32_t crc, bool castagnoli, bool reflect, const uint8_t *bytes, size_t len)
{
	const uint32_t *table = castagnoli ? crc32c_table : crc32_table;

	for (size_t i = 0; i < len; i++) {
		const uint8_t byte = reflect ? crc_reflect_byte(bytes[i]) : bytes[i];

		crc = crc << 4 ^ table[crc >> 28 ^ byte >> 4];
		crc = crc << 4 ^ table[crc >> 28 ^ (byte & 0xf)];
	}
	return crc;
}

uint16_t crc16_t10dif(uint16_t crc, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		crc = (uint16_t)(crc << 4 ^ t10dif_table[crc >> 12 ^ bytes[i] >> 4]);
		crc = (uint16_t)(crc << 4 ^ t10dif_table[crc >> 12 ^ (bytes[i] & 0xf)]);
	}
	return crc;
}

uint64_t crc64_bits(uint64_t crc, uint64_t poly, bool reflect, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		crc ^= (uint64_t)(reflect ? crc_reflect_byte(bytes[i]) : bytes[i]) << 56;
		for (unsigned int bit = 0; bit < 8; bit++)
			crc = crc >> 63 ? crc << 1 ^ poly : crc << 1;
	}
	return crc;
}

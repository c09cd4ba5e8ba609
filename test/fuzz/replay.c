// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs a fuzz target without libFuzzer, so that any compiler can: every file of the corpus, then mutations of them that
 * are the same every time. replay RUNS FILE-OR-FOLDER...; TAP on stdout. A target that aborts leaves its input in
 * "replay-input" in the current folder.
 */
#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test/fuzz/must.h"

#define MAX_FILES 512
#define MAX_SIZE 16384

static struct seed {
	uint8_t *data;
	size_t size;
} seeds[MAX_FILES];
static size_t n_seeds;

static uint8_t input[MAX_SIZE];
static size_t input_size;

static void save_input(int number)
{
	FILE *file = fopen("replay-input", "w");

	if (file) {
		fwrite(input, 1, input_size, file);
		fclose(file);
	}
	signal(number, SIG_DFL);
	raise(number);
}

static void add_file(const char *path)
{
	FILE *file = fopen(path, "r");
	struct seed *seed = &seeds[n_seeds];

	if (!file || n_seeds == MAX_FILES) {
		perror(path);
		exit(1);
	}
	seed->data = malloc(MAX_SIZE);
	if (!seed->data)
		exit(1);
	seed->size = fread(seed->data, 1, MAX_SIZE, file);
	n_seeds++;
	fclose(file);
}

/* In the order of names, so that a run is the same on every file system. */
static void add_path(const char *path)
{
	struct dirent **entries;
	struct stat status;
	int count;

	if (stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
		add_file(path);
		return;
	}
	count = scandir(path, &entries, NULL, alphasort);
	if (count < 0) {
		perror(path);
		exit(1);
	}
	for (int i = 0; i < count; i++) {
		char name[4096];

		snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
		if (stat(name, &status) == 0 && S_ISREG(status.st_mode))
			add_file(name);
		free(entries[i]);
	}
	free(entries);
}

/* xorshift64*: small, and the same everywhere */
static uint64_t state = 0x9e3779b97f4a7c15u;

static size_t below(size_t limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return limit ? (size_t)((state * 0x2545f4914f6cdd1du) >> 33) % limit : 0;
}

static void cut(size_t at, size_t length)
{
	memmove(input + at, input + at + length, input_size - at - length);
	input_size -= length;
}

static void insert(size_t at, const uint8_t *data, size_t length)
{
	if (length > MAX_SIZE - input_size)
		length = MAX_SIZE - input_size;
	memmove(input + at + length, input + at, input_size - at);
	memcpy(input + at, data, length);
	input_size += length;
}

static void mutate(void)
{
	static const char marks[] = "{}[],:\"'\\/*-+.eE0123456789 \n\t_ntfXNI";
	const struct seed *other = &seeds[below(n_seeds)];
	size_t at = below(input_size + 1), from = below(other->size), length = below(64);
	uint8_t piece[64];

	if (length > other->size - from)
		length = other->size - from;
	switch (below(5)) {
	case 0:
		if (at < input_size)
			cut(at, below(input_size - at + 1) % 64);
		return;
	case 1:
		memcpy(piece, other->data + from, length);
		insert(at, piece, length);
		return;
	case 2:
		piece[0] = (uint8_t)marks[below(sizeof(marks) - 1)];
		insert(at, piece, 1);
		return;
	case 3:
		if (at < input_size)
			input[at] = (uint8_t)marks[below(sizeof(marks) - 1)];
		return;
	default:
		if (at < input_size)
			input[at] = (uint8_t)below(256);
		return;
	}
}

int main(int argc, char **argv)
{
	unsigned long runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;

	for (int i = 2; i < argc; i++)
		add_path(argv[i]);
	if (!n_seeds) {
		fprintf(stderr, "usage: replay RUNS FILE-OR-FOLDER...\n");
		return 2;
	}
	signal(SIGABRT, save_input);
	signal(SIGSEGV, save_input);
	for (size_t i = 0; i < n_seeds; i++) {
		memcpy(input, seeds[i].data, seeds[i].size);
		input_size = seeds[i].size;
		LLVMFuzzerTestOneInput(input, input_size);
	}
	printf("ok 1 - %zu inputs of the corpus hold\n", n_seeds);
	for (unsigned long run = 0; run < runs; run++) {
		const struct seed *seed = &seeds[below(n_seeds)];

		memcpy(input, seed->data, seed->size);
		input_size = seed->size;
		for (size_t i = below(8) + 1; i; i--)
			mutate();
		LLVMFuzzerTestOneInput(input, input_size);
	}
	printf("ok 2 - %lu mutations of them hold\n1..2\n", runs);
	for (size_t i = 0; i < n_seeds; i++)
		free(seeds[i].data);
	return 0;
}

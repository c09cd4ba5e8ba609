// SPDX-License-Identifier: LGPL-2.1-or-later
/* Closing descriptors in runs; see fd-batch.h. Only for descriptors that were read, whose close() has nothing to say. */
#include "util/fd-batch.h"

#include <unistd.h>

/* ThreadSanitizer does not know close_range(2), and would take descriptors for those of earlier files. */
#ifdef __SANITIZE_THREAD__
#define CLOSES_RUNS 0
#else
#define CLOSES_RUNS 1
#endif

/* They come nearly sorted, as the kernel gives the lowest free number. */
static void sort(int *fds, unsigned int n)
{
	for (unsigned int i = 1; i < n; i++) {
		int fd = fds[i];
		unsigned int j = i;

		for (; j && fds[j - 1] > fd; j--)
			fds[j] = fds[j - 1];
		fds[j] = fd;
	}
}

static void close_run(int first, int last)
{
	if (CLOSES_RUNS && first < last && !close_range((unsigned int)first, (unsigned int)last, 0))
		return;
	for (int fd = first; fd <= last; fd++) /* one only, or a kernel before 5.9 */
		close(fd);
}

void fd_batch_close(struct fd_batch *batch)
{
	unsigned int from = 0;

	sort(batch->fds, batch->n);
	for (unsigned int i = 1; i <= batch->n; i++) {
		if (i < batch->n && batch->fds[i] == batch->fds[i - 1] + 1)
			continue;
		close_run(batch->fds[from], batch->fds[i - 1]);
		from = i;
	}
	batch->n = 0;
}

void fd_batch_add(struct fd_batch *batch, int fd)
{
	batch->fds[batch->n++] = fd;
	if (batch->n == FD_BATCH_MAX)
		fd_batch_close(batch);
}

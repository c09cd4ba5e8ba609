/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors that were read out and wait to be closed together: neighbours go with one close_range(2). Every number of
 * a run is ours, so this is safe next to other threads.
 */
#ifndef UTIL_FD_BATCH_H
#define UTIL_FD_BATCH_H

#define FD_BATCH_MAX 64

struct fd_batch {
	int fds[FD_BATCH_MAX];
	unsigned int n;
};

void fd_batch_add(struct fd_batch *batch, int fd); /* closes all when full */
void fd_batch_close(struct fd_batch *batch);

#endif

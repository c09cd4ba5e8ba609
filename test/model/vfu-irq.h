/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interrupts of a device as the client asked for them: an eventfd for each vector of each kind. Masks and the MSI-X
 * table are the client's own business.
 */
#ifndef MODEL_VFU_IRQ_H
#define MODEL_VFU_IRQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vfu-wire.h"

struct vfu_vector {
	int fd;       /* -1: none */
	bool pending; /* was raised while it had none */
};

struct vfu_irqs {
	struct vfu_kind {
		struct vfu_vector *vectors;
		unsigned int count;
		bool enabled; /* by the client, in whatever form */
	} kinds[VFU_IRQS];
};

struct vfu_irq_set {
	uint32_t flags, index, start, count;
	const uint8_t *bools; /* `count` of them, with VFU_IRQ_BOOL */
};

/* `vectors` of MSI-X, and one each of the kinds that stand for errors and for requests to let the device go. */
int vfu_irqs_init(struct vfu_irqs *irqs, unsigned int vectors);
void vfu_irqs_free(struct vfu_irqs *irqs);
/* All eventfds closed, as when the client has gone. */
void vfu_irqs_clear(struct vfu_irqs *irqs);
/* 0 for a kind that does not exist. */
unsigned int vfu_irqs_count(const struct vfu_irqs *irqs, uint32_t index);
/* With VFU_IRQ_EVENTFD takes `n_fds` (0 or `set->count`) of `fds`, leaving -1. Nothing is changed on -EINVAL. */
int vfu_irqs_set(struct vfu_irqs *irqs, const struct vfu_irq_set *set, int *fds, size_t n_fds);
/* false: nobody was told */
bool vfu_irqs_raise(struct vfu_irqs *irqs, uint32_t index, unsigned int vector);

#endif

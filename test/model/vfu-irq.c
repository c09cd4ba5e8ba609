// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Interrupts of a device: see vfu-irq.h.
 */
#include "vfu-irq.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

static int init_kind(struct vfu_kind *kind, unsigned int count)
{
	kind->vectors = calloc(count ? count : 1, sizeof(*kind->vectors));
	if (!kind->vectors)
		return -ENOMEM;
	kind->count = count;
	for (unsigned int i = 0; i < count; i++)
		kind->vectors[i].fd = -1;
	return 0;
}

int vfu_irqs_init(struct vfu_irqs *irqs, unsigned int vectors)
{
	const unsigned int counts[VFU_IRQS] = { [VFU_IRQ_MSIX] = vectors, [VFU_IRQ_ERR] = 1, [VFU_IRQ_REQ] = 1 };

	*irqs = (struct vfu_irqs){ 0 };
	for (int i = 0; i < VFU_IRQS; i++) {
		int rc = init_kind(&irqs->kinds[i], counts[i]);

		if (rc) {
			vfu_irqs_free(irqs);
			return rc;
		}
	}
	return 0;
}

static void set_fd(struct vfu_vector *vector, int fd)
{
	if (vector->fd >= 0)
		close(vector->fd);
	vector->fd = fd;
}

static void clear_kind(struct vfu_kind *kind)
{
	for (unsigned int i = 0; i < kind->count; i++) {
		set_fd(&kind->vectors[i], -1);
		kind->vectors[i].pending = false;
	}
	kind->enabled = false;
}

void vfu_irqs_clear(struct vfu_irqs *irqs)
{
	for (int i = 0; i < VFU_IRQS; i++)
		clear_kind(&irqs->kinds[i]);
}

void vfu_irqs_free(struct vfu_irqs *irqs)
{
	vfu_irqs_clear(irqs);
	for (int i = 0; i < VFU_IRQS; i++)
		free(irqs->kinds[i].vectors);
	*irqs = (struct vfu_irqs){ 0 };
}

unsigned int vfu_irqs_count(const struct vfu_irqs *irqs, uint32_t index)
{
	return index < VFU_IRQS ? irqs->kinds[index].count : 0;
}

/* The fd is the client's and could be anything: never wait for it. */
static bool signal_fd(int fd)
{
	struct pollfd poller = { .fd = fd, .events = POLLOUT };
	const uint64_t one = 1;

	return poll(&poller, 1, 0) == 1 && (poller.revents & POLLOUT) && write(fd, &one, sizeof(one)) == sizeof(one);
}

static bool raise_vector(struct vfu_kind *kind, unsigned int number)
{
	struct vfu_vector *vector = &kind->vectors[number];

	if (vector->fd >= 0)
		return signal_fd(vector->fd);
	vector->pending = kind->enabled;
	return false;
}

bool vfu_irqs_raise(struct vfu_irqs *irqs, uint32_t index, unsigned int vector)
{
	return vector < vfu_irqs_count(irqs, index) && raise_vector(&irqs->kinds[index], vector);
}

static void assign(struct vfu_kind *kind, const struct vfu_irq_set *set, int *fds, size_t n_fds)
{
	kind->enabled = true;
	for (uint32_t i = 0; i < set->count; i++) {
		struct vfu_vector *vector = &kind->vectors[set->start + i];

		set_fd(vector, n_fds ? fds[i] : -1);
		if (!n_fds)
			continue;
		fds[i] = -1;
		if (vector->pending)
			signal_fd(vector->fd);
		vector->pending = false;
	}
}

static void trigger(struct vfu_kind *kind, const struct vfu_irq_set *set)
{
	for (uint32_t i = 0; i < set->count; i++)
		if (!set->bools || set->bools[i])
			raise_vector(kind, set->start + i);
}

/* Only what starts or stops signals: MSI-X has no masks here. */
int vfu_irqs_set(struct vfu_irqs *irqs, const struct vfu_irq_set *set, int *fds, size_t n_fds)
{
	unsigned int count = vfu_irqs_count(irqs, set->index);
	uint32_t data = set->flags & VFU_IRQ_DATA;
	struct vfu_kind *kind;

	if (set->flags & ~(uint32_t)(VFU_IRQ_DATA | VFU_IRQ_ACTION) || (set->flags & VFU_IRQ_ACTION) != VFU_IRQ_TRIGGER)
		return -EINVAL;
	if (!count || set->start > count || set->count > count - set->start)
		return -EINVAL;
	kind = &irqs->kinds[set->index];
	if (data == VFU_IRQ_EVENTFD && (!n_fds || n_fds == set->count))
		assign(kind, set, fds, n_fds);
	else if (data == VFU_IRQ_NONE && !set->count && !set->start)
		clear_kind(kind);
	else if ((data == VFU_IRQ_NONE || (data == VFU_IRQ_BOOL && set->bools)) && set->count && !n_fds)
		trigger(kind, set);
	else
		return -EINVAL;
	return 0;
}

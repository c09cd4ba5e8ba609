// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Interrupt handles. Without commands 13 and 14 a handle is the number of the table entry; with them it is a number
 * that is never that of the entry, so that a driver which mixes them up is found out. A revoked handle stays unusable.
 */
#include <string.h>

#include "test/model/dsa-core.h"

#define FIRST_HANDLE 0x100
#define OPERAND_IMS BIT32(16)

bool handles_are_used(const struct dsa *dsa)
{
	return cmd_is_supported(dsa, CMD_REQUEST_HANDLE);
}

void handles_reset(struct dsa *dsa)
{
	memset(dsa->handles, 0, sizeof(dsa->handles));
	dsa->next_handle = FIRST_HANDLE;
}

void handles_revoke(struct dsa *dsa)
{
	memset(dsa->handles, 0, sizeof(dsa->handles));
	core_cause(dsa, CAUSE_REVOKED);
}

static struct handle *find(struct dsa *dsa, bool used, uint16_t value, bool ims)
{
	for (unsigned int i = 0; i < MAX_HANDLES; i++) {
		struct handle *handle = &dsa->handles[i];

		if (handle->used == used && (!used || (handle->value == value && handle->ims == ims)))
			return handle;
	}
	return NULL;
}

int handle_request(struct dsa *dsa, uint32_t operand, uint16_t *value)
{
	const uint16_t index = operand & 0xffff;
	const bool ims = operand & OPERAND_IMS;
	struct handle *handle = find(dsa, false, 0, false);

	if (ims ? index >= dsa->n_ims : !index || index >= dsa->n_vectors)
		return IDXD_CMDSTS_INT_INDEX;
	if (!handle)
		return IDXD_CMDSTS_INT_NONE;
	if (dsa->next_handle < FIRST_HANDLE)
		dsa->next_handle = FIRST_HANDLE;
	*handle = (struct handle){ .used = true, .ims = ims, .value = dsa->next_handle++, .index = index };
	*value = handle->value;
	return 0;
}

/* The operand is the entry's number; but Linux gives the handle. */
int handle_release(struct dsa *dsa, uint32_t operand)
{
	struct handle *handle = NULL;

	for (unsigned int i = 0; i < MAX_HANDLES && !handle; i++)
		if (dsa->handles[i].used && dsa->handles[i].index == (operand & 0xffff) &&
		    dsa->handles[i].ims == !!(operand & OPERAND_IMS))
			handle = &dsa->handles[i];
	if (!handle)
		handle = find(dsa, true, operand & 0xffff, operand & OPERAND_IMS);
	if (!handle)
		return IDXD_CMDSTS_INT_INDEX;
	handle->used = false;
	return 0;
}

/* The table entry that a handle stands for; -1: none. */
static int handle_index(const struct dsa *dsa, uint16_t value, bool ims)
{
	unsigned int index = value;

	if (handles_are_used(dsa)) {
		const struct handle *handle = find((struct dsa *)dsa, true, value, ims);

		if (!handle)
			return -1;
		index = handle->index;
	}
	return index < (ims ? dsa->n_ims : dsa->n_vectors) ? (int)index : -1;
}

bool handle_exists(const struct dsa *dsa, uint16_t value, bool ims)
{
	return handle_index(dsa, value, ims) >= 0;
}

static uint32_t permissions(const struct dsa *dsa, unsigned int index, bool ims)
{
	return ims ? (uint32_t)load(dsa->ims + index * IMS_STRIDE + IMS_CONTROL, 4) : (uint32_t)dsa->msix_perm[index];
}

bool handle_is_good(const struct dsa *dsa, uint16_t value, bool ims, uint32_t pasid)
{
	const int index = handle_index(dsa, value, ims);
	uint32_t perm;

	if (index < 0)
		return false;
	perm = permissions(dsa, (unsigned int)index, ims);
	return perm & PERM_PASID_EN ? (perm >> PERM_PASID_SHIFT & PASID_MASK) == pasid : pasid == DSA_NO_PASID;
}

/* IMS entries hold an address and data for the host bridge, which this model does not write: they give no interrupt. */
void handle_interrupt(struct dsa *dsa, uint16_t value, bool ims, bool completion)
{
	const int index = handle_index(dsa, value, ims);

	if (index < 0 || ims || (completion && permissions(dsa, (unsigned int)index, false) & PERM_IGNORE))
		return;
	core_interrupt(dsa, (unsigned int)index);
}

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

int handle_release(struct dsa *dsa, uint32_t operand)
{
	struct handle *handle = find(dsa, true, operand & 0xffff, operand & OPERAND_IMS);

	if (!handle)
		return IDXD_CMDSTS_INT_HANDLE;
	handle->used = false;
	return 0;
}

/* IMS entries hold an address and data for the host bridge, which this model does not write: they give no interrupt. */
int handle_vector(const struct dsa *dsa, uint16_t value, bool ims, uint32_t pasid)
{
	unsigned int index = value;
	uint64_t perm;

	if (ims)
		return -1;
	if (handles_are_used(dsa)) {
		const struct handle *handle = find((struct dsa *)dsa, true, value, false);

		if (!handle)
			return -1;
		index = handle->index;
	}
	if (!index || index >= dsa->n_vectors)
		return -1;
	perm = dsa->msix_perm[index];
	if (perm & PERM_IGNORE)
		return -1;
	if (!(perm & PERM_PASID_EN))
		return pasid == DSA_NO_PASID ? (int)index : -1;
	return (perm >> PERM_PASID_SHIFT & PASID_MASK) == pasid ? (int)index : -1;
}

// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * What differs between kernels: one row each. No other file looks at a release. A new kernel is a new row here, and a
 * new flag only if it does something that none did before.
 */
#include "rules-internal.h"

#define FLAGS_6_1 (IDXD_KF_NAME_NOT_KERNEL | IDXD_KF_BATCH_HIDDEN_ALL | IDXD_KF_WQ_BATCH_HIDDEN)

/* What 6.4 to 6.11 brought, taken together: no kernel between 6.1 and 6.12 was looked at. */
#define FLAGS_SINCE_6_12                                                                                             \
	(IDXD_KF_DRIVER_NAME | IDXD_KF_PRS_DISABLE | IDXD_KF_EVENT_LOG | IDXD_KF_FILE_OBJECTS | IDXD_KF_IAA_CAP |    \
	 IDXD_KF_ATS_HIDDEN | IDXD_KF_ATS_CHECKS_CONF | IDXD_KF_ALLOWED_SHOWN | IDXD_KF_IAA_DEFAULTS |               \
	 IDXD_KF_ERRORS_BITMAP | IDXD_KF_MODALIAS | IDXD_KF_CRYPTO)

#define FLAGS_6_12 (FLAGS_SINCE_6_12 | IDXD_KF_BATCH_HIDDEN_ALL | IDXD_KF_WQ_BATCH_HIDDEN)
#define FLAGS_7_2  (FLAGS_SINCE_6_12 | IDXD_KF_BOOL_ED | IDXD_KF_DSACAPS | IDXD_KF_USER_PASID_ALWAYS)

static const struct idxd_kernel kernels[] = {
	{ IDXD_KERNEL(6, 1), FLAGS_6_1 },
	{ IDXD_KERNEL(6, 12), FLAGS_6_12 },
	{ IDXD_KERNEL(7, 2), FLAGS_7_2 },
};

#define N_KERNELS (sizeof(kernels) / sizeof(kernels[0]))

const struct idxd_kernel *idxd_rules_kernel(uint16_t release)
{
	unsigned int n = N_KERNELS - 1;

	while (n > 0 && kernels[n].release > release)
		n--;
	return &kernels[n];
}

const struct idxd_kernel *idxd_rules_kernel_row(unsigned int n)
{
	return n < N_KERNELS ? &kernels[n] : (const struct idxd_kernel *)0;
}

bool idxd_rules_user_pasid(const struct idxd_kernel *kernel, bool sva, bool iommu)
{
	/* 7.2 does not look whether the IOMMU could (interface notes 0.10 and 4.6). */
	return sva && (iommu || idxd_kernel_has(kernel, IDXD_KF_USER_PASID_ALWAYS));
}

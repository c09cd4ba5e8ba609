// SPDX-License-Identifier: GPL-2.0-only
/*
 * The performance counters; not there yet.
 */
#include "driver.h"

/**
 * idxd_pmu_register - make the counters known to perf
 * @idxd: the device
 */
void idxd_pmu_register(struct idxd_device *idxd)
{
}

/**
 * idxd_pmu_unregister - the opposite of idxd_pmu_register()
 * @idxd: the device
 */
void idxd_pmu_unregister(struct idxd_device *idxd)
{
}

/**
 * idxd_pmu_overflow - a counter went through zero
 * @idxd: the device
 */
void idxd_pmu_overflow(struct idxd_device *idxd)
{
}

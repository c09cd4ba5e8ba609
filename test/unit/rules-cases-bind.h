/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Binding a device or wq 0: the driver's conditions, each alone and in their order, with what a failure leaves behind.
 */
#ifndef RULES_CASES_BIND_H
#define RULES_CASES_BIND_H

#include "rules-cases.h"

#define BINDS(name, kernels, machine, state, driver, type)                                                           \
	{ name, kernels, machine, state, IDXD_BUS_##driver, IDXD_REASON_OK, IDXD_DENY_NONE, 0, IDXD_TYPE_##type }
#define FAILS(name, kernels, machine, state, driver, reason, deny, status, type)                                     \
	{ name, kernels, machine, state, IDXD_BUS_##driver, IDXD_REASON_##reason, IDXD_DENY_##deny, status,           \
	  IDXD_TYPE_##type }
#define UNCHANGED 0

#define USER_DED (S_DEV | S_READY_DED | S_USER | S_DRV_USER | M_UPASID)
#define DMA_DED	 (S_DEV | S_READY_DED | S_KERNEL | S_DRV_DMA)
#define IAA_DED	 (S_DEV | S_READY_DED | S_KERNEL | S_DRV_IAA)
#define USER_SWQ (S_DEV | S_READY_SWQ | S_USER | S_DRV_USER | M_SVM)
#define DMA_SWQ	 (S_DEV | S_READY_SWQ | S_KERNEL | S_DRV_DMA | M_SVM)

static const struct rules_bind_case rules_bind_cases[] = {
	/* the device */
	BINDS("a device with a dedicated wq and an engine is enabled", KALL, DSA1, S_READY_DED | S_USER, IDXD, USER),
	BINDS("a device is enabled with a grouped wq of no type", KALL, DSA1, S_READY_DED, IDXD, NONE),
	BINDS("a device with a shared user wq is enabled with SVM", KALL, DSA1, S_READY_SWQ | S_USER | M_SVM, IDXD, USER),
	BINDS("a device with a shared kernel wq is enabled with SVM", KALL, DSA1, S_READY_SWQ | S_KERNEL | M_SVM, IDXD,
	      KERNEL),
	BINDS("a shared wq in no group does not matter to the device", KALL, DSA1, S_ENG2 | S_OTHER_GROUPED, IDXD, NONE),
	BINDS("the driver does not ask whether a group with wqs has an engine", KALL, DSA1,
	      S_DED | S_SIZE | S_GROUPED | S_OTHER_GROUPED, IDXD, NONE),
	BINDS("a device that is not configurable is not looked at", KALL, DSA1, M_FIXED, IDXD, NONE),
	BINDS("a dedicated kernel wq needs no privileged mode where the kernel has no PASID", KALL, DSA1,
	      S_READY_DED | S_KERNEL, IDXD, KERNEL),
	BINDS("a dedicated kernel wq with PASID is enabled in privileged mode", KALL, DSA1,
	      S_READY_DED | S_KERNEL | M_KPASID | M_PRIV, IDXD, KERNEL),
	BINDS("a dedicated user wq needs no privileged mode", KALL, DSA1, S_READY_DED | S_USER | M_KPASID | M_UPASID, IDXD,
	      USER),
	BINDS("a shared kernel wq needs no privileged mode", KALL, DSA1,
	      S_READY_SWQ | S_KERNEL | M_ENQCMD | M_KPASID, IDXD, KERNEL),
	FAILS("an enabled device is not enabled again", KALL, DSA1, S_DEV | S_READY_DED, IDXD, ALREADY_ENABLED, NXIO,
	      0x80000010, NONE),
	FAILS("a halted device is not enabled", KALL, DSA1, S_HALTED | S_READY_DED, IDXD, HALTED, NXIO, 0x80000010, NONE),
	FAILS("an unconfigured device leaves the cmd_status seen after boot", KALL, DSA1, S_CLEAN, IDXD, NO_WQ_CONFIGURED,
	      NXIO, 0x800d0000, NONE),
	FAILS("a device without wqs in groups is said before its missing engines", KALL, IAX1, S_DED | S_SIZE, IDXD,
	      NO_WQ_CONFIGURED, NXIO, 0x800d0000, NONE),
	FAILS("a device without engines in groups leaves cmd_status alone", KALL, DSA1, S_DED | S_SIZE | S_GROUPED, IDXD,
	      NO_ENGINE_CONFIGURED, NXIO, UNCHANGED, NONE),
	FAILS("a shared user wq without ENQCMD stops the device", KALL, DSA1, S_READY_SWQ | S_USER | M_UPASID | M_KPASID,
	      IDXD, SHARED_UNSUPPORTED, NXIO, 0x800c0000, USER),
	FAILS("a shared user wq without user PASID stops the device", KALL, DSA1, S_READY_SWQ | S_USER | M_ENQCMD | M_KPASID,
	      IDXD, SHARED_UNSUPPORTED, NXIO, 0x800c0000, USER),
	FAILS("a shared kernel wq without kernel PASID stops the device", KALL, DSA1,
	      S_READY_SWQ | S_KERNEL | M_ENQCMD | M_UPASID, IDXD, SHARED_UNSUPPORTED, NXIO, 0x800c0000, KERNEL),
	FAILS("a shared wq without type stops the device even with SVM", KALL, DSA1, S_READY_SWQ | M_SVM, IDXD,
	      SHARED_TYPE_NONE, NXIO, 0x800c0000, NONE),
	FAILS("one shared wq of no type and no size stops the whole device", KALL, DSA1,
	      S_READY_DED | S_USER | S_OTHER_SHARED, IDXD, SHARED_UNSUPPORTED, NXIO, 0x800c0000, USER),
	FAILS("a shared wq is said before missing engines are", KALL, DSA1, S_GROUPED, IDXD, SHARED_UNSUPPORTED, NXIO,
	      0x800c0000, NONE),
	FAILS("a dedicated kernel wq with PASID needs privileged mode", KALL, DSA1, S_READY_DED | S_KERNEL | M_KPASID, IDXD,
	      PASID_PRIV, NXIO, 0x800f0000, KERNEL),

	/* user */
	BINDS("a dedicated wq is taken by user", KALL, DSA1, USER_DED, USER, USER),
	BINDS("a shared wq is taken by user with SVM", KALL, DSA1, USER_SWQ, USER, USER),
	BINDS("user takes a wq of no type and gives it one", KALL, DSA1, USER_DED & ~S_USER, USER, USER),
	BINDS("user takes a wq of type kernel and changes it", KALL, DSA1, (USER_DED & ~S_USER) | S_KERNEL, USER, USER),
	BINDS("a wq of no size is taken: the driver gives it 16 entries", KALL, DSA1, USER_DED & ~S_SIZE, USER, USER),
	BINDS("6.1 asks for no driver_name", K61, DSA1, USER_DED & ~S_DRV_USER, USER, USER),
	FAILS("user needs an enabled device", KALL, DSA1, USER_DED & ~S_DEV, USER, DEVICE_NOT_ENABLED, NXIO, UNCHANGED,
	      USER),
	FAILS("a halted device is not enabled for user", KALL, DSA1, (USER_DED & ~S_DEV) | S_HALTED, USER,
	      DEVICE_NOT_ENABLED, NXIO, UNCHANGED, USER),
	FAILS("user needs its name in driver_name and leaves the type", KNEW, DSA1, USER_DED & ~S_DRV_USER, USER, DRIVER_NAME,
	      NODEV, 0x80200000, USER),
	FAILS("user does not take a wq for dmaengine", KNEW, DSA1, (USER_DED & ~S_DRV_USER) | S_DRV_DMA, USER, DRIVER_NAME,
	      NODEV, 0x80200000, USER),
	FAILS("user needs a user PASID and leaves the type", KALL, DSA1, USER_DED & ~M_UPASID, USER, NO_USER_PASID, OPNOTSUPP,
	      0x80110000, USER),
	FAILS("the missing PASID is said before the missing group", KALL, DSA1, USER_DED & ~(M_UPASID | S_GROUPED), USER,
	      NO_USER_PASID, OPNOTSUPP, 0x80110000, USER),
	FAILS("the missing PASID is said before the enabled wq", KALL, DSA1, (USER_DED & ~M_UPASID) | S_WQ, USER,
	      NO_USER_PASID, OPNOTSUPP, 0x80110000, USER),
	FAILS("the driver_name is said before the missing PASID", KNEW, DSA1, USER_DED & ~(M_UPASID | S_DRV_USER), USER,
	      DRIVER_NAME, NODEV, 0x80200000, USER),
	FAILS("user finds the wq enabled already", KALL, DSA1, USER_DED | S_WQ, USER, ALREADY_ENABLED, BUSY, 0x80000021,
	      NONE),
	FAILS("user needs a group and takes the type away", KALL, DSA1, USER_DED & ~S_GROUPED, USER, WQ_NO_GROUP, NXIO,
	      0x80030000, NONE),
	FAILS("the missing group is said before the missing name", KALL, DSA1, USER_DED & ~(S_GROUPED | S_NAMED), USER,
	      WQ_NO_GROUP, NXIO, 0x80030000, NONE),
	FAILS("user needs a name and takes the type away", KALL, DSA1, USER_DED & ~S_NAMED, USER, WQ_NO_NAME, NXIO,
	      0x80040000, NONE),
	FAILS("user takes no shared wq without ENQCMD", KALL, DSA1, USER_SWQ & ~M_ENQCMD, USER, SHARED_UNSUPPORTED, NXIO,
	      0x80050000, NONE),
	FAILS("the missing support is said before the missing threshold", KALL, DSA1, USER_SWQ & ~(M_ENQCMD | S_THRESH), USER,
	      SHARED_UNSUPPORTED, NXIO, 0x80050000, NONE),
	FAILS("user takes no shared wq without threshold", KALL, DSA1, USER_SWQ & ~S_THRESH, USER, SHARED_NO_THRESHOLD, NXIO,
	      0x80060000, NONE),
	FAILS("user meets another shared wq that cannot be served", KALL, DSA1, USER_DED | S_OTHER_SHARED, USER,
	      SHARED_UNSUPPORTED, INVAL, 0x800c0000, NONE),
	FAILS("user meets another shared wq of no type even with SVM", KALL, DSA1, USER_DED | M_SVM | S_OTHER_SHARED, USER,
	      SHARED_TYPE_NONE, INVAL, 0x800c0000, NONE),
	FAILS("user meets a device whose engines left", KALL, DSA1, USER_DED & ~S_ENG2, USER, NO_ENGINE_CONFIGURED, INVAL,
	      UNCHANGED, NONE),
	BINDS("user does not look at engines where nothing is configurable", KALL, DSA1, (USER_DED & ~S_ENG2) | M_FIXED, USER,
	      USER),
	FAILS("a wq once unbound on such a device reads shared and is refused", KALL, DSA1,
	      (USER_DED & ~(S_DED | S_SIZE | S_PRIO)) | M_FIXED, USER, SHARED_UNSUPPORTED, NXIO, 0x80050000, NONE),

	/* dmaengine */
	BINDS("a dedicated wq is taken by dmaengine", KALL, DSA1, DMA_DED, DMAENGINE, KERNEL),
	BINDS("a shared wq is taken by dmaengine with SVM", KALL, DSA1, DMA_SWQ, DMAENGINE, KERNEL),
	BINDS("dmaengine takes a wq of type user and changes it", KALL, DSA1, (DMA_DED & ~S_KERNEL) | S_USER, DMAENGINE,
	      KERNEL),
	BINDS("dmaengine needs no user PASID", KALL, DSA1, DMA_DED & ~M_UPASID, DMAENGINE, KERNEL),
	BINDS("dmaengine takes wqs of IAX too", KALL, IAX1, DMA_DED, DMAENGINE, KERNEL),
	FAILS("dmaengine needs an enabled device and changes nothing otherwise", KALL, DSA1, DMA_DED & ~S_DEV, DMAENGINE,
	      DEVICE_NOT_ENABLED, NXIO, UNCHANGED, KERNEL),
	FAILS("dmaengine takes the type even when driver_name does not fit", KNEW, DSA1, DMA_DED & ~S_DRV_DMA, DMAENGINE,
	      DRIVER_NAME, NODEV, 0x80200000, NONE),
	FAILS("dmaengine finds the wq enabled already", KALL, DSA1, DMA_DED | S_WQ, DMAENGINE, ALREADY_ENABLED, NXIO,
	      0x80000021, NONE),
	FAILS("dmaengine needs a group", KALL, DSA1, DMA_DED & ~S_GROUPED, DMAENGINE, WQ_NO_GROUP, NXIO, 0x80030000, NONE),
	FAILS("dmaengine needs a name", KALL, DSA1, DMA_DED & ~S_NAMED, DMAENGINE, WQ_NO_NAME, NXIO, 0x80040000, NONE),
	FAILS("dmaengine takes no shared wq without kernel PASID", KALL, DSA1, DMA_SWQ & ~M_KPASID, DMAENGINE,
	      SHARED_UNSUPPORTED, NXIO, 0x80050000, NONE),
	FAILS("dmaengine takes no shared wq without threshold", KALL, DSA1, DMA_SWQ & ~S_THRESH, DMAENGINE,
	      SHARED_NO_THRESHOLD, NXIO, 0x80060000, NONE),
	FAILS("dmaengine meets another shared wq that cannot be served", KALL, DSA1, DMA_DED | S_OTHER_SHARED, DMAENGINE,
	      SHARED_UNSUPPORTED, NXIO, 0x800c0000, NONE),
	FAILS("dmaengine meets a device whose engines left", KALL, DSA1, DMA_DED & ~S_ENG2, DMAENGINE, NO_ENGINE_CONFIGURED,
	      NXIO, UNCHANGED, NONE),
	FAILS("dmaengine needs privileged mode for a dedicated wq with PASID", KALL, DSA1, DMA_DED | M_KPASID, DMAENGINE,
	      PASID_PRIV, NXIO, 0x800f0000, NONE),

	/* crypto, idxd */
	BINDS("a wq of IAX is taken by crypto", KNEW, IAX1, IAA_DED, CRYPTO, KERNEL),
	FAILS("crypto takes no wq of DSA", KNEW, DSA1, IAA_DED, CRYPTO, DRIVER_TYPE, NODEV, UNCHANGED, KERNEL),
	FAILS("6.1 has no crypto", K61, IAX1, IAA_DED, CRYPTO, DRIVER_TYPE, NODEV, UNCHANGED, KERNEL),
	FAILS("dmaengine tries the default wq of IAX first and takes its type", KNEW, IAX1, IAA_DED, DMAENGINE, DRIVER_NAME,
	      NODEV, 0x80200000, NONE),
	FAILS("crypto needs its name in driver_name", KNEW, IAX1, IAA_DED & ~S_DRV_IAA, CRYPTO, DRIVER_NAME, NODEV,
	      0x80200000, NONE),
	FAILS("crypto needs an enabled device", KNEW, IAX1, IAA_DED & ~S_DEV, CRYPTO, DEVICE_NOT_ENABLED, NXIO, UNCHANGED,
	      KERNEL),
};

#endif

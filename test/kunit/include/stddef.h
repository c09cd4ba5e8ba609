/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmocka wants stddef.h included before it; nothing of it is used. */

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_RESTORE_H
#define SFWCTL_CMD_RESTORE_H

#include <linux/types.h>

#include "lang/action.h"

int restore(const struct options *opt, const char *path, __u32 confirm,
	    const struct words *words);

#endif

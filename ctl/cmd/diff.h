/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_DIFF_H
#define SFWCTL_CMD_DIFF_H

#include "lang/action.h"

int diff_lines(const struct options *opt, const struct words *words, const char *path,
	       bool change);

#endif

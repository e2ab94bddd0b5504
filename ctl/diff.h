/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_DIFF_H
#define SFWCTL_DIFF_H

#include <stdbool.h>

int diff_same(const char *path, bool *same);

#endif

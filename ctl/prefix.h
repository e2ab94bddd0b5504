/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_PREFIX_H
#define SFWCTL_PREFIX_H

#include "command.h"

int prefix_compare(const struct prefix *a, const struct prefix *b);

#endif

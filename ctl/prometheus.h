/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_PROMETHEUS_H
#define SFWCTL_PROMETHEUS_H

#include <stdio.h>

#include "overview.h"

void prometheus_print(FILE *out, const struct overview *view);

#endif

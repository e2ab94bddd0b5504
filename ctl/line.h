/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_LINE_H
#define SFWCTL_LINE_H

#include <stddef.h>

#include "command.h"

/* Holds any line: both lists at their longest, each option. */
#define LINE_MAX_BYTES	5120

const char *line_format(const struct command *cmd, char *buf, size_t size);

#endif

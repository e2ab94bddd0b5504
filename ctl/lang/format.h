/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_LANG_FORMAT_H
#define SFWCTL_LANG_FORMAT_H

#include <stddef.h>

#include "lang/statement.h"

/* Holds any line: both lists at their longest, each option. */
#define LINE_MAX_BYTES	5120

/* Holds a blank and the name of any interface, with quotes. */
#define DEV_WORD_MAX	(2 * SFW_DEV_MAX + sizeof(" \"\""))

const char *format_command(const struct command *cmd, char *buf, size_t size);
const char *format_word(const char *word, char *buf, size_t size);

#endif

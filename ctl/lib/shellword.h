/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_LIB_SHELLWORD_H
#define SFWCTL_LIB_SHELLWORD_H

#include <stddef.h>

const char *shell_word(const char *text, char *to, size_t size);

#endif

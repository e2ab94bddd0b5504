/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_LIB_UTF8_H
#define SFWCTL_LIB_UTF8_H

#include <stdbool.h>
#include <stddef.h>

size_t utf8_char(const char *s);
bool utf8_valid(const char *s);
bool utf8_control(const char *s);

#endif

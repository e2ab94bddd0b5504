/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_LIB_SHA256_H
#define SFWCTL_LIB_SHA256_H

#include <stddef.h>

#define SHA256_TEXT_MAX	65	/* hexadecimal digits, and the end */

const char *sha256_text(const void *data, size_t len, char buf[SHA256_TEXT_MAX]);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* Arrays that grow by one element at a time. */
#ifndef SFWCTL_LIB_GROW_H
#define SFWCTL_LIB_GROW_H

#include <stddef.h>

void *grow(void *array, size_t *count, size_t size);

#endif

// SPDX-License-Identifier: GPL-2.0
/* Arrays that grow by one element at a time. */
#include <stdlib.h>
#include <string.h>

#include "lib/grow.h"

#define FIRST	16	/* elements */

/**
 * grow() - add an element to the end of an array
 * @array: address of the pointer to the first element, which is NULL at first;
 *	   to be freed by the caller
 * @count: number of elements, one more afterwards
 * @size: bytes of an element
 *
 * There is room for FIRST elements, and for a power of two from there on.
 *
 * Return: the element, all zero; NULL without memory, and nothing has changed.
 */
void *grow(void *array, size_t *count, size_t size)
{
	char *items;

	memcpy(&items, array, sizeof(items));
	if (!*count || (*count >= FIRST && !(*count & (*count - 1)))) {
		items = reallocarray(items, *count ? *count * 2 : FIRST, size);
		if (!items)
			return NULL;
		memcpy(array, &items, sizeof(items));
	}
	return memset(items + (*count)++ * size, 0, size);
}

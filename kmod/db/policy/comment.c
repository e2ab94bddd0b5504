// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>
#include <linux/string.h>

#include "comment.h"

/**
 * sfw_comment_alloc - a comment with one reference
 * @text: the words; copied
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_comment *sfw_comment_alloc(const char *text)
{
	size_t len = strlen(text) + 1;
	struct sfw_comment *c = kmalloc(sizeof(*c) + len, GFP_KERNEL_ACCOUNT);

	if (!c)
		return NULL;
	refcount_set(&c->refs, 1);
	memcpy(c->text, text, len);
	return c;
}

/**
 * sfw_comment_put - drop a reference
 * @c: the comment, or NULL
 */
void sfw_comment_put(struct sfw_comment *c)
{
	if (c && refcount_dec_and_test(&c->refs))
		kfree(c);
}

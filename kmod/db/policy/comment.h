/* SPDX-License-Identifier: GPL-2.0 */
/* Comments that the copies of an object share. */
#ifndef SFW_DB_POLICY_COMMENT_H
#define SFW_DB_POLICY_COMMENT_H

#include <linux/refcount.h>

struct sfw_comment {
	refcount_t refs;
	char text[];
};

struct sfw_comment *sfw_comment_alloc(const char *text);
void sfw_comment_put(struct sfw_comment *c);

#endif /* SFW_DB_POLICY_COMMENT_H */

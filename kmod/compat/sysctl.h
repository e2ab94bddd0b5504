/* SPDX-License-Identifier: GPL-2.0 */
/* Where a table of sysctls ends: with an empty entry before 6.11. */
#ifndef SFW_COMPAT_SYSCTL_H
#define SFW_COMPAT_SYSCTL_H

#include <linux/sysctl.h>

static inline bool sfw_compat_is_entry(const struct ctl_table_header *head,
				       const struct ctl_table *t)
{
#ifdef SFW_HAVE_CTL_TABLE_SIZE
	return t < head->ctl_table + head->ctl_table_size;
#else
	return t->procname;
#endif
}

#endif /* SFW_COMPAT_SYSCTL_H */

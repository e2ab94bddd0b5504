/* SPDX-License-Identifier: GPL-2.0 */
/* Port scanners: sources that tried closed ports. */
#ifndef SFW_DB_LIST_SCAN_H
#define SFW_DB_LIST_SCAN_H

#include "list.h"

bool sfw_scan_listed(const struct sfw_list *list,
		     const struct sfw_list_key *src, u64 now);
bool sfw_scan_listed_over(const struct sfw_list *list,
			  const struct sfw_list_key *src, u64 now);
bool sfw_scan_renew(const struct sfw_list *list,
		    const struct sfw_list_key *src, u16 port, u8 ttl, u64 now);
void sfw_scan_note(struct sfw_list *list, const struct sfw_list_key *src,
		   u16 port, u32 ports, u8 ttl, u64 now);

#endif /* SFW_DB_LIST_SCAN_H */

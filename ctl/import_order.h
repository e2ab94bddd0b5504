/* SPDX-License-Identifier: GPL-2.0 */
/* The translation of a chain: what its parts know of each other. Pure. */
#ifndef SFWCTL_IMPORT_ORDER_H
#define SFWCTL_IMPORT_ORDER_H

#include "import_draft.h"

/* How far a command opens sfw. */
enum reach {
	REACH_ENTRY,		/* new packets, behind blocks and scans */
	REACH_TRUST,		/* all packets, before everything else */
};

bool match_new(struct match *m);
void match_closed(struct match *m, int proto);

bool order_may_open(const struct walk *walk, size_t at,
		    const struct match *opened, enum reach reach);

int recent_guard(struct draft *draft, const struct walk *walk, size_t at,
		 const struct match *opened, char name[SFW_NAME_MAX + 1]);
bool recent_scan(struct draft *draft, const struct walk *walk, size_t at);
bool recent_spares(const struct walk *walk, size_t check, size_t at,
		   const struct match *opened);

void answer_choose(struct draft *draft, const struct walk *walk);
bool answer_is_same(const struct draft *draft, const struct walk *walk,
		    const struct stop *stop);

#endif

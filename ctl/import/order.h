/* SPDX-License-Identifier: GPL-2.0 */
/* The translation of a chain: functions that its parts share. Pure. */
#ifndef SFWCTL_IMPORT_ORDER_H
#define SFWCTL_IMPORT_ORDER_H

#include "import/draft.h"
#include "import/pieces.h"

/* How far a command opens sfw. */
enum reach {
	REACH_ENTRY,		/* new packets, behind blocks and scans */
	REACH_TRUST,		/* all packets, before everything else */
};

bool order_may_open(const struct walk *walk, size_t at,
		    const struct match *opened, enum reach reach);
int order_left(const struct draft *draft, const struct walk *walk, size_t at,
	       const struct match *opened, struct pieces *left,
	       const struct stop **cut);

int order_offered(const struct draft *draft, const struct walk *walk, size_t at,
		  const struct match *opened, struct pieces *left);

const char *entry_beyond(const struct match *m);
bool entry_is_open(const struct draft *draft, const struct match *m);
int entry_add(struct draft *draft, const struct stop *stop,
	      const struct pieces *left, const char *guard);
int entry_offer(const struct draft *draft, const struct walk *walk,
		const struct stop *stop, const struct pieces *left,
		const struct stop *cut);
bool entry_takes_guard(const struct match *m);
int open_stop(struct draft *draft, const struct walk *walk, size_t at);
int block_add(struct draft *draft, const struct walk *walk, size_t at);
bool is_of_family(const struct draft *draft, int proto);

int recent_guard(struct draft *draft, const struct walk *walk, size_t at,
		 const struct match *opened, char name[SFW_NAME_MAX + 1]);
bool recent_scan(struct draft *draft, const struct walk *walk, size_t at);
bool recent_spares(const struct walk *walk, size_t check, size_t at,
		   const struct match *opened);

void reject_choose(struct draft *draft, const struct walk *walk);
bool reject_is_same(const struct draft *draft, const struct walk *walk,
		    const struct stop *stop);

#endif

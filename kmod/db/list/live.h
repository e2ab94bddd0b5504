/* SPDX-License-Identifier: GPL-2.0 */
/* Connections that the sources of a guard have at this moment. */
#ifndef SFW_DB_LIST_LIVE_H
#define SFW_DB_LIST_LIVE_H

#include "admission.h"
#include "list.h"

#define SFW_LIVE_CAP	65536	/* connections that a guard remembers */

/* State of a connection, by the word of its tracker. */
enum sfw_live_state {
	SFW_LIVE_GONE,		/* not known: over, or not yet */
	SFW_LIVE_CLOSED,	/* over, and kept for stray packets */
	SFW_LIVE_LINGERING,	/* over, but may go on with no guard asked */
	SFW_LIVE_OPENING,	/* its source may be forged */
	SFW_LIVE_UNASSURED,	/* likewise, but nobody can tell when it is not */
	SFW_LIVE_OPEN,
};

/* Name of a connection for its tracker. */
struct sfw_live_id {
	u64 word[6];
};

/* Tells enum sfw_live_state. Called with a bucket locked, in a softirq too. */
typedef int sfw_live_ask(void *owner, const struct sfw_live_id *id);

struct sfw_live *sfw_live_alloc(sfw_live_ask *ask, void *owner);
void sfw_live_free(struct sfw_live *l);
enum sfw_admission sfw_live_enter(struct sfw_live *l, const struct sfw_list_key *src,
				  const struct sfw_live_id *id, u32 most);
void sfw_live_leave(struct sfw_live *l, const struct sfw_list_key *src,
		    const struct sfw_live_id *id);
bool sfw_live_is_full(struct sfw_live *l, const struct sfw_list_key *src, u32 most);
u32 sfw_live_size(const struct sfw_live *l);

#endif /* SFW_DB_LIST_LIVE_H */

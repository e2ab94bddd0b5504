/* SPDX-License-Identifier: GPL-2.0 */
/* Facts from the lists, for the questions of the decision. */
#ifndef SFW_DB_LOOKUP_H
#define SFW_DB_LOOKUP_H

#include "../core/decide.h"
#include "db.h"

void sfw_db_lookup(const struct sfw_db *db, const struct sfw_policy *p,
		   const struct sfw_verdict *v, struct sfw_facts *f,
		   bool peek);

#endif /* SFW_DB_LOOKUP_H */

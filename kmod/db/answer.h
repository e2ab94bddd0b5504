/* SPDX-License-Identifier: GPL-2.0 */
/* Answers from the lists to what the decision asks. */
#ifndef SFW_DB_ANSWER_H
#define SFW_DB_ANSWER_H

#include "../core/decide.h"
#include "db.h"

void sfw_db_answer(const struct sfw_db *db, const struct sfw_policy *p,
		   const struct sfw_verdict *v, struct sfw_facts *f,
		   bool peek);

#endif /* SFW_DB_ANSWER_H */

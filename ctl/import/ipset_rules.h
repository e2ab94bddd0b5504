/* SPDX-License-Identifier: GPL-2.0 */
/* Rules that name sets of ipset, and the groups that stand for these. Pure. */
#ifndef SFWCTL_IMPORT_IPSET_RULES_H
#define SFWCTL_IMPORT_IPSET_RULES_H

#include "import/ruleset.h"

int ipset_rules_family(struct ipsets *sets, const struct table *table);
int ipset_rules_settle(struct ruleset *set);
bool ipset_rules_lack(struct ruleset *set);

#endif

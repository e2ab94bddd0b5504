/* SPDX-License-Identifier: GPL-2.0 */
/* The saved policy beside the one that runs. */
#ifndef SFWCTL_NET_SAVED_H
#define SFWCTL_NET_SAVED_H

#include "lang/action.h"
#include "net/policy.h"

/* Whether a policy is saved, and the one that runs, which may have lines with an end. */
enum saved {
	SAVED_NONE, SAVED_SAME, SAVED_BUT_ENDING, SAVED_DIFFERS, SAVED_BROKEN, SAVED_FOR_HOST
};

bool saved_is_at(const char *path);
void saved_warn(const char *path);
enum saved saved_compare(const struct action *table);
bool saved_opens(const struct action *table);
bool policy_opens(const struct policy *policy);
bool policy_closes(const struct policy *policy);

#endif

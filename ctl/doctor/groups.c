// SPDX-License-Identifier: GPL-2.0
/* A group that programs fill, and that nothing comes of. */
#include <string.h>

#include "doctor/doctor.h"
#include "net/policy.h"

static bool is_named(const struct policy *policy, const char *name)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(policy, &at, &obj))
		for (unsigned int i = 0; command_form(obj.command.cmd) >= FORM_ENTRY &&
		     i < obj.command.entry.group_count; i++)
			if (!strcmp(obj.command.entry.groups[i], name))
				return true;
	return false;
}

/**
 * doctor_idle_group() - find a volatile group that no line of a policy names
 * @policy: the policy
 * @name: gets the first one, or "": SFW_NAME_MAX + 1 bytes
 */
void doctor_idle_group(const struct policy *policy, char *name)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	*name = '\0';
	while (!*name && policy_next(policy, &at, &obj))
		if (obj.command.cmd == SFW_CMD_GROUP_NEW && obj.command.entry.is_volatile &&
		    !is_named(policy, obj.command.entry.name))
			strcpy(name, obj.command.entry.name);
}

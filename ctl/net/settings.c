// SPDX-License-Identifier: GPL-2.0
/* The settings of a policy. */
#include "lang/vocabulary.h"
#include "net/settings.h"

/**
 * values_read() - take the settings out of a policy
 * @values: the result
 * @policy: the policy
 */
void values_read(struct values *values, const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	for (unsigned int i = 0; i < SFW_S_MAX; i++)
		values->at[i] = settings[i].value;
	while (policy_next(policy, &at, &obj))
		if (obj.command.cmd == SFW_CMD_SETTING_SET)
			values->at[obj.command.setting.key] =
				obj.command.setting.value;
}

/**
 * setting_get() - ask for one setting
 * @nl: the connection
 * @staged: that of the policy which its transaction would publish
 * @key: which
 * @value: the result
 *
 * Return: 0 or a negative errno.
 */
int setting_get(struct nl *nl, bool staged, enum sfw_setting key, __u32 *value)
{
	struct policy policy;
	struct values values;
	int ret = staged ? policy_get_staged(nl, SFW_OBJ_SETTING, &policy) :
			   policy_get(nl, SFW_OBJ_SETTING, &policy);

	if (!ret) {
		values_read(&values, &policy);
		*value = values.at[key];
	}
	policy_free(&policy);
	return ret;
}

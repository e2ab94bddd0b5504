// SPDX-License-Identifier: GPL-2.0
/* Guards and knocks by their names. */
#include "family.h"
#include "txn.h"

static const char *kind(enum sfw_object object)
{
	return object == SFW_OBJ_GUARD ? "guard" : "knock";
}

/**
 * sfw_nl_add_gate - define a guard or knock
 * @s: the policy
 * @info: the request
 * @object: SFW_OBJ_GUARD or SFW_OBJ_KNOCK
 * @gate: its definition in the request
 *
 * Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_nl_add_gate(struct sfw_snapshot *s, const struct genl_info *info,
		    enum sfw_object object, const struct sfw_gate_base *gate)
{
	int err = sfw_snapshot_add_gate(s, object, gate,
					sfw_db_live(sfw_nl_db(info)));

	switch (err) {
	case -EEXIST:
		return sfw_nl_err(info, SFW_A_NAME, err,
				  "the name %s is taken already", gate->name);
	case -ENOSPC:
		return sfw_nl_err(info, SFW_A_NAME, err,
				  "there are %u %ss, the most there may be",
				  object == SFW_OBJ_GUARD ? SFW_GUARDS_MAX :
							    SFW_KNOCKS_MAX,
				  kind(object));
	}
	return err;
}

int sfw_nl_del_gate(struct sfw_snapshot *s, const struct genl_info *info,
		    enum sfw_object object)
{
	char name[SFW_NAME_MAX + 1];
	enum sfw_object other;
	int err = sfw_nl_get_name(info, name);

	if (err)
		return err;
	err = sfw_snapshot_del_gate(s, object, name);
	switch (err) {
	case -ENOENT:
		other = object == SFW_OBJ_GUARD ? SFW_OBJ_KNOCK : SFW_OBJ_GUARD;
		if (sfw_policy_gate(&s->policy, other, name))
			return sfw_nl_err(info, SFW_A_NAME, err,
					  "no %s is called %s, but a %s is",
					  kind(object), name, kind(other));
		return sfw_nl_err(info, SFW_A_NAME, err, "no %s is called %s",
				  kind(object), name);
	case -EBUSY:
		return sfw_nl_named_err(info, kind(object), name,
					sfw_snapshot_gate_lines(s, name));
	}
	return err;
}

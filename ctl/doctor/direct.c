// SPDX-License-Identifier: GPL-2.0
/* Obstacles for packets that are meant to go direct. */
#include "doctor/doctor.h"
#include "lib/printable.h"
#include "net/policy.h"

static bool counts_live(const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(policy, &at, &obj))
		if (obj.command.cmd == SFW_CMD_GUARD_ADD && obj.command.guard.live)
			return true;
	return false;
}

/**
 * doctor_direct_off() - why a policy lets no packet go direct
 * @policy: the policy
 * @values: its settings
 *
 * Return: an obstacle, for people, or NULL.
 */
const char *doctor_direct_off(const struct policy *policy,
			      const struct values *values)
{
	if (!values->at[SFW_S_EARLY])
		return "'set early off'";
	if (values->at[SFW_S_SCAN])
		return "'set scan', which must know all live connections";
	if (policy_count(policy, SFW_CMD_MASQ_ADD))
		return "'masquerade add', which translates";
	if (policy_count(policy, SFW_CMD_FORWARD_ADD))
		return "'forward add', which translates";
	return counts_live(policy) ?
	       "a guard with 'live', which counts connections" : NULL;
}

/* Of IP, where packets of this host pass. */
static bool is_beside(const struct rules_chain *chain)
{
	return chain->is_base &&
	       (chain->place == PLACE_PREROUTING || chain->place == PLACE_INPUT ||
		chain->place == PLACE_OUTPUT);
}

/**
 * doctor_judge_direct() - note obstacles for packets that go direct, which are no faults
 * @facts: facts about this machine
 * @findings: gets the first one
 */
void doctor_judge_direct(const struct doctor_facts *facts,
			 struct doctor_findings *findings)
{
	char command[DOCTOR_TEXT_MAX];

	if (!facts->enabled || !facts->direct)
		return;
	if (facts->direct_off) {
		doctor_note(findings, "direct", "sfwctl set direct off",
			    "'set direct on' does nothing beside %s",
			    facts->direct_off);
		return;
	}
	for (size_t i = 0; i < facts->rules.count; i++) {
		const struct rules_chain *chain = &facts->rules.chains[i];
		const char *owner = chain->owner ? chain->owner->name :
						   chain->holder;

		if (!is_beside(chain))
			continue;
		doctor_show_chain(chain, command, sizeof(command));
		doctor_note(findings, "direct", command,
			    "'set direct on' does nothing beside the rules of others, which may need connection tracking (%s%s%s, chain %s %s %s)",
			    owner[0] ? printable(owner).text : "",
			    owner[0] ? ", " : "", chain->tool, chain->family,
			    printable(chain->table).text,
			    printable(chain->name).text);
		return;
	}
}

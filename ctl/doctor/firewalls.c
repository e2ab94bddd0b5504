// SPDX-License-Identifier: GPL-2.0
/* Other firewalls: which packets they refuse besides sfw, and in which order. */
#include <errno.h>
#include <linux/netfilter_ipv4.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "lib/printable.h"
#include "lib/shellword.h"
#include "lib/subprocess.h"

static const char *const places[] = {
	[PLACE_INGRESS] = "all frames that come in by a device",
	[PLACE_BRIDGE] = "frames that come in by a bridge",
	[PLACE_PREROUTING] = "all packets that come in",
	[PLACE_INPUT] = "packets for this host",
	[PLACE_FORWARD] = "packets through this host",
};

/**
 * doctor_show_chain() - the command that shows rules of others
 * @chain: a chain of theirs
 * @command: the result
 * @size: of @command
 *
 * They are never taken away: something may rely on them, their program would make them
 * anew, and all that they refuse would be reachable.
 */
void doctor_show_chain(const struct rules_chain *chain, char *command, size_t size)
{
	char table[RULES_NAME_MAX + 64], name[RULES_NAME_MAX + 64];

	shell_word(chain->table, table, sizeof(table));
	shell_word(chain->name, name, sizeof(name));
	if (chain->owner == &rules_sfw)
		snprintf(command, size, "systemctl restart sfw");
	else if (chain->owner && chain->owner->look)
		snprintf(command, size, "%s", chain->owner->look);
	else if (strcmp(chain->tool, "nft"))
		snprintf(command, size, "%s -t %s -S", chain->tool, table);
	else if (chain->owner || chain->holder[0])
		snprintf(command, size, "nft list table %s %s", chain->family,
			 table);
	else
		snprintf(command, size, "nft list chain %s %s %s",
			 chain->family, table, name);
}

/* sfw stands where the table filter does. */
static const char *effect(const struct doctor_facts *facts,
			  const struct rules_chain *chain)
{
	if (chain->place < PLACE_INPUT)
		return "before sfw opens a port: packets that they refuse never reach it";
	if (!facts->enabled)
		return "alone, since sfw judges none of these";
	if (chain->priority < NF_IP_PRI_FILTER)
		return "before sfw: packets that they refuse never reach it, and are not counted";
	if (chain->priority > NF_IP_PRI_FILTER)
		return "after sfw: they may refuse packets that it accepts";
	return "beside sfw, at the same priority: a packet must pass both";
}

static void judge_chain(const struct doctor_facts *facts,
			const struct rules_chain *chain,
			struct doctor_findings *findings)
{
	const char *owner = chain->owner ? chain->owner->name : chain->holder;
	char command[DOCTOR_TEXT_MAX];

	doctor_show_chain(chain, command, sizeof(command));
	doctor_find(findings, "rules", command,
		    "others refuse %s, too (%s%s%s, chain %s %s %s, priority %d), %s",
		    places[chain->place],
		    owner[0] ? printable(owner).text : "", owner[0] ? ", " : "",
		    chain->tool, chain->family, printable(chain->table).text,
		    printable(chain->name).text, chain->priority,
		    effect(facts, chain));
}

static void judge_reading(const struct rules *rules,
			  struct doctor_findings *findings)
{
	int error = rules->full ? ENOMEM : -rules->error;

	if (error)
		doctor_find(findings, "rules", "nft list ruleset",
			    "the rules of others cannot be read, and may refuse packets, too: %s",
			    strerror(error));
}

/**
 * doctor_judge_rules() - find whose rules refuse packets, too
 * @facts: facts about this machine
 * @findings: gets them
 */
void doctor_judge_rules(const struct doctor_facts *facts,
			struct doctor_findings *findings)
{
	judge_reading(&facts->rules, findings);
	for (size_t i = 0; i < facts->rules.count; i++) {
		const struct rules_chain *chain = &facts->rules.chains[i];

		if (chain->is_base && chain->refuses &&
		    chain->place != PLACE_OUTPUT &&
		    !(chain->place == PLACE_FORWARD && facts->forward_off))
			judge_chain(facts, chain, findings);
	}
}

static void read_saved(struct rules *rules, const char *tool,
		       const char *program, const char *family)
{
	const char *const argv[] = { program, NULL };
	char *text = process_output(argv);

	if (text)
		rules_read_save(rules, text, tool, family);
	free(text);
}

/**
 * doctor_rules() - read the rules of other firewalls
 * @rules: the result
 *
 * Asking iptables for rules would load its modules, where there are none.
 */
void doctor_rules(struct rules *rules)
{
	rules->error = rules_read_nf_tables(rules);
	if (!access("/proc/net/ip_tables_names", R_OK))
		read_saved(rules, "iptables-legacy", "iptables-legacy-save",
			   "ip");
	if (!access("/proc/net/ip6_tables_names", R_OK))
		read_saved(rules, "ip6tables-legacy", "ip6tables-legacy-save",
			   "ip6");
	rules_resolve(rules);
}

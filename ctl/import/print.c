// SPDX-License-Identifier: GPL-2.0
/* The policy that has come of rules, in its canonical order. */
#include <netinet/in.h>
#include <string.h>

#include "import/draft.h"
#include "lang/format.h"
#include "lib/compiler.h"

/* The family, where there is only one. */
static const struct draft *only(const struct draft *a, const struct draft *b)
{
	return !b ? a : !a ? b : NULL;
}

static void print_command(const struct command *cmd, FILE *out)
{
	char line[LINE_MAX_BYTES];

	fprintf(out, "%s\n", format_command(cmd, line, sizeof(line)));
}

static int value_of(const struct draft *draft, enum sfw_setting key)
{
	return draft ? draft->value[key] : -1;
}

static void print_settings(const struct draft *a, const struct draft *b,
			   FILE *out)
{
	for (unsigned int key = 0; key < SFW_S_MAX; key++) {
		struct command cmd = { .cmd = SFW_CMD_SETTING_SET };
		int value = value_of(a, key);

		if (value < 0)
			value = value_of(b, key);
		if (value < 0)
			continue;
		cmd.setting.key = key;
		cmd.setting.value = value;
		print_command(&cmd, out);
	}
}

/* A command that both have is printed once; an empty group has no family. */
static bool is_printed(const struct draft *before, const struct item *item)
{
	for (size_t i = 0; before && i < before->count; i++)
		if ((item->joint || item->cmd.entry.group_count) &&
		    !before->items[i].left_out &&
		    !memcmp(&before->items[i].cmd, &item->cmd,
			    sizeof(item->cmd)))
			return true;
	return false;
}

static void print_kind(const struct draft *draft, enum sfw_cmd cmd,
		       const struct draft *before, FILE *out)
{
	for (size_t i = 0; draft && i < draft->count; i++) {
		const struct item *item = &draft->items[i];

		if (item->cmd.cmd != cmd || item->left_out ||
		    is_printed(before, item))
			continue;
		print_command(&item->cmd, out);
	}
}

/**
 * draft_print() - print a policy
 * @a: its part of IPv4, or NULL
 * @b: its part of IPv6, or NULL; merged with @a
 * @out: where to
 */
void draft_print(const struct draft *a, const struct draft *b, FILE *out)
{
	static const enum sfw_cmd order[] = {
		SFW_CMD_TRUST_ADD, SFW_CMD_GUARD_ADD, SFW_CMD_PORT_ADD,
		SFW_CMD_PROTO_ADD, SFW_CMD_BLOCK_ADD, SFW_CMD_FORWARD_ADD,
		SFW_CMD_LAN_ADD, SFW_CMD_MASQ_ADD,
	};
	const struct command enable = {
		.cmd = SFW_CMD_ENABLE_SET, .enabled = true,
	};
	const struct draft *one = only(a, b);

	if (one)
		fprintf(out,
			"# These are IPv%d rules only. No IPv%d port is opened; settings,\n"
			"# trusted interfaces and lan hold for both. Both families at once:\n"
			"# { iptables-save; ip6tables-save; } | sfwctl import -\n",
			one->family == AF_INET ? 4 : 6,
			one->family == AF_INET ? 6 : 4);
	print_command(&enable, out);
	print_settings(a, b, out);
	ipsets_print(&(a ? a : b)->set->sets, out);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		print_kind(a, order[i], NULL, out);
		print_kind(b, order[i], a, out);
	}
}

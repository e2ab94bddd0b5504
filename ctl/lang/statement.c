// SPDX-License-Identifier: GPL-2.0
/* The policy language as data: words and arguments of each of its commands. */
#include "lang/grammar.h"
#include "lib/compiler.h"

#define COMMAND(cmd, typed, shape, parser) \
	[SFW_CMD_##cmd] = { .words = typed, .form = FORM_##shape },
static const struct {
	const char *words;
	enum command_form form;
} commands[] = {
	STATEMENTS(COMMAND)
	[SFW_CMD_GROUP_FLUSH] = { .form = FORM_GROUP },	/* of "group sync" */
};

/**
 * command_form() - the arguments of a command
 * @cmd: enum sfw_cmd, or any other number
 *
 * Return: their form, FORM_NONE for commands outside of the language.
 */
enum command_form command_form(unsigned int cmd)
{
	return cmd < ARRAY_SIZE(commands) ? commands[cmd].form : FORM_NONE;
}

/**
 * command_words() - object and verb of a command
 * @cmd: a command of the language
 *
 * Return: the words.
 */
const char *command_words(enum sfw_cmd cmd)
{
	return commands[cmd].words;
}

static unsigned int at_least_one(unsigned int count)
{
	return count ? count : 1;
}

/**
 * entry_add_protocol() - one protocol more, all of whose ports are the same
 * @entry: gets it
 * @proto: IP protocol number
 *
 * Return: 0, or -1 when it is there already.
 */
int entry_add_protocol(struct entry *entry, __u8 proto)
{
	for (unsigned int i = 0; entry->proto && i < entry_protocols(entry); i++)
		if (entry_protocol(entry, i) == proto)
			return -1;
	if (!entry->proto)
		entry->proto = proto;
	else
		entry->also[entry->also_count++] = proto;
	return 0;
}

/**
 * entry_protocols() - how many protocols an entry has
 * @entry: the entry
 *
 * Return: one at least.
 */
unsigned int entry_protocols(const struct entry *entry)
{
	return 1 + entry->also_count;
}

/**
 * entry_protocol() - walk through the protocols of an entry
 * @entry: the entry
 * @index: below entry_protocols()
 *
 * Return: its number.
 */
__u8 entry_protocol(const struct entry *entry, unsigned int index)
{
	return index ? entry->also[index - 1] : entry->proto;
}

/* With no port at all a protocol is one endpoint. */
static bool has_endpoint(const struct entry *entry, unsigned int proto, unsigned int port)
{
	return !entry->port_count || !entry->ports[port].proto ||
	       entry->ports[port].proto == entry_protocol(entry, proto);
}

/**
 * entry_endpoint() - walk through the protocols, and the ports of each
 * @entry: the entry
 * @index: below entry_endpoints()
 *
 * Return: a protocol and its ports, NULL if it has none.
 */
struct endpoint entry_endpoint(const struct entry *entry, unsigned int index)
{
	unsigned int ports = at_least_one(entry->port_count);
	unsigned int at = 0;

	while (!has_endpoint(entry, at / ports, at % ports) || index--)
		at++;
	return (struct endpoint){
		.proto = entry_protocol(entry, at / ports),
		.ports = entry->port_count ? &entry->ports[at % ports] : NULL,
	};
}

/**
 * entry_endpoints() - how many pairs of a protocol and ports an entry has
 * @entry: the entry
 *
 * Return: one at least.
 */
unsigned int entry_endpoints(const struct entry *entry)
{
	unsigned int ports = at_least_one(entry->port_count), count = 0;

	for (unsigned int at = 0; at < ports * entry_protocols(entry); at++)
		count += has_endpoint(entry, at / ports, at % ports);
	return count;
}

/**
 * entry_sources() - how many sources an entry names
 * @entry: the entry
 *
 * Return: prefixes and groups together; 0 stands for any source.
 */
unsigned int entry_sources(const struct entry *entry)
{
	return entry->from_count + entry->group_count;
}

/**
 * command_messages() - how many messages a command takes
 * @cmd: the command
 *
 * Return: one for each of its protocols with each of its ports and sources, or of its
 * incoming interfaces with each outgoing one.
 */
unsigned int command_messages(const struct command *cmd)
{
	if (command_form(cmd->cmd) < FORM_ENTRY)
		return 1;
	return entry_endpoints(&cmd->entry) *
	       at_least_one(entry_sources(&cmd->entry)) *
	       at_least_one(cmd->entry.devs.count) *
	       at_least_one(cmd->entry.outs.count);
}

/**
 * command_is_policy() - does a command surely change the policy?
 * @cmd: the command
 *
 * Return: false for bans that end by themselves, for members of recent lists, and for
 * members of groups and ends of blocks, which may be no policy.
 */
bool command_is_policy(const struct command *cmd)
{
	switch (cmd->cmd) {
	case SFW_CMD_BLOCK_ADD:
		return !cmd->entry.duration;
	case SFW_CMD_BLOCK_DEL:
		return false;
	case SFW_CMD_GROUP_ADD:
	case SFW_CMD_GROUP_DEL:
		return !cmd->entry.from_count;
	default:
		return command_form(cmd->cmd) != FORM_MEMBER;
	}
}

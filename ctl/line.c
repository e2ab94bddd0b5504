// SPDX-License-Identifier: GPL-2.0
/*
 * The canonical line of a policy: what is printed here can be typed, and
 * parsing it gives the same command.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "compiler.h"
#include "line.h"
#include "print.h"
#include "protocol.h"
#include "vocabulary.h"

/* A string that grows in a buffer. */
struct text {
	char *at;
	char *end;
};

__printf(2, 3)
static void add(struct text *t, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(t->at, t->end - t->at, format, args);
	va_end(args);
	if (len > 0)
		t->at += len < t->end - t->at ? len : t->end - t->at - 1;
}

static void add_quoted(struct text *t, const char *word)
{
	add(t, " \"");
	for (; *word; word++)
		add(t, strchr("\"\\$`", *word) ? "\\%c" : "%c", *word);
	add(t, "\"");
}

/* Quotes only a word that would not stand for itself. */
static void add_word(struct text *t, const char *word)
{
	if (strpbrk(word, "\"'\\#$`&|;<>()*?[]!{}~ "))
		add_quoted(t, word);
	else
		add(t, " %s", word);
}

static void add_prefixes(struct text *t, const struct entry *entry)
{
	char buf[PREFIX_TEXT_MAX];

	for (unsigned int i = 0; i < entry->from_count; i++)
		add(t, "%s%s", i ? "," : " ",
		    print_prefix(&entry->from[i], buf, sizeof(buf)));
}

static void add_comment(struct text *t, const struct entry *entry)
{
	if (!entry->comment[0])
		return;
	add(t, " comment");
	add_quoted(t, entry->comment);
}

static void add_rest(struct text *t, const struct entry *entry)
{
	char buf[DURATION_TEXT_MAX];

	if (entry->dev[0]) {
		add(t, " dev");
		add_word(t, entry->dev);
	}
	if (entry->guard[0])
		add(t, " guard %s", entry->guard);
	if (entry->knock[0])
		add(t, " knock %s", entry->knock);
	if (entry->duration)
		add(t, " for %s",
		    print_duration(entry->duration, buf, sizeof(buf)));
	add_comment(t, entry);
}

static void add_options(struct text *t, const struct entry *entry)
{
	if (entry->from_count) {
		add(t, " from");
		add_prefixes(t, entry);
	}
	add_rest(t, entry);
}

static void add_block(struct text *t, const char *words,
		      const struct entry *entry)
{
	add(t, "%s", words);
	add_prefixes(t, entry);
	add_rest(t, entry);
}

static void add_guard(struct text *t, const struct guard *guard)
{
	char buf[WINDOWS_TEXT_MAX];

	add(t, "guard add %s ", guard->name);
	add(t, "%s", print_windows(guard, buf, sizeof(buf)));
	if (guard->rttl)
		add(t, " rttl");
	if (guard->mask4 != 32)
		add(t, " mask4 %u", guard->mask4);
	if (guard->mask6 != 128)
		add(t, " mask6 %u", guard->mask6);
	if (guard->then != SFW_THEN_DROP)
		add(t, " then %s", choice_word(guard_thens, guard->then, buf,
					       sizeof(buf)));
	if (guard->duration)
		add(t, " %s",
		    print_duration(guard->duration, buf, sizeof(buf)));
}

static void add_knock(struct text *t, const struct knock *knock)
{
	char buf[STEPS_TEXT_MAX];

	add(t, "knock add %s ", knock->name);
	add(t, "%s", print_steps(knock, buf, sizeof(buf)));
	if (knock->within)
		add(t, " within %s",
		    print_duration(knock->within, buf, sizeof(buf)));
	if (knock->open)
		add(t, " open %s",
		    print_duration(knock->open, buf, sizeof(buf)));
}

static void add_member(struct text *t, const char *words,
		       const struct member *member)
{
	char buf[INET6_ADDRSTRLEN];

	add(t, "%s %s %s", words, member->list,
	    print_address(&member->addr, buf, sizeof(buf)));
}

static void add_list_flush(struct text *t, const struct member *member)
{
	if (member->list[0])
		add(t, "list flush %s", member->list);
	else
		add(t, "flush lists");
}

static void add_ports(struct text *t, const char *words,
		      const struct entry *entry)
{
	char buf[PROTOCOL_NAME_MAX + PORTS_TEXT_MAX];

	add(t, "%s %s", words, protocol_name(entry->proto, buf, sizeof(buf)));
	for (unsigned int i = 0; i < entry->port_count; i++)
		add(t, "%c%s", i ? ',' : ' ',
		    print_ports(&entry->ports[i], buf, sizeof(buf)));
}

static void add_entry(struct text *t, const char *words,
		      const struct entry *entry)
{
	add_ports(t, words, entry);
	add_options(t, entry);
}

static void add_masquerade(struct text *t, const char *words,
			   const struct entry *entry)
{
	add(t, "%s", words);
	add_prefixes(t, entry);
	add(t, " out");
	add_word(t, entry->out);
}

static void add_forward(struct text *t, const char *words,
			const struct entry *entry)
{
	char buf[ENDPOINT_TEXT_MAX];

	add_ports(t, words, entry);
	add(t, " in");
	add_word(t, entry->dev);
	if (entry->to.family)
		add(t, " to %s", print_target(entry, buf, sizeof(buf)));
	if (entry->from_count) {
		add(t, " from");
		add_prefixes(t, entry);
	}
	add_comment(t, entry);
}

static void add_setting(struct text *t, const struct command *cmd)
{
	const struct setting *setting = &settings[cmd->setting.key];
	char buf[VALUE_TEXT_MAX];

	add(t, "set %s %s", setting->key,
	    print_value(setting, cmd->setting.value, buf, sizeof(buf)));
}

/**
 * line_format() - print a command as a line of a policy
 * @cmd: the command
 * @buf: where to, LINE_MAX_BYTES hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *line_format(const struct command *cmd, char *buf, size_t size)
{
	struct text t = { buf, buf + size };

	*buf = '\0';
	switch (cmd->cmd) {
	case SFW_CMD_ENABLE_SET:
		add(&t, cmd->enabled ? "enable" : "disable");
		break;
	case SFW_CMD_FLUSH:
		add(&t, cmd->lists_too ? "flush" : "flush policy");
		break;
	case SFW_CMD_SETTING_SET:
		add_setting(&t, cmd);
		break;
	case SFW_CMD_PORT_ADD:
		add_entry(&t, "port add", &cmd->entry);
		break;
	case SFW_CMD_PORT_DEL:
		add_entry(&t, "port del", &cmd->entry);
		break;
	case SFW_CMD_PROTO_ADD:
		add_entry(&t, "proto add", &cmd->entry);
		break;
	case SFW_CMD_PROTO_DEL:
		add_entry(&t, "proto del", &cmd->entry);
		break;
	case SFW_CMD_TRUST_ADD:
		add(&t, "trust add");
		add_options(&t, &cmd->entry);
		break;
	case SFW_CMD_TRUST_DEL:
		add(&t, "trust del");
		add_options(&t, &cmd->entry);
		break;
	case SFW_CMD_EXEMPT_ADD:
		add_block(&t, "exempt add", &cmd->entry);
		break;
	case SFW_CMD_EXEMPT_DEL:
		add_block(&t, "exempt del", &cmd->entry);
		break;
	case SFW_CMD_GUARD_ADD:
		add_guard(&t, &cmd->guard);
		break;
	case SFW_CMD_GUARD_DEL:
		add(&t, "guard del %s", cmd->guard.name);
		break;
	case SFW_CMD_KNOCK_ADD:
		add_knock(&t, &cmd->knock);
		break;
	case SFW_CMD_KNOCK_DEL:
		add(&t, "knock del %s", cmd->knock.name);
		break;
	case SFW_CMD_BLOCK_ADD:
		add_block(&t, "block add", &cmd->entry);
		break;
	case SFW_CMD_BLOCK_DEL:
		add_block(&t, "block del", &cmd->entry);
		break;
	case SFW_CMD_LAN_ADD:
		add(&t, "lan add");
		add_rest(&t, &cmd->entry);
		break;
	case SFW_CMD_LAN_DEL:
		add(&t, "lan del");
		add_rest(&t, &cmd->entry);
		break;
	case SFW_CMD_MASQ_ADD:
		add_masquerade(&t, "masquerade add", &cmd->entry);
		break;
	case SFW_CMD_MASQ_DEL:
		add_masquerade(&t, "masquerade del", &cmd->entry);
		break;
	case SFW_CMD_FORWARD_ADD:
		add_forward(&t, "forward add", &cmd->entry);
		break;
	case SFW_CMD_FORWARD_DEL:
		add_forward(&t, "forward del", &cmd->entry);
		break;
	case SFW_CMD_LIST_ADD:
		add_member(&t, "list add", &cmd->member);
		break;
	case SFW_CMD_LIST_DEL:
		add_member(&t, "list del", &cmd->member);
		break;
	case SFW_CMD_LIST_FLUSH:
		add_list_flush(&t, &cmd->member);
		break;
	default:
		break;
	}
	return buf;
}

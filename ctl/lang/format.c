// SPDX-License-Identifier: GPL-2.0
/*
 * The canonical line of a policy: each line printed here can be typed, and
 * parsing it gives the same command.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lang/format.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

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

static void add_sources(struct text *t, const char *keyword,
			const struct entry *entry)
{
	char buf[PREFIX_TEXT_MAX];

	for (unsigned int i = 0; i < entry->from_count; i++)
		add(t, "%s%s", i ? "," : keyword,
		    format_prefix(&entry->from[i], buf, sizeof(buf)));
	for (unsigned int i = 0; i < entry->group_count; i++)
		add(t, "%s@%s", i || entry->from_count ? "," : keyword,
		    entry->groups[i]);
}

static void add_device(struct text *t, const char *keyword, const char *dev)
{
	if (!dev[0])
		return;
	add(t, " %s", keyword);
	add_word(t, dev);
}

static void add_devices(struct text *t, const char *keyword,
			const struct devs *devs)
{
	char list[LIST_MAX * (SFW_DEV_MAX + 1)] = "";

	for (unsigned int i = 0; i < devs->count; i++)
		snprintf(list + strlen(list), sizeof(list) - strlen(list),
			 "%s%s", i ? "," : "", devs->names[i]);
	add_device(t, keyword, list);
}

static void add_proto(struct text *t, const struct entry *entry)
{
	char buf[PROTOCOL_NAME_MAX + PORTS_TEXT_MAX];

	for (unsigned int i = 0; i < entry_protocols(entry); i++)
		add(t, "%c%s", i ? ',' : ' ',
		    entry->ping ? PROTOCOL_PING :
		    protocol_name(entry_protocol(entry, i), buf, sizeof(buf)));
	for (unsigned int i = 0; i < entry->port_count; i++)
		add(t, "%c%s", i ? ',' : ' ',
		    format_ports(&entry->ports[i], buf, sizeof(buf)));
}

static void add_forward(struct text *t, const struct entry *entry)
{
	char buf[ENDPOINT_TEXT_MAX];

	add_device(t, "in", entry->dev);
	if (entry->to.family)
		add(t, " to %s", format_target(entry, buf, sizeof(buf)));
	add_device(t, "dev", entry->to_dev);
	add_sources(t, " from ", entry);
}

static void add_entry(struct text *t, const struct entry *entry,
		      enum command_form form)
{
	char buf[DURATION_TEXT_MAX], to[ENDPOINT_TEXT_MAX];

	if (form == FORM_GROUP)
		add(t, " %s", entry->name);
	if (form == FORM_PROTO || form == FORM_FORWARD)
		add_proto(t, entry);
	if (form == FORM_FORWARD) {
		add_forward(t, entry);
	} else {
		add_sources(t, form == FORM_PREFIX || form == FORM_GROUP ? " " :
			    " from ", entry);
		add_device(t, "dev", entry->dev);
	}
	add_devices(t, "dev", &entry->devs);
	add_device(t, "out", entry->out);
	add_devices(t, "out", &entry->outs);
	if (form == FORM_GROUP && entry->is_volatile && !entry->from_count)
		add(t, " volatile");
	if (form != FORM_FORWARD && entry->to.family)
		add(t, " to %s", format_target(entry, to, sizeof(to)));
	if (entry->guard[0])
		add(t, " guard %s", entry->guard);
	if (entry->knock[0])
		add(t, " knock %s", entry->knock);
	if (entry->duration)
		add(t, " for %s",
		    format_duration(entry->duration, buf, sizeof(buf)));
	if (entry->comment[0]) {
		add(t, " comment");
		add_quoted(t, entry->comment);
	}
}

static void add_guard(struct text *t, const struct guard *guard)
{
	char buf[WINDOWS_TEXT_MAX];

	if (guard->window_count)
		add(t, " %s", format_windows(guard, buf, sizeof(buf)));
	if (guard->live)
		add(t, " live %u", guard->live);
	if (guard->rttl)
		add(t, " rttl");
	if (guard->mask4 != 32)
		add(t, " mask4 %u", guard->mask4);
	if (guard->mask6 != 128)
		add(t, " mask6 %u", guard->mask6);
	if (guard->then != SFW_THEN_DROP)
		add(t, " then %s", wordset_word(guard_thens, guard->then, buf,
						sizeof(buf)));
	if (guard->duration)
		add(t, " %s",
		    format_duration(guard->duration, buf, sizeof(buf)));
}

static void add_knock(struct text *t, const struct knock *knock)
{
	char buf[STEPS_TEXT_MAX];

	add(t, " %s", format_steps(knock, buf, sizeof(buf)));
	if (knock->within)
		add(t, " within %s",
		    format_duration(knock->within, buf, sizeof(buf)));
	if (knock->open)
		add(t, " open %s",
		    format_duration(knock->open, buf, sizeof(buf)));
}

static void add_member(struct text *t, const struct member *member)
{
	char buf[INET6_ADDRSTRLEN];

	add(t, " %s", member->list);
	if (member->addr.family)
		add(t, " %s", format_address(&member->addr, buf, sizeof(buf)));
}

static void add_setting(struct text *t, const struct command *cmd)
{
	const struct setting *setting = &settings[cmd->setting.key];
	char buf[VALUE_TEXT_MAX];

	add(t, " %s %s", setting->key,
	    format_value(setting, cmd->setting.value, buf, sizeof(buf)));
}

/**
 * format_command() - print a command as a line of a policy
 * @cmd: the command
 * @buf: where to, LINE_MAX_BYTES hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *format_command(const struct command *cmd, char *buf, size_t size)
{
	enum command_form form = command_form(cmd->cmd);
	struct text t = { buf, buf + size };

	*buf = '\0';
	if (form == FORM_ENABLED) {
		add(&t, cmd->enabled ? "enable" : "disable");
		return buf;
	}
	if (form == FORM_MEMBER && !cmd->member.list[0]) {
		add(&t, "flush lists");
		return buf;
	}
	if (form != FORM_NONE)
		add(&t, "%s", command_words(cmd->cmd));
	switch (form) {
	case FORM_BARE:
		add(&t, cmd->lists_too ? "" : " policy");
		break;
	case FORM_SETTING:
		add_setting(&t, cmd);
		break;
	case FORM_GUARD:
		add(&t, " %s", cmd->guard.name);
		if (cmd->cmd == SFW_CMD_GUARD_ADD)
			add_guard(&t, &cmd->guard);
		break;
	case FORM_KNOCK:
		add(&t, " %s", cmd->knock.name);
		if (cmd->cmd == SFW_CMD_KNOCK_ADD)
			add_knock(&t, &cmd->knock);
		break;
	case FORM_MEMBER:
		add_member(&t, &cmd->member);
		break;
	case FORM_NONE:
		break;
	default:
		add_entry(&t, &cmd->entry, form);
		break;
	}
	return buf;
}

/**
 * format_word() - a word as it can be typed, and a blank before it
 * @word: the word
 * @buf: where to
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *format_word(const char *word, char *buf, size_t size)
{
	struct text t = { buf, buf + size };

	buf[0] = '\0';
	add_word(&t, word);
	return buf;
}

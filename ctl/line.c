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
		add(t, *word == '"' || *word == '\\' ? "\\%c" : "%c", *word);
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

static void add_options(struct text *t, const struct entry *entry)
{
	char buf[PREFIX_TEXT_MAX];

	for (unsigned int i = 0; i < entry->from_count; i++)
		add(t, "%s%s", i ? "," : " from ",
		    print_prefix(&entry->from[i], buf, sizeof(buf)));
	if (entry->dev[0]) {
		add(t, " dev");
		add_word(t, entry->dev);
	}
	if (entry->duration)
		add(t, " for %s",
		    print_duration(entry->duration, buf, sizeof(buf)));
	if (entry->comment[0]) {
		add(t, " comment");
		add_quoted(t, entry->comment);
	}
}

static void add_entry(struct text *t, const char *words,
		      const struct entry *entry)
{
	char buf[PROTOCOL_NAME_MAX + PORTS_TEXT_MAX];

	add(t, "%s %s", words, protocol_name(entry->proto, buf, sizeof(buf)));
	for (unsigned int i = 0; i < entry->port_count; i++)
		add(t, "%c%s", i ? ',' : ' ',
		    print_ports(&entry->ports[i], buf, sizeof(buf)));
	add_options(t, entry);
}

static void add_setting(struct text *t, const struct command *cmd)
{
	const struct setting *setting = &settings[cmd->setting.key];
	char buf[CHOICE_MAX];

	add(t, "set %s %s", setting->key,
	    choice_word(setting->words, cmd->setting.value, buf, sizeof(buf)));
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
		add(&t, "flush");
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
	default:
		break;
	}
	return buf;
}

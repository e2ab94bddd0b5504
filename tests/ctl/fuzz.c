// SPDX-License-Identifier: GPL-2.0
/*
 * Valid lines, mutated at random: the parser never crashes, names the fault
 * in clean text, and a line that it takes means the same after printing and sending.
 * Usage: fuzz [ROUNDS [SEED]]; with LIBFUZZER defined see replay.h
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/blocklist.h"
#include "commands.h"
#include "lang/format.h"
#include "lang/parser.h"
#include "lib/compiler.h"
#include "lib/tokenize.h"
#include "lib/utf8.h"
#include "net/decode.h"
#include "net/encode.h"

#include "random_number.h"

#define ROUNDS		200000
#define SEED		20240229
#define WORD_BYTES	600
#define FUZZ_WORDS	24

static const char *const seeds[] = {
	"enable", "disable", "flush all", "set ping off", "set reject6 drop",
	"port add tcp 22", "port add udp domain from 10.0.0.0/8,2001:db8::/32",
	"port add sctp 1-5,80,443 from ::1 dev eth0 for 2h comment \"a \\\" b\"",
	"port del tcp 80,443 from 192.0.2.1,192.0.2.2 dev wg0",
	"proto add gre from 10.0.0.0/8 dev eth0", "proto del 41",
	"flush lists", "set scan tcp,udp", "set scan-window 90s",
	"set scan-ports 3", "port add tcp 22 guard sshbf knock door for 1h",
	"exempt add 10.0.0.0/8,::1", "exempt del ::/0",
	"block add 192.0.2.0/24,2001:db8::/32 for 1h comment \"evil\"",
	"block del 192.0.2.1", "guard del sshbf",
	"guard add sshbf 3/10s 4/30m rttl mask4 24 mask6 64 then block 1h",
	"guard add x 1/1 2/2 3/3 4/4 5/5 6/6 7/7 8/8 then reject",
	"knock add door tcp/7000,udp/8000,tcp/ssh within 5s open 1m",
	"knock del door", "list add tcp-portscan 192.0.2.1",
	"list del sshbf 2001:db8::1", "list flush door",
	"lan add dev lan0", "masquerade add 10.0.0.0/8,fd00::/8 out wan0",
	"forward add tcp 80,443 in wan0 to 10.0.0.1:80 comment x",
	"forward add udp 5-6 in wan0 to [::2]:7-8 from ::/1,::2",
	"forward del tcp 80 in wan0 to 10.0.0.1 from 10.0.0.0/8",
	"trust add dev wg0", "trust del from fd00::/8,10.0.0.0/8",
	"test tcp 192.0.2.1:5000 to 198.51.100.1:22 flags SA state new in eth0",
	"test udp [2001:db8::1]:5 to [::1]:53", "test icmp 192.0.2.1 type 8",
};

static const char *const pieces[] = {
	"", " ", ",", "-", "/", ":", "[", "]", "0", "65535", "65536", "255",
	"32", "128", "4294967296", "::", "::1", "0.0.0.0/0", "10.0.0.1/8",
	"from", "dev", "for", "comment", "tcp", "udp", "sctp", "icmp", "add",
	"del", "lo", "3650d", "3651d", "\"", "\\", "\x1b", "\xff", "\xc3\xbc",
	"guard", "knock", "rttl", "mask4", "mask6", "then", "block", "drop",
	"within", "open", "tcp/1", "3/10s", "64", "sixteen.-_bytes_x", "#",
	"out", "[::1]:5", "10.0.0.1:7-8",
	"\xf4\x8f\xbf\xbf", "to", "in", "flags", "state", "type", "%s%n", "22",
};

/* The line under test; words are changed in place. */
static struct {
	char word[FUZZ_WORDS][WORD_BYTES];
	const char *at[FUZZ_WORDS];
	int count;
} line;

static void die(const char *what)
{
	printf("not ok - fuzz: %s:", what);
	for (int i = 0; i < line.count; i++)
		printf(" '%s'", line.word[i]);
	putchar('\n');
	exit(1);
}

static void start(const char *seed)
{
	struct tokens words;

	if (tokenize(seed, &words))
		die("a seed cannot be split");
	line.count = words.count;
	for (int i = 0; i < words.count; i++)
		strcpy(line.word[i], words.at[i]);
}

static void insert_word(void)
{
	int at = random_below(line.count + 1);

	if (line.count == FUZZ_WORDS)
		return;
	memmove(line.word[at + 1], line.word[at],
		(line.count - at) * WORD_BYTES);
	line.count++;
	strcpy(line.word[at], pieces[random_below(ARRAY_SIZE(pieces))]);
}

static void delete_word(void)
{
	int at = random_below(line.count);

	line.count--;
	memmove(line.word[at], line.word[at + 1],
		(line.count - at) * WORD_BYTES);
}

static void insert_bytes(char *word, const char *bytes)
{
	size_t len = strlen(word), add = strlen(bytes);
	size_t at = random_below(len + 1);

	if (len + add >= WORD_BYTES)
		return;
	memmove(word + at + add, word + at, len - at + 1);
	memcpy(word + at, bytes, add);
}

static void mutate_word(char *word)
{
	size_t len = strlen(word);
	char copy[WORD_BYTES];

	switch (random_below(5)) {
	case 0:
		if (len)
			word[random_below(len)] = random_below(255) + 1;
		break;
	case 1:
		word[random_below(len + 1)] = '\0';
		break;
	case 2:
		strcpy(copy, word);
		insert_bytes(word, copy);
		break;
	case 3:
		strcpy(word, pieces[random_below(ARRAY_SIZE(pieces))]);
		break;
	default:
		insert_bytes(word, pieces[random_below(ARRAY_SIZE(pieces))]);
	}
}

static void mutate(void)
{
	int other;

	switch (random_below(8)) {
	case 0:
		insert_word();
		break;
	case 1:
		if (line.count)
			delete_word();
		break;
	case 2:
		if (!line.count)
			break;
		other = random_below(line.count);
		strcpy(line.word[random_below(line.count)],
		       strdupa(line.word[other]));
		break;
	default:
		if (line.count)
			mutate_word(line.word[random_below(line.count)]);
	}
}

static void check_error(const struct parse_error *err)
{
	if (err->word < 0 || err->word > line.count)
		die("the error is at no word");
	if (!err->text[0] || !utf8_valid(err->text))
		die("the error has no clean text");
	for (const char *c = err->text; *c; c += utf8_char(c))
		if (utf8_control(c))
			die("the error has a control character");
}

/* Of those, one command may be many messages. */
static bool is_entry(const struct command *cmd)
{
	switch (cmd->cmd) {
	case SFW_CMD_PORT_ADD:
	case SFW_CMD_PORT_DEL:
	case SFW_CMD_PROTO_ADD:
	case SFW_CMD_PROTO_DEL:
	case SFW_CMD_TRUST_ADD:
	case SFW_CMD_TRUST_DEL:
	case SFW_CMD_EXEMPT_ADD:
	case SFW_CMD_EXEMPT_DEL:
	case SFW_CMD_BLOCK_ADD:
	case SFW_CMD_BLOCK_DEL:
	case SFW_CMD_LAN_ADD:
	case SFW_CMD_LAN_DEL:
	case SFW_CMD_MASQ_ADD:
	case SFW_CMD_MASQ_DEL:
	case SFW_CMD_FORWARD_ADD:
	case SFW_CMD_FORWARD_DEL:
		return true;
	default:
		return false;
	}
}

/* The messages, put together again, mean the command. */
static void check_messages(const struct command *cmd)
{
	const struct entry *want = &cmd->entry;

	for (unsigned int i = 0; i < command_messages(cmd); i++) {
		char buf[MESSAGE_MAX] __aligned(8);
		struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
		struct attrs attrs;
		struct object obj;
		const struct entry *got = &obj.command.entry;
		unsigned int from = want->from_count ? i % want->from_count : 0;
		unsigned int port = want->from_count ? i / want->from_count : i;

		encode_command(nlh, cmd, i);
		if (nlh->nlmsg_len > MESSAGE_MAX)
			die("a message is too long");
		if (decode_object(decode_header(nlh, &attrs), &attrs, &obj) ||
		    obj.command.cmd != cmd->cmd)
			die("a message cannot be read");
		if (cmd->cmd == SFW_CMD_FLUSH)
			continue;
		if (!is_entry(cmd)) {
			if (memcmp(cmd, &obj.command, sizeof(*cmd)))
				die("another command was sent");
			continue;
		}
		if (want->port_count &&
		    memcmp(&got->ports[0], &want->ports[port],
			   sizeof(got->ports[0])))
			die("another port was sent");
		if (want->from_count &&
		    memcmp(&got->from[0], &want->from[from],
			   sizeof(got->from[0])))
			die("another prefix was sent");
		if ((!want->devs.count && strcmp(got->dev, want->dev)) ||
		    (!want->outs.count && strcmp(got->out, want->out)) ||
		    memcmp(&got->to, &want->to, sizeof(got->to)) ||
		    memcmp(&got->to_ports, &want->to_ports,
			   sizeof(got->to_ports)) ||
		    strcmp(got->guard, want->guard) ||
		    strcmp(got->knock, want->knock) ||
		    strcmp(got->comment, want->comment) ||
		    got->duration != want->duration)
			die("another option was sent");
	}
}

static void check_command(const struct command *cmd)
{
	char text[LINE_MAX_BYTES], text2[LINE_MAX_BYTES];
	struct parse_error err;
	struct command again;
	struct tokens words;

	format_command(cmd, text, sizeof(text));
	if (tokenize(text, &words) ||
	    parse_command(command_table, words.at, words.count, &again, &err))
		die("the canonical line is not understood");
	if (memcmp(cmd, &again, sizeof(again)))
		die("the canonical line means something else");
	if (strcmp(text, format_command(&again, text2, sizeof(text2))))
		die("the canonical line is not stable");
	check_messages(cmd);
}

/* The words as a line of a file, with any bytes. */
static void check_feed(void)
{
	char text[FUZZ_WORDS * WORD_BYTES] = "";
	struct blocklist blocklist = { 0 };
	struct parse_error err;
	char *to = text;
	int ret;

	for (int i = 2; i < line.count; i++)
		to += sprintf(to, "%s ", line.word[i]);
	ret = blocklist_line(&blocklist, text, 1, &err);
	if (ret && (!err.text[0] || !utf8_valid(err.text)))
		die("the error of a feed has no clean text");
	blocklist_free(&blocklist);
}

/* Returns whether the line was taken. */
static bool check(void)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct parse_error err;
	struct command cmd;
	struct probe probe;
	bool is_test = line.count && !strcmp(line.word[0], "test");
	int ret;
	struct parser p = {
		.words = line.at, .at = 1, .error = &err,
	};

	check_feed();
	for (int i = 0; i < line.count; i++)
		line.at[i] = line.word[i];
	/* A reader past the last word must show. */
	if (line.count < FUZZ_WORDS)
		line.at[line.count] = NULL;
	memset(&cmd, 0xa5, sizeof(cmd));
	p.count = line.count;
	ret = is_test ? parse_probe(&p, &probe) :
			parse_command(command_table, line.at, line.count, &cmd, &err);
	if (ret) {
		check_error(&err);
		return false;
	}
	if (!is_test) {
		check_command(&cmd);
		return true;
	}
	encode_probe(nlh, &probe);
	if (nlh->nlmsg_len > MESSAGE_MAX)
		die("a message is too long");
	return true;
}

#ifdef LIBFUZZER
#include "replay.h"

/* A word a line, of any bytes. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	size_t at = 0, len;

	for (line.count = 0; at < size; at += len + 1) {
		const unsigned char *end = memchr(data + at, '\n', size - at);

		len = end ? (size_t)(end - data) - at : size - at;
		if (len >= WORD_BYTES || line.count == FUZZ_WORDS)
			return -1;
		memcpy(line.word[line.count], data + at, len);
		line.word[line.count++][len] = '\0';
	}
	check();
	return 0;
}
#else
int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : ROUNDS;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) : SEED;
	unsigned long taken = 0;

	rng = seed * 2 + 1;
	for (unsigned long i = 0; i < rounds; i++) {
		unsigned int mutations = random_below(4);

		start(seeds[random_below(ARRAY_SIZE(seeds))]);
		while (mutations--)
			mutate();
		taken += check();
	}
	printf("ok 1 - fuzz: %lu mutated lines, %lu of them valid, seed %lu\n",
	       rounds, taken, seed);
	return 0;
}
#endif

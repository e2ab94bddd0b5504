// SPDX-License-Identifier: GPL-2.0
/*
 * Files with a policy, cut off at every byte and mutated at random: an error
 * with its place, or commands that are printed and read again the same.
 * Usage: fuzz_file [ROUNDS [SEED]]; with LIBFUZZER defined see replay.h
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "lang/format.h"
#include "lang/script.h"
#include "lib/compiler.h"
#include "lib/tokenize.h"
#include "lib/utf8.h"
#include "net/encode.h"

#include "random_number.h"

#define ROUNDS		100000
#define SEED		20240229
#define FILE_BYTES	4096

static const char seed_file[] =
	"# a server\n"
	"set ping on\nset reject4 rfc\nset scan tcp,udp\nset scan-window 90s\n"
	"trust add dev wg0\ntrust add from fd00::/8\n"
	"exempt add 198.51.100.0/24,2001:db8:1::/48\n"
	"guard add sshbf 3/10s 4/30m rttl mask4 24 then block 1h\n"
	"knock add door tcp/7000,udp/8000 within 5s open 1m\n"
	"port add tcp 22 guard sshbf comment \"Türen: \\\"auf\\\" \\\\ \\$x\"\n"
	"\tport add tcp 80,443 from 10.0.0.0/8,2001:db8::/32 dev eth0 # both\r\n"
	"port add udp 6000-6010 for 2h\nport add tcp 2222 knock door\n"
	"proto add gre from 192.0.2.1\n\n"
	"block add 203.0.113.0/24 for 1d comment evil\nblock add ::/0\n"
	"flush policy\nport del tcp 22\ndisable\nenable";

static const char *const pieces[] = {
	"\n", "\r\n", "#", "\"", "\\", " ", "\t", ",", "/", "-", ":", "::",
	"0", "65536", "4294967296", "from", "dev", "for", "comment", "port",
	"add", "del", "flush", "lists", "enable", "guard", "\xc3", "\xff",
	"\x1b[2J", "%s%n", "list add x ::1\n", "save\n",
};

static char file[FILE_BYTES], copy[FILE_BYTES];

static void die(const char *what)
{
	printf("not ok - fuzz_file: %s: '", what);
	for (const char *c = copy; *c; c++)
		printf(*c >= ' ' && *c < 127 ? "%c" : "\\x%02x",
		       (unsigned char)*c);
	puts("'");
	exit(1);
}

static void mutate(void)
{
	size_t len = strlen(file), at = random_below(len + 1), n;
	const char *piece;

	switch (random_below(5)) {
	case 0:
		if (at < len)
			file[at] = random_below(255) + 1;
		break;
	case 1:
		n = random_below(20);
		if (at + n <= len)
			memmove(file + at, file + at + n, len - at - n + 1);
		break;
	case 2:
		n = random_below(40);
		if (at + n <= len && len + n < sizeof(file))
			memmove(file + at + n, file + at, len - at + 1);
		break;
	default:
		piece = pieces[random_below(ARRAY_SIZE(pieces))];
		n = strlen(piece);
		if (len + n < sizeof(file)) {
			memmove(file + at + n, file + at, len - at + 1);
			memcpy(file + at, piece, n);
		}
	}
}

static void check_error(const char *line, const struct script_error *err)
{
	if (err->column < 1 || (size_t)err->column > strlen(line) + 1)
		die("the error is at no column");
	if (!err->text[0] || !utf8_valid(err->text))
		die("the error has no clean text");
	for (const char *c = err->text; *c; c += utf8_char(c))
		if (utf8_control(c))
			die("the error has a control character");
}

/* The meaning of a line can be printed as a line that means it. */
static void check_line(const struct script *script, size_t index)
{
	char text[LINE_MAX_BYTES];
	struct script again = { .table = command_table };
	struct command cmd, other;
	struct script_error err;

	script_command(script, index, &cmd);
	format_command(&cmd, text, sizeof(text));
	if (script_add(&again, text, 1, &err) || again.count != 1)
		die("the canonical line is not understood");
	script_command(&again, 0, &other);
	if (memcmp(&cmd, &other, sizeof(cmd)))
		die("the canonical line means something else");
	script_free(&again);
}

static void check_messages(const struct script *script)
{
	struct command cmd;
	__u32 message = 0;

	for (size_t i = 0; i < script->count; i++) {
		script_command(script, i, &cmd);
		for (unsigned int n = command_messages(&cmd); n--; message++)
			if (script_line(script, message) != &script->lines[i])
				die("a message belongs to another line");
	}
	if (message != script->messages)
		die("there are other messages");
}

/* Returns whether the whole file was taken. */
static bool check(void)
{
	struct script script = { .table = command_table };
	struct script_error err;
	unsigned int number = 0;
	char *next = file, *line;
	bool good = true;

	strcpy(copy, file);
	while (good && (line = strsep(&next, "\n"))) {
		size_t count = script.count;

		good = !script_add(&script, line, ++number, &err);
		if (!good)
			check_error(line, &err);
		else if (script.count > count)
			check_line(&script, count);
	}
	check_messages(&script);
	script_free(&script);
	return good;
}

#ifdef LIBFUZZER
#include "replay.h"

/* A file, as it is. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	if (size >= sizeof(file))
		return -1;
	memcpy(file, data, size);
	file[size] = '\0';
	check();
	return 0;
}
#else
static void check_cuts(void)
{
	unsigned int taken = 0;

	for (size_t len = 0; len <= strlen(seed_file); len++) {
		snprintf(file, sizeof(file), "%.*s", (int)len, seed_file);
		taken += check();
	}
	printf("ok 1 - fuzz_file: a file cut off at each of %zu bytes, %u of them valid\n",
	       strlen(seed_file), taken);
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : ROUNDS;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) : SEED;
	unsigned long taken = 0;

	check_cuts();
	rng = seed * 2 + 1;
	for (unsigned long i = 0; i < rounds; i++) {
		unsigned int mutations = 1 + random_below(3);

		strcpy(file, seed_file);
		while (mutations--)
			mutate();
		taken += check();
	}
	printf("ok 2 - fuzz_file: %lu mutated files, %lu of them valid, seed %lu\n",
	       rounds, taken, seed);
	return 0;
}
#endif

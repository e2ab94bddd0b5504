// SPDX-License-Identifier: GPL-2.0
/*
 * Recent lists, blocks with a duration, and members of groups that are no policy in a file,
 * so that they outlive a reboot.
 */
#define _GNU_SOURCE	/* for memrchr() */
#include <arpa/inet.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lang/format_value.h"
#include "lib/compiler.h"
#include "net/encode.h"
#include "net/list.h"
#include "net/listfile.h"
#include "net/policy.h"

#define MAGIC		"sfw-lists "
#define VERSION		"1"
#define KNOCK		"knock"
#define GUARD		"guard"
#define END_MOST	64	/* bytes: more than the last line takes */
#define LINE_MOST	4096	/* bytes: more than 96 stamps take */
#define HASH_BEGIN	0xcbf29ce484222325ULL	/* FNV-1a, 64 bits */
#define HASH_STEP	0x100000001b3ULL

static __u64 hash(__u64 h, const char *at, size_t len)
{
	while (len--)
		h = (h ^ (unsigned char)*at++) * HASH_STEP;
	return h;
}

/* The last line, which says how much there must be in front of it. */
static const char *end_line(char *text, unsigned long lines, __u64 h)
{
	snprintf(text, END_MOST, "end %lu %016llx\n", lines, h);
	return text;
}

/**
 * struct writer - a file that is being written
 * @out: the file
 * @lines: how many there are
 * @hash: of them
 * @object: of the last list, as its line "kind" tells
 * @error: negative errno of the first that failed
 */
struct writer {
	FILE *out;
	unsigned long lines;
	__u64 hash;
	__u8 object;
	int error;
};

__printf(2, 3)
static void put(struct writer *w, const char *format, ...)
{
	char line[LINE_MOST];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (!w->error && fwrite(line, 1, len, w->out) != (size_t)len)
		w->error = errno ? -errno : -EIO;
	w->hash = hash(w->hash, line, len);
	w->lines++;
}

static void put_stamps(const struct attrs *attrs, char *text, size_t size)
{
	const struct nlattr *attr = attrs->a[SFW_A_STAMPS];
	unsigned int count = attr ? mnl_attr_get_payload_len(attr) / 8 : 0;
	size_t used = 0;

	snprintf(text, size, "-");
	for (unsigned int i = 0; i < count && i < SFW_STAMPS_MAX; i++) {
		__u64 stamp;

		memcpy(&stamp, (char *)mnl_attr_get_payload(attr) + i * 8, 8);
		used += snprintf(text + used, size - used, "%s%llu/%u",
				 i ? "," : "", stamp >> 8,
				 (unsigned int)(stamp & 0xff));
	}
}

static void put_left(const struct list_entry *r, char *text, size_t size)
{
	if (r->fixed)
		snprintf(text, size, "stays");
	else if (r->is_blocked || r->is_open)
		snprintf(text, size, "%u", r->is_blocked ? r->blocked : r->open);
	else
		snprintf(text, size, "-");
}

static void put_kind(struct writer *w, __u8 object)
{
	if (object && object != w->object)
		put(w, "kind %s\n", object == SFW_OBJ_KNOCK ? KNOCK : GUARD);
	w->object = object;
}

static void put_entry(struct writer *w, const struct attrs *attrs)
{
	char prefix[PREFIX_TEXT_MAX], left[32], stamps[SFW_STAMPS_MAX * 32];
	struct list_entry r;

	if (list_entry_decode(attrs, &r))
		return;
	put_kind(w, r.object);
	put_left(&r, left, sizeof(left));
	put_stamps(attrs, stamps, sizeof(stamps));
	put(w, "entry %s %u %llu %llu %u %u %u %s %s\n",
	    format_prefix(&r.prefix, prefix, sizeof(prefix)), r.hits, r.first,
	    r.last, r.ttl, r.proto, r.port, left, stamps);
}

static int put_list(struct writer *w, struct nl *nl, const char *name)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	struct attrs attrs;
	int ret;

	encode_header(nlh, SFW_CMD_LIST_GET);
	mnl_attr_put_strz(nlh, SFW_A_NAME, name);
	mnl_attr_put(nlh, SFW_A_WHOLE, 0, NULL);
	ret = nl_request(nl, nlh, &reply);
	if (!ret)
		put(w, "list %s\n", name);
	w->object = 0;
	while (!ret && (at = reply_next(&reply, at))) {
		decode_header(at, &attrs);
		put_entry(w, &attrs);
	}
	reply_free(&reply);
	/* A guard that was deleted meanwhile. */
	return ret == -ENOENT ? 0 : ret;
}

static int put_lists(struct writer *w, struct nl *nl)
{
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	struct list list;
	int ret = lists_get(nl, &reply);

	while (!ret && lists_next(&reply, &at, &list))
		if (list.size)
			ret = put_list(w, nl, list.name);
	reply_free(&reply);
	return ret;
}

static int put_blocks(struct writer *w, struct nl *nl)
{
	const struct nlmsghdr *at = NULL;
	char prefix[PREFIX_TEXT_MAX];
	struct policy policy = { 0 };
	struct object obj;
	int ret = policy_get(nl, SFW_OBJ_BLOCK, &policy);

	while (!ret && policy_next(&policy, &at, &obj)) {
		const struct entry *e = &obj.command.entry;

		if (e->duration)
			put(w, "block %s %u%s%s\n",
			    format_prefix(&e->from[0], prefix, sizeof(prefix)),
			    e->duration, e->comment[0] ? " " : "", e->comment);
	}
	policy_free(&policy);
	return ret;
}

static int put_members(struct writer *w, struct nl *nl)
{
	char prefix[PREFIX_TEXT_MAX], left[32];
	const struct nlmsghdr *at = NULL;
	struct policy policy = { 0 };
	struct object obj;
	int ret = policy_get(nl, SFW_OBJ_MEMBER, &policy);

	while (!ret && policy_next(&policy, &at, &obj)) {
		const struct entry *e = &obj.command.entry;

		if (!e->is_volatile)
			continue;
		if (e->duration)
			snprintf(left, sizeof(left), "%u", e->duration);
		put(w, "member %s %s %s%s%s\n", e->name,
		    format_prefix(&e->from[0], prefix, sizeof(prefix)),
		    e->duration ? left : "stays", e->comment[0] ? " " : "", e->comment);
	}
	policy_free(&policy);
	return ret;
}

/**
 * listfile_write() - write all lists, blocks with a duration, and members that are no policy
 * @out: where to
 * @what: struct nl, the connection
 *
 * Return: 0 or a negative errno.
 */
int listfile_write(FILE *out, void *what)
{
	struct writer w = { .out = out, .hash = HASH_BEGIN };
	struct nl *nl = what;
	char end[END_MOST];
	int ret;

	put(&w, MAGIC VERSION "\n");
	put(&w, "saved %lld\n", (long long)time(NULL));
	ret = put_lists(&w, nl);
	if (!ret)
		ret = put_blocks(&w, nl);
	if (!ret)
		ret = put_members(&w, nl);
	if (!ret && fputs(end_line(end, w.lines, w.hash), out) < 0)
		ret = -EIO;
	return ret ? ret : w.error;
}

static int refuse(const struct listfile *file, const char *why)
{
	fprintf(stderr, "sfwctl: %s: %s: nothing of it is restored\n",
		file->in.name, why);
	return -EINVAL;
}

static unsigned long count_lines(const char *at, size_t len)
{
	unsigned long lines = 0;

	for (const char *end = at + len; (at = memchr(at, '\n', end - at)); at++)
		lines++;
	return lines;
}

/* Byte for byte: a bit of the last line may have flipped as well. */
static int check_end(struct listfile *file)
{
	const struct linefile *in = &file->in;
	const char *last = in->len < 2 ? NULL :
			   memrchr(in->text, '\n', in->len - 1);
	char end[END_MOST];

	if (!last || in->text[in->len - 1] != '\n' || strncmp(last + 1, "end ", 4))
		return refuse(file, "its end is missing");
	file->body = last + 1 - in->text;
	end_line(end, count_lines(in->text, file->body),
		 hash(HASH_BEGIN, in->text, file->body));
	if (in->len - file->body != strlen(end) ||
	    memcmp(last + 1, end, strlen(end)))
		return refuse(file, "it is damaged, or was changed by hand");
	return 0;
}

static int check(struct listfile *file)
{
	long long saved, now = time(NULL);
	int ret;

	if (strncmp(file->in.text, MAGIC, strlen(MAGIC)))
		return refuse(file, "it is no file of \"sfwctl list save\"");
	if (strncmp(file->in.text + strlen(MAGIC), VERSION "\n", 2))
		return refuse(file, "it is of another version, and this one reads "
				    MAGIC VERSION);
	ret = check_end(file);
	if (ret)
		return ret;
	if (sscanf(file->in.text, MAGIC VERSION "\nsaved %lld\n", &saved) != 1)
		return refuse(file, "nothing tells when it was saved");
	/* A clock that was set back since: no time has passed. */
	file->elapsed = now > saved ? now - saved : 0;
	return 0;
}

/**
 * listfile_read() - read a file, all of it or nothing
 * @file: the result; listfile_free() is due in any case
 * @path: the file, "-" for standard input
 *
 * Return: 0, or a negative errno after printing the reason.
 */
int listfile_read(struct listfile *file, const char *path)
{
	int ret = linefile_read(&file->in, path);

	return ret ? ret : check(file);
}

static bool read_prefix(const char *text, struct prefix *p)
{
	char addr[INET6_ADDRSTRLEN];
	const char *slash = strchr(text, '/');
	int family = strchr(text, ':') ? AF_INET6 : AF_INET;

	snprintf(addr, sizeof(addr), "%.*s",
		 (int)(slash ? (size_t)(slash - text) : strlen(text)), text);
	p->addr.family = family;
	p->len = slash ? atoi(slash + 1) : family == AF_INET ? 32 : 128;
	return inet_pton(family, addr, p->addr.bytes) == 1;
}

/* Seconds that are left now of those that were left then. */
static __u64 left_now(const struct listfile *file, const char *text)
{
	__u64 left = strtoull(text, NULL, 10);

	return left > file->elapsed ? left - file->elapsed : 0;
}

static void read_stamps(const struct listfile *file, char *text,
			struct saved_entry *e)
{
	char *stamp;

	e->stamp_count = 0;
	while (*text != '-' && (stamp = strsep(&text, ",")) &&
	       e->stamp_count < SFW_STAMPS_MAX) {
		char *ttl;
		__u64 ms = strtoull(stamp, &ttl, 10) + file->elapsed * 1000;

		e->stamps[e->stamp_count++] =
			ms << 8 | (*ttl == '/' ? strtoul(ttl + 1, NULL, 10) & 0xff : 0);
		if (!text)
			break;
	}
}

enum { PREFIX, HITS, FIRST, LAST, TTL, PROTO, PORT, LEFT, STAMPS, WORDS };

static bool read_entry(const struct listfile *file, char *rest,
		       struct saved_entry *e)
{
	char *word[WORDS];

	for (int i = 0; i < WORDS; i++) {
		word[i] = strsep(&rest, " ");
		if (!word[i])
			return false;
	}
	if (!e->list[0] || !read_prefix(word[PREFIX], &e->prefix))
		return false;
	e->hits = strtoull(word[HITS], NULL, 10);
	e->first = strtoull(word[FIRST], NULL, 10) + file->elapsed;
	e->last = strtoull(word[LAST], NULL, 10) + file->elapsed;
	e->ttl = strtoul(word[TTL], NULL, 10);
	e->proto = strtoul(word[PROTO], NULL, 10);
	e->port = strtoul(word[PORT], NULL, 10);
	e->fixed = !strcmp(word[LEFT], "stays");
	e->left = left_now(file, word[LEFT]);
	read_stamps(file, word[STAMPS], e);
	return true;
}

static bool read_block(const struct listfile *file, char *rest,
		       struct saved_entry *e)
{
	char *prefix = strsep(&rest, " ");
	char *left = rest ? strsep(&rest, " ") : NULL;

	e->list[0] = '\0';
	e->object = 0;
	e->group[0] = '\0';
	if (!left || !read_prefix(prefix, &e->prefix))
		return false;
	e->left = left_now(file, left);
	e->fixed = !strcmp(left, "stays");
	snprintf(e->comment, sizeof(e->comment), "%s", rest ? rest : "");
	return true;
}

static bool read_member(const struct listfile *file, char *rest,
			struct saved_entry *e)
{
	char *group = strsep(&rest, " ");

	if (!rest || !read_block(file, rest, e))
		return false;
	snprintf(e->group, sizeof(e->group), "%s", group);
	return true;
}

static void read_list(const char *name, struct saved_entry *e)
{
	snprintf(e->list, sizeof(e->list), "%s", name);
	e->object = 0;
}

static void read_kind(const char *kind, struct saved_entry *e)
{
	e->object = !strcmp(kind, KNOCK) ? SFW_OBJ_KNOCK :
		    !strcmp(kind, GUARD) ? SFW_OBJ_GUARD : 0;
}

/* Returns whether the line is about an entry, a block or a member. */
static bool read_line(const struct listfile *file, char *line,
		      struct saved_entry *e)
{
	char *word = strsep(&line, " ");

	if (!line)
		return false;
	if (!strcmp(word, "list"))
		read_list(line, e);
	if (!strcmp(word, "kind"))
		read_kind(line, e);
	if (!strcmp(word, "entry"))
		return read_entry(file, line, e);
	if (!strcmp(word, "member"))
		return read_member(file, line, e);
	return !strcmp(word, "block") && read_block(file, line, e);
}

/**
 * listfile_each() - walk through all entries, blocks and members
 * @file: the file
 * @each: gets each, with the times of now; ends the walk by returning anything but 0
 * @ctx: for @each
 *
 * Return: 0 or the value of @each.
 */
int listfile_each(const struct listfile *file,
		  int (*each)(void *ctx, const struct saved_entry *e), void *ctx)
{
	const char *at = file->in.text, *last = at + file->body;
	struct saved_entry e = { .list = "" };
	char line[LINE_MOST];
	int ret = 0;

	while (!ret && at < last) {
		const char *end = memchr(at, '\n', last - at);

		snprintf(line, sizeof(line), "%.*s", (int)(end - at), at);
		if (read_line(file, line, &e))
			ret = each(ctx, &e);
		at = end + 1;
	}
	return ret;
}

/**
 * listfile_free() - give its memory back
 * @file: the file
 */
void listfile_free(struct listfile *file)
{
	linefile_free(&file->in);
}

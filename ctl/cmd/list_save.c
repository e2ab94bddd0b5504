// SPDX-License-Identifier: GPL-2.0
/* "list save" and "list restore": recent lists, timed blocks and volatile groups over a reboot. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/run.h"
#include "host/lockout.h"
#include "host/publish.h"
#include "lang/format_value.h"
#include "lib/hostfile.h"
#include "lib/json.h"
#include "net/encode.h"
#include "net/listfile.h"
#include "net/policy.h"
#include "net/report.h"
#include "net/settings.h"

#define ENTRY_MAX	(MESSAGE_MAX + SFW_STAMPS_MAX * 8)	/* bytes of a message */

/**
 * struct restoring - entries on their way to the kernel
 * @nl: the connection
 * @promised: now only those that the kernel keeps until their time, else the others
 * @entries: how many were sent
 * @blocks: likewise
 * @members: likewise
 * @homeless: members without a group that takes them
 * @home: the group of the first of these
 * @groups: those that are there
 * @guards: likewise
 * @scan_window: seconds for which a scanner is listed
 * @people: those whom no entry may lock out
 * @spared: entries that are not sent for their sake
 * @len: bytes in @batch
 * @first: number of the first message there
 * @last: the message added last
 * @failed: how many batches had an entry that failed
 * @why: the first reason
 * @batch: messages that are not sent yet
 */
struct restoring {
	struct nl *nl;
	bool promised;
	unsigned long entries;
	unsigned long blocks;
	unsigned long members;
	unsigned long homeless;
	char home[SFW_NAME_MAX + 1];
	struct policy groups;
	struct policy guards;
	__u32 scan_window;
	struct lockout people;
	unsigned long spared;
	size_t len;
	__u32 first;
	struct nlmsghdr *last;
	unsigned long failed;
	char why[NL_TEXT];
	char batch[NL_BUFFER] __aligned(8);
};

/* One that fails keeps none of the others back. */
static int send_batch(struct restoring *r)
{
	int ret;

	if (!r->len)
		return 0;
	r->last->nlmsg_flags |= NLM_F_ACK;
	ret = nl_send(r->nl, r->batch, r->len, r->first, NULL);
	r->len = 0;
	if (!ret || ret == -EPERM || !r->nl->failed)
		return ret;
	if (!r->failed++)
		snprintf(r->why, sizeof(r->why), "%s", r->nl->text[0] ?
			 r->nl->text : strerror(-ret));
	return 0;
}

static void encode_entry(struct nlmsghdr *nlh, const struct saved_entry *e)
{
	encode_header(nlh, SFW_CMD_LIST_PUT);
	mnl_attr_put_strz(nlh, SFW_A_NAME, e->list);
	if (e->object)
		mnl_attr_put_u8(nlh, SFW_A_OBJECT, e->object);
	encode_prefix(nlh, &e->prefix);
	mnl_attr_put_u64(nlh, SFW_A_PACKETS, e->hits);
	mnl_attr_put_u64(nlh, SFW_A_FIRST, e->first);
	mnl_attr_put_u64(nlh, SFW_A_LAST, e->last);
	mnl_attr_put_u8(nlh, SFW_A_TTL, e->ttl);
	if (e->proto)
		mnl_attr_put_u8(nlh, SFW_A_PROTO, e->proto);
	if (e->proto && e->port)
		mnl_attr_put_u16(nlh, SFW_A_PORT_FIRST, e->port);
	if (e->fixed)
		mnl_attr_put(nlh, SFW_A_FIXED, 0, NULL);
	if (e->left)
		mnl_attr_put_u32(nlh, SFW_A_DURATION, e->left);
	if (e->stamp_count)
		mnl_attr_put(nlh, SFW_A_STAMPS, e->stamp_count * 8, e->stamps);
}

static bool find_guard(const struct policy *guards, const char *name, struct object *obj)
{
	const struct nlmsghdr *at = NULL;

	while (policy_next(guards, &at, obj))
		if (obj->command.cmd == SFW_CMD_GUARD_ADD &&
		    !strcmp(obj->command.guard.name, name))
			return true;
	return false;
}

static bool is_full(const struct window *window, const struct saved_entry *e)
{
	unsigned int hits = 0;

	for (unsigned int i = 0; i < e->stamp_count; i++)
		hits += e->stamps[i] >> 8 < window->seconds * 1000ULL;
	return hits >= window->hits;
}

/* Whether an entry may refuse its address a new connection. */
static bool refuses(const struct restoring *r, const struct saved_entry *e)
{
	bool full = false;
	struct object obj;

	if (e->object == SFW_OBJ_KNOCK)
		return false;
	if (e->fixed || e->left)
		return true;
	if (!find_guard(&r->guards, e->list, &obj))
		return e->last < r->scan_window;
	for (unsigned int i = 0; i < obj.command.guard.window_count; i++)
		full |= is_full(&obj.command.guard.windows[i], e);
	return full;
}

static bool locks_out(struct restoring *r, const struct saved_entry *e)
{
	char text[PREFIX_TEXT_MAX];

	if (!lockout_concerns(&r->people, &e->prefix) || !refuses(r, e))
		return false;
	r->spared++;
	format_prefix(&e->prefix, text, sizeof(text));
	fprintf(stderr,
		"sfwctl: %s is not put into %s, which would lock out who is connected from there; -f or --force puts it too\n",
		text, e->list);
	return true;
}

static int add_entry(void *ctx, const struct saved_entry *e)
{
	struct restoring *r = ctx;
	struct nlmsghdr *nlh;
	int ret = 0;

	if (!e->list[0] || r->promised != (e->fixed || e->left) || locks_out(r, e))
		return 0;
	if (r->len + ENTRY_MAX > sizeof(r->batch))
		ret = send_batch(r);
	if (ret)
		return ret;
	nlh = nl_message(r->nl, r->batch + r->len, 0);
	if (!r->len)
		r->first = nlh->nlmsg_seq;
	encode_entry(nlh, e);
	r->len += MNL_ALIGN(nlh->nlmsg_len);
	r->last = nlh;
	r->entries++;
	return 0;
}

/* Promises first: a full list evicts none of them then. */
static int send_entries(struct restoring *r, const struct listfile *file,
			const struct options *opt)
{
	int ret = opt->force ? 0 : lockout_begin_lists(&r->people);

	if (!ret && r->people.count)
		ret = policy_get(r->nl, SFW_OBJ_GUARD, &r->guards);
	if (!ret && r->people.count)
		ret = setting_get(r->nl, false, SFW_S_SCAN_WINDOW, &r->scan_window);
	for (int others = 0; others < 2 && !ret; others++) {
		r->promised = !others;
		ret = listfile_each(file, add_entry, r);
		if (!ret)
			ret = send_batch(r);
	}
	return ret;
}

/* Whether a group is there still, and takes a member that is no policy. */
static bool has_group(const struct policy *groups, const struct saved_entry *e)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(groups, &at, &obj))
		if (!strcmp(obj.command.entry.name, e->group))
			return obj.command.entry.is_volatile || e->left;
	return false;
}

/* Of blocks and members: those with time left, and those that stay. */
static bool lasts(const struct saved_entry *e)
{
	return !e->list[0] && (e->left || (e->fixed && e->group[0]));
}

static bool is_due(const struct restoring *r, const struct saved_entry *e)
{
	return lasts(e) && (!e->group[0] || has_group(&r->groups, e));
}

struct filling {
	const struct restoring *r;
	struct txn *txn;
	struct command cmd;
};

static int add_due(void *ctx, const struct saved_entry *e)
{
	struct filling *f = ctx;
	struct entry *entry = &f->cmd.entry;

	if (!is_due(f->r, e))
		return 0;
	f->cmd.cmd = e->group[0] ? SFW_CMD_GROUP_ADD : SFW_CMD_BLOCK_ADD;
	memcpy(entry->name, e->group, sizeof(entry->name));
	entry->from[0] = e->prefix;
	entry->duration = e->left;
	memcpy(entry->comment, e->comment, sizeof(entry->comment));
	return txn_add(f->txn, &f->cmd);
}

struct due {
	struct restoring *r;
	const struct listfile *file;
};

static int fill(struct txn *txn, const void *what)
{
	const struct due *due = what;
	struct filling f = { .r = due->r, .txn = txn };

	f.cmd.entry.from_count = 1;
	f.cmd.entry.keep = true;
	return listfile_each(due->file, add_due, &f);
}

static int count_due(void *ctx, const struct saved_entry *e)
{
	struct restoring *r = ctx;

	if (is_due(r, e))
		(*(e->group[0] ? &r->members : &r->blocks))++;
	else if (lasts(e) && !r->homeless++)
		memcpy(r->home, e->group, sizeof(r->home));
	return 0;
}

/* In one transaction: none of them where one is refused. */
static int send_due(struct restoring *r, const struct listfile *file,
		    const struct options *opt)
{
	const struct due due = { r, file };
	struct txn_plan plan = { .fill = fill, .what = &due };
	struct txn txn;
	int ret = policy_get(r->nl, SFW_OBJ_GROUP, &r->groups);

	if (ret)
		return ret;
	listfile_each(file, count_due, r);
	if (r->blocks + r->members)
		ret = publish(&txn, r->nl, &plan, opt);
	if (!ret)
		return 0;
	r->blocks = 0;
	r->members = 0;
	return ret;
}

static int tell_left_out(const struct restoring *r)
{
	if (r->failed)
		fprintf(stderr, "sfwctl: not all could be restored: %s\n", r->why);
	if (r->homeless)
		fprintf(stderr,
			"sfwctl: warning: %lu members are left out, since this policy has no volatile group %s: add it and restore again, or the next 'list save' forgets them\n",
			r->homeless, r->home);
	return r->failed || r->spared ? STATUS_REFUSED : STATUS_DONE;
}

static void report(const struct restoring *r, const struct options *opt)
{
	struct json j;

	if (opt->json) {
		json_start(&j, stdout);
		json_number(&j, "entries", r->entries);
		json_number(&j, "blocks", r->blocks);
		if (r->members)
			json_number(&j, "members", r->members);
		json_finish(&j);
	} else {
		printf("restored: %lu addresses in recent lists, %lu blocks",
		       r->entries, r->blocks);
		if (r->members)
			printf(", %lu members of groups", r->members);
		puts("");
	}
}

/* Blocks and members that are refused keep no list back. */
static int restore_all(struct restoring *r, const struct listfile *file,
		       const struct options *opt, const struct words *words)
{
	int ret = send_due(r, file, opt), status = STATUS_DONE;

	if (ret)
		status = report_kernel(r->nl, ret, words);
	if (status == STATUS_UNABLE || (status && opt->dry_run))
		return status;
	ret = opt->dry_run ? 0 : send_entries(r, file, opt);
	if (ret)
		return report_kernel(r->nl, ret, words);
	if (tell_left_out(r))
		status = STATUS_REFUSED;
	if (opt->dry_run)
		report_dry_run(opt);
	else
		report(r, opt);
	return status;
}

static int restore_lists(const struct listfile *file, const struct options *opt,
			 const struct words *words)
{
	static struct restoring r;
	struct nl nl;
	int ret, status;

	r.nl = &nl;
	ret = nl_open(&nl);
	status = ret ? report_kernel(&nl, ret, words) : restore_all(&r, file, opt, words);
	nl_close(&nl);
	lockout_free(&r.people);
	policy_free(&r.guards);
	policy_free(&r.groups);
	return status;
}

/* At the first boot there is none yet. */
static bool is_first_boot(const char *path)
{
	return savefile_is_same(path, SFW_LISTS) && access(path, F_OK) && errno == ENOENT;
}

/* Carries out "list restore". */
int run_list_restore(const struct options *opt, const struct words *words,
		     struct parser *p)
{
	struct listfile file = { 0 };
	const char *path;
	int ret, status;

	if (parse_file(p, SFW_LISTS, &path))
		return STATUS_WORDS;
	if (is_first_boot(path)) {
		puts("nothing to restore: no lists were saved yet");
		return STATUS_DONE;
	}
	ret = listfile_read(&file, path);
	status = ret ? file_status(ret) : restore_lists(&file, opt, words);
	listfile_free(&file);
	return status;
}

/* Carries out "list save". */
int run_list_save(const struct options *opt, const struct words *words,
		  struct parser *p)
{
	const char *path;
	struct nl nl;
	int ret;

	if (parse_file(p, SFW_LISTS, &path))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (ret) {
		nl_close(&nl);
		return report_kernel(&nl, ret, words);
	}
	if (savefile_is_same(path, SFW_LISTS)) {
		hostfile_warn(SFW_LISTS, "name another file");
		mkdir(SFW_LISTS_DIR, 0700);
	}
	if (opt->dry_run)
		report_dry_run(opt);
	else
		ret = savefile_write(path, listfile_write, &nl);
	nl_close(&nl);
	if (ret == -EPERM)
		return report_kernel(&nl, ret, words);
	if (!ret)
		return STATUS_DONE;
	savefile_report(path, ret);
	return file_status(ret);
}

// SPDX-License-Identifier: GPL-2.0
/* "events": a line for each event, while it happens. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/run.h"
#include "net/event.h"
#include "net/group.h"
#include "net/lookup.h"
#include "net/report.h"

/**
 * struct watch - events that are being shown
 * @wanted: which
 * @ask: connection for questions about its group
 * @failed: negative errno of such a question, or 0
 * @show: prints one
 * @begun: there was a message, so that @next means something
 * @next: number of the message that should come next
 * @error: errno if an event could not be written, else 0
 */
struct watch {
	struct wanted wanted;
	struct nl ask;
	int failed;
	void (*show)(FILE *out, const struct event *e);
	bool begun;
	__u32 next;
	int error;
};

static void show(struct watch *w, const struct event *e)
{
	if (w->error)
		return;
	w->show(stdout, e);
	if (fflush(stdout))
		w->error = errno;
}

/* The kernel numbers its messages, so that those that are missing show. */
static void count_lost(struct watch *w, const struct event *before, __u32 seq)
{
	struct event lost = { .kind = SFW_E_LOST, .time = before->time };

	lost.messages = w->begun ? seq - w->next : 0;
	w->begun = true;
	w->next = seq + 1;
	if (lost.messages)
		show(w, &lost);
}

/* Members come and go, so the kernel is asked about each event. */
static bool is_of_group(struct watch *w, const struct event *e)
{
	int ret;

	if (!w->wanted.group[0] || e->kind == SFW_E_LOST)
		return true;
	if (!e->prefix.addr.family || w->failed)
		return false;
	ret = lookup_is_member(&w->ask, &e->prefix, w->wanted.group);
	if (ret < 0)
		w->failed = ret;
	return ret > 0;
}

static void hear(void *ctx, const struct nlmsghdr *nlh)
{
	struct watch *w = ctx;
	struct event e;

	if (event_decode(nlh, &e))
		return;
	count_lost(w, &e, nlh->nlmsg_seq);
	if (event_wanted(&e, &w->wanted) && is_of_group(w, &e))
		show(w, &e);
}

static void note_signal(int number)
{
	(void)number;
}

/* SIGINT and SIGTERM come while we wait, and at no other time. */
static sigset_t catch_signals(void)
{
	struct sigaction act = { .sa_handler = note_signal };
	sigset_t caught, before;

	sigemptyset(&caught);
	sigaddset(&caught, SIGINT);
	sigaddset(&caught, SIGTERM);
	sigprocmask(SIG_BLOCK, &caught, &before);
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	sigdelset(&before, SIGINT);
	sigdelset(&before, SIGTERM);
	return before;
}

/* Returns 0 when somebody ends it, or a negative errno. */
static int watch(struct nl *nl, struct watch *w)
{
	sigset_t unblocked = catch_signals();
	int ret = nl_listen(nl);

	while (!ret && !w->error && !w->failed) {
		ret = nl_wait(nl, STDOUT_FILENO, &unblocked);
		if (!ret)
			ret = nl_recv(nl, hear, w);
	}
	return ret == -EINTR || ret == -EPIPE ? 0 : ret;
}

/* A reader that has gone ends it, and is no error. */
static int finish(const struct watch *w)
{
	if (!w->error)
		return STATUS_DONE;
	if (w->error != EPIPE)
		fprintf(stderr, "sfwctl: cannot write: %s\n",
			strerror(w->error));
	if (!freopen("/dev/null", "w", stdout))
		return STATUS_REFUSED;
	return w->error == EPIPE ? STATUS_DONE : STATUS_REFUSED;
}

static int open_group(struct watch *w)
{
	struct policy policy = { 0 };
	int ret = nl_open(&w->ask);

	if (!ret)
		ret = group_members_get(&w->ask, w->wanted.group, &policy);
	group_suggest(&w->ask, ret);
	policy_free(&policy);
	return ret;
}

int run_events(const struct options *opt, const struct words *words,
	       struct parser *p)
{
	struct watch w = { .show = opt->json ? event_json : event_print };
	struct nl nl;
	int ret;

	if (parse_events(p, &w.wanted))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret && w.wanted.group[0])
		w.failed = open_group(&w);
	if (!ret && !w.failed)
		ret = watch(&nl, &w);
	nl_close(&nl);
	nl_close(&w.ask);
	if (w.failed)
		return report_kernel(&w.ask, w.failed, words);
	return ret ? report_kernel(&nl, ret, words) : finish(&w);
}

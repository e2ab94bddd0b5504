// SPDX-License-Identifier: GPL-2.0
#include "knock.h"

static bool is_step(const struct sfw_step *step, u8 proto, u16 port)
{
	return step->proto == proto && step->port == port;
}

/**
 * sfw_sequence_valid - whether a sequence can be knocked
 * @s: the sequence
 *
 * The same port twice in a row could not be told from a retransmission.
 */
bool sfw_sequence_valid(const struct sfw_sequence *s)
{
	u32 i;

	for (i = 1; i < s->n; i++)
		if (is_step(&s->step[i], s->step[i - 1].proto,
			    s->step[i - 1].port))
			return false;
	return s->n;
}

/**
 * sfw_sequence_has - whether a port is part of a sequence
 * @s: the sequence
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @port: the port
 */
bool sfw_sequence_has(const struct sfw_sequence *s, u8 proto, u16 port)
{
	u32 i;

	for (i = 0; i < s->n; i++)
		if (is_step(&s->step[i], proto, port))
			return true;
	return false;
}

/**
 * sfw_sequence_step - a source knocks at a port of the sequence
 * @s: a valid sequence
 * @at: how far it has come; updated
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @port: a port that sfw_sequence_has()
 * @now: boot-time nanoseconds
 *
 * The next port of the sequence takes it one step on; the same port again is
 * a retransmission and means nothing; any other of its ports begins anew.
 *
 * Return: whether this knock opened.
 */
bool sfw_sequence_step(const struct sfw_sequence *s, struct sfw_progress *at, u8 proto,
		       u16 port, u64 now)
{
	if (at->stage && now - at->began >= s->within)
		at->stage = 0;
	if (at->stage && is_step(&s->step[at->stage - 1], proto, port) &&
	    !is_step(&s->step[at->stage], proto, port))
		return false;
	if (!is_step(&s->step[at->stage], proto, port)) {
		at->stage = 0;
		if (!is_step(&s->step[0], proto, port))
			return false;
	}
	if (!at->stage)
		at->began = now;
	if (++at->stage < s->n)
		return false;
	at->stage = 0;
	at->open_until = now + s->open;
	return true;
}

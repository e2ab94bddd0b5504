/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Data of an earlier packet. Packets meet hooks in softirqs, which are
 * threads on PREEMPT_RT, and in processes (nf_reinject()): on one CPU a packet may
 * preempt another that is using the same record. Nobody waits for that: a reader
 * that meets a writer does without the record.
 */
#ifndef SFW_DB_RECORD_H
#define SFW_DB_RECORD_H

#include <linux/bitops.h>
#include <linux/seqlock.h>

/**
 * struct sfw_record - head of a record; all zero at first
 * @seq: odd while it is being written
 * @busy: bit 0: it has a writer
 */
struct sfw_record {
	seqcount_t seq;
	unsigned long busy;
};

/* Data read between these two is valid unless the second returns true. */
static inline unsigned int sfw_record_read(const struct sfw_record *r)
{
	return raw_seqcount_begin(&r->seq);
}

static inline bool sfw_record_is_lost(const struct sfw_record *r,
				      unsigned int start)
{
	return read_seqcount_retry(&r->seq, start);
}

/* False: another writer is at it, and the caller records nothing. */
static inline bool sfw_record_write(struct sfw_record *r)
{
	if (test_and_set_bit_lock(0, &r->busy))
		return false;
	raw_write_seqcount_begin(&r->seq);
	return true;
}

static inline void sfw_record_written(struct sfw_record *r)
{
	raw_write_seqcount_end(&r->seq);
	clear_bit_unlock(0, &r->busy);
}

#endif /* SFW_DB_RECORD_H */

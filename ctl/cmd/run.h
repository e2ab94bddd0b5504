/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of this room; run_fn says how each is called. */
#ifndef SFWCTL_CMD_RUN_H
#define SFWCTL_CMD_RUN_H

#include "lang/action.h"

run_fn run_change, run_sync, run_save, run_restore, run_apply, run_confirm;
run_fn run_rollback, run_undo, run_status, run_objects, run_list, run_lists;
run_fn run_settings, run_diff, run_stats, run_test, run_why, run_events;
run_fn run_check, run_edit, run_refused, run_batch;
run_fn run_rehearse, run_rehearse_list, run_rehearse_suggest, run_rehearse_apply;
run_fn run_rehearse_stop;
run_fn run_list_save, run_list_restore, run_group_list;

int run_version(void);

#endif

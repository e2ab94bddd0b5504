/* SPDX-License-Identifier: GPL-2.0 */
/* Answers of a guard to a new connection. */
#ifndef SFW_DB_LIST_ADMISSION_H
#define SFW_DB_LIST_ADMISSION_H

enum sfw_admission {
	SFW_ADMITTED,
	SFW_TOO_MANY,	/* its source has as many as it may */
	SFW_NO_ROOM,	/* to remember it or its source: nobody is to blame */
};

#endif /* SFW_DB_LIST_ADMISSION_H */

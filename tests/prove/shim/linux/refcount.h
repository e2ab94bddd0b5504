/* SPDX-License-Identifier: GPL-2.0 */
/* The decision counts nothing. */
#ifndef SFW_PROVE_REFCOUNT_H
#define SFW_PROVE_REFCOUNT_H

#define refcount_t	int

#endif /* SFW_PROVE_REFCOUNT_H */

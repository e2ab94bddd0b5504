/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_PROVE_MINMAX_H
#define SFW_PROVE_MINMAX_H

#define min_t(type, a, b) ({		\
	type a_ = (a);			\
	type b_ = (b);			\
	a_ < b_ ? a_ : b_;		\
})
#define min(a, b)	min_t(__typeof__(a), a, b)
#define max(a, b) ({			\
	__typeof__(a) a_ = (a);		\
	__typeof__(b) b_ = (b);		\
	a_ > b_ ? a_ : b_;		\
})

#endif /* SFW_PROVE_MINMAX_H */

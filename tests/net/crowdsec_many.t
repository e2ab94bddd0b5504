#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# CrowdSec with many decisions: three hosts that ask as often as the unit does, all with the
# group that is banned, and 1,000 changes a minute. SFW_DECISIONS=100000 SFW_BANS=200
# SFW_TEST_LIMIT=3600 for long. Of the processor's time only a clock that counts it tells:
# the host's, or that of `run.sh --clock icount`.
# In check-full: three hosts with CrowdSec.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/crowdsec.sh"

make -s -C "$net_dir/../../ctl" install
lapi_host fw1 fw2 fw3
hosts=(fw1 fw2 fw3)
printf '%s\n' 'group new crowdsec volatile' 'block add @crowdsec' enable >"$tmp/policy"
for name in "${hosts[@]}"; do on "$name" sfwctl restore "$tmp/policy"; done
start_lapi
lapi_machine test

# Bans in a batch, and seconds between two: as many are lifted, together 1,040 a minute.
size=13 every=1.5
decisions=${SFW_DECISIONS:-2000} bans=${SFW_BANS:-20}
machine() { # WORDS...
	on lapi "$python" "$net_dir/lib/decisions.py" http://127.0.0.1:8080/ "$@"
}
ticks() { # of the bouncer on fw1, and of all that it ran
	local stat
	stat=$(cat "/proc/$bouncer/stat")
	# shellcheck disable=SC2086
	set -- ${stat##*) }
	echo $((${12} + ${13} + ${14} + ${15}))
}
memory() { # FIELD
	awk -v field="$1:" '$1 == field { print int($2 / 1024) " MB" }' "/proc/$bouncer/status"
}
count() { # HOST
	on "$1" sfwctl -j group list | grep -o '"members":[0-9]*' | cut -d: -f2
}
has_all() { # HOST
	[ "$(count "$1")" = "$decisions" ]
}
percent() { # TICKS MILLISECONDS
	awk -v ticks="$1" -v took="$2" 'BEGIN { printf "%.2f %%\n", ticks * 1000 / took }'
}
now() {
	date +%s%3N
}

ok "$decisions decisions" machine many "$decisions"
for n in 1 2 3; do
	bouncer "$n"
	[ "$n" != 1 ] || bouncer=$spawned
done
for name in "${hosts[@]}"; do
	ok "$name has all of them" wait_for 300 has_all "$name"
done
note "the first time took $(ticks)0 ms of the processor, and $(memory VmHWM) at most"
began=$(now) before=$(ticks)
sleep 21
note "while nothing changes: $(percent $(($(ticks) - before)) $(($(now) - began))) of a processor"

# Each host, and when the first address of a batch is banned there.
watch() { # HOST
	local n=0 address
	while [ "$n" -lt "$bans" ]; do
		address=198.18.$(((n + 1) % 256)).1
		until on "$1" sfwctl why "$address" | grep -q '^block'; do
			[ ! -e "$tmp/enough" ] || return 0
			sleep 0.5
		done
		echo "$address $(now)"
		n=$((n + 1))
	done
}
watchers=() began=$(now) before=$(ticks)
generation=$(on fw1 sfwctl -j status | grep -o '"generation":[0-9]*' | cut -d: -f2)
for name in "${hosts[@]}"; do
	watch "$name" >"$tmp/seen.$name" &
	watchers+=("$!")
done
machine deltas "$bans" "$size" "$every" >"$tmp/sent"
(sleep 60; touch "$tmp/enough") &
wait "${watchers[@]}"
took=$(($(now) - began))
note "$((bans * size * 2)) changes in $((took / 1000)) s: $(percent $(($(ticks) - before)) "$took") of a processor, $(memory VmRSS)"
generation=$(($(on fw1 sfwctl -j status | grep -o '"generation":[0-9]*' | cut -d: -f2) - generation))
ok "each poll is one change at most: $generation" test "$generation" -le $((took / 10000 + 1))
is "all $bans bans come into force on each" "$(cat "$tmp"/seen.* | wc -l)" $((3 * bans))
awk 'NR == FNR { sent[$1] = $2 * 1000; next } { print $2 - sent[$1] }' "$tmp/sent" "$tmp"/seen.* | sort -n >"$tmp/took"
at() { # PERCENT
	sed -n "$((($(wc -l <"$tmp/took") * $1 + 99) / 100))p" "$tmp/took"
}
note "in the middle $(at 50) ms, p99 $(at 99) ms, at most $(at 100) ms"

key=$(cscli bouncers add test -o raw)
machine addresses "$key" >"$tmp/wanted"
same() { # HOST
	on "$1" sfwctl group list crowdsec | awk 'NR > 1 { print $1 }' | sort | cmp -s - "$tmp/wanted"
}
for name in "${hosts[@]}"; do
	ok "$name has the addresses of the local API, and no others" wait_for 60 same "$name"
done
make -s -C "$net_dir/../../ctl" uninstall
done_testing

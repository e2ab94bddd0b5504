# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Runs stages side by side, tells how far they are, and counts. Sourced by tests/run,
# which defines stage_NAME for each stage and has a folder in $work.
#   lanes STAGE...    runs them; the sums are in $work/sums, failures in $work/bad
#
# The stages of a lane run one after another, the lanes at the same time:
#
#	waiting     kunit, net-uml, kunit-debug ...   machines wait for each other
#	computing   style, ctl, net-stock ...         compilers, emulated kernels
#	resting     soak                              rests most of its time
#
# A stage's last time and number of tests are kept in the cache. They tell the time that is
# left, and with SFW_BUDGET (seconds) which stage would not end in time: that one is
# left out and told, since a run that is cut off says nothing.

# Seconds on two processors with an empty cache, tests: for a stage that never ran here.
declare -A usual=(
	[style]='900 83' [ctl]='300 1400' [kunit]='450 298' [net-uml]='300 2500' [net-rest]='900 3700' [net-stock]='1300 1100'
	[packages]='580 27' [bench-smoke]='140 6' [builds]='830 6' [net-backports]='280 470'
	[net-newest]='340 470' [kunit-debug]='830 298' [net-debug]='1900 660' [soak]='1600 9'
	[mutants]='1800 80' [net-long]='320 410' [net-ipv4boot]='120 400' [net-ipv4only]='700 400' [net-rt]='800 550'
	[system]='4000 300'
)
records=$sfw_cache/log/stages

# Prints the seconds and the number of tests that a stage had, or has as a rule.
record_of() { # STAGE
	local kept
	kept=$(awk -v stage="$1" '$1 == stage { kept = $2 " " $3 } END { print kept }' "$records" 2>/dev/null || :)
	echo "${kept:-${usual[$1]:-300 0}}"
}

keep_record() { # STAGE SECONDS TESTS
	exec 8>"$records.lock"
	flock 8
	touch "$records"
	awk -v stage="$1" '$1 != stage' "$records" >"$records.new"
	echo "$1 $2 $3" >>"$records.new"
	mv "$records.new" "$records"
	exec 8>&-
}

number() { # STAGE PATTERN
	grep -acE "$2" "$work/$1.tap" || :
}

# A person is shown failures, a log has all.
shown() {
	if [ -t 1 ] && [ "${SFW_VERBOSE:-}" != 1 ]; then
		awk '/^not ok / { failed = 1 } /^ok / { failed = 0; next } failed || /^# stage / { print; fflush() }'
	else
		sed -u ''
	fi
}

# Line by line, since another stage may print beside it.
run_stage() { # STAGE
	local status=0 bad good skips started=$SECONDS
	echo "# stage $1"
	echo "$1 $SECONDS" >>"$work/begun"
	("stage_$1") 2>&1 </dev/null | tee "$work/$1.tap" | shown || status=$?
	bad=$(number "$1" '^not ok ')
	skips=$(number "$1" '^ok .*# SKIP')
	good=$(($(number "$1" '^ok ') - skips))
	# A stage that dies, or a kernel that complains, is a failure of its own.
	case $status,$bad,$good in
	0,*,[1-9]* | 1,[1-9]*,*) ;;
	*)
		echo "not ok - $1: the stage ended with status $status, after $good passed" |
			tee -a "$work/$1.tap"
		bad=$((bad + 1)) ;;
	esac
	sed -n "s/^not ok /# $1: &/p; s/^# \(unsteady: .*\)/# $1: \1/p" "$work/$1.tap" >>"$work/bad"
	echo "# stage $1: $good passed, $bad failed, $skips skipped, in $((SECONDS - started)) s"
	echo "$1 $good $bad $skips" >>"$work/sums"
	[ "$bad" != 0 ] || ! is_whole || keep_record "$1" "$((SECONDS - started))" "$((good + skips))"
}

# A choice of tests says nothing about the time of all.
is_whole() {
	[ -z "${SFW_TESTS:-}${SFW_SUITES:-}${SFW_PROOFS:-}${SFW_MUTANTS:-}" ]
}

would_be_late() { # STAGE
	local seconds
	read -r seconds _ < <(record_of "$1")
	[ -n "${SFW_BUDGET:-}" ] && [ $((SECONDS + seconds)) -gt "$SFW_BUDGET" ]
}

lane() { # STAGE...
	local stage
	for stage; do
		if would_be_late "$stage"; then
			echo "ok - $stage # SKIP begun after $SECONDS s it would not end within SFW_BUDGET=$SFW_BUDGET s"
			echo "$stage 0 0 1" >>"$work/sums"
		else
			run_stage "$stage"
		fi
	done
}

# Seconds that a lane still needs, and its present stage.
lane_left() { # STAGE...
	local stage seconds tests begun left=0 now=''
	for stage; do
		! grep -q "^$stage " "$work/sums" || continue
		read -r seconds tests < <(record_of "$stage")
		begun=$(awk -v stage="$stage" '$1 == stage { print $2 }' "$work/begun")
		if [ -n "$begun" ]; then
			now="$stage $(number "$stage" '^(not )?ok ')${tests:+ of $tests}"
			seconds=$((seconds - SECONDS + begun))
			[ "$seconds" -gt 0 ] || seconds=30
		fi
		left=$((left + seconds))
	done
	echo "$left ${now:-}"
}

# A line of the stages that run and the time left: a terminal's last one, or one a minute.
progress() {
	local left now most text every=60 begin='# ' end='\n'
	[ ! -t 1 ] || every=2 begin='\r\033[K' end='\r'
	while sleep "$every"; do
		most=0 text=''
		while read -r left now; do
			[ "$left" -le "$most" ] || most=$left
			text+=${now:+$now, }
		done < <(lane_left "${waiting[@]}"; lane_left "${computing[@]}"; lane_left "${resting[@]}")
		# shellcheck disable=SC2059
		printf "$begin%s$end" "$((SECONDS / 60)):$(printf %02d $((SECONDS % 60))): ${text}about $(((most + 59) / 60)) min left"
	done
}

# Each lane is a process group, so that it can be ended with all that it began.
lanes() { # STAGE...
	local stage pids teller waiting=() computing=() resting=()
	for stage; do
		case $stage in
		soak) resting+=("$stage") ;;
		kunit* | *-uml | *-rest | *-long | *-late | *-tracked | *-debug | *-ipv4*) waiting+=("$stage") ;;
		*) computing+=("$stage") ;;
		esac
	done
	touch "$work/bad" "$work/sums" "$work/begun"
	set -m
	lane "${waiting[@]}" &
	pids=$!
	lane "${resting[@]}" &
	pids="$pids $!"
	(renice -n 5 -p "$BASHPID" >/dev/null || :; lane "${computing[@]}") &
	pids="$pids $!"
	progress &
	teller=$!
	set +m
	# shellcheck disable=SC2064
	trap "kill -- -${pids// / -} -$teller 2>/dev/null; exit 130" INT TERM
	# shellcheck disable=SC2086
	wait $pids || :
	kill -- "-$teller"
	wait "$teller" 2>/dev/null || :
	trap - INT TERM
	[ "$(wc -l <"$work/sums")" = $# ] || die "not every stage came to its end"
}

# SPDX-License-Identifier: GPL-2.0
# bash completion for sfwctl(8). All words of sfwctl come from its own help.

# Words that a line of the help gives for a term in capitals.
_sfwctl_term() {
	sfwctl "$2" ${3:+"$3"} -h 2>/dev/null |
		awk -v term="$1" '$1 == term {
			sub(/ or a number.*/, ""); gsub(/[|]/, " ")
			$1 = ""; print
		}'
}

# The settings, or the values of one of them.
_sfwctl_settings() {
	sfwctl set -h 2>/dev/null | awk -v key="$1" '
		$3 == "default" && key == "" { print $1 }
		$1 == key && gsub(/[|]/, " ", $2) { print $2 }'
}

# The names that a list of the tool has in its first column.
_sfwctl_names() {
	sfwctl "$@" 2>/dev/null | awk 'NR > 1 { print $1 }'
}

# What may follow a word in a usage, as in "then drop|reject".
_sfwctl_choices() {
	sfwctl "$2" "$3" -h 2>/dev/null |
		sed -n "1s/.*\\[$1 \\([a-z|]*\\).*/\\1/p" | tr '|' ' '
}

_sfwctl_objects() {
	sfwctl help 2>/dev/null | awk '/^  [a-z]/ && !seen[$1]++ { print $1 }'
}

# The verbs of an object.
_sfwctl_verbs() {
	sfwctl "$1" -h 2>/dev/null | awk -v object="$1" '
		{ sub(/^usage:/, "") }
		$1 == "sfwctl" && $2 == object && $3 ~ /^[a-z]+$/ { print $3 }'
}

# The keywords in a usage: small words behind a bracket or before one in
# capitals, and [a|b]. What follows a keyword as in "then a|b [C]" is none.
_sfwctl_keywords() {
	sfwctl "$1" ${2:+"$2"} -h 2>/dev/null |
		sed -n "1s/^usage: sfwctl $1${2:+ $2}//p" |
		sed -E 's/ [a-z]+\|[a-z|]+ \[[A-Z]+\]/ /g' |
		grep -oE '\[[a-z0-9]+ |\b[a-z][a-z-]* \[?[A-Z]|\[[a-z|-]+\]' |
		sed 's/ .*//; s/[][|]/ /g'
}

_sfwctl() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local words=() verbs='' reply='' i

	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${#words[@]} -eq 0 && ${COMP_WORDS[i]} == -* ]] ||
			words+=("${COMP_WORDS[i]}")
	done
	if [[ ${words[0]-} == help ]]; then
		words=("${words[@]:1}")
		[[ ${#words[@]} -lt 2 ]] || return
		prev=
	fi
	[[ ${#words[@]} -eq 0 ]] || verbs=$(_sfwctl_verbs "${words[0]}")

	if [[ ${#words[@]} -eq 0 ]]; then
		reply="help $(_sfwctl_objects)"
		[[ $cur != -* ]] ||
			reply='-j --json -n --dry-run -f --force -q -h --help --version'
	elif [[ ${#words[@]} -eq 1 && -n $verbs ]]; then
		reply=$verbs
	else
		case ${words[0]}:$prev in
		get:get | set:set)
			reply=$(_sfwctl_settings '')
			;;
		set:log)
			# What stands before a comma is kept.
			reply=$(_sfwctl_settings log)
			mapfile -t COMPREPLY < <(compgen -P "${cur%"${cur##*,}"}" -W "$reply" -- "${cur##*,}")
			return
			;;
		set:*)
			[[ ${#words[@]} -ne 2 ]] ||
				reply=$(_sfwctl_settings "$prev")
			;;
		port:add | port:del | forward:add | forward:del)
			reply=$(_sfwctl_term PROTO "${words[0]}" "$prev")
			;;
		port:tcp | port:udp | port:sctp | forward:tcp | forward:udp | forward:sctp)
			reply=$(getent services |
				awk -F '[ /]+' -v p="$prev" '$3 == p { print $1 }')
			;;
		proto:add | proto:del)
			reply=$(_sfwctl_term PROTOCOL proto "$prev")
			;;
		test:test)
			reply=$(_sfwctl_term PROTOCOL test)
			;;
		*:dev | test:in | forward:in | masquerade:out)
			reply=$(command ls /sys/class/net 2>/dev/null)
			;;
		events:reason)
			reply=$(_sfwctl_term REASON events)
			;;
		test:state)
			reply=$(_sfwctl_term STATE test)
			;;
		port:guard | guard:del)
			reply=$(_sfwctl_names guard list)
			;;
		port:knock | knock:del)
			reply=$(_sfwctl_names knock list)
			;;
		list:add | list:del | list:flush | list:show)
			reply=$(_sfwctl_names list)
			;;
		guard:then)
			reply=$(_sfwctl_choices 'then' guard add)
			;;
		block:sync | import:import | save:save | restore:restore | diff:diff | apply:apply)
			compopt -o filenames 2>/dev/null
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
			return
			;;
		*:for | *:confirm-within | guard:block | knock:within | knock:open)
			reply=$(_sfwctl_term DURATION "${words[@]:0:2}")
			;;
		*:from | *:comment | forward:to | masquerade:add | masquerade:del | guard:add | knock:add | guard:mask? | \
			test:to | test:flags | test:type) ;;
		*)
			reply=$(_sfwctl_keywords "${words[0]}" \
				${verbs:+"${words[1]}"})
			;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$reply" -- "$cur")
}

complete -F _sfwctl sfwctl

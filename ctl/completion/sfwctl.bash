# SPDX-License-Identifier: GPL-2.0
# bash completion for sfwctl(8), which says itself what may come next.

_sfwctl() {
	local rest=${COMP_LINE:0:COMP_POINT} words=() i word line breaks='' cur

	# bash also cuts at ':' and '=', as in an IPv6 address.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $i -gt 0 && $rest == [^[:blank:]]* && -n $word ]]; then
			words[-1]+=$word
			breaks=${words[-1]%"$word"}
			[[ $word != [:=] ]] || breaks=${words[-1]}
		else
			words+=("$word")
			breaks=''
		fi
		rest=${rest#"${rest%%[![:blank:]]*}"}
		rest=${rest#"$word"}
	done
	cur=${words[-1]}
	words=("${words[@]:1}")

	COMPREPLY=()
	while IFS= read -r line; do
		case $line in
		$'\tFILE')
			compopt -o filenames 2>/dev/null
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
			;;
		$'\t'*) ;;
		*)
			line=${line%%$'\t'*}
			line=${line#"$breaks"}
			# Names of profiles have blanks; readline closes a quote that was typed.
			[[ $cur == [\'\"]* || $line != *[!A-Za-z0-9@%+=:,./_-]* ]] || printf -v line %q "$line"
			COMPREPLY+=("$line")
			;;
		esac
	done < <(sfwctl --complete -- "${words[@]//[\\\'\"]/}" 2>/dev/null)
}

complete -F _sfwctl sfwctl

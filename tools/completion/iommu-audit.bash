# SPDX-License-Identifier: GPL-2.0
# bash completion of iommu-audit

_iommu_audit_devices()
{
	local dev

	for dev in /sys/bus/pci/devices/*; do
		[ -e "$dev" ] && printf '%s\n' "${dev##*/}"
	done
}

_iommu_audit_complete_device()
{
	mapfile -t COMPREPLY < <(compgen -W "$(_iommu_audit_devices)" -- "$1")
	if declare -F __ltrim_colon_completions >/dev/null; then
		__ltrim_colon_completions "$1"
	fi
}

# Names of the results that bench --save keeps.
_iommu_audit_results()
{
	local file

	for file in "${XDG_STATE_HOME:-$HOME/.local/state}"/iommu-audit/*.json \
		/var/lib/iommu-audit/*.json; do
		[ -e "$file" ] && basename "$file" .json
	done
}

# The first words of the lines of the help that begin with $1: the tool knows
# best what it takes. Further arguments go before --help.
_iommu_audit_words()
{
	local start=$1

	shift
	"${COMP_WORDS[0]}" "$@" --help 2>/dev/null |
		sed -n "s/^  \\($start[a-z0-9-]*\\).*/\\1/p" | tr '\n' ' '
}

_iommu_audit()
{
	local commands
	local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD - 1]}"
	local command="" word

	commands=$(_iommu_audit_words '[a-z]')
	# A colon ends a word for readline, so an address comes in pieces.
	if declare -F _get_comp_words_by_ref >/dev/null; then
		_get_comp_words_by_ref -n : cur prev
	fi
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case " $commands " in
		*" $word "*)
			command=$word
			break
			;;
		esac
	done
	case $command$prev in
	devices--output | devices-o | groups--output | groups-o | units--output | units-o)
		mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "$command" --output list 2>/dev/null | cut -d' ' -f1)" -- "$cur")
		return
		;;
	esac
	case $prev in
	--from | --since | --against | --output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--mode)
		mapfile -t COMPREPLY < <(compgen -W "single sg coherent" -- "$cur")
		return
		;;
	--dir)
		mapfile -t COMPREPLY < <(compgen -W "to from both" -- "$cur")
		return
		;;
	--sweep)
		mapfile -t COMPREPLY < <(compgen -W "size threads ring" -- "$cur")
		return
		;;
	--domains)
		mapfile -t COMPREPLY < <(compgen -W "identity,DMA,DMA-FQ DMA,DMA-FQ" -- "$cur")
		return
		;;
	--profile | --format)
		mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "${command:-check}" "$prev" list 2>/dev/null | cut -d' ' -f1)" -- "$cur")
		return
		;;
	--root)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--dev)
		_iommu_audit_complete_device "$cur"
		return
		;;
	esac
	case $cur in
	-*)
		mapfile -t COMPREPLY < <(compgen -W "$(_iommu_audit_words -- ${command:+"$command"})" -- "$cur")
		return
		;;
	esac
	case $command in
	"")
		mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
		;;
	compare)
		mapfile -t COMPREPLY < <(compgen -W "$(_iommu_audit_results)" -- "$cur"
					 compgen -f -- "$cur")
		;;
	devices | acs | why | p2p | bench)
		_iommu_audit_complete_device "$cur"
		;;
	groups)
		mapfile -t COMPREPLY < <(compgen -W "$(ls /sys/kernel/iommu_groups 2>/dev/null)" -- "$cur")
		;;
	diff | load)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		;;
	esac
}

complete -F _iommu_audit iommu-audit

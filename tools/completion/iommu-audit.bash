# SPDX-License-Identifier: GPL-2.0
# bash completion of iommu-audit

_iommu_audit_devices()
{
	local dev

	for dev in /sys/bus/pci/devices/*; do
		[ -e "$dev" ] && printf '%s\n' "${dev##*/}"
	done
}

_iommu_audit()
{
	local commands="report devices groups acs faults units snapshot load unload version"
	local read="--json --from --root --no-color"
	local faults="--watch --interval --since --log"
	local always="--version --help"
	local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD - 1]}"
	local command="" word options

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
	case $prev in
	--from | --since | --output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--root)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	esac
	case $command in
	"") options="$read $faults --output $always" ;;
	faults) options="$read $faults $always" ;;
	snapshot) options="--from --root --output $always" ;;
	load | unload) options="$always" ;;
	*) options="$read $always" ;;
	esac
	case $cur in
	-*)
		mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
		return
		;;
	esac
	case $command in
	"")
		mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
		;;
	devices | acs)
		mapfile -t COMPREPLY < <(compgen -W "$(_iommu_audit_devices)" -- "$cur")
		if declare -F __ltrim_colon_completions >/dev/null; then
			__ltrim_colon_completions "$cur"
		fi
		;;
	groups)
		mapfile -t COMPREPLY < <(compgen -W "$(ls /sys/kernel/iommu_groups 2>/dev/null)" -- "$cur")
		;;
	load)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		;;
	esac
}

complete -F _iommu_audit iommu-audit

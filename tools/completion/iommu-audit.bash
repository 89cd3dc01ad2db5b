# SPDX-License-Identifier: GPL-2.0
# bash completion of iommu-audit, made by tools/describe of tools/cmd
#
# What is typed and what is found is compared, never expanded. The one program that
# is run is the installed iommu-audit; files are completed by bash itself, which
# quotes their names. A name of anything else that would have to be quoted is left out.
# shellcheck shell=bash

# Sets words to what the tool says: the first group of $1 in each line.
_iommu_audit_ask()
{
	local line pattern=$1

	shift
	words=()
	[[ $tool == /* ]] || return 0
	while IFS= read -r line; do
		[[ $line =~ $pattern ]] && words+=("${BASH_REMATCH[1]}")
	done < <("$tool" "$@" </dev/null 2>/dev/null)
}

# Offers those of the words that begin as what is typed.
_iommu_audit_offer()
{
	local word

	for word; do
		[[ $word == "$cur"* ]] && COMPREPLY+=("$word")
	done
}

# Offers the names of files that are plain: $1 is a pattern, the others the files.
_iommu_audit_offer_names()
{
	local file pattern=$1

	shift
	for file; do
		[[ -e $file && ${file##*/} =~ $pattern ]] && _iommu_audit_offer "${BASH_REMATCH[1]}"
	done
}

# Offers names of what has a device: no partition, no connector of a card.
_iommu_audit_offer_behind()
{
	local file

	for file; do
		[[ -e $file/device && ! -e $file/partition ]] || continue
		[[ $file == */drm/* && ! ${file##*/} =~ ^(card|renderD)[0-9]+$ ]] && continue
		[[ ${file##*/} =~ ^nvme[0-9]+c[0-9]+n ]] && continue
		_iommu_audit_offer_names '^([A-Za-z0-9_.@+-]+)$' "$file"
	done
}

# Sets words to the devices of the file or folder that the command line names before.
_iommu_audit_ask_devices()
{
	local line word

	words=()
	[[ $2 == \~/* ]] && set -- "$1" "$HOME/${2#??}"
	# What would have to be unquoted, or expanded, is left alone.
	[[ $tool == /* && $2 =~ ^[A-Za-z0-9_./+,@:-]+$ && $2 != - ]] || return 0
	while IFS= read -r line; do
		for word in ${line//,/ }; do
			[[ $word =~ ^[a-z0-9][A-Za-z0-9_.:@+-]*$ && $word != unknown ]] || continue
			_iommu_audit_address "$word"
		done
	done < <("$tool" devices "$1" "$2" --output dev,netdev,rdma,block,nvme,drm,slot \
		</dev/null 2>/dev/null)
}

# Adds an address to the words as it is typed: short in segment 0000.
_iommu_audit_address()
{
	local word=$1

	if [[ $word =~ ^[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$ && $cur == 000* ]]; then
		word=0000:$word
	elif [[ $word =~ ^0000:([0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$ && $cur != 000* ]]; then
		word=${BASH_REMATCH[1]}
	fi
	words+=("$word")
}

_iommu_audit_offer_functions()
{
	local file

	if [[ $where ]]; then
		_iommu_audit_offer "${words[@]}"
		return
	fi
	words=()
	for file in /sys/bus/pci/devices/*; do
		[[ ${file##*/} =~ ^[0-9a-f]+:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$ ]] &&
			_iommu_audit_address "${file##*/}"
	done
	_iommu_audit_offer "${words[@]}"
	_iommu_audit_offer_behind /sys/class/{net,infiniband,block,nvme,drm}/*
	_iommu_audit_offer_names '^([A-Za-z0-9_.@+-]+)$' /sys/bus/pci/slots/*
}

# The kernel minds the case of names, so completion puts it right where nothing else fits.
_iommu_audit_offer_devices()
{
	[[ $where ]] && _iommu_audit_ask_devices "$where" "$file"
	_iommu_audit_offer_functions
	if [[ ! ${COMPREPLY[*]} && $cur ]] && ! shopt -q nocasematch; then
		shopt -s nocasematch
		_iommu_audit_offer_functions
		shopt -u nocasematch
	fi
	if declare -F __ltrim_colon_completions >/dev/null; then
		__ltrim_colon_completions "$cur"
	fi
}

# Results that bench --save keeps have names; others are files, as bash completes them.
_iommu_audit_offer_results()
{
	local plain='[A-Za-z0-9_][A-Za-z0-9_.+-]*'

	_iommu_audit_offer_names "^($plain)\\.json\$" \
		"${XDG_STATE_HOME:-$HOME/.local/state}"/iommu-audit/*.json \
		/var/lib/iommu-audit/*.json
	_iommu_audit_offer_names "^($plain\\.json)\$" ./*.json
}

# Has bash complete what follows; it says no when nothing is being completed.
_iommu_audit_files()
{
	compopt -o default 2>/dev/null
}

# Sets words to the options of a command.
_iommu_audit_options()
{
	case $1 in
	"report")
		words=(--json --from --root --source --output --columns --html --color --no-color --version --help)
		;;
	"devices" | "acs" | "units" | "version")
		words=(--json --from --root --source --output --columns --color --no-color --version --help)
		;;
	"groups")
		words=(--json --from --root --source --output --columns --kernel --predict --with --color --no-color --version --help)
		;;
	"why" | "assign")
		words=(--json --from --root --source --color --no-color --version --help)
		;;
	"p2p")
		words=(--json --from --root --source --output --columns --dev --matrix --color --no-color --version --help)
		;;
	"check")
		words=(--json --from --root --source --output --columns --dev --profile --against --rule --explain --fail-on --oneline --nagios --quiet --verbose --color --no-color --version --help)
		;;
	"suggest")
		words=(--json --from --root --source --dev --profile --format --steps --role --color --no-color --version --help)
		;;
	"lint")
		words=(--json --from --root --source --output --columns --kernel --color --no-color --version --help)
		;;
	"sriov")
		words=(--json --from --root --source --output --columns --dev --format --pods --vfs-per-pod --headroom --color --no-color --version --help)
		;;
	"faults")
		words=(--json --from --root --source --output --columns --watch --interval --since --log --color --no-color --version --help)
		;;
	"events")
		words=(--json --from --root --source --output --columns --follow --dev --kind --color --no-color --version --help)
		;;
	"explain")
		words=(--json --from --root --source --input --color --no-color --version --help)
		;;
	"snapshot")
		words=(--from --root --source --output --redact --baseline --version --help)
		;;
	"diff")
		words=(--json --from --root --source --html --profile --color --no-color --version --help)
		;;
	"export")
		words=(--from --root --source --output --expiry --version --help)
		;;
	"bench")
		words=(--json --from --output --columns --html --mode --size --segments --threads --cpus --node --dir --ring --seconds --warmup --sweep --repeat --save --domains --next --fail-if-slower --force --color --no-color --version --help)
		;;
	"compare")
		words=(--json --root --output --columns --html --vary --fail-if-slower --force --color --no-color --version --help)
		;;
	"load" | "unload" | "help")
		words=(--version --help)
		;;
	esac
}

# Sets kind and words to what an option of a command, or the command itself, takes.
_iommu_audit_values()
{
	case $1 in
	"report --from" | "report --html" | "devices --from" | "groups --from" | "why --from" | "acs --from" | "p2p --from" | "units --from" | "check --from" | "check --against" | "assign --from" | "suggest --from" | "lint --from" | "sriov --from" | "faults --from" | "faults --since" | "events --from" | "explain --from" | "explain --input" | "snapshot --from" | "snapshot --output" | "snapshot -o" | "diff --from" | "diff --html" | "diff" | "export --from" | "export --output" | "export -o" | "bench --from" | "bench --html" | "compare --html" | "load" | "version --from")
		kind=files words=()
		;;
	"report --root" | "devices --root" | "groups --root" | "why --root" | "acs --root" | "p2p --root" | "units --root" | "check --root" | "assign --root" | "suggest --root" | "lint --root" | "sriov --root" | "faults --root" | "events --root" | "explain --root" | "snapshot --root" | "diff --root" | "export --root" | "compare --root" | "version --root")
		kind=folders words=()
		;;
	"report --source" | "devices --source" | "groups --source" | "why --source" | "acs --source" | "p2p --source" | "units --source" | "check --source" | "assign --source" | "suggest --source" | "lint --source" | "sriov --source" | "faults --source" | "events --source" | "explain --source" | "snapshot --source" | "diff --source" | "export --source" | "version --source")
		kind=words words=(auto module sysfs)
		;;
	"report --output" | "report -o" | "report --columns" | "devices --output" | "devices -o" | "devices --columns" | "groups --output" | "groups -o" | "groups --columns" | "acs --output" | "acs -o" | "acs --columns" | "p2p --output" | "p2p -o" | "p2p --columns" | "units --output" | "units -o" | "units --columns" | "check --output" | "check -o" | "check --columns" | "lint --output" | "lint -o" | "lint --columns" | "sriov --output" | "sriov -o" | "sriov --columns" | "faults --output" | "faults -o" | "faults --columns" | "events --output" | "events -o" | "events --columns" | "bench --output" | "bench -o" | "bench --columns" | "compare --output" | "compare -o" | "compare --columns" | "version --output" | "version -o" | "version --columns")
		kind=columns words=()
		;;
	"report --color" | "devices --color" | "groups --color" | "why --color" | "acs --color" | "p2p --color" | "units --color" | "check --color" | "assign --color" | "suggest --color" | "lint --color" | "sriov --color" | "faults --color" | "events --color" | "explain --color" | "diff --color" | "bench --color" | "compare --color" | "version --color")
		kind=words words=(auto always never)
		;;
	"devices" | "why" | "acs" | "p2p --dev" | "p2p" | "check --dev" | "assign" | "suggest --dev" | "sriov --dev" | "events --dev" | "bench")
		kind=devices words=()
		;;
	"groups --with" | "lint")
		kind=words words=(acpi amd_iommu amd_iommu_dump amd_iommu_intr arm-smmu-v3.disable_bypass arm-smmu-v3.disable_msipolling arm-smmu.disable_bypass arm-smmu.force_stage cma coherent_pool default_hugepagesz dma_debug dma_debug_driver dma_debug_entries efi hugepages hugepagesz igb.max_vfs intel_iommu intremap iommu iommu.debug_pagealloc iommu.forcedac iommu.passthrough iommu.strict iommufd.allow_unsafe_interrupts ivrs_acpihid ivrs_hpet ivrs_ioapic ixgbe.max_vfs mlx4_core.num_vfs noapic nofb nointremap nox2apic pci pci_stub.ids pcie_acs_override pcie_no_flr pcie_ports swiotlb vfio.enable_unsafe_noiommu_mode vfio_iommu_type1.allow_unsafe_interrupts vfio_iommu_type1.disable_hugepages vfio_iommu_type1.dma_entry_limit vfio_pci.disable_denylist vfio_pci.disable_idle_d3 vfio_pci.disable_vga vfio_pci.enable_sriov vfio_pci.ids vfio_pci.nointxmask video x2apic_phys xe.max_vfs)
		;;
	"groups")
		kind=groups words=()
		;;
	"check --profile")
		kind=words words=(baseline vfio sriov gpu-single gpu-host-nic gpu-sriov-rdma vm-mixed inference all list)
		;;
	"check --rule" | "check --explain")
		kind=words words=(devices firmware command-line parameters iommu-on covered hardware interrupt-remapping protected-memory units-agree groups groups-predicted hugepages memlock address-width cpu-interrupts sriov-capable vf-space numvfs vf-requests vf-driver vf-groups in-use group-viable reset reserved bound translated not-strict vfio-safe peers-apart numa-node vfio-at-boot survives-reboot gpu-p2p gpu-nic gpu-vf nic-near large-bar link no-faults no-inv-timeouts acs-drift seen)
		;;
	"check --fail-on")
		kind=words words=(fail unknown warn)
		;;
	"suggest --profile" | "diff --profile")
		kind=words words=(baseline vfio sriov gpu-single gpu-host-nic gpu-sriov-rdma vm-mixed inference list)
		;;
	"suggest --format")
		kind=words words=(text grub grubby proxmox systemd-boot machineconfig list)
		;;
	"sriov --format")
		kind=words words=(text device-plugin node-policy list)
		;;
	"sriov")
		kind=words words=(plan)
		;;
	"events --kind")
		kind=words words=(baseline vf_request vf_add dev_add vf_del dev_del vf_bind dev_bind vf_unbind dev_unbind vf_bind_failed dev_bind_failed group_add group_del domain_attach pasid_attach pasid_detach reset)
		;;
	"export")
		kind=words words=(prometheus nfd)
		;;
	"bench --mode")
		kind=words words=(single sg coherent)
		;;
	"bench --dir")
		kind=words words=(to from both)
		;;
	"bench --sweep")
		kind=words words=(size threads ring)
		;;
	"bench --domains")
		kind=words words=("identity,DMA,DMA-FQ" "DMA,DMA-FQ")
		;;
	"compare")
		kind=results words=()
		;;
	"help")
		kind=words words=(report devices groups why acs p2p units check assign suggest lint sriov faults events explain snapshot diff export bench compare load unload version help glossary)
		;;
	esac
}

# Offers what belongs there.
_iommu_audit_offer_kind()
{
	case $1 in
	words)
		_iommu_audit_offer "${words[@]}"
		;;
	devices)
		_iommu_audit_offer_devices
		;;
	groups)
		_iommu_audit_offer_names '^([0-9]+)$' /sys/kernel/iommu_groups/*
		;;
	columns)
		_iommu_audit_ask '^([A-Za-z0-9_-]+)' "$command" --output list
		_iommu_audit_offer "${words[@]}"
		;;
	results)
		_iommu_audit_offer_results
		[[ ${COMPREPLY[*]} ]] || _iommu_audit_files
		;;
	files | folders)
		_iommu_audit_files
		;;
	esac
}

# Of a list the last part is completed, and what is in front of it stays.
_iommu_audit_offer_list()
{
	local before="" i

	if [[ $cur == *,* ]]; then
		before=${cur%,*},
		cur=${cur##*,}
	fi
	_iommu_audit_offer_kind "$kind"
	for i in "${!COMPREPLY[@]}"; do
		COMPREPLY[i]=$before${COMPREPLY[i]}
	done
}

# A colon ends a word for readline, so an address comes in pieces: sets typed to whole words,
# and glued to what of the last one is in front of its last piece.
_iommu_audit_join()
{
	local i word at=-1 open=""

	typed=() glued=""
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		# Behind a blank another word begins.
		[[ $i == "$COMP_CWORD" && ${COMP_LINE:COMP_POINT-1:1} == [[:blank:]] ]] && open=""
		glued=""
		if [[ $at -gt 0 && ( $word == :* || $open ) ]]; then
			typed[at]+=$word
			glued=${typed[at]%"${typed[at]##*:}"}
		else
			typed[++at]=$word
		fi
		open=""
		[[ $word == *: ]] && open=1
	done
}

# The command, and the file or the folder that it is about, among the words before.
_iommu_audit_look()
{
	local i word last=""

	for ((i = 1; i < ${#typed[@]} - 1; i++)); do
		word=${typed[i]}
		[[ $word == "=" ]] && continue
		case $last in
		--from | --root)
			where=$last
			file=$word
			;;
		*)
			[[ ! $command && " report devices groups why acs p2p units check assign suggest lint sriov faults events explain snapshot diff export bench compare load unload version help " == *" $word "* ]] && command=$word
			;;
		esac
		last=$word
	done
}

# Offers what fits where the cursor is.
_iommu_audit_here()
{
	local cur="" prev="" command="" where="" file="" kind="" tool n=${#typed[@]}
	local -a words=()
	local IFS=$' \t\n'

	cur=${typed[n - 1]} prev=${typed[n - 2]}
	# Whatever was typed: a program of this folder is none to be run by a key.
	tool=$(type -P iommu-audit)
	[[ $prev == "=" ]] && prev=${typed[n - 3]}
	if [[ $cur == "=" ]]; then
		cur=""
	fi
	_iommu_audit_look
	if [[ $prev == -* ]]; then
		_iommu_audit_values "${command:-report} $prev"
		# Options in front of the command mean the same to any that has them.
		[[ $kind || $command ]] || _iommu_audit_values "check $prev"
		if [[ $kind && " --columns --cpus --dev --domains --kind --output --rule --vary -o " == *" $prev "* ]]; then
			_iommu_audit_offer_list
			return
		fi
	fi
	if [[ ! $kind && $cur == -* ]]; then
		_iommu_audit_options "${command:-report}"
		kind=words
	elif [[ ! $kind && ! $command ]]; then
		words=(report devices groups why acs p2p units check assign suggest lint sriov faults events explain snapshot diff export bench compare load unload version help)
		kind=words
	elif [[ ! $kind ]]; then
		_iommu_audit_values "$command"
	fi
	_iommu_audit_offer_kind "$kind"
}

_iommu_audit()
{
	local -a typed=()
	local i glued=""

	COMPREPLY=()
	_iommu_audit_join
	_iommu_audit_here
	for i in "${!COMPREPLY[@]}"; do
		COMPREPLY[i]=${COMPREPLY[i]:${#glued}}
	done
}

complete -F _iommu_audit iommu-audit

// SPDX-License-Identifier: GPL-2.0
/* Fragments for Kubernetes: who selects the VFs of a plan */
#include "sriov.h"

#include "../base/escape.h"
#include "text.h"

/* A comment, which is one line, whatever it repeats. */
static void add_comment(const struct ia_page *page, struct ia_buf *buf, const char *text)
{
	ia_buf_add(buf, "# %s\n", ia_escape_line(page->arena, text));
}

/* Return: whether there is something to select. */
static bool begin(const struct ia_page *page, struct ia_buf *buf, const struct ia_sriov_plan *plan)
{
	add_comment(page, buf, ia_format(page->arena, "iommu-audit sriov plan: %s",
					 ia_sriov_verdict(page, plan)));
	return plan->fits != IA_NO;
}

static const char *address_of(const struct ia_page *page, const struct ia_plan_pf *pf)
{
	char text[IA_ADDRESS_SIZE];

	return ia_format(page->arena, "%s", ia_address_text(text, pf->device->address, true));
}

/* The PFs that the plan uses, in the form of a list of JSON. */
static const char *roots(const struct ia_page *page, const struct ia_plan_model *model)
{
	struct ia_buf buf = { .arena = page->arena };
	size_t i;

	for (i = 0; i < model->count; i++) {
		if (model->pfs[i].use)
			ia_buf_add(&buf, "%s\"%s\"", buf.len ? ", " : "",
				   address_of(page, &model->pfs[i]));
	}
	return buf.text ? buf.text : "";
}

static bool has_base(const struct ia_number *subclass, unsigned int base)
{
	return subclass->known && subclass->n >> 8 == base;
}

static bool is_infiniband(const struct ia_plan_model *model)
{
	return model->subclass.known && model->subclass.n == IA_PCI_SUBCLASS_INFINIBAND;
}

/**
 * ia_sriov_not_plugin() - why the SR-IOV network device plugin does not find VFs of a PF
 * @device: the PF; VFs have its class
 *
 * SupportedDevices of pkg/types/types.go of the plugin: it discovers two base classes.
 *
 * Return: the reason, or NULL where it does.
 */
const char *ia_sriov_not_plugin(const struct ia_device *device)
{
	struct ia_number subclass = ia_subclass(device);

	if (has_base(&subclass, IA_PCI_BASE_NETWORK) ||
	    has_base(&subclass, IA_PCI_BASE_ACCELERATOR))
		return NULL;
	return "the plugin finds class 02 (network) and class 12 (accelerators) alone";
}

/**
 * ia_sriov_not_policy() - why the SR-IOV network operator has no policy for a PF
 * @device: the PF
 *
 * Return: the reason, or NULL where it has one.
 */
const char *ia_sriov_not_policy(const struct ia_device *device)
{
	struct ia_number subclass = ia_subclass(device);

	if (has_base(&subclass, IA_PCI_BASE_NETWORK))
		return NULL;
	return "the operator is for network controllers (class 02) alone";
}

/**
 * ia_sriov_device_plugin() - a ConfigMap of the SR-IOV network device plugin
 * @page: where it goes
 * @object: the plan
 *
 * Its selector has the ids of VFs: vendor and sriov_vf_device of sysfs. Only those of network
 * devices can name PFs: AccelDeviceSelectors of pkg/types/types.go has none.
 */
void ia_sriov_device_plugin(const struct ia_page *page, const void *object)
{
	const struct ia_sriov_plan *plan = object;
	const struct ia_plan_model *model = plan->chosen;
	struct ia_buf buf = { .arena = page->arena };
	bool fits = begin(page, &buf, plan);
	bool nic = fits && has_base(&model->subclass, IA_PCI_BASE_NETWORK);

	if (fits && !nic && !model->vf_device.known) {
		add_comment(page, &buf, "No selector: the device id of the VFs is not known, and selectors of accelerators name no PFs");
	} else if (fits) {
		if (!nic)
			add_comment(page, &buf, "Selectors of accelerators name no PFs: these are all VFs of this id on a node");
		else if (!model->vf_device.known)
			add_comment(page, &buf, "The device id of the VFs is not known: selected by their PFs and vendor alone");
		if (nic && model->vendor == IA_PCI_VENDOR_MELLANOX && !is_infiniband(model))
			add_comment(page, &buf, "For RDMA and DPDK's mlx5 driver: \"isRdma\": true in the selector");
		ia_buf_add(&buf, "apiVersion: v1\n"
			   "kind: ConfigMap\n"
			   "metadata:\n"
			   "  name: sriovdp-config\n"
			   "  namespace: kube-system\n"
			   "data:\n"
			   "  config.json: |\n"
			   "    {\n"
			   "      \"resourceList\": [\n"
			   "        {\n"
			   "          \"resourceName\": \"%s\",\n",
			   ia_sriov_name(page->arena, model));
		if (!nic)
			ia_buf_add(&buf, "          \"deviceType\": \"accelerator\",\n");
		ia_buf_add(&buf, "          \"selectors\": [\n"
			   "            {\n"
			   "              \"vendors\": [\"%04x\"]", model->vendor);
		if (model->vf_device.known)
			ia_buf_add(&buf, ",\n              \"devices\": [\"%04x\"]",
				   (unsigned int)model->vf_device.n);
		if (nic)
			ia_buf_add(&buf, ",\n              \"rootDevices\": [%s]",
				   roots(page, model));
		if (is_infiniband(model))
			ia_buf_add(&buf, ",\n              \"isRdma\": true");
		ia_buf_add(&buf, "\n            }\n"
			   "          ]\n"
			   "        }\n"
			   "      ]\n"
			   "    }\n");
	}
	ia_out_text(page->out, IA_PLAIN, buf.text);
}

/* Where PFs can have more VFs than the operator takes. */
static void add_most(const struct ia_page *page, struct ia_buf *buf,
		     const struct ia_plan_model *model)
{
	size_t i, most;

	for (i = 0; i < model->count; i++) {
		most = ia_sriov_most(model->pfs[i].device);
		if (model->pfs[i].device->totalvfs.n <= most)
			continue;
		add_comment(page, buf,
			    ia_format(page->arena,
				      "The operator takes at most %zu VFs of each PF of vendor %04x",
				      most, model->vendor));
		return;
	}
}

/* What pods are given. */
static void add_uses(const struct ia_page *page, struct ia_buf *buf,
		     const struct ia_plan_model *model)
{
	add_comment(page, buf, "OpenShift: namespace openshift-sriov-network-operator");
	if (is_infiniband(model))
		add_comment(page, buf, "InfiniBand is used through RDMA: deviceType vfio-pci and isRdma exclude each other");
	else if (model->vendor == IA_PCI_VENDOR_MELLANOX)
		add_comment(page, buf, "For RDMA and DPDK's mlx5 driver: isRdma true. For virtual machines: deviceType vfio-pci");
	else
		add_comment(page, buf, "For DPDK and virtual machines: deviceType vfio-pci");
}

/**
 * ia_sriov_node_policy() - a SriovNetworkNodePolicy of the SR-IOV network operator
 * @page: where it goes
 * @object: the plan
 *
 * Its selector has the ids of PFs, which the operator gives VFs.
 */
void ia_sriov_node_policy(const struct ia_page *page, const void *object)
{
	const struct ia_sriov_plan *plan = object;
	const struct ia_plan_model *model = plan->chosen;
	struct ia_buf buf = { .arena = page->arena };
	bool fits = begin(page, &buf, plan);
	size_t i;

	if (model)
		add_most(page, &buf, model);
	if (!fits) {
		ia_out_text(page->out, IA_PLAIN, buf.text);
		return;
	}
	for (i = 0; i < model->count; i++) {
		const char *costs = ia_sriov_costs(page, &model->pfs[i]);

		if (costs)
			add_comment(page, &buf, ia_format(page->arena, "%s: %s",
							  address_of(page, &model->pfs[i]), costs));
	}
	add_uses(page, &buf, model);
	ia_buf_add(&buf, "apiVersion: sriovnetwork.openshift.io/v1\n"
		   "kind: SriovNetworkNodePolicy\n"
		   "metadata:\n"
		   "  name: vf-%04x-%04x\n"
		   "  namespace: sriov-network-operator\n"
		   "spec:\n"
		   "  resourceName: %s\n"
		   "  nodeSelector:\n"
		   "    feature.node.kubernetes.io/network-sriov.capable: 'true'\n"
		   "  numVfs: %zu\n"
		   "  nicSelector:\n"
		   "    vendor: '%04x'\n"
		   "    deviceID: '%04x'\n"
		   "    rootDevices:\n", model->vendor, model->device,
		   ia_sriov_name(page->arena, model), model->numvfs, model->vendor, model->device);
	for (i = 0; i < model->count; i++) {
		if (model->pfs[i].use)
			ia_buf_add(&buf, "      - '%s'\n", address_of(page, &model->pfs[i]));
	}
	ia_buf_add(&buf, "  deviceType: netdevice\n"
		   "%s  isRdma: %s\n", is_infiniband(model) ? "  linkType: ib\n" : "",
		   is_infiniband(model) ? "true" : "false");
	ia_out_text(page->out, IA_PLAIN, buf.text);
}

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

/**
 * ia_sriov_device_plugin() - a ConfigMap of the SR-IOV network device plugin
 * @page: where it goes
 * @object: the plan
 *
 * Its selector has the ids of VFs: vendor and sriov_vf_device of sysfs.
 */
void ia_sriov_device_plugin(const struct ia_page *page, const void *object)
{
	const struct ia_sriov_plan *plan = object;
	const struct ia_plan_model *model = plan->chosen;
	struct ia_buf buf = { .arena = page->arena };
	bool nic = model && model->kind == IA_KIND_NIC;

	if (begin(page, &buf, plan)) {
		if (!model->vf_device.known)
			add_comment(page, &buf, "The device id of the VFs is not known: selected by their PFs and vendor alone");
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
		ia_buf_add(&buf, "\n            }\n"
			   "          ]\n"
			   "        }\n"
			   "      ]\n"
			   "    }\n");
	}
	ia_out_text(page->out, IA_PLAIN, buf.text);
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
	size_t i;

	if (!begin(page, &buf, plan)) {
		ia_out_text(page->out, IA_PLAIN, buf.text);
		return;
	}
	if (model->kind != IA_KIND_NIC)
		add_comment(page, &buf, "The operator is for network controllers, which these are not");
	for (i = 0; i < model->count; i++) {
		const char *costs = ia_sriov_costs(page, &model->pfs[i]);

		if (costs)
			add_comment(page, &buf, ia_format(page->arena, "%s: %s",
							  address_of(page, &model->pfs[i]), costs));
	}
	add_comment(page, &buf, "OpenShift: namespace openshift-sriov-network-operator. For DPDK and virtual machines: deviceType vfio-pci");
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
		   "  isRdma: false\n");
	ia_out_text(page->out, IA_PLAIN, buf.text);
}

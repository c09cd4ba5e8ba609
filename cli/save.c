// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * save-config: what devices are set to now, enabled or not, as a profile.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/profile.h"

static int read_devices(struct accfg_profile *profile, const struct cli_set *set)
{
	struct accfg_device **devices = calloc(set->count + 1, sizeof(struct accfg_device *));
	int rc;

	if (!devices)
		return -ENOMEM;
	for (size_t i = 0; i < set->count; i++)
		devices[i] = accfg_object_as_device(set->objects[i]);
	rc = accfg_profile_read_devices(profile, devices, set->count);
	free(devices);
	return rc;
}

static int read_machine(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile)
{
	struct cli_set set = { 0 };
	int rc, status = cli_select(cli, ACCFG_KIND_DEVICE, args->operands, args->n_operands, 0, &set);

	if (!status) {
		cli_set_sort_devices(&set);
		rc = args->n_operands ? read_devices(profile, &set) : accfg_profile_read_machine(profile);
		status = rc ? cli_report(cli, rc) : CLI_OK;
	}
	cli_set_free(&set);
	return status;
}

static int print(struct cli *cli, struct accfg_profile *profile, const char *name)
{
	char *text;
	int rc = name ? accfg_profile_get_config_text(profile, name, &text) : accfg_profile_get_text(profile, &text);

	if (rc)
		return cli_report(cli, rc);
	fputs(text, stdout);
	free(text);
	return CLI_OK;
}

static int write_file(struct cli *cli, struct accfg_profile *profile, const char *path, const char *name)
{
	int rc = name ? accfg_profile_write_config(profile, path, name) : accfg_profile_write_file(profile, path);
	int status = rc ? cli_report(cli, rc) : CLI_OK;

	if (status == CLI_INVALID && !name) /* a socket, or too large a file: no value of the user's */
		status = CLI_FAILED;
	return status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	const char *path = cli_profile_path(args, "saved-file"), *name = cli_args_get(args, "name");
	struct accfg_profile *profile;
	int rc = accfg_profile_new(cli->ctx, &profile), status;

	if (rc)
		return cli_report(cli, rc);
	status = read_machine(cli, args, profile);
	if (!status && !strcmp(path, "-"))
		status = print(cli, profile, name);
	else if (!status)
		status = write_file(cli, profile, path, name);
	accfg_profile_free(profile);
	return status;
}

static const struct cli_opt opts[] = {
	{ "saved-file", 's', "FILE", "where to; - is standard output (default " CLI_PROFILE_DEFAULT ")", "file" },
	{ "name", 'n', "NAME", "as this named configuration of FILE; the others stay as they are", NULL },
	{ 0 },
};

const struct accfg_cmd cmd_save_config = {
	.name = "save-config",
	.operands = "[DEVICE...]",
	.help = "Write what devices are set to as a profile",
	.more = "Every device that is not in its clean state is saved, enabled or not, or only the devices named. The file is\n"
		"replaced in one step. load-config -e brings back the same state.",
	.opts = opts,
	.complete = "device",
	.needs_driver = true,
	.run = run,
};

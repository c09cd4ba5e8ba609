// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * accfg: finds the command and runs it. Global options may stand before and after the command's name.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

const struct accfg_cmd *const cli_commands[] = {
	&cmd_list, &cmd_status, &cmd_load_config, &cmd_save_config, &cmd_check_config, &cmd_diff_config, &cmd_reset,
	&cmd_config_user_default, &cmd_config_device, &cmd_config_group, &cmd_config_wq, &cmd_config_engine,
	&cmd_enable_device, &cmd_disable_device, &cmd_enable_wq, &cmd_disable_wq, &cmd_recover, &cmd_capture, &cmd_help,
	&cmd_version, NULL,
};

const struct accfg_cmd *cli_command(const char *name)
{
	for (size_t i = 0; cli_commands[i]; i++)
		if (!strcmp(cli_commands[i]->name, name))
			return cli_commands[i];
	return NULL;
}

int cli_need_driver(struct cli *cli)
{
	const char *root = accfg_get_sysfs_root(cli->ctx);
	struct stat folder;
	int rc;

	if (accfg_is_driver_loaded(cli->ctx))
		return CLI_OK;
	rc = stat(root, &folder) ? -errno : S_ISDIR(folder.st_mode) ? 0 : -ENOTDIR;
	if (rc)
		return cli_report_file(cli, "open", root, rc);
	if (cli->load_module) {
		rc = accfg_load_module(cli->ctx, "idxd");
		return rc ? cli_report(cli, rc) : CLI_OK;
	}
	cli_error(cli, "the driver idxd is not loaded (modprobe idxd, or --load-module)");
	return CLI_UNSUPPORTED;
}

static int run_command(struct cli *cli, const struct accfg_cmd *cmd, const struct cli_args *args)
{
	int status = CLI_OK;

	if (cli->help)
		return cli_command_help(cmd), CLI_OK;
	if (cli->version)
		return cli_print_version(), CLI_OK;
	if (!cmd->operands[0] && args->n_operands)
		return cli_usage(cli, "%s takes no '%s'", cmd->name, args->operands[0]);
	if (cmd->needs_operands && !args->n_operands)
		return cli_usage(cli, "%s needs %s", cmd->name, cmd->operands);
	cli_log_to_stderr(cli);
	if (cmd->needs_driver)
		status = cli_need_driver(cli);
	return status ? status : cmd->run(cli, args);
}

static int parse_and_run(struct cli *cli, const struct accfg_cmd *cmd, int argc, char **argv)
{
	struct cli_args args = { .cmd = cmd };
	struct cli_opts opts;
	int status;

	cli_opts_of(cmd, &opts);
	status = cli_parse(cli, &opts, argc, argv, false, &args);
	if (!status)
		status = run_command(cli, cmd, &args);
	cli_args_free(&args);
	return status;
}

static int no_command(struct cli *cli)
{
	if (cli->help)
		cli_help();
	else if (cli->version)
		cli_print_version();
	else if (cli->list_commands)
		cli_list_commands();
	else if (cli->dump_options)
		cli_dump_options();
	else
		return cli_usage(cli, "which command?");
	return CLI_OK;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct cli_args global = { 0 };
	const struct accfg_cmd *cmd;
	struct cli_opts opts;
	int status;

	cli_opts_of(NULL, &opts);
	status = cli_parse(cli, &opts, argc, argv, true, &global);
	cli_args_free(&global);
	if (status)
		return status;
	if (!global.n_operands || cli->list_commands || cli->dump_options)
		return no_command(cli);
	cmd = cli_command(global.operands[0]);
	if (!cmd)
		return cli_usage(cli, "'%s' is no command", global.operands[0]);
	return parse_and_run(cli, cmd, (int)global.n_operands, global.operands);
}

/* A closed standard stream must not become a file that is opened later; writing to it still has to fail. */
static void open_standard_streams(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			_exit(CLI_FAILED);
}

int main(int argc, char **argv)
{
	struct cli cli = { 0 };
	int status;

	open_standard_streams();
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ); /* messages are put together from pieces, and go out as lines */
	signal(SIGPIPE, SIG_IGN); /* a reader that is gone is reported as any other write error */
	signal(SIGXFSZ, SIG_IGN); /* and so is a limit on the size of files: no half file stays */
	if (accfg_new(&cli.ctx)) {
		fputs("accfg: out of memory\n", stderr);
		return CLI_FAILED;
	}
	accfg_set_userdata(cli.ctx, &cli);
	status = cli_finish_output(&cli, run(&cli, argc, argv));
	accfg_unref(cli.ctx);
	return status;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of `status`: columns of libsmartcols, colours and width. Columns without any content are not shown.
 */
#include <errno.h>
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/status.h"

struct status_table {
	struct libscols_table *scols;
	struct libscols_column *columns[STATUS_COLUMNS];
	bool used[STATUS_COLUMNS];
};

static const struct {
	const char *name;
	double width;
	int flags;
} columns[STATUS_COLUMNS] = {
	[STATUS_NAME] = { "NAME", 0, SCOLS_FL_TREE },
	[STATUS_STATE] = { "STATE", 0, 0 },
	[STATUS_TYPE] = { "TYPE", 0, 0 },
	[STATUS_MODE] = { "MODE", 0, 0 },
	[STATUS_SIZE] = { "SIZE", 0, SCOLS_FL_RIGHT },
	[STATUS_PRIO] = { "PRIO", 0, SCOLS_FL_RIGHT },
	[STATUS_LABEL] = { "LABEL", 0, SCOLS_FL_TRUNC },
	[STATUS_DRIVER] = { "DRIVER", 0, SCOLS_FL_TRUNC },
	[STATUS_CLIENTS] = { "CLIENTS", 0, SCOLS_FL_RIGHT },
	[STATUS_NUMA] = { "NUMA", 0, SCOLS_FL_RIGHT },
	[STATUS_NODE] = { "NODE", 0, SCOLS_FL_TRUNC },
	[STATUS_ISSUE] = { "ISSUE", 0, SCOLS_FL_WRAP },
};

bool status_color_is_valid(const char *word)
{
	return !strcmp(word, "auto") || !strcmp(word, "always") || !strcmp(word, "never");
}

static bool wants_color(const char *color)
{
	if (strcmp(color, "auto"))
		return !strcmp(color, "always");
	return isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
}

/* On a terminal, its width; elsewhere COLUMNS if it is set, else as wide as needed. */
static void set_width(struct libscols_table *scols)
{
	const char *text = getenv("COLUMNS");
	unsigned long width = text ? strtoul(text, NULL, 10) : 0;

	if (isatty(STDOUT_FILENO) || width < 40 || width > 10000)
		return;
	scols_table_set_termforce(scols, SCOLS_TERMFORCE_ALWAYS);
	scols_table_set_termwidth(scols, (size_t)width);
}

struct status_table *status_table_new(const char *color)
{
	struct status_table *table = calloc(1, sizeof(*table));

	if (!table)
		return NULL;
	table->scols = scols_new_table();
	if (!table->scols) {
		free(table);
		return NULL;
	}
	for (size_t i = 0; i < STATUS_COLUMNS; i++) {
		table->columns[i] = scols_table_new_column(table->scols, columns[i].name, columns[i].width,
							    columns[i].flags);
		if (!table->columns[i]) {
			status_table_free(table);
			return NULL;
		}
	}
	scols_table_enable_colors(table->scols, wants_color(color));
	set_width(table->scols);
	return table;
}

/* cells: of strings that may be gone when the table is printed, therefore copied. */
struct status_line *status_table_add(struct status_table *table, struct status_line *parent, const struct status_row *row)
{
	struct libscols_line *line = scols_table_new_line(table->scols, (struct libscols_line *)parent);

	for (size_t i = 0; line && i < STATUS_COLUMNS; i++) {
		if (!row->cells[i][0])
			continue;
		table->used[i] = true;
		if (scols_line_set_data(line, i, row->cells[i]))
			return NULL;
	}
	if (line && row->is_on)
		scols_cell_set_color(scols_line_get_cell(line, STATUS_STATE), "green");
	if (line && row->is_bad)
		scols_cell_set_color(scols_line_get_cell(line, STATUS_ISSUE), "red");
	return (struct status_line *)line;
}

/* libsmartcols fills up the cells of the last column. */
static void print_without_trailing_blanks(const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n"), visible = length;

		while (visible && text[visible - 1] == ' ')
			visible--;
		fwrite(text, 1, visible, stdout);
		text += length;
		if (*text)
			putc(*text++, stdout);
	}
}

int status_table_print(struct status_table *table)
{
	char *text = NULL;
	int rc;

	for (size_t i = STATUS_STATE; i < STATUS_COLUMNS; i++)
		if (!table->used[i])
			scols_column_set_flags(table->columns[i], SCOLS_FL_HIDDEN);
	if (table->scols && scols_table_is_empty(table->scols))
		return 0;
	rc = scols_print_table_to_string(table->scols, &text);
	if (!rc) {
		print_without_trailing_blanks(text);
		putchar('\n');
	}
	free(text);
	return rc;
}

int status_table_each(struct status_table *table, status_row_fn fn, void *data)
{
	struct libscols_iter *iter = scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_line *line, *parent;

	if (!iter)
		return -ENOMEM;
	while (!scols_table_next_line(table->scols, iter, &line)) {
		const char *cells[STATUS_COLUMNS];
		unsigned int depth = 0;

		for (parent = scols_line_get_parent(line); parent; parent = scols_line_get_parent(parent))
			depth++;
		for (size_t i = 0; i < STATUS_COLUMNS; i++) {
			const char *text = scols_cell_get_data(scols_line_get_cell(line, i));

			cells[i] = text ? text : "";
		}
		fn(cells, depth, data);
	}
	scols_free_iter(iter);
	return 0;
}

void status_table_free(struct status_table *table)
{
	if (!table)
		return;
	scols_unref_table(table->scols);
	free(table);
}

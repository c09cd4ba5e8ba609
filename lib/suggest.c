// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Nearest name by the number of letters inserted, left out, changed or swapped with their
 * neighbour. Upper and lower case, and ' ', '-' and '_', count as the same letter.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "lib/suggest.h"

#define LONGEST 40

static int fold(char c)
{
	if (c == ' ' || c == '-')
		return '_';
	return tolower((unsigned char)c);
}

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static unsigned int distance(const char *a, size_t n, const char *b, size_t m)
{
	unsigned int rows[3][LONGEST + 1];
	unsigned int *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= m; j++)
		above[j] = (unsigned int)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned int *oldest = before;

		row[0] = (unsigned int)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned int change = fold(a[i - 1]) != fold(b[j - 1]);

			row[j] = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
			if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
			    fold(a[i - 2]) == fold(b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = oldest;
	}
	return above[m];
}

void suggest_begin(struct suggestion *suggestion, const char *word)
{
	*suggestion = (struct suggestion){ .word = word };
}

/*
 * A third of the letters may be wrong: "bof" is no guess at "dev". Or the word is the beginning of the candidate with one
 * letter in four wrong: "tresh". Returns whether it is near enough.
 */
static bool is_near(const char *word, size_t n, const char *candidate, size_t m, unsigned int *cost)
{
	size_t end = n + 1 < m ? n + 1 : m;

	*cost = distance(word, n, candidate, m);
	if (*cost <= (n > m ? n : m) / 3)
		return true;
	*cost = distance(word, n, candidate, end) + 2;
	return n >= 4 && *cost <= n / 4 + 2;
}

void suggest_try(struct suggestion *suggestion, const char *candidate)
{
	size_t n = strlen(suggestion->word), m = strlen(candidate);
	unsigned int cost;

	if (n == 0 || n > LONGEST || m > LONGEST)
		return;
	if (!is_near(suggestion->word, n, candidate, m, &cost) || (suggestion->best && cost >= suggestion->cost))
		return;
	suggestion->best = candidate;
	suggestion->cost = cost;
}

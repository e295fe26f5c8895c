/* Runs tests of TestU01 on the 32-bit words that arrive on standard input.
 *
 *     random_battery_driver small|crush NUMBER...
 *
 * Prints one line for each p-value: number and name of the statistic, p, 1 - p (with tabs between); then how
 * many words were read. Built and called by random_battery.py; TestU01 is in Debian (libtestu01-0-dev,
 * component non-free).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

#define WORDS 65536
#define MOST_TESTS 200

static uint32_t buffer[WORDS];
static size_t next = WORDS;
static unsigned long long words_read = 0;

static unsigned int word(void)
{
    if (next == WORDS) {
        if (fread(buffer, sizeof buffer[0], WORDS, stdin) != WORDS) {
            fprintf(stderr, "the words ended before the test did\n");
            exit(3);
        }
        next = 0;
    }
    words_read++;
    return buffer[next++];
}

int main(int count, char **arguments)
{
    static int repeat[MOST_TESTS + 1];
    static char name[] = "standard input";
    if (count < 3)
        return 2;
    for (int i = 2; i < count; i++)
        repeat[atoi(arguments[i])] = 1;
    swrite_Basic = FALSE;
    unif01_Gen *generator = unif01_CreateExternGenBits(name, word);
    if (strcmp(arguments[1], "crush") == 0)
        bbattery_RepeatCrush(generator, repeat);
    else
        bbattery_RepeatSmallCrush(generator, repeat);
    printf("\n=results\n");
    for (int i = 0; i < bbattery_NTests; i++)
        if (bbattery_pVal[i] >= 0.0)
            printf("%d\t%s\t%.10g\t%.10g\n", i + 1, bbattery_TestNames[i], bbattery_pVal[i],
                   1.0 - bbattery_pVal[i]);
    printf("=words\t%llu\n", words_read);
    return 0;
}

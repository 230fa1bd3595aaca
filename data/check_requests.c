/* Amounts in the texts of forms: against the form's funds, and against each other. */
#include <string.h>

#include "data/check_reading.h"

/* What the texts of one project ask for. */
struct request {
    money stated; /* the greatest amount of the budget year in a text without that of the form */
    size_t stated_text; /* where: text, character */
    size_t stated_at, stated_end;
    money asked;                                         /* the sum of what 申请 stands before */
    size_t asked_count, asked_text, asked_at, asked_end; /* the first of them */
    bool agrees; /* some amount of the year is that of the form */
};

/* Whether AMOUNT is EXACT to the last digit that is written. */
static bool is_rounded(const struct amount *amount, money exact)
{
    money difference;

    return !__builtin_sub_overflow(amount->value, exact, &difference) &&
           difference <= amount->quantum / 2 && difference >= -(amount->quantum / 2);
}

static void read_text(struct check_run *run, size_t text, money year, struct request *request)
{
    const struct amounts *amounts = check_amounts(run, text);
    const struct amount *greatest = NULL;
    bool agrees = false;

    for (size_t i = 0; i < amounts->count; i++) {
        const struct amount *amount = &amounts->items[i];
        if (amount->marks & (AMOUNT_PRICE | AMOUNT_PAID))
            continue;
        if (amount->marks & (AMOUNT_YEAR | AMOUNT_REQUEST))
            agrees = agrees || is_rounded(amount, year);
        if ((amount->marks & AMOUNT_YEAR) && (!greatest || amount->value > greatest->value))
            greatest = amount;
        if ((amount->marks & AMOUNT_REQUEST) && money_add(&request->asked, amount->value)) {
            if (request->asked_count++ == 0) {
                request->asked_text = text;
                request->asked_at = amount->start;
                request->asked_end = amount->end;
            }
        }
    }
    request->agrees = request->agrees || agrees;
    if (!agrees && greatest != NULL && greatest->value > request->stated) {
        request->stated = greatest->value;
        request->stated_text = text;
        request->stated_at = greatest->start;
        request->stated_end = greatest->end;
    }
}

/* The total that the texts of PROJECT name for this year is that of the form. A form without
 * annual funds is held against those of the whole term. */
static void check_project(struct check_run *run, const struct check_rule *rule,
                          const struct project *project, size_t first, size_t end)
{
    money whole = project->funds[TERM_WHOLE][SOURCE_TOTAL];
    money year = project->funds[TERM_YEAR][SOURCE_TOTAL];
    struct request request = {.stated = 0};

    if (whole == MONEY_NONE || year == MONEY_NONE)
        return;
    if (year == 0)
        year = whole;
    for (size_t i = first; i < end; i++)
        if (run->texts[i].kind == CHECK_TEXT_PROJECT && check_text_wanted(rule, &run->texts[i]))
            read_text(run, i, year, &request);
    bool asked = request.asked_count > 0 && request.stated == 0;
    money total = asked ? request.asked : request.stated;
    if (total == 0 || total == year || request.asked == year ||
        (request.agrees && (asked || total <= year)))
        return; /* a part of what another text names in full */
    size_t text = asked ? request.asked_text : request.stated_text;
    size_t start = asked ? request.asked_at : request.stated_at;
    size_t stop = asked ? request.asked_end : request.stated_end;
    const struct scan *scan = check_scan(run, text);
    struct check_place place = {.pos = run->texts[text].text.pos,
                                .words = check_text_place(run, &run->texts[text]),
                                .found = check_money(run, total),
                                .expected = check_money(run, year)};
    money difference;
    if (!__builtin_sub_overflow(total, year, &difference))
        place.difference = check_money(run, difference);
    const char *quote = check_quote(run, text, scan_start(scan, start, SCAN_CLAUSE), stop);
    if (asked && request.asked_count > 1)
        quote = arena_printf(run->arena, "%s … (%zu)", quote, request.asked_count);
    check_find(run, rule, &place, place.found, place.expected, quote, NULL);
}

void check_kind_form_request(struct check_run *run, const struct check_rule *rule)
{
    for (size_t first = 0, end; first < run->text_count; first = end) {
        const struct project *project = run->texts[first].project;
        for (end = first + 1; end < run->text_count && run->texts[end].project == project;)
            end++;
        if (project != NULL && project->has_form)
            check_project(run, rule, project, first, end);
    }
}

/* What the text itself computes: totals, products, sums. */
void check_kind_amounts(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->text_count; i++) {
        const struct amount_claim *claims;
        if (run->texts[i].kind == CHECK_TEXT_NAME || !check_text_wanted(rule, &run->texts[i]))
            continue;
        const struct scan *scan = check_scan(run, i);
        size_t count = amounts_verify(run->arena, scan, check_amounts(run, i), &claims);
        for (size_t c = 0; c < count; c++) {
            struct check_place place = {.pos = run->texts[i].text.pos,
                                        .words = check_text_place(run, &run->texts[i])};
            place.expected = check_money(run, claims[c].computed);
            place.found = claims[c].stated == MONEY_NONE ? "" : check_money(run, claims[c].stated);
            check_find(run, rule, &place, check_quote(run, i, claims[c].start, claims[c].end),
                       place.expected, place.found, NULL);
        }
    }
}

/* Every kind of check: CHECK_KIND(name) stands for `kind: name` in data/checks and for the function
 * check_kind_name(). Include with CHECK_KIND defined. */

/* data/check_figures.c: figures and cells of the tables */
CHECK_KIND(balance)
CHECK_KIND(dimension)
CHECK_KIND(prior)
CHECK_KIND(change)
CHECK_KIND(negative)
CHECK_KIND(operands)
/* data/check_codes.c: codes that go together */
CHECK_KIND(codes)
/* data/check_records.c: records and what is printed of them */
CHECK_KIND(derivation)
CHECK_KIND(idle)
CHECK_KIND(operating)
CHECK_KIND(procurement)
CHECK_KIND(records)
CHECK_KIND(revenue)
/* data/check_control.c */
CHECK_KIND(control)
CHECK_KIND(control_cell)
/* data/check_waivers.c */
CHECK_KIND(waiver_reason)
CHECK_KIND(waiver_rule)
CHECK_KIND(waiver_unused)
/* data/check_forms.c, check_requests.c: the funds of forms, and what speaks of them */
CHECK_KIND(form_budget)
CHECK_KIND(form_sources)
CHECK_KIND(form_terms)
CHECK_KIND(form_unbudgeted)
CHECK_KIND(form_missing)
CHECK_KIND(form_costs)
CHECK_KIND(form_scale)
CHECK_KIND(form_request)
CHECK_KIND(amounts)
/* data/check_indicators.c: the contents of forms */
CHECK_KIND(form_empty)
CHECK_KIND(form_annual)
CHECK_KIND(form_name)
CHECK_KIND(form_name_width)
CHECK_KIND(same_name)
CHECK_KIND(indicator_half)
CHECK_KIND(indicator_unit)
CHECK_KIND(indicator_date)
CHECK_KIND(plan_date)
/* data/check_overall.c: the form of the department, the scheme of indicators, assets */
CHECK_KIND(overall_sources)
CHECK_KIND(overall_total)
CHECK_KIND(indicator_levels)
CHECK_KIND(asset_measure)
/* data/check_pairs.c: the same thing in a text and in an indicator */
CHECK_KIND(paired_number)
CHECK_KIND(paired_date)
/* data/check_words.c: the wording of texts */
CHECK_KIND(words)
CHECK_KIND(regional_words)
CHECK_KIND(doubled)
CHECK_KIND(brackets)
CHECK_KIND(half_width)
CHECK_KIND(document_number)
CHECK_KIND(list_gap)
CHECK_KIND(separators)
CHECK_KIND(cut)
CHECK_KIND(no_stop)
CHECK_KIND(copied)
CHECK_KIND(boilerplate)
CHECK_KIND(private)
/* data/check_accounts.c: what a unit is, what the pack's tables are called */
CHECK_KIND(agency_function)
CHECK_KIND(agency_item)
CHECK_KIND(table_label)
/* data/check_reasons.c: what a text says of directions and years */
CHECK_KIND(reason)
CHECK_KIND(reason_itself)
CHECK_KIND(budget_year)

/* The second layer: rules for two classes side by side, which come before those of UAX #14.
 *
 * CLREQ 3.1.4 (行首行尾禁则) has three levels; a rule tells from which one on it holds. Below it,
 * and where a pair has none, UAX #14 decides. */
#include "layout/cjk_text.h"

struct pair_rule {
    char letter;
    enum line_level from;
    enum cjk_break breaks;
};

static const struct pair_rule RULES[] = {
    {'.', LINE_LEVEL_BASIC, CJK_BREAK_FREE},      /* in Chinese a line may end here */
    {'s', LINE_LEVEL_BASIC, CJK_BREAK_NO_START},  /* GB/T 15834-2011 5.1.1-3, 5.1.6, 5.1.7, 5.1.9 */
    {'e', LINE_LEVEL_BASIC, CJK_BREAK_NO_END},    /* GB/T 15834-2011 5.1.3 */
    {'g', LINE_LEVEL_GB, CJK_BREAK_NO_END},       /* 分隔号: GB/T 15834-2011 5.1.9 */
    {'t', LINE_LEVEL_STRICT, CJK_BREAK_NO_START}, /* 破折号, 省略号: CLREQ only */
};

/* Row: class before; column: class after, both in the order of enum cjk_class. */
/* clang-format off */
static const char PAIRS[CJK_CLASS_COUNT][CJK_CLASS_COUNT + 1] = {
    /* Han Open, Close Pause Stop, Middle Joiner Solidus, Dash Ellipsis, Latin Digit Unit,
     * Infix Prefix Postfix, Glue Space Operator, Other */
    [CJK_HAN]      = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_OPEN]     = "ee" "eee" "eee" "ee" "eee" "eee" "e?e" "?",
    [CJK_CLOSE]    = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_PAUSE]    = "??" "sss" "sss" "tt" "???" "s.?" "???" "?",
    [CJK_STOP]     = "??" "sss" "sss" "tt" "???" "s.?" "???" "?",
    [CJK_MIDDLE]   = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_JOINER]   = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_SOLIDUS]  = "gg" "sss" "sss" "gg" "ggg" "sgg" "??g" "?",
    [CJK_DASH]     = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_ELLIPSIS] = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_LATIN]    = "??" "sss" "sss" "tt" "???" "???" "???" "?",
    [CJK_DIGIT]    = "??" "sss" "sss" "tt" "???" "???" "???" "?",
    [CJK_UNIT]     = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_INFIX]    = "??" "sss" "sss" "tt" "???" "???" "???" "?",
    [CJK_PREFIX]   = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_POSTFIX]  = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_GLUE]     = "??" "???" "???" "??" "???" "???" "???" "?",
    [CJK_SPACE]    = "??" "???" "???" "??" "???" "???" "???" "?",
    [CJK_OPERATOR] = "??" "sss" "sss" "tt" "???" "s??" "???" "?",
    [CJK_OTHER]    = "??" "???" "???" "??" "???" "???" "???" "?",
};
/* clang-format on */

enum cjk_break cjk_pair(enum line_level level, enum cjk_class before, enum cjk_class after,
                        bool open)
{
    /* Spaces stay with the line they end. */
    if (after == CJK_SPACE && before != CJK_OTHER)
        return CJK_BREAK_INSIDE;
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        if (RULES[i].letter == PAIRS[before][after] && level >= RULES[i].from)
            return RULES[i].breaks;
    if (open)
        return CJK_BREAK_FREE;
    return before == CJK_SPACE ? CJK_BREAK_NO_START : CJK_BREAK_INSIDE;
}

/* Width normalisation (全角、半角): one width for the marks of a text whose writers mixed them.
 *
 * What is changed, and nothing else:
 *
 *   full-width digits, letters, ％        half width        ２０２６年 → 2026年, ５％ → 5%
 *   ． in a number                        half width        １２．５万元 → 12.5万元
 *     (a digit before, one or two after, no further point; not before 年 月 日)
 *   brackets round the year of a          〔 〕             晋财预[2026]5号 → 晋财预〔2026〕5号
 *     document's number: ( ) （ ） [ ] ［ ］ 【 】 〖 〗 ﹝ ﹞, 19xx or 20xx, then 5号, 第5号, 5-8号
 *   : , ; ? ! next to Chinese             full width        收入:其中 → 收入：其中
 *   ( ) round or next to Chinese          full width        面积(亩) → 面积（亩）
 *   ( ) of which one is full width        full width        （一) → （一）
 *
 * “Next to” passes over other marks of this list and quotation marks, so that no change decides
 * another one: normalising twice is normalising once.
 *
 * What stays: marks with Chinese on neither side, so 10:30, 3:1, 1,234.50, f(x), A,B; ( ) without
 * Chinese inside that a letter or digit follows or that have a letter or digit before and Chinese
 * only after them: 电话(010)1234567, GDP(ppp)增长; brackets without a partner in their paragraph:
 * 1)完善; != ; addresses of the web; and every other character, blanks among them. No character is
 * added or taken away. */
#ifndef BANXIN_NORMALIZE_H
#define BANXIN_NORMALIZE_H

#include "data/arena.h"
#include "data/diag.h"

/* TEXT with its widths normalised: TEXT itself when nothing changes, else a copy in ARENA with the
 * same place. Takes linear time. */
struct text normalize_width(struct arena *arena, struct text text);

#endif

/* The list of units. See cjk_units.h.
 *
 * Those of budgets, of GB 3100 and the usual 量词. What begins many other words after a number (节,
 * 市, 行 as in 2010301行政运行) is better left out: to part 5 from it does little harm, to keep
 * it makes lines gape. */
#include "layout/cjk_units.h"

#include <uchar.h>

#define UNIT_LONGEST 4

static const char32_t MULTIPLIERS[] = U"十百千万亿余多几";

/* One character each. */
static const char32_t SHORT_UNITS[] = U"年月日号时分秒周岁期届次"
                                      U"元角万亿千百十余多几"
                                      U"吨克升米里尺寸度亩倍成"
                                      U"个名户项家套辆台人位件处所座栋幢间张份批条本册部只头匹株棵"
                                      U"艘架枚块片根支瓶箱袋桶盒点类级款目页层场课笔宗例床";

/* Longer ones: what follows the first character belongs to it. */
static const char32_t LONG_UNITS[][UNIT_LONGEST + 1] = {
    U"万元",   U"亿元",     U"千元",     U"美元",   U"欧元",   U"港元", U"日元", U"万吨",
    U"万亩",   U"万人",     U"万户",     U"万人次", U"人次",   U"人天", U"人日", U"人年",
    U"户次",   U"台次",     U"车次",     U"班次",   U"场次",   U"架次", U"例次", U"台套",
    U"个月",   U"小时",     U"分钟",     U"工日",   U"工作日", U"天",   U"年度", U"季度",
    U"月份",   U"年级",     U"毫米",     U"厘米",   U"分米",   U"千米", U"公里", U"海里",
    U"平方米", U"平方公里", U"平方千米", U"立方米", U"延米",   U"公顷", U"毫克", U"千克",
    U"公斤",   U"毫升",     U"公升",     U"千瓦",   U"千瓦时", U"兆瓦", U"千伏", U"千伏安",
    U"兆赫",   U"个百分点", U"百分点",   U"摄氏度", U"标段",   U"课时", U"学时", U"学分",
    U"标箱",   U"立方",     U"平方",
};

static size_t length_of(const char32_t *word)
{
    size_t length = 0;
    while (word[length])
        length++;
    return length;
}

static bool begins_with(const struct cjk_char *chars, size_t count, const char32_t *word)
{
    for (size_t i = 0; word[i]; i++)
        if (i >= count || chars[i].code != (UChar32)word[i])
            return false;
    return true;
}

static bool contains(const char32_t *list, UChar32 code)
{
    for (; *list; list++)
        if ((UChar32)*list == code)
            return true;
    return false;
}

size_t cjk_unit_length(const struct cjk_char *chars, size_t count)
{
    size_t longest = count > 0 && contains(SHORT_UNITS, chars->code) ? 1 : 0;
    for (size_t i = 0; i < sizeof LONG_UNITS / sizeof *LONG_UNITS; i++) {
        size_t length = length_of(LONG_UNITS[i]);
        if (length > longest && begins_with(chars, count, LONG_UNITS[i]))
            longest = length;
    }
    return longest;
}

bool cjk_unit_multiplies(UChar32 code)
{
    return contains(MULTIPLIERS, code);
}

/* Looking for private numbers: every character is the start of at most one try a kind. */
#include "data/check_privacy.h"

#include <string.h>

const char *const privacy_names[PRIVACY_KIND_COUNT + 1] = {
    [PRIVACY_MOBILE] = "手机号码",       [PRIVACY_LANDLINE] = "固定电话",
    [PRIVACY_IDENTITY] = "身份证号码",   [PRIVACY_BANK_CARD] = "银行卡号",
    [PRIVACY_EMAIL] = "电子邮箱",        [PRIVACY_PLATE] = "机动车号牌",
    [PRIVACY_MASKED] = "遮盖的电话号码",
};

#define DIGITS_MAX 24
#define GROUPS_MAX 6

/* A run of digits, parted at most by single blanks or hyphens: 138 0013 8000. */
struct digits {
    char text[DIGITS_MAX + 1]; /* without the partings; an identity number may end in X */
    size_t count;
    size_t groups[GROUPS_MAX]; /* digits of each group */
    size_t group_count;
    bool hyphens; /* all partings are hyphens */
    size_t end;   /* character after the last */
};

static bool is_hyphen(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* At most GROUPS groups; false when there are more digits than any number here has. */
static bool read_digits(const struct scan *scan, size_t i, size_t groups, struct digits *out)
{
    *out = (struct digits){.hyphens = true, .end = i};
    while (scan_is_digit(scan->at[i])) {
        size_t first = i;
        for (; scan_is_digit(scan->at[i]); i++)
            if (out->count < DIGITS_MAX)
                out->text[out->count++] = (char)scan->at[i];
            else
                return false;
        out->groups[out->group_count++] = i - first;
        out->end = i;
        uint32_t parting = scan->at[i];
        if (out->group_count == groups || (!is_hyphen(parting) && parting != ' '))
            break;
        if (!scan_is_digit(scan->at[i + 1]))
            break;
        out->hyphens = out->hyphens && is_hyphen(parting);
        i++;
    }
    if (out->count == 17 && (scan->at[out->end] == 'X' || scan->at[out->end] == 'x')) {
        out->text[out->count++] = 'X';
        out->groups[out->group_count - 1]++;
        out->end++;
    }
    return true;
}

/* SHAPE: the lengths of the groups as letters, "344" for 138 0013 8000. */
static bool has_shape(const struct digits *digits, const char *shape)
{
    if (strlen(shape) != digits->group_count)
        return false;
    for (size_t i = 0; i < digits->group_count; i++)
        if (digits->groups[i] != (size_t)(shape[i] - '0'))
            return false;
    return true;
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + text[1] - '0';
}

/* An amount or a quantity is no number of a person's: 13800000000元, 1.3800138000. */
static bool is_counted(const struct scan *scan, size_t end)
{
    static const char *const measures[] = {"元", "万", "亿", "%", "平方", "个", "亩"};

    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (scan_match(scan, end, measures[i]) > 0)
            return true;
    return (scan->at[end] == '.' || scan->at[end] == ',') && scan_is_digit(scan->at[end + 1]);
}

/* ---- what digits may be -------------------------------------------------------------------- */

/* 1[3-9] and nine more; 86 before it or not. A parted 130-2026-0012 is a project's code. */
static bool is_mobile(const struct digits *digits, bool phone_field)
{
    const char *text = digits->text;
    size_t skip = 0;

    if (digits->count == 13 && strncmp(text, "86", 2) == 0)
        skip = 2;
    else if (digits->count == 15 && strncmp(text, "0086", 4) == 0)
        skip = 4;
    if (digits->count - skip != 11 || text[skip] != '1' || text[skip + 1] < '3')
        return false;
    if (!has_shape(digits, "344"))
        return true;
    return phone_field || !digits->hyphens || strncmp(text + 3, "20", 2) != 0;
}

/* Digits of the area code of TEXT: 010, 02x, else 0[3-9]xx; 0 when it has none. */
static size_t area_length(const char *text)
{
    if (text[0] != '0' || text[1] < '1' || strncmp(text, "080", 3) == 0)
        return 0;
    return text[1] <= '2' ? 3 : 4;
}

/* 0356-2021234, (0356)2021234; in a field for it also 03562021234 and 2021234. */
static bool is_landline(const struct digits *digits, bool bracketed, bool phone_field)
{
    size_t area = area_length(digits->text);

    if (area == 3 && digits->text[1] == '1' && digits->text[2] != '0')
        return false;
    if (area > 0 && digits->count >= area + 7 && digits->count <= area + 8)
        return bracketed || phone_field || digits->groups[0] == area;
    return phone_field && !bracketed && digits->group_count <= 2 &&
           (digits->count == 7 || digits->count == 8) && digits->text[0] > '1';
}

/* The first two digits of the codes of GB/T 2260. */
static bool is_province(int code)
{
    static const char *const tails = "5 3 7 6 4 5"; /* 11–15, 21–23, 31–37, 41–46, 50–54, 61–65 */
    int tens = code / 10;

    if (code == 71 || code == 81 || code == 82)
        return true;
    if (tens < 1 || tens > 6)
        return false;
    int tail = code % 10;
    return tail <= tails[(tens - 1) * 2] - '0' - (tens == 5) && (tail > 0 || tens == 5);
}

static bool is_date(int year, int month, int day)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* ISO 7064 MOD 11-2: the weights are the powers of two, the digits add up to 1 modulo 11. */
static bool has_identity_check(const char *text)
{
    int sum = 0;

    for (size_t i = 0; i < 18; i++)
        sum = (sum * 2 + (text[i] == 'X' ? 10 : text[i] - '0')) % 11;
    return sum == 1;
}

static bool is_identity(const struct digits *digits)
{
    const char *text = digits->text;

    if (digits->group_count > 1 && !has_shape(digits, "684") && !has_shape(digits, "663"))
        return false;
    if (digits->count == 15)
        return text[14] != 'X' && is_province(two_digits(text)) &&
               is_date(1900 + two_digits(text + 6), two_digits(text + 8), two_digits(text + 10));
    if (digits->count != 18)
        return false;
    int century = two_digits(text + 6);
    return is_province(two_digits(text)) && century >= 19 && century <= 20 &&
           is_date(century * 100 + two_digits(text + 8), two_digits(text + 10),
                   two_digits(text + 12)) &&
           has_identity_check(text);
}

static bool has_luhn_check(const struct digits *digits)
{
    int sum = 0;

    for (size_t i = 0; i < digits->count; i++) {
        int digit = digits->text[digits->count - 1 - i] - '0';
        if (i % 2 == 1)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

/* Cards begin with 3 to 6 or 9; what begins with 1 or 2 is a date or a code. */
static bool is_bank_card(const struct digits *digits)
{
    if (digits->count < 16 || digits->count > 19 || digits->text[digits->count - 1] == 'X' ||
        !strchr("34569", digits->text[0]))
        return false;
    for (size_t i = 0; i + 1 < digits->group_count; i++)
        if (digits->groups[i] != 4 && !(i == 0 && digits->groups[i] == 6))
            return false;
    return has_luhn_check(digits);
}

/* ---- hits ---------------------------------------------------------------------------------- */

struct finder {
    struct arena *arena;
    const struct scan *scan;
    bool phone_field;
    struct privacy_hit *hits;
    size_t count, capacity;
};

/* The first HEAD and last TAIL characters of [START, END) round stars. */
static void add_hit(struct finder *finder, enum privacy_kind kind, size_t start, size_t end,
                    size_t head, size_t tail)
{
    const struct scan *scan = finder->scan;
    static const char stars[] = "***************";
    size_t hidden = end - start - head - tail;

    if (hidden >= sizeof stars)
        hidden = sizeof stars - 1;
    finder->hits = arena_grow(finder->arena, finder->hits, finder->count, &finder->capacity,
                              sizeof *finder->hits);
    finder->hits[finder->count++] = (struct privacy_hit){
        .kind = kind,
        .offset = scan->offset[start],
        .length = scan->offset[end] - scan->offset[start],
        .masked = arena_printf(finder->arena, "%s%.*s%s",
                               scan_slice(finder->arena, scan, start, start + head), (int)hidden,
                               stars, scan_slice(finder->arena, scan, end - tail, end)),
    };
}

/* Eleven digits in one that may be a mobile number: no code has a part like that. */
static bool is_plain_mobile(const struct scan *scan, size_t i)
{
    size_t count = 0;
    while (scan_is_digit(scan->at[i + count]))
        count++;
    return count == 11 && scan->at[i] == '1' && scan->at[i + 1] >= '3' &&
           !is_hyphen(scan->at[i + count]);
}

/* Whether the digits at I belong to something longer to their left. */
static bool continues_left(const struct scan *scan, size_t i)
{
    if (i == 0)
        return false;
    uint32_t before = scan->at[i - 1];
    if (scan_is_digit(before))
        return true;
    if (is_hyphen(before) && is_plain_mobile(scan, i))
        return false; /* 080-13800138000 */
    return (before == '.' || is_hyphen(before)) && i > 1 &&
           (scan_is_digit(scan->at[i - 2]) || scan_is_letter(scan->at[i - 2]));
}

/* (0356) 2021234 from its bracket on; the character after it, or START. */
static size_t find_bracketed(struct finder *finder, size_t start)
{
    const struct scan *scan = finder->scan;
    struct digits area, number;

    if (!read_digits(scan, start + 1, 1, &area) || area.count != area_length(area.text) ||
        (scan->at[area.end] != ')' && scan->at[area.end] != 0xFF09))
        return start;
    size_t next = area.end + 1;
    if (scan_is_blank(scan->at[next]) || is_hyphen(scan->at[next]))
        next++;
    if (!read_digits(scan, next, 2, &number) || number.count + area.count >= DIGITS_MAX)
        return start;
    memcpy(area.text + area.count, number.text, number.count + 1);
    area.count += number.count;
    if (!is_landline(&area, true, false))
        return start;
    add_hit(finder, PRIVACY_LANDLINE, start, number.end, 0, 2);
    return number.end;
}

static bool recognise(struct finder *finder, size_t start, const struct digits *digits)
{
    const struct scan *scan = finder->scan;
    uint32_t after = scan->at[digits->end];

    /* 13800138000万元 is no amount */
    bool absurd = is_mobile(digits, finder->phone_field) &&
                  (scan_match(scan, digits->end, "万") || scan_match(scan, digits->end, "亿"));
    if (scan_is_digit(after) || scan_is_letter(after) || (is_counted(scan, digits->end) && !absurd))
        return false;
    if (is_identity(digits))
        add_hit(finder, PRIVACY_IDENTITY, start, digits->end, 3, 1);
    else if (is_mobile(digits, finder->phone_field))
        add_hit(finder, PRIVACY_MOBILE, start, digits->end, 3, 4);
    else if (is_bank_card(digits))
        add_hit(finder, PRIVACY_BANK_CARD, start, digits->end, 4, 0);
    else if (is_landline(digits, false, finder->phone_field))
        add_hit(finder, PRIVACY_LANDLINE, start, digits->end, 0, 2);
    else
        return false;
    return true;
}

/* The groups from START on, as many as make a number: 13800138000 2026-01-01 is one and a date. */
static size_t find_digits(struct finder *finder, size_t start)
{
    struct digits digits;

    if (continues_left(finder->scan, start))
        return start;
    for (size_t groups = GROUPS_MAX; groups > 0; groups = digits.group_count - 1) {
        if (!read_digits(finder->scan, start, groups, &digits))
            return start;
        if (recognise(finder, start, &digits))
            return digits.end;
    }
    return start;
}

/* 138****0000: three digits, stars, digits. */
static size_t find_masked(struct finder *finder, size_t start)
{
    const struct scan *scan = finder->scan;
    size_t i = start, stars = 0, tail = 0;

    if (continues_left(scan, start) || scan->at[i] != '1' || scan->at[i + 1] < '3')
        return start;
    while (scan_is_digit(scan->at[i]))
        i++;
    size_t head = i - start;
    for (; scan->at[i] == '*' || scan->at[i] == 0xD7 /* × */; i++)
        stars++;
    for (; scan_is_digit(scan->at[i]); i++)
        tail++;
    if (head < 3 || stars < 3 || head + stars + tail != 11)
        return start;
    add_hit(finder, PRIVACY_MASKED, start, i, 3, tail);
    return i;
}

static bool is_local_part(uint32_t c)
{
    return scan_is_digit(c) || scan_is_letter(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

/* Round the @ at I; the character after the address, or I. */
static size_t find_email(struct finder *finder, size_t at)
{
    const struct scan *scan = finder->scan;
    size_t start = at, end = at + 1, dot = 0;

    while (start > 0 && is_local_part(scan->at[start - 1]))
        start--;
    while (is_local_part(scan->at[end]) && scan->at[end] != '+') {
        if (scan->at[end] == '.')
            dot = end;
        end++;
    }
    if (end > 0 && scan->at[end - 1] == '.' && dot == end - 1) {
        end--;
        for (dot = end; dot > at && scan->at[dot] != '.'; dot--)
            ;
    }
    if (start == at || dot <= at + 1 || end < dot + 3 || !scan_is_letter(scan->at[dot + 1]))
        return at;
    add_hit(finder, PRIVACY_EMAIL, start, end, 1, end - at);
    return end;
}

/* The one character that names a province on a plate. */
static bool is_plate_province(const struct scan *scan, size_t i)
{
    static const char *const provinces = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘"
                                         "青宁新";
    char one[8] = "";
    size_t length = scan->offset[i + 1] - scan->offset[i];

    if (length != 3)
        return false;
    memcpy(one, scan->utf8 + scan->offset[i], length);
    return strstr(provinces, one) != NULL;
}

/* 晋E·12345, six places for new energy; I and O are not used after the second place. */
static size_t find_plate(struct finder *finder, size_t start)
{
    const struct scan *scan = finder->scan;
    size_t i = start + 2, places = 0, figures = 0;

    if (scan->at[start + 1] < 'A' || scan->at[start + 1] > 'Z' || !is_plate_province(scan, start))
        return start;
    if (scan->at[i] == 0xB7 || scan->at[i] == 0x2022 || scan->at[i] == ' ')
        i++;
    for (; scan_is_digit(scan->at[i]) || (scan->at[i] >= 'A' && scan->at[i] <= 'Z'); i++) {
        if (scan->at[i] == 'I' || scan->at[i] == 'O')
            return start;
        figures += scan_is_digit(scan->at[i]);
        places++;
    }
    bool special = scan_match(scan, i, "警") || scan_match(scan, i, "学") ||
                   scan_match(scan, i, "挂") || scan_match(scan, i, "领");
    if (places == 4 && special)
        i++;
    else if (places != 5 && places != 6)
        return start;
    if (figures < 3)
        return start;
    add_hit(finder, PRIVACY_PLATE, start, i, 2, 0);
    return i;
}

size_t privacy_find(struct arena *arena, const struct scan *scan, bool phone_field,
                    const struct privacy_hit **hits)
{
    struct finder finder = {.arena = arena, .scan = scan, .phone_field = phone_field};

    for (size_t i = 0; i < scan->count;) {
        uint32_t c = scan->at[i];
        size_t next = i;
        if (scan_is_digit(c)) {
            next = find_masked(&finder, i);
            if (next == i)
                next = find_digits(&finder, i);
        } else if (c == '(' || c == 0xFF08) {
            next = find_bracketed(&finder, i);
        } else if (c == '@') {
            next = find_email(&finder, i);
        } else if (c >= 0x4E00 && scan_is_letter(scan->at[i + 1])) {
            next = find_plate(&finder, i);
        }
        i = next > i ? next : i + 1;
    }
    *hits = finder.hits;
    return finder.count;
}

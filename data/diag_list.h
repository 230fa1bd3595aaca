/* Every diagnostic: code, level, Chinese and English wording; {1}, {2} … are the arguments.
 * Wordings say what was found and what was expected, in the terms of 财政部.
 * Include with DIAG(code, level, zh, en) defined. */

/* data: files and CSV */
DIAG(FILE_MISSING, DIAG_ERROR, "找不到文件；应有此文件", "the file is missing; it is required")
DIAG(FILE_UNREADABLE, DIAG_ERROR, "文件无法读取：{1}", "the file cannot be read: {1}")
DIAG(FILE_TOO_LARGE, DIAG_ERROR, "文件超过 {1}", "the file is larger than {1}")
DIAG(YAML_SYNTAX, DIAG_ERROR, "不是有效的 YAML：{1}", "not valid YAML: {1}")
DIAG(YAML_EMPTY, DIAG_ERROR, "文件没有内容；应为 YAML 键值",
     "the file is empty; YAML keys and values are expected")
DIAG(YAML_DOCUMENTS, DIAG_ERROR, "文件中有第二个 YAML 文档；应只有一个",
     "a second YAML document begins here; one is expected")
DIAG(YAML_ALIAS, DIAG_ERROR, "不接受 YAML 别名（*）；应写出全文",
     "YAML aliases (*) are not accepted; write the text out")
DIAG(YAML_DEPTH, DIAG_ERROR, "YAML 嵌套过深；至多 {1} 层",
     "YAML is nested too deeply; {1} levels are allowed")
DIAG(YAML_KEY_KIND, DIAG_ERROR, "YAML 的键应为文字", "a YAML key should be plain text")
DIAG(YAML_DUPLICATE_KEY, DIAG_ERROR, "键“{1}”重复，第 {2} 行已有；应只有一个",
     "key '{1}' stands twice, first in line {2}; one is expected")
DIAG(YAML_CONTROL, DIAG_ERROR, "文字中有控制字符 {1}；应为可见文字",
     "the text holds the control character {1}; visible text is expected")
DIAG(CSV_UTF16, DIAG_ERROR, "文件是 UTF-16 编码；应另存为“CSV UTF-8”或 GB18030（GBK）编码的 CSV",
     "the file is in UTF-16; save it as CSV in UTF-8 or GB18030 (GBK)")
DIAG(CSV_EMPTY, DIAG_ERROR, "文件没有内容；第一行应为表头：{1}",
     "the file is empty; its first row should be the head: {1}")
DIAG(CSV_COLUMNS, DIAG_ERROR, "一行的字段超过 {1} 个；可能不是 CSV 文件",
     "a row has more than {1} fields; this may be no CSV file")
DIAG(FILE_CHANGED, DIAG_ERROR, "文件在读取过程中被改动；应先保存并关闭文件，再重新运行",
     "the file was changed while it was read; save and close it, then run again")
DIAG(CSV_ROWS, DIAG_ERROR, "文件超过 {1} 行", "the file has more than {1} rows")
DIAG(CSV_FIELD_LONG, DIAG_ERROR, "字段超过 {1}；可能是引号没有配对",
     "the field is longer than {1}; a quote may be unbalanced")
DIAG(CSV_QUOTE_OPEN, DIAG_ERROR, "字段开头的引号到文件末尾也没有配对；应有结束的引号",
     "the quote that begins this field is never closed; a closing quote is expected")
DIAG(CSV_QUOTE_AFTER, DIAG_ERROR,
     "字段的结束引号之后又有文字；其后应为逗号或换行（字段内的引号应写两次，或此前的引号没有配对）",
     "text follows the closing quote of this field; a comma or line end is expected (double a "
     "quote inside a field, or close an earlier one)")
DIAG(CSV_QUOTE_INSIDE, DIAG_ERROR,
     "未加引号的字段中有引号；应把整个字段放在引号内，其中的引号写两次",
     "a quote stands in a field without quotes; quote the whole field and double the quotes inside "
     "it")
DIAG(CSV_COLUMN_MISSING, DIAG_ERROR, "表头缺少“{1}”列；此列必须有",
     "the head has no column '{1}'; it is required")
DIAG(CSV_COLUMN_UNKNOWN, DIAG_WARNING, "表头中的“{1}”列不是规定的列，已忽略",
     "column '{1}' of the head is not a known one and is ignored")
DIAG(CSV_COLUMN_DUPLICATE, DIAG_ERROR, "表头中“{1}”列重复，第 {2} 列已是；应只有一列",
     "column '{1}' stands twice in the head, first as column {2}; one is expected")
DIAG(CSV_ROW_SHORT, DIAG_ERROR, "本行只有 {1} 个字段；表头有 {2} 列",
     "the row has only {1} fields; the head has {2} columns")
DIAG(CSV_ROW_LONG, DIAG_ERROR, "本行有 {1} 个字段；表头只有 {2} 列（字段内有逗号时应加引号）",
     "the row has {1} fields; the head has only {2} columns (quote a field with a comma in it)")
DIAG(
    FIELD_UNDECODABLE, DIAG_ERROR,
    "“{1}”中有无法识别的字符：“{2}”；文件应为完好的 UTF-8 或 GB18030（GBK）编码",
    "'{1}' has a character that cannot be decoded: '{2}'; sound UTF-8 or GB18030 (GBK) is expected")
DIAG(FIELD_CONTROL, DIAG_ERROR, "“{1}”中有控制字符 {2}；只应有文字和换行",
     "'{1}' holds the control character {2}; only text and line ends are expected")
/* data: records */
DIAG(FIELD_BLANK, DIAG_ERROR, "“{1}”为空；此列应填写", "'{1}' is blank; a value is expected")
DIAG(FIELD_KEY, DIAG_ERROR, "“{1}”的值“{2}”中有空格；编码中不应有空格",
     "'{1}' has the value '{2}'; a code without blanks is expected")
DIAG(FIELD_MONEY, DIAG_ERROR, "“{1}”的值“{2}”不是金额；应为以元为单位的数，如 1234.50 或 1,234.50",
     "'{1}' has the value '{2}', which is no amount; a number of yuan such as 1234.50 or 1,234.50 "
     "is expected")
DIAG(FIELD_MONEY_DECIMALS, DIAG_ERROR, "“{1}”的值“{2}”小数多于两位；应以元为单位，至多两位小数",
     "'{1}' has the value '{2}'; an amount of yuan with at most two decimals is expected")
DIAG(
    FIELD_MONEY_OVERFLOW, DIAG_ERROR, "“{1}”的值“{2}”过大；应不超过 92233720368547758.07 元",
    "'{1}' has the value '{2}', which is too large; at most 92233720368547758.07 yuan are expected")
DIAG(FIELD_NUMBER, DIAG_ERROR, "“{1}”的值“{2}”不对；应为 {3} 的整数",
     "'{1}' has the value '{2}'; a whole number {3} is expected")
DIAG(FIELD_QUANTITY, DIAG_ERROR, "“{1}”的值“{2}”不是数量；应为至多两位小数的数",
     "'{1}' has the value '{2}'; a number with at most two decimals is expected")
DIAG(FIELD_CHOICE, DIAG_ERROR, "“{1}”的值“{2}”不对；应为：{3}",
     "'{1}' has the value '{2}', expected: {3}")
DIAG(SUBJECT_DIGITS, DIAG_ERROR, "“{1}”的值“{2}”不全是数字；科目编码应为 {3} 位数字",
     "'{1}' has the value '{2}'; a subject code of {3} digits is expected")
DIAG(SUBJECT_LENGTH, DIAG_ERROR, "“{1}”的值“{2}”有 {4} 位；应为 {3} 位",
     "'{1}' has the value '{2}' with {4} digits; {3} are expected")
DIAG(SUBJECT_UNKNOWN, DIAG_ERROR,
     "“{1}”的值“{2}”不在{3}科目表中；应为本年度科目，或在 subjects.csv 中补充",
     "'{1}' has the value '{2}', which is not in the list of {3} subjects; a subject of the year "
     "is expected, or add it to subjects.csv")
DIAG(SUBJECT_PARENT, DIAG_ERROR,
     "“{1}”的值“{2}”的上级科目“{4}”不在{3}科目表中；应在 subjects.csv 中补充",
     "'{1}' has the value '{2}', whose parent '{4}' is not in the list of {3} subjects; add it to "
     "subjects.csv")
DIAG(REFERENCE_UNKNOWN, DIAG_ERROR, "“{1}”的值“{2}”未在 {3} 中登记；应先在其中登记",
     "'{1}' has the value '{2}', which {3} does not declare; it should")
DIAG(REFERENCE_ELSEWHERE, DIAG_ERROR,
     "“{1}”的值“{2}”属于部门“{3}”（{4} 第 {5} 行）；应属于本行的部门“{6}”",
     "'{1}' has the value '{2}', which belongs to department '{3}' ({4} row {5}); one of this "
     "row's department '{6}' is expected")
DIAG(REFERENCE_CLAIMED, DIAG_ERROR,
     "“{1}”在此属于部门“{2}”，但 {3} 第 {4} 行把它列在部门“{5}”；应只属于一个部门",
     "'{1}' belongs to department '{2}' here, but {3} row {4} puts it under department '{5}'; it "
     "should belong to one")
DIAG(DUPLICATE_KEY, DIAG_ERROR, "“{1}”的值“{2}”与第 {3} 行重复；应只有一行",
     "'{1}' has the value '{2}' as row {3} does; one row is expected")
DIAG(PROJECT_CODE_MISSING, DIAG_ERROR, "“{1}”为空；支出类别为“{2}”的应填写项目编码",
     "'{1}' is blank; a project code is expected with the category {2}")
DIAG(PROJECT_CODE_UNWANTED, DIAG_ERROR, "“{1}”的值为“{3}”；支出类别为“{2}”的不应有项目编码",
     "'{1}' has the value '{3}'; no project code is expected with the category {2}")
DIAG(ECONOMIC_CODE_MISSING, DIAG_ERROR, "“{1}”为空；支出类别为“{2}”的应填写经济科目编码",
     "'{1}' is blank; an economic subject code is expected with the category {2}")
DIAG(OVERALL_UNWANTED, DIAG_ERROR, "“{1}”的值为“{3}”；栏目为“{2}”的不应填写此列",
     "'{1}' has the value '{3}'; it should be blank for the item {2}")
DIAG(DEPARTMENT_YEAR, DIAG_ERROR, "“{1}”的值“{2}”与 book.yaml 的年度不同；应为 {3}",
     "'{1}' has the value '{2}'; {3}, the year in book.yaml, is expected")
DIAG(DEPARTMENT_WITHOUT_FACTS, DIAG_ERROR,
     "部门“{1}”在 expenditure.csv 和 income.csv 中都没有记录；应有收支记录",
     "department '{1}' has no record in expenditure.csv or income.csv; some are expected")
DIAG(BOOK_FOLDER, DIAG_ERROR, "账套文件夹“{1}”无法打开；应为存在的文件夹",
     "the folder of the book, {1}, cannot be opened; an existing folder is expected")
DIAG(BOOK_MAPPING, DIAG_ERROR, "book.yaml 应为键值表，其键为：{1}",
     "book.yaml should be a mapping with the keys: {1}")
DIAG(BOOK_KEY_UNKNOWN, DIAG_ERROR, "未知的键“{1}”；应为其中之一：{2}",
     "unknown key '{1}', expected one of: {2}")
DIAG(BOOK_KEY_MISSING, DIAG_ERROR, "缺少键“{1}”；此键必须有",
     "the key '{1}' is missing; it is required")
DIAG(BOOK_VALUE, DIAG_ERROR, "“{1}”的值“{2}”不对；应为一行文字",
     "'{1}' has the value '{2}'; one line of text is expected")
DIAG(BOOK_FORMAT, DIAG_ERROR, "格式包名称“{1}”无效；应只含小写字母、数字和连字符，如 shanxi-county",
     "'{1}' is no name of a format pack; lower-case letters, digits and hyphens are expected: "
     "shanxi-county")
DIAG(BOOK_YEAR, DIAG_ERROR, "year 的值“{1}”不对；应为四位的年度，如 2026",
     "year has the value '{1}'; a year of four digits such as 2026 is expected")
DIAG(BOOK_DATE, DIAG_ERROR, "date 的值“{1}”不对；应为公开日期，年-月-日，如 2026-02-10",
     "date has the value '{1}'; the date of publication is expected, such as 2026-02-10")
DIAG(BOOK_WITHOUT_DEPARTMENTS, DIAG_ERROR, "departments.csv 中没有部门；应至少有一个",
     "departments.csv declares no department; at least one is expected")
/* data: format packs */
DIAG(PACK_VALUE, DIAG_ERROR, "“{1}”的值“{2}”无效，应为：{3}",
     "'{1}' has the value '{2}', expected: {3}")
DIAG(PACK_PLACEHOLDER, DIAG_ERROR,
     "未知的占位符“{1}”，应为 {year}、{department}、{region} 或 {page}",
     "unknown placeholder '{1}', expected {year}, {department}, {region} or {page}")
DIAG(PACK_MAPPING, DIAG_ERROR, "此处应为键值表，可用的键：{1}",
     "expected a mapping with the keys: {1}")
DIAG(PACK_UNKNOWN_KEY, DIAG_ERROR, "未知的键“{1}”，应为其中之一：{2}",
     "unknown key '{1}', expected one of: {2}")
DIAG(PACK_MISSING_KEY, DIAG_ERROR, "缺少键“{1}”", "the key '{1}' is missing")
DIAG(PACK_MARGINS, DIAG_ERROR, "页面“{1}”的页边距未留出版心（宽、高至少 25.4mm）",
     "the margins of page '{1}' leave no type area (at least 25.4mm each way)")
DIAG(PACK_STYLE, DIAG_ERROR, "样式“{1}”的字号应不小于 1pt，行距应不小于字号",
     "style '{1}': expected a size of at least 1pt and a leading of at least the size")
DIAG(PACK_BASE_MISSING, DIAG_ERROR, "找不到所依据的格式包“{1}”，应有文件：{2}",
     "there is no pack '{1}' to build on; expected the file {2}")
DIAG(PACK_BASE_CYCLE, DIAG_ERROR, "格式包互相依据，没有尽头：{1}",
     "the packs build on one another without end: {1}")
DIAG(PACK_BASES, DIAG_ERROR, "依据的格式包过多，最多 {1} 个",
     "too many packs to build on, at most {1}")
DIAG(PACK_STEPS, DIAG_ERROR, "样式“{1}”的字号级 steps 应逐级减小，小于 {2}，且不小于 {3}",
     "style '{1}': expected steps that fall, from under {2} to at least {3}")
DIAG(PACK_TABLE_SIZE, DIAG_ERROR, "样式“{1}”用于表格，字号为 {2}，应不小于 {3}",
     "style '{1}' sets tables in {2}; expected at least {3}")
DIAG(PACK_GRID, DIAG_ERROR, "页面“{1}”的行距 grid 为 {2}，应不小于正文样式“{3}”的字号 {4}",
     "page '{1}': a grid of {2}; expected at least the size of style '{3}', {4}")
DIAG(PACK_TURNED, DIAG_ERROR, "页面“{1}”宽不大于高，不能用 turned（横放的页面）",
     "page '{1}' is not wider than high; expected that of turned, a sheet laid horizontally")
DIAG(PACK_WIDE, DIAG_ERROR, "页面“{1}”的 wide 为“{2}”，应为其中之一，且版心更宽：{3}",
     "page '{1}': wide is '{2}'; expected one of these, with a wider type area: {3}")
DIAG(PACK_GAP, DIAG_ERROR, "汉字与西文的间隔 gap 为 {1}，应为 0 – 0.5em",
     "the gap between Chinese and Latin text is {1}; expected 0 – 0.5em")
DIAG(PACK_COLUMN_EMPTY, DIAG_ERROR,
     "列“{1}”没有可取的数：应且只应有 show 或 sum 之一，且筛选条件不得互相排斥",
     "column '{1}' sums nothing: expected exactly one of show and sum, with filters that some "
     "record can pass")
DIAG(PACK_COLUMN_TEXT, DIAG_ERROR, "列“{1}”要显示“{2}”，而“{3}”的行没有该内容",
     "column '{1}' shows '{2}', which rows of kind '{3}' do not have")
DIAG(PACK_COLUMN_WIDTH, DIAG_ERROR, "列“{1}”应且只应有 width 或 share 之一",
     "column '{1}': expected exactly one of width and share")
DIAG(PACK_COLUMNS, DIAG_ERROR, "列数过多，最多 64 列", "too many columns, at most 64")
DIAG(PACK_SPAN, DIAG_ERROR, "表头“{1}”的 {2} 写作 {3}，与其下的列不符，应为 {4}",
     "head '{1}': {2} is written as {3}, but its columns make it {4}")
DIAG(PACK_HEAD, DIAG_ERROR, "表头应为不空的列表，至多 8 层",
     "a head must be a list that is not empty, at most 8 levels deep")
DIAG(PACK_SIDE_LINES, DIAG_ERROR,
     "“rows: {1}”与 lines 不相配：固定行（rows: lines）应有 lines，其他种类不应有",
     "'rows: {1}' and lines do not go together: only fixed lines (rows: lines) have lines")
DIAG(PACK_FOOT, DIAG_ERROR, "此侧有 {1} 个尾行，应与第一侧相同：{2} 个",
     "this side has {1} foot lines, expected as many as the first side: {2}")
DIAG(PACK_FORM_COLUMN, DIAG_ERROR, "{2} 中没有可印的列“{1}”；应为其中一列文字或金额的表头",
     "{2} has no column '{1}' to print; the heading of one of its texts or amounts is expected")
DIAG(PACK_FORM_CELL, DIAG_ERROR, "单元格“{1}”应且只应有其中之一：{2}",
     "cell '{1}': expected exactly one of {2}")
DIAG(PACK_FORM_PLACE, DIAG_ERROR, "单元格“{1}”与其他单元格重叠或超出表格（此段 {2} 行，表 {3} 列）",
     "cell '{1}' overlaps another or leaves the grid ({2} rows here, {3} columns)")
DIAG(PACK_FORM_ROW, DIAG_ERROR, "此行的单元格未铺满：表有 {1} 列，还空 {2} 列",
     "the cells of this row leave {2} of {1} columns open")
DIAG(PACK_FORM_ROWS, DIAG_ERROR, "此处应为行的列表，每行为单元格的列表，至多 {1} 行",
     "expected a list of rows, each a list of cells, at most {1} rows")
DIAG(PACK_FORM_GRID, DIAG_ERROR, "“records: {1}”的表格不能有“{2}”",
     "a grid of 'records: {1}' cannot have '{2}'")
DIAG(PACK_PLAIN, DIAG_ERROR, "“{1}”中有花括号；此处应为不含占位符的文字",
     "'{1}' has braces; text without placeholders is expected here")
/* data: tables and document */
DIAG(RECORD_WITHOUT_ROW, DIAG_ERROR, "“{1}”为空，该记录无法列入“{2}”",
     "'{1}' is blank, so the record has no row in '{2}'")
DIAG(SUM_OVERFLOW, DIAG_ERROR, "“{1}”的合计超出可表示的范围", "a sum in '{1}' is too large")
DIAG(TEXT_MISSING, DIAG_ERROR, "texts.csv 中缺少栏目“{1}”的内容",
     "texts.csv has no content for '{1}'")
DIAG(TEXT_UNPRINTED, DIAG_ERROR, "texts.csv 的栏目“{1}”不会印出；应为格式包所印的栏目，如 部门职责",
     "texts.csv has the item '{1}', which is printed nowhere; one that the format pack prints is "
     "expected, such as 部门职责")
DIAG(FORM_NAMELESS, DIAG_ERROR, "“{1}”为空；要公开绩效目标表的项目（{2}）应填写",
     "'{1}' is blank; a project whose form is published ({2}) needs it")
/* data: narrative */
DIAG(FRAME_NAME, DIAG_ERROR,
     "句式中的名称“{1}”未定义；应为 figures 或 lists 中的名称"
     "（correction.yaml 中为文件开头所列的名称）",
     "the frame names '{1}', which is not defined; a name of figures or lists is expected (in "
     "correction.yaml one of those that its first lines tell)")
DIAG(FRAME_SYNTAX, DIAG_ERROR, "句式中的“{1}”不对；应为：{2}", "the frame has '{1}', expected: {2}")
DIAG(FRAME_OPEN, DIAG_ERROR, "句式中的“{1}”没有结束；应有 {end}",
     "'{1}' in the frame is never closed; {end} is expected")
DIAG(FRAME_LINE, DIAG_ERROR, "句式应写在一行之内，不用转义；较长的句式写成若干行的列表",
     "a frame should stand on one line, without escapes; write a long one as a list of lines")
DIAG(FIGURE_SOURCE, DIAG_ERROR, "数据项“{1}”的来源不对；应且只应有其中之一：{2}",
     "figure '{1}': expected exactly one of: {2}")
DIAG(FIGURE_OPERAND, DIAG_ERROR, "“{1}”不是此前定义的同类数据项",
     "'{1}' is no figure of that kind defined before")
DIAG(FIGURE_OF_ZERO, DIAG_ERROR, "“{1}”无法计算：基数为零；句式应先判断（present）",
     "'{1}' cannot be computed: its base is zero; the frame should ask first (present)")
DIAG(PRIOR_YEAR_MISSING, DIAG_ERROR, "缺少{1}年的指标“{2}”；情况说明要与上年比较",
     "there is no '{2}' of {1}; the narrative compares with it")
DIAG(ITEM_MISSING, DIAG_ERROR, "“{1}”列中没有“{2}”；情况说明需要此项",
     "column '{1}' has no '{2}'; the narrative needs it")
DIAG(ASSET_DUPLICATE, DIAG_ERROR, "项目“{1}”与第 {2} 行重复；应只有一行",
     "item '{1}' stands in row {2} too; one row is expected")
DIAG(ASSET_DATE, DIAG_ERROR, "截止日期“{1}”不对；应为日期，如 2026-01-27",
     "'{1}' is no date; one such as 2026-01-27 is expected")
DIAG(ASSET_DATES, DIAG_ERROR, "截止日期“{1}”与“{2}”不同；同一部门的资产应截至同一日期",
     "the date '{1}' differs from '{2}'; one date for all assets of the department is expected")
/* data: checks */
DIAG(CHECK_RULE_TWICE, DIAG_ERROR, "规则编号“{1}”重复；应只有一条",
     "the rule '{1}' stands twice; one is expected")
DIAG(CHECK_RULES_MANY, DIAG_ERROR, "规则过多，最多 {1} 条", "too many rules, at most {1}")
DIAG(CHECK_FATAL, DIAG_ERROR, "违反规则 {1}：{2}", "against rule {1}: {2}")
/* fonts */
DIAG(FONT_NO_FACE, DIAG_ERROR,
     "字体角色“{1}”所列的字体本机一种也没有：{2}；请安装其中一种，或在格式包中改列本机已有的字体",
     "none of the fonts of role {1} is installed: {2}; install one, or name fonts this machine has")
DIAG(FONT_RESTRICTED, DIAG_WARNING,
     "字体“{1}”的许可设置（OS/2 fsType）为“{3}”，而 PDF 须嵌入部分字形，未使用：{2}",
     "the licence bits (OS/2 fsType) of font {1} say '{3}', but a PDF embeds a subset; not used: "
     "{2}")
DIAG(FONT_UNREADABLE, DIAG_WARNING, "字体文件已损坏或不是可用的轮廓字体，未使用：{1}",
     "the font file is damaged or has no outlines that can be used; not used: {1}")
DIAG(FONT_LIBRARY, DIAG_ERROR, "字体程序库 {1} 无法启动", "the font library {1} does not start")
DIAG(FONT_PRIVATE, DIAG_ERROR,
     "字符 {1} "
     "是造字（专用区字符），换一台机器就是别的字或没有字，不能公开；请改用国家标准收录的字",
     "character {1} is of a private use area: elsewhere it is another character or none; write the "
     "one that Unicode has")
DIAG(FONT_MISSING, DIAG_ERROR,
     "字符 {1} "
     "无法排印：字体角色“{2}”的各字体中都没有这个字；请改正该字，或在格式包中增列含有该字的字体",
     "character {1} cannot be set: no font of role {2} has it; correct it, or add a font that has "
     "it")
DIAG(FONT_FALLBACK, DIAG_WARNING,
     "字符 {1} 在字体角色“{2}”的首选字体“{3}”中没有，以“{4}”代替，共 {5} 处，此为首次",
     "character {1} is not in {3}, the first font of role {2}; set in {4}; places: {5}, first here")
DIAG(FONT_FALLBACKS, DIAG_WARNING,
     "还有 {1} 个字符在字体角色“{2}”的首选字体“{3}”中没有，以“{4}”代替（全部清单见 banxin fonts）",
     "{1} more characters are not in {3}, the first font of role {2}; set in {4} (banxin fonts "
     "lists "
     "them all)")
DIAG(FONT_SUBSET, DIAG_ERROR, "字体“{1}”无法取出要嵌入的部分，字体文件可能有误",
     "no subset can be made of font {1}; its file may be faulty")
/* layout */
DIAG(MEASURE_TOO_NARROW, DIAG_ERROR,
     "“{1}”中有字宽 {2} 磅，而此处只有 {3} 磅；请加宽该列或减小字号",
     "'{1}' holds a character that needs {2} pt, but there are only {3} pt; widen the column or "
     "use smaller type")
DIAG(TABLE_TILING, DIAG_ERROR,
     "表{1}第 {2} 行第 {3} 列的单元格重叠、缺失或超出范围（程序内部错误）",
     "table {1}, row {2}, column {3}: cells overlap, are missing or leave the table (a fault of "
     "the program)")
DIAG(
    TABLE_TOO_WIDE, DIAG_ERROR,
    "表{1}各列至少需宽 {2} 磅（金额不换行），而版心宽 {3} 磅；请减少列数、减小字号或改用更宽的版面",
    "table {1}: its columns need at least {2} pt (amounts do not wrap), but the type area is {3} "
    "pt "
    "wide; use fewer columns, smaller type or a wider page")
DIAG(ROW_TOO_TALL, DIAG_ERROR,
     "“{1}”所在的行连同表头至少需高 {2} 磅，而一页只容 {3} 磅；请加宽该列或缩短文字",
     "the row of '{1}' and the table's head need at least {2} pt, but a page holds {3} pt; widen "
     "the column or shorten the text")
DIAG(LINE_TOO_TALL, DIAG_ERROR, "“{1}”行高 {2} 磅，而一页只剩 {3} 磅；请减小行距或段前间距",
     "a line of '{1}' is {2} pt high, but its page has {3} pt; use less leading or less space "
     "before")
DIAG(PAIR_COLLIDES, DIAG_ERROR, "行末的“{1}”宽 {2} 磅，而版心宽 {3} 磅，其前无处排字",
     "'{1}' at the end of a line is {2} pt wide: no room is left before it in the {3} pt of the "
     "type area")
DIAG(
    CHART_CROWDED, DIAG_ERROR,
    "图“{1}”的 {2} 项在宽 {3} 磅、高 {4} 磅内排不下（字号已减至 {5} 磅）；请加大图高或缩短名称",
    "the {2} entries of chart '{1}' do not fit into {3} pt by {4} pt, even in type of {5} pt; make "
    "the chart higher or the names shorter")
DIAG(CONTENTS_UNSETTLED, DIAG_ERROR, "目录页码经 {1} 次排版仍不稳定；请检查目录的样式",
     "the page numbers of the contents do not settle in {1} trials; look at the styles of the "
     "contents")
/* render: output directories */
DIAG(MANIFEST_UNREADABLE, DIAG_WARNING, "清单无法读取：{1}；全部文件将重新排印",
     "the manifest cannot be read: {1}; everything will be typeset anew")
DIAG(MANIFEST_DAMAGED, DIAG_WARNING, "清单不完整或被改动过，不能使用；全部文件将重新排印",
     "the manifest is cut short or was changed by hand and cannot be used; everything will be "
     "typeset anew")
DIAG(MANIFEST_VERSION, DIAG_WARNING,
     "清单的版本为“{1}”，本程序的为“{2}”，不能使用；全部文件将重新排印",
     "the manifest is of version '{1}', this program's is '{2}', so it cannot be used; everything "
     "will be typeset anew")
DIAG(OUTPUT_BUSY, DIAG_ERROR, "另一次运行{1}正在使用此目录；请等它结束后再试",
     "another run{1} is at work in this directory; wait until it has ended")
DIAG(OUTPUT_UNLOCKED, DIAG_WARNING, "此目录不能加锁：{1}；请勿让两次运行同时使用它",
     "this directory cannot be locked: {1}; do not let two runs use it at once")
DIAG(OUTPUT_OLD_LOST, DIAG_WARNING, "原公布的数据已缺失或被改动过，更正清单中不能列出其变化",
     "the data published before are missing or were changed by hand; the list of changes will be "
     "without theirs")
DIAG(OUTPUT_OLD_UNKEPT, DIAG_WARNING, "原公布的数据无法保留：{1}；更正清单中不能列出其变化",
     "the data published before cannot be kept: {1}; the list of changes will be without theirs")
DIAG(MERGE_MANIFEST, DIAG_ERROR,
     "没有可用的清单 manifest.csv；应为 banxin render --shard 的输出目录，且已运行完毕",
     "there is no manifest.csv that can be used; an output directory of banxin render --shard that "
     "has ended is expected")
DIAG(MERGE_UNFINISHED, DIAG_ERROR, "此目录中的上次运行没有结束；请先再次运行 banxin render",
     "the last run in this directory has not ended; run banxin render again first")
DIAG(MERGE_WHOLE, DIAG_ERROR, "不是分片的输出；应为 banxin render --shard 的输出目录",
     "this is not the output of a shard; that of banxin render --shard is expected")
DIAG(MERGE_TARGET, DIAG_ERROR, "合并的输出目录不能是分片自己的目录",
     "the directory to merge into should not be that of a shard")
DIAG(MERGE_TWICE, DIAG_ERROR, "分片 {1} 与“{2}”重复；每个分片应只有一个目录",
     "this is shard {1}, and so is '{2}'; one directory for each shard is expected")
DIAG(MERGE_MISSING, DIAG_ERROR, "缺少分片 {1}；应给出全部 {2} 个分片",
     "shard {1} is missing; all {2} shards are expected")
DIAG(MERGE_DIFFERENT, DIAG_ERROR,
     "{1}为“{2}”，而“{3}”中为“{4}”；各分片应出自同一账套、格式包和程序",
     "{1} is '{2}', but '{4}' in '{3}'; shards of one book, format and program are expected")
DIAG(MERGE_DEPARTMENT, DIAG_ERROR, "部门“{1}”在“{2}”中也有；一个部门应只在一个分片中",
     "department '{1}' is in '{2}' too; it should be in one shard")
DIAG(MERGE_FILE, DIAG_ERROR,
     "部门“{1}”的 {2}.pdf 或 {2}.csv 缺失，或与清单不符；请在该分片再次运行 banxin render",
     "{2}.pdf or {2}.csv of department '{1}' is missing or not what the manifest tells; run banxin "
     "render on that shard again")
DIAG(MERGE_CHANGES, DIAG_ERROR, "更正清单不完整，或表头与其他分片的不同",
     "the list of changes is cut short, or its head is not that of the other shards")
DIAG(MERGE_CORRECTION, DIAG_ERROR, "“{1}”中有同名文件；一个部门应只在一个分片中",
     "'{1}' has a file of this name too; a department should be in one shard")
/* render */
DIAG(PDF_NO_PAGES, DIAG_ERROR, "文档没有任何页面，不能生成 PDF",
     "the document has no pages to write")
DIAG(PDF_RANGE, DIAG_ERROR,
     "第 {1} 页超出 PDF 允许的尺寸：页面边长应为 3 至 14400 磅，内容应在 ±14400 磅以内",
     "page {1} is out of range: PDF allows pages of 3 to 14400 pt, content within ±14400 pt")
DIAG(PDF_STRING, DIAG_ERROR,
     "“{1}……”用作标题、图的说明或一行文字过长：PDF/A 的一个字符串至多 32767 字节（约 16000 字）",
     "“{1}...” is too long for a title, the description of a chart or a line: a string of PDF/A "
     "holds 32767 bytes")
DIAG(PDF_NO_TITLE, DIAG_ERROR, "文档没有标题（格式包的 document_title 为空），不能生成 PDF",
     "the document has no title (document_title of the pack is blank)")
DIAG(PDF_GLYPHS, DIAG_ERROR, "一份文件中字体“{1}”用到的不同字形超过 65535 个",
     "the document uses more than 65535 different glyphs of font {1}")
DIAG(PDF_TOO_LARGE, DIAG_ERROR, "PDF 文件将超过 2 GB 或 800 万个对象，请分册生成",
     "the PDF would be larger than 2 GB or 8 million objects; split it")
DIAG(PDF_SINK, DIAG_ERROR, "PDF 写不出去：{1}", "the PDF cannot be written: {1}")
DIAG(PDF_FAULT, DIAG_ERROR, "PDF 程序库 libharu 报错 {1}", "libharu fails with error {1}")
DIAG(PDF_LIBRARY, DIAG_ERROR, "PDF 程序库 libharu 无法启动（版本 {1}，应为 2.3）",
     "libharu does not start (version {1}, expected 2.3)")
/* render: reading PDFs back */
DIAG(PDF_READ_FAILED, DIAG_ERROR, "PDF 无法读取：{1}", "the PDF cannot be read: {1}")
DIAG(PDF_READ_DAMAGED, DIAG_ERROR, "PDF 文件已损坏：{1}", "the PDF is damaged: {1}")
DIAG(PDF_READ_ENCRYPTED, DIAG_ERROR, "PDF 已加密，不能核对；应为公开时的原文件",
     "the PDF is encrypted and cannot be verified; the file as it was published is expected")
DIAG(PDF_READ_LARGE, DIAG_ERROR, "PDF 的内容解压后过大，没有读完",
     "the contents of the PDF are too large when decompressed; not all was read")
DIAG(PDF_READ_UNTAGGED, DIAG_ERROR, "PDF 没有结构标签，不能核对；应为 banxin 排印的 PDF",
     "the PDF is not tagged and cannot be verified; one made by banxin is expected")
DIAG(PDF_READ_STRUCTURE, DIAG_ERROR, "PDF 的结构有误（{1}）",
     "the structure of the PDF is wrong ({1})")
DIAG(PDF_READ_CONTENT, DIAG_ERROR, "第 {1} 张的内容有不能识读之处（{2}）",
     "sheet {1} shows something that cannot be read ({2})")
DIAG(PDF_READ_FONT, DIAG_ERROR, "字体 {1} 的文字不能识读：没有完好的 ToUnicode 对照表",
     "text in font {1} cannot be read: it has no sound ToUnicode map")
DIAG(PDF_READ_PARENTS, DIAG_ERROR, "第 {1} 张的结构对照表（ParentTree）与结构树不符",
     "the ParentTree of sheet {1} does not agree with the structure tree")
DIAG(PDF_READ_FILES, DIAG_ERROR, "阅读器列出的附件与文档声明的附件不符",
     "the attachments that viewers list are not those that the document declares")
/* render: verify */
DIAG(VERIFY_NO_DATA, DIAG_ERROR,
     "PDF 中有 {1} 个数据文件（AFRelationship 为 Data 的附件）；应有且只有一个",
     "the PDF has {1} data files (attachments with the AFRelationship Data); one is expected")
DIAG(VERIFY_NO_HASHES, DIAG_ERROR, "PDF 没有记载内容的校验值；应有 banxin 写入的校验值",
     "the PDF does not tell hashes of what it holds; those that banxin writes are expected")
DIAG(VERIFY_VALUE, DIAG_ERROR, "{1}：数据文件为“{2}”，页面为“{3}”",
     "{1}: '{2}' in the data file, '{3}' on the page")
DIAG(VERIFY_LABEL, DIAG_ERROR, "{1}：{2}，数据文件为“{3}”，页面为“{4}”",
     "{1}: {2} is '{3}' in the data file, '{4}' on the page")
DIAG(VERIFY_MISSING, DIAG_ERROR, "{1}：数据文件为“{2}”，页面上没有",
     "{1}: '{2}' in the data file, nothing on the page")
DIAG(VERIFY_EXTRA, DIAG_ERROR, "{1}：页面上有“{2}”，数据文件中没有",
     "{1}: '{2}' on the page, nothing in the data file")
DIAG(VERIFY_TABLE, DIAG_ERROR, "{1}：表格的单元格没有铺满各行各列",
     "{1}: the cells of the table do not tile its rows and columns")
DIAG(VERIFY_CONTENTS, DIAG_ERROR, "{1}：目录为“{2}”，与标题“{3}”（页码“{4}”）不符",
     "{1}: the contents have '{2}' for the heading '{3}' on page '{4}'")
DIAG(VERIFY_CONTENTS_COUNT, DIAG_ERROR, "目录有 {1} 项，标题有 {2} 个；应一一对应",
     "the contents have {1} entries for {2} headings; one for each is expected")
DIAG(VERIFY_FOLIO, DIAG_ERROR, "{1}：页面上没有页码“{2}”",
     "{1}: the page does not show the number '{2}'")
DIAG(VERIFY_ARTIFACT, DIAG_ERROR, "{1}：“{2}”不是页码，也不是重复别处的文字",
     "{1}: '{2}' is no page number and repeats nothing")
DIAG(VERIFY_LOOSE, DIAG_ERROR, "{1}：“{2}”不属于文档的任何部分",
     "{1}: '{2}' is part of nothing in the document")
DIAG(VERIFY_SEAL, DIAG_ERROR, "文件在排印后被改动过或另存过：标识与内容不符",
     "the file was changed or saved again after it was typeset: its identifier is not that of its "
     "bytes")
DIAG(VERIFY_PRINTED_HASH, DIAG_ERROR, "页面内容的校验值不符：页面排印后被改动过",
     "the hash of the pages is not as told: they were changed after they were typeset")
DIAG(VERIFY_FILES_HASH, DIAG_ERROR, "附件的校验值不符：附件在排印后被改动过",
     "the hash of the attachments is not as told: they were changed after the document was typeset")
DIAG(VERIFY_MORE, DIAG_ERROR, "不符之处过多，其余不再列出",
     "too many differences; no more are listed")
DIAG(OUTPUT_SAME, DIAG_ERROR,
     "部门“{1}”与“{2}”的文件名相同：{3}；编码应在去掉文件名不能用的字符后仍不同",
     "departments '{1}' and '{2}' have the same file name: {3}; codes that differ without the "
     "characters a file name cannot have are expected")
DIAG(RUN_UNFINISHED, DIAG_ERROR,
     "名为“{1}”的运行尚未结束；应先以 --run {1} 或不加 --run 再次运行，然后才能以“{2}”为名",
     "the run '{1}' has not ended, expected to go on with --run {1} or without --run before one "
     "named "
     "'{2}'")
DIAG(OUTPUT_REGION, DIAG_ERROR, "该目录是“{1}”的输出，不是“{2}”的，应另用一个目录",
     "the directory is the output of '{1}', not of '{2}', expected another directory")
DIAG(RUN_EXISTS, DIAG_ERROR, "已有名为“{1}”的更正清单，应另用一个名称",
     "there is a list of changes '{1}' already, expected another name")
DIAG(CHANGES_LOST, DIAG_ERROR,
     "部门“{1}”的更正清单未能列出：列清单的进程异常终止、超时或超过内存限额",
     "the changes of department '{1}' were not listed: the process crashed, or ran out of time or "
     "memory")
DIAG(WORKER_SIGNAL, DIAG_ERROR, "排印进程被信号 {1} 终止", "its process was killed by signal {1}")
DIAG(WORKER_STATUS, DIAG_ERROR, "排印进程异常退出，状态 {1}", "its process ended with status {1}")
DIAG(WORKER_TIME, DIAG_ERROR, "排印超过 {1} 秒，已终止（--limit-time）",
     "took more than {1} seconds and was stopped (--limit-time)")
DIAG(WORKER_MEMORY, DIAG_ERROR, "排印所用内存超过 {1} MiB，已终止（--limit-memory）",
     "took more than {1} MiB of memory and was stopped (--limit-memory)")
DIAG(OUTPUT_SHARD, DIAG_ERROR,
     "该目录是分片 {1} 的输出，与本次的分片 {2} 不同（0/0 为不分片），应另用一个目录",
     "the directory is the output of shard {1}, not of shard {2} (0/0: none), expected another "
     "directory")
DIAG(OUTPUT_YEAR, DIAG_ERROR, "该目录是 {1} 年度的输出，账套是 {2} 年度的，应另用一个目录",
     "the directory is the output of {1}, the book is of {2}, expected another directory")
DIAG(WORKERS, DIAG_ERROR, "无法启动排印进程：{1}", "cannot start a process: {1}")
DIAG(DIFF_NO_MANIFEST, DIAG_ERROR, "此处没有可用的清单；应为 banxin render 写出的输出目录",
     "there is no manifest to go by; an output directory of banxin render is expected")
DIAG(DIFF_ONE_ONLY, DIAG_WARNING, "部门“{1}”只在“{2}”中公开，另一目录中没有",
     "department '{1}' is published in {2} only, the other directory has none")
DIAG(DIFF_DATA_CHANGED, DIAG_ERROR,
     "数据文件与清单记载的不同，可能被改动过，未作比较；应为原样的文件",
     "the data file is not what the manifest says and may have been changed; not compared, the "
     "file as it was written is expected")
DIAG(CORRECTION_NONE, DIAG_WARNING, "格式包“{1}”没有 correction.yaml，只列更正清单，不写更正说明",
     "the format pack {1} has no correction.yaml: changes are listed, no 更正说明 is written")
DIAG(OUTPUT_FAILED, DIAG_ERROR, "无法写入：{1}", "cannot write: {1}")
DIAG(CALL_OPTION, DIAG_ERROR,
     "无法识别或此处不能用的选项，或选项缺少参数：{1}（用法见 banxin --help）",
     "unknown option, not one of this command, or without its argument: {1} (see banxin --help)")
DIAG(CALL_COMMAND, DIAG_ERROR,
     "未知的命令“{1}”，应为 render、check、fonts、diff 或 merge（用法见 banxin --help）",
     "unknown command '{1}', expected render, check, fonts, diff or merge (see banxin --help)")
DIAG(CALL_VALUE, DIAG_ERROR, "{1}：值不对，应为 {2}", "{1}: wrong value, expected {2}")
DIAG(CALL_MISSING, DIAG_ERROR, "缺少：{1}（用法见 banxin --help）",
     "missing: {1} (see banxin --help)")
DIAG(DEPARTMENT_UNKNOWN, DIAG_ERROR, "账套中没有编码为“{1}”的部门",
     "the book has no department with the code '{1}'")

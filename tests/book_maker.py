#!/usr/bin/env python3
"""Makes books of any size, for tests and measurements.

    tests/book_maker.py DIR --departments 1000            departments like the sample's, about 15 forms each
    tests/book_maker.py DIR --departments 100000 --size small
    tests/book_maker.py DIR --departments 20 --seed 7 --shuffle --charset gb18030

Department N of a seed and size is the same in a book of whatever number of departments. The records stand all checks
that can refuse a department: spending is drawn, and income, tasks and forms are summed from it. Place, departments and
projects are invented. Departments are written one after another, so that memory does not grow with their number,
unless they are shuffled.

The functions at the end make corrections in a book that is there."""
import argparse
import csv
import io
import random
import re
from pathlib import Path

YEAR = 2026
REGION = "样河县"
SIZES = ("small", "sample")
CHARSETS = ("utf-8", "gb18030")

HEADS = {
    "departments": "部门编码,部门名称,年度",
    "units": "单位编码,单位名称,部门编码,单位性质,运行经费口径",
    "expenditure": "部门编码,单位编码,功能科目编码,资金来源,年度性质,支出类别,项目编码,部门经济科目编码,政府经济科目编码,金额",
    "income": "部门编码,单位编码,收入科目编码,功能科目编码,资金来源,年度性质,金额",
    "projects": "项目编码,部门编码,单位编码,项目名称,项目类别,公开绩效目标,绩效表项目名称,主管部门及代码,实施单位,项目属性,项目期,"
                "实施期资金总额,实施期中央财政资金,实施期省级财政资金,实施期市县财政资金,实施期单位自筹,实施期其他资金,"
                "年度资金总额,年度中央财政资金,年度省级财政资金,年度市县财政资金,年度单位自筹,年度其他资金,"
                "项目概况,立项依据,项目设立必要性,保证项目实施的制度、措施,项目实施计划,实施期总体目标,年度总体目标,"
                "负责人,经办人,联系电话,填报日期",
    "indicators": "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值",
    "prior_year": "部门编码,年度,指标,金额",
    "procurement": "部门编码,类别,金额",
    "assets": "部门编码,截止日期,项目,数量,计量单位",
    "texts": "部门编码,栏目,序号,内容",
    "overall": "部门编码,栏目,序号,名称,内容,金额,其中财政拨款,其他资金",
    "overall_indicators": "部门编码,序号,一级指标,二级指标,三级指标,指标值",
}

GENERAL, GOVERNMENT, CAPITAL, ACCOUNT, OWN = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")
CURRENT, CARRIED = "当年", "上年结转"
REVENUES = {GOVERNMENT: "1030148", CAPITAL: "1030601"}
TRAINING, LAND, RETIRED = "2050803", "2120899", "2230105"

# ---- subjects -------------------------------------------------------------------------------------------------------

SUBJECTS = {
    "功能": """
        201 一般公共服务支出|20103 政府办公厅（室）及相关机构事务|2010301 行政运行|2010350 事业运行|2010399 其他政府办公厅（室）及相关机构事务支出
        205 教育支出|20501 教育管理事务|2050101 行政运行|2050199 其他教育管理事务支出|20508 进修及培训|2050803 培训支出
        207 文化旅游体育与传媒支出|20701 文化和旅游|2070101 行政运行|2070104 图书馆|2070109 群众文化|2070199 其他文化和旅游支出
        20703 体育|2070301 行政运行|2070308 群众体育|2070399 其他体育支出
        208 社会保障和就业支出|20802 民政管理事务|2080201 行政运行|2080299 其他民政管理事务支出
        20805 行政事业单位养老支出|2080501 行政单位离退休|2080505 机关事业单位基本养老保险缴费支出
        210 卫生健康支出|21004 公共卫生|2100408 基本公共卫生服务|21001 卫生健康管理事务|2100101 行政运行|2100199 其他卫生健康管理事务支出
        21011 行政事业单位医疗|2101101 行政单位医疗|2101102 事业单位医疗|2101103 公务员医疗补助
        211 节能环保支出|21101 环境保护管理事务|2110101 行政运行|2110199 其他环境保护管理事务支出|21103 污染防治|2110302 水体
        212 城乡社区支出|21201 城乡社区管理事务|2120101 行政运行|2120104 城管执法|2120199 其他城乡社区管理事务支出
        21208 国有土地使用权出让收入安排的支出|2120899 其他国有土地使用权出让收入安排的支出
        213 农林水支出|21301 农业农村|2130101 行政运行|2130104 事业运行|2130122 农业生产发展|2130199 其他农业农村支出
        21303 水利|2130301 行政运行|2130305 水利工程建设|2130306 水利工程运行与维护|2130399 其他水利支出
        214 交通运输支出|21401 公路水路运输|2140101 行政运行|2140106 公路养护|2140199 其他公路水路运输支出
        221 住房保障支出|22102 住房改革支出|2210201 住房公积金
        223 国有资本经营预算支出|22301 解决历史遗留问题及改革成本支出|2230105 国有企业退休人员社会化管理补助支出
        224 灾害防治及应急管理支出|22401 应急管理事务|2240101 行政运行|2240106 安全监管|2240150 事业运行|2240199 其他应急管理支出""",
    "收入": "103 非税收入|10301 政府性基金收入|1030148 国有土地使用权出让收入|10306 国有资本经营收入|1030601 利润收入",
    "部门经济": """
        301 工资福利支出|302 商品和服务支出|303 对个人和家庭的补助
        30101 基本工资|30102 津贴补贴|30103 奖金|30107 绩效工资|30108 机关事业单位基本养老保险缴费|30110 职工基本医疗保险缴费
        30111 公务员医疗补助缴费|30113 住房公积金|30201 办公费|30205 水费|30206 电费|30207 邮电费|30211 差旅费|30213 维修（护）费
        30217 公务接待费|30228 工会经费|30231 公务用车运行维护费|30239 其他交通费用|30302 退休费""",
    "政府经济": """
        50101 工资奖金津补贴|50102 社会保障缴费|50103 住房公积金|50201 办公经费|50206 公务接待费|50208 公务用车运行维护费
        50501 工资福利支出|50502 商品和服务支出|50905 离退休费""",
}

# Of a department's field: its name, functions of running it (as an office, as an institution) and of its projects,
# what it looks after, with the measure of that.
FIELDS = (
    ("水务", "2130301", "2130399", ("2130305", "2130306", "2130399"),
     "小型水库/座 淤地坝/座 灌区渠道/公里 农村供水管网/公里 河道堤防/公里 雨水情监测站/处 山洪预警设施/套 机电泵站/座"),
    ("农业农村", "2130101", "2130104", ("2130122", "2130199"),
     "高标准农田/亩 设施蔬菜大棚/座 农机作业队/支 土壤墒情监测点/个 良种繁育基地/亩 畜禽粪污处理设施/套 农产品检测室/间 灌溉机井/眼"),
    ("交通运输", "2140101", "2140199", ("2140106", "2140199"),
     "农村公路/公里 县乡桥梁/座 公路边坡/处 客运站场/座 安全防护栏/公里 交通标志/块 养护道班/个 超限检测点/个"),
    ("文化旅游", "2070101", "2070199", ("2070104", "2070109", "2070199"),
     "乡镇文化站/个 流动图书点/个 文化广场/处 民间艺术团队/支 旅游标识牌/块 文物保护点/处 阅览室/间 数字展厅/个"),
    ("体育", "2070301", "2070399", ("2070308", "2070399"),
     "健身步道/公里 全民健身路径/条 乡村篮球场/片 体育场馆/座 健身辅导站/个 青少年训练点/个 比赛器材/套 社区球类场地/片"),
    ("民政", "2080201", "2080299", ("2080299",),
     "日间照料中心/个 村级公墓/处 社区服务站/个 地名标志/块 婚姻登记窗口/个 养老服务床位/张 儿童服务站/个 社会组织孵化点/个"),
    ("卫生健康", "2100101", "2100199", ("2100408", "2100199"),
     "村卫生室/所 健康小屋/间 疫苗冷链设备/套 急救车载设备/套 母婴室/间 健康宣传栏/块 检验设备/台 中医阁/个"),
    ("生态环境", "2110101", "2110199", ("2110302", "2110199"),
     "水质监测断面/个 入河排污口/处 空气监测站/座 饮用水水源地/处 污水处理设施/套 噪声监测点/个 危险废物贮存点/处 生态沟渠/公里"),
    ("城市管理", "2120101", "2120199", ("2120104", "2120199"),
     "背街小巷/条 公共厕所/座 路灯/盏 垃圾中转站/座 雨污管网/公里 口袋公园/处 停车泊位/个 市容巡查路段/公里"),
    ("应急管理", "2240101", "2240150", ("2240106", "2240199"),
     "应急物资库/座 森林防火卡口/处 避难场所/处 安全培训教室/间 救援装备/套 视频监控点/个 乡镇消防站/个 预警广播/套"),
    ("教育", "2050101", "2050199", ("2050199", "2050803"),
     "寄宿制学校/所 多媒体教室/间 学生食堂/个 校园监控点/个 理化实验室/间 教师周转房/套 校车线路/条 幼儿活动室/间"),
    ("政务", "2010301", "2010350", ("2010399",),
     "政务服务窗口/个 便民服务点/个 电子档案/卷 会议系统/套 机房设备/台 自助服务终端/台 办公区电梯/部 信息报送点/个"),
)
KINDS = ("局", "服务中心", "发展中心", "事务中心", "管理站", "保障中心")
PLACE_FIRST = "青柳石桥清云松竹兰桃杏枫南北东西上下高平长安和兴永泰丰宁庆阳"
PLACE_LAST = "山河川原岭坪沟湾泉塘庄店关屯堡台坡岗沙洲溪林园田"
WORKS = ("维修养护", "更新改造", "巡查监测", "标准化建设", "安全评估", "能力提升", "数据采集", "日常运行", "补充配置", "规范管理")
ENDINGS = ("项目", "经费", "专项", "补助资金")

# ---- prose ----------------------------------------------------------------------------------------------------------

OVERVIEW = (
    "本项目用于全县{object}的{work}，由{unit}组织实施，{year}年计划完成{count}{measure}，所需资金{amount}万元。",
    "经年初逐一核对台账，纳入本次{work}范围的{object}共{count}{measure}，分布在{place}等{towns}个乡镇。",
    "资金测算分为三部分：前期调查和方案编制占一成，{object}{work}的材料、设备和施工占七成，验收、监测和资料整理占两成。",
    "近年来{object}使用频次增加，部分设备超过规定年限，{place}一带的问题比较集中，群众反映较多，需要分批安排{work}。",
    "项目按照先急后缓的次序推进：{month}月以前处理存在隐患的{object}，其余的结合年度计划在下半年完成。",
    "{unit}已对{place}片区开展试点，完成{tenth}{measure}，积累了{object}{work}的做法和单价，本年度的测算即以试点结算为依据。",
    "与上年相比，本年度增加了{object}运行情况的季度抽查，抽查比例不低于两成，结果记入台账并作为安排下年资金的依据。",
    "为避免重复投入，凡已列入其他渠道资金安排的{object}不再纳入本项目，名单由{unit}会同乡镇核对后确定。",
)
BASIS = (
    "1、本县国民经济和社会发展规划中关于{field}工作的任务安排，明确了{object}{work}的年度目标；",
    "2、县级部门预算编制的有关规定，{object}{work}所需经费按照项目支出管理，据实核定；",
    "3、{field}领域现行技术标准，对{object}的使用年限、检测周期和安全要求作了规定；",
    "4、上年度{object}检查情况的报告，列出了需要整改的{count}{measure}及处理意见。",
    "依据{field}工作年度计划和{unit}的职责，{object}的{work}属于应由本部门承担的公共服务事项。",
)
NEED = (
    "{object}直接关系{place}等地群众的生产生活，{work}不及时，小问题容易拖成大问题，后期处理的费用会成倍增加。",
    "目前全县{object}的完好程度不一，缺少统一的{work}标准，乡镇自行处理时质量难以保证，有必要由县级统筹。",
    "设立本项目，可以使{object}保持正常状态，减少临时抢修，也便于按{measure}核算成本、公开结果、接受监督。",
    "上级对{field}工作的考核中，{object}{work}的完成情况是重要内容，资金不落实将影响全县考核结果。",
)
MEASURES = (
    "1、{unit}明确专人负责{object}{work}，按月向局务会报告进度；",
    "2、达到采购限额的，按照政府采购规定选择承担单位，合同中写明{object}的数量、质量和付款条件；",
    "3、施工和服务过程实行现场记录，{place}等重点地段增加抽查；",
    "4、资金专账核算，凭验收单据支付，验收不合格的{object}限期返工；",
    "5、年终组织绩效自评，{work}结果在单位内部公示。",
)
PLAN = (
    "{year}年1月至2月，核实{object}现状，编制{work}实施方案；",
    "3月至4月，办理采购手续，与承担单位签订合同；",
    "5月至{month}月，分片开展{work}，先完成{place}片区，再向其他乡镇推进，每月汇总一次进度；",
    "10月，对已完成的{object}逐一查验，发现问题的当月整改；",
    "11月，组织验收，整理资料归档；12月15日前，结清款项，完成绩效自评。",
)
GOAL_WHOLE = (
    "完成全县{object}{work}任务，建立起台账清楚、责任到人的管护办法，{object}完好率稳定在九成以上。",
    "通过持续开展{work}，使{place}等地的{object}满足日常需要，群众反映的问题得到及时处理。",
    "形成可供各乡镇参照的{object}{work}规程，单位成本逐年得到控制。",
)
GOAL_YEAR = (
    "{year}年完成{count}{measure}{object}的{work}，支出控制在{amount}万元以内，全部通过验收。",
    "{month}月底前完成半数以上任务，年内不发生责任事故，群众满意度不低于{percent}%。",
)
REASONS = {  # by direction: a rise, a fall
    "收入变动原因": ("本年新安排{field}项目，财政拨款相应增加", "上年一次性项目已经完成，本年不再安排，收入相应减少"),
    "支出变动原因": ("本年新安排{field}项目，项目支出相应增加", "上年一次性项目已经完成，项目支出相应减少"),
    "一般公共预算变动原因": ("在职人员正常晋级晋档，人员经费相应增加", "部分项目执行完毕，本年安排相应减少"),
    "“三公”经费变动原因": ("下乡检查次数增加，车辆运行费用相应增加", "严格控制接待批次，公务接待费减少"),
    "机关运行经费变动原因": ("在职人员和办公用房面积增加，日常公用经费相应增加", "从严控制日常开支，公用经费减少"),
}
DUTIES = (
    "贯彻执行{field}工作的方针政策，拟订本县{field}工作计划并组织实施", "负责{object}的建设、管理和监督检查",
    "组织开展{object}的调查、统计和信息报送", "指导乡镇做好{field}基层工作，培训工作人员",
    "承担{field}领域安全生产和应急处置的有关工作", "受理群众对{object}的意见和建议并督促办理", "完成县委、县政府交办的其他事项",
)
ROOMS = ("办公室", "财务股", "综合股", "业务股", "规划股", "监督检查股", "信息股", "服务股", "项目股", "法规股")
TERMS = (
    ("基本支出", "指单位为保证正常运转、完成日常任务而发生的人员经费和公用经费"),
    ("项目支出", "指在基本支出之外，为完成专门任务或事业发展目标所发生的支出"),
    ("上年结转", "指以前年度安排、当年没有用完而转到本年按原用途使用的资金"),
    ("单位资金", "指不属于政府预算和财政专户管理范围的各项收入"),
    ("财政拨款", "指由一般公共预算、政府性基金预算和国有资本经营预算安排的资金"),
)
SCHEME = (  # 二级指标, 三级指标, 指标值
    ("产出指标", "数量指标", "{work}{object}数量", "≥{count}{measure}"), ("产出指标", "数量指标", "检查覆盖乡镇", "{towns}个"),
    ("产出指标", "质量指标", "{object}验收合格率", "100%"), ("产出指标", "质量指标", "{object}完好率", "≥{percent}%"),
    ("产出指标", "时效指标", "{work}完成时间", "{year}年11月底前"), ("产出指标", "时效指标", "资金支付完成时间", "{year}年12月"),
    ("产出指标", "成本指标", "{object}{work}费用", "≤{amount}万元"),
    ("效益指标", "经济效益", "后期维护费用", "降低"), ("效益指标", "社会效益", "{field}公共服务水平", "提高"),
    ("效益指标", "生态效益", "废旧材料规范回收率", "100%"), ("效益指标", "可持续影响", "{object}管护制度", "健全"),
    ("满意度指标", "服务对象满意度", "受益群众满意度", "≥{percent}%"),
)


def text_of(money):
    return f"{'-' if money < 0 else ''}{abs(money) // 100}.{abs(money) % 100:02d}"


def money_of(text):
    """The 分 of an amount as this program writes it."""
    yuan, _, cents = text.removeprefix("-").partition(".")
    value = int(yuan) * 100 + int((cents + "00")[:2])
    return -value if text.startswith("-") else value


def prose(draw, fragments, least, most, values):
    """Some of the FRAGMENTS in their order, those of a list numbered."""
    count = min(len(fragments), draw.randint(least, most))
    chosen = [fragments[i] for i in sorted(draw.sample(range(len(fragments)), count))]
    return "".join(re.sub("^[0-9]、", f"{number}、", text) for number, text in enumerate(chosen, 1)).format_map(values)


# ---- a department ---------------------------------------------------------------------------------------------------

def department_code(index):
    return str(100001 + index)


def department_name(index):
    """Unique for 0 <= INDEX < 4,000,000."""
    field, rest = index % len(FIELDS), index // len(FIELDS)
    kind, rest = rest % len(KINDS), rest // len(KINDS)
    first, rest = rest % len(PLACE_FIRST), rest // len(PLACE_FIRST)
    last, rest = rest % len(PLACE_LAST), rest // len(PLACE_LAST)
    more = "" if rest == 0 else PLACE_LAST[rest - 1]
    return f"{REGION}{PLACE_FIRST[first]}{PLACE_LAST[last]}{more}{FIELDS[field][0]}{KINDS[kind]}"


class Department:
    """The rows of department INDEX by file, in .rows."""

    def __init__(self, index, size, seed):
        self.draw = random.Random(f"{seed}/{size}/{index}")
        self.small = size == "small"
        self.rows = {name: [] for name in HEADS}
        self.code, self.name = department_code(index), department_name(index)
        self.field, self.running, self.serving, self.functions, objects = FIELDS[index % len(FIELDS)]
        self.objects = [pair.split("/") for pair in objects.split()]
        self.facts = []  # unit, function, fund, origin, category, project, item, government item, amount
        self.projects = []  # name, amount of the year, of that fiscal
        self.rows["departments"].append((self.code, self.name, YEAR))
        self.add_units()
        self.add_projects()
        self.add_facts()
        self.add_past()
        self.add_assets()
        self.add_texts()
        if not self.small:
            self.add_overall()

    def sum(self, wanted):
        return sum(fact[-1] for fact in self.facts if wanted(*fact[:-1]))

    # units and what they cost to run

    def add_units(self):
        self.units = []
        for number in range(1 if self.small else self.draw.choice((1, 1, 2, 2, 3))):
            office = number == 0
            name = self.name if number == 0 else f"{self.name}{PLACE_FIRST[number]}{self.draw.choice(PLACE_LAST)}服务站"
            unit = f"{self.code}{number + 1:03d}"
            self.units.append((unit, name))
            self.rows["units"].append((unit, name, self.code, "行政单位" if office else "事业单位", "是" if office else "否"))
            self.add_running(unit, office, self.draw.randint(2, 8) if self.small else self.draw.randint(6, 120))

    def add_running(self, unit, office, staff):
        def spend(function, item, government, low, high, category="人员经费", fund=GENERAL):
            amount = staff * self.draw.randint(low, high) * 100 + self.draw.choice((0, 0, 0, 50, 35))
            self.facts.append((unit, function, fund, CURRENT, category, "", item, government, amount))

        wages, care, pool, goods = ("50101", "50102", "50103", "50201") if office else ("50501", "50501", "50501", "50502")
        run = self.running if office else self.serving
        spend(run, "30101", wages, 38000, 56000)
        spend(run, "30102" if office else "30107", wages, 20000, 42000)
        spend("2080505", "30108", care, 9000, 15000)
        spend("2101101" if office else "2101102", "30110", care, 4000, 6500)
        spend("2210201", "30113", pool, 7000, 11000)
        spend(run, "30201", goods, 1500, 4200, "公用经费")
        if self.small:
            return
        if office:
            spend(run, "30103", wages, 2000, 5200)
            spend("2101103", "30111", care, 2200, 3600)
            spend(run, "30217", "50206", 60, 240, "公用经费")
            spend(run, "30228", goods, 700, 1300, "公用经费")
            spend(run, "30231", "50208", 500, 900, "公用经费")
            spend(run, "30239", goods, 900, 1900, "公用经费")
            if self.draw.random() < 0.4:
                spend("2080501", "30302", "50905", 800, 2600)
        else:
            spend(run, "30213", goods, 300, 1700, "公用经费")
            if self.draw.random() < 0.4:
                spend(run, "30205", goods, 100, 500, "公用经费", OWN)
        for item in self.draw.sample(("30205", "30206", "30207", "30211"), self.draw.randint(1, 4)):
            spend(run, item, goods, 200, 2200, "公用经费")

    # projects and their forms

    def add_projects(self):
        works = [(thing, work) for thing in self.objects for work in WORKS]
        count = self.draw.randint(0, 2) if self.small else self.draw.randint(11, 20)
        for number, (thing, work) in enumerate(self.draw.sample(works, count)):
            self.add_project(f"{self.code}-{YEAR}-{number + 1:03d}", thing, work)

    def project_funds(self):
        """Of one project: (function, fund, origin, amount) …"""
        amount = self.draw.choice((1, 1, 2, 5, 10)) * self.draw.randint(2, 60) * 1000000 + self.draw.choice((0, 0, 37924, 512050))
        chance = 0 if self.small else self.draw.random()
        if chance < 0.75:
            return [(self.draw.choice(self.functions), GENERAL, CURRENT, amount)]
        if chance < 0.83:
            function = self.draw.choice(self.functions)
            return [(function, GENERAL, CURRENT, amount), (function, GENERAL, CARRIED, amount // 5 + 100)]
        if chance < 0.90:
            return [(LAND, GOVERNMENT, self.draw.choice((CURRENT, CURRENT, CARRIED)), amount)]
        if chance < 0.94:
            return [(RETIRED, CAPITAL, CURRENT, amount)]
        return [(TRAINING, ACCOUNT, CURRENT, amount), (TRAINING, OWN, CURRENT, amount // 4)]

    def add_project(self, code, thing, work):
        unit, unit_name = self.draw.choice(self.units)
        funds = self.project_funds()
        for function, fund, origin, amount in funds:
            self.facts.append((unit, function, fund, origin, "项目支出", code, "", "", amount))
        total = sum(fund[-1] for fund in funds)
        fiscal = sum(fund[-1] for fund in funds if fund[1] in (GENERAL, GOVERNMENT, CAPITAL) and fund[2] == CURRENT)
        current = sum(fund[-1] for fund in funds if fund[2] == CURRENT)
        name = thing[0] + work + self.draw.choice(ENDINGS)
        self.projects.append((name, current, fiscal, thing[0], work))
        published = self.small or self.draw.random() < 0.93
        own = sum(fund[-1] for fund in funds if fund[1] == OWN)
        years = self.draw.choice((1, 1, 1, 2, 3))
        province = (total - own) // 300 * 100 if self.draw.random() < 0.15 else 0
        values = self.values(thing, work, unit_name, total)
        texts = self.form_texts(values) if published else [""] * 7
        self.rows["projects"].append((
            code, self.code, unit, name, "其他运转类" if total < 5000000 else "特定目标类", "是" if published else "否", name,
            f"{self.code}-{self.name}", unit_name, "一次性项目（1年结束）" if years == 1 else "延续性项目", f"{years}年",
            *self.sources(total * years, province * years, own * years), *self.sources(total, province, own), *texts, "", "", "",
            f"2025{self.draw.randint(10, 11)}{self.draw.randint(10, 28)}{self.draw.randint(9, 17):02d}{self.draw.randint(10, 59)}00"))
        if published:
            self.add_indicators(code, values)

    @staticmethod
    def sources(total, province, own):
        return (text_of(total), "0", text_of(province), text_of(total - province - own), text_of(own), "")

    def values(self, thing, work, unit, amount):
        count = self.draw.randint(6, 400)
        return {"year": YEAR, "field": self.field, "object": thing[0], "measure": thing[1], "work": work, "unit": unit,
                "count": count, "tenth": count // 6, "towns": self.draw.randint(4, 16), "month": self.draw.randint(6, 9),
                "percent": self.draw.randint(88, 98), "amount": text_of(amount // 10000).rstrip("0").rstrip("."),
                "place": self.draw.choice(PLACE_FIRST) + self.draw.choice(PLACE_LAST)}

    def form_texts(self, values):
        draw = self.draw
        if self.small:
            return [prose(draw, kind, 1, 1, values) for kind in (OVERVIEW, BASIS, NEED, MEASURES, PLAN, GOAL_WHOLE, GOAL_YEAR)]
        return [prose(draw, OVERVIEW, 3, 7, values), prose(draw, BASIS, 3, 5, values), prose(draw, NEED, 2, 4, values),
                prose(draw, MEASURES, 4, 5, values), prose(draw, PLAN, 4, 5, values), prose(draw, GOAL_WHOLE, 1, 3, values),
                prose(draw, GOAL_YEAR, 1, 2, values)]

    def add_indicators(self, code, values):
        for term, least in (("实施期", 9), ("年度", 7)):
            if term == "年度" and self.draw.random() < 0.5:
                continue
            count = 4 if self.small else self.draw.randint(least, len(SCHEME))
            for number, place in enumerate(sorted(self.draw.sample(range(len(SCHEME)), count)), 1):
                first, second, name, value = SCHEME[place]
                self.rows["indicators"].append((code, term, number, first, second, name.format_map(values), value.format_map(values)))

    # records, last year

    def add_facts(self):
        income = {}
        for unit, function, fund, origin, category, project, item, government, amount in self.facts:
            self.rows["expenditure"].append((self.code, unit, function, fund, origin, category, project, item, government,
                                             text_of(amount)))
            key = (unit, REVENUES.get(fund, "") if origin == CURRENT else "", function, fund, origin)
            income[key] = income.get(key, 0) + amount
        self.rows["income"] += [(self.code, *key, text_of(amount)) for key, amount in income.items()]

    def add_past(self):
        offices = {self.units[0][0]}
        general = self.sum(lambda unit, function, fund, origin, *rest: fund == GENERAL and origin == CURRENT)
        operating = self.sum(lambda unit, function, fund, origin, category, *rest:
                             category == "公用经费" and fund == GENERAL and unit in offices)
        reception = self.sum(lambda *fact: fact[6] == "30217")
        cars = self.sum(lambda *fact: fact[6] == "30231")
        total = sum(fact[-1] for fact in self.facts)
        self.total, self.rises = total, {}

        def last_year(amount, reason):
            percent = self.draw.choice((78, 86, 93, 104, 112, 131))
            self.rises[reason] = percent < 100
            return amount * percent // 100

        income = last_year(total, "收入变动原因")
        self.rises["支出变动原因"] = self.rises["收入变动原因"]
        rows = [("收入总计", income), ("支出总计", income), ("一般公共预算当年支出", last_year(general, "一般公共预算变动原因")),
                ("机关运行经费", last_year(operating, "机关运行经费变动原因"))]
        parts = [("因公出国（境）费", 0), ("公务接待费", reception), ("公务用车购置费", 0), ("公务用车运行维护费", cars)]
        percent = self.draw.choice((80, 95, 105, 120))
        parts = [(item, amount * percent // 100) for item, amount in parts]
        if reception + cars > 0:
            self.rises["“三公”经费变动原因"] = percent < 100
        rows += [("“三公”经费", sum(amount for _, amount in parts))] + ([] if self.small else parts)
        self.rows["prior_year"] = [(self.code, YEAR - 1, item, text_of(amount)) for item, amount in rows]

    def add_assets(self):
        goods, services = self.total // 200, self.total // 50
        self.rows["procurement"] = [(self.code, "货物", text_of(goods)), (self.code, "工程", "0.00"), (self.code, "服务", text_of(services))]
        cars = [0 if self.small else self.draw.randint(0, 2) for _ in range(6)]
        names = ("领导用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "事业单位业务用车")
        rows = [("公务用车编制", sum(cars), "辆"), ("公务用车实有", sum(cars), "辆"), *zip(names, cars, ["辆"] * 6), ("其他公务用车", 0, "辆"),
                ("办公用房建筑面积", f"{self.draw.randint(80, 4000)}.5", "平方米"), ("50万元以上通用设备", self.draw.randint(0, 3), "台（套）"),
                ("100万元以上通用设备", 0, "台（套）")]
        self.rows["assets"] = [(self.code, f"{YEAR}-01-27", *row) for row in rows]

    # texts

    def add_texts(self):
        draw, thing = self.draw, self.draw.choice(self.objects)[0]
        duties = draw.sample(DUTIES[:-1], 2 if self.small else draw.randint(4, 6)) + [DUTIES[-1]]
        marks = "一二三四五六七八"
        duty = "".join(f"（{marks[i]}）{text}。" for i, text in enumerate(duties)).format(field=self.field, object=thing)
        rooms = draw.sample(ROOMS, 2 if self.small else draw.randint(3, len(ROOMS)))
        setup = f"本部门内设{'、'.join(rooms)}{len(rooms)}个股室。"
        if len(self.units) > 1:
            setup += f"下属事业单位{len(self.units) - 1}个：{'、'.join(name for _, name in self.units[1:])}。"
        rows = [("部门职责", f"{self.name}主要职责为：{duty}"), ("机构设置", setup)]
        rows += [(name, REASONS[name][0 if rise else 1].format(field=self.field)) for name, rise in self.rises.items()]
        rows += [("政府购买服务指导性目录", "无"), ("其他说明", "无")]
        if not self.small and draw.random() < 0.5:
            rows += [("名词解释", f"{term}：{text}。") for term, text in TERMS]
        self.rows["texts"] = [(self.code, name, number, text) for number, (name, text) in enumerate(rows, 1)]

    def add_overall(self):
        current = self.sum(lambda unit, function, fund, origin, *rest: origin == CURRENT)
        own = self.sum(lambda unit, function, fund, origin, *rest: origin == CURRENT and fund in (ACCOUNT, OWN))
        tasks = []
        for name, amount, fiscal, thing, work in sorted(self.projects, key=lambda project: -project[1])[:6]:
            if amount > 0:
                tasks.append((f"{thing}{work}", f"按照年度计划完成{thing}的{work}，做好资料整理和验收。", amount, fiscal))
        rest, rest_fiscal = current - sum(task[2] for task in tasks), current - own - sum(task[3] for task in tasks)
        tasks.insert(0, ("保障单位正常运转", "足额发放人员工资，缴纳社会保险和住房公积金，保障日常办公和其他项目实施。", rest, rest_fiscal))
        rows = self.rows["overall"]
        for number, (name, content, amount, fiscal) in enumerate(tasks, 1):
            rows.append((self.code, "主要任务", number, name, content, text_of(amount), text_of(fiscal), text_of(amount - fiscal)))
        goals = "；".join(f"{'一二三四五六七'[i]}是完成{task[0]}" for i, task in enumerate(tasks[1:]))
        rows.append((self.code, "总体目标", 1, "", f"围绕全县{self.field}工作，履行部门职责。{goals}；规范预算执行，提高资金使用效益。", "", "", ""))
        values = self.values(self.objects[0], WORKS[0], self.name, current)
        for number, (first, second, name, value) in enumerate(SCHEME, 1):
            self.rows["overall_indicators"].append((self.code, number, first, second, name.format_map(values), value.format_map(values)))


# ---- a book ---------------------------------------------------------------------------------------------------------

def write_settings(folder, charset):
    (folder / "book.yaml").write_text(f"format: shanxi-county\nyear: {YEAR}\nregion: {REGION}\n", encoding="utf-8")
    with open(folder / "subjects.csv", "w", encoding=charset, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("类别", "编码", "名称"))
        for kind, lines in SUBJECTS.items():
            entries = [entry.strip().split(" ", 1) for line in lines.split("\n") for entry in line.split("|") if entry.strip()]
            writer.writerows((kind, code, name) for code, name in sorted(entries))


def make_book(folder, departments, size="sample", seed=1, shuffle=False, charset="utf-8", first=0):
    """Writes the departments of index FIRST … FIRST + DEPARTMENTS - 1 to FOLDER, which is made. Returns its path."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_settings(folder, charset)
    files = {name: open(folder / f"{name}.csv", "w", encoding=charset, newline="", buffering=1 << 18) for name in HEADS}
    rows = {name: [] for name in HEADS}  # only of a book to be shuffled
    writers = {name: csv.writer(file, lineterminator="\n") for name, file in files.items()}
    for name, file in files.items():
        file.write(HEADS[name] + "\n")
    for index in range(first, first + departments):
        for name, own in Department(index, size, seed).rows.items():
            if shuffle:
                rows[name] += own
            else:
                writers[name].writerows(own)
    for name, file in files.items():
        random.Random(f"{seed}/{name}").shuffle(rows[name])
        writers[name].writerows(rows[name])
        file.close()
    return folder


# ---- corrections ----------------------------------------------------------------------------------------------------

def charset_of(path):
    try:
        path.read_bytes().decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "gb18030"


def read_rows(path):
    """The rows of a file of a book as dictionaries."""
    text = path.read_bytes().decode(charset_of(path)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def edit_rows(path, change):
    """Calls CHANGE on each row of a file, which may alter it; the rows for which it returns False are dropped."""
    charset, rows = charset_of(path), read_rows(path)
    heads = list(rows[0])
    kept = [row for row in rows if change(row) is not False]
    with open(path, "w", encoding=charset, newline="") as file:
        writer = csv.DictWriter(file, heads, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def edit_first(path, wanted, change):
    """Calls CHANGE on the first row that is WANTED (columns and what they have), of whatever order of rows."""
    rows = [row for row in read_rows(path) if all(row[column] == value for column, value in wanted.items())]
    chosen = min(rows, key=lambda row: sorted(row.items()))

    def change_chosen(row):
        if row == chosen:
            change(row)
    edit_rows(path, change_chosen)
    return chosen


def change_amount(book, department, cents=123456, item="30201"):
    """Adds CENTS to what DEPARTMENT spends on an economic ITEM, and to the income that pays it. Returns the row of
    expenditure.csv as it was."""
    def add(row):
        row["金额"] = text_of(money_of(row["金额"]) + cents)

    spent = edit_first(Path(book) / "expenditure.csv",
                       {"部门编码": department, "部门经济科目编码": item, "资金来源": GENERAL, "年度性质": CURRENT}, add)
    paid = ("部门编码", "单位编码", "功能科目编码", "资金来源", "年度性质")
    edit_first(Path(book) / "income.csv", {column: spent[column] for column in paid}, add)
    return spent


def rename_subject(book, kind, code, name):
    """Gives the entry CODE of the classification KIND (功能, 收入, 部门经济, 政府经济) another NAME."""
    def change(row):
        if (row["类别"], row["编码"]) == (kind, code):
            row["名称"] = name
    edit_rows(Path(book) / "subjects.csv", change)


def rename_department(book, department, name):
    def change(row):
        if row["部门编码"] == department:
            row["部门名称"] = name
    edit_rows(Path(book) / "departments.csv", change)


def remove_department(book, department):
    """Drops all records of DEPARTMENT; a project's code begins with that of its department."""
    for name in HEADS:
        edit_rows(Path(book) / f"{name}.csv",
                  lambda row: (row["部门编码"] if "部门编码" in row else row["项目编码"].split("-")[0]) != department)


def add_department(book, index, size="sample", seed=1):
    """Appends the department of INDEX. Returns its code."""
    department = Department(index, size, seed)
    for name, rows in department.rows.items():
        path = Path(book) / f"{name}.csv"
        with open(path, "a", encoding=charset_of(path), newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return department.code


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--departments", type=int, required=True, metavar="N")
    parser.add_argument("--size", choices=SIZES, default="sample")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shuffle", action="store_true", help="all rows of all files in random order")
    parser.add_argument("--charset", choices=CHARSETS, default="utf-8")
    options = parser.parse_args()
    make_book(options.folder, options.departments, options.size, options.seed, options.shuffle, options.charset)


if __name__ == "__main__":
    main()

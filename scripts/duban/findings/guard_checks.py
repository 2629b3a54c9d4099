"""What the guard can say of a change: what it does to the record (guard.*), who recorded it (who.*)."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR, NOTICE, WARNING

_KEPT = "只增不改：已经合并的登记是凭证，任何单位和个人不得以任何名义、任何形式删改"
_PLAIN_FILE = "登记册里只放普通文件：链接、子模块和可执行文件会让读到的和存着的不一样"
_LAW_DATED = "法不溯及既往：已经施行的条文按当时的数值计算，新的数值另写施行日期"
_ONE_HAND = "谁记的谁负责：每一条都要找得到一个经办人"
_OWN_WORK = "各记各的：单位只记本单位的事，交办、审核、公开由担任这项职责的来记"

# fmt: off
ADOPTED = Check("guard.adopted", ERROR, "改了、删了已经采用的规则书", _LAW_DATED,
    "恢复这一条；不再用的写 to（用到哪一天），新采用的另加一条",
    "错：把 from: 2025-12-01 改成 2026-01-01\n对：原来一条写上 to，另加一条")
ANSWERS = Check("guard.answers", ERROR, "改了、删了登记过的答复", _KEPT,
    "恢复原来的答复；再次答复的另加一份，用新的编号", "错：改 id: a1 的 text\n对：在 answers 最后加 id: a2")
BACKDATED = Check("guard.backdated", WARNING, "过后才记的，按当天算",
    "办了的事过几天才记，在办公室定的天数以内（late_entry_days）照实算；少算的逾期要让审核的人看见",
    "请审核人核对日期和原件；对的，不用改", "07-08 到期，07-09 才记 07-08 的答复：由逾期 1 天变为没有逾期")
CHECKPOINT = Check("guard.checkpoint", ERROR, "和上一次公布的对不上",
    "公布过的不能当作没有公布：要判的历史里要有上一次公布的提交，公布记录由身份能公布的人员或者主机签名、一条接一条",
    "git fetch 以后对着现在的主分支判；主分支或者公布记录（refs/duban/published）被改写的，告诉管理员，由他恢复",
    "错：对着上一次公布以前的版本判，旧的规则又能用了\n对：duban check --base origin/main")
CONFLICT = Check("guard.conflict", ERROR, "两边改了同一处，合并不了",
    "先合并的在前：两条谁先谁后由登记的先后定，不由机器猜",
    "git fetch，git merge origin/main，别人的留在前面，自己的排在后面，再提交",
    "错：两个分支都在同一件的最后加了第3条\n对：主分支的那一条是第3条，自己的是第4条")
CONSENT_CORRECTED = Check("guard.consent", ERROR, "更正成可以公开，没有写凭的是什么",
    "同意不同意公开由来信人定：改成同意要有他的话为凭，公开出去收不回来",
    "写 papers、original、document_number、note 里的一样，说明凭的是哪份材料",
    "错：set: {consent: 同意公开}，reason: 记错\n对：另写 papers: [来信人2026-07-16书面同意]")
DELETED = Check("guard.deleted", ERROR, "删了登记过的件", _KEPT,
    "恢复这个文件；不该办的，在最后记不予受理、并案或者终止",
    "错：git rm letter-2026-0007.yml\n对：在经过最后加一条“终止”")
DUE_LATER = Check("guard.due-later", ERROR, "记了这一条，到期日就晚了",
    "到期日只因条文写的延长、承诺、停止计算、退回重办而变；登记了很久的更正、重新交办，不能把期限往后推",
    "没有写错的，删去这一条；确实写错了的，由督查室记，写 reason 和 lateness_decision，第二人运行 duban approve 确认",
    "错：到期的前一天，把十天前的交办更正为昨天\n对：照原来的日期办；办不完的，在到期以前延期")
ENTRIES = Check("guard.entries", ERROR, "改了、删了登记过的定期工作", _KEPT,
    "恢复原样，新的一条加在最后", "错：改上个月那一条的 at\n对：在 entries 最后加一条")
EXECUTABLE = Check("guard.executable", ERROR, "案件文件有可执行权限", _PLAIN_FILE,
    "去掉权限：git update-index --chmod=-x 文件", "错：文件权限 755\n对：文件权限 644")
EXTENSION = Check("guard.extension", ERROR, "延期记晚了",
    "延期最迟在到期当天提出，条文写“提前”的在到期的前一天；过了期限再延长，等于把逾期盖住",
    "删去这一条，如实按逾期办理；到期以前已经书面申请的，写 asked（哪天提出）",
    "错：应于 07-20 办结，07-22 才记延期\n对：07-20 以前记延期；或者 asked: 2026-07-18")
FUTURE = Check("guard.future", ERROR, "日期在现在之后", "记的是发生了的事；时间以把关时的北京时间为准",
    "等事情发生以后再记，或者改成对的日期", "错：今天是 2026-07-20，at: 2026-07-25\n对：at: 2026-07-20")
HEADER = Check("guard.header", ERROR, "改了收到时的事实", _KEPT,
    "恢复原样；记错了，在经过最后加一条更正，corrects: 0，reason 写理由；受限事项、涉密件的更正只写日期和期限，内容留在卷宗里",
    "错：把 category: 求助 直接改成 建议\n对：event: 更正，corrects: 0，set: {category: 建议}，reason: …")
HISTORY = Check("guard.history", ERROR, "主分支的历史被改写",
    "登记册就是 Git 的历史：改写历史，删改过的就再也看不出来",
    "请管理员恢复到原来的提交；自己的改动在自己的分支上，git merge origin/main 以后再推送，不推主分支",
    "错：在主分支上改了提交再推\n对：git fetch，git merge origin/main，git push -u origin HEAD")
LATENESS = Check("guard.lateness", ERROR, "记了这一条，逾期就少了",
    "逾期不能悄悄消失：逾期了再办的，照实记逾期几天；消除逾期要有书面依据，由督查室决定，第二人确认",
    "现在才办的，日期写今天；确实没有逾期的，由督查室记，写 reason 和 lateness_decision，第二人运行 duban approve 确认",
    "错：07-08 到期，07-17 才答复，at: 2026-07-08\n对：at: 2026-07-17")
LATE_ENTRY = Check("guard.late-entry", ERROR, "很久以前的事现在才记，没有说明",
    "及时登记：补记的要让人看得出是补记，天数由 office.yml 的 late_entry_days 定",
    "写 late_entry，说明是哪天的事、为什么现在才记；从旧系统转来的写 imported；受限事项、涉密件只写为什么晚记，不写内容",
    "错：at: 2026-07-01（今天是 07-20）\n对：at: 2026-07-01，late_entry: 纸质单 07-17 才送到")
LAW = Check("guard.law", ERROR, "合并以后规则读不出来", "读不出来的规则判不了任何一件",
    "照说的改好规则、office.yml 再提交",
    "错：office.yml 少了 adopted\n对：adopted 写明采用哪本规则书、从哪天起")
LOOKUP = Check("guard.lookup", ERROR, "直接改了查询码的收件公钥",
    "谁能查看进度和不公开的答复，换了要有记录可查",
    "恢复原来的公钥；换发查询码另记一条换发的事件，新的公钥写在那一条里",
    "错：改文件头的 lookup\n对：记一条换发，lookup 写在那一条里")
MODE = Check("guard.mode", ERROR, "文件的类型或者权限不对", _PLAIN_FILE,
    "换成普通文件，权限 644", "错：权限 664\n对：权限 644")
MOVED = Check("guard.moved", ERROR, "登记过的件改了名、换了地方",
    "件号就是文件名，登记以后不变：别处引用的都指着它",
    "恢复原来的文件名", "错：letter-2026-0007.yml 改名为 letter-2026-0008.yml\n对：文件名不动")
MOVED_DUE = Check("guard.moved-due", WARNING, "更正以后到期日变了",
    "更正会挪动期限，审核的人要看得见它挪了多少",
    "请审核人核对更正的依据；依据对的，不用改", "更正了收到的日期，应于 07-20 变为 07-24")
NOTICE_CHANGED = Check("guard.notice", ERROR, "改了已经登记的放假通知，或者不是照公布的登记",
    "放哪几天假由通知定：公布的才登记，登记了不改",
    "另加一个文件，写 amends 和改动的日子；等着的节日照公布的写，要在窗口之内；录错了的、补录已经过去的，加 correction 写明理由",
    "错：在 cn/2026.yml 里删一天 off\n对：新文件 amends: cn/2026，只写改动的日子")
NOTICE_UNVERIFIED = Check("guard.notice-unverified", WARNING, "登记的通知没有见到原件",
    "没有见到的不当真：用到的日期仍然标【暂定】",
    "找到原件，把文号、日期、来源补上；等着的节日在 pending 里留着，补上以后再删去",
    "错：number: unverified\n对：number: 宁政办发〔2026〕9号")
NUMBER = Check("guard.number", ERROR, "件号已经用过", "一个号只用一次，前面多写几个零也是同一个号",
    "换下一个没有用过的号：duban renumber 件号",
    "错：已有 letter-2026-0007，又有 letter-2026-00007\n对：letter-2026-0008")
OFFICE = Check("guard.office", ERROR, "删了 office.yml",
    "没有 office.yml 就不知道是哪个办公室、采用哪些规则、谁可以记",
    "恢复这个文件", "错：git rm office.yml\n对：文件留着，只改要改的一项")
OVERLAP = Check("guard.overlap", ERROR, "同一渠道同一天采用了两本规则书",
    "一件只由一本规则书判：两本都管的，哪一本也判不了，欠着的就看不见了",
    "前一本写 to（用到哪一天），后一本的 from 从第二天起",
    "错：区长信箱两本规则书都没有写 to\n对：前一本 to: 2026-12-31，后一本 from: 2027-01-01")
PART = Check("guard.part", ERROR, "议题、议定事项少了", _KEPT,
    "恢复删去的一项；新的加在最后", "错：删去第2项议定事项\n对：不办的，在那一项的经过里记终止")
PAST_END = Check("guard.past-end", ERROR, "单位、规则书的最后一天写到了过去",
    "法不溯及既往：那些日子里欠着的、逾期的，不能因为后来写的一个日期没有了",
    "to 写今天或者以后的日子；以前就该写的，写今天",
    "错：今天是 2026-07-17，to: 2026-06-30\n对：to: 2026-07-17，succeeded_by: [区教育局]")
PUBLICATION = Check("guard.publication", ERROR, "改了、删了公开稿",
    "公开过的内容要留得住：公开时的摘要就是照它算的",
    "先撤回公开，另加一份公开稿（replaces 写明代替第几份），重新公开",
    "错：改第1份的 text\n对：最后加一份，replaces: 1")
RULE = Check("guard.rule", ERROR, "改了、删了正在生效的规则", _LAW_DATED,
    "在 within 里另加一段，from 写今天以后的日子，前一段写上 until；原来录错了的，加 correction 写明理由",
    "错：把 limit: 5 working days 改成 7 working days\n对：另加一段 from: 2027-01-01，limit: 7 working days")
SEALED = Check("guard.sealed", ERROR, "封存的内容换了、删了、后加了",
    "封存的是收到时的原话：只能换收件人重新封，内容一个字不变",
    "恢复原来的 digest 和 box：git checkout origin/main -- 文件；"
    "要多给一个单位看，由保管密钥的人运行 duban seal --again，digest 不变",
    "错：digest 和原来不一样\n对：digest 不变，只有 box 是重新封的")
SEALED_COPY = Check("guard.sealed-copy", ERROR, "封存的内容是从另一件抄来的",
    "密文从外面看不出是谁的：抄来的打开来是别人的话，这一件自己的就没有封存",
    "删去抄来的，由保管密钥的人用 duban seal 把这一件自己的内容封存进来",
    "错：把 letter-2026-0003 的 writer 抄进 letter-2026-0007\n对：duban seal letter-2026-0007 writer")
SUBMODULE = Check("guard.submodule", ERROR, "cases/ 里是另一个 Git 仓库", _PLAIN_FILE,
    "删去子模块，把文件本身放进来",
    "错：git submodule add … cases/letters\n对：cases/letters/2026/letter-2026-0007.yml")
SYMLINK = Check("guard.symlink", ERROR, "cases/ 里是符号链接", _PLAIN_FILE,
    "删去链接，放真正的文件", "错：ln -s ../x.yml letter-2026-0007.yml\n对：文件本身")
TIMELINE = Check("guard.timeline", ERROR, "改了、删了登记过的经过", _KEPT,
    "恢复原样，新的一条加在最后；记错了，在最后加一条更正，写明更正第几条",
    "错：改第2条的 at\n对：在最后加 event: 更正，corrects: 2，set: {at: …}，reason: …")
TOGETHER = Check("guard.together", ERROR, "案件和判案件的一起改了",
    "裁判和运动员分开：给自己开权限和使用这个权限，不能在一次改动里",
    "另开一个分支，各提各的合并请求", "错：一次改动里既有 cases/ 又有 office.yml\n对：分成两个合并请求")
UNIT = Check("guard.unit", ERROR, "删了单位", "以前的件还写着这个单位，它欠着的要有人承接",
    "撤并的写 to（最后一天）和 succeeded_by（由谁承接）；改名也照此另加一个",
    "错：删去 code: 区工商联络办\n对：to: 2026-06-30，succeeded_by: [区教体局]")
WORDS_CORRECTED = Check("guard.words", WARNING, "更正改了来信人的原话",
    "任何单位和个人不得删改来信内容：更正只能改抄错的",
    "请审核人拿原件核对；是抄错的，不用改", "更正 corrects: 0，set: {text: …}")

WHO_ANSWER = Check("who.answer", ERROR, "答复、公开稿不是本单位的", _OWN_WORK,
    "由答复单位的人员或者督查室来记", "错：住建局的人员写 unit: 区教体局 的答复\n对：由教体局的人员来写")
WHO_ASSIGNMENT = Check("who.assignment", ERROR, "记的不是本单位在这一件里的事", _OWN_WORK,
    "由登记、交办这一件的单位或者有关的承办单位来记", "错：没有承办这一件的单位记签收\n对：由承办单位来记")
WHO_BOT = Check("who.bot", ERROR, "自动程序记了催办以外的事", "程序只能提醒，办事和决定的是人",
    "由人员来记", "错：机器人记“交办”\n对：机器人只记“催办”")
WHO_CASE = Check("who.case", ERROR, "不管登记的单位登记了新的一件", _OWN_WORK,
    "由登记这一类的单位或者督查室来登记", "错：承办单位自己新登记一封来信\n对：由督查室登记")
WHO_CONSENT = Check("who.consent", ERROR, "替领导记了同意", "谁同意谁来记；别人来记要有材料",
    "由有领导身份的人员来记，或者由督查室凭材料来记",
    "错：承办单位的人员写 consented_by: 区长\n对：由督查室写，papers: [申请表]")
WHO_EVENT = Check("who.event", ERROR, "没有事件词，认不出是谁的事", _OWN_WORK,
    "写明 event；只有督查室可以记没有事件词的",
    "错：- {at: 2026-07-20, by: 区住建局}\n对：- {at: 2026-07-20, event: 备注, by: 区住建局, text: …}")
WHO_EVIDENCE = Check("who.evidence", ERROR, "没有平台记录，或者平台记录不全", _ONE_HAND,
    "检查取平台记录的工作流，author、pushers 都要有；服务器上的要知道是谁推送的；自己在本机看的写 --unaccountable",
    '错：{"author": "liming"}\n对：{"author": "liming", "pushers": ["liming"]}')
WHO_HANDS = Check("who.hands", ERROR, "一次改动有几个人推送", _ONE_HAND,
    "各开各的分支、各提各的合并请求，每个分支只由一个人推送",
    "错：甲开的合并请求，乙往里推送\n对：乙另开一个")
WHO_HEAD = Check("who.head", ERROR, "平台记录说的是别的提交",
    "记录要和判的是同一个提交，否则批准以后还能换内容",
    "按最后一次推送重新取平台记录", "错：取了记录以后又推送\n对：推送以后再取记录")
WHO_IMPORTED = Check("who.imported", ERROR, "历史数据不是督查室补录的",
    "补录的不受登记时间的限制，只由督查室来做",
    "由督查室的人员补录", "错：承办单位写 imported: {from: 台账, …}\n对：督查室写")
WHO_LAW = Check("who.law", ERROR, "改规则、设置、程序的不管规则",
    "判案件的东西，要由管规则的人改，或者经他同意",
    "由管规则的人员来改（signed：由他签名），或者请他在最后一次推送以后批准",
    "错：承办单位的人员改 office.yml\n对：请管规则的人员批准")
WHO_MEMBER = Check("who.member", ERROR, "不在人员名单里，或者已经离任", _ONE_HAND,
    "由名单里在任的人员来记，或者先请管规则的人员把登录名加进 office.yml 的 members",
    "错：登录名不在 members 里\n对：members 里有 login: liming")
WHO_MERGER = Check("who.merger", ERROR, "由机器人合并", "合并就是登记，要由人来决定",
    "由人员来合并", "错：机器人点了合并\n对：审核的人看过以后合并")
WHO_PAPER = Check("who.paper", ERROR, "替领导记同意，没有写凭的是什么", "谁同意谁来记；别人来记要有材料",
    "写 papers、original、document_number、note 里的一样（涉密件只写 original 或者 document_number）；不写的，由领导自己来记",
    "错：consented_by: 区长\n对：consented_by: 区长，papers: [延期申请表]")
WHO_POSTS = Check("who.posts", ERROR, "不担任这项职责的记了这件事", _OWN_WORK,
    "由担任这项职责的单位来记，谁担任写在 office.yml 的 posts 里", "错：承办单位记“交办”\n对：由督查室记")
WHO_RECUSED = Check("who.recused", ERROR, "回避了的又来记",
    "公务员法第七十六条：执行公务涉及利害关系的应当回避",
    "由别的经办人员来记；回避的只能记备注", "错：第3条回避的李明又记“走访”\n对：由别的人员记")
WHO_RELEASE = Check("who.release", ERROR, "公开、撤回公开不是督查室记的", "公开出去收不回来，只由督查室把关",
    "由督查室的人员来记", "错：承办单位记“公开”\n对：由督查室记")
WHO_REVIEW = Check("who.review", ERROR, "原来作决定的又来复核", "自己不复核自己的决定",
    "由没有参与的人员来记", "错：王芳作的结论，王芳记复核决定\n对：由赵磊记")
WHO_ROLE = Check("who.role", ERROR, "这个身份不能记事项", "只管密钥、只管规则的不办件",
    "由经办单位的人员或者督查室来记", "错：管密钥的人员记“签收”\n对：由承办单位的人员记")
WHO_SEAL = Check("who.seal", ERROR, "重新封存的不管密钥",
    "能打开密文的才能重新封，重新封的要由保管密钥的人负责",
    "由有密钥身份的人员来做", "错：承办单位的人员换了 box\n对：由保管密钥的人员 duban seal --again")
WHO_SIGNATURE = Check("who.signature", ERROR, "没有签名，或者签名认不出人",
    "office.yml 写了 recording: signed：每次提交都用本人的 SSH 密钥签名，认签名",
    "从主分支重新开一个分支（git switch --no-track -c 新分支 origin/main），用登记过的密钥签名提交："
    "git config gpg.format ssh，git commit -S",
    "错：git commit\n对：git commit -S")
WHO_UNIT = Check("who.unit", ERROR, "记了别的单位的事", _OWN_WORK,
    "by 写本单位；别的单位的事由那个单位的人员或者督查室来记",
    "错：住建局的人员写 by: 区教体局\n对：by: 区住建局")
WHO_UNJUDGED = Check("who.unjudged", NOTICE, "没有判是谁记的",
    "没有平台记录、也没有登录名，只能判改了什么，判不了是谁记的",
    "由工作流给 --evidence，或者由服务器给 --actor；自己在本机看的，不用管",
    "duban check --base origin/main --unaccountable")

CHECKS: tuple[Check, ...] = rows(vars())

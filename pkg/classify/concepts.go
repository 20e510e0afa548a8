// Concepts: words that mean about the same, as stems in nine languages. Alone
// they prove little; the pairs of pairs.go say what they mean in one sentence.
// A stem that begins with an ASCII letter begins a word; one that ends with a
// space ends it.

package classify

// concept numbers the rows of the table.
type concept uint8

const (
	negation concept = iota
	exhausted
	exceeded
	shortage
	money
	quota
	plan
	upgrade
	longWindow
	shortWindow
	throttle
	later
	busy
	machinery
	service
	connection
	broken
	crashed
	late
	credential
	bad
	expired
	access
	denied
	aModel
	missing
	path
	prompt
	tooLong
	tokens
	payload
	tooLarge
	content
	filtered
	parameter
	mustBe
	canceledBy
	inUse
	down
	internal
	challenge
	limit
	region
	organization
	certificate
	retired
	loading
	noneLeft
	parse
	leftover
	freeOf
	outputLimit
	bigNumber // a number of four digits or more, see mentionsIn
	anyNumber // a number
	lengthOf
	withinRange
	waiting
	fullUp
	loginAgain
	youShouldKnow
	oneAtATime
	conceptCount
)

var concepts = [conceptCount]string{
	negation: "nothing |nobody |isn't |can't |cannot|couldn't |doesn't |did not |no longer|neither |nor |keine |ningun|nessun|non |not |n't |no |cannot |can not |unable to |without |none |never |nicht |kein|ne |pas |aucun|não |sem |нет |не |" +
		"无|不|没有|未|ない|ません|없|않",
	exhausted: "spent for|is spent|are spent|all spent|nothing more|no further|stands still|nothing is left|nothing remains|none remain|is gone|are gone|all gone|has gone|been eaten|eaten up|have spent|has spent|drawn down|hit zero|at zero|is zero|is empty|wallet is empty|down to 0|used in full|fully consumed|ran dry|dried up|burned through|gone through|sold out|finished your|are through|are over|is over|已用|用尽|没有剩余|清零|为 0|为0|归零|没钱|used up|exhaust|deplet|consumed|spent|ran out|run out|running out|out of |used all|all used|no more |none left|nothing left|" +
		"0 remaining|zero remaining|left: 0|remaining: 0|has been used|fully used|drained|agotad|esgotad|épuisé|aufgebraucht|erschöpft|verbraucht|" +
		"исчерпан|израсходован|закончил|用完|耗尽|用光|已用完|使い切|소진|모두 사용|다 사용",
	exceeded: "come to its max|came to its max|has its max|gone over|at the limit|hit its|hits the|max request|over the set|over its |over their |more than your|more than the|go past|goes past|went past|past your|past the|crossed|would exceed|larger share|too much |overrun|as many|is full|all of your|the most |at its limit|at your limit|到达|用量已|爆|触及|满了|exceed|reached|hit your|hit the|hit a|over your|over the|above the|above your|beyond|surpass|went over|maxed|more than allowed|" +
		"limit reached|superad|excedid|dépass|atteint|überschritten|erreicht|превыш|достигнут|超出|超过|超限|已达|达到|超え|達し|초과|도달",
	shortage: "too little|not sufficient|does not suffice|too few|does not cover|doesn't cover|cannot cover|can't cover|falls short|cannot afford|can only afford|can't afford|under the minimum|below the minimum|太少|不够|偏低|insufficient|not enough|too low|too small|inadequate|lack|short of|insuficiente|insuffisant|unzureichend|nicht genug|zu niedrig|" +
		"недостаточно|не хватает|不足|足りません|부족",
	money: "money|cent |cents|dollar|euro|€|owe|debt|outstanding|renew|charge|price|fee |fees|card |financ|account has run|bill |bills|refill|reload|afford|monetary|paypal|stripe|voucher|coupon|lapsed|续费|钱|金额|账单|扣费|点数|积分|资金|结算|ingreso|pago|abono|solde|paiement|rechnung|bezahl|geld|деньг|платеж|пополн|料金|課金|ポイント|요금|비용|포인트|balance|credit|fund|payment|billing|recharge|top up|top-up|topup|invoice|prepaid|spend|budget|wallet|paid |pay |payg|purchase|buy |cost |usd|deposit|arrears|overdue|unpaid|" +
		"saldo|crédit|guthaben|zahlung|fondos|баланс|средств|оплат|счет|余额|充值|欠费|欠款|账户|预扣|费用|付费|残高|クレジット|支払|잔액|크레딧|결제|충전|余额不足",
	quota:   "allotted|ration|share |pool of|budget of tokens|units|request count|number of requests|calls|messages per|free requests|neurons|用完了次数|限制次数|quota|allowance|usage|allotment|allocation|entitlement|额度|配额|用量|次数|квот|cuota|kontingent|クォータ|利用枠|할당량|사용량",
	plan:    "starter|enterprise|pro plan|team plan|max plan|pro account|your plan|current plan|paid plan|free plan|no-cost|free of charge|premium|contract|seat|企业版|专业版|付费版|个人版|免费版|plan |plan.|plan'|plan,|subscription|tier |tier.|package|license|membership|free user|free trial|trial|suscripción|assinatura|abonnement|套餐|订阅|会员|试用|免费|тариф|подписк|プラン|無料|요금제|구독|플랜",
	upgrade: "higher plan|higher tier|bigger plan|another plan|move to a paid|raise your limit|increase your limit|renew|get more|extend your|续费|开通|增购|upgrade|subscribe|buy more|purchase more|add credits|add a payment|go to billing|enable billing|升级|购买|升級|アップグレード|업그레이드|повысить|обновите план",
	longWindow: "24 h|24h|7 days|30 days|this period|period |next reset|resets in|reset in|until then|until tomorrow|fortnight|quarter|come back in|next month|next week|billing month|on monday|tonight|per hour|an hour|1h |2h |3h |4h |h until|utc|下个月|下周|次日|周期|五小时|5小时|5 小时|零点|重置时间|per day|a day|daily|day |days|today|tomorrow|month|weekly|week |weeks|5-hour|5 hour|five-hour|hourly|hours|hour |midnight|billing cycle|billing period|" +
		"rolling window|year|rpd|tpd|resets on|reset on|resets at|refreshes|每日|每天|今日|今天|明天|当日|本月|每月|每周|本周|小时|日限|月限|周限|день|дневн|сутк|суточ|месяц|недел|завтра|" +
		"diari|mensual|mensal|semana|mañana|täglich|tages|monat|woche|quotidien|jour|mois|demain|1日|月間|本日|明日|일일|하루|월간|내일|오늘",
	shortWindow:   "per minute|a minute|minute|per second|second|rpm|tpm|rps|qps|itpm|otpm|/min|/s |分钟|每分|秒|минут|секунд|minuto|segundo|sekunde|seconde|分間|초 |분당|초당",
	throttle:      "too quick|slower|calm down|so many requests|so fast|pace|back-to-back|in quick succession|at once|in parallel|parallel|simultaneous|rapid|spike|ramp|went up too|request volume|requests in this|each second|per-second|speed|太快|频次|太频繁|短时间|同时请求|连接数|rate limit|rate-limit|ratelimit|rate_limit|rate exceeded|request rate|too many request|too many|too fast|too frequent|too quickly|frequency|throttl|concurren|burst|slow down|flood|频率|频繁|过快|过多|并发|速率|限速|限流|请求数|частот|слишком много|слишком част|demasiad|muitas|trop de|zu viele|多すぎ|レート|너무 많|요청 한도|속도",
	later:         "once more in|from tomorrow|give it another go|another go|in a bit|soon|shortly|next minute|next second|minute or so|a while|再来一次|请重新|重新尝试|come back|again later|send it again|send again|try once more|once more|once again|resend|repeat the request|after a while|in a while|in a short while|a little later|give it a moment|a few seconds|some time|momentarily|passes by itself|temporar|transient|for now|暂时|过一会|等一会|过段时间|等待|一会儿|再来|再发|try again|retry|later|please wait|wait |in a moment|a few moments|back off|稍后|重试|再试|稍候|попробуйте|повторите|позже|später|erneut|plus tard|réessay|más tarde|de nuevo|mais tarde|novamente|後で|しばらく|再試行|나중에|잠시 후|다시 시도",
	busy:          "a lot of people|lots of people|many people|many users|using us|requests are waiting|waiting line|being shed|max_queued|saturation|utilization|utilisation|高负荷|人太多|人数过多|待ち|お待ち|대기|too much to do|too much load|under load|under heavy|overwhelmed|swamped|crowded|shedding|load shed|inflight|in-flight|backlog|backpressure|strain|stretched|no room|no free|fully booked|fully occupied|occupied|all in use|hot right now|demand is|traffic|spike in|limited availability|unusually|资源紧张|火爆|忙碌|太忙|挤|高峰|爆满|排满|busy|overload|over capacity|at capacity|over-capacity|no capacity|full |full.|saturat|congest|heavy load|heavy traffic|high demand|high load|high traffic|heavy demand|heavily loaded|peak |繁忙|过载|拥挤|负载|排队|队列|饱和|混雑|混み合|혼잡|과부하|перегруж|загружен|überlastet|ausgelastet|saturad|sobrecarg|surcharg",
	machinery:     "scheduler|subprocess|process |daemon|tokenizer|endpoint|function version|function id|card |board|replicas|upstreams|fleet|pods|nodes|workers|slots|instances|deployments|backends|channels|account pool|compute|accelerator|device|vram|memory|executor|thread pool|threads|runner|server pool|hardware|cluster|显存|线程|卡 |机器|capacity|gpu|worker|queue|slot|instance|replica|node|channel|pool|shard|pod |backend|deployment|engine|算力|资源|节点|渠道|实例|ресурс|ノード",
	service:       "infrastructure|system |platform|site |backend|daemon|process |serving|inference|router|relay|load balancer|cdn|target|remote|other side|平台|系统|网站|服务端|中转|代理|server|service|upstream|gateway|provider|engine|host|origin|proxy|api |endpoint|服务|上游|后端|供应商|сервер|сервис|servidor|servicio|serviço|serveur|dienst|サーバ|サービス|서버|서비스",
	connection:    "link|line |request to|fetch|the wire|handshake|packet|reach |reached|reachable|port |ssl|链接|握手|网关|connection|connect |connecting|connected|socket|stream|tcp|tls |network|peer|dial |websocket|transport|channel closed|dns|连接|网络|流|соединен|подключ|сеть|conexión|conexão|connexion|réseau|verbindung|netzwerk|red |rede |接続|通信|연결|네트워크",
	broken:        "broke off|broke |breaks|went wrong|goes wrong|cut short|cut in|torn|stopped|ended before|ended early|before completion|not complete|no answer came|silently|half|dropped|did not go through|does not listen|nobody listens|not listening|abandon|went silent|was closed|was lost|could not be reached|cannot be reached|can't be reached|could not reach|can't reach|cannot reach|unable to reach|unable to connect|cannot connect|can't connect|could not connect|couldn't connect|failed to connect|断了|断线|掉线|不通|连不上|无法连接|未连接|没连上|异常关闭|提前结束|reset|refused|closed|lost|abort|broken|unreachable|drop|interrupt|terminat|hang up|hung up|disconnect|eof|failed|fail |failure|prematurely|premature|cut off|cut |went away|gone away|died|dead|unreadable|incomplete|unexpectedly|断开|重置|拒绝|中断|失败|关闭|异常断|сброш|разорван|отклонен|прерван|потерян|rechaz|perdid|interrump|rompu|perdu|zurückgesetzt|unterbrochen|abgelehnt|verloren|切断|끊|실패|거부",
	crashed:       "is gone|has gone|died|is dead|was dead|signal 11|signal 9|stub process|core was|exception in|unhandled|is not iterable|not json serializable|cannot serialise|cannot serialize|could not serialize|-infinity|nan |recovered|missing from class|no attribute|recursion|deadlock|abort trap|unexpectedly stopped|stopped unexpectedly|has stopped|runner process|runner has|process exited|has exited|went away unexpectedly|exit status|assert|went down|uncaught|panicked|goroutine|stack trace|broke down|fell over|blew up|core has|segmentation|abnormal|infinity|keyerror|typeerror|valueerror|attributeerror|indexerror|runtimeerror|assertionerror|got an unexpected keyword|multiple values for|positional argument|no space left|disk full|database|sql|redis|traceback|crash|killed|panic|segfault|sigsegv|sigkill|oom|out of memory|cuda|restart|exited|exit code|core dump|nonetype|nullpointer|null pointer|undefined is not|is not a function|is not defined|object has no attribute|not subscriptable|index out of range|division by zero|stack overflow|崩溃|内存不足|重启|падени|クラッシュ|충돌",
	late:          "generate first token|until the time limit|before the deadline|first token|no first token|within the limit of time|silent|idle|hung|hangs|stuck|did not come|never came|no data|nothing for|nothing arrived|gave up after|waited|waiting for|too slow|slow to|ran out of time|no reply|without an answer|no bytes|nothing came|sent nothing|exceeded the time|time allowed|time budget|within 60|did not finish|did not complete|took longer|longer than allowed|not answer in|没有响应|未响应|无响应|响应过慢|太慢|太久|timed out|timeout|time out|time-out|deadline|took too long|too long to respond|too long to answer|no response|did not respond|not respond|did not answer|gave up waiting|within the time|in time|超时|逾时|тайм-аут|таймаут|истекло|время ожидания|tiempo de espera|tempo limite|tempo esgotado|délai|zeitüber|zeitlimit|タイムアウト|時間切れ|시간 초과|시간이 초과|타임아웃",
	credential:    "login|log on|logon|refresh token|id token|api token|service account|credential provider|authorisation|unauthenticated|key has been|your key|this key|the key|api user|登录态|未登录|access token|secret|cookie|account id|sso|identity|verification code|x-api-key|who you are|sign-in|passkey|certificate of|licence key|license key|证书|凭证|凭据|令牌|口令|登入|api key|apikey|api-key|api_key|access key|secret key|token |token.|token,|tokens are|credential|authorization|authenticat|auth |log in|logged in|sign in|signed in|session|signature|bearer|password|jwt|oauth|key |key.|key:|keys|密钥|鉴权|认证|登录|登陆|身份|密码|ключ|токен|авториза|аутентиф|clave|credencial|chave|clé |jeton|schlüssel|anmeld|認証|キー|鍵|ログイン|인증|키 |키가|로그인|토큰",
	bad:           "absent|revoke|not a real|does not exist|deleted|not found|no longer|unrecogniz|not matched|非本|not known|not recognised|unrecognised|is unknown|no valid|not right|does not match|doesn't match|do not match|rejected|cannot be verified|could not be verified|couldn't be verified|verification failed|fails|not accepted|was refused|faulty|defect|broken|out of date|outdated|stale|非有效|不对|不匹配|有问题|异常|无法识别|不合法|不存在|invalid|incorrect|wrong|malformed|bad |unknown|unrecognized|illegal|not valid|mismatch|corrupt|missing|garbled|unreadable|无效|错误|非法|有误|不正确|缺少|缺失|невер|недейств|некоррект|неправильн|inválid|invalide|ungültig|falsch|fehlt|無効|不正|誤|유효하지|잘못|올바르지",
	expired:       "withdrawn|cancelled by|has run out|no longer valid|lapsed|closed|frozen|on hold|stopped|turned off|switched off|taken down|blocked|under review|paused|locked|已失效|到期|被停|已停|暂停|已关闭|吊销|expired|expire|revoked|disabled|deactivated|suspended|banned|deleted|inactive|not active|locked out|terminated|停用|禁用|封禁|过期|失效|注销|冻结|истек|отозван|заблокирован|отключен|caducad|expirad|expiré|abgelaufen|gesperrt|deaktiviert|desactivad|desativad|期限切れ|停止|만료|정지|비활성",
	access:        "exists, but|does not include|not include|not part of|requires approval|waitlist|wait list|invited|beta program|preview access|gated|licen|include|included|covers|limited to|may use|may call|may not|reserved for|only for|available to|available for|in your|opt in|opted|terms|agree|accept the|consent|enable it|enabled for|not enabled|allowed to|belongs to|owner|admin|开通|授予|允许|许可|管理员|access|permission|authorized|authorised|entitled|entitlement|scope|role |roles|privilege|permitted|eligible|allowlist|whitelist|verified|verification|grant|权限|访问|授权|无权|白名单|认证|доступ|разрешен|прав |acceso|permiso|acesso|permissão|accès|autoris|zugriff|berechtig|zugang|アクセス|権限|許可|권한|접근|허용",
	denied:        "not served|won't serve|is closed to|barred|off limits|locked out|turned away|no right|no rights|not authorised|not authorized|unauthorised|unauthorized|does not allow|doesn't allow|isn't allowed|does not have access|without access|no permission|not entitled|out of reach|不支持该|不可访问|没有开通|未开通|不能访问|无权|denied|forbidden|not allowed|disallow|restricted|blocked|reject|refus|prohibit|not permitted|cannot access|no access|拒绝|禁止|限制|不允许|запрещ|denegad|negad|prohibid|proibid|verweigert|verboten|refusé|interdit|拒否|거부|금지|차단",
	aModel:        "fine-tun|phi-|mixtral|gemma|sonnet|opus|haiku|whisper|dall-e|embedding model|doubao|ernie|snapshot|gpt|claude|gemini|llama|qwen|mistral|deepseek|kimi|glm|grok|weights|gguf|lora|adapter|大模型|model|deployment|engine |fine-tune|checkpoint|模型|модел|modèle|モデル|모델|llm",
	missing:       "there is no|there's no|no such|isn't there|is not here|not here|nowhere|nothing at|nothing here|nothing under|none called|none named|never heard|does not know|doesn't know|not known|is unknown|unfamiliar|has no |not in the list|not in the catalog|not on the list|not offered|not served|not hosted|not installed|not pulled|not present|no match|isn't one of|gone |cannot be found|could not be found|couldn't be found|not exist|was not found|没有该|没有这个|查无|无此|不在|未部署|未上线|未注册|未配置|无法找到|not found|does not exist|doesn't exist|unknown|could not find|cannot find|can't find|couldn't find|unavailable|not available|isn't available|unsupported|not supported|not configured|not registered|not deployed|not loaded|unrecognized|no route|不存在|未找到|找不到|没有找到|不可用|нет такой|не найден|не существует|no existe|no encontrad|não existe|não encontrad|n'existe|introuvable|nicht gefunden|existiert nicht|見つかりません|存在しません|존재하지|찾을 수",
	path:          "address |/v1|/chat|/api|verb|http method|webpage|item|object|record|session|job|vector|container|upload id|run |thread|path|url|route|endpoint|uri|page |method|resource|file |assistant|vector store|batch|conversation|路径|地址|接口|文件|资源|путь|адрес|ruta|rota|chemin|pfad|パス|경로",
	prompt:        "question|dialog|dialogue|turns|transcript|what you sent|your text|payload of|input_ids|问题|文本|内容|请求|聊天|prompt|input|context|message|conversation|history|chat |your request|tokens|text |document|输入|上下文|对话|提示|消息|ввод|запрос|контекст|сообщени|entrada|contexto|mensaje|eingabe|kontext|nachricht|entrée|contexte|入力|プロンプト|コンテキスト|会話|입력|프롬프트|컨텍스트|대화",
	tooLong:       "yours holds more|holds more|may hold|batch may|first n|too deep|too wide|longer|shorter|make it shorter|make them shorter|more tokens|more than|takes at most|holds|allowed range|allowed are|allowed is|not in range|lie within|within [|in range|cap of|exceeding|over by|does not fit|doesn't fit|won't fit|do not fit|too many words|trim|cut down|compact|summar|smaller prompt|start a new chat|new conversation|上限|范围|太多|精简|缩短|压缩|新对话|长度限制|超长|too long|exceed|longer than|maximum|max |too many|too large|too big|at most|less than|up to|over the limit|over the|reduce|shorten|truncat|no more than|fit |fits|larger than|greater than|overflow|range of|bigger than|超过|超出|过长|太长|最大|слишком длин|слишком больш|превыша|максимальн|demasiado larg|muito long|máxim|trop long|zu lang|zu groß|maximal|dépasse|überschreit|長すぎ|超え|너무 길|초과|최대",
	tokens:        "window|ctx|positions|sequence|kv cache|max_new_tokens|max_completion_tokens|output length|length limit|字数|词元|窗口|token|context window|context length|context size|context_length|context limit|max_tokens|max_model_len|n_ctx|characters|字符|上下文|长度|токен|symbols|symbol|caracteres|zeichen|トークン|文字|토큰|글자",
	payload:       "bytes of|request size|multipart|form data|blob|content-length|screenshot|gif|png|jpeg|tiff|webp|mp3|wav|页|表单|文档|body|payload|file|image|upload|entity|attachment|header|audio|video|pdf|picture|photo|media|document|base64|cookie|文件|图片|图像|请求体|音频|视频|附件|файл|изображен|тело|archivo|imagen|arquivo|imagem|fichier|datei|bild|ファイル|画像|파일|이미지",
	tooLarge:      "too long|longer than|bigger than|over the maximum|larger than max|more than the maximum|exceeds max|exceeds the limit|too many bytes|too big|exceeding the size|size of|weighs|heavier|over the size|width|height|tall|wide|too long a|maximum of|max of|megapixel|tb |请求过大|体积|尺寸过|超大|too large|larger than|exceeds|maximum size|max size|size limit|maximum allowed size|mb |mb.|mb)|mib|megabyte|bytes|kb |kb.|gb |pixel|oversize|too heavy|resolution|dimension|过大|太大|大小|尺寸|像素|слишком больш|размер|tamaño|tamanho|taille|größe|zu groß|大きすぎ|サイズ|너무 큽|크기",
	content:       "terms|indecency|nudity|gore|extremis|terror|drug|illicit|political|safeguard|safe completion|unsuitable|explicit|violence|violent|sexual|hate|self-harm|weapon|rules of use|terms of use|usage rules|standards|offens|indecent|forbidden topic|jailbreak|protected material|copyright|recitation|pii|personal data|censor|compliance|不当|不宜|涉政|暴力|色情|违法|过滤|风控|规范|红线|content|policy|policies|safety|moderation|filter|guardrail|sensitive|inappropriate|harmful|harm |nsfw|violat|unsafe|abuse|abusive|misuse|risk|guidelines|classifier|内容|敏感|违规|安全|审核|合规|风险|политик|безопасност|contenido|política|conteúdo|politique|contenu|inhalt|richtlinie|コンテンツ|ポリシー|콘텐츠|정책|안전",
	filtered:      "held back|stopped by|cut by|not shown|suppressed|refuse|refusal|cannot be answered|can't help with|fails our|did not pass|not passed|failed the|caught by|hit by|tripped|judged|deemed|considered|found in|suspected|未通过|不通过|命中|被过滤|被拦|blocked|flagged|filtered|refused|rejected|violat|detected|triggered|stopped|withheld|prohibited|declined|拦截|屏蔽|拒绝|检测|触发|заблокирован|отклонен|нарушает|bloquead|rechazad|bloqué|blockiert|verstößt|abgelehnt|ブロック|拒否|違反|차단|거부|위반",
	parameter:     "batch size|batch|input.contents|embedding|vector|tool_call_id|tool_use|tool_result|assistant message|response_format|system message|max_completion|stop sequence|top_k|sampling|penalty|flag|setting|attribute|member|header|query|body |variable|choice|n must|seed|stop|top_logprobs|logprobs|reasoning_effort|thinking|budget_tokens|image_url|encoding|mime|audio|voice|language|size|quality|dimensions|signature|kwarg|keyword|payload|syntax|structure|schema|integer|number|list|dict|boolean|token id|vocabulary|method|streaming|stream|user-agent|https|字符串|数组|对象|必填|类型|取值|枚举|入参|传参|字段|parameter|param |field|value|argument|property|json|type |type:|format|role |roles|option|key |tool_call|tool_choice|tool call|tool use|function call|temperature|max_tokens|top_p|messages|stream_options|tools|enum|string|array|object|参数|格式|тип |параметр|поле|parámetro|campo|paramètre|champ|parametr|feld|wert|パラメータ|フィールド|形式|매개변수|필드|형식|파라미터",
	mustBe:        "not larger than|no larger than|smaller than|bigger than|in front of|followed by|preceded by|alternate|start with|end with|before it|absent|is not given|were not given|lacking|omitted|not provided|not present|not declared|names |has to|have to|needs |need |wants |want |ought|should |is none of|are none of|isn't one|accepted|known are|known:|allowed:|allowed values|allowed are|choose|one of|no more than|not more than|at most|can only|can't |is not a|are not|not understood|cannot do|cannot use|not usable|not offered|does not take|doesn't take|not take|not work|incompatible|together|mutually exclusive|twice|left out|was not given|not set|is empty|empty |too short|too small|not between|below|above|without|instead|use |没有提供|未提供|需要|应当|仅支持|只支持|至少|不得|不可以|请使用|请检查|只能|不兼容|unsupported|not supported|does not support|doesn't support|not support|not permitted|unexpected|unrecognized|must |should be|expected|required|missing|cannot be|can't be|may not|only |duplicate|out of range|between|at least|not one of|not allowed|not a valid|is invalid|invalid |不支持|必须|不能|应为|缺少|应该|должен|должно|обязательн|не поддержива|debe |obligatori|requerid|no admite|deve |obrigatóri|doit |requis|muss |erforderlich|nicht unterstützt|必要|必須|サポートされ|해야|필수|지원하지|지원되지",
	canceledBy:    "called off|caller went|caller left|client went|client left|client gave up|hung up by|ctrl-c|ctrl+c|keyboardinterrupt|sigint|user interrupt|was interrupted by|停止了|用户取消|已中断|客户端断开|客户端关闭|cancel|client closed|client disconnect|user abort|aborted by|stopped by user|interrupted by user|user stopped|closed by client|取消|中止|用户停止|отмен|cancelad|annul|abgebrochen|キャンセル|취소",
	inUse:         "still running|is running|running already|is open|still open|still working|still busy|busy with|wait until it has|one at a time|at one time|not finished|has not ended|previous request|other request|generating|changed meanwhile|changed in the meantime|version|etag|exists already|taken |重复|未完成|生成中|处理中|上一条|占用|进行中|conflict|already|in progress|another|simultaneous|at the same time|locked|lock |active run|pending|being processed|正在|同时|已存在|冲突|уже |одновременно|ya existe|ya está|já |déjà|bereits|gleichzeitig|すでに|同時|이미|동시",
	down:          "degraded|inactive|unhealthy|failed health|not healthy|probe|drained|cordoned|rebooting|switched over|fail over|failover|no longer alive|not alive|is off|are off|turned off|has stopped|shut|marked down|failed probes|health check|ill |sick|cooling|cooldown|in cooldown|disabled|draining|not there|not up|closed for|under repair|incident|brownout|interruption|挂了|停机|故障|熔断|冷却|下线|不可达|离线|中断|down |down.|is down|are down|unavailable|offline|maintenance|unreachable|outage|not reachable|no healthy|not responding|not running|out of service|不可用|维护|宕机|недоступ|обслуживан|no disponible|mantenimiento|indisponível|manutenção|indisponible|nicht verfügbar|nicht erreichbar|wartung|利用できません|メンテナンス|사용할 수 없|점검",
	internal:      "ran into|something broke|something failed|failed unexpectedly|fault|bug |an error came|an error has|has an error|had an error|error while|error during|generic error|unspecified|unclassified|oops|sorry|problem|trouble|hiccup|glitch|出错了|有误|故障|意外|出了点问题|错误，请|服务器开小差|开小差|internal|unexpected|unknown error|something went wrong|failed to process|could not process|an error occurred|encountered an error|error occurred|server error|exception|内部|未知错误|系统错误|系统异常|服务异常|出错|внутрен|неизвестная ошибка|interno|interne|interner|unbekannt|エラーが発生|내부|오류가 발생|알 수 없는",
	challenge:     "human|robot|bot |bots|anubis|incapsula|imperva|akamai|proof of work|security check|security service|firewall|protection|support id|incident id|ray id|reference #|browser check|check your browser|javascript is|访问验证|安全验证|人机|防火墙|captcha|challenge|verify you are human|just a moment|checking your browser|enable javascript|turnstile|cf-chl|cloudflare|attention required|ddos|waf ",
	limit:         "maximum|allowed number|ceiling|boundary|at most|threshold|配额|最多|上線|limit|cap |上限|限制|限额|лимит|предел|límite|limite|grenze|制限|한도|제한",
	region:        "place you|where you|jurisdiction|sanction|embargo|geo|ip address|ip |所在地|境内|境外|region|country|countries|location|territory|geograph|地区|国家|区域|регион|стран|país|países|pays|land |地域|国 |지역|국가",
	organization:  "region of the|tenant|zone |billing account|org |orgs|company|member|subscriber|customer|seat|owner|ak |sub-account|个人|企业|租户|渠道|分组|账户|organization|organisation|account|project|workspace|team|group |user |客户|账号|组织|用户|аккаунт|организац|проект|cuenta|organización|conta |compte|konto|アカウント|組織|계정|조직",
	certificate:   "certificate|self-signed|self signed|cert |ssl|x509|unable to verify|handshake|证书|сертификат|zertifikat|certificado|certificat|証明書|인증서",
	retired:       "replaced|successor|superseded|phased out|end-of-life|eol|taken out|not offered any more|any more|ended|switched off|removed on|since |legacy|old version|已停止|不再|替换|淘汰|退役|retired|deprecated|decommission|removed|no longer|shut down|sunset|discontinued|end of life|replaced by|migrate|下线|弃用|停止服务|更名|устарел|больше не|obsolet|descontinuad|ya no |déprécié|n'est plus|eingestellt|veraltet|nicht mehr|廃止|終了|지원 종료|더 이상",
	loading:       "load|starts |is starting|getting ready|wakes|waking|being prepared|preparing|provision|pulling|downloading|spin up|cold|not loaded yet|yet|wait for the model|初始化|拉取|下载中|准备中|loading|warming|starting|booting|scaling|cold start|spinning up|initializing|initialising|not ready|coming online|加载|启动|预热|загружается|запускается|cargando|carregando|chargement|wird geladen|startet|読み込み|起動|로딩|로드 중|준비",
	noneLeft:      "no free|no live|no active|no ready|no working|nothing available|no one|all of its|all of the|all are|every backend|every upstream|none could|none is|没有空闲|全部|所有|均不|no available|none available|no healthy|no usable|none of|all backends|all channels|all providers|all upstream|no providers|no instance|no backend|no endpoint|every |无可用|没有可用|无有效|нет доступных|sin |ningún|nenhum|aucun|kein|keine|ありません|없습니다",
	parse:         "read the|cannot read|could not read|unreadable|is not json|not valid json|no json|invalid json|bad json|decod|encod|serialis|serializ|yaml|xml|html|expected value|control character|utf-8|unterminated|trailing|eof while|comma|读取|编码|解码|格式|parse|parsing|deserialize|decode|decoding|json|unmarshal|syntax|unexpected token|unexpected end|malformed|解析|反序列化|разбор|analizar|analyser|パース|파싱|구문",
	leftover:      "left|remain|剩余|剩|余下|осталось|остал|restant|übrig|queda|残り|남은",
	outputLimit:   "max_tokens|max_completion_tokens|maxtokens|max tokens|max_output_tokens|maxoutputtokens|max_new_tokens|output tokens|completion tokens|num_predict|最大输出",
	freeOf:        "free |free-|gratis|gratuit|kostenlos|бесплатн|免费|無料|무료|trial",
	bigNumber:     "\x00\x00\x00", // no text holds it
	anyNumber:     "\x00\x00\x01",
	lengthOf:      "length|number of tokens|token count|how long|len(|input_ids|size of the prompt|长度|字数|длин|longitud|comprimento|longueur|länge|長さ|길이",
	withinRange:   "range|within|between|lie in|[1,|(0,|1..|from 1 to|at most|在 [|范围|区间|之间|от 1 до|entre |zwischen|範囲|以内|범위|사이",
	waiting:       "queue|queued|pending|waiting list|backlog|in line|waiting room|队列|排队|等候|待ち行列|キュー|очеред|cola |fila |warteschlange|file d|대기열|대기",
	fullUp:        "full|fills|filled|holds 100|no free|at its limit|max_queued|maximum|of 100|exceeds|overflow|满|已满|満杯|いっぱい|переполн|llena|llen|chei|voll|pleine|complet|가득|초과",
	loginAgain:    "log in again|login again|sign in again|log in first|sign in first|please log in|please sign in|re-authenticat|reauthenticat|run aws sso login|run gcloud auth|az login|new token|get a new one|create a new one|generate a new|make a new|重新登录|重新生成|请登录|先登录|войдите|inicie sesión|iniciar sesión|faça login|reconnect|erneut anmelden|再ログイン|다시 로그인",
	youShouldKnow: "contact|support|administrator|admin |email us|e-mail us|get in touch|reach out|help center|联系|客服|管理员|обратитесь|contacte|contate|contactez|wenden sie|問い合わせ|문의",
	oneAtATime:    "at a time|one request|one generation|one at a time|previous one|already open|still open|has not finished|before starting another|wait for it|let it end|cancel it|同一|只能有一个|一次只能|正在生成|正在处理|上一个|上一条|по одному|una a la vez|uma por vez|un seul|nur eine|同時に|한 번에",
}

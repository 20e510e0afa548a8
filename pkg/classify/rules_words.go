// Words that providers fix. Each alternative is the part of a message that
// software may key on: it names the thing, not the numbers, the model or the
// advice. The order of the rows has no meaning, they are added up; within a row,
// English comes first, then one line a language.

package classify

// programBug is the id of the row of what runtimes say of a bug in a program.
const programBug = "words-program-bug"

var certainWords = [...]rule{
	{id: "words-region", class: Permission, words: "" +
		"location is not supported|country, region, or territory|not available in your country|" +
		"not available in your region|unsupported region|region is not supported|restricted region|" +
		"not supported in your region|unsupported country"},
	{id: "words-extra-usage", class: Billing, words: "extra usage"},
	{id: "words-no-credit", class: Billing, words: "budget_exceeded|令牌额度|令牌的额度|无可用资源包|余量不足|закончились*токены|закончились*средства|没有钱|" +
		"balance is too low|insufficient balance|insufficient credit|" +
		"insufficient_balance|insufficient funds|not enough credit|requires more credits|can only afford|" +
		"out of credits|have no credits|have any credits|no credits left|" +
		"no credits remaining|no credits available|add credits|negative balance|billing hard limit|" +
		"billing_not_active|account is not active, please check your billing|billing details|" +
		"used up your credits|exceeded your monthly included credits|" +
		"monthly spend limit|spending limit|spending cap|spend cap|budget has been exceeded|exceededbudget|exceeded budget|" +
		"in good standing|crossed*budget|key limit exceeded|over budget|user quota is not enough|token quota is not enough|pre-consume|" +
		"payment required|account*overdue|in arrears|arrearage|please recharge|top up your|" +
		"purchase more credits|please add a payment method|requires a paid plan|appidnoautherror|depleted|" +
		"any credits or licenses|credit limit exceeded|insufficient_credits|spend limit reached|" +
		"budget exceeded|budget limit|out of funds|billing account*disabled|" +
		"billing has been disabled|billing to be enabled|past due|free trial*ended|free trial*expired|" +
		"no credit left|" +
		"余额不足|额度不足|欠费|账户余额|请充值|欠款|剩余额度|残高不足|" + // Chinese
		"クレジット残高|" + // Japanese
		"잔액|크레딧*부족|" + // Korean
		"недостаточно средств|баланс*недостат|" + // Russian
		"saldo*insuficiente|créditos insuficientes|solde insuffisant|crédits insuffisants|guthaben*nicht|" + // Spanish, Portuguese, French, German
		"guthaben*aufgebraucht|guthaben*erschöpft|saldo agotado|créditos*agotado|créditos*esgotado|crédit*épuisé|credito insufficiente"}, // Spanish, Portuguese, French, German
	{id: "words-google-day", class: QuotaExhausted, words: "perday|per_day|-per-day"},
	{id: "words-long-quota", class: QuotaExhausted, words: "" +
		"limit · resets|limit ∙ resets|limit will reset|limit resets|limit reached*contact|per day|daily limit|daily rate limit|monthly rate limit|daily quota|daily free|daily request|weekly limit|weekly rate limit|weekly usage|" +
		"monthly limit|monthly quota|monthly usage|/ month|per month|" +
		"quota will be replenished|month*quota|5-hour limit|usage limit|free-models-per-day|" +
		"(tpd)|(rpd)|tpd rate limit|rpd rate limit|tpd limit|rpd limit|regain access on|quota will reset|hour limit reached|" +
		"used up your daily|free tier*exhausted|limit reached for today|try again tomorrow|" +
		"out of call volume|limit for today|monthly cap|daily usage|" +
		"用量上限|每日|每天|当日|本月|本周|月度|" + // Chinese
		"1日あたり|" + // Japanese
		"일일 한도|하루|" + // Korean
		"дневной лимит|суточн|" + // Russian
		"límite diario|cuota diaria|limite quotidienne|quota journalier|tageslimit|tageskontingent"}, // Spanish, Portuguese, French, German
	{id: "words-key-expired", class: Authentication, words: "" +
		"token has expired|token is expired|key has expired|key expired|expired api key|" +
		"security token*expired"},
	{id: "words-bad-key", class: Authentication, words: "" +
		"could not verify that you are authorized|certification failed|invalid api key|incorrect api key|api key not valid|bad api key|wrong api key|invalid x-api-key|" +
		"invalid bearer|illegal token|invalid token|token invalid or|access token*invalid|" +
		"invalid proxy server token|invalid credentials|invalid username or password|no api key|" +
		"api key is missing|missing api key|api key is required|key header is required|didn't provide an api key|" +
		"did not provide an api key|provide*api key|no api-key|_api_key is not|_api_key not|_api_key is missing|no *_api_key|api_key client option must be set|" +
		"api key*not found|api key*invalid|api key*incorrect|invalid*api key|invalid*api token|" +
		"resolve authentication method|authentication failed|failed to authenticate|authentication required|authentication fails|" +
		"authentication error|user is unauthorized|not authenticated|user not found|invalid subscription key|" +
		"missing subscription key|unregistered callers|security token included in the request is invalid|" +
		"signature*does not match|no cookie auth|missing bearer|missing authentication|" +
		"missing*authorization header|no auth credentials|bad credentials|malformed api key|malformed token|" +
		"could not validate credentials|token could not be validated|invalid auth|login fail|unable to locate credentials|revoked|" +
		"environment variable*api_key|api_key*environment variable|key*on record|invalid apikey|" +
		"api key*disabled|api key*deleted|api key*deactivated|no authorization header|jwt expired|" +
		"令牌|无效的*密钥|api key 无效|身份验证|鉴权失败|api密钥|密钥无效|" + // Chinese
		"認証|キー*無効|" + // Japanese
		"api 키*유효하지|유효하지*api 키|" + // Korean
		"неверный*ключ|" + // Russian
		"clave de api*no válida|clave api*inválida|clé api*invalide|api-schlüssel*ungültig|ungültiger api"}, // Spanish, Portuguese, French, German
	{id: "words-content", class: ContentFiltered, words: "" +
		"content management policy|content policy|content filter|content_filter|safety system|usage policies|" +
		"usage policy|flagged for|was flagged|inappropriate content|responsible ai|safety reasons|" +
		"violat*polic|matched public code|failed check: safety|finish_reason: safety|finish_reason is 3|" +
		"violat*guidelines|blocked by*safety|prohibited_content|blockreason|block_reason|" +
		"prompt was blocked|candidate was blocked|prompt was filtered|response was filtered|response was blocked|" +
		"considered high risk|content exists risk|sensitive content|sensitive words|unsafe content|moderation|" +
		"guardrail*intervened|finishreason: safety|guardrail checks*failed|" +
		"内容安全|敏感|违规|不合规|不安全|" + // Chinese
		"filtro de contenido|inhaltsfilter|filtre de contenu"}, // Spanish, Portuguese, French, German
	{id: "words-tool-support", class: InvalidRequest, words: "on-demand throughput|can only be called in batch|does not support streaming|streaming is not supported|" +
		"support tool use|does not support tools|does not support image|does not support function|" +
		"support image input|not supported in the v1|only supported in v1|works in thinking mode|not a chat model|does not support the*parameter|not supported with this model|" +
		"only supported by certain models|unsupported param|deprecated for this model|not enabled for models|not supported by this model|unsupported for this model|message must be at the beginning|" +
		"tools are not supported"},
	{id: "words-context", class: ContextLength, words: "characters_too_long|too_much_tokens|too_many_tokens|prompt_too_long|context low|shorten your prompt|shorten the prompt|start a new conversation|too many tokens: size limit|max_seq_len|expected maxlength|max_total_tokens|prompt is longer than|prompt exceeds|longer than the context|maximum context|model_max_length|" +
		"conversation too long|conversation is too long|chat is too long|history is too long|context length|context window|context_length|maximum prompt length|" +
		"prompt is too long|prompt too long|input is too long|input too long|too many input tokens|" +
		"token count*exceeds|exceeds the maximum number of tokens|exceeds the maximum allowed length|" +
		"tokens`*must be <=|inputs` must have less than|tokens + `max_new_tokens`|longer than the model|" +
		"exceeds the available context|requested tokens*exceed|input length and `max_tokens`|" +
		"input length*exceeds|exceed*context limit|max_model_len|exceed*model's maximum|too large for*tokens|" +
		"request body too large for*tokens|exceeded model token limit|maximum input length|" +
		"maximum input tokens|total tokens*exceed|reduce the length of|context size|the decoder prompt|" +
		"tokens in the prompt cannot exceed|tokens*cannot exceed|token count is*supports up to|tokens exceed|" +
		"超出*上下文|上下文长度|输入过长|超过*最大*长度|" + // Chinese
		"コンテキスト|" + // Japanese
		"최대 컨텍스트|" + // Korean
		"контекст|" + // Russian
		"límite de contexto|kontextlänge|longueur*contexte"}, // Spanish, Portuguese, French, German
	{id: "words-too-large", class: RequestTooLarge, words: "header is too large|" +
		"request entity too large|too large body|payload too large|request too large|body too large|" +
		"content too large|request size exceeds|exceeds the maximum size|maximum size of|payload size exceeds|" +
		"content size limit|file is too large|file size*exceed|image exceeds|413 payload|" +
		"exceeded*maximum request size|larger than*limit|request_too_large|" +
		"header fields too large|request header field exceeds|request headers is too long|header or cookie too large|" + // Apache, http.sys, nginx
		"limit request field|limit request headers|request too long"},
	{id: "words-model-access", class: Permission, words: "version or not permitted|operation not allowed|can only be used in|not enabled for your account|has not activated the model|is not allowed for your account|not included in your plan|unable to access non-serverless|" +
		"is restricted. you must|only allows|gated repo|not allowed to access model|not allowed for this virtual key|don't have access to the model|" +
		"no access to model|no permission to access model|access to this model|" +
		"not authorized to access this model|does not have access to model|^your organization does not have access|" +
		"permission to access*model|must be verified to|" +
		"not permitted to use*model|not enabled for*account|" +
		"无权访问|没有权限|没有访问权限"}, // Chinese
	{id: "words-no-url", class: NotFound, words: "" +
		"requested url*was not found|requested url*not found|invalid url (|cannot post /|cannot get /|" +
		"unknown request url|no route matched|404 page not found|default backend - 404"},
	{id: "words-no-model", class: ModelNotFound, words: "unknown provider for model|not_found_error model: |model not exist|no valid deployments to route|not found for account|has been deprecated on|cannot determine model provider|could not determine model|has been retired|was retired|no longer served|model version has reached|reached the end of its life|" +
		"model*does not exist|model*not found|not a valid model|specified version does not exist|model*is not available|model*not supported|" +
		"model*has been deprecated|model*decommissioned|model*is deprecated|model identifier is invalid|" +
		"unknown model|no such model|model_not_found|no such languagemodel|not found the model|invalid model|non-serverless model|" +
		"deployment*does not exist|no available channel for model|unsupported model|model*no longer available|" +
		"model*doesn't exist|model*is not loaded|no model*loaded|no endpoints found for|" +
		"try pulling it|inference error|model*retired|model*unavailable in|model '*not exist|" +
		"no allowed providers|issue with the selected model|model*was removed|model*end of its life|^model: |error: model: |" +
		"模型不存在|模型*不存在|无可用渠道|不支持*模型|" + // Chinese
		"モデルが|" + // Japanese
		"модель*не найден"}, // Russian
	{id: "words-banned-for-a-while", class: RateLimit, words: "you are being rate limited"},
	{id: "words-denied", class: Permission, words: "permission '*' denied|" +
		"reported as leaked|access was terminated|access has been terminated|transaction was blocked|connection was blocked|reputation block|blocked by your administrator|blocked by your organization|requests from referer|requests to this api*are blocked|private endpoint|member of an organization|unusual activity|unusual_activity|suspicious activity|suspicious_activity|sufficient permissions|" +
		"organization has been disabled|account has been disabled|account*suspended|account*deactivated|" +
		"account*banned|not authorized to perform|permission denied|access denied|virtual network|" +
		"denied due to*firewall|data policy|terms of service|terms of use|not been used in project|" +
		"ip address*not allowed|not in*whitelist|request not allowed|blocked by*waf|attention required|" +
		"you have been blocked|enable javascript and cookies|does not match*folder|for account '|use case details have not been submitted|" +
		"only available for|not permitted to|operation is not permitted|forbidden by|" +
		"have access to*resource|lacks*permission|does not have permission|missing*scope|missing*permission|" +
		"credential is only authorized|only authorized for use|has been suspended|is suspended|" +
		"禁止访问|账号*封禁|已被封禁|已禁用|账户*锁定|账号*锁定"}, // Chinese
	{id: "words-too-big-for-machine", class: ServerError, retry: no, words: "no space left on device|too large to be loaded|failed to load the model|could not load the model|model does not fit|insufficient memory to load|" +
		"requires more system memory|enough available memory|model requires more memory|insufficient system resources|not enough memory to load|failed to load model|error loading model|unable to load model"},
	{id: "words-crashed", class: ServerError, words: "has crashed|ggml_assert|oomkilled|enginedeaderror|cuda out of memory|cuda error"},
	{id: programBug, class: ServerError, words: "referenced before assignment|assertionerror: |indexerror: |unboundlocalerror|zerodivisionerror|" + // what runtimes say of a bug in the server's own code
		"object has no attribute|required positional argument|required keyword-only argument|can only concatenate|got multiple values for argument|' object is not|is not subscriptable|index out of range|nil pointer|" +
		"null pointer|nullpointerexception|object reference not set|panic recovered|panic: |runtime error: |cannot read propert|is not a function|is not iterable|unsupported operand|" +
		"division by zero|keyerror: |attributeerror: |nonetype|json serializable|not jsonable|segmentation fault|out of range float values"},
	{id: "words-grpc-size", class: RequestTooLarge, words: "grpc message exceeds|message exceeds maximum size|exceeds maximum size 4194304|" +
		"message larger than max|larger than max ("},
	{id: "words-full", class: Overloaded, words: "no slots available|no slot available|算力不足|computing power is insufficient|rejectedexecutionexception|task rejected from|no gpu is free|" +
		"overloaded|over capacity|at capacity|no capacity|out of capacity|insufficient capacity|high demand|" +
		"currently loading|is loading|still loading|model is busy|server is busy|server busy|servers are busy|" +
		"currently busy|experiencing high|experiencing heavy|heavy load|high load|capacity exceeded|" +
		"not enough capacity|capacity constraints|warming up|scaling up|scaled to zero|maximum queue size|queue is full|worker*limit reached|" +
		"engine is not ready|cfwaitingroom|system is busy|too many pending|starting up|" +
		"负载已饱和|访问量过大|繁忙|负载过高|过载|" + // Chinese
		"混み合って|" + // Japanese
		"과부하|" + // Korean
		"перегруж|" + // Russian
		"sobrecargad|sobrecarregad|überlastet|surchargé|sovraccaric"}, // Spanish, Portuguese, German, French, Italian
	{id: "words-rate", class: RateLimit, words: "/ min. |/ min)|code = resourceexhausted|frequent operation|太快了|太快啦|操作频繁|操作过于频繁|excessive requests|resource has been exhausted|resource exhausted|rate increased too quickly|" +
		"rate limit|rate_limit|rate-limit|too many requests|too many tokens|too many concurrent|" +
		"too many connections|requests per minute|tokens per minute|per_minute|request rate|throttl|slow down|" +
		"rate exceeded|concurrency limit|concurrent requests|request limit reached|limit of requests|" +
		"rpm limit|tpm limit|exceeded*requests per|requests too frequent|" +
		"请求过于频繁|频率|限流|速率限制|并发|请求数过多|请求太多|" + // Chinese
		"レート制限|リクエストが多すぎ|" + // Japanese
		"요청이 너무 많|요청 한도|" + // Korean
		"слишком много запросов|превышен лимит|превышено число|запросов в минуту|превышено количество|" + // Russian
		"demasiadas solicitudes|demasiadas peticiones|límite de solicitudes|límite de peticiones|limite de requisições|limite de solicitações|limite de requêtes|peticiones por minuto|solicitudes por minuto|" + // Spanish, Portuguese, French, German
		"muitas solicitações|requisições por minuto|trop de requêtes|requêtes par minute|zu viele anfragen|" + // Spanish, Portuguese, French, German
		"anfragen pro minute"}, // Spanish, Portuguese, French, German
	{id: "words-rate-limited", class: RateLimit, words: "rate_limited|ratelimited|rate-limited|rate limited"}, // what happened to a request, not what a limit is
	{id: "words-enqueued", class: RateLimit, retry: no, words: "enqueued token limit"},                        // until other batches are done
	{id: "words-quota", class: QuotaExhausted, words: "usage limit has been|reached the set inference limit|no open api requests left|quotalimit|limit is spent|" +
		"quota exceeded|exceeded your current quota|exceeded*quota|exceeds your quota|quota has been|quota*exhausted|usage cap|" +
		"配额|key 超出|" + // Chinese
		"квот"}, // Russian
	{id: "words-conflict", class: Conflict, retry: yes, words: "" +
		"while a run*is active|add messages to*while a run|active run|while run*active|conflict with another|another request is in progress|" +
		"currently locked|is being processed by another|" +
		"another process is currently operating on this conversation|is locked by another|" +
		"already in progress for"},
	{id: "words-no-json", class: Unknown, words: "" + // what parsers say of a page, and of an answer of another shape
		"with unexpected mimetype|in json at position|expected double-quoted property|expected property name|read because it is missing|read because it isn|failed to extract|unexpected token '<'|unexpected token <|invalid character '<'|outputparserexception"},
	{id: "words-no-json", class: Unknown, retry: yes, words: "" + // and of nothing
		"expecting value: line|unexpected end of json input|empty response|no response was returned|returned no content|response was empty"},
	{id: "words-local", class: Unknown, retry: no, words: "" + // what is missing on the machine of the caller
		"detected blocking call|userwarning: |deprecationwarning|dependencywarning|futurewarning: |friendly reminder|token indices sequence length|setting `pad_token_id`|having called `read()`|" +
		"no active exception to reraise|error cs|stack traceback:|syntax error, unexpected|compile error|error in process filter|wrong type argument|lua callback|kind: builder|curl: option |libcurl version doesn|--help' for more|file locked|" +
		"eaddrinuse|database is locked|cannot import name|externally-managed-environment|" +
		"npm err|error response from daemon|not a git repository|is not assignable to|unused argument|unable to resolve dependency|" +
		"[errno 13]|eacces|current process just got forked|command not found|is not recognized as an internal|executable file not found|executable not found|binary not found|no module named|cannot find module|cannot find package|^spawn *enoent| spawn *enoent"},
	{id: "words-model-output", class: Unknown, retry: no, words: "" + // what the model wrote is no JSON, or reached its longest
		"deserialize api response|deserialize response|models response|decodingerror|from completion |expecting ',' delimiter|you did not use a tool|did not use a tool|parse llm|parse model|parse ai |finish_reason*length|finish reason*length|stop_reason*max_tokens|output was truncated|response was truncated"},
	{id: "words-unparsed", class: InvalidRequest, words: "" + // under a 5xx the server did not understand its own upstream
		"could not parse|failed to parse|parse the json|unable to parse"},
	{id: "words-output-limit", class: InvalidRequest, words: "max_tokens is too large|at most*completion tokens|output token maximum|maximum output tokens|maximum allowed number of output tokens|valid range of max_tokens|invalid max_tokens|maximum number of output tokens"},
	{id: "words-invalid", class: InvalidRequest, words: "supported for this model|supported by this model|supported with this model|greater than the maximum|less than the minimum|reasoning effort|effort level|input should be|" +
		"too many tools|too many functions|too many images|array too long|thought_signature|function name was|cors requests must|builder error|only for api versions|tool choice requires|chat template|function call turn|failed to call a function|maximum allowed batch size|" +
		"process image|process input image|download image|process*pdf|" +
		"without its required|operation not supported|tool_use ids were found without|tool_call_ids did not have response|must be followed by tool messages|batch size is invalid|" +
		"in thinking block|in `thinking` block|thought signature|invalid beta flag|" + // of another model
		"failed to parse url|field required|is required|missing required|invalid json|unexpected keyword argument|" +
		"invalid content type|unsupported content type|invalid value|must be one of|must be a |must be an |" +
		"must be between|must be greater|must be less|must be defined|must have|should be a |expected*but got|" +
		"extra inputs are not permitted|unknown field|unrecognized request argument|invalid type|" +
		"invalid format|invalid parameter|invalid argument|api version not supported|roles must alternate|" +
		"llm provider not provided|only for api-version|field validation for|dimension mismatch|dimensions*match|size is zero|is not one of|not allowed here|invalid schema|cannot be empty|must not be empty|may not be empty|" +
		"参数错误|参数无效|不能为空|不支持的参数"}, // Chinese
	{id: "words-no-path", class: NotFound, words: "" +
		"^not found|unexpected endpoint|unknown path|" +
		"path not found|url not found|endpoint not found|no such endpoint|" +
		"resource not found|page not found|not_found: |-32601|" +
		"with id '*not found|no such file|has no endpoint /"},
	{id: "words-left", class: Canceled, words: "interrupted by user|aborted by user|aborted by client|aborted by the client|client disconnection|client disconnected|client closed|cancelled by client|canceled by client|context canceled|request was cancelled"},
	{id: "words-late", class: Timeout, words: "" +
		"maximum duration of|idle limit|idle for |no event for |no data for |timed out|time-out| timeout|timeout after|timeout of|timeout error|timeouterror|timeoutexception|timeout: |^timeout|deadline exceeded|took too long|deadline expired|error code: 524|" +
		"504 gateway|code=h12|" +
		"超时|" + // Chinese
		"タイムアウト|" + // Japanese
		"시간 초과|" + // Korean
		"тайм-аут|время ожидания|" + // Russian
		"tiempo de espera|délai*dépassé|zeitüberschreitung"}, // Spanish, Portuguese, French, German
	{id: "words-down", class: Unavailable, words: "forwarding failed|no available accounts|service has been suspended by|degraded function|httproute|gateway request failed|请检查服务是否可以正常访问|无法提供服务|服务目前不可用|upstream unavailable|" +
		"network connection lost|trouble connecting to|no healthy upstream|upstream connect error|bad gateway|web server is down|web server is returning|" +
		"error code 52|error code: 52|origin is unreachable|no server is available|" +
		"no live upstreams|no instances available|upstream stream ended|disconnected mid-stream|" +
		"provider disconnected|transport: error while dialing|service unavailable|service is unavailable|" +
		"temporarily unavailable|service_unavailable|unable to reach*origin|provider returned error|" +
		"no deployments available|no auth available|backend fetch failed|upstream error|maintenance|" +
		"application error|backend write error|connection termination|" +
		"encountered a temporary error and could not complete|code=h10|code=h13|code=h14|code=h18|code=h20|" +
		"未找到可用|服务不可用|服务暂时不可用|" + // Chinese
		"서비스*사용할 수 없|" + // Korean
		"недоступен|" + // Russian
		"servicio no disponible|service indisponible|dienst*nicht verfügbar"}, // Spanish, Portuguese, French, German
	{id: "words-internal", class: ServerError, words: "response from llm|empty or unparsable response|an empty response|failed to parse response|failed to parse openai response|finish_reason: error|inf`, `nan`|engine core|enginecore encountered|no text generated|" +
		"unable to process your request|could not process your request|internal error|had an error while processing|something went wrong|" +
		"unexpected error|unknown error|server error|error occurred while processing|error occurred while generating|error was encountered|" +
		"out of memory|" +
		"内部错误|服务器错误|服务异常|" + // Chinese
		"내부 서버 오류|" + // Korean
		"внутренняя ошибка|" + // Russian
		"error interno|erreur interne|interner fehler|interner serverfehler"}, // Spanish, Portuguese, French, German
}

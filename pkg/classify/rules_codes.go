// Codes that mean one thing only, whatever stands beside them. One line names
// one source; what stands under "several" is used by more than one provider.
// The codes are in plain form (see appendPlain). Sources are the providers'
// error pages and, for gateways and servers, their code.

package classify

var certainCodes = [...]rule{
	{id: "code-no-balance", class: Billing, codes: "" +
		"insufficientquota|billinghardlimitreached|billinghardlimitexceeded|billingnotactive|billinglimitreached|" + // OpenAI
		"creditbalanceexhausted|organizationspendlimitexceeded|projectspendlimitexceeded|organizationusagelimitexceeded|" +
		"billingerror|enforcedspendlimitreached|" + // Anthropic
		"billingdisabled|insufficientg1creditsbalance|" + // google.rpc.ErrorInfo reasons
		"exceededcurrentquotaerror|" + // Moonshot
		"1113|1309|" + // Zhipu: no balance, package expired
		"minimax1008|30001|" + // MiniMax, SiliconFlow
		"arrearage|commoditynotpurchased|accessdeniedunpurchased|prepaidbilloverdue|postpaidbilloverdue|" + // DashScope
		"accountoverdueerror|accountoverdue|accountarrears|overduepayment|resourcepackexhausted|freeresourcepackexhausted|" + // Volcengine, Tencent
		"exceededbudget|budgetexceeded|budgetexceedederror|keybudgetexceeded|projectbudgetexceeded|teambudgetexceeded|organizationbudgetexceeded|" + // LiteLLM
		"insufficientuserquota|prechargequotafailed|preconsumetokenquotafailed|" + // one-api, new-api
		"deploymentdisabled|tokenbalance|" + // Vercel, LibreChat
		"insufficientbalance|insufficientcredits|insufficientcredit|insufficientfunds|notenoughbalance|balanceinsufficient|" + // several
		"creditsexhausted|outofcredits|creditlimitexceeded|paymentrequired|paymentrequirederror|spendlimitexceeded|monthlyspendlimitexceeded|usagelimitreachedbilling"},
	{id: "code-daily-quota", class: QuotaExhausted, codes: "" +
		"usagelimitreached|usagelimitexceeded|" + // OpenAI Codex
		"quotaexhausted|modelcapexceeded|" + // Gemini Code Assist, ChatGPT
		"servicequotaexceededexception|limitexceededexception|" + // AWS; API Gateway's usage plan
		"userweeklyratelimited|userglobalratelimitedweekly|usernotentitledtoquota|" + // Copilot
		"openrouterfreetierdaily|freemodelsperday|openrouterkeylimit|" + // OpenRouter
		"3036|" + // Cloudflare Workers AI: the day's free allocation
		"1304|1308|1310|" + // Zhipu: day, five hours, week
		"minimax2056|baidu17|baidu19|setlimitexceeded|" + // MiniMax, Baidu: day, total; Volcengine
		"allocationquotafreetieronly|freetieronly|allocationquotaexceeded|" + // DashScope
		"freeusagelimiterror|" + // opencode
		"tokenquotareached|11201|dailylimitexceeded|dailyquotaexceeded|monthlylimitexceeded|monthlyquotaexceeded"}, // several
	{id: "code-context-window", class: ContextLength, codes: "" +
		"contextlengthexceeded|stringabovemaxlengthcontext|" + // OpenAI
		"modelcontextwindowexceeded|promptistoolong|" + // Anthropic
		"contextwindowexceedederror|contextwindowexceeded|contextlengthexceedederror|" + // LiteLLM
		"tokenslimitreached|modelmaxpromptexceeded|modelmaxprompttokensexceeded|" + // GitHub Models, Copilot
		"exceedcontextsizeerror|contextsizeexceeded|" + // llama.cpp
		"336007|336103|336104|1261|10907|" + // Baidu, Zhipu, iFlytek
		"inputlength|" + // LibreChat
		"inputtoolong|prompttoolong|promptislongerthanmodel|toolongprompt|contexttoolong|contextoverflow|maxtokensexceeded"}, // several
	{id: "code-content-policy", class: ContentFiltered, codes: "" +
		"contentpolicyviolation|moderationblocked|invalidprompt|cybersecurity|biopolicy|imagegenerationusererror|sexualcontent|flaggedinput|" + // OpenAI
		"cyberpolicyviolation|" +
		"contentfilter|responsibleaipolicyviolation|contentmanagementpolicy|contentfiltered|" + // Azure
		"publicerrorunsafegeneration|publicerrorminoruploadfilterfailed|safety|recitation|blocklist|prohibitedcontent|spii|imagesafety|imageprohibitedcontent|promptblocked|safetyblock|" + // Gemini
		"guardrailintervened|guardrailviolation|contentpolicyviolationerror|hooksfailed|2016|2017|" + // Bedrock, LiteLLM, Portkey, Cloudflare AI Gateway
		"inputauditerror|outputauditerror|datainspectionfailed|inputdatainspectionfailed|outputdatainspectionfailed|" + // DashScope
		"minimax1026|minimax1027|1300|1301|contentsecurity|textillegaldetected|imageillegaldetected|" + // MiniMax, Zhipu, Baidu, Tencent
		"10013|10014|sensitivecontentdetected|inputtextsensitivecontentdetected|inputimagesensitivecontentdetected|outputtextsensitivecontentdetected|" + // Volcengine
		"sensitivewords|sensitivewordsdetected|sensitiveworddetected|moderation|moderationerror|contentmoderation|contentpolicy|contentblocked"}, // new-api; several
	{id: "code-bad-key", class: Authentication, codes: "" +
		"invalidapikey|incorrectapikey|tokenexpired|tokenrevoked|accounttokenexpired|refreshtokenexpired|revokedkey|invalidissuer|mismatchedservice|" + // OpenAI
		"authenticationerror|ailoadapikeyerror|" + // Anthropic, AI SDK
		"unauthenticated|apikeyinvalid|apikeyexpired|accesstokenexpired|accesstokentypeunsupported|apikeyservicenotallowed|credentialsmissing|accountstateinvalid|" + // google.rpc
		"invalidclient|invalidgrant|expiredauthenticationtoken|invalidauthenticationtoken|invalidauthenticationtokentenant|" + // OAuth 2, Entra
		"unrecognizedclientexception|invalidsignatureexception|incompletesignature|missingauthenticationtoken|missingauthenticationtokenexception|" + // AWS
		"invalidclienttokenid|signaturedoesnotmatch|expiredtoken|expiredtokenexception|requestexpired|requesttimetooskewed|invalidaccesskeyid|" +
		"tokennotfoundindb|expiredkey|virtualkeyrequired|virtualkeynotfound|authunavailable|2009|" + // LiteLLM, CLIProxyAPI, Cloudflare AI Gateway
		"minimax1004|minimax2049|1000|1001|1002|1003|1004|baidu110|baidu111|" + // MiniMax, Zhipu, Baidu
		"secretidnotfound|signatureexpire|signaturefailure|" + // Tencent
		"nouserkey|expireduserkey|invaliduserkey|" + // LibreChat
		"invalidauthentication|invalidauthenticationerror|invalidtoken|invalidkey|invalidapitoken|noapikey|apikeymissing|missingapikey|apikeynotfound|" + // several
		"apikeydisabled|usernotfound|keyexpired|authenticationfailed|invalidcredentials|badcredentials|unauthorizedexception|unauthenticatedexception"},
	{id: "code-no-such-model", class: ModelNotFound, codes: "" +
		"modelnotfound|unsupportedmodel|modelnotavailable|" + // OpenAI
		"deploymentnotfound|modeldeprecated|deploymentmodelnotsupported|" + // Azure
		"modelnotfoundexception|modelnotready|" + // AWS
		"modeldecommissioned|modelisdeactivated|modeldeactivated|modelnotactive|modelterminated|" + // Groq
		"unavailablemodel|unknownmodel|modelnotsupported|" + // GitHub Models, Copilot
		"5007|3042|" + // Cloudflare Workers AI
		"1211|336005|20012|modelnotexist|modelnotexists|" + // Zhipu, Baidu, SiliconFlow, DashScope
		"providermodelnotfounderror|ainosuchmodelerror|nosuchmodelerror|invalidmodel|invalidmodelid|nosuchmodel|modelnotfounderror|unknownmodelerror|modelunavailable|modelinvalid|modelnotdeployed|modeldoesnotexist|modelnotfoundforaccount"}, // Mistral; several
	{id: "code-not-allowed", class: Permission, codes: "" +
		"unsupportedcountryregionterritory|accountdeactivated|ipnotauthorized|ipnotallowed|organizationmustbeverified|missingscope|missingscopes|missingpermissions|usagenotincluded|" + // OpenAI
		"servicedisabled|apikeyserviceblocked|apikeyhttpreferrerblocked|apikeyipaddressblocked|apikeyandroidappblocked|apikeyiosappblocked|" + // google.rpc
		"consumersuspended|consumerinvalid|accesstokenscopeinsufficient|iampermissiondenied|userprojectdenied|orgrestrictionviolation|" +
		"securitypolicyviolated|locationorgpolicyviolated|" +
		"accessdeniedexception|accessdenied|forbiddenexception|optinrequired|" + // AWS
		"authorizationfailed|readonlydisabledsubscription|subscriptiondisabled|noaccess|" + // Azure, GitHub Models
		"modeltermsrequired|modelpermissionblockedorg|modelpermissionblockedproject|organizationrestricted|blockedapiaccess|" + // Groq
		"keymodelaccessdenied|teammodelaccessdenied|usermodelaccessdenied|projectmodelaccessdenied|modelblocked|providerblocked|virtualkeyblocked|modelaccessdenied|" + // LiteLLM, Bifrost
		"3023|3041|5016|5018|" + // Cloudflare Workers AI
		"1112|1120|1121|1220|1311|1313|baidu6|modelnotopen|userunautherror|unauthorizedoperation|" + // Zhipu, Baidu, Volcengine, Tencent
		"accessterminatederror|requestforbidden|forbiddenbyipaccesslist|regionnotsupported|countrynotsupported|organizationdisabled|accountsuspended|" + // several
		"userdeactivated|notentitled|insufficientpermissions|notauthorized|notauthorizedtousemodel"},
	{id: "code-wait", class: RateLimit, codes: "" +
		"requestburstlimited|modelratelimited|ratelimitreached|slowdown|slowdownerror|" + // OpenAI, Azure
		"throttlingexception|throttling|throttled|throttledexception|requestlimitexceeded|toomanyrequestsexception|provisionedthroughputexceededexception|requestthrottled|" + // AWS
		"userratelimitexceeded|ratelimitreachederror|2003|" + // Google, Moonshot, Cloudflare AI Gateway
		"throttlingratequota|throttlingburstrate|limitburstrate|limitrequests|limittokens|" + // DashScope
		"minimax1002|minimax1039|minimax1041|minimax2045|1302|1303|11202|11203|baidu4|baidu18|336501|336502|" + // MiniMax, Zhipu, Baidu
		"endpointrpmexceeded|endpointtpmexceeded|foundationmodelrpmexceeded|foundationmodeltpmexceeded|engineserverlimitexceeded|" + // Volcengine, Tencent
		"ratelimited|tokenslimitexceeded|engineoverratelimit|tokenlimited|requestlimited|requestquotaexceeded|concurrencylimitexceeded|toomanyconcurrentrequests|maxconcurrencyexceeded|" + // several
		"requestratelimitexceeded|tokenratelimitexceeded|concurrentlimitexceeded"},
	{id: "code-full", class: Overloaded, codes: "" +
		"engineoverloaded|engineoverloadederror|serverisoverloaded|serveroverloaded|serveroverloadederror|modeloverloaded|slowdowncapacity|" + // OpenAI, Moonshot
		"overloadederror|overloaded|" + // Anthropic, TGI
		"modelcapacityexhausted|modelnotreadyexception|" + // Gemini Code Assist, Bedrock
		"cfwaitingroom|3040|functionthrottled|uo|" + // Cloudflare, Vercel, Envoy's circuit breaker
		"minimax2064|1305|1312|336100|50505|50603|" + // MiniMax, Zhipu, Baidu, SiliconFlow
		"deploymentscalingup|vllmoverloaded|queuefull|modelwarmingup|modelloading|warmingup|nocapacity|capacityexceeded|modelcapacityexceeded|" + // several
		"systembusy|modelbusy|serverbusy|serviceoverloaded|insufficientcapacity|resourcecapacityexceeded"},
	{id: "code-too-large", class: RequestTooLarge, codes: "" +
		"requesttoolarge|imagetoolarge|filetoolarge|" + // Anthropic, OpenAI
		"functionpayloadtoolarge|3006|" + // Vercel, Cloudflare Workers AI
		"requestentitytoolarge|payloadtoolarge|contenttoolarge|requestentitytoolargeexception|requestbodytoolarge|maxmessagesizeexceeded"},
	{id: "code-gone", class: NotFound, codes: "" +
		"voicenotfound|previousresponsenotfound|unknownurl|filenotfound|threadnotfound|" + // OpenAI
		"resourcenotfoundexception|resourcenotfound|notfoundexception|nosuchbucket|nosuchkey|unknownoperationexception|" + // AWS, Azure
		"1221|1222|routenotfound|endpointnotfound"}, // Zhipu; several
	{id: "code-late", class: Timeout, codes: "" +
		"deadlineexceeded|modeltimeoutexception|functioninvocationtimeout|originrequesttimeout|ut|dt|" + // google.rpc, Bedrock, Vercel, Envoy
		"minimax1001|3007|modelerrortimeout|functiontimedout|engineserverrequesttimeout|enginerequesttimeout|" + // MiniMax, Cloudflare, Tencent
		"apitimeouterror|readtimeout|readtimeouterror|readtimeoutexception|connecttimeout|connecttimeouterror|httptimeoutexception|sockettimeoutexception|etimedout|" + // SDKs and runtimes
		"requesttimeout|requesttimedout|requesttimeoutexception|gatewaytimeout|timeouterror|timeout|timedout|responsetimeout|upstreamtimeout|upstreamrequesttimeout"},
	{id: "code-route-down", class: Unavailable, codes: "" +
		"nohealthyupstream|upstreamconnecterror|upstreamconnectionfailure|upstreamreset|uh|uf|uc|urx|nr|" + // Envoy and its response flags
		"cfserviceunavailable|cfbadgateway|2005|" + // OpenAI behind Cloudflare, Cloudflare AI Gateway
		"routerexternaltargetconnectionerror|dnshostnamenotfound|deploymentnotready|" + // Vercel
		"getchannelfailed|noavailablechannel|channelnoavailablekey|" + // new-api
		"upstreamstreamerror|providerunavailable|providererrorunavailable|upstreamunavailable|badgateway|badgatewayerror"},
	{id: "code-unknown", class: Unknown, codes: "unknown"},                                          // ukemi's own
	{id: "code-no-failure", class: Unknown, retry: no, codes: "maxoutputtokens|contentfiltererror"}, // the longest answer was reached; Azure's filter did not run
	{id: "code-canceled", class: Canceled, codes: "requestcanceled|requestcancelled|canceled|cancelled|clientclosedrequest|cancellederror|aborterror|apiuseraborterror|errcanceled"},
	{id: "code-locked", class: Conflict, retry: yes, codes: "conversationlocked|lockconflict"}, // OpenAI: another request holds it
	{id: "code-conflict", class: Conflict, codes: "conflictexception|conflict|resourceconflict|alreadyexists|resourcealreadyexists|aborted|resourceinuseexception"},
	{id: "code-bad-parameter", class: InvalidRequest, codes: "" +
		"unsupportedparameter|unsupportedvalue|missingrequiredparameter|requiredparametermissing|invalidvalue|invalidtype|unknownparameter|unsupportedcontenttype|" + // OpenAI
		"emptyarray|integerbelowminvalue|integerabovemaxvalue|stringabovemaxlength|arrayabovemaxlength|invalidencryptedcontent|" +
		"invalidimage|invalidbase64|invalidimageurl|invalidimageformat|imageparseerror|invalidfunctionparameters|" +
		"operationnotsupported|serializationexception|unsupportedmediatype|" + // Azure, AWS
		"tooluseunsupported|jsonvalidatefailed|toolusefailed|" + // Groq
		"3003|5004|5005|" + // Cloudflare Workers AI
		"minimax2013|minimax1042|1210|1212|1213|1214|1215|20015|336001|336002|336003|baidu100|" + // MiniMax, Zhipu, SiliconFlow, Baidu
		"nobaseurl|nosystemmessages|" + // LibreChat
		"aitoomanyembeddingvaluesforcallerror|aiunsupportedfunctionalityerror|aiinvalidprompterror|aiinvalidmessageroleerror|aimessageconversionerror|" + // AI SDK
		"invalidparameter|invalidparametererror|validationerror|jsoninvalid|modelcannotusetools|invalidurl"},
}

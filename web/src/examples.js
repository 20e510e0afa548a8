// Pastes that show what the box takes, each in another form.

export const examples = [
  {
    name: 'rate limit',
    text: `HTTP/1.1 429 Too Many Requests
content-type: application/json
retry-after: 20
x-request-id: req_7f3a

{"error":{"message":"Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 29000, Requested 4000. Please try again in 6s.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}`,
  },
  {
    name: 'no money, told as 429',
    text: `Traceback (most recent call last):
  File "app.py", line 12, in <module>
    client.chat.completions.create(model="gpt-4o", messages=messages)
openai.RateLimitError: Error code: 429 - {'error': {'message': 'You exceeded your current quota, please check your plan and billing details.', 'type': 'insufficient_quota', 'param': None, 'code': 'insufficient_quota'}}`,
  },
  {
    name: 'overloaded',
    text: `event: error
data: {"type":"error","error":{"details":null,"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CXb"}`,
  },
  {
    name: 'prompt too long',
    text: `litellm.exceptions.ContextWindowExceededError: litellm.BadRequestError: AnthropicException - {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 214315 tokens > 200000 maximum"}}`,
  },
  {
    name: 'a daily quota',
    text: `{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"generativelanguage.googleapis.com/generate_content_free_tier_requests","quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaValue":"50"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}`,
  },
  {
    name: 'a proxy’s page',
    text: `<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.25.3</center>\r\n</body>\r\n</html>`,
  },
  {
    name: 'nothing answered',
    text: `TypeError: fetch failed
    at node:internal/deps/undici/undici:13502:13 {
  [cause]: Error: connect ECONNREFUSED 127.0.0.1:11434
      at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16) {
    errno: -111,
    code: 'ECONNREFUSED',
    syscall: 'connect'
  }
}`,
  },
];

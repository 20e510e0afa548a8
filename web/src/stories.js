// The featured examples, by their ids in the corpus; text.js has a name for each. The first one
// is shown on a first visit.

export const stories = [
  'openai-429-insufficient_quota',
  'groq-429-tpm',
  'json-log-gemini-per-day',
  'litellm-500-anthropic-overloaded',
  'openrouter-400-raw-bedrock',
  'litellm-200-sse-quota',
  'aisdk-xai-context',
  'browser-cors-failed-to-fetch',
];

// The examples that tell a story, by their ids in the corpus; text.js names
// each. The first is what a first visit sees.

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

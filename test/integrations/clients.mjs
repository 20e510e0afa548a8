// The clients of docs/integrations.md: the packages of each, and what follows
// its recipe to make one call. MODEL, LIMIT (a max_tokens or undefined) and
// STREAM are the call's; `show` receives the text as it arrives.

/** Exact versions, installed outside the repository. */
export const packages = {
  '@ai-sdk/openai': '4.0.118',
  '@anthropic-ai/sdk': '1.13.0',
  '@langchain/anthropic': '1.5.11',
  '@langchain/core': '1.4.0',
  '@langchain/openai': '1.6.0',
  '@llamaindex/core': '0.6.23',
  '@llamaindex/openai': '0.4.23',
  '@mastra/core': '1.71.0',
  '@openai/agents': '0.20.0',
  ai: '7.0.173',
  openai: '7.57.0',
  zod: '4.6.7',
};
/** Command lines, 0.8 GB. */
export const programs = { '@anthropic-ai/claude-code': '2.1.332', '@openai/codex': '0.171.0' };

const messages = "[{ role: 'user', content: 'hi' }]";
const aiCall = `
const { generateText, streamText } = await import('ai');
const call = { model, prompt: 'hi', temperature: 0, maxOutputTokens: LIMIT, ...MORE };
if (!STREAM) return show((await generateText(call)).text);
for await (const part of streamText({ ...call, onError() {} }).fullStream) {
  if (part.type === 'error') throw part.error;
  if (part.type === 'text-delta') show(part.text);
}`;
const langchainCall = `
if (!STREAM) return show((await model.invoke('hi')).text);
for await (const chunk of await model.stream('hi')) show(chunk.text);`;

/**
 * @typedef {{name: string, package: string, recipe: string, call: string, max?: false}} Client
 *   max: false where the API itself wants max_tokens
 * @type {Client[]}
 */
export const clients = [
  {
    name: 'openai',
    package: 'openai',
    recipe: 'openai',
    call: `
const call = { model: MODEL, messages: ${messages}, temperature: 0, max_tokens: LIMIT };
if (!STREAM) return show((await client.chat.completions.create(call)).choices[0].message.content);
for await (const chunk of await client.chat.completions.create({ ...call, stream: true }))
  show(chunk.choices[0]?.delta.content ?? '');`,
  },
  {
    name: '@anthropic-ai/sdk',
    package: '@anthropic-ai/sdk',
    recipe: 'anthropic',
    max: false,
    call: `
const call = { model: MODEL, messages: ${messages}, temperature: 0, max_tokens: 99 };
if (!STREAM) return show((await client.messages.create(call)).content[0].text);
for await (const event of await client.messages.create({ ...call, stream: true }))
  if (event.type === 'content_block_delta') show(event.delta.text);`,
  },
  {
    name: 'AI SDK',
    package: 'ai',
    recipe: 'ai',
    call: aiCall.replace('MORE', "(DIRECT ? {} : settings)"),
  },
  { name: 'AI SDK, `ukemi/ai`', package: 'ai', recipe: 'middleware', call: aiCall.replace('MORE', '{}') },
  { name: 'LangChain, OpenAI', package: '@langchain/openai', recipe: 'langchain', call: langchainCall },
  {
    name: 'LangChain, Anthropic',
    package: '@langchain/anthropic',
    recipe: 'langchain-anthropic',
    max: false,
    // The demo provider knows sessions by the header authorization, which this client does not send.
    call: `
const defaultHeaders = { 'x-demo-session': 'Bearer ' + process.env.ANTHROPIC_API_KEY };
model.temperature = 0;
model.clientOptions = { ...model.clientOptions, defaultHeaders };${langchainCall}`,
  },
  {
    name: 'LlamaIndex',
    package: '@llamaindex/openai',
    recipe: 'llamaindex',
    call: `
llm.temperature = 0;
llm.maxTokens = LIMIT;
if (!STREAM) return show((await llm.chat({ messages: ${messages} })).message.content);
for await (const chunk of await llm.chat({ messages: ${messages}, stream: true })) show(chunk.delta);`,
  },
  {
    name: 'Mastra',
    package: '@mastra/core',
    recipe: 'mastra',
    call: `
const settings = { modelSettings: { temperature: 0, maxOutputTokens: LIMIT } };
if (!STREAM) return show((await agent.generate('hi', settings)).text);
const stream = await agent.stream('hi', settings);
for await (const part of stream.fullStream) {
  if (part.type === 'error') throw part.payload?.error ?? part;
  if (part.type === 'text-delta') show(part.payload.text);
}`,
  },
  {
    name: 'OpenAI Agents',
    package: '@openai/agents',
    recipe: 'agents',
    call: `
const { run } = await import('@openai/agents');
if (!STREAM) return show((await run(agent, 'hi')).finalOutput);
const stream = await run(agent, 'hi', { stream: true });
for await (const text of stream.toTextStream()) show(text);
await stream.completed;`,
  },
];

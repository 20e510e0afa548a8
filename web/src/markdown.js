// An explanation as Markdown, for an issue or a chat.

import { text } from './text.js';

/** @param {Record<string, any>} e */
export function markdownOf(e) {
  const { verdict } = e;
  return [
    `**${e.title}** – ${e.badge}`, '',
    e.summary, '',
    ...verdict.message.split('\n').map((line) => `> ${line}`), '',
    `- ${text('verdict.fault')} ${e.fault_text}`,
    `- ${text('verdict.again')} ${e.retry_advice}`, '',
    ...e.steps.map((step, i) => `${i + 1}. ${step}`), '',
    `\`${verdict.class}\` · ${text('confidence.' + verdict.confidence)} · \`${verdict.rule}\``,
  ].join('\n');
}

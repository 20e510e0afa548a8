// Reads files that were dropped or opened: .har, .log, .json and other text.

import { exchangesOf, isHar } from './har.js';
import { Notice } from './notice.js';
import { text } from './text.js';

const maxFile = 64 << 20; // bytes
const maxSingle = 200_000; // characters; a longer text is treated as a log

/**
 * @param {File[]} files
 * @returns {Promise<{paste: string, many: boolean}>} many: several errors, or a log
 * @throws {Notice}
 */
export async function readFiles(files) {
  const parts = await Promise.all(files.map(readFile));
  const paste = parts.map(({ paste }) => paste).join('\n\n');
  return { paste, many: files.length > 1 || paste.length > maxSingle || parts.some((part) => part.many) };
}

async function readFile(file) {
  if (file.size > maxFile) throw new Notice(text('file.large', { name: file.name }));
  const content = await file.text();
  if (content.includes('\0')) throw new Notice(text('file.binary', { name: file.name }));
  if (!isHar(content)) {
    const isLog = /\.(log|jsonl|ndjson)$/i.test(file.name) && content.trim().split('\n').length > 3;
    return { paste: content, many: isLog };
  }
  const exchanges = exchangesOf(content);
  if (exchanges.length === 0) throw new Notice(text('file.har.none', { name: file.name }));
  return { paste: exchanges.join('\n\n'), many: exchanges.length > 1 };
}

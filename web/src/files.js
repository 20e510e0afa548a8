// Files that were dropped or opened: .har, .log, .json, anything that is text.

import { exchangesOf, isHar } from './har.js';
import { Notice } from './notice.js';
import { text } from './text.js';

const largest = 64 << 20; // bytes of a file; more is no error but an archive
const many = 200_000; // characters: more is looked at line by line

/**
 * @param {File[]} files
 * @returns {Promise<{paste: string, many: boolean}>} many: more than one failure, or a whole log
 * @throws {Notice}
 */
export async function readFiles(files) {
  const parts = await Promise.all(files.map(readFile));
  const paste = parts.map(({ paste }) => paste).join('\n\n');
  return { paste, many: files.length > 1 || paste.length > many || parts.some((part) => part.many) };
}

async function readFile(file) {
  if (file.size > largest) throw new Notice(text('file.large', { name: file.name }));
  const content = await file.text();
  if (content.includes('\0')) throw new Notice(text('file.binary', { name: file.name }));
  if (!isHar(content)) return { paste: content, many: /\.(log|jsonl|ndjson)$/i.test(file.name) && content.trim().split('\n').length > 3 };
  const exchanges = exchangesOf(content);
  if (exchanges.length === 0) throw new Notice(text('file.har.none', { name: file.name }));
  return { paste: exchanges.join('\n\n'), many: exchanges.length > 1 };
}

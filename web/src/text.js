// Every text of the page, in one table: a row for each, a column for each
// language. A translation is one more column and its name in `languages`. What
// an error means is the core's to say and stands in pkg/classify/prose.go.

const languages = ['en'];

/** @type {Record<string, string[]>} */
const table = {
  'page.title': ['ukemi – what does this LLM error mean?'],
  'page.about': ['Paste any error of an LLM API: what it means, whose fault it is, whether and when to try again. Nothing leaves the page.'],
  'page.noscript': ['This page explains errors by a program that runs in your browser. It needs JavaScript; nothing is sent anywhere.'],
  'page.skip': ['Skip to the box'],
  'page.footer': ['One core, also as a Cloudflare Worker, an npm package and a Go program.'],
  'nav.label': ['Views'],
  'nav.home': ['ukemi, to the start'],
  'nav.explain': ['Explain'],
  'nav.bulk': ['Bulk'],
  'nav.reference': ['Reference'],
  'nav.live': ['Live'],
  'nav.help': ['Help and keys'],
  'close': ['Close'],
  'copy': ['Copy'],
  'copied': ['Copied'],
  'copy.refused': ['Refused by the browser'],
  'theme.system': ['Colors: as the system'],
  'theme.light': ['Colors: light'],
  'theme.dark': ['Colors: dark'],

  'explain.title': ['What does this error mean?'],
  'explain.private': ['Nothing leaves this page'],
  'box.label': ['The error, in whatever form you have it'],
  'box.placeholder': ['An HTTP response, JSON, a traceback, a log line, what a tool printed …'],
  'box.clipboard': ['Paste'],
  'box.open': ['Open file'],
  'box.clear': ['Clear'],
  'box.drop': ['Drop the file anywhere'],
  'box.part': ['All {all} were read; the box shows {shown} of it.'],
  'box.clipboard.refused': ['The browser keeps the clipboard closed; paste with the keyboard.'],
  'size.kb': ['{n} KB'],
  'size.mb': ['{n} MB'],

  'answer.label': ['What it means'],
  'answer.wait': ['Reading …'],
  'answer.empty': ['Paste an error, drop a file, or take an example: the answer is here at once.'],
  'answer.said': ['{title}. Advice: {badge}.'],
  'verdict.fault': ['Whose fault'],
  'verdict.again': ['Try again?'],
  'verdict.steps': ['What to do'],
  'verdict.copy': ['Copy explanation'],
  'verdict.share': ['Share'],
  'evidence.title': ['How we know'],
  'evidence.find': ['Show it in the paste'],
  'evidence.against': ['Why not something else'],
  'evidence.against.why': ['These spoke for another class and lost to what is more certain.'],
  'evidence.rule': ['Decided by rule'],
  'confidence.sure': ['sure'],
  'confidence.likely': ['likely'],
  'confidence.guess': ['a guess'],
  'chain.title': ['{n} errors, one inside the other'],
  'chain.deciding': ['decides'],
  'contract.title': ['In the error contract'],
  'contract.about': ['As it leaves ukemi, for every OpenAI-compatible SDK to parse.'],
  'contract.http': ['HTTP'],
  'sdks.title': ['What SDKs do on their own'],
  'sdks.name': ['SDK'],
  'sdks.does': ['without ukemi'],

  'stories.title': ['Errors that are not what they seem'],
  'stories.random': ['Any'],
  'stories.all': ['All examples'],
  'story.openai-429-insufficient_quota': ['A 429 that no wait cures'],
  'story.groq-429-tpm': ['The wait hides in words'],
  'story.json-log-gemini-per-day': ['“Retry in 52 s” – tomorrow'],
  'story.litellm-500-anthropic-overloaded': ['A 500 that was a 529'],
  'story.openrouter-400-raw-bedrock': ['An error in an error'],
  'story.litellm-200-sse-quota': ['Failed with a 200'],
  'story.aisdk-xai-context': ['Too long, says a traceback'],
  'story.browser-cors-failed-to-fetch': ['Failed to fetch'],

  'history.title': ['History of this browser'],
  'history.empty': ['Nothing yet.'],
  'history.off': ['Nothing is kept.'],
  'history.keep': ['Keep a history'],
  'history.clear': ['Clear'],
  'history.where': ['Kept in this browser only, secrets removed.'],

  'share.title': ['Share this error'],
  'share.about': ['The link carries the text itself, behind the #, which browsers never send to a server.'],
  'share.link': ['The link'],
  'share.copy': ['Copy link'],
  'share.removed': ['Removed before it went into the link: {n}'],
  'share.nothing': ['No keys, tokens, e-mail addresses, account ids or internal hosts were found. Prompts are yours to check below.'],
  'share.cut': ['Only the beginning fits into a link.'],
  'share.carries': ['What the link carries'],
  'share.damaged': ['This link is damaged: a part of it is missing, as happens when a chat cuts it. Ask for it again, or for the error itself.'],

  'bulk.title': ['Many errors at once'],
  'bulk.about': ['A log file, or many lines: each failure gets its class, what is alike is counted together. It is read here, in a thread of its own.'],
  'bulk.box': ['Lines, or a log'],
  'bulk.label': ['The log'],
  'bulk.placeholder': ['Paste lines, or drop a .log, .jsonl or .har file anywhere on the page …'],
  'bulk.result': ['Classes in this log'],
  'bulk.progress': ['Read so far'],
  'bulk.stop': ['Stop'],
  'bulk.stopped': ['Stopped; this is what was read until then.'],
  'bulk.done': ['Failures: {failures}. Records that tell of none: {quiet}.'],
  'bulk.none': ['No failure in here. Records read: {quiet}.'],
  'bulk.class': ['class'],
  'bulk.provider': ['provider'],
  'bulk.count': ['count'],
  'bulk.retry': ['retry'],
  'bulk.line': ['first line'],
  'bulk.first': ['first of them'],
  'bulk.explain': ['Explain this one'],
  'bulk.csv': ['Table as CSV'],
  'bulk.csv.all': ['Every failure as CSV'],
  'yes': ['yes'],
  'no': ['no'],

  'help.title': ['Help'],
  'help.takes': ['Paste whatever you have: an HTTP response, JSON, an SDK’s traceback, a log line, an event stream, a proxy’s HTML page. Or drop a .har, .log or .json file.'],
  'help.keys': ['Keys'],
  'help.key./': ['go to the box'],
  'help.key.?': ['this help'],
  'help.key.Esc': ['close it'],
  'help.key.Tab': ['go through the facts; each lights up its words in the paste, Enter selects them'],
  'help.keys.on': ['/ and ? work'],
  'help.private': ['Private, provably'],
  'help.private.how': ['The page’s own security policy forbids every connection (connect-src ’none’): no script on it could send your text anywhere. It works offline. Open the network panel and see.'],

  'file.large': ['{name} is larger than 64 MB. Cut out the part around the error.'],
  'file.binary': ['{name} is no text. Unpack it first if it is an archive.'],
  'file.har.none': ['{name} records no failed call: no status of 400 or above, and nothing that got no answer.'],

  'trouble.title': ['The page itself stumbled'],
  'trouble.load': ['A part of the page could not be loaded. Check the connection, then load it again; once loaded, it works offline.'],
  'trouble.wasm': ['The program that reads errors did not start. It needs WebAssembly, which this browser or an extension does not allow here.'],
  'trouble.storage': ['This browser’s storage is full or closed to the page.'],
  'trouble.other': ['That is our fault, not yours. Loading the page again usually helps.'],
  'trouble.reload': ['Load the page again'],
  'trouble.copy': ['Copy details'],
};

const column = Math.max(0, languages.indexOf(globalThis.navigator?.language?.slice(0, 2) ?? 'en'));

/**
 * @param {string} key a row of the table
 * @param {Record<string, string | number>} [values] for what stands in {braces}
 * @returns {string}
 */
export function text(key, values = {}) {
  const row = table[key];
  if (!row) throw new Error(`there is no text ${key}`);
  return row[column].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// The types of the core's results. Their unions are generated from the core's tables
// (tables.js). test/wasm compares the members with the JSON that the core returns.

/**
 * @typedef {import('./tables.js').Class} Class
 * @typedef {import('./tables.js').Fault} Fault
 * @typedef {import('./tables.js').Provider} Provider
 *
 * @typedef {object} Verdict the meaning of an error
 * @property {Class} class one of 19 classes
 * @property {number | null} status the HTTP status that the server sent
 * @property {boolean} retry whether the same request may succeed later
 * @property {number | null} after_ms the wait that the server states, in ms
 * @property {string | null} wait_source the header or field that states the wait
 * @property {boolean} exhausted whether an edge on the way has retried and given up, although `retry` is true: a later
 *   attempt may succeed, another one at once only adds load
 * @property {number | null} attempts that this edge made
 * @property {number | null} took_ms the time that they took
 * @property {number} contract_status the HTTP status of the class in ukemi's error format
 * @property {Provider | null} provider
 * @property {string | null} dialect the shape of the error, such as `openai-chat` or `anthropic`
 * @property {string} rule the id of the rule that matched; kebab-case, never renamed
 * @property {'sure' | 'likely' | 'guess'} confidence
 * @property {string} message the provider's message, secrets removed
 * @property {string | null} type from the provider
 * @property {string | null} code from the provider
 * @property {string | null} param from the provider
 * @property {string | null} request_id from the provider
 * @property {Fault} fault who has to act
 * @property {Fix | null} fix the change of the request that ends the error, if the error names it
 * @property {Evidence[]} evidence the fields that support the class, and those that support another one
 * @property {ChainLink[]} chain the errors around this one (a gateway's), the outermost first
 *
 * @typedef {object} Fix a change of the request
 * @property {string} cure the id of the cure; kebab-case, never renamed
 * @property {string} says what to change, in plain English
 * @property {string} label the same for logs, such as `max_tokens>max_completion_tokens`
 * @property {{op: string, path: string, from?: string, value?: any}[]} patch of the request's body (RFC 6902); empty
 *   if the change is one of the path or a header, or needs the request
 * @property {boolean} advice whether the request needs a body of another shape
 *
 * @typedef {object} Evidence one field of the input
 * @property {string} field its name, such as `error.code`
 * @property {string} value
 * @property {string} says what follows from it
 * @property {boolean} against whether it supports another class
 * @property {number} start position in the text, in bytes of UTF-8
 * @property {number} end position in the text, in bytes of UTF-8; 0 if the position is unknown
 *
 * @typedef {object} ChainLink an error that contains another one
 * @property {number | null} status
 * @property {string | null} type
 * @property {string | null} code
 * @property {string} message
 *
 * @typedef {object} Explanation a verdict in plain English
 * @property {string} title
 * @property {string} summary
 * @property {string} badge the advice in two or three words
 * @property {'retry' | 'wait' | 'fix' | 'pay' | 'key' | 'switch' | 'stop'} badge_kind
 * @property {Fault} fault who has to act
 * @property {string} fault_text the same as a sentence
 * @property {ExplainedFix | null} fix the change of the request that ends the error, if the error names it
 * @property {string[]} steps to take, in this order
 * @property {string} retry_advice
 * @property {{name: string, does: string}[]} sdks the behavior of each SDK without ukemi
 * @property {string} sure how certain the verdict is, and why
 * @property {ContractAnswer} contract the same error in ukemi's error format
 * @property {Verdict} verdict
 *
 * @typedef {object} ExplainedFix a change of the request, for people
 * @property {string} cure the id of the cure; kebab-case, never renamed
 * @property {string} says what to change, in plain English
 * @property {{op: string, path: string, from?: string, value?: any}[]} patch of the request's body (RFC 6902)
 * @property {string | null} before the request in the text, secrets removed; null if the text holds none
 * @property {string | null} after the same with the change
 * @property {{language: string, code: string}[]} snippets the change in code
 *
 * @typedef {object} ContractAnswer
 * @property {number} status
 * @property {[name: string, value: string][]} headers
 * @property {string} body JSON
 *
 * @typedef {object} ClassInfo a class of errors
 * @property {Class} class
 * @property {string} means
 * @property {number} status the HTTP status in ukemi's error format
 * @property {string} type `error.type`
 * @property {string} code `error.code`
 * @property {boolean} retry whether the same request may succeed later
 * @property {boolean} other_model whether another model may answer
 * @property {Fault} fault who usually has to act
 * @property {string} title
 * @property {string} happened
 * @property {string[]} steps to take, in this order
 */

export {};

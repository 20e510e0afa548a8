// What the core answers, as types. Their unions are made from the core's own
// tables; the fields are those of AppendVerdict and AppendExplanation in
// pkg/classify/json.go, and test/wasm holds them to it.

/**
 * @typedef {import('./tables.js').Class} Class
 * @typedef {import('./tables.js').Fault} Fault
 * @typedef {import('./tables.js').Provider} Provider
 *
 * @typedef {object} Verdict what happened
 * @property {Class} class the class of the error contract
 * @property {number | null} status that the server sent
 * @property {boolean} retry whether the same request may succeed later
 * @property {number | null} after_ms the wait that the server states
 * @property {string | null} wait_source where it says so
 * @property {number} contract_status the status of the contract
 * @property {Provider | null} provider
 * @property {string | null} dialect the error's shape
 * @property {string} rule that knew it; kebab-case, never renamed
 * @property {'sure' | 'likely' | 'guess'} confidence
 * @property {string} message in the provider's words, secrets removed
 * @property {string | null} type as the provider named it
 * @property {string | null} code as the provider named it
 * @property {string | null} param as the provider named it
 * @property {string | null} request_id
 * @property {Fault} fault
 * @property {Evidence[]} evidence for the class, and against it
 * @property {{status: number | null, type: string | null, code: string | null, message: string}[]} chain of answers in answers, the outermost first
 *
 * @typedef {object} Evidence
 * @property {string} field
 * @property {string} value
 * @property {string} says
 * @property {boolean} against
 * @property {number} start in the text, in bytes
 * @property {number} end
 *
 * @typedef {object} Explanation a verdict, for a person
 * @property {string} title
 * @property {string} summary
 * @property {string} badge the advice in two or three words
 * @property {'retry' | 'wait' | 'fix' | 'pay' | 'key' | 'switch' | 'stop'} badge_kind
 * @property {Fault} fault
 * @property {string} fault_text
 * @property {string[]} steps to take, in order
 * @property {string} retry_advice
 * @property {{name: string, does: string}[]} sdks what they do with it by themselves
 * @property {string} sure how sure the verdict is, and why
 * @property {{status: number, headers: [name: string, value: string][], body: string}} contract
 * @property {Verdict} verdict
 *
 * @typedef {object} ClassInfo a line of the error contract
 * @property {Class} class
 * @property {string} means
 * @property {number} status
 * @property {string} type
 * @property {string} code
 * @property {boolean} retry whether the same request may succeed later
 * @property {boolean} other_model whether another model may answer
 * @property {Fault} fault it usually is
 * @property {string} title
 * @property {string} happened
 * @property {string[]} steps
 */

export {};

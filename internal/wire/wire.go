// Package wire is the core's byte interface: one encoded call in, one encoded
// answer out. Both WebAssembly builds speak it; the JavaScript half is
// wasm/src/wire.js and begins with the same words.
//
//	call    op \n arguments (JSON on one line) \n body (raw bytes, may be empty)
//	answer  result (JSON on one line) \n body (raw bytes, may be empty)
//
// An answer {"error": "…"} means that the call itself was invalid. Ops:
//
//	classify  {status, headers, now} + body, {input: "paste"} + text, or {input: "failure", kind, message} → verdict
//	explain   the same                           → explanation
//	contract  the same and {request, caller}     → {status, headers} + body
//	begin     {policy, request, caller, state, health, now, random} → opening + body
//	react     {policy, request, caller, state, health, attempt, random, again, verdict} + body → reaction + body; {refused} where fetch threw what is the caller's to see; again: as in core.Attempt, not in the core of pages; verdict false: true in place of the verdict
//	stream    {do: "feed"|"end"|"release"|"replay"|"continue"|"error", path, limit, record, begun, released, state: its length, how, status} + state + bytes → {state, …} + state + bytes
//	model     {request} + request body           → {model, and what is set of kept, bound, sealed, thinks, caller, same, whole, outline}
//	rewrite   {request, fallback, changes} + request body → {path, url, keep, drop, set, auth, continues} + the same body for another model, or mended
//	simulate  {policy, script, model, verdict}   → timeline
//	policy    partial policy                     → whole policy, checked
//	classes   {}                                 → the class table
//	hint      {health, hint}                     → health with it; not in the core of pages
//	redact    {} + text                          → {} + text that may be shared
//
// Headers are arrays of [name, value] pairs, times are milliseconds.
package wire

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/explain"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// answer answers one call.
func answer(in []byte) []byte {
	op, rest, _ := strings.Cut(string(in), "\n")
	line, body, _ := strings.Cut(rest, "\n")
	args, ok := jsonish.Parse(line)
	if !ok || args.Kind != jsonish.Object {
		return fail("the arguments are no JSON object")
	}
	switch op {
	case "classify":
		return append(verdict(args, body).AppendJSON(make([]byte, 0, 2048)), '\n')
	case "explain":
		if args.Get("input").Text == "paste" {
			return append(explain.Paste(body).AppendJSON(nil), '\n')
		}
		return append(explain.Verdict(verdict(args, body)).AppendJSON(nil), '\n')
	case "contract":
		return contract(verdict(args, body), readCaller(args))
	case "begin":
		return begin(line, args)
	case "react":
		return react(line, args, body)
	case "stream":
		return watch(args, body)
	case "model":
		return describe(readOriginal(args, body))
	case "rewrite":
		return reroute(readOriginal(args, body), retry.ReadFallback(line, args.Get("fallback")), args)
	case "simulate":
		return simulate(line, args)
	case "policy":
		p, err := readPolicy(line, args)
		if err != nil {
			return fail(err.Error())
		}
		return append(appendPolicy(nil, p), '\n')
	case "classes":
		return append(explain.AppendClasses(nil), '\n')
	case "hint":
		if retry.CanShare {
			h := readHealth(args.Get("health"))
			h.Shares, h.Hint = true, readHint(args.Get("hint"))
			return append(appendHealth(nil, h), '\n')
		}
	case "redact":
		return append([]byte("{}\n"), classify.Redact(body)...)
	}
	return fail("there is no op " + strings.ToValidUTF8(op[:min(len(op), 40)], "?"))
}

func fail(message string) []byte {
	o := jsonish.Begin(nil)
	o.String("error", message)
	return append(o.End(), '\n')
}

// verdict of the three kinds of input.
func verdict(args jsonish.Value, body string) classify.Verdict {
	switch args.Get("input").Text {
	case "paste":
		return classify.FromPaste(body)
	case "failure":
		return classify.FromFailure(*readFailure(args))
	}
	return classify.FromResponse(*readResponse(args, body))
}

// contract returns a verdict in the error format, for a program that passes it on.
func contract(v classify.Verdict, c classify.Caller) []byte {
	a := classify.Render(v, c)
	a.Headers = append(a.Headers, classify.Header{Name: "x-should-retry", Value: strconv.FormatBool(v.Retry && v.Wait.After <= retry.Default().MaxRetryAfter)})
	return append(append(appendHead(nil, a), '\n'), a.Body...)
}

// moment reads the time and the randomness of a call.
func moment(at, args jsonish.Value) retry.Moment {
	return retry.Moment{Now: millis(at.Get("now")), Random: float64Of(args.Get("random"))}
}

// begin a driver's loop.
func begin(line string, args jsonish.Value) []byte {
	call, err := readCall(line, args)
	if err != nil {
		return fail(err.Error())
	}
	call, health, opening := core.Begin(call, readHealth(args.Get("health")), moment(args, args))
	out := append(appendOpening(nil, call, health, opening), '\n')
	if opening.Refused != nil {
		out = append(out, opening.Refused.Body...)
	}
	return out
}

// react is one turn of a driver's loop.
func react(line string, args jsonish.Value, body string) []byte {
	call, err := readCall(line, args)
	if err != nil {
		return fail(err.Error())
	}
	at := args.Get("attempt")
	attempt := core.Attempt{
		Response: readResponse(at, body), Success: truth(at.Get("plain")),
		Elapsed: millis(at.Get("elapsed")), Took: millis(at.Get("took")), FirstContent: millis(at.Get("firstContent")),
		Committed: truth(at.Get("begun")), Resumable: truth(at.Get("resumable")),
	}
	if retry.CanShare {
		attempt.Again = millis(args.Get("again"))
	}
	if b := at.Get("broken"); b.Kind == jsonish.Object {
		attempt.StreamError, attempt.ContentEvents = readStreamError(b), integer(b.Get("events"))
	} else if f := at.Get("failure"); f.Kind == jsonish.Object {
		thrown := readThrown(f)
		if thrown.ShouldRethrow(call.State, attempt) {
			return []byte("{\"refused\":true}\n")
		}
		attempt.Failure = thrown.Failure()
	}
	call, health, r := core.React(call, readHealth(args.Get("health")), attempt, moment(at, args))
	isWanted := args.Get("verdict").Text != "false"
	out := make([]byte, 0, 2048+len(r.Answer.Body))
	return append(append(appendReaction(out, call, health, attempt, r, isWanted), '\n'), r.Answer.Body...)
}

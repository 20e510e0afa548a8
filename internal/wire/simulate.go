// The op that draws timelines.

package wire

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// simulate {policy, script, model, verdict}: a script as retry.ParseScript takes
// it, in which "this" stands for the verdict ({class, status, retry, after_ms},
// as the op classify answers). The result is {steps, deadline, patience, trail}.
func simulate(line string, args jsonish.Value) []byte {
	p, err := readPolicy(line, args.Get("policy"))
	if err != nil {
		return fail(err.Error())
	}
	script, err := readScript(args, p)
	if err != nil {
		return fail("script: " + err.Error())
	}
	model := args.Get("model").Text
	if model == "" {
		model = "the model"
	}
	r := retry.Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: model}
	simulation := retry.Simulation{Policy: p, Request: r, Script: script, Moment: retry.Moment{Random: 0.5}}
	return append(appendTimeline(nil, retry.Simulate(simulation)), '\n')
}

func readScript(args jsonish.Value, p retry.Policy) (script []retry.ScriptedAttempt, err error) {
	for _, item := range strings.Split(args.Get("script").Text, ",") {
		if strings.TrimSpace(item) == "this" {
			script = append(script, retry.FailedAttempt(readScriptVerdict(args.Get("verdict")), p))
			continue
		}
		attempts, err := retry.ParseScript(item, p)
		if err != nil {
			return nil, err
		}
		script = append(script, attempts...)
	}
	return script, nil
}

// readScriptVerdict reads {class, status, retry, after_ms}.
func readScriptVerdict(v jsonish.Value) classify.Verdict {
	verdict := classify.Verdict{
		Class: classify.Class(v.Get("class").Text), Status: integer(v.Get("status")), Retry: truth(v.Get("retry")),
	}
	if after := v.Get("after_ms"); after.Kind == jsonish.Number {
		verdict.Wait = classify.Wait{After: millis(after), Source: "stated"}
	}
	return verdict
}

func appendTimeline(dst []byte, t retry.Timeline) []byte {
	o := jsonish.Begin(dst)
	o.Append("steps", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(t.Steps), func(dst []byte, i int) []byte { return appendStep(dst, t.Steps[i]) })
	})
	o.Int("deadline", int64(t.Deadline))
	o.Int("patience", int64(t.AttemptTimeout))
	o.String("trail", t.Trail)
	return o.End()
}

func appendStep(dst []byte, s retry.Step) []byte {
	o := jsonish.Begin(dst)
	o.Int("start", int64(s.Start))
	o.Int("end", int64(s.End))
	o.String("model", s.Model)
	o.IntOrNull("status", int64(s.Status))
	o.StringOrNull("class", string(s.Class))
	o.String("action", string(s.Decision.Action))
	o.String("reason", s.Decision.Reason)
	o.Int("wait", int64(s.Decision.Wait))
	o.Int("waitMin", int64(s.WaitMin))
	o.Int("waitMax", int64(s.WaitMax))
	o.StringOrNull("source", s.Source)
	o.Raw("cost", float(s.Cost))
	return o.End()
}

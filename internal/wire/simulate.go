// The op that draws timelines.

package wire

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// simulate {policy, script, model, verdict}: a script as retry.ReadScript takes
// it, in which "this" stands for the verdict ({class, status, retry, after_ms},
// as the op classify answers). The result is {steps, deadline, patience, trail}.
func simulate(line string, args jsonish.Value) []byte {
	p, wrong := readPolicy(line, args.Get("policy"))
	if wrong != "" {
		return fail(wrong)
	}
	script, wrong := readScript(args, p)
	if wrong != "" {
		return fail("script: " + wrong)
	}
	model := args.Get("model").Text
	if model == "" {
		model = "the model"
	}
	r := retry.Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: model}
	return append(appendTimeline(nil, retry.Simulate(p, r, script, retry.Moment{Random: 0.5})), '\n')
}

func readScript(args jsonish.Value, p retry.Policy) (script []retry.ScriptedAttempt, wrong string) {
	for _, item := range strings.Split(args.Get("script").Text, ",") {
		if strings.TrimSpace(item) == "this" {
			script = append(script, thisFault(args.Get("verdict"), p))
			continue
		}
		faults, wrong := retry.ParseScript(item, p)
		if wrong != "" {
			return nil, wrong
		}
		script = append(script, faults...)
	}
	return script, ""
}

// thisFault is an attempt that ends as the verdict says.
func thisFault(v jsonish.Value, p retry.Policy) retry.ScriptedAttempt {
	verdict := classify.Verdict{Class: classify.Class(v.Get("class").Text), Status: integer(v.Get("status")), Retry: truth(v.Get("retry"))}
	if after := v.Get("after_ms"); after.Kind == jsonish.Number {
		verdict.Wait = classify.Wait{After: millis(after), Source: "stated"}
	}
	f := retry.ScriptedAttempt{Outcome: retry.Outcome{Verdict: &verdict, Status: verdict.Status, Sent: true}, Duration: retry.TookRefusal}
	if verdict.Status == 0 && verdict.Class == classify.Timeout {
		f.Duration, f.TimedOut = p.Silence(), true
	}
	return f
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

// Verdicts, explanations and the class table as JSON: what the command, the
// byte interface and the routes print.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// AppendVerdict appends a verdict as one JSON object. Keys: class, status,
// retry, after_ms, wait_source, contract_status, provider, dialect, rule,
// confidence, message, type, code, param, request_id, fault, evidence, chain.
// Offsets in evidence count bytes of UTF-8.
func AppendVerdict(dst []byte, v Verdict) []byte {
	o := jsonish.Begin(dst)
	o.String("class", string(v.Class))
	o.IntOrNull("status", int64(v.Status))
	o.Bool("retry", v.Retry)
	if v.Wait.Stated() {
		o.Int("after_ms", int64(v.Wait.After))
	} else {
		o.Raw("after_ms", "null")
	}
	o.StringOrNull("wait_source", v.Wait.Source)
	o.Int("contract_status", int64(ContractStatus(v)))
	o.StringOrNull("provider", v.Provider)
	o.StringOrNull("dialect", v.Dialect)
	o.String("rule", v.Rule)
	o.String("confidence", v.Confidence.String())
	o.String("message", v.Message)
	o.StringOrNull("type", v.Type)
	o.StringOrNull("code", v.Code)
	o.StringOrNull("param", v.Param)
	o.StringOrNull("request_id", v.RequestID)
	o.String("fault", string(faultOf(v)))
	o.Append("evidence", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(v.Evidence), func(dst []byte, i int) []byte { return appendEvidence(dst, v.Evidence[i]) })
	})
	o.Append("chain", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(v.Chain), func(dst []byte, i int) []byte { return appendLink(dst, v.Chain[i]) })
	})
	return o.End()
}

func appendEvidence(dst []byte, e Evidence) []byte {
	o := jsonish.Begin(dst)
	o.String("field", e.Field)
	o.String("value", e.Value)
	o.String("says", e.Says)
	o.Bool("against", e.Against)
	o.Int("start", int64(e.Start))
	o.Int("end", int64(e.End))
	return o.End()
}

func appendLink(dst []byte, l Link) []byte {
	o := jsonish.Begin(dst)
	o.IntOrNull("status", int64(l.Status))
	o.StringOrNull("type", l.Type)
	o.StringOrNull("code", l.Code)
	o.String("message", l.Message)
	return o.End()
}

// AppendExplanation appends an explanation as one JSON object.
func AppendExplanation(dst []byte, e Explanation) []byte {
	o := jsonish.Begin(dst)
	o.String("title", e.Title)
	o.String("summary", e.Summary)
	o.String("badge", e.Badge)
	o.String("badge_kind", e.BadgeKind)
	o.String("fault", string(e.Fault))
	o.String("fault_text", e.FaultText)
	o.Append("steps", func(dst []byte) []byte {
		return appendStrings(dst, e.Steps)
	})
	o.String("retry_advice", e.RetryAdvice)
	o.Append("sdks", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(e.SDKs), func(dst []byte, i int) []byte {
			s := jsonish.Begin(dst)
			s.String("name", e.SDKs[i].Name)
			s.String("does", e.SDKs[i].Does)
			return s.End()
		})
	})
	o.String("sure", e.Sure)
	o.Append("contract", func(dst []byte) []byte {
		c := jsonish.Begin(dst)
		c.Int("status", int64(e.Contract.Status))
		c.Append("headers", func(dst []byte) []byte { return AppendHeaders(dst, e.Contract.Headers) })
		c.String("body", string(e.Contract.Body))
		return c.End()
	})
	o.Append("verdict", func(dst []byte) []byte { return AppendVerdict(dst, e.Verdict) })
	return o.End()
}

// AppendHeaders appends headers as an array of [name, value] pairs.
func AppendHeaders(dst []byte, h Headers) []byte {
	return jsonish.AppendArray(dst, len(h), func(dst []byte, i int) []byte {
		dst = append(jsonish.AppendString(append(dst, '['), h[i].Name), ',')
		return append(jsonish.AppendString(dst, h[i].Value), ']')
	})
}

// AppendClasses appends the class table, one object a row.
func AppendClasses(dst []byte) []byte {
	return jsonish.AppendArray(dst, len(classes), func(dst []byte, i int) []byte {
		c := &classes[i]
		o := jsonish.Begin(dst)
		o.String("class", string(c.Class))
		o.String("means", c.Means)
		o.Int("status", int64(c.Status))
		o.String("type", c.Type)
		o.String("code", c.Code)
		o.Bool("retry", c.Retry)
		o.Bool("other_model", c.OtherModel)
		o.String("fault", string(c.Fault))
		p := proseOf("", c.Class)
		o.String("title", p.title)
		o.String("happened", p.happened)
		o.Append("steps", func(dst []byte) []byte {
			return appendStrings(dst, strings.Split(p.steps, "|"))
		})
		return o.End()
	})
}

func appendStrings(dst []byte, all []string) []byte {
	return jsonish.AppendArray(dst, len(all), func(dst []byte, i int) []byte { return jsonish.AppendString(dst, all[i]) })
}

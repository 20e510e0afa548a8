// Verdicts as JSON: what the command, the byte interface and the routes print.

package classify

import "github.com/ukemi-dev/ukemi/internal/jsonish"

// AppendJSON appends the public JSON of a verdict, one object. Members: class, status,
// retry, after_ms, wait_source, exhausted, attempts, took_ms, contract_status, provider, dialect, rule,
// confidence, message, type, code, param, request_id, fault, fix, evidence, chain.
// Offsets in evidence count bytes of UTF-8.
func (v Verdict) AppendJSON(dst []byte) []byte {
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
	o.Bool("exhausted", v.Exhausted)
	o.IntOrNull("attempts", int64(v.Attempts))
	o.IntOrNull("took_ms", int64(v.Took))
	o.Int("contract_status", int64(OutgoingStatus(v)))
	o.StringOrNull("provider", v.Provider)
	o.StringOrNull("dialect", v.Dialect)
	o.String("rule", v.Rule)
	o.String("confidence", v.Confidence.String())
	o.String("message", v.Message)
	o.StringOrNull("type", v.Type)
	o.StringOrNull("code", v.Code)
	o.StringOrNull("param", v.Param)
	o.StringOrNull("request_id", v.RequestID)
	o.String("fault", string(v.Responsible()))
	o.Append("fix", v.Fix.AppendJSON)
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
	o.String("says", e.Meaning)
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

// MarshalJSON gives the public JSON of a verdict, see AppendJSON.
func (v Verdict) MarshalJSON() ([]byte, error) { return v.AppendJSON(nil), nil }

// AppendJSON appends headers as an array of [name, value] pairs.
func (h Headers) AppendJSON(dst []byte) []byte {
	return jsonish.AppendArray(dst, len(h), func(dst []byte, i int) []byte {
		dst = append(jsonish.AppendString(append(dst, '['), h[i].Name), ',')
		return append(jsonish.AppendString(dst, h[i].Value), ']')
	})
}

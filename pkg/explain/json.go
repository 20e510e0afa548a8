// Explanations and the class table as JSON.

package explain

import (
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// MarshalJSON gives the public JSON of an explanation.
func (e Explanation) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil), nil }

// AppendJSON appends the public JSON of an explanation, one object.
func (e Explanation) AppendJSON(dst []byte) []byte {
	o := jsonish.Begin(dst)
	o.String("title", e.Title)
	o.String("summary", e.Summary)
	o.String("badge", e.Badge)
	o.String("badge_kind", e.BadgeKind)
	o.String("fault", string(e.Responsible))
	o.String("fault_text", e.ResponsibleText)
	o.Append("fix", e.Fix.appendJSON)
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
		c.Int("status", int64(e.Answer.Status))
		c.Append("headers", func(dst []byte) []byte { return e.Answer.Headers.AppendJSON(dst) })
		c.String("body", string(e.Answer.Body))
		return c.End()
	})
	o.Append("verdict", func(dst []byte) []byte { return e.Verdict.AppendJSON(dst) })
	return o.End()
}

// AppendClasses appends the class table, one object a row.
func AppendClasses(dst []byte) []byte {
	return jsonish.AppendArray(dst, len(classify.Classes()), func(dst []byte, i int) []byte {
		c := &classify.Classes()[i]
		o := jsonish.Begin(dst)
		o.String("class", string(c.Class))
		o.String("means", c.Means)
		o.Int("status", int64(c.Status))
		o.String("type", c.Type)
		o.String("code", c.Code)
		o.Bool("retry", c.Retry)
		o.Bool("other_model", c.OtherModel)
		o.String("fault", string(c.Responsible))
		text := OfClass(*c)
		o.String("title", text.Title)
		o.String("happened", text.Happened)
		o.Append("steps", func(dst []byte) []byte { return appendStrings(dst, text.Steps) })
		return o.End()
	})
}

func appendStrings(dst []byte, all []string) []byte {
	return jsonish.AppendArray(dst, len(all), func(dst []byte, i int) []byte { return jsonish.AppendString(dst, all[i]) })
}

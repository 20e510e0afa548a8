// The trail: all attempts of a call in one header value.

package retry

import "strconv"

// Trail writes the attempts as x-ukemi-attempts shows them:
//
//	503;wait=480;src=backoff, connection, 200;model=gpt-5-mini
//
// An attempt without an HTTP answer stands under its class, one at a fallback
// bears that model's name.
func (s State) Trail() string {
	var out []byte
	for i, a := range s.Attempts {
		if i > 0 {
			out = append(out, ", "...)
		}
		if a.Status != 0 {
			out = strconv.AppendInt(out, int64(a.Status), 10)
		} else {
			out = append(out, a.Class...)
		}
		if a.Model != "" {
			out = append(append(out, ";model="...), token(a.Model)...)
		}
		if a.Source != "" {
			out = append(strconv.AppendInt(append(out, ";wait="...), int64(a.Wait), 10), ";src="...)
			out = append(out, a.Source...)
		}
	}
	return string(out)
}

// token makes a model's name safe inside a header's list.
func token(name string) string {
	out := []byte(name)
	for i, c := range out {
		if c <= ' ' || c >= 0x7f || c == ',' || c == ';' {
			out[i] = '_'
		}
	}
	return string(out)
}

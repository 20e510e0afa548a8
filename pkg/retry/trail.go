// The trail: all attempts of a call in one header value.

package retry

import "strconv"

// Trail writes the attempts as x-ukemi-attempts shows them:
//
//	503;wait=480;src=backoff, connection;wait=910;src=backoff, 200
//
// An attempt without an HTTP answer stands under its class.
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
		if a.Source != "" {
			out = append(strconv.AppendInt(append(out, ";wait="...), int64(a.Wait), 10), ";src="...)
			out = append(out, a.Source...)
		}
	}
	return string(out)
}

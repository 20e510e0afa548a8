// Rate limits that an instance knows, in both directions.

package wire

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// appendLimits writes limits as [{upstream, model, key, of: the names of the windows,
// n: numbers}]: six numbers of the limit, six of each window, two of each Sends.
func appendLimits(o *jsonish.Builder, limits []retry.Limit) {
	o.Append("limits", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(limits), func(dst []byte, i int) []byte { return appendLimit(dst, limits[i]) })
	})
}

func appendLimit(dst []byte, l retry.Limit) []byte {
	n := []float64{float64(l.At), float64(l.Mark), float64(l.Last), l.Tickets, l.Served, float64(l.Doubts)}
	for _, w := range l.Windows {
		n = append(n, w.Limit, w.Remaining, float64(w.Reset), w.Total, w.Requests, w.Own)
	}
	for _, s := range l.Sends {
		n = append(n, float64(s.At), s.Count)
	}
	o := jsonish.Begin(dst)
	o.String("upstream", l.Upstream)
	o.String("model", l.Model)
	o.String("key", l.Key)
	o.Append("of", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(l.Windows), func(dst []byte, i int) []byte {
			return jsonish.AppendString(dst, l.Windows[i].Name)
		})
	})
	o.Append("n", func(dst []byte) []byte { return appendNumbers(dst, n...) })
	return o.End()
}

func readLimit(v jsonish.Value) (l retry.Limit) {
	l.Upstream, l.Model, l.Key = v.Get("upstream").Text, v.Get("model").Text, v.Get("key").Text
	n := readNumbers(v.Get("n"))
	names := v.Get("of").Members
	if len(n) < 6+6*len(names) {
		return l
	}
	l.At, l.Mark, l.Last = retry.Millis(n[0]), retry.Millis(n[1]), retry.Millis(n[2])
	l.Tickets, l.Served, l.Doubts = n[3], n[4], int(n[5])
	n = n[6:]
	for _, m := range names {
		stated := classify.Window{Name: m.Value.Text, Limit: n[0], Remaining: n[1], Reset: retry.Millis(n[2])}
		l.Windows = append(l.Windows, retry.Window{Window: stated, Total: n[3], Requests: n[4], Own: n[5]})
		n = n[6:]
	}
	for ; len(n) > 1; n = n[2:] {
		l.Sends = append(l.Sends, retry.Sends{At: retry.Millis(n[0]), Count: n[1]})
	}
	return l
}

// appendNumbers writes large numbers, such as times, without a fraction: AppendFloat is
// for small ones.
func appendNumbers(dst []byte, n ...float64) []byte {
	return jsonish.AppendArray(dst, len(n), func(dst []byte, i int) []byte {
		if n[i] > 1e6 {
			return strconv.AppendInt(dst, int64(n[i]), 10)
		}
		return jsonish.AppendFloat(dst, n[i])
	})
}

func readNumbers(v jsonish.Value) (n []float64) {
	for _, m := range v.Members {
		n = append(n, float64Of(m.Value))
	}
	return n
}

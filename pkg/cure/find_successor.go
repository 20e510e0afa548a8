// The successor of a retired model.

package cure

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// retired says that a model is gone for good.
const retired = "deprecat|decommission|retired|discontinu|no longer available|no longer supported|" +
	"no longer offered|sunset|shut down|end of life|end-of-life|" +
	"been removed|been replaced|superseded|legacy|下线|停用|废弃|已弃用|eingestellt|obsolèt|устарел"

// successor of a retired model, if the error names just one.
func successor(_ *Error, t *text) []Change {
	at := t.endOf("use |switch to |migrate to |migrating to |upgrade to |update to |move to |"+
		"replaced by |replaced with |replacement is |replacement: |successor is |"+
		"successor: |recommend |recommended |in favor of |try |superseded by |请使用|建议使用|替换为|切换到|迁移到", 0)
	if at < 0 {
		return nil
	}
	end := len(t.source)
	if stop := endOf(t.lower[at:], ". |\n|。"); stop >= 0 {
		end = at + stop
	}
	t.readNames()
	found := ""
	for i := range t.words {
		w := &t.words[i]
		model := t.source[w.Start:w.End]
		if w.Start < at || w.End > min(end, at+160) || !isModel(model) || model == found ||
			strings.Contains(t.source[:at], model) && !strings.Contains(t.source[:at], model+"-") {
			continue
		}
		if found != "" {
			return nil // a choice, which is the application's
		}
		found = model
	}
	if found == "" {
		return nil
	}
	return lasting(Replace, "model", jsonish.Quote(found))
}

// isModel reports whether a word looks like a model's name: with a digit and a hyphen.
func isModel(word string) bool {
	digit := false
	for i := 0; i < len(word); i++ {
		digit = digit || word[i] >= '0' && word[i] <= '9'
	}
	return digit && len(word) > 3 && strings.IndexByte(word, '-') > 0 && (word[0] < '0' || word[0] > '9') &&
		endOf(word, "http|.com|api-|/v1|v1/") < 0
}

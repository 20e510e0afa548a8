// Cures of values: another one, another name, another role.

package cure

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

func exclusive(_ *Error, t *text) []Change {
	for _, pair := range exclusivePairs {
		if goes := t.named(pair[1]); goes != nil && t.named(pair[0]) != nil {
			return lasting(Remove, goes.written, "")
		}
	}
	return nil
}

// renamed: "Use 'max_completion_tokens' instead", "has moved to 'reasoning.effort'".
func renamed(_ *Error, t *text) []Change {
	old := t.named(outputLimits)
	if old == nil {
		var moved *name
		for i := range t.names {
			if n := &t.names[i]; moved == nil && n.in(movable) {
				moved = n
			}
		}
		switch {
		case moved != nil && t.has("moved to '"):
			_, to, _ := strings.Cut(t.source, "oved to '")
			if path := parts(to[:max(0, strings.IndexByte(to, '\''))]); len(path) == 2 {
				return lasting(Move, moved.written, path[0]+"."+path[1])
			}
		case t.named("|user|") != nil && t.has("use 'safety_identifier|use `safety_identifier"):
			return lasting(Rename, "user", "safety_identifier")
		}
		return nil
	}
	lo, hi := t.bounds()
	if lo != "" || hi != "" || !t.has(complaints) && !t.has("instead|renamed|replaced by") {
		return nil
	}
	at := t.endOf("use |send |instead|stead|moved to|renamed to|replaced by|replaced with|in favor of|"+
		"in favour of|did you mean|switch to|prefer |请使用|改用", old.end)
	for i := range t.names {
		if n := &t.names[i]; at >= 0 && n.start >= old.end && n.start < at+60 && n.in(outputLimits) &&
			n.bare != old.bare {
			return lasting(Rename, old.written, n.written)
		}
	}
	return nil
}

// developerRole: where the roles are listed, system must be one of them.
func developerRole(_ *Error, t *text) []Change {
	if t.has("one of|expected") && !t.has("system") {
		return nil
	}
	return []Change{{Op: Role, From: "developer", Value: "system", Lasting: true}}
}

// statedSwitch: "enable_thinking must be set to false", "Store must be set to false".
func statedSwitch(e *Error, t *text) []Change {
	n := t.about(e, optional)
	if n == nil || t.has("true") == t.has("false") {
		return nil
	}
	value := "false"
	if t.has("true") {
		value = "true"
	}
	return lasting(Add, letters.Lower(n.written), value)
}

// asNumber: a number that was sent as a text.
func asNumber(e *Error, t *text) []Change {
	if n := t.about(e, limited); n != nil {
		return lasting(AsNumber, n.written, "")
	}
	return nil
}

// nullValue: a parameter that was sent without a value.
func nullValue(e *Error, t *text) []Change {
	for _, list := range [...]names{optional, limited, neutral} {
		if n := t.about(e, list); n != nil {
			return []Change{{Op: Remove, Name: n.inObject(), From: "null", Lasting: true, NeedsRequest: true}}
		}
	}
	return nil
}

// nearestValue: "Supported values are: 'low', 'medium', and 'high'."
func nearestValue(e *Error, t *text) []Change {
	const offers = "supported values|must be one of|should be one of|expected one of|one of|input should be|" +
		"allowed values|valid values|only support|available values|valid options|必须是"
	if !t.has(offers) {
		return nil
	}
	at := t.endOf(offers, 0)
	for _, scale := range scales {
		n := t.about(e, scale.of)
		if n == nil {
			continue
		}
		list := t.lower[at:]
		for _, end := range [...]string{"\",", "\"}", ". ", "\n", " got ", "input"} {
			if i := strings.Index(list, end); i > 0 {
				list = list[:i+1]
			}
		}
		offered, rejected := "", ""
		for _, value := range scale.values {
			switch {
			case isQuoted(list, value) || strings.IndexByte(list, '\'') < 0 && strings.IndexByte(list, '"') < 0 &&
				strings.IndexByte(list, '`') < 0 && strings.Contains(list, value):
				offered += "|" + value
			case isQuoted(t.lower, value):
				rejected = value
			}
		}
		if offered != "" {
			return []Change{{Op: Nearest, Name: n.path, Value: offered[1:], From: rejected, Lasting: true}}
		}
	}
	return nil
}

func isQuoted(lower, value string) bool {
	return endOf(lower, "'"+value+"'|\""+value+"\"|`"+value+"`") >= 0
}

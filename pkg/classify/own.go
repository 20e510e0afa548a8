// Errors that ukemi itself wrote (render.go), read again: from an edge behind this
// one, or as somebody pasted them. Only structure proves that an error is ukemi's
// own: its headers, or a shape of body that nobody else sends. The words in it are
// those of the provider and prove nothing.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/provider"
)

// errorMembers are the members of the error object, in the order in which render.go
// writes them; upstream and fix are details (see Caller).
var errorMembers = [...]string{"message", "type", "param", "code", "upstream", "fix"}

// ownBody is the body of an error that may be ukemi's own.
type ownBody struct {
	members []jsonish.Member // of the error object
	proven  bool             // nobody else has this form
}

// readOwn reads an object that may be the body of an error of ukemi's own.
func (s *scanner) readOwn(members []jsonish.Member) {
	for i := range members {
		e := members[i].Value.Members
		if members[i].Key != "error" || len(e) < 4 || len(e) > 6 {
			continue
		}
		for j := range e {
			if e[j].Key != errorMembers[j] {
				return
			}
		}
		form := members[0].Value.Text
		s.rd.own = ownBody{e, len(e) > 4 || members[0].Key == "type" && (form == "error" || form == "about:blank")}
	}
}

// class of the error, "" where the shape does not prove that ukemi wrote it.
func (o *ownBody) class() (found Class) {
	if len(o.members) == 0 {
		return ""
	}
	typ, code := o.members[1].Value.Text, o.members[3].Value.Text
	for i := range classes {
		c := &classes[i]
		if code == c.Code && (o.proven || isOwnPair(c.Class) && (typ == c.Type || typ == c.AnthropicType)) {
			return c.Class
		}
		if o.proven && (typ == c.Type || typ == c.AnthropicType) && keepsCode(code, c.Class) {
			found = c.Class
		}
	}
	return found
}

// isOwnPair reports whether the type and the code of a class mean the same in
// everybody's hands. Others write the rest on errors of many kinds.
func isOwnPair(c Class) bool {
	switch c {
	case InvalidRequest, Billing, ModelNotFound, RateLimit, ServerError, Unknown:
		return false
	}
	return true
}

// isOwn reports whether the headers are those of an error of ukemi's own, and what
// class and rule they name.
func (rd *parsed) isOwn() (class Class, rule string, ok bool) {
	class = Class(rd.headers.Get("x-ukemi-class"))
	if class == "" || class.Info().Class != class {
		return class, rule, false
	}
	rule = rd.headers.Get("x-ukemi-rule")
	return class, rule, isRuleID(rule)
}

// isRuleID reports whether a text has the form of a rule's id.
func isRuleID(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; !isLower(c) && !isDigit(c) && c != '-' {
			return false
		}
	}
	return text != "" && len(text) <= 64
}

// fillOwn corrects a verdict on an error of ukemi's own: what it was made from is
// stated there, and need not be recognized again. byHeaders: they state it.
func (rd *parsed) fillOwn(v *Verdict, byHeaders bool) {
	get := rd.headers.Get
	id, status := get("x-ukemi-provider"), get("x-ukemi-upstream-status")
	if e := rd.own.members; len(e) > 0 {
		v.Message, v.Code, v.Param = redact(e[0].Value.Text), word(e[3].Value.Text), ""
		if e[2].Value.Kind == jsonish.String {
			v.Param = redact(e[2].Value.Text)
		}
		switch {
		case byHeaders:
		case len(e) > 4:
			id, status = e[4].Value.Get("provider").Text, e[4].Value.Get("status").Text
		default:
			return // the status is that of ukemi's answer, the provider whom the message names
		}
	}
	v.Provider, v.Status = "", statusNumber(status)
	if _, kind := provider.Find(id); kind != "" {
		v.Provider = id
	}
	if !byHeaders {
		return
	}
	if code := get("x-ukemi-upstream-code"); code != "" {
		v.Code = word(code)
	}
	v.Wait = Wait{}
	if ms, ok := parseNumber(get("retry-after-ms")); ok && ms > 0 {
		v.Wait = Wait{min(toMillis(ms), maxWait), "retry-after-ms"}
	}
	if retry := get("x-ukemi-retry"); retry != "" {
		v.Retry = retry == "true"
		v.Exhausted = v.Retry && get("x-should-retry") == "false"
	}
	// How often and how long it was tried.
	if trail := get("x-ukemi-attempts"); trail != "" {
		v.Attempts = 1 + strings.Count(trail[:min(len(trail), 4096)], ",")
	}
	for i := range rd.headers {
		h := &rd.headers[i]
		if _, after, ok := strings.Cut(h.Value, "ukemi;dur="); ok && equalFold(h.Name, "server-timing") {
			after, _, _ = strings.Cut(after, ",")
			ms, _ := parseNumber(after)
			v.Took = max(v.Took, min(toMillis(ms), maxWait))
		}
	}
}

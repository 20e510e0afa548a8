// Cures of parameters that a server does not know or take: they are left out, where nothing
// that was asked for is lost.

package cure

import "strings"

// complaints state that a parameter is not wanted.
const complaints = "unsupported|not supported|not support|n't support|unknown|unrecognized|unrecognised|unexpected|" +
	"extra inputs|extra_forbidden|extra field|extraneous|additional propert|not permitted|not allowed|" +
	"only allowed|only supported|" +
	"cannot find field|no longer|deprecated|not accept|invalid field|not a valid parameter|" +
	"not a valid field|not recognized|" +
	"not recognised|not expected|not implemented|" +
	"not available|cannot be used|can't be used|only be used|must be set|not enabled|not present in|" +
	"not compatible|incompatible|not exist|" +
	"when using|not defined|isn't|cannot be set|must not be set|must not be specified|" +
	"may not be set|must be verified|" +
	"不支持|未知|不允许|サポートされていません|지원하지|не поддерж|no soport|nicht unterst|non pris"

// listed begins what an error lists as allowed, whose names are no complaint.
const listed = "supported parameters|supported params|allowed fields|allowed parameters|valid parameters|" +
	"valid fields|permitted parameters|expected one of|" +
	"known fields|accepted parameters|available parameters|must be one of|allowed_openai_params|" +
	"to drop these|drop_params|did you mean|instead|please use|use the "

// unsupported parameters that are optional are left out; a member that no server knows
// is, too, where the complaint is that it is there.
func unsupported(e *Error, t *text) (changes []Change) {
	isExtra := t.has(extra)
	if t.has("schema") && !isExtra {
		return nil
	}
	end := len(t.lower)
	if at := t.endOf(listed, 0); at >= 0 {
		end = at
	}
	t.readNames()
	n := paramOf(e)
	for i := -1; i < len(t.names); i++ {
		if i >= 0 {
			n = &t.names[i]
		} else if n == nil {
			continue
		}
		isPlace := strings.HasSuffix(t.lower[:min(n.start, len(t.lower))], "at '")
		if n.start >= end && !isPlace {
			continue
		}
		if t.readRoot(n); !n.isKnown && n.root == n.bare && !(isExtra && n.isListed(t)) {
			continue // most words are no parameters
		}
		t.readPlace(n)
		if isPlace && (n.rootIn(messageLists) || n.rootIn(toolLists)) {
			return nil // Google's: unknown name "x" at 'contents[0].parts[1]'
		}
		if isPlace || n.inList(t, "path") || n.in(proseWords) || !n.marked && n.in(commonWords) {
			continue
		}
		if c, ok := n.leftOut(t, isExtra); ok && len(changes) < 8 && !hasChange(changes, c) {
			if changes = append(changes, c); t.has("only allowed|only when|when using|must be set") {
				return changes // the other names are those of a condition
			}
		}
	}
	return changes
}

// extra: a member that stands where there is none.
const extra = "extra inputs|extra_forbidden|extraneous|additional propert|cannot find field|" +
	"unrecognized request argument|unknown field|unknown parameter|unsupported parameter|please remove|remove this"

// carries are parts of the names of members that carry what was asked for.
const carries = "response|mime|prompt|message|content|text|input|data|document|image|file|instruction|" +
	"tool|function|" +
	"schema|format|query|record"

// small restricts a Remove to values that are too short to carry content.
const small = "small"

// leftOut is the change that leaves out a name, where nothing is lost by it.
func (n *name) leftOut(t *text, isExtra bool) (c Change, ok bool) {
	c = Change{Op: Remove, Name: n.inObject(), Lasting: true}
	switch inList := n.rootIn(messageLists) || n.rootIn(toolLists); {
	case n.bare == "maxcompletiontokens" && t.named("|maxtokens|") == nil:
		return lasting(Rename, n.written, "max_tokens")[0], n.isParameter() // which every compatible server has
	case n.in(echoes) && (inList || n.in(onlyInMessages)), n.in(emptyEchoes) && inList:
		c.Op, c.Name = RemoveDeep, n.written
	case inList && isExtra && n.root != n.bare && !askedFor.has(n.bare) && endOf(n.bare, carries) < 0 &&
		n.isPath() && strings.IndexByte(n.path,
		'.') > 0:
		c.Op, c.Name, c.From = RemoveDeep, n.written, "|"+bare(strings.Join(parts(n.path), "|"))+"|"
	case !n.isParameter() && !(n.in(neutral) && n.root == n.bare):
		return c, false
	case isExtra && !askedFor.has(n.bare) && endOf(n.bare, carries) < 0 && n.isListed(t) && !n.in(optional):
		c.From = small
	case n.in(neutral) && !n.rootIn(optional):
		c.NeedsRequest = true // whether its value is the default
	case !n.in(optional) && !n.rootIn(optional):
		return c, false
	}
	return c, true
}

func hasChange(all []Change, c Change) bool {
	for i := range all {
		if all[i] == c {
			return true
		}
	}
	return false
}

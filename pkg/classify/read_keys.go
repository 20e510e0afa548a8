// What the keys of an object hold: codes, words, a status, a request id, or an
// echo of the request. Nothing else may live in here.

package classify

import "strings"

// keyKind is a set of the things that the value under a key can be.
type keyKind uint64

const (
	keyCode      keyKind = 1 << iota // a machine word
	keyMessage                       // words for people
	keyMain                          // words for people, to be preferred over others
	keyErrorWord                     // one word is a code, a sentence a message
	keyStatus                        // an HTTP status, when it is a number of that kind
	keyType                          // error.type of the error format
	keyErrorCode                     // error.code of the error format
	keyParam                         // error.param of the error format
	keyRequest                       // the provider's id for the request
	keyEcho                          // what the caller sent or the model answered: never looked at
	keySpeaks                        // the key itself is the code
	keyFinish                        // why a stream ended: a code, but in answers that are no errors too
)

// keyNames lists the keys of each kind, in the order of the kinds: lowercase,
// without '-' and '_', separated by '|'.
var keyNames = [...]string{
	"code|type|errortype|errorcode|status|reason|name|errcode|statustext|kind|limitsource|errorname|quotaid|blockreason|statuscode|responseflags|responsecodedetails|codigo|código|kod|codice",
	"message|msg|detail|details|errormessage|errormsg|errmsg|errordescription|description|title|statusmsg|error|err|msgid|errors|fault|faultstring|exception|cause|localizedmessage|mensaje|mensagem|nachricht|meldung|erreur|" +
		"mesaj|hata|messaggio|errore|komunikat|pesan|сообщение|ошибка|错误信息",
	"message|detail",
	"error|detail",
	"status|statuscode|httpstatuscode|httpcode|code|errorcode|errcode|responsecode|httpstatus|responsestatus|upstreamstatus|upstreamstatuscode|originstatus|providerstatus|errorstatus",
	"type|errortype",
	"code|errorcode",
	"param|loc",
	"requestid|xrequestid|reqid|eventid",
	"messages|prompt|input|request|requestbodyvalues|requestbody|flaggedinput|config|content|parts|text|tools|delta|ctx|usagemetadata|usage|safetyratings|userinput|bodysent|originalrequest|links",
	"cfwaitingroom",
	"finishreason",
}

// kindOf tells what the value under a key can be.
func kindOf(key string) keyKind {
	if len(key) > 24 {
		return 0
	}
	var plain [24]byte
	return keyKind(rowsOf(inKeys, appendKey(plain[:0], key))[0])
}

// appendKey brings a key into the form of the table.
func appendKey(dst []byte, key string) []byte {
	for i := 0; i < len(key); i++ {
		if c := key[i]; isUpper(c) {
			dst = append(dst, c|0x20)
		} else if c != '_' && c != '-' {
			dst = append(dst, c)
		}
	}
	return dst
}

// plainKey is a key in the form of the table.
func plainKey(key string) string { return string(appendKey(nil, key)) }

// statusNumber reads a number that can be an HTTP status, 0 if it is none.
func statusNumber(text string) int {
	if len(text) != 3 || !isNumber(text) || text[0] < '1' || text[0] > '5' {
		return 0
	}
	return int(text[0]-'0')*100 + int(text[1]-'0')*10 + int(text[2]-'0')
}

func isOneWord(text string) bool {
	return strings.IndexByte(text, ' ') < 0 && text[0] < 0x80 && text[0] != '{'
}

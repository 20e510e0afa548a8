package explain

import (
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// forbidden are words that mean something to the developers of an application only.
var forbidden = strings.Fields(`
	api key token billing balance credit payment pay account quota parameter json http status server provider model
	error code limit_ 4 5 sdk proxy gateway upstream openai anthropic prompt
	clave facturación saldo pago cuenta parámetro servidor proveedor modelo código
	schlüssel abrechnung guthaben zahlung konto parameter server anbieter modell fehlercode
	clé facturation solde paiement compte paramètre serveur fournisseur modèle
	密钥 账单 余额 付款 账户 参数 服务器 提供商 供应商 模型 接口
	キー 請求 残高 支払 アカウント パラメータ サーバー プロバイダ モデル`)

// TestForUser reads what users read, of every class in every language.
func TestForUser(t *testing.T) {
	const now = 1_800_000_000_000
	names := make([]string, 0, provider.Count)
	for i := range provider.Count {
		p, _ := provider.At(i)
		names = append(names, strings.ToLower(p.Name))
	}
	for _, language := range Languages() {
		texts := textsOf(language)
		if texts.Language != language {
			t.Fatalf("%s is %s", language, texts.Language)
		}
		for i, sentence := range texts.Sentences {
			isSentence := strings.HasSuffix(sentence, ".") || strings.HasSuffix(sentence, "。")
			if isSentence == (sentenceNames[i] == "button") ||
				strings.Contains(sentence, "{wait}") != (sentenceNames[i] == "wait") {
				t.Errorf("%s, %s: %q", language, sentenceNames[i], sentence)
			}
			if english := userTexts[0].Sentences[i]; language != "en" && sentence == english {
				t.Errorf("%s, %s is not translated", language, sentenceNames[i])
			}
		}
		for _, c := range classify.Classes() {
			for _, retry := range []bool{false, true} {
				for _, wait := range []classify.Wait{{}, {After: 20_000, Source: "retry-after"}} {
					for _, exhausted := range []bool{false, retry} {
						v := classify.Verdict{
							Class: c.Class, Retry: retry, Wait: wait, Exhausted: exhausted, Provider: "openai", Rule: "words", Status: c.Status,
						}
						u := ForUser(v, language, now)
						if u.Happened == "" || u.Advice == "" || strings.Contains(u.Text(), "{") {
							t.Errorf("%s %s: %q", language, c.Class, u.Text())
						}
						for _, word := range append(forbidden, names...) {
							if strings.Contains(words(u.Text(), wait), words(word, wait)) {
								t.Errorf("%s %s: %q has %q", language, c.Class, u.Text(), word)
							}
						}
						if u.RetryAt != 0 && (u.RetryAt != now+wait.After || !u.CanRetry || !strings.Contains(u.Advice, "20")) {
							t.Errorf("%s %s: %+v", language, c.Class, u)
						}
						if retry && (!u.CanRetry || wait.Stated() != (u.RetryAt != 0)) {
							t.Errorf("%s %s: %+v", language, c.Class, u)
						}
					}
				}
			}
		}
	}
}

// words is a text between spaces, so that only whole words of Latin letters are found.
func words(text string, wait classify.Wait) string {
	text = strings.ToLower(text)
	if text[0] >= 0x80 && text[0] != 0xc3 {
		return text
	}
	if wait.Stated() {
		text = strings.ReplaceAll(text, "20", "")
	}
	return " " + strings.NewReplacer(".", " ", ",", " ", "’", " ").Replace(text) + " "
}

func TestUserTexts(t *testing.T) {
	const now = 1_800_000_000_000
	for _, c := range []struct {
		paste, language, want string
		canRetry              bool
		in                    classify.Millis
	}{
		{"HTTP/1.1 429 Too Many Requests\nretry-after: 20\n", "en",
			"The service is very busy right now. Please try again in 20 seconds.", true, 20_000},
		{"HTTP/1.1 429 Too Many Requests\nretry-after: 60\n", "de-AT",
			"Der Dienst ist gerade stark ausgelastet. Bitte versuchen Sie es in 1 Minute noch einmal.", true, 60_000},
		{"HTTP/1.1 503 Service Unavailable\nretry-after: 3500\n", "fr",
			"Le service n’est pas disponible en ce moment. Veuillez réessayer dans 59 minutes.", true, 3_500_000},
		{"Error code: 401 - {'error': {'message': 'Incorrect API key provided', 'code': 'invalid_api_key'}}", "pt",
			"Something in this app is not set up correctly. Please tell the people who run it.", false, 0},
		{"insufficient_quota: You exceeded your current quota, please check your plan and billing details", "ja",
			"このアプリの設定に問題があります。アプリの運営者にお知らせください。", false, 0},
		{"prompt is too long: 210000 tokens > 200000 maximum", "es",
			"La conversación o el texto es demasiado largo. Acórtelo o comience una conversación nueva.", false, 0},
		{"TypeError: Failed to fetch", "zh_CN", "无法连接到服务。请检查您的网络连接，然后重试。", true, 0},
		{"hello", "en", "Something went wrong. If it happens again, please tell the people who run this app.", true, 0},
	} {
		u := ForUser(classify.FromPaste(c.paste), c.language, now)
		at := classify.Millis(0)
		if c.in > 0 {
			at = now + c.in
		}
		if u.Text() != c.want || u.CanRetry != c.canRetry || u.RetryAt != at {
			t.Errorf("%q: %q, can retry %v, at %d", c.paste, u.Text(), u.CanRetry, u.RetryAt)
		}
	}
	en := textsOf("en")
	for ms, want := range map[classify.Millis]string{
		1: "1 second", 1500: "2 seconds", 59_500: "1 minute", 61_000: "2 minutes", 3_599_000: "1 hour",
		90_000_000: "25 hours", 172_800_000: "2 days", 0: "1 second",
	} {
		if got := en.duration(ms); got != want {
			t.Errorf("%d ms: %s, want %s", ms, got, want)
		}
	}
}

// The error of an SDK and the HTTP response that caused it have the same
// verdict, as far as the SDK keeps the response.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/anthropics/anthropic-sdk-go"
	anthropicoption "github.com/anthropics/anthropic-sdk-go/option"
	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	gopenai "github.com/sashabaranov/go-openai"
	"github.com/tmc/langchaingo/llms"
	langchainanthropic "github.com/tmc/langchaingo/llms/anthropic"
	langchainopenai "github.com/tmc/langchaingo/llms/openai"

	"github.com/ukemi-dev/ukemi"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// keeps lists what an SDK's error keeps of a response.
type keeps struct{ headers, code bool }

// sdks make one call each and return its error.
var sdks = map[string]struct {
	keeps
	path string
	call func(ctx context.Context, url string) error
}{
	"openai-go": {keeps{headers: true, code: true}, "/v1/chat/completions", func(ctx context.Context, url string) error {
		client := openai.NewClient(option.WithBaseURL(url+"/v1"), option.WithAPIKey("k"), option.WithMaxRetries(0))
		_, err := client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{
			Model: "m", Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("hi")},
		})
		return err
	}},
	"anthropic-sdk-go": {keeps{headers: true, code: true}, "/v1/messages", func(ctx context.Context, url string) error {
		client := anthropic.NewClient(anthropicoption.WithBaseURL(url), anthropicoption.WithAPIKey("k"),
			anthropicoption.WithMaxRetries(0))
		_, err := client.Messages.New(ctx, anthropic.MessageNewParams{
			Model: "m", MaxTokens: 10,
			Messages: []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock("hi"))},
		})
		return err
	}},
	"go-openai": {keeps{code: true}, "/v1/chat/completions", func(ctx context.Context, url string) error {
		config := gopenai.DefaultConfig("k")
		config.BaseURL = url + "/v1"
		_, err := gopenai.NewClientWithConfig(config).CreateChatCompletion(ctx, gopenai.ChatCompletionRequest{
			Model: "m", Messages: []gopenai.ChatCompletionMessage{{Role: "user", Content: "hi"}},
		})
		return err
	}},
	"langchaingo, openai": {keeps{}, "/v1/chat/completions", func(ctx context.Context, url string) error {
		model, err := langchainopenai.New(langchainopenai.WithBaseURL(url+"/v1"), langchainopenai.WithToken("k"),
			langchainopenai.WithModel("m"))
		if err != nil {
			return fmt.Errorf("the SDK did not start: %w", err)
		}
		_, err = llms.GenerateFromSinglePrompt(ctx, model, "hi")
		return err
	}},
	"langchaingo, anthropic": {keeps{}, "/v1/messages", func(ctx context.Context, url string) error {
		model, err := langchainanthropic.New(langchainanthropic.WithBaseURL(url+"/v1"), langchainanthropic.WithToken("k"),
			langchainanthropic.WithModel("m"))
		if err != nil {
			return fmt.Errorf("the SDK did not start: %w", err)
		}
		_, err = llms.GenerateFromSinglePrompt(ctx, model, "hi")
		return err
	}},
}

// answer is a response of the provider.
type answer struct {
	status int
	header map[string]string
	body   string
}

const jsonType = "application/json"

// answers are errors as providers send them; each goes to the SDKs of its API.
var answers = map[string]map[string]answer{
	"/v1/chat/completions": {
		"rate limit": {429, map[string]string{"retry-after": "20", "x-request-id": "req_1"},
			`{"error":{"message":"Rate limit reached for m in organization org-x on requests per min (RPM): Limit 3, Used ` +
				`3, Requested 1.","type":"requests","param":null,"code":"rate_limit_exceeded"}}`},
		"no balance": {429, map[string]string{"x-request-id": "req_2"},
			`{"error":{"message":"You exceeded your current quota, please check your plan and billing details.",` +
				`"type":"insufficient_quota","param":null,"code":"insufficient_quota"}}`},
		"a wrong key": {401, nil,
			`{"error":{"message":"Incorrect API key provided: sk-x.","type":"invalid_request_error","param":null,` +
				`"code":"invalid_api_key"}}`},
		"a long prompt": {400, nil,
			`{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in ` +
				`9000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}`},
		"an unknown model": {404, nil,
			`{"error":{"message":"The model 'm' does not exist or you do not have access to it.",` +
				`"type":"invalid_request_error","param":null,"code":"model_not_found"}}`},
		"a code that is a number": {
			503,
			nil,
			`{"error":{"message":"The engine is overloaded","type":"server_error","param":null,"code":503}}`,
		},
		"a server error": {
			500,
			map[string]string{"x-request-id": "req_3"},
			`{"error":{"message":"The server had an error while processing your request","type":"server_error","param":null,` +
				`"code":null}}`,
		},
		"HTML of a proxy": {
			502,
			map[string]string{"content-type": "text/html"},
			"<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad " +
				"Gateway</h1></center><hr><center>nginx</center></body></html>",
		},
		"no body": {503, map[string]string{"content-type": ""}, ""},
	},
	"/v1/messages": {
		"overloaded": {529, map[string]string{"request-id": "req_4"},
			`{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_4"}`},
		"rate limit": {429, map[string]string{"retry-after": "11", "request-id": "req_5"},
			`{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization's ` +
				`rate limit of 50 requests per minute."}}`},
		"a wrong key": {401, nil, `{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`},
		"no credits": {400, nil,
			`{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access ` +
				`the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."}}`},
		"HTML of Cloudflare": {524, map[string]string{"content-type": "text/html", "server": "cloudflare"},
			"<!DOCTYPE html><html><head><title>api.example | 524: A timeout occurred</title></head><body></body></html>"},
	},
}

func (a answer) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	header := map[string]string{"content-type": jsonType}
	maps.Copy(header, a.header)
	for name, value := range header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

func TestErrorsOfSDKs(t *testing.T) {
	for path, answers := range answers {
		for about, a := range answers {
			server := httptest.NewServer(a)
			defer server.Close()
			response, err := http.Post(server.URL+path, jsonType, bytes.NewReader([]byte("{}")))
			if err != nil {
				t.Fatal(err)
			}
			raw := ukemi.FromHTTP(response)
			if body, err := io.ReadAll(response.Body); err != nil || string(body) != a.body {
				t.Errorf("%s: the body is not put back: %q, %v", about, body, err)
			}
			_ = response.Body.Close()
			for name, sdk := range sdks {
				if sdk.path != path {
					continue
				}
				t.Run(about+"/"+name, func(t *testing.T) {
					err := sdk.call(t.Context(), server.URL)
					if err == nil {
						t.Fatal("no error")
					}
					for range 2 { // the second time as the first: the body is put back
						same(t, sdk.keeps, ukemi.FromError(fmt.Errorf("my agent: %w", err)), raw)
					}
				})
			}
		}
	}
}

// same compares two verdicts, as far as the SDK keeps the response.
func same(t *testing.T, k keeps, got, want classify.Verdict) {
	t.Helper()
	if !k.headers {
		got.Wait, got.RequestID, want.Wait, want.RequestID = classify.Wait{}, "", classify.Wait{}, ""
	}
	if !k.code {
		got.Code, want.Code = "", ""
	}
	type compared struct {
		class           classify.Class
		retry           bool
		status          int
		wait            classify.Wait
		code, requestID string
	}
	of := func(v classify.Verdict) compared {
		return compared{v.Class, v.Retry, v.Status, v.Wait, v.Code, v.RequestID}
	}
	if of(got) != of(want) {
		t.Errorf(
			"from the error %+v (rule %s, %s)\nfrom HTTP %+v (rule %s)", of(got), got.Rule, got.Message, of(want), want.Rule,
		)
	}
}

// TestFailuresOfSDKs: an SDK's error for a call without a response has the
// verdict of net/http's own error.
func TestFailuresOfSDKs(t *testing.T) {
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the caller left
		<-r.Context().Done()
	}))
	defer silent.Close()
	reset := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := http.NewResponseController(w).Hijack()
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}))
	defer reset.Close()
	unused := httptest.NewServer(nil)
	unused.Close()
	selfSigned := httptest.NewUnstartedServer(nil)
	selfSigned.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshakes that fail
	selfSigned.StartTLS()
	defer selfSigned.Close()
	for about, c := range map[string]struct {
		url   string
		ctx   func() (context.Context, context.CancelFunc)
		class classify.Class
	}{
		"refused":      {unused.URL, nil, classify.Connection},
		"no such host": {"http://ukemi.invalid", nil, classify.Connection},
		"reset":        {reset.URL, nil, classify.Connection},
		"certificate":  {selfSigned.URL, nil, classify.Connection},
		"deadline": {silent.URL, func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), 50*time.Millisecond)
		}, classify.Timeout},
		"canceled": {silent.URL, func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(50*time.Millisecond, cancel)
			return ctx, cancel
		}, classify.Canceled},
	} {
		begin := c.ctx
		if begin == nil {
			begin = func() (context.Context, context.CancelFunc) { return context.WithCancel(context.Background()) }
		}
		ctx, cancel := begin()
		request, _ := http.NewRequestWithContext(ctx, "POST", c.url+"/v1/chat/completions", bytes.NewReader([]byte("{}")))
		_, err := http.DefaultClient.Do(request)
		cancel()
		raw := ukemi.FromError(err)
		if raw.Class != c.class {
			t.Errorf("%s: net/http's %v is %s, want %s", about, err, raw.Class, c.class)
		}
		for name, sdk := range sdks {
			t.Run(about+"/"+name, func(t *testing.T) {
				ctx, cancel := begin()
				defer cancel()
				err := sdk.call(ctx, c.url)
				v := ukemi.FromError(err)
				if name == "langchaingo, openai" && about == "certificate" {
					v.Retry = raw.Retry // its text for all failures of the network is the same
				}
				if v.Class != raw.Class || v.Retry != raw.Retry {
					t.Errorf(
						"%v is %s, retry %t (%s); net/http's is %s, retry %t", err, v.Class, v.Retry, v.Rule, raw.Class, raw.Retry,
					)
				}
			})
		}
	}
}

// TestErrorsInStreams: an error event under 200 has the meaning of its error.
func TestErrorsInStreams(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("content-type", "text/event-stream")
		if r.URL.Path == "/v1/messages" {
			_, _ = io.WriteString(
				w,
				"event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
			)
			return
		}
		_, _ = io.WriteString(
			w,
			"data: {\"error\":{\"message\":\"The engine is currently overloaded\",\"type\":\"server_error\","+
				"\"code\":\"overloaded\"}}\n\n",
		)
	}))
	defer server.Close()
	for name, stream := range map[string]func() error{
		"openai-go": func() error {
			client := openai.NewClient(option.WithBaseURL(server.URL+"/v1"), option.WithAPIKey("k"), option.WithMaxRetries(0))
			s := client.Chat.Completions.NewStreaming(t.Context(), openai.ChatCompletionNewParams{Model: "m"})
			for s.Next() {
			}
			return s.Err()
		},
		"anthropic-sdk-go": func() error {
			client := anthropic.NewClient(anthropicoption.WithBaseURL(server.URL), anthropicoption.WithAPIKey("k"),
				anthropicoption.WithMaxRetries(0))
			s := client.Messages.NewStreaming(t.Context(), anthropic.MessageNewParams{Model: "m", MaxTokens: 10})
			for s.Next() {
			}
			return s.Err()
		},
		"go-openai": func() error {
			config := gopenai.DefaultConfig("k")
			config.BaseURL = server.URL + "/v1"
			client := gopenai.NewClientWithConfig(config)
			s, err := client.CreateChatCompletionStream(t.Context(), gopenai.ChatCompletionRequest{Model: "m"})
			for err == nil {
				_, err = s.Recv()
			}
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		},
	} {
		if v := ukemi.FromError(stream()); v.Class != classify.Overloaded || !v.Retry {
			t.Errorf("%s: %s, retry %t (%s: %s)", name, v.Class, v.Retry, v.Rule, v.Message)
		}
	}
}

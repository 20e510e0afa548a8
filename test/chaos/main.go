// Command chaos asks an edge many things of a provider that fails at random,
// and accepts two outcomes only: one of the provider's exact answers, whole, or
// an error of the contract. A stream may end in an error event after a true
// beginning, and then it must not end in [DONE].
//
//	chaos -seed 1 -n 20000 -c 32
//
// It prints the provider's URL, reads the edge's from standard input, and
// prints what came; its exit code is 1 if anything else came. The same seed
// asks the same again.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	log.SetFlags(0)
	seed := flag.Uint64("seed", 1, "the dice")
	n := flag.Uint64("n", 20_000, "requests")
	clients := flag.Int("c", 32, "at a time")
	only := flag.Int64("only", -1, "ask this one request and show all of its answer")
	flag.Parse()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{
		Handler:  &provider{seed: *seed, attempts: map[string]int{}},
		ErrorLog: log.New(io.Discard, "", 0),
	}
	go func() { log.Fatal(server.Serve(l)) }()
	fmt.Printf("http://%s\n", l.Addr())
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		log.Fatal("chaos: the edge's URL was expected on standard input")
	}
	edge := strings.TrimSpace(line)
	if *only >= 0 {
		outcome, wrong := ask(http.DefaultClient, edge, *seed, uint64(*only))
		fmt.Println(outcome, wrong)
		return
	}
	os.Exit(run(edge, *seed, *n, *clients))
}

func run(edge string, seed, n uint64, clients int) (code int) {
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	var mu sync.Mutex
	outcomes, wrongs := map[string]int{}, 0
	var next atomic.Uint64
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			for i := next.Add(1) - 1; i < n; i = next.Add(1) - 1 {
				outcome, wrong := ask(client, edge, seed, i)
				mu.Lock()
				if outcomes[outcome]++; wrong != "" && outcomes[outcome] <= 5 {
					log.Printf("request %d: %s: %.600s", i, outcome, wrong)
				}
				if wrong != "" {
					code = 1
					wrongs++
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	fmt.Printf("seed %d, %d requests:", seed, n)
	names := make([]string, 0, len(outcomes))
	for name := range outcomes {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Printf(" %d %s;", outcomes[name], name)
	}
	fmt.Printf(" %d hung, garbled, or cut as if whole\n", wrongs)
	return code
}

// ask one request; wrong is what must not be.
func ask(client *http.Client, edge string, seed, n uint64) (outcome, wrong string) {
	streamed := n%2 == 0
	temperature := ""
	if n%4 < 2 {
		temperature = `,"temperature":0`
	}
	body := fmt.Sprintf(
		`{"model":"chaos-%d","stream":%t%s,"messages":[{"role":"user","content":"request %d"}]}`, n, streamed, temperature, n,
	)
	response, err := client.Post(edge+"/v1/chat/completions", "application/json", strings.NewReader(body))
	if err != nil {
		return "HUNG OR BROKEN", err.Error()
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return "BODY BROKEN", fmt.Sprintf("%v after %q", err, text)
	}
	switch {
	case response.StatusCode >= 400:
		return "contract errors", notContract(text)
	case streamed:
		return judgeStream(string(text), seed, n)
	}
	var whole struct {
		Choices []struct{ Message struct{ Content string } }
	}
	if err := json.Unmarshal(text, &whole); err != nil || len(whole.Choices) != 1 ||
		!isAnswer(whole.Choices[0].Message.Content, seed, n) {
		return "GARBLED ANSWER", fmt.Sprintf("%q", text)
	}
	return "answers", ""
}

func notContract(body []byte) string {
	var e struct {
		Error *struct{ Message, Type, Code string }
	}
	if err := json.Unmarshal(body, &e); err != nil || e.Error == nil || e.Error.Message == "" || e.Error.Type == "" ||
		e.Error.Code == "" {
		return fmt.Sprintf("not the contract's format: %q", body)
	}
	return ""
}

// judgeStream reads a stream as strictly as an SDK does.
func judgeStream(text string, seed, n uint64) (outcome, wrong string) {
	var content string
	var done, early, finished, failed bool
	for event := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		event = strings.TrimLeft(event, "\n") // a CR LF may be cut in two, and leave an empty line
		data, ok := strings.CutPrefix(event, "data: ")
		switch {
		case event == "" || strings.HasPrefix(event, ":") || data == damaged:
			early = early || event == endsEarly
			continue
		case !ok || done || failed:
			return "GARBLED STREAM", fmt.Sprintf("%q after its end, or no event: %q", event, text)
		case data == "[DONE]":
			done = true
			continue
		}
		var chunk struct {
			Choices []struct {
				Delta        struct{ Content string }
				FinishReason *string `json:"finish_reason"`
			}
			Error any
		}
		if err := json.Unmarshal([]byte(data), &chunk); err != nil {
			return "GARBLED STREAM", fmt.Sprintf("%q is no JSON", data)
		}
		if chunk.Error != nil {
			failed = true
			if wrong := notContract([]byte(data)); wrong != "" {
				return "GARBLED STREAM", wrong
			}
			continue
		}
		for _, choice := range chunk.Choices {
			content += choice.Delta.Content
			finished = finished || choice.FinishReason != nil
		}
	}
	switch {
	case failed && done:
		return "GARBLED STREAM", "an error, and [DONE]"
	case failed && !begins(content, seed, n):
		return "GARBLED STREAM", fmt.Sprintf("%q is no beginning of an answer", content)
	case failed:
		return "streams that end in an error", ""
	case early && done && begins(content, seed, n):
		return "streams that their provider ends", ""
	case !finished:
		return "CUT STREAM", fmt.Sprintf("ends as if it were whole: %q", text)
	case !isAnswer(content, seed, n):
		return "GARBLED STREAM", fmt.Sprintf("%q is no answer", content)
	}
	return "streams", ""
}

// maxAttempts that an edge may make.
const maxAttempts = 5

func isAnswer(content string, seed, n uint64) bool {
	for attempt := range maxAttempts {
		if content == answerOf(seed, n, attempt) {
			return true
		}
	}
	return false
}

func begins(content string, seed, n uint64) bool {
	for attempt := range maxAttempts {
		if strings.HasPrefix(answerOf(seed, n, attempt), content) {
			return true
		}
	}
	return false
}

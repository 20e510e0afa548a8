// Command go makes one call with the official Go client of OpenAI, unchanged,
// and prints what an application got of it as one line of JSON: {text} or
// {status, code, type, message}.
//
//	go run . BASE_URL KEY MODEL [stream]
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

// outcome of a call.
type outcome struct {
	Text    string `json:"text,omitempty"`
	Status  int    `json:"status,omitempty"`
	Code    string `json:"code,omitempty"`
	Type    string `json:"type,omitempty"`
	Message string `json:"message,omitempty"`
}

func main() {
	client := openai.NewClient(option.WithBaseURL(os.Args[1]), option.WithAPIKey(os.Args[2]))
	params := openai.ChatCompletionNewParams{
		Model:    os.Args[3],
		Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("hi")},
	}
	call := whole
	if len(os.Args) > 4 {
		call = streamed
	}
	text, err := call(client, params)
	_ = json.NewEncoder(os.Stdout).Encode(outcomeOf(text, err))
}

func whole(client openai.Client, params openai.ChatCompletionNewParams) (string, error) {
	completion, err := client.Chat.Completions.New(context.Background(), params)
	if err != nil {
		return "", err
	}
	return completion.Choices[0].Message.Content, nil
}

func streamed(client openai.Client, params openai.ChatCompletionNewParams) (text string, err error) {
	stream := client.Chat.Completions.NewStreaming(context.Background(), params)
	for stream.Next() {
		for _, choice := range stream.Current().Choices {
			text += choice.Delta.Content
		}
	}
	return text, stream.Err()
}

func outcomeOf(text string, err error) outcome {
	if err == nil {
		return outcome{Text: text}
	}
	var api *openai.Error
	if errors.As(err, &api) {
		return outcome{Status: api.StatusCode, Code: api.Code, Type: api.Type, Message: api.Message}
	}
	return outcome{Message: err.Error()}
}

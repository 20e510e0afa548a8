//go:build js

// serve in WebAssembly: the settings are checked here; Node listens.

package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"github.com/ukemi-dev/ukemi/pkg/edge"
)

// nativeTables are of what only the native server has.
var nativeTables []table

// addressPlaceholder stands in the greeting for the address that Node takes.
const addressPlaceholder = "{address}"

// serve calls the global function ukemiServe of the npm package's command.
func (p Program) serve(config edge.Config) error {
	if config.Upstream == nil {
		return failure{errors.New("UKEMI_UPSTREAM: this edge needs one: --upstream https://api.openai.com/v1, " +
			"for example; the demo provider is part of the native command"), 2, ""}
	}
	if config.Health != "" {
		return failure{errors.New("UKEMI_HEALTH: this edge shares no health; the native command does"), 2, ""}
	}
	var settings []string
	for _, pair := range p.Environ {
		if strings.HasPrefix(pair, "UKEMI_") {
			settings = append(settings, pair)
		}
	}
	line, err := json.Marshal(map[string]any{
		"environ": settings, "listen": config.Listen, "greeting": greeting(addressPlaceholder, config, false),
	})
	if err != nil {
		return fmt.Errorf("the settings: %w", err)
	}
	js.Global().Call("ukemiServe", string(line))
	return nil
}

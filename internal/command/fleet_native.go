//go:build !js

// The fleet of UKEMI_HEALTH.

package command

import (
	"fmt"
	"log/slog"

	"github.com/ukemi-dev/ukemi/internal/fleet"
	"github.com/ukemi-dev/ukemi/internal/fleet/address"
	"github.com/ukemi-dev/ukemi/pkg/edge"
)

// startFleet returns the exchange that the settings ask for, nil for none, and the function
// that ends it.
func startFleet(c edge.Config, log *slog.Logger) (f edge.Fleet, end func(), err error) {
	if c.Health == "" {
		return nil, func() {}, nil
	}
	server, err := address.Parse(c.Health)
	if err != nil {
		return nil, nil, fmt.Errorf("UKEMI_HEALTH: %w", err)
	}
	exchange, err := fleet.New(server, log)
	if err != nil {
		return nil, nil, fmt.Errorf("UKEMI_HEALTH: %w", err)
	}
	return exchange, exchange.Close, nil
}

// Command demo serves the demo provider, for tests in other languages. It prints
// its base URLs as one line of JSON and ends on SIGTERM or SIGINT.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/ukemi-dev/ukemi/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	sites, err := demo.New().Listen()
	if err != nil {
		log.Fatal(err)
	}
	defer sites.Close()
	if err := json.NewEncoder(os.Stdout).Encode(sites); err != nil {
		log.Fatal(err)
	}
	<-ctx.Done()
}

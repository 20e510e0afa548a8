package classify

import (
	"os"
	"testing"
)

func TestZZ(t *testing.T) { grade(t, os.Getenv("FOLDER")) }

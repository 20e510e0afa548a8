//go:build unix

// Package redistest starts real Redis or Valkey servers for tests: one process each, at a
// random port of 127.0.0.1, with a directory of its own, ended by its id.
package redistest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/gomodule/redigo/redis"
)

// Server is a running server. Its port stays the same when it is restarted.
type Server struct {
	Port      int
	directory string
	arguments []string
	process   *exec.Cmd
}

// ErrMissing means that there is no server to start.
var ErrMissing = errors.New("no redis-server and no valkey-server is installed: " +
	"`make redis` installs one, or name one with REDIS=/path/to/redis-server")

// program returns the path of the server's program.
func program() (string, error) {
	for _, name := range []string{os.Getenv("REDIS"), "redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path, nil
		}
	}
	return "", ErrMissing
}

// Start a server for a test, which is skipped where none is installed, unless CI runs it.
func Start(t testing.TB, arguments ...string) *Server {
	t.Helper()
	s, err := New(t.TempDir(), arguments...)
	if errors.Is(err, ErrMissing) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Kill)
	return s
}

// New starts a server in a directory, which needs nothing in it.
func New(directory string, arguments ...string) (*Server, error) {
	var s *Server
	err := errors.New("no attempt")
	for i := 0; i < 5 && err != nil; i++ { // the port may be taken before the server takes it
		if s = (&Server{directory: directory, arguments: arguments}); i > 0 {
			s.Kill()
		}
		if s.Port, err = freePort(); err == nil {
			err = s.Start()
		}
		if errors.Is(err, ErrMissing) {
			break
		}
	}
	return s, err
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// Start the server again, or for the first time, and wait until it listens.
func (s *Server) Start() error {
	path, err := program()
	if err != nil {
		return err
	}
	port := []string{"--port", strconv.Itoa(s.Port)}
	for _, argument := range s.arguments {
		if argument == "--tls-cert-file" {
			port = []string{"--port", "0", "--tls-port", strconv.Itoa(s.Port)}
		}
	}
	arguments := append(port, "--bind", "127.0.0.1", "--save", "", "--dir", s.directory, "--logfile", "redis.log")
	s.process = exec.Command(path, append(arguments, s.arguments...)...)
	if err := s.process.Start(); err != nil {
		return err
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", s.Address()); err == nil {
			return conn.Close()
		}
	}
	text, _ := os.ReadFile(s.directory + "/redis.log")
	s.Kill()
	return fmt.Errorf("the server does not listen: %s", text)
}

// Address is host:port.
func (s *Server) Address() string { return "127.0.0.1:" + strconv.Itoa(s.Port) }

// Kill ends the server at once, suspended or not. A killed one may be started again.
func (s *Server) Kill() {
	if s.process != nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
		s.process = nil
	}
}

// Suspend lets connections hang, as a partition of the network does. Resume ends that.
func (s *Server) Suspend() { _ = s.process.Process.Signal(syscall.SIGSTOP) }

// Resume a suspended server.
func (s *Server) Resume() { _ = s.process.Process.Signal(syscall.SIGCONT) }

// Do sends one command over a connection of its own.
func (s *Server) Do(command string, arguments ...any) (any, error) {
	c, err := redis.Dial("tcp", s.Address())
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return c.Do(command, arguments...)
}

// Fill lets the server refuse to store anything; messages still pass.
func (s *Server) Fill() error { return s.limitMemory("1") }

// Empty ends that.
func (s *Server) Empty() error { return s.limitMemory("0") }

func (s *Server) limitMemory(bytes string) error {
	if _, err := s.Do("CONFIG", "SET", "maxmemory-policy", "noeviction"); err != nil {
		return err
	}
	_, err := s.Do("CONFIG", "SET", "maxmemory", bytes)
	return err
}

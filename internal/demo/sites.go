// Failures below HTTP (DNS, TCP, TLS), which an address chooses and not a model.

package demo

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"time"
)

// Sites are the base URLs of a provider that listens.
type Sites struct {
	URL      string `json:"url"`      // the provider
	Second   string `json:"second"`   // the same provider at another address
	Refused  string `json:"refused"`  // no process listens here
	HalfOpen string `json:"halfOpen"` // accepts connections and reads nothing
	TLS      string `json:"tls"`      // a self-signed certificate
	Plain    string `json:"plain"`    // an https URL of a server without TLS

	close []io.Closer
}

// Listen serves the provider and all sites on free ports of 127.0.0.1.
func (p *Provider) Listen() (*Sites, error) {
	s := &Sites{}
	var addresses [4]string
	var listeners [4]net.Listener
	for i := range listeners {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			s.Close()
			return nil, err
		}
		s.close = append(s.close, l)
		listeners[i], addresses[i] = l, l.Addr().String()
	}
	first, second, halfOpen, overTLS := listeners[0], listeners[1], listeners[2], listeners[3]
	for _, l := range []net.Listener{first, second, tls.NewListener(overTLS, selfSigned())} {
		s.serve(p, l)
	}
	// A port that a connection has as its own is one that nobody listens on.
	reserved, err := net.Dial("tcp", halfOpen.Addr().String())
	if err != nil {
		s.Close()
		return nil, err
	}
	s.close = append(s.close, reserved)
	s.URL, s.Second = "http://"+addresses[0], "http://"+addresses[1]
	s.HalfOpen, s.TLS = "http://"+addresses[2], "https://"+addresses[3]
	s.Plain, s.Refused = "https://"+addresses[0], "http://"+reserved.LocalAddr().String()
	return s, nil
}

func (s *Sites) serve(p *Provider, l net.Listener) {
	// Failed handshakes are what the listener is for: no log.
	server := &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}
	s.close = append(s.close, server)
	go func() { _ = server.Serve(l) }()
}

// Close stops listening and breaks what is under way.
func (s *Sites) Close() {
	for _, c := range s.close {
		_ = c.Close()
	}
}

// selfSigned is a certificate that nobody has a reason to trust.
func selfSigned() *tls.Config {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // no randomness: nothing works
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotAfter:     time.Now().Add(24 * time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

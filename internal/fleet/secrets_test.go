//go:build unix

package fleet_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/fleet"
	"github.com/ukemi-dev/ukemi/internal/fleet/address"
	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
)

// certificate writes one of 127.0.0.1 that signs itself, and its key.
func certificate(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "redis"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("redis.crt", "CERTIFICATE", der), write("redis.key", "EC PRIVATE KEY", keyDER)
}

// TestTLSAndPassword: a server that wants both, and what the log has of them.
func TestTLSAndPassword(t *testing.T) {
	crt, key := certificate(t)
	const secret = "p@ss/w0rd#1"
	server := redistest.Start(t, "--requirepass", secret,
		"--tls-cert-file", crt, "--tls-key-file", key, "--tls-ca-cert-file", crt, "--tls-auth-clients", "no")
	where := "127.0.0.1:" + strings.Split(server.Address(), ":")[1]
	right := "rediss://:p%40ss%2Fw0rd%231@" + where + "/3?ca=" + crt
	a, b := start(t, right), start(t, right)
	eventually(t, "both are up", func() bool { return a.isUp() && b.isUp() })
	a.failUntil(t, "the other one learns", b.seesOutage)
	for url, reason := range map[string]string{
		"rediss://:p%40ss%2Fw0rd%231@" + where:           "certificate",
		"rediss://:wr0ng-p%40ss@" + where + "?ca=" + crt: "WRONGPASS",
		"rediss://us3r:wr0ng@" + where + "?ca=" + crt:    "WRONGPASS",
		"rediss://" + where + "?ca=" + crt:               "NOAUTH",
		"redis://:p%40ss%2Fw0rd%231@" + where:            "",
		"redis://:p%40ss%2Fw0rd%231@nowhere.invalid:123": "nowhere.invalid",
	} {
		i := start(t, url)
		eventually(t, url+" is refused", func() bool { return i.Status().Errors > 0 })
		if log := i.log.String(); i.isUp() || !strings.Contains(log, reason) {
			t.Errorf("%s: %s", url, log)
		}
		for _, secret := range []string{"p@ss", "p%40", "wr0ng"} {
			if log := i.log.String(); strings.Contains(log, secret) {
				t.Errorf("a password is in the log: %s", log)
			}
		}
	}
	for _, ca := range []string{key, filepath.Join(t.TempDir(), "none")} {
		parsed, err := address.Parse("rediss://127.0.0.1?ca=" + ca)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fleet.New(parsed, nil); err == nil || !strings.Contains(err.Error(), "ca") {
			t.Errorf("%s: %v", ca, err)
		}
	}
}

// TestLeastRights: the user that docs/operations.md advises may do all that is needed.
func TestLeastRights(t *testing.T) {
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "ACL SETUSER ukemi")
	rights, _, _ := strings.Cut(rest, "\n")
	if !ok {
		t.Fatal("no user in docs/operations.md")
	}
	server := redistest.Start(t)
	arguments := []any{"SETUSER", "ukemi"}
	for _, rule := range strings.Fields(strings.ReplaceAll(rights, "'", "")) {
		arguments = append(arguments, rule)
	}
	if _, err := server.Do("ACL", arguments...); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Do("SADD", "ukemi:1:default:origins", "gone"); err != nil {
		t.Fatal(err)
	}
	url := "redis://ukemi:s3cret@" + server.Address()
	a, b := start(t, url), start(t, url)
	eventually(t, "both see each other", func() bool { return a.Status().Peers == 1 && b.Status().Peers == 1 })
	a.failUntil(t, "the other one learns", b.seesOutage)
	eventually(t, "the ledger is stored", func() bool {
		n, err := server.Do("SCARD", "ukemi:1:default:origins")
		return err == nil && n == int64(1)
	})
	if log := a.log.String() + b.log.String(); strings.Contains(log, "error") {
		t.Error(log)
	}
}

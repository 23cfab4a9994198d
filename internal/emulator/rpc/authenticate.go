package rpc

import (
	"crypto/sha256"
	"net/http"
	"sync"
	"time"
)

// window bounds the difference between the time of a request and ours, either way.
const window = 15 * time.Minute

// maxNonces bounds the memory for nonces. When it is reached the oldest are forgotten early.
const maxNonces = 1 << 18

// Key is an access key that calls may be signed with.
type Key struct {
	ID, Secret string
	// SecurityToken has to come with each call if it is set: the key is a temporary one.
	SecurityToken string
	// Expires ends the life of the token; zero: never.
	Expires time.Time
	// Inactive keys are known but refused.
	Inactive bool
}

// authenticator checks that a call comes from the owner of a key, now, and for the first time.
type authenticator struct {
	keys   map[string]Key
	nonces nonces
}

func (a *authenticator) check(s *signed, now time.Time) error {
	key, ok := a.keys[s.accessKeyID]
	switch {
	case !ok:
		return Errorf(http.StatusNotFound, "InvalidAccessKeyId.NotFound", "The access key ID is not known.")
	case key.Inactive:
		return badRequest("InvalidAccessKeyId.Inactive", "The access key is disabled.")
	case s.time.Before(now.Add(-window)) || s.time.After(now.Add(window)):
		return badRequest("InvalidTimeStamp.Expired", "The time of the request differs from the server's, %s, by more than %s.",
			now.UTC().Format(time.RFC3339), window)
	case key.SecurityToken != "" && s.token == "":
		return missingProtocol("SecurityToken", "The security token of this temporary access key")
	}
	if err := s.verify(key.Secret); err != nil {
		return err
	}
	switch {
	// Compared after the signature, which covers the token, so this comparison gives nothing away.
	case s.token != key.SecurityToken:
		return badRequest("InvalidSecurityToken.MismatchWithAccessKey", "The security token does not belong to the access key.")
	case !key.Expires.IsZero() && !now.Before(key.Expires):
		return badRequest("InvalidSecurityToken.Expired", "The security token has expired.")
	case !a.nonces.use(s.accessKeyID+" "+s.nonce, now):
		return badRequest("SignatureNonceUsed", "The nonce of the signature was used before.")
	}
	return nil
}

// nonces remembers what was used for as long as a request that holds it could be accepted again.
type nonces struct {
	mu     sync.Mutex
	seen   map[[sha256.Size]byte]bool
	oldest []usedNonce
}

type usedNonce struct {
	hash [sha256.Size]byte
	at   time.Time
}

// use remembers the nonce and reports whether it is fresh.
func (n *nonces) use(nonce string, now time.Time) bool {
	hash := sha256.Sum256([]byte(nonce))
	n.mu.Lock()
	defer n.mu.Unlock()
	// A request may be from the end of the window to come, so it stays acceptable for two windows.
	for len(n.oldest) > 0 && now.Sub(n.oldest[0].at) > 2*window {
		n.forget()
	}
	if n.seen[hash] {
		return false
	}
	if len(n.oldest) >= maxNonces {
		n.forget()
	}
	if n.seen == nil {
		n.seen = map[[sha256.Size]byte]bool{}
	}
	n.seen[hash] = true
	n.oldest = append(n.oldest, usedNonce{hash, now})
	return true
}

// forget drops the oldest nonce.
func (n *nonces) forget() {
	delete(n.seen, n.oldest[0].hash)
	n.oldest = n.oldest[1:]
}

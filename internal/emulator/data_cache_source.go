package emulator

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// needs lists the options that a source of each type cannot do without. A repository of models or data is a source of type
// URL, with other options. Which options CPFS has is published nowhere.
var needs = map[string][]string{
	"CPFS":     {},
	"URL":      {"url"},
	"NAS":      {"server", "path"},
	"OSS":      {"bucket"},
	"SNAPSHOT": {"snapshotId"},
}

var repositorySources = []string{"ModelScope/Model", "ModelScope/DataSet", "HuggingFace/Model", "HuggingFace/DataSet"}

// secretOption is kept as a digest only.
const secretOption = "accessToken"

func validateDataSource(d *wire.DataSource) error {
	if d == nil {
		return nil
	}
	if err := check(present("DataSource.Type", d.Type), oneOf("DataSource.Type", d.Type, slices.Sorted(maps.Keys(needs))...)); err != nil {
		return err
	}
	needed := needs[d.Type]
	if d.Type == "URL" && d.Options["repoSource"] != "" {
		needed = []string{"repoId"}
		if err := oneOf("DataSource.Options.repoSource", d.Options["repoSource"], repositorySources...); err != nil {
			return err
		}
	}
	if text := d.Options["url"]; d.Type == "URL" && text != "" {
		if err := dataURL("DataSource.Options.url", text); err != nil {
			return err
		}
	}
	for _, option := range needed {
		if err := present("DataSource.Options."+option, d.Options[option]); err != nil {
			return err
		}
	}
	return nil
}

// describeDataSource tells the source without its secret, as the service does: the options are JSON text that repeats the type.
func describeDataSource(d *wire.DataSource) wire.DescribedDataSource {
	options := maps.Clone(d.Options)
	delete(options, secretOption)
	text, err := json.Marshal(map[string]any{"type": d.Type, "options": options})
	if err != nil {
		panic(err) // strings can always be encoded
	}
	return wire.DescribedDataSource{Type: d.Type, Options: string(text)}
}

// dataSourceOf is the inverse of describeDataSource, without the secret.
func dataSourceOf(d wire.DescribedDataSource) *wire.DataSource {
	var text struct{ Options map[string]string }
	// The text is that of describeDataSource, unless it was patched, and then its size tells all that matters.
	_ = json.Unmarshal([]byte(d.Options), &text)
	return &wire.DataSource{Type: d.Type, Options: text.Options}
}

// secretDigest tells sources with different secrets apart.
func secretDigest(d *wire.DataSource) string {
	if d.Options[secretOption] == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(d.Options[secretOption]))
	return hex.EncodeToString(sum[:])
}

var sizeInName = regexp.MustCompile(`(?i)(\d+)gib`)

// loadFailure returns why the data cannot be loaded into a cache of size GiB; empty if it can.
func loadFailure(d *wire.DataSource, size int64) string {
	where := cmp.Or(d.Options["url"], d.Options["repoId"], d.Options["server"]+d.Options["path"])
	host := d.Options["server"]
	if u, err := url.Parse(d.Options["url"]); err == nil && u.Host != "" {
		host = u.Hostname()
	}
	if strings.HasSuffix(host, ".invalid") {
		return "lookup " + host + ": no such host"
	}
	needed := int64(1)
	if found := sizeInName.FindStringSubmatch(where); found != nil {
		// A number that is too large for an integer is read as the largest one.
		needed, _ = strconv.ParseInt(found[1], 10, 64)
	}
	if needed > size {
		return fmt.Sprintf("no space left on device: the data needs %d GiB, the cache has %d", needed, size)
	}
	return ""
}

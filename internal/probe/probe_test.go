package probe

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

var (
	only   = flag.String("probe", "", "the assumption to look into; empty: all")
	clouds = flag.Int("clouds", 4, "how many clouds that differ in many points probes are tried in")
	report = flag.String("report", "", "where to write the report, without .md and .json")
)

// labIn returns a lab in an emulated cloud.
func labIn(t *testing.T, cloud *acctest.Cloud) *Lab {
	t.Helper()
	return NewLab(cloud.Client(t), cloud.Client(t), "vsw-probe-b", "sg-probe")
}

// emulated configures an emulator for probes: what happens at once elsewhere takes its time.
func emulated(assume map[string]string) func(*emulator.Config) {
	return func(config *emulator.Config) {
		config.BootTime, config.Assume = 3700*time.Millisecond, assume
		config.RateLimits = map[string]int{"DescribeContainerLog": 20}
	}
}

// TestProbesTellAnswersApart runs each probe in clouds that give each of the answers.
func TestProbesTellAnswersApart(t *testing.T) {
	probes := Probes()
	for _, assumption := range emulator.Assumptions {
		i := slices.IndexFunc(probes, func(p Probe) bool { return p.Assumption == assumption.Name })
		if i < 0 {
			t.Errorf("%s has no probe", assumption.Name)
			continue
		}
		for _, answer := range assumption.Answers {
			t.Run(assumption.Name+"/"+answer.Name, func(t *testing.T) {
				t.Parallel()
				acctest.CloudOnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud) {
					results, err := Run(t.Context(), labIn(t, cloud), probes[i:i+1], 1, func(Result) {})
					if err != nil {
						t.Fatal(err)
					}
					if r := results[0]; r.Answer != answer.Name || r.Error != "" || r.Evidence == "" {
						t.Errorf("%+v", r)
					}
					checkCosts(t, cloud, probes[i])
				}, emulated(map[string]string{assumption.Name: answer.Name}))
			})
		}
	}
	if len(probes) != len(emulator.Assumptions) {
		t.Errorf("%d probes of %d assumptions", len(probes), len(emulator.Assumptions))
	}
}

// TestProbesAreNotMisled runs all probes in clouds that differ from what is assumed in many points at once. A probe may find nothing
// then, but nothing wrong.
func TestProbesAreNotMisled(t *testing.T) {
	for seed := range uint64(*clouds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			assume := map[string]string{}
			for _, assumption := range emulator.Assumptions {
				assume[assumption.Name] = assumption.Answers[random.IntN(len(assumption.Answers))].Name
			}
			acctest.CloudOnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud) {
				results, err := Run(t.Context(), labIn(t, cloud), Probes(), 16, func(Result) {})
				if err != nil {
					t.Fatal(err)
				}
				found := 0
				for _, r := range results {
					switch r.Answer {
					case "":
						t.Logf("%s: %s %s", r.Assumption, r.Evidence, r.Error)
					case assume[r.Assumption]:
						found++
					default:
						t.Errorf("it is %s: %+v", assume[r.Assumption], r)
					}
				}
				if found < len(results)*9/10 {
					t.Errorf("of %d probes %d found something", len(results), found)
				}
				if groups := left(cloud); len(groups) > 0 {
					t.Errorf("left: %v", groups)
				}
			}, emulated(assume))
		})
	}
}

// checkCosts holds a probe to what it says that it costs, and to leaving nothing.
func checkCosts(t *testing.T, cloud *acctest.Cloud, p Probe) {
	t.Helper()
	created := 0
	for _, call := range cloud.Calls("CreateContainerGroup") {
		if call.Code == "" {
			created++
		}
	}
	if shared := len(left(cloud)); shared > 0 {
		t.Errorf("%d groups are left", shared)
	}
	if created > p.Groups+1 { // the shared one
		t.Errorf("%d groups were created, not %d", created, p.Groups)
	}
	calls := cloud.Calls("")
	if took := calls[len(calls)-1].Time.Sub(calls[0].Time); took.Minutes() > p.minutes() {
		t.Errorf("it took %s, not %v minutes", took, p.minutes())
	}
}

func left(cloud *acctest.Cloud) []struct{ ContainerGroupId string } {
	var state struct {
		ContainerGroups []struct{ ContainerGroupId string }
	}
	cloud.StateInto(&state)
	return state.ContainerGroups
}

// TestCleanUp has probes end in every way before they are done.
func TestCleanUp(t *testing.T) {
	for name, end := range map[string]func(b *bench, cancel func()){
		"failure":   func(b *bench, _ func()) { b.fail(errors.New("no way")) },
		"mistake":   func(*bench, func()) { panic("a mistake") },
		"interrupt": func(b *bench, cancel func()) { cancel(); b.sleep(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			acctest.CloudOnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				probe := Probe{Assumption: "tag-lag", Groups: 1, find: func(b *bench) (string, string) {
					b.standing()
					b.create()
					end(b, cancel)
					return "at-once", ""
				}}
				results, err := Run(ctx, labIn(t, cloud), []Probe{probe}, 1, func(Result) {})
				if err != nil || results[0].Error == "" || results[0].Answer != "" {
					t.Errorf("%+v, %v", results, err)
				}
				if groups := left(cloud); len(groups) > 0 {
					t.Errorf("left: %v", groups)
				}
			}, emulated(nil))
		})
	}
}

// TestCleanUpAfterLostAnswer has a group created of which the probe never hears.
func TestCleanUpAfterLostAnswer(t *testing.T) {
	acctest.CloudOnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud) {
		if err := cloud.SetFaults([]rpc.Fault{{Action: "CreateContainerGroup", Kind: rpc.FaultDropResponse}}); err != nil {
			t.Fatal(err)
		}
		probe := Probe{Assumption: "tag-lag", Groups: 1, find: func(b *bench) (string, string) { return "at-once", b.create() }}
		results, err := Run(t.Context(), labIn(t, cloud), []Probe{probe}, 1, func(Result) {})
		if err != nil || results[0].Error == "" {
			t.Errorf("%+v, %v", results, err)
		}
		if groups := left(cloud); len(groups) > 0 || len(cloud.Calls("CreateContainerGroup")) == 0 {
			t.Errorf("left: %v", groups)
		}
	}, emulated(nil))
}

// TestSweep leaves alone what may still be in use.
func TestSweep(t *testing.T) {
	acctest.CloudOnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud) {
		killed, later := labIn(t, cloud), labIn(t, cloud)
		(&bench{Lab: killed, ctx: t.Context()}).create()
		for _, after := range []struct {
			wait time.Duration
			left int
		}{{50 * time.Minute, 1}, {20 * time.Minute, 0}} {
			time.Sleep(after.wait)
			if err := later.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if groups := left(cloud); len(groups) != after.left {
				t.Errorf("left after another %s: %v", after.wait, groups)
			}
		}
	}, emulated(nil))
}

// TestCost keeps all probes within a Yuan and a quarter of an hour. make probe shows what it logs before anything is created.
func TestCost(t *testing.T) {
	probes := chosen(t)
	groups := 1
	for _, p := range probes {
		groups += p.Groups
	}
	cost, duration := Cost(probes), Duration(probes)
	t.Logf("Probes: %d. They create up to %d container groups, which live for some minutes each; that takes about %s and costs at most "+
		"%.2f Yuan.", len(probes), groups, duration, cost)
	if cost > 1 || duration > 15*time.Minute {
		t.Error("that is too much")
	}
}

func chosen(t *testing.T) []Probe {
	t.Helper()
	probes := Probes()
	if *only != "" {
		probes = slices.DeleteFunc(probes, func(p Probe) bool { return p.Assumption != *only })
	}
	if len(probes) == 0 {
		t.Fatalf("no probe is called %q", *only)
	}
	return probes
}

// TestProbes runs the probes on the account that the environment names if ECI_LIVE is 1, and otherwise in the emulator, and writes
// the report.
func TestProbes(t *testing.T) {
	probes := chosen(t)
	if os.Getenv("ECI_LIVE") == "1" {
		// Interrupted, it takes away what it has made.
		ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
		defer stop()
		lab := liveLab(t)
		if err := lab.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		results, err := Run(ctx, lab, probes, 16, func(r Result) { t.Logf("%s: %s (%s%s)", r.Assumption, r.Answer, r.Evidence, r.Error) })
		if err != nil {
			t.Error(err)
		}
		write(t, *report, results)
		for _, r := range results {
			if r.Answer == "" {
				t.Errorf("%s: %s %s", r.Assumption, r.Evidence, r.Error)
			}
		}
		return
	}
	acctest.CloudOnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud) {
		results, err := Run(t.Context(), labIn(t, cloud), probes, 16, func(Result) {})
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "report")
		write(t, name, results)
		for _, r := range results {
			if r.Answer != r.Assumed || r.Error != "" {
				t.Errorf("%+v", r)
			}
		}
		checkReport(t, name, cloud, probes)
	}, emulated(nil))
}

func liveLab(t *testing.T) *Lab {
	t.Helper()
	credentials, err := eci.NewCredentials(eci.CredentialsConfig{})
	if err != nil {
		t.Fatal(err)
	}
	config := eci.Config{Region: os.Getenv("ALIBABA_CLOUD_REGION"), Endpoint: os.Getenv("ECI_ENDPOINT"), Credentials: credentials,
		UserAgent: "terraform-provider-eci/probe"}
	hasty := config
	hasty.RateLimits = map[string]int{"DescribeContainerLog": 1_000_000} // what throttling-code calls
	config.MaxRetries = eci.DefaultMaxRetries
	clients := make([]*eci.Client, 2)
	for i, c := range []eci.Config{config, hasty} {
		if clients[i], err = eci.New(c); err != nil {
			t.Fatal(err)
		}
	}
	return NewLab(clients[0], clients[1], os.Getenv("ECI_LIVE_VSWITCH_ID"), os.Getenv("ECI_LIVE_SECURITY_GROUP_ID"))
}

// write writes the report, if it has a name.
func write(t *testing.T, name string, results []Result) {
	t.Helper()
	if name == "" {
		return
	}
	text, err := JSON(results)
	if err != nil {
		t.Fatal(err)
	}
	for ending, text := range map[string][]byte{".json": text, ".md": []byte(Markdown(results))} {
		if err := os.WriteFile(name+ending, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// checkReport wants in the report all that was found, and nothing that tells the account from others.
func checkReport(t *testing.T, name string, cloud *acctest.Cloud, probes []Probe) {
	t.Helper()
	var results []Result
	text, err := os.ReadFile(name + ".json")
	if err == nil {
		err = json.Unmarshal(text, &results)
	}
	if err != nil || len(results) != len(probes) {
		t.Fatal(err, len(results))
	}
	page, err := os.ReadFile(name + ".md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if !strings.Contains(string(page), fmt.Sprintf("| `%s`: ", r.Assumption)) || r.Time.IsZero() || r.Region != acctest.Region {
			t.Errorf("not in the report: %+v", r)
		}
	}
	for _, call := range cloud.Calls("") {
		for _, secret := range []string{call.RequestID, call.Parameters["ContainerGroupId"], acctest.AccessKey, acctest.SecretKey} {
			if secret != "" && strings.Contains(string(text)+string(page), secret) {
				t.Errorf("the report names %s", secret)
			}
		}
	}
}

func TestMask(t *testing.T) {
	for text, want := range map[string]string{
		"group eci-bp1abcdefgh12345 in vsw-2ze1234567890 at 10.0.0.12":   "group *** in *** at ***",
		"request 6A7B8C9D-0000-1111-2222-333344445555, key LTAI5tAbCdEf": "request ***, key ***",
		"see https://error-center.aliyun.com/?x=1 of 1234567890123456":   "see *** of ***",
		"seen after 10 s, code \"InvalidParameter.NotFound\"":            "seen after 10 s, code \"InvalidParameter.NotFound\"",
	} {
		if got := mask(text); got != want {
			t.Errorf("%s: got %q", text, got)
		}
	}
}

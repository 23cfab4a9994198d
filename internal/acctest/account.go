package acctest

import (
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// Account is where tests run that hold for any account: an emulated cloud, or the real service when ECI_LIVE is 1.
// Such tests are called TestAcc…, by which make testlive finds them.
type Account struct {
	// VSwitchID and SecurityGroupID are where groups are placed.
	VSwitchID, SecurityGroupID string
	// Region is where the account's network is.
	Region string
	// Prefix begins the names of all objects of a test, so that leftovers are found.
	Prefix   string
	provider string
	check    func(*testing.T)
}

// NewAccount returns the emulator, or the real account that the environment names.
func NewAccount(t *testing.T) *Account {
	t.Helper()
	prefix := "tf-acc-" + strings.ToLower(rand.Text()[:8])
	if !isLive() {
		cloud := NewCloud(t)
		return &Account{VSwitchID: "vsw-acc-b", SecurityGroupID: "sg-acc", Region: Region, Prefix: prefix, provider: cloud.Provider(),
			check: cloud.checkEmpty}
	}
	account := &Account{VSwitchID: os.Getenv("ECI_LIVE_VSWITCH_ID"), SecurityGroupID: os.Getenv("ECI_LIVE_SECURITY_GROUP_ID"),
		Region: os.Getenv("ALIBABA_CLOUD_REGION"), Prefix: prefix, provider: "provider \"eci\" {}\n", check: func(*testing.T) {}}
	if account.VSwitchID == "" || account.SecurityGroupID == "" {
		t.Fatal("ECI_LIVE_VSWITCH_ID and ECI_LIVE_SECURITY_GROUP_ID have to be set")
	}
	return account
}

func isLive() bool { return os.Getenv("ECI_LIVE") == "1" }

// Image is the reference of an image that Alibaba Cloud offers to groups in a VPC, such as nginx:1.14.2.
func (a *Account) Image(name string) string {
	return "registry-vpc." + a.Region + ".aliyuncs.com/eci_open/" + name
}

// Group is the configuration of a group called test in the account's network, with more arguments.
func (a *Account) Group(arguments string) string {
	return fmt.Sprintf("resource \"eci_container_group\" \"test\" {\n  name = %q\n  vswitch_ids = [%q]\n  security_group_id = %q\n%s\n}\n",
		a.Prefix, a.VSwitchID, a.SecurityGroupID, arguments)
}

// Test runs steps, in which each configuration gets the account's provider block.
func (a *Account) Test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	for i := range steps {
		if steps[i].Config != "" {
			steps[i].Config = a.provider + steps[i].Config
		}
	}
	Run(t, steps...)
	a.check(t)
}

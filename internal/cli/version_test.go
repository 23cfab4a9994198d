package cli

import "testing"

func TestIsTerraform(t *testing.T) {
	for name, want := range map[string]bool{
		"Terraform v1.11.4":     false,
		"Terraform v1.14.0":     true,
		"Terraform v1.16.0-rc2": true,
		"OpenTofu v1.15.0":      false,
	} {
		if ok, err := IsTerraform(name, "1.14.0"); ok != want || err != nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
	if _, err := IsTerraform("terraform: not found", "1.14.0"); err == nil {
		t.Error("nothing was taken for a CLI")
	}
}

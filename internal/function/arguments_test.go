package function_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func number(n float64) tftypes.Value { return tftypes.NewValue(tftypes.Number, big.NewFloat(n)) }

func TestSize(t *testing.T) {
	size := func(cpu, memory float64) tftypes.Value {
		return object(map[string]tftypes.Value{"cpu": number(cpu), "memory": number(memory)})
	}
	for name, test := range map[string]struct {
		arguments []tftypes.Value
		want      tftypes.Value
		spot      tftypes.Value
	}{
		"sold":             {[]tftypes.Value{number(2), number(4)}, size(2, 4), size(2, 4)},
		"rounded up":       {[]tftypes.Value{number(3), number(5)}, size(4, 8), size(4, 8)},
		"too small a spot": {[]tftypes.Value{number(0.25), number(0.5)}, size(0.25, 0.5), size(2, 2)},
	} {
		got, err := call(t, "size", test.arguments...)
		if err != nil {
			t.Errorf("%s: %s", name, err.Text)
			continue
		}
		if !at(t, got, "cpu").Equal(at(t, test.want, "cpu")) || !at(t, got, "memory").Equal(at(t, test.want, "memory")) ||
			!at(t, got, "spot").Equal(test.spot) {
			t.Errorf("%s: got %s", name, got)
		}
	}
	for name, test := range map[string]struct {
		arguments []tftypes.Value
		argument  int64
	}{
		"too large": {[]tftypes.Value{number(10000), number(4)}, 0}, "none": {[]tftypes.Value{number(2), number(0)}, 1},
		"two regions": {[]tftypes.Value{number(2), number(4), text("cn-hangzhou"), text("cn-beijing")}, 3},
	} {
		if _, err := call(t, "size", test.arguments...); err == nil || err.FunctionArgument == nil || *err.FunctionArgument != test.argument {
			t.Errorf("%s: got %+v", name, err)
		}
	}
	if got, err := call(t, "size", number(2), tftypes.NewValue(tftypes.Number, tftypes.UnknownValue)); err != nil || got.IsFullyKnown() {
		t.Errorf("of an unknown size is known %s, %v", got, err)
	}
}

func TestDockerConfig(t *testing.T) {
	got, err := call(t, "dockerconfig", text(`{"auths":{"https://registry.example.com/v2/":{"auth":"Y2k6c2VjcmV0OjE="},
		"index.docker.io":{"username":"me","password":"p"}}}`))
	if err != nil {
		t.Fatal(err.Text)
	}
	for host, want := range map[string][2]string{"registry.example.com": {"ci", "secret:1"}, "index.docker.io": {"me", "p"}} {
		if !at(t, got, host, "user_name").Equal(text(want[0])) || !at(t, got, host, "password").Equal(text(want[1])) {
			t.Errorf("%s: %s", host, got)
		}
	}
	for name, config := range map[string]string{
		"no JSON": "secret-1", "no logins": `{"auths":{}}`, "kept by a program": `{"auths":{"registry.example.com":{}},"credsStore":"secret-1"}`,
	} {
		_, err := call(t, "dockerconfig", text(config))
		if err == nil || *err.FunctionArgument != 0 || strings.Contains(err.Text, "secret-1") {
			t.Errorf("%s: %+v", name, err)
		}
	}
	if got, err := call(t, "dockerconfig", unknown); err != nil || got.IsKnown() {
		t.Errorf("of an unknown text is known %s, %v", got, err)
	}
}

func TestRoleARN(t *testing.T) {
	want := text("acs:ram::1234567890123456:role/push")
	if got, err := call(t, "arn_role", text("1234567890123456"), text("push")); err != nil || !got.Equal(want) {
		t.Errorf("got %s, %v", got, err)
	}
	for i, arguments := range [][]tftypes.Value{{text("me"), text("push")}, {text("1"), text("role/push")}} {
		if _, err := call(t, "arn_role", arguments...); err == nil || *err.FunctionArgument != int64(i) {
			t.Errorf("got %+v", err)
		}
	}
}

func TestContainerGroup(t *testing.T) {
	group := func(container map[string]tftypes.Value) tftypes.Value {
		return object(map[string]tftypes.Value{"containers": object(map[string]tftypes.Value{"web": object(container)})})
	}
	for name, good := range map[string]tftypes.Value{
		"known": group(map[string]tftypes.Value{"image": text("nginx:1.27"),
			"ports": tuple(object(map[string]tftypes.Value{"port": number(80)}))}),
		"not yet": group(map[string]tftypes.Value{"image": unknown, "env": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String},
			map[string]tftypes.Value{"ANY": unknown}), "command": tftypes.NewValue(tftypes.DynamicPseudoType, nil)}),
	} {
		if got, err := call(t, "container_group", good); err != nil || !got.Equal(good) {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
	for want, bad := range map[string]tftypes.Value{
		`containers["web"] has no argument imgae. Did you mean image?`: group(map[string]tftypes.Value{"imgae": text("secret-1")}),
		`containers["web"].ports[0] has no argument prot. Did you mean port?`: group(map[string]tftypes.Value{
			"ports": tuple(object(map[string]tftypes.Value{"prot": number(80)}))}),
		"the container group has no argument container. Did you mean containers?": object(map[string]tftypes.Value{
			"container": text("secret-1")}),
		`containers["web"].ports has to be a list`: group(map[string]tftypes.Value{"ports": text("secret-1")}),
		"the container group has to be an object":  text("secret-1"),
	} {
		if _, err := call(t, "container_group", bad); err == nil || err.Text != want || *err.FunctionArgument != 0 {
			t.Errorf("got %+v, want %s", err, want)
		}
	}
}

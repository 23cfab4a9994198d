package kubernetes

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	kjson "sigs.k8s.io/json"
)

// Selector chooses Pods by labels and says what they get.
type Selector struct {
	Name         string
	Objects      *metav1.LabelSelector
	Namespaces   *metav1.LabelSelector
	Annotations  map[string]string
	EffectLabels map[string]string
	Policy       string
	Priority     int32
}

// policies are those of Selectors: how Pods are divided between nodes of the cluster and virtual ones.
var policies = []string{"fair", "normalNodePrefer", "virtualNodeOnly", "normalNodeOnly"}

func (s Selector) matches(pod, namespace map[string]string) bool {
	return fits(s.Objects, pod) && fits(s.Namespaces, namespace)
}

// fits reports whether a selector, which may be nil for all, matches labels. It has been checked before.
func fits(selector *metav1.LabelSelector, of map[string]string) bool {
	if selector == nil {
		return true
	}
	compiled, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && compiled.Matches(labels.Set(of))
}

// effect holds what Pods get.
type effect struct {
	Annotations map[string]string `json:"annotations,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
}

// ackSelector is an element of the list in the ConfigMap eci-profile of ACK.
type ackSelector struct {
	Name              string                `json:"name"`
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`
	ObjectSelector    *metav1.LabelSelector `json:"objectSelector,omitempty"`
	Effect            *effect               `json:"effect,omitempty"`
}

// selectorManifest is a Selector of a cluster of one's own. Without policy and effect the component fails.
type selectorManifest struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		ObjectLabels    *metav1.LabelSelector `json:"objectLabels,omitempty"`
		NamespaceLabels *metav1.LabelSelector `json:"namespaceLabels,omitempty"`
		Effect          effect                `json:"effect"`
		Policy          map[string]any        `json:"policy"`
		Priority        int32                 `json:"priority"`
	} `json:"spec"`
}

// Profile holds what sends Pods to ECI, and what it adds to them.
type Profile struct {
	Selectors []Selector
	// FirstOnly tells that one selector applies, that of the highest priority, as in clusters of one's own; in ACK all that match
	// do, and earlier ones win.
	FirstOnly bool
}

// Match holds what a Pod gets of a profile.
type Match struct {
	// Matched reports whether any selector fits.
	Matched bool `json:"matched"`
	// Selectors are the names of those that apply, in their order.
	Selectors   []string          `json:"selectors"`
	Annotations map[string]string `json:"annotations"`
	Labels      map[string]string `json:"labels"`
	// Policy is that of a Selector, null in ACK.
	Policy *string `json:"policy"`
}

// Match returns what a Pod with these labels gets in a namespace with those.
func (p Profile) Match(labels, namespace map[string]string) Match {
	m := Match{Selectors: []string{}, Annotations: map[string]string{}, Labels: map[string]string{}}
	all := slices.Clone(p.Selectors)
	if p.FirstOnly {
		slices.SortStableFunc(all, func(a, b Selector) int { return int(b.Priority) - int(a.Priority) })
	}
	for _, selector := range all {
		if !selector.matches(labels, namespace) {
			continue
		}
		m.Matched = true
		m.Selectors = append(m.Selectors, selector.Name)
		addMissing(m.Annotations, selector.Annotations)
		addMissing(m.Labels, selector.EffectLabels)
		if p.FirstOnly {
			m.Policy = optional(selector.Policy)
			break
		}
	}
	return m
}

// addMissing copies what to does not have.
func addMissing(to, from map[string]string) {
	for name, text := range from {
		if _, exists := to[name]; !exists {
			to[name] = text
		}
	}
}

// ReadProfile reads selectors: the ConfigMap eci-profile of ACK or its list of selectors, or Selectors of a cluster of one's own;
// as YAML or JSON text, or decoded.
func ReadProfile(manifest any) (Profile, error) {
	at := field.NewPath("selector")
	if text, ok := manifest.(string); ok && strings.HasPrefix(strings.TrimSpace(text), "[") {
		var list []any
		if err := kjson.UnmarshalCaseSensitivePreserveInts([]byte(text), &list); err != nil {
			return Profile{}, joined(field.ErrorList{malformed(at, "is no JSON list")})
		}
		manifest = list
	}
	var all []document
	var errs field.ErrorList
	if list, ok := manifest.([]any); ok {
		for i, element := range list {
			found, more := documents(element, at.Index(i))
			all, errs = append(all, found...), append(errs, more...)
		}
	} else {
		all, errs = documents(manifest, at)
	}
	var p Profile
	for i, d := range all {
		at := at.Index(i)
		switch d.Kind {
		case "ConfigMap":
			data, _ := d.raw["data"].(map[string]any)
			text, _ := data["selectors"].(string)
			if text == "" {
				continue
			}
			inner, err := ReadProfile(text)
			if err != nil {
				return Profile{}, fmt.Errorf("%s: %w", below(at, "data").Child("selectors"), err)
			}
			p.Selectors = append(p.Selectors, inner.Selectors...)
		case "Selector":
			var m selectorManifest
			errs = append(errs, d.decode(&m, at)...)
			s := Selector{Name: m.Name, Objects: m.Spec.ObjectLabels, Namespaces: m.Spec.NamespaceLabels, Annotations: m.Spec.Effect.Annotations,
				EffectLabels: m.Spec.Effect.Labels, Priority: m.Spec.Priority}
			for _, policy := range policies {
				if _, given := m.Spec.Policy[policy]; given && s.Policy == "" {
					s.Policy = policy
				}
			}
			if m.Spec.Policy == nil || d.raw["spec"].(map[string]any)["effect"] == nil {
				errs = append(errs, field.Required(at.Child("spec"), "policy and effect: eci-profile fails without them"))
			}
			p.Selectors, p.FirstOnly = append(p.Selectors, s), true
		case "":
			var a ackSelector
			errs = append(errs, d.decode(&a, at)...)
			e := value(a.Effect)
			p.Selectors = append(p.Selectors,
				Selector{Name: a.Name, Objects: a.ObjectSelector, Namespaces: a.NamespaceSelector, Annotations: e.Annotations, EffectLabels: e.Labels})
		default:
			errs = append(errs, field.NotSupported(at.Child("kind"), d.Kind, []string{"ConfigMap", "Selector"}))
		}
	}
	for i, s := range p.Selectors {
		for name, selector := range map[string]*metav1.LabelSelector{"objects": s.Objects, "namespaces": s.Namespaces} {
			if _, err := metav1.LabelSelectorAsSelector(selector); err != nil {
				errs = append(errs, field.Invalid(at.Index(i).Child(name), field.OmitValueType{}, err.Error()))
			}
		}
	}
	return p, joined(errs)
}

// ACKProfile are keys of the ConfigMap eci-profile, named as in Terraform; null ones are left out.
type ACKProfile struct {
	VPCID                string          `json:"vpc_id"`
	VSwitchIDs           []string        `json:"vswitch_ids"`
	SecurityGroupID      string          `json:"security_group_id"`
	ResourceGroupID      string          `json:"resource_group_id"`
	EnableClusterIP      *bool           `json:"enable_cluster_ip"`
	EnableHybridMode     *bool           `json:"enable_hybrid_mode"`
	EnableLinuxARM64Node *bool           `json:"enable_linux_arm64_node"`
	EnableLogController  *bool           `json:"enable_log_controller"`
	SLSMachineGroup      string          `json:"sls_machine_group"`
	EnablePVCController  *bool           `json:"enable_pvc_controller"`
	EnablePrivateZone    *bool           `json:"enable_private_zone"`
	EnableReuseSSLKey    *bool           `json:"enable_reuse_ssl_key"`
	FeatureGates         map[string]bool `json:"feature_gates"`
}

// SelfManagedProfile says for which cluster of one's own Selectors are. Namespace is where they are, kube-system when empty; before
// Kubernetes 1.16 they have none.
type SelfManagedProfile struct {
	KubernetesVersion string `json:"kubernetes_version"`
	Namespace         string `json:"namespace"`
}

// SelectorArguments are a selector as Terraform names its parts.
type SelectorArguments struct {
	Name            string                            `json:"name"`
	ObjectLabels    map[string]string                 `json:"object_labels"`
	NamespaceLabels map[string]string                 `json:"namespace_labels"`
	Expressions     []metav1.LabelSelectorRequirement `json:"object_expressions"`
	Annotations     map[string]string                 `json:"annotations"`
	Labels          map[string]string                 `json:"labels"`
	Policy          *string                           `json:"policy"`
	Priority        *int32                            `json:"priority"`
}

// ProfileArguments are a profile for exactly one kind of cluster.
type ProfileArguments struct {
	ACK         *ACKProfile         `json:"ack"`
	SelfManaged *SelfManagedProfile `json:"self_managed"`
	Selectors   []SelectorArguments `json:"selectors"`
}

// RenderedProfile are the manifests of a profile, decoded, as YAML documents and as JSON: one object, or a List.
type RenderedProfile struct {
	Manifests any    `json:"manifests"`
	YAML      string `json:"yaml"`
	JSON      string `json:"json"`
}

// RenderProfile makes manifests of arguments by their names. Errors have the names as paths.
func RenderProfile(arguments map[string]any) (RenderedProfile, field.ErrorList) {
	var a ProfileArguments
	encoded, err := json.Marshal(withoutNulls(arguments))
	if err == nil {
		err = json.Unmarshal(encoded, &a)
	}
	if err != nil {
		return RenderedProfile{}, field.ErrorList{field.InternalError(nil, err)}
	}
	var manifests []any
	errs := a.checkNames()
	if a.ACK != nil {
		m, more := a.configMap()
		manifests, errs = []any{m}, append(errs, more...)
	} else {
		m, more := a.selectors()
		manifests, errs = m, append(errs, more...)
	}
	var whole any = map[string]any{"apiVersion": "v1", "kind": "List", "items": manifests}
	if len(manifests) == 1 {
		whole = manifests[0]
	}
	return RenderedProfile{Manifests: manifests, YAML: yamlOf(manifests...), JSON: renderJSON(whole)}, errs
}

func (a ProfileArguments) checkNames() field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{}
	for i, s := range a.Selectors {
		at := field.NewPath("selectors").Index(i).Child("name")
		for _, fault := range validation.IsDNS1123Subdomain(s.Name) {
			errs = append(errs, field.Invalid(at, s.Name, fault))
		}
		if names[s.Name] {
			errs = append(errs, field.Duplicate(at, s.Name))
		}
		names[s.Name] = true
	}
	return errs
}

// configMap is the profile of ACK.
func (a ProfileArguments) configMap() (manifest map[string]any, errs field.ErrorList) {
	data := map[string]any{}
	for key, text := range map[string]string{"vpcId": a.ACK.VPCID, "vSwitchIds": strings.Join(a.ACK.VSwitchIDs, ","),
		"securityGroupId": a.ACK.SecurityGroupID, "resourceGroupId": a.ACK.ResourceGroupID, "slsMachineGroup": a.ACK.SLSMachineGroup,
		"featureGates": featureGates(a.ACK.FeatureGates)} {
		if text != "" {
			data[key] = text
		}
	}
	for key, flag := range map[string]*bool{"enableClusterIp": a.ACK.EnableClusterIP, "enableHybridMode": a.ACK.EnableHybridMode,
		"enableLinuxArm64Node": a.ACK.EnableLinuxARM64Node, "enableLogController": a.ACK.EnableLogController,
		"enablePVCController": a.ACK.EnablePVCController, "enablePrivateZone": a.ACK.EnablePrivateZone,
		"enableReuseSSLKey": a.ACK.EnableReuseSSLKey} {
		if flag != nil {
			data[key] = strconv.FormatBool(*flag)
		}
	}
	if value(a.ACK.EnableLogController) && a.ACK.SLSMachineGroup == "" {
		errs = append(errs, field.Required(field.NewPath("ack", "sls_machine_group"), "enable_log_controller needs it"))
	}
	selectors := []ackSelector{}
	for i, s := range a.Selectors {
		at := field.NewPath("selectors").Index(i)
		for name, given := range map[string]bool{"policy": s.Policy != nil, "priority": s.Priority != nil,
			"object_expressions": len(s.Expressions) > 0} {
			if given {
				errs = append(errs, field.Forbidden(at.Child(name), "ACK has none: all selectors that match apply, in their order"))
			}
		}
		selector := ackSelector{Name: s.Name, NamespaceSelector: byLabels(s.NamespaceLabels), ObjectSelector: byLabels(s.ObjectLabels)}
		if len(s.Annotations)+len(s.Labels) > 0 {
			selector.Effect = &effect{s.Annotations, s.Labels}
		}
		selectors = append(selectors, selector)
	}
	data["selectors"] = ""
	if len(selectors) > 0 {
		data["selectors"] = renderJSON(selectors)
	}
	return map[string]any{"apiVersion": "v1", "kind": "ConfigMap",
		"metadata": map[string]any{"name": "eci-profile", "namespace": "kube-system"}, "data": data}, errs
}

func featureGates(gates map[string]bool) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(gates)) {
		list = append(list, name+"="+strconv.FormatBool(gates[name]))
	}
	return strings.Join(list, ",")
}

func byLabels(all map[string]string) *metav1.LabelSelector {
	if len(all) == 0 {
		return nil
	}
	return &metav1.LabelSelector{MatchLabels: all}
}

// selectors are the profile of a cluster of one's own.
func (a ProfileArguments) selectors() (manifests []any, errs field.ErrorList) {
	version, namespace, err := selectorVersion(value(a.SelfManaged).KubernetesVersion)
	if err != nil {
		errs = append(errs, field.Invalid(field.NewPath("self_managed", "kubernetes_version"), value(a.SelfManaged).KubernetesVersion,
			err.Error()))
	}
	if own := value(a.SelfManaged).Namespace; own != "" && namespace == "" && err == nil {
		errs = append(errs, field.Forbidden(field.NewPath("self_managed", "namespace"), "before Kubernetes 1.16 Selectors have none"))
	} else {
		namespace = cmp.Or(own, namespace)
	}
	for i, s := range a.Selectors {
		at := field.NewPath("selectors").Index(i)
		if len(s.ObjectLabels)+len(s.NamespaceLabels)+len(s.Expressions) == 0 {
			errs = append(errs, field.Required(at,
				"object_labels, object_expressions or namespace_labels: a Selector without them would take all Pods"))
		}
		if !slices.Contains(policies, value(s.Policy)) {
			errs = append(errs, field.NotSupported(at.Child("policy"), value(s.Policy), policies))
		}
		m := selectorManifest{TypeMeta: metav1.TypeMeta{APIVersion: version, Kind: "Selector"},
			ObjectMeta: metav1.ObjectMeta{Name: s.Name, Namespace: namespace}}
		m.Spec.ObjectLabels, m.Spec.NamespaceLabels = byLabels(s.ObjectLabels), byLabels(s.NamespaceLabels)
		if len(s.Expressions) > 0 {
			m.Spec.ObjectLabels = &metav1.LabelSelector{MatchLabels: s.ObjectLabels, MatchExpressions: s.Expressions}
		}
		if _, err := metav1.LabelSelectorAsSelector(m.Spec.ObjectLabels); err != nil {
			errs = append(errs, field.Invalid(at.Child("object_expressions"), field.OmitValueType{}, err.Error()))
		}
		m.Spec.Effect, m.Spec.Policy, m.Spec.Priority = effect{s.Annotations, s.Labels}, map[string]any{value(s.Policy): map[string]any{}},
			value(s.Priority)
		manifests = append(manifests, cleaned(m))
	}
	if len(manifests) == 0 {
		errs = append(errs, field.Required(field.NewPath("selectors"), "without selectors there is no profile"))
	}
	return manifests, errs
}

// selectorVersion is the version of Selectors that a cluster serves, and where they are by default.
func selectorVersion(cluster string) (version, namespace string, err error) {
	major, rest, _ := strings.Cut(strings.TrimPrefix(cluster, "v"), ".")
	minor, _, _ := strings.Cut(rest, ".")
	number, err := strconv.Atoi(minor)
	switch {
	case err != nil || major != "1":
		return "", "", fmt.Errorf("must be a version such as 1.28")
	case number < 16:
		return "eci.aliyun.com/v1beta1", "", nil
	}
	return "eci.aliyun.com/v1", "kube-system", nil
}

// Package kubernetes converts what Kubernetes' users have into what ECI has, and back: Pods, annotations, profiles, nodes and
// caches. All of it is pure: nothing here knows Terraform, an API or a cluster.
package kubernetes

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// Unknown holds what a text contains that is not known yet. Conversions pass it on like any other text, and make no decision by
// it that another text could reverse. It can be a name or a label.
const Unknown = "eci-unknown-8f3c1d9a"

func isUnknown(text string) bool { return strings.Contains(text, Unknown) }

// document is a Kubernetes object.
type document struct {
	metav1.TypeMeta
	json []byte
	raw  map[string]any
	// isText tells that numbers are certain to be what Kubernetes makes of them: Terraform's yamldecode reads the mode 0444 as
	// 444, Kubernetes as 292.
	isText bool
}

// documents reads a manifest: YAML or JSON text of one or more documents, or a value such as encoding/json decodes.
func documents(manifest any, at *field.Path) ([]document, field.ErrorList) {
	text, isText := manifest.(string)
	if !isText {
		encoded, err := json.Marshal(manifest)
		if err != nil {
			return nil, field.ErrorList{field.InternalError(at, err)}
		}
		return readDocument(nil, encoded, false, at)
	}
	var all []document
	var errs field.ErrorList
	reader := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	for {
		part, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return all, errs
		}
		var encoded []byte
		if err == nil {
			encoded, err = yaml.YAMLToJSONStrict(part)
		}
		if err != nil {
			return nil, append(errs, malformed(at, "is no YAML: "+yamlError(err)))
		}
		if string(encoded) == "null" { // only comments
			continue
		}
		var more field.ErrorList
		all, more = readDocument(all, encoded, true, at)
		errs = append(errs, more...)
	}
}

var quoted = regexp.MustCompile("[`\"].*[`\"]")

// yamlError describes the fault of a YAML text. The parser quotes what it does not understand, which may be secret.
func yamlError(err error) string {
	return quoted.ReplaceAllString(strings.ReplaceAll(err.Error(), "\n", " "), "(…)")
}

// malformed is an error that does not repeat the value.
func malformed(at *field.Path, detail string) *field.Error {
	return &field.Error{Type: field.ErrorTypeTypeInvalid, Field: at.String(), BadValue: field.OmitValueType{}, Detail: detail}
}

func readDocument(all []document, encoded []byte, isText bool, at *field.Path) ([]document, field.ErrorList) {
	d := document{json: encoded, isText: isText}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(encoded, &d.raw); err != nil || d.raw == nil {
		return all, field.ErrorList{malformed(at, "has to be a Kubernetes object, with apiVersion and kind")}
	}
	d.APIVersion, _ = d.raw["apiVersion"].(string)
	d.Kind, _ = d.raw["kind"].(string)
	return append(all, d), nil
}

// decode reads d strictly: what the type does not have is an error.
func (d document) decode(into any, at *field.Path) field.ErrorList {
	strict, err := kjson.UnmarshalStrict(d.json, into)
	if err != nil {
		return field.ErrorList{typeError(err, at)}
	}
	var errs field.ErrorList
	for _, err := range strict {
		unknown, ok := err.(kjson.FieldError) //nolint:errorlint // strict errors are never wrapped
		if !ok {
			errs = append(errs, malformed(at, err.Error()))
			continue
		}
		reason := "Kubernetes has no such field"
		if strings.HasPrefix(err.Error(), "duplicate") {
			reason = "is given twice"
		}
		errs = append(errs, field.Forbidden(below(at, unknown.FieldPath()), reason))
	}
	return errs
}

// below is a path inside at, which may be nil.
func below(at *field.Path, path string) *field.Path {
	if at == nil {
		return field.NewPath(path)
	}
	return at.Child(path)
}

// typeError returns what the decoder says, without the value and without Go's names. It does not know indices of lists.
func typeError(err error, at *field.Path) *field.Error {
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) {
		return malformed(at, yamlError(err))
	}
	names := slices.DeleteFunc(strings.Split(mismatch.Field, "."), func(name string) bool {
		return strings.ToLower(name[:1]) != name[:1] // that of an embedded struct
	})
	return malformed(below(at, strings.Join(names, ".")), "cannot be a "+mismatch.Value)
}

// workload is the Pod that a manifest describes.
type workload struct {
	metav1.ObjectMeta
	kind     string
	template *corev1.PodTemplateSpec
	// at is where the template is, nil for the root.
	at       *field.Path
	document document
	// deadline is a Job's; the Pod may have one of its own.
	deadline *int64
	selector *metav1.LabelSelector
	// restarts are the restart policies that Kubernetes allows.
	restarts []corev1.RestartPolicy
}

// apiVersions are those of the kinds of which a Pod can be made, or that come along with it.
var apiVersions = map[string]string{
	"Pod": "v1", "Deployment": "apps/v1", "StatefulSet": "apps/v1", "ReplicaSet": "apps/v1", "Job": "batch/v1", "CronJob": "batch/v1",
	"ConfigMap": "v1", "Secret": "v1", "Service": "v1",
}

// refusedKinds are those that mean something which ECI does not have.
var refusedKinds = map[string]string{
	"DaemonSet": "ECI has no nodes on which one Pod each could run. Put its containers into the Pod as sidecars",
	"List":      "give each of its items as a manifest of its own",
}

// workload decodes d if it is one; ok is false for other kinds.
func (d document) workload() (w workload, ok bool, errs field.ErrorList) {
	always := []corev1.RestartPolicy{corev1.RestartPolicyAlways}
	once := []corev1.RestartPolicy{corev1.RestartPolicyOnFailure, corev1.RestartPolicyNever}
	spec := field.NewPath("spec")
	w = workload{kind: d.Kind, document: d, at: spec.Child("template"), restarts: always}
	switch d.Kind {
	case "Pod":
		var o corev1.Pod
		errs = d.decode(&o, nil)
		w.ObjectMeta, w.template, w.at = o.ObjectMeta, &corev1.PodTemplateSpec{ObjectMeta: o.ObjectMeta, Spec: o.Spec}, nil
		w.restarts = slices.Concat(once, always)
	case "Deployment":
		var o appsv1.Deployment
		errs = d.decode(&o, nil)
		w.ObjectMeta, w.template, w.selector = o.ObjectMeta, &o.Spec.Template, o.Spec.Selector
	case "StatefulSet":
		var o appsv1.StatefulSet
		errs = d.decode(&o, nil)
		w.ObjectMeta, w.template, w.selector = o.ObjectMeta, &o.Spec.Template, o.Spec.Selector
	case "ReplicaSet":
		var o appsv1.ReplicaSet
		errs = d.decode(&o, nil)
		w.ObjectMeta, w.template, w.selector = o.ObjectMeta, &o.Spec.Template, o.Spec.Selector
	case "Job":
		var o batchv1.Job
		errs = d.decode(&o, nil)
		w.ObjectMeta, w.template, w.deadline, w.restarts = o.ObjectMeta, &o.Spec.Template, o.Spec.ActiveDeadlineSeconds, once
	case "CronJob":
		var o batchv1.CronJob
		errs = d.decode(&o, nil)
		job := o.Spec.JobTemplate.Spec
		w.ObjectMeta, w.template, w.deadline, w.restarts = o.ObjectMeta, &job.Template, job.ActiveDeadlineSeconds, once
		w.at = field.NewPath("spec", "jobTemplate", "spec", "template")
	default:
		return w, false, nil
	}
	return w, true, errs
}

// check reports what Kubernetes would refuse about the workload around its template.
func (w workload) check() field.ErrorList {
	var errs field.ErrorList
	if w.Name == "" && w.GenerateName == "" {
		errs = append(errs, field.Required(field.NewPath("metadata", "name"), "an object has a name"))
	}
	isName := validation.IsDNS1123Subdomain
	if w.kind == "StatefulSet" || w.kind == "Job" {
		isName = validation.IsDNS1123Label
	}
	for _, fault := range isName(cmp.Or(w.Name, "generated")) {
		errs = append(errs, field.Invalid(field.NewPath("metadata", "name"), w.Name, fault))
	}
	errs = append(errs, metavalidation.ValidateLabels(w.Labels, field.NewPath("metadata", "labels"))...)
	errs = append(errs, metavalidation.ValidateLabels(w.template.Labels, below(w.at, "metadata").Child("labels"))...)
	if policy := w.template.Spec.RestartPolicy; policy != "" || w.restarts[0] != corev1.RestartPolicyAlways && w.kind != "Pod" {
		allowed := false
		for _, p := range w.restarts {
			allowed = allowed || p == policy
		}
		if !allowed {
			errs = append(errs, field.NotSupported(w.spec().Child("restartPolicy"), policy, w.restarts))
		}
	}
	if apiVersions[w.kind] != "apps/v1" {
		return errs
	}
	at := field.NewPath("spec", "selector")
	if w.selector == nil || len(w.selector.MatchLabels)+len(w.selector.MatchExpressions) == 0 {
		return append(errs, field.Required(at, "a "+w.kind+" selects its Pods"))
	}
	selector, err := metav1.LabelSelectorAsSelector(w.selector)
	if err != nil {
		return append(errs, field.Invalid(at, field.OmitValueType{}, err.Error()))
	}
	if !selector.Matches(labels.Set(w.template.Labels)) {
		errs = append(errs, field.Invalid(w.at.Child("metadata", "labels"), w.template.Labels, "spec.selector does not match them"))
	}
	return errs
}

// spec is where the Pod's specification is.
func (w workload) spec() *field.Path { return below(w.at, "spec") }

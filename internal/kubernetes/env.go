package kubernetes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// environment are the variables of a container.
type environment struct {
	plain, secret, fields map[string]string
}

// env looks up the variables of a container in the order of Kubernetes: later ones win, and see earlier ones.
func (c *converter) env(container corev1.Container, at *field.Path) *environment {
	e := &environment{}
	for i, from := range container.EnvFrom {
		at := at.Child("envFrom").Index(i)
		switch {
		case from.ConfigMapRef != nil && from.SecretRef != nil:
			c.errs = append(c.errs, field.Forbidden(at, "needs one of configMapRef and secretRef"))
		case from.ConfigMapRef != nil:
			for key, entry := range c.object(c.configMaps, from.ConfigMapRef.Name, from.ConfigMapRef.Optional, at.Child("configMapRef", "name")) {
				e.setEntry(c, at, from.Prefix+key, entry, false)
			}
		case from.SecretRef != nil:
			for key, entry := range c.object(c.secrets, from.SecretRef.Name, from.SecretRef.Optional, at.Child("secretRef", "name")) {
				e.setEntry(c, at, from.Prefix+key, entry, true)
			}
		default:
			c.errs = append(c.errs, field.Required(at, "needs one of configMapRef and secretRef"))
		}
	}
	for i, variable := range container.Env {
		at := at.Child("env").Index(i)
		c.check(at.Child("name"), variable.Name, validation.IsRelaxedEnvVarName(variable.Name))
		source := variable.ValueFrom
		if source == nil {
			c.refuseFields(e, at.Child("value"), variable.Value)
			text, isSecret := e.expanded(variable.Value)
			e.set(variable.Name, text, isSecret)
			continue
		}
		if variable.Value != "" {
			c.errs = append(c.errs, field.Forbidden(at.Child("valueFrom"), "is an alternative to value"))
		}
		at = at.Child("valueFrom")
		switch {
		case source.ConfigMapKeyRef != nil:
			ref := source.ConfigMapKeyRef
			c.setKey(e, variable.Name, c.configMaps, ref.Name, ref.Key, ref.Optional, false, at.Child("configMapKeyRef"))
		case source.SecretKeyRef != nil:
			ref := source.SecretKeyRef
			c.setKey(e, variable.Name, c.secrets, ref.Name, ref.Key, ref.Optional, true, at.Child("secretKeyRef"))
		case source.FieldRef != nil:
			if source.FieldRef.FieldPath == "status.podIP" {
				e.remove(variable.Name)
				store(&e.fields, variable.Name, "status.podIP")
				continue
			}
			e.set(variable.Name, c.field(source.FieldRef.FieldPath, false, at.Child("fieldRef", "fieldPath")), false)
		case source.ResourceFieldRef != nil, source.FileKeyRef != nil: // which are unsupported
		default:
			c.errs = append(c.errs, field.Required(at, "needs one of configMapKeyRef, secretKeyRef and fieldRef"))
		}
	}
	return e
}

// object is a ConfigMap or a Secret that may be optional.
func (c *converter) object(all map[string]map[string]entry, name string, isOptional *bool, at *field.Path) map[string]entry {
	found, exists := all[name]
	c.check(at, name, validation.IsDNS1123Subdomain(name))
	if !exists && !value(isOptional) {
		c.errs = append(c.errs, missing(at, name))
	}
	return found
}

// missing says how to give an object that a Pod refers to.
func missing(at *field.Path, name string) *field.Error {
	return &field.Error{Type: field.ErrorTypeNotFound, Field: at.String(), BadValue: name,
		Detail: "give its manifest as well, in the same text or in the second argument, or make it optional"}
}

func (c *converter) setKey(
	e *environment, variable string, all map[string]map[string]entry, name, key string, isOptional *bool, isSecret bool, at *field.Path,
) {
	entries := c.object(all, name, isOptional, at.Child("name"))
	c.check(at.Child("key"), key, validation.IsConfigMapKey(key))
	found, exists := entries[key]
	switch {
	case exists:
		e.setEntry(c, at, variable, found, isSecret)
	case entries != nil && !value(isOptional):
		c.errs = append(c.errs, field.NotFound(at.Child("key"), key))
	}
}

func (e *environment) setEntry(c *converter, at *field.Path, name string, from entry, isSecret bool) {
	if from.isBinary {
		c.refuse(at, "%s is not text, and ECI's variables are", name)
		return
	}
	e.set(name, from.text, isSecret)
}

func (e *environment) remove(name string) {
	for _, variables := range []map[string]string{e.plain, e.secret, e.fields} {
		delete(variables, name)
	}
}

func (e *environment) set(name, text string, isSecret bool) {
	e.remove(name)
	if isSecret {
		store(&e.secret, name, text)
		return
	}
	store(&e.plain, name, text)
}

func store(to *map[string]string, key, text string) {
	if *to == nil {
		*to = map[string]string{}
	}
	(*to)[key] = text
}

// expanded replaces $(NAME) by the variable's value, as the kubelet does: what is not defined stays, and $$ stands for $.
func (e *environment) expanded(text string) (result string, isSecret bool) {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, "$")
		out.WriteString(before)
		if !found {
			return out.String(), isSecret
		}
		name, rest, closed := strings.Cut(strings.TrimPrefix(after, "("), ")")
		switch {
		case strings.HasPrefix(after, "$"):
			out.WriteString("$")
			text = after[1:]
			continue
		case !strings.HasPrefix(after, "(") || !closed:
			out.WriteString("$")
			text = after
			continue
		}
		text = rest
		plain, isPlain := e.plain[name]
		secret, isSecretName := e.secret[name]
		switch {
		case isPlain:
			out.WriteString(plain)
		case isSecretName:
			out.WriteString(secret)
			isSecret = true
		default:
			out.WriteString("$(" + name + ")")
		}
	}
}

// refuseFields refuses to fill in what only ECI knows.
func (c *converter) refuseFields(e *environment, at *field.Path, text string) {
	for _, name := range slices.Sorted(maps.Keys(e.fields)) {
		if strings.Contains(text, "$("+name+")") {
			c.refuse(at, "$(%s) is known only when the group runs: let a shell in the container replace $%s", name, name)
		}
	}
}

// expand is expanded for what ECI does not hide.
func (e *environment) expand(c *converter, at *field.Path, text string) string {
	c.refuseFields(e, at, text)
	result, isSecret := e.expanded(text)
	if isSecret {
		c.refuse(at, "it would put a value of a Secret where ECI and Terraform show it: let a shell in the container replace the variable")
		return ""
	}
	return result
}

func (e *environment) expandAll(c *converter, at *field.Path, words []string) []string {
	var result []string
	for i, word := range words {
		result = append(result, e.expand(c, at.Index(i), word))
	}
	return result
}

// field is a field of the Pod that is known without a cluster. A file can also have all labels or annotations.
func (c *converter) field(path string, isFile bool, at *field.Path) string {
	key, isKeyed := "", false
	name := path
	if before, after, found := strings.Cut(path, "['"); found && strings.HasSuffix(after, "']") {
		name, key, isKeyed = before, strings.TrimSuffix(after, "']"), true
	}
	switch {
	case path == "metadata.name":
		return value(c.group.Name)
	case path == "metadata.namespace":
		if c.Namespace == "" {
			return "default"
		}
		return c.Namespace
	case path == "spec.serviceAccountName" && !isFile:
		if c.template.Spec.ServiceAccountName == "" {
			return "default"
		}
		return c.template.Spec.ServiceAccountName
	case name == "metadata.labels" && isKeyed:
		return c.template.Labels[key]
	case name == "metadata.annotations" && isKeyed:
		return c.template.Annotations[key]
	case path == "metadata.labels" && isFile:
		return lines(c.template.Labels)
	case path == "metadata.annotations" && isFile:
		return lines(c.template.Annotations)
	}
	c.refuse(at, "%s is known in a cluster only. A group knows status.podIP, and the variable value __ECI_ID__ becomes its ID", path)
	return ""
}

// lines are labels or annotations in the format of a downward API volume.
func lines(all map[string]string) string {
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&text, "%s=%q\n", key, all[key])
	}
	return text.String()
}

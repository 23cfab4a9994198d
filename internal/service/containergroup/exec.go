package containergroup

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// Bounds of a command, of which ECI takes 20 words of 256 characters: those that report the exit code take 5.
const (
	maxWords      = 15
	maxWordLength = 256
	maxPieces     = maxWords - 4 // of a long script, beside sh -c SCRIPT sh
)

// commandDescription describes the attribute command of all that run one.
const commandDescription = "Program with its arguments, 1 to 15 words of at most 256 characters. No shell is in between unless it is the " +
	"program, as in `[\"/bin/sh\", \"-c\", \"...\"]`, whose script may have 2816 characters. The image needs `/bin/sh` and `printf` all the " +
	"same: ECI does not report exit codes, so a shell prints it at the end of the output."

func commandValidators() []validator.List {
	return []validator.List{listvalidator.SizeBetween(1, maxWords), listvalidator.NoNullValues(),
		listvalidator.ValueStringsAre(stringvalidator.LengthAtMost(maxWordLength * maxPieces))}
}

// checkCommand says what ECI would not take of a command.
func checkCommand(at path.Path, command []string) diag.Diagnostics {
	var diags diag.Diagnostics
	for i, word := range shortened(command) {
		if n := len([]rune(word)); n > maxWordLength {
			diags.AddAttributeError(at.AtListIndex(min(i, len(command)-1)), "Invalid Value", fmt.Sprintf("The word has %d characters and ECI takes "+
				"at most %d, but for the script of a shell, in [\"/bin/sh\", \"-c\", \"...\"]. Put a longer one into a volume with config_file.",
				n, maxWordLength))
		}
	}
	return diags
}

// shortened cuts a script that is too long for a word into pieces that a shell joins again.
func shortened(command []string) []string {
	if len(command) != 3 || (command[0] != "/bin/sh" && command[0] != "sh") || command[1] != "-c" ||
		len([]rune(command[2])) <= maxWordLength {
		return command
	}
	script := []rune(command[2])
	pieces := []string{command[0], "-c", `IFS=; eval "$*"`, "sh"}
	for len(script) > 0 {
		n := min(len(script), maxWordLength)
		pieces, script = append(pieces, string(script[:n])), script[n:]
	}
	return pieces
}

// reporting returns a command that runs another and ends the output with a line of the marker and the exit code.
func reporting(marker string, command []string) []string {
	const script = `m=$1; shift; ("$@") 2>&1; printf '\n%s:%d\n' "$m" $?`
	return append([]string{"/bin/sh", "-c", script, "sh", marker}, shortened(command)...)
}

// errNoExitCode says that nobody knows how a command ended.
var errNoExitCode = errors.New("the output does not end with the exit code. The command may have been cut off, or its container stopped, " +
	"or the image has no /bin/sh or printf")

// reported takes an output apart into that of the command and the exit code behind the marker.
func reported(marker, output string) (text string, exitCode int64, err error) {
	output = strings.TrimRight(output, " \t\r\n")
	text, last, _ := cutLast(output, "\n")
	code := regexp.MustCompile(`^` + regexp.QuoteMeta(marker) + `:([0-9]{1,3})$`).FindStringSubmatch(strings.TrimSpace(last))
	if code == nil {
		return output, 0, errNoExitCode
	}
	exitCode, err = strconv.ParseInt(code[1], 10, 64)
	return strings.TrimRight(text, "\r\n"), exitCode, err
}

// cutLast cuts around the last separator; without one, everything is behind it.
func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return "", text, false
	}
	return text[:at], text[at+len(separator):], true
}

// execute runs a command in a container and returns its output, error output included, and its exit code.
func execute(ctx context.Context, client *eci.Client, id, container string, command []string) (output string, exitCode int64, err error) {
	yes, no := true, false
	marker := "__eci_rc_" + rand.Text()
	answer, err := client.ExecContainerCommand(ctx, &eci.ExecContainerCommandRequest{ContainerGroupId: id, ContainerName: container,
		Command: reporting(marker, command), Sync: &yes, TTY: &no, Stdin: &no})
	if err != nil {
		return "", 0, err
	}
	return reported(marker, answer.SyncResponse)
}

// cannotExecute says why a command was not run, or may not have been.
func cannotExecute(id, container string, err error) diag.Diagnostic {
	if _, refused := errors.AsType[*eci.Error](err); !refused {
		err = fmt.Errorf("%w.\n\nThe command may have run", err)
	}
	return diagnose.Error("run the command in", "container "+container+" of "+kind+" "+id, err, nil)
}

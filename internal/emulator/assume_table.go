package emulator

// The names of the assumptions.
const (
	assumeImageVariables      = "image-variables"
	assumePlaceholders        = "placeholders"
	assumeCreateVisible       = "create-visible"
	assumeTagFilter           = "tag-filter"
	assumeSystemTags          = "system-tags"
	assumeTagLag              = "tag-lag"
	assumeUnknownIDs          = "unknown-ids"
	assumeEmptyIDs            = "empty-ids"
	assumeEmptyPage           = "empty-page"
	assumeUnknownGroup        = "unknown-group"
	assumeUnknownContainer    = "unknown-container"
	assumeDeleteUnknown       = "delete-unknown"
	assumeUnknownTask         = "unknown-task"
	assumeThrottlingCode      = "throttling-code"
	assumeSecondCall          = "second-call"
	assumeTokenLife           = "token-life"
	assumeDryRunCode          = "dry-run-code"
	assumeDryRunChecks        = "dry-run-checks"
	assumeCapabilities        = "capabilities"
	assumeVariableNames       = "variable-names"
	assumeHostIP              = "host-ip"
	assumeHostSysctls         = "host-sysctls"
	assumeConfigFileSize      = "config-file-size"
	assumeConfigFilesTotal    = "config-files-total"
	assumeInitSizes           = "init-sizes"
	assumeSpotSizes           = "spot-sizes"
	assumeSpotPriceSizes      = "spot-price-sizes"
	assumePriceDetails        = "price-details"
	assumePriceRounding       = "price-rounding"
	assumeBandwidthUnit       = "bandwidth-unit"
	assumeDeadlineStatus      = "deadline-status"
	assumeIncrementalLists    = "incremental-lists"
	assumeIncrementalVolumes  = "incremental-volumes"
	assumeIncrementalMembers  = "incremental-members"
	assumeIncrementalNested   = "incremental-nested"
	assumeRenewMembers        = "renew-members"
	assumeRenewInitContainers = "renew-init-containers"
	assumeRenewVolumes        = "renew-volumes"
	assumeContainerAdding     = "container-adding"
	assumeContainerRemoving   = "container-removing"
	assumeContainerRenaming   = "container-renaming"
	assumeUpdateSize          = "update-size"
	assumeUpdateHidden        = "update-hidden"
	assumeUpdateRestarts      = "update-restarts"
	assumeVolumeRestarts      = "volume-restarts"
	assumePolicyRestarts      = "policy-restarts"
	assumeEmptyDirUpdate      = "emptydir-update"
	assumeEmptyDirRestart     = "emptydir-restart"
	assumeRestartCount        = "restart-count"
	assumeRestartStatus       = "restart-status"
	assumeRestartTwice        = "restart-twice"
	assumeRestartAddress      = "restart-address"
	assumeInitRestart         = "init-restart"
	assumeGracePeriod         = "grace-period"
	assumeLogFinished         = "log-finished"
	assumeLogTimestamps       = "log-timestamps"
	assumeLogSince            = "log-since"
	assumeLogLimit            = "log-limit"
	assumePreviousLog         = "previous-log"
	assumeExecMissingProgram  = "exec-missing-program"
	assumeExecURLs            = "exec-urls"
	assumeExecStreams         = "exec-streams"
	assumeExecNewline         = "exec-newline"
	assumeExecOutput          = "exec-output"
	assumeExecTime            = "exec-time"
	assumeResizeShown         = "resize-shown"
	assumeResizeStates        = "resize-states"
	assumeResizeRestarts      = "resize-restarts"
	assumeOpsInterval         = "ops-interval"
	assumeOpsDisabled         = "ops-disabled"
	assumeOpsWords            = "ops-words"
	assumeOpsOrder            = "ops-order"
)

// Assumptions lists everything that the emulator assumes about ECI and could assume otherwise.
var Assumptions = []Assumption{
	// Answers: what is told of groups.
	{
		assumeImageVariables,
		"Do answers hold the variables of a container's image beside the configured ones?",
		[]Answer{{"no", "only what was configured"}, {"yes", "PATH and whatever else the image sets, too"}},
		"Alibaba's own provider copies the list unfiltered and expects an empty plan; one captured answer of 2021 says otherwise.",
		"Keeps in `env` only what is configured, so plans are the same. What an import finds is the image's until it is configured.",
	},
	{
		assumePlaceholders,
		"What do answers show of a variable that stands for something only ECI knows, such as `__ECI_ID__`?",
		[]Answer{{"as-sent", "the name, as it was configured"}, {"replaced", "what it stands for"}},
		"Nothing public; replacing is described for what runs in the container.",
		"Keeps such a value as it is configured.",
	},
	{
		assumeCreateVisible,
		"Does a description list a group as soon as it was created?",
		[]Answer{{"at-once", "with the next call"}, {"later", "some seconds later"}},
		"The documentation does not mention a delay.",
		"Waits for a new group to be listed, for as long as the time for creation lasts.",
	},
	{
		assumeTagFilter,
		"Does a filter by tag find a group as soon as it is listed?",
		[]Answer{{"at-once", "with the same call"}, {"later", "some seconds later"}},
		"The documentation does not mention a delay.",
		"Needs `at-once` to adopt what a killed run left a moment ago. Otherwise the apply after the next one finds it.",
	},
	{
		assumeSystemTags,
		"Do answers hold tags that ECI sets itself?",
		[]Answer{{"hidden", "only what was attached"}, {"shown", "tags whose keys begin with `acs:`, too"}},
		"No sample shows one.",
		"Leaves out tags whose keys begin with `acs:` or `aliyun`.",
	},
	{
		assumeTagLag,
		"When does a description show what TagResources has changed?",
		[]Answer{{"at-once", "with the next call"}, {"later", "some seconds later"}},
		"The documentation does not mention a delay.",
		"Takes tags as applied when the call is answered. A refresh within the delay shows the former ones once.",
	},
	{
		assumeUnknownIDs,
		"What does a description answer for an id that does not exist?",
		[]Answer{{"left-out", "nothing for this id"}, {"not-found", "InvalidParameter.NotFound for the whole call"}},
		"Help pages speak of a list that is empty.",
		"Asks for each object alone when a call for several is refused, and takes the code for absence.",
	},
	{
		assumeEmptyIDs,
		"What does an empty list of ids ([]) select?",
		[]Answer{{"all", "everything, as if it were absent"}, {"nothing", "nothing"}},
		"An empty parameter is mostly treated as an absent one.",
		"Never sends an empty list.",
	},
	{
		assumeEmptyPage,
		"How is a list without members answered, beside its TotalCount of 0?",
		[]Answer{{"list", "as an empty list"}, {"null", "as null"}, {"absent", "not at all"}},
		"A captured answer has empty elements; JSON was not seen.",
		"Takes all three for an empty list if TotalCount is 0. Without both, the answer counts as broken.",
	},
	{
		assumeUnknownGroup,
		"How do actions on a single group refuse an id that does not exist?",
		[]Answer{{"not-found", "InvalidParameter.NotFound, HTTP status 404"}, {"invalid", "InvalidParameter, HTTP status 400"}},
		"Alibaba's own provider handles the first.",
		"Decides by descriptions whether a group is gone. Either code of an update or a restart is shown.",
	},
	{
		assumeUnknownContainer,
		"How is the name of a container refused that the group does not have?",
		[]Answer{{"not-found", "InvalidParameter.NotFound, HTTP status 404"}, {"invalid", "InvalidParameter, HTTP status 400"}},
		"The code that is declared for unknown groups.",
		"Shows the code. The data source for logs takes the first for a group that is gone.",
	},
	{
		assumeDeleteUnknown,
		"What do the delete actions answer for an id that does not exist?",
		[]Answer{{"success", "as for a second deletion"}, {"not-found", "InvalidParameter.NotFound, HTTP status 404"}},
		"None of them declares an error for it; Alibaba's own provider handles InvalidParameter.NotFound all the same.",
		"Takes both for done.",
	},
	{
		assumeUnknownTask,
		"What does DescribeCommitContainerTask answer for an unknown TaskId?",
		[]Answer{{"empty", "an empty list"}, {"not-found", "InvalidParameter.NotFound, HTTP status 404"}},
		"The action declares no errors.",
		"Takes both for a task that is gone.",
	},
	{
		assumeThrottlingCode,
		"With which code are too many calls refused?",
		[]Answer{
			{"Throttling.User", "the limit of the caller"},
			{"Throttling.Api", "the limit of the action"},
			{"Throttling", "the product's own code"},
			{"Degrade.Api", "the service degrades"},
		},
		"All four are public codes with HTTP status 400.",
		"Sends the call again for each of them, later after the last.",
	},

	// Creation: what is accepted.
	{
		assumeSecondCall,
		"What does a second call with the same ClientToken and other parameters answer?",
		[]Answer{
			{"mismatch", "IdempotentParameterMismatch"},
			{"first", "the answer of the first call"},
			{"new", "that of another call, which is carried out"},
		},
		"ECS, to whose page ECI's links, documents the first.",
		"Never uses a token for two requests.",
	},
	{
		assumeTokenLife,
		"For how long is a ClientToken remembered?",
		[]Answer{{"24h", "for longer than ten minutes"}, {"10m", "for some minutes"}, {"1m", "for no more than a minute"}},
		"Not documented for ECI.",
		"Sends a request again for some minutes at most. Needs more than these, or a lost answer may mean a second object.",
	},
	{
		assumeDryRunCode,
		"With which code does a dry run succeed?",
		[]Answer{{"DryRunOperation", "HTTP status 400"}, {"DryRun.Success", "HTTP status 400"}},
		"English texts name the first, the Chinese description the second.",
		"Takes both for success.",
	},
	{
		assumeDryRunChecks,
		"What does a dry run check?",
		[]Answer{
			{"everything", "all that a creation checks, among it whether an image cache exists"},
			{"parameters", "the parameters by themselves"},
		},
		"The codes say that the request has passed; nothing says what is left out.",
		"Promises with `dry_run` what ECI checks; the rest comes up at apply.",
	},
	{
		assumeCapabilities,
		"Which capabilities can a container add?",
		[]Answer{{"documented", "the 17 of the help pages"}, {"sdk", "NET_ADMIN and NET_RAW"}},
		"The help pages of 2024 and 2025 list 17; the texts of API and SDKs, which are older, name two.",
		"Lets ECI decide.",
	},
	{
		assumeVariableNames,
		"Which names can environment variables have?",
		[]Answer{{"any", "everything but = and white space"}, {"identifiers", "letters, digits and underscores"}},
		"ECI's own variables for log collection hold hyphens (aliyun_logs_app-stdout).",
		"Lets ECI decide.",
	},
	{
		assumeHostIP,
		"Can a variable be taken from the field status.hostIP?",
		[]Answer{{"taken", "it is the address of the group"}, {"refused", "with InvalidParameter"}},
		"The API documents status.podIP only, but configurations of Alibaba's own provider use status.hostIP.",
		"Lets ECI decide.",
	},
	{
		assumeHostSysctls,
		"Can HostSecurityContext set kernel.shm_rmid_forced and vm.min_free_kbytes?",
		[]Answer{{"taken", "yes"}, {"refused", "InvalidParameter"}},
		"A note of 2024 and a page allow them, the parameter's own text does not.",
		"Lets ECI decide.",
	},
	{
		assumeConfigFileSize,
		"How is the limit of 32 KiB for a config file counted?",
		[]Answer{{"decoded", "after base64 is decoded"}, {"encoded", "before"}},
		"The page speaks of the size of a file.",
		"Refuses at plan what is too large decoded. Needs `decoded` for files of 24 to 32 KiB; others are refused at apply.",
	},
	{
		assumeConfigFilesTotal,
		"What must not exceed 60 KiB?",
		[]Answer{{"volume", "the config files of one volume"}, {"group", "those of all volumes of a group"}},
		"The page speaks of one ConfigFile volume.",
		"Refuses at plan what is too large by volume. Under `group` ECI refuses the rest at apply.",
	},
	{
		assumeInitSizes,
		"How do the sizes of init containers count for a group that has no size of its own?",
		[]Answer{{"largest", "one at a time, since they run so"}, {"added", "on top of the containers"}},
		"As in Kubernetes.",
		"Plans the size by `largest`, and reads what was allocated.",
	},
	{
		assumeSpotSizes,
		"What becomes of a spot group whose size is not sold as spot?",
		[]Answer{
			{"rounded", "it is rounded up to the next that is, from 2 vCPU on"},
			{"refused", "InvalidSpotCpuMemorySpec"},
			{"standard", "it is sold if it is one of the sizes of every region"},
		},
		"The help page of 2024 says that sizes are rounded up, also through the API; the code is declared all the same.",
		"Plans the size by `rounded`, and reads what was allocated. A refusal is shown.",
	},
	{
		assumeSpotPriceSizes,
		"For which sizes does DescribeContainerGroupPrice tell a spot price?",
		[]Answer{
			{"standard", "those of every region"},
			{"spot-only", "those that are sold as spot"},
			{"rounded", "all, for the size that they are rounded up to"},
		},
		"The codes for sizes are declared; a size that is rounded is nowhere mentioned.",
		"Asks for the size as sold as spot, which is right under all three.",
	},
	{
		assumePriceDetails,
		"How is the part of a price called that is due to memory?",
		[]Answer{{"memory", "memory"}, {"mem", "mem"}},
		"Samples name cpu and instance_type only.",
		"Shows the name. Under `mem` an estimate for spot with a limit counts memory twice.",
	},
	{
		assumePriceRounding,
		"To how many decimals are prices per second told?",
		[]Answer{{"exact", "all that they have"}, {"eight", "eight"}},
		"A sample of 2 vCPU and 4 GiB has eight, and needs no more.",
		"Reckons with the decimals that are told.",
	},
	{
		assumeBandwidthUnit,
		"In which unit per second are IngressBandwidth and EgressBandwidth?",
		[]Answer{{"bytes", "byte"}, {"bits", "bit"}},
		"The help page says byte, an English text bit.",
		"Documents byte and sends the number as it is.",
	},
	{
		assumeDeadlineStatus,
		"What does a group become when ActiveDeadlineSeconds are over?",
		[]Answer{{"Failed", "Failed"}, {"Expired", "Expired"}},
		"As in Kubernetes.",
		"Ends the wait with an error that names the status.",
	},

	// Updates.
	{
		assumeIncrementalLists,
		"What does IncrementalUpdate make of containers, and like them of init containers and logins, that are not in the list?",
		[]Answer{{"by-name", "they stay: members are merged into what was, by name"}, {"whole", "the list replaces what was"}},
		"The rule of ESS for the same two words; the text of ECI calls containers full update only.",
		"Never sends IncrementalUpdate.",
	},
	{
		assumeIncrementalVolumes,
		"What does IncrementalUpdate make of volumes that are not in the list?",
		[]Answer{{"by-name", "they stay"}, {"whole", "the list replaces what was"}},
		"As for containers.",
		"Never sends IncrementalUpdate.",
	},
	{
		assumeIncrementalMembers,
		"What does IncrementalUpdate make of a container's member that is not sent?",
		[]Answer{{"kept", "it stays"}, {"default", "it falls back to its default"}},
		"The text says that related parameters stay.",
		"Never sends IncrementalUpdate.",
	},
	{
		assumeIncrementalNested,
		"What does IncrementalUpdate make of a container's list, such as its variables?",
		[]Answer{{"replaced", "what is sent takes its place"}, {"merged", "what is sent is merged into it, by name"}},
		"An acceptance test of Alibaba's own provider renamed a variable.",
		"Never sends IncrementalUpdate.",
	},
	{
		assumeRenewMembers,
		"What does RenewUpdate make of a container's member that is not sent?",
		[]Answer{{"default", "it falls back to its default"}, {"kept", "it stays"}},
		"The text says that everything has to be given.",
		"Needs `default` to take away a member, such as the last variable. Otherwise the update ends with Update Has No Effect, " +
			"or, of a variable, it stays in the container and is taken for the image's.",
	},
	{
		assumeRenewInitContainers,
		"What does RenewUpdate make of init containers when only containers are sent?",
		[]Answer{{"kept", "they stay"}, {"removed", "they are gone"}},
		"One of the six cases that the text allows is containers alone.",
		"Needs `kept`; otherwise the next plan adds the init containers again.",
	},
	{
		assumeRenewVolumes,
		"What does RenewUpdate make of volumes when only containers are sent?",
		[]Answer{{"kept", "they stay"}, {"removed", "they are gone"}},
		"What is not sent stays, by the six cases for containers.",
		"Needs `kept`; otherwise ECI refuses an update of containers that mount something.",
	},
	{
		assumeContainerAdding,
		"Can RenewUpdate add a container?",
		[]Answer{{"works", "yes"}, {"refused", "no"}},
		"Follows from lists that are sent whole.",
		"Updates in place, and shows the refusal.",
	},
	{
		assumeContainerRemoving,
		"Can RenewUpdate remove a container?",
		[]Answer{{"works", "yes"}, {"refused", "no"}, {"ignored", "it is accepted, and the container stays"}},
		"Follows from lists that are sent whole; none of the six cases.",
		"Updates in place, and shows the refusal. Under `ignored` the update ends with Update Has No Effect.",
	},
	{
		assumeContainerRenaming,
		"Can RenewUpdate have a container under another name in the place of one?",
		[]Answer{{"works", "yes"}, {"refused", "no"}},
		"Follows from lists that are sent whole. Alibaba's own provider replaces the group.",
		"Updates in place, and shows the refusal.",
	},
	{
		assumeUpdateSize,
		"What does an update make of a new Cpu or Memory of the group?",
		[]Answer{
			{"resized", "the group gets it"},
			{"refused", "InvalidParameter"},
			{"ignored", "it is accepted, and the size stays"},
		},
		"The parameters exist; a page of 2022 says that the size cannot change.",
		"Updates in place, and shows the refusal. Under `ignored` the update ends with Size Not Changed.",
	},
	{
		assumeUpdateHidden,
		"What becomes of settings that an update cannot carry, such as EnvironmentVarHide, when their container is updated?",
		[]Answer{{"kept", "they stay"}, {"lost", "they fall back to their defaults"}},
		"Nothing public.",
		"Keeps secret variables out of state also if ECI shows them after an update. Needs `kept` for other settings, which are " +
			"lost unseen.",
	},
	{
		assumeUpdateRestarts,
		"Which containers does an update of one container restart?",
		[]Answer{{"changed", "those that differ"}, {"all", "every container of the group"}},
		"Inferred from the API's list of updates that restart the whole group.",
		"Waits until all run again, and reads them. The plan shows the states of the others as they are; what a restart changes " +
			"of them shows at the next refresh.",
	},
	{
		assumeVolumeRestarts,
		"Which containers does an update of volumes or of the resolver restart?",
		[]Answer{{"all", "every container of the group"}, {"none", "none"}},
		"Inferred; files in a running container cannot change otherwise.",
		"Plans all states as unknown.",
	},
	{
		assumePolicyRestarts,
		"Which containers does an update of the restart policy or of the size restart?",
		[]Answer{{"none", "none"}, {"all", "every container of the group"}},
		"The text names restarts for init containers and logins only.",
		"Plans all states as unknown.",
	},
	{
		assumeEmptyDirUpdate,
		"What becomes of files in an EmptyDirVolume when a container that mounts it is updated?",
		[]Answer{{"kept", "they stay"}, {"emptied", "they are gone"}},
		"They belong to the group, as in Kubernetes.",
		"Does nothing about it.",
	},

	// Restarts and what runs.
	{
		assumeEmptyDirRestart,
		"What becomes of files in an EmptyDirVolume when the group is restarted?",
		[]Answer{{"emptied", "they are gone"}, {"kept", "they stay"}},
		"The help page says so.",
		"Does nothing about it.",
	},
	{
		assumeRestartCount,
		"What is RestartCount after RestartContainerGroup?",
		[]Answer{{"rises", "one more than before"}, {"zero", "it starts again"}},
		"A help page says that changing an image in place raises it.",
		"Shows it.",
	},
	{
		assumeRestartStatus,
		"Through which statuses does a group go after RestartContainerGroup?",
		[]Answer{{"Restarting", "Restarting, then Running"}, {"Pending", "Restarting, then Pending, then Running"}},
		"The API documents Restarting only.",
		"Waits through all of them.",
	},
	{
		assumeRestartTwice,
		"What does RestartContainerGroup answer while the group is Restarting?",
		[]Answer{{"refused", "IncorrectStatus"}, {"accepted", "success, without another restart"}},
		"Only Pending and Running are documented.",
		"Waits until a restart is over.",
	},
	{
		assumeRestartAddress,
		"What becomes of the address of a group when it is restarted?",
		[]Answer{{"kept", "it stays"}, {"changed", "it gets another"}},
		"No page says it; an update keeps it.",
		"Reads it anew.",
	},
	{
		assumeInitRestart,
		"Do init containers run again when a group is restarted?",
		[]Answer{{"again", "yes"}, {"no", "no"}},
		"As in an update of init containers.",
		"Waits for what comes.",
	},
	{
		assumeGracePeriod,
		"For how long may containers stop where TerminationGracePeriodSeconds is not given?",
		[]Answer{{"30s", "half a minute"}, {"0s", "not at all"}},
		"As in Kubernetes.",
		"Takes 30 for the default: to give it, or to leave it out, is no change.",
	},
	{
		assumeLogFinished,
		"What does DescribeContainerLog answer of a group that has ended?",
		[]Answer{{"kept", "the log"}, {"refused", "IncorrectStatus"}},
		"Finished groups keep their data for an hour.",
		"Needs `kept` for `logs` of jobs and for the log in an error. Otherwise they are empty.",
	},
	{
		assumeLogTimestamps,
		"How exact are the times before lines of a log?",
		[]Answer{{"nanoseconds", "to nine decimals at most"}, {"seconds", "to the second"}},
		"As in Kubernetes.",
		"Passes them on.",
	},
	{
		assumeLogSince,
		"What does DescribeContainerLog make of SinceSeconds together with StartTime?",
		[]Answer{{"seconds", "SinceSeconds counts"}, {"error", "InvalidParameter, as Kubernetes refuses both"}},
		"The action declares no errors.",
		"Refuses both together at plan.",
	},
	{
		assumeLogLimit,
		"Which end of a log that is longer than LimitBytes is left out?",
		[]Answer{{"oldest", "the beginning"}, {"newest", "the end, as in Kubernetes"}},
		"The newest lines are what Tail keeps.",
		"Passes on what it gets.",
	},
	{
		assumePreviousLog,
		"What does DescribeContainerLog with LastTime answer for a container that has not restarted?",
		[]Answer{{"empty", "an empty log"}, {"error", "InvalidParameter"}},
		"The action declares no errors.",
		"Passes on either.",
	},
	{
		assumeExecMissingProgram,
		"What does ExecContainerCommand with Sync answer for a program that the image does not have?",
		[]Answer{{"text", "the complaint of the container runtime, as output"}, {"error", "InvalidParameter"}},
		"No code is declared for it.",
		"Runs commands by a shell of the image, so that a missing program has exit code 127.",
	},
	{
		assumeExecURLs,
		"Does ExecContainerCommand with Sync answer URLs too?",
		[]Answer{{"no", "SyncResponse only"}, {"yes", "WebSocketUri and HttpUrl as well"}},
		"Nothing public; the sample shows all three fields, but samples show every field.",
		"Leaves them out.",
	},
	{
		assumeExecStreams,
		"Which streams of a command are in SyncResponse?",
		[]Answer{{"both", "what it writes to its output and its errors"}, {"stdout", "its output only"}},
		"A text of OOS says both.",
		"Sends errors to the output inside the container.",
	},
	{
		assumeExecNewline,
		"Does SyncResponse end in the last line's newline?",
		[]Answer{{"kept", "yes"}, {"cut", "no"}},
		"Nothing public.",
		"Cuts white space at the end.",
	},
	{
		assumeExecOutput,
		"How much output does SyncResponse hold?",
		[]Answer{{"all", "more than 64 KiB"}, {"64KiB", "no more"}},
		"Nothing public.",
		"Reports a command whose end is missing as one whose exit code is unknown.",
	},
	{
		assumeExecTime,
		"How long may a command run with Sync?",
		[]Answer{
			{"longer", "longer than half a minute"},
			{"30s", "half a minute, and the output until then is answered"},
			{"error", "half a minute, then InternalError"},
		},
		"Nothing public.",
		"Reports a command whose end is missing as one whose exit code is unknown.",
	},

	// Disks and operations.
	{
		assumeResizeShown,
		"Do the options of a volume show its new size after ResizeContainerGroupVolume?",
		[]Answer{{"yes", "volumeSize changes"}, {"no", "volumeSize stays as it was created"}},
		"Nothing public.",
		"Takes a smaller size than the applied one for that at creation, since no disk shrinks.",
	},
	{
		assumeResizeStates,
		"In which states of the group can a volume be resized?",
		[]Answer{{"running", "Running"}, {"pending", "Pending and Running, as for updates"}},
		"The code IncorrectStatusDetail is declared, the states are not.",
		"Shows the refusal.",
	},
	{
		assumeResizeRestarts,
		"Which containers does ResizeContainerGroupVolume restart?",
		[]Answer{{"none", "none"}, {"all", "every container of the group"}},
		"None is documented.",
		"Waits until all run.",
	},
	{
		assumeOpsInterval,
		"For how long after a task of CreateInstanceOpsTask is another of its type refused?",
		[]Answer{{"30s", "for half a minute"}, {"0s", "never"}, {"2m", "for two minutes"}},
		"The codes are declared, the interval is not.",
		"Tries again until it is accepted.",
	},
	{
		assumeOpsDisabled,
		"What becomes of the record of a task that is switched off?",
		[]Answer{{"closed", "it is Closed"}, {"removed", "it is gone"}},
		"The status exists; that switching off leads to it is inferred.",
		"Takes both for switched off.",
	},
	{
		assumeOpsWords,
		"How is the type of a task written in DescribeInstanceOpsRecords?",
		[]Answer{{"Coredump", "with a capital"}, {"coredump", "as it was sent"}},
		"The newest sample has a capital, older ones have not.",
		"Compares without regard to case.",
	},
	{
		assumeOpsOrder,
		"In which order are the records of tasks?",
		[]Answer{{"oldest", "the oldest first"}, {"newest", "the newest first"}},
		"Nothing public.",
		"Looks for the newest by its time.",
	},
}

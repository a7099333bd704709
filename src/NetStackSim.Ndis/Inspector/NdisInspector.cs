namespace NetStackSim.Ndis;

/// <summary>
/// Looks at a live NDIS with the nouns of the debugger extension <c>!ndiskd</c>. What it returns is a snapshot: immutable, consistent (a host's events run one at a
/// time), the same for equal runs. It costs nothing while nobody asks.
/// </summary>
/// <remarks>
/// Loop thread only, between events. Which driver has which list is known while the verifier is on; without it the counts of every driver are shown.
/// </remarks>
public sealed class NdisInspector
{
    private static readonly InspectorNoun[] Nouns =
    [
        new HelpNoun(), new NetAdapterNoun(), new MiniDriverNoun(), new FilterNoun(), new FilterDriverNoun(), new ProtocolNoun(), new OpenNoun(),
        new InterfacesNoun(), new InterfaceProviderNoun(), new InterfaceStackNoun(), new CompartmentsNoun(),
        new NblNoun(), new NetBufferNoun(), new NblPoolNoun(), new NetBufferPoolNoun(), new PendingNblsNoun(), new NblLogNoun(),
        new OidNoun(), new ReceiveQueueNoun(), new ReferenceNoun(), new EventNoun(), new DebugNoun(), new NetReportNoun(), new VersionNoun(),
    ];

    private readonly NdisRuntime _runtime;

    /// <summary>An inspector of one host.</summary>
    public NdisInspector(NdisRuntime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        _runtime = runtime;
    }

    /// <summary>The commands, in the order of the help.</summary>
    public static IReadOnlyList<InspectorCommand> Commands { get; } = [.. Nouns.Select(static noun => new InspectorCommand(noun.Name, noun.Usage, noun.Summary))];

    /// <summary>Names a number: an OID, a status indication, an NDIS status, a rule of the verifier or a subcode of bug check 0x7C.</summary>
    /// <returns>Every meaning that the number has; empty for an unknown one.</returns>
    public static IReadOnlyList<string> Decode(uint value) => NumberNames.Of(value);

    /// <summary>Runs a command.</summary>
    /// <param name="command">One of <see cref="Commands"/>.</param>
    /// <param name="arguments">A handle or name, and switches with a hyphen, as behind <c>!ndiskd.</c></param>
    /// <returns>What it found.</returns>
    /// <exception cref="ArgumentException">There is no such command, switch or object; the message lists what there is.</exception>
    public InspectorPage Run(string command, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(arguments);
        InspectorPageBuilder page = new();
        if (AbsentNouns.Explain(command) is { } sentence)
        {
            page.Section(command).Line(sentence);
        }
        else
        {
            InspectorNoun noun = Find(command)
                ?? throw new ArgumentException($"There is no command '{command}'; there are {string.Join(", ", Nouns.Select(static each => each.Name))}.");
            InspectorRequest request = new(_runtime, noun.Name, arguments);
            request.Allow(noun.Switches);
            noun.Run(request, page);
        }

        return new InspectorPage(string.Join(' ', arguments.Prepend(command)), _runtime.Kernel.Name, _runtime.Kernel.Now, page.Build());
    }

    /// <summary>All lists that somebody has who did not originate them, with who has them. Verifier only; empty without.</summary>
    public IReadOnlyList<PendingNetBufferList> PendingNbls() => _runtime.FindPendingLists();

    /// <summary>All requests that wait for a driver, or in front of one.</summary>
    public IReadOnlyList<PendingOid> PendingOids() => PendingOidTable.Of(_runtime);

    /// <summary>The driver stacks of the host as a drawing: adapters, filters with their data paths, protocols, warnings.</summary>
    /// <param name="pendingOidNs">A request that is older than this gets a warning; one second by default.</param>
    public NetReport NetReport(long pendingOidNs = NetReportBuilder.DefaultPendingOidNs) => NetReportBuilder.Of(_runtime, pendingOidNs);

    /// <summary>The command of a word, or null.</summary>
    internal static InspectorNoun? Find(string command) => Array.Find(Nouns, each => Is(each, command));

    private static bool Is(InspectorNoun noun, string command) =>
        string.Equals(noun.Name, command, StringComparison.OrdinalIgnoreCase) || noun.Aliases.Contains(command, StringComparer.OrdinalIgnoreCase);
}

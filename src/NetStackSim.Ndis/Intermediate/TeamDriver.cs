using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>
/// An intermediate driver that makes one virtual miniport of several adapters: flows are spread over the members that are up, and when the link of one goes down the
/// others take over, address included.
/// </summary>
/// <remarks>
/// <para>The switch needs to know nothing (switch independent). What follows from that:</para>
/// <list type="bullet">
/// <item>The first member that is up is the primary one. It sends with the address of the team, and answers come in there; group frames and what is not IP go by it.</item>
/// <item>Other members send with their own address as source, so that the switch does not see one address on two ports; one whose own address is that of the
/// team carries traffic as the primary member only.</item>
/// <item>Group frames are received on the primary member only: the switch delivers a copy to each, those of the others are duplicates and dropped.</item>
/// <item>A new primary member announces the address of the team (a RARP request), so that switches send to its port at once; it receives everything (promiscuous) when
/// the address is not its own, and the driver filters.</item>
/// <item>The primary member is the first in the order in which they were added: when it comes back it takes the traffic back (<see cref="TeamOptions.ReturnsToPreferred"/>).</item>
/// </list>
/// <para>Members may come and go under traffic. MTU, offloads and VLAN tagging are what all members can do. IRQL of all public members: Passive.</para>
/// </remarks>
public sealed class TeamDriver : IMiniportDriver, IProtocolDriver, IDisposable
{
    /// <summary>The name that both halves register under.</summary>
    public const string ServiceName = "team";

    private readonly List<Team> _teams = [];
    private readonly IntermediateDriver _driver;

    /// <summary>Installs the driver on a host. Nothing is bound before the first <see cref="AddMember"/>.</summary>
    public TeamDriver(NdisRuntime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        _driver = new IntermediateDriver(runtime, ServiceName, this, this);
        Announcements = new NetBufferListPool(runtime.Kernel, new NetBufferListPoolOptions { Name = ServiceName + "/announce", DataSize = TeamAnnouncement.Size });
    }

    internal NdisRuntime Runtime => _driver.Runtime;

    internal IntermediateBuffers Buffers => _driver.Buffers;

    internal NetBufferListPool Announcements { get; }

    /// <summary>Makes a team without members; its virtual miniport comes with the first one.</summary>
    /// <returns>Success, or InvalidParameter when the name is taken.</returns>
    public NtStatus AddTeam(TeamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MacAddress.IsMulticast || Runtime.FindAdapter(options.Name) is not null || Find(options.Name) is not null)
        {
            return NdisStatus.InvalidParameter;
        }

        _teams.Add(new Team(this, options));
        return NtStatus.Success;
    }

    /// <summary>Adds an adapter to a team. One that is not there yet joins when it comes.</summary>
    /// <param name="team">Name of the team.</param>
    /// <param name="adapter">Connection name of the adapter.</param>
    /// <returns>Success, or Pending; AdapterNotFound without such a team; InvalidParameter when the adapter is in a team.</returns>
    public NtStatus AddMember(string team, string adapter)
    {
        if (Find(team) is not { } found)
        {
            return NdisStatus.AdapterNotFound;
        }

        if (_teams.Exists(other => other.MemberNames.Contains(adapter)))
        {
            return NdisStatus.InvalidParameter;
        }

        found.MemberNames.Add(adapter);
        return _driver.Bind(adapter);
    }

    /// <summary>Takes an adapter out of a team; with the last one the virtual miniport goes.</summary>
    /// <param name="team">Name of the team.</param>
    /// <param name="adapter">Connection name of the adapter.</param>
    /// <returns>Success, Pending while drivers above are not done, or AdapterNotFound.</returns>
    public NtStatus RemoveMember(string team, string adapter)
    {
        if (Find(team) is not { } found || !found.MemberNames.Remove(adapter))
        {
            return NdisStatus.AdapterNotFound;
        }

        return _driver.Unbind(adapter);
    }

    /// <summary>Removes a team with all its members.</summary>
    /// <returns>Success, Pending while drivers above are not done, or AdapterNotFound.</returns>
    public NtStatus RemoveTeam(string name)
    {
        if (Find(name) is not { } team)
        {
            return NdisStatus.AdapterNotFound;
        }

        NtStatus result = NtStatus.Success;
        foreach (string member in team.MemberNames.ToArray())
        {
            NtStatus status = RemoveMember(name, member);
            result = status == NtStatus.Success ? result : status;
        }

        _teams.Remove(team);
        return result;
    }

    /// <summary>Name of the member that has the address of a team now; null while none is up, or without such a team.</summary>
    public string? PrimaryOf(string team) => Find(team)?.Primary?.Binding.Adapter.Name;

    /// <inheritdoc/>
    NtStatus IProtocolDriver.BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        protocol = null;
        if (_teams.Find(each => each.MemberNames.Contains(parameters.AdapterName)) is not { } team)
        {
            return NdisStatus.NotRecognized;
        }

        NtStatus status = binding.Open(new OpenParameters());
        if (!status.IsSuccess)
        {
            return status;
        }

        TeamMember member = new(team, binding);
        protocol = member;
        team.Add(member);
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    NtStatus IMiniportDriver.Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        miniport = null;
        if (parameters.ImDeviceInstanceContext is not Team { HasMembers: true } team)
        {
            return NdisStatus.NotAccepted;
        }

        TeamMiniport made = new(adapter, team);
        made.SetAttributes();
        team.Attach(made);
        miniport = made;
        return NtStatus.Success;
    }

    /// <summary>Removes all teams and the driver: when this returns, or later when drivers above are not done at once.</summary>
    public void Dispose()
    {
        _teams.Clear();
        _driver.Uninstall();
    }

    internal NtStatus InitializeDevice(Team team) => _driver.Initialize(team.Options.Name, team);

    internal void CancelDevice(Team team) => _driver.Cancel(team.Options.Name);

    internal void OnHalted() => _driver.OnHalted();

    private Team? Find(string name) => _teams.Find(team => team.Options.Name == name);
}

using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The virtual miniport of a team: spreads flows over the members that are up.</summary>
internal sealed class TeamMiniport : VirtualMiniport
{
    private readonly Team _team;
    private LowerEdge[] _lowers;

    public TeamMiniport(MiniportAdapter adapter, Team team)
        : base(adapter, team.Options.MacAddress == MacAddress.None ? team.Members[0].Address : team.Options.MacAddress)
    {
        _team = team;
        _lowers = [.. team.Members];
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<LowerEdge> Lowers => _lowers;

    /// <inheritdoc/>
    protected override VirtualCapabilities Capabilities => TeamCapabilities.Of(_lowers, _team.Active);

    /// <summary>Members came or went.</summary>
    public void SetLowers(ReadOnlySpan<TeamMember> members) => _lowers = [.. members];

    /// <inheritdoc/>
    public override void PushWishes(OidFanOut fanOut, Oid changed) => _team.PushWishes(fanOut, changed);

    /// <inheritdoc/>
    public override void Halt(HaltAction action) => _team.Detach(this);

    /// <inheritdoc/>
    protected override void Transmit(ref NetBufferListChain chain, SendFlags flags)
    {
        if (_team.Active.IsEmpty)
        {
            Reject(ref chain, NdisStatus.MediaDisconnected, ImDrop.NoActiveMember);
            return;
        }

        NetBufferListChain bad = default;
        NetBufferListChain unsent = default;
        Span<byte> scratch = stackalloc byte[FlowHash.Reach];
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            if (!VlanTagging.HasHeaders(list))
            {
                bad.Add(list);
                continue;
            }

            list.FirstNetBuffer.TryGetContiguous(Math.Min(FlowHash.Reach, list.FirstNetBuffer.DataLength), scratch, out ReadOnlySpan<byte> frame);
            TeamMember member = Choose(frame);
            if (member.TryCloneSend(list, out NetBufferList? clone))
            {
                CountOut(list, frame);
                member.Enqueue(clone, this);
            }
            else
            {
                unsent.Add(list);
            }
        }

        foreach (TeamMember member in _team.Active)
        {
            member.SendOutgoing(flags);
        }

        Reject(ref bad, NdisStatus.InvalidPacket, ImDrop.BadSend);
        Reject(ref unsent, NdisStatus.Resources, ImDrop.NoList);
    }

    // Group frames and what carries addresses of this host inside (ARP) go by the member that has the address of the team.
    private TeamMember Choose(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<TeamMember> active = _team.Active;
        return active.Length == 1 || !FlowHash.IsSpread(frame)
            ? active[0]
            : active[(int)(FlowHash.Compute(frame, _team.Options.Distribution) % (uint)active.Length)];
    }
}

using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The team driver over one of its adapters.</summary>
internal sealed class TeamMember : LowerEdge
{
    private const int WholeFrame = 1 << 24;

    private readonly Team _team;
    private bool _isUnbinding;

    public TeamMember(Team team, ProtocolBinding binding)
        : base(binding, team.Buffers)
    {
        _team = team;
    }

    /// <summary>The adapter's own address.</summary>
    public MacAddress Address => Binding.Attributes.MacAddress;

    /// <summary>True when it can carry traffic: running, in D0, linked.</summary>
    public bool IsUp => IsRunning && IsPoweredUp && !_isUnbinding && Binding.Attributes.LinkState.IsUp;

    /// <summary>True while it pauses and drivers above have lists of it.</summary>
    public bool IsDraining => !IsRunning && Binding.OutstandingReceives != 0;

    /// <summary>False when the adapter is going away.</summary>
    public bool IsOpenForRequests => !_isUnbinding;

    // The last member waits for the virtual miniport; the others leave it to those that stay.
    /// <inheritdoc/>
    protected override bool IsFree => _team.HasMembers || _team.Miniport is null;

    /// <summary>Clones a send; as another than the primary member with its own address as source.</summary>
    public bool TryCloneSend(NetBufferList list, [NotNullWhen(true)] out NetBufferList? clone)
    {
        bool isPrimary = this == _team.Primary;
        if (!(isPrimary ? list.TryClone(Buffers.Sends, CloneFlags.UseOriginalMdls, out clone)
            : list.TryFragment(Buffers.Sends, EthernetHeader.Size, WholeFrame, EthernetHeader.Size, 0, out clone)))
        {
            return false;
        }

        list.CopySendInfoTo(clone);
        if (!isPrimary)
        {
            WriteHeaders(list, clone);
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void Indicate(ReceiveFlags flags) => _team.Miniport?.IndicateIncoming(flags);

    /// <inheritdoc/>
    protected override void OnRestarted() => _team.Update();

    /// <inheritdoc/>
    protected override void OnPausing() => _team.Update();

    /// <inheritdoc/>
    protected override void OnDrained() => _team.Update();

    /// <inheritdoc/>
    protected override void OnPowerChanged() => _team.Update();

    /// <inheritdoc/>
    protected override NtStatus OnReEnabled(string name) => _team.ReEnable(name);

    /// <inheritdoc/>
    protected override void OnUnbinding()
    {
        _isUnbinding = true;
        _team.Remove(this);
    }

    /// <inheritdoc/>
    protected override void OnStatus(NdisStatusCode code) => _team.Update();

    private void WriteHeaders(NetBufferList list, NetBufferList clone)
    {
        MacAddress source = Address;
        NetBuffer from = list.FirstNetBuffer;
        for (NetBuffer? to = clone.FirstNetBuffer; to is not null; to = to.Next)
        {
            Span<byte> header = to.GetWritable(EthernetHeader.Size);
            from.CopyTo(0, header);
            source.CopyTo(header[MacAddress.Size..]);
            from = from.Next!;
        }
    }

    /// <inheritdoc/>
    protected override bool TryDistribute(NetBufferList list, ReadOnlySpan<byte> header, int tag)
    {
        MacAddress destination = MacAddress.Read(header);
        bool isPrimary = this == _team.Primary;
        if (destination.IsMulticast && !isPrimary)
        {
            CountDrop(ImDrop.DuplicateGroupFrame, list);
            return false;
        }

        if (_team.Miniport is not { } miniport || !miniport.Wants(destination == Address ? miniport.Wishes.Address : destination))
        {
            CountDrop(ImDrop.NotWanted, list);
            return false;
        }

        if (!TryCloneReceived(list, strips: false, out NetBufferList? clone))
        {
            miniport.Statistics.InDiscards++;
            CountDrop(ImDrop.NoList, list);
            return false;
        }

        miniport.Enqueue(clone);
        return true;
    }
}

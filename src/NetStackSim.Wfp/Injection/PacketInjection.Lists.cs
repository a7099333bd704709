using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

// Whose a list is, and whether a driver may do what it is about to do with it.
public sealed partial class PacketInjection
{
    private readonly Dictionary<NetBufferList, DriverList> _made = [];

    /// <summary>True from the injection of a list until its completion.</summary>
    private bool IsUnderWay(NetBufferList list) => _underWay.ContainsKey(list);

    private void Remember(NetBufferList list, bool isClone)
    {
        CalloutCall call = _engine.Contracts.Call;
        _made[list] = new DriverList(call.Filter, ListPosition.Of(list), isClone, call.AwaitsAle);
        CountKept(call.Filter, 1);
    }

    /// <summary>A list is about to be freed.</summary>
    /// <returns>False when that must not happen now.</returns>
    private bool TryForget(string function, NetBufferList list)
    {
        _engine.AssertIrqlAtMost(Irql.Dispatch, function);
        if (IsUnderWay(list))
        {
            _engine.Contracts.Report(ContractRule.ListFreedInFlight, $"{function}: {list} is being injected; its completion function has not run", OriginOf(list));
            return false;
        }

        if (_made.Remove(list, out DriverList made))
        {
            CountKept(made.Origin, -1);
            if (made.IsClone && made.Position.HasMoved(list))
            {
                _engine.Contracts.Report(ContractRule.CloneFreedModified, $"{list} was freed with another data start, length or other buffers", made.Origin);
            }
        }

        return true;
    }

    // Packets of the stack are a callout's during its call; later they are only when it keeps them.
    private bool MayUse(string function, NetBufferList list)
    {
        bool isGone = list.State == NetBufferListState.Free;
        bool isOwn = list.State == NetBufferListState.Owned && (list.Owner is null || _made.ContainsKey(list));
        if (!isGone && (isOwn || _engine.Contracts.Call.Shows(list) || IsUnderWay(list) || _held.ContainsKey(list) || list.ChildCount > 0))
        {
            return true;
        }

        _engine.Contracts.Report(ContractRule.ListUsedAfterCall, $"{function}: {list} was not kept beyond the call that showed it");
        return false;
    }

    private bool IsBatched(string function)
    {
        bool isDeclared = _engine.Contracts.Call.Filter is { Callout: { } callout } && (callout.Flags & CalloutFlags.AllowL2BatchClassify) != 0;
        if (!isDeclared && !ShowsBatch)
        {
            return false;
        }

        _engine.Contracts.Report(ContractRule.BatchedListKept, $"{function} by a callout with FWP_CALLOUT_FLAG_ALLOW_L2_BATCH_CLASSIFY");
        return true;
    }

    private NtStatus CheckList(string function, InjectionPlace place, NetBufferList list)
    {
        if (IsUnderWay(list))
        {
            return RefuseSecond(function, list);
        }

        CalloutCall call = _engine.Contracts.Call;
        if (call.Shows(list) || _held.ContainsKey(list))
        {
            _engine.Contracts.Report(ContractRule.OriginalInjected, $"{function}: {list} belongs to the stack");
            return NtStatus.InvalidParameter;
        }

        if (place == InjectionPlace.TransportReceive && _made.TryGetValue(list, out DriverList made) && made.AwaitsAle)
        {
            _engine.Contracts.Report(ContractRule.InjectedBeforeAle, $"{function}: the packet was marked for a classification by ALE", made.Origin);
        }

        if (call.Filter is { Layer.IsTransport: true } && ProtocolOf(place, list) == (byte)IpProtocol.Tcp)
        {
            _engine.Contracts.Report(ContractRule.InlineTcpInjection, $"{function} inside the call, for a TCP segment");
        }

        return NtStatus.Success;
    }

    private NtStatus RefuseSecond(string function, NetBufferList list)
    {
        _engine.Contracts.Report(ContractRule.ListInjectedTwice, $"{function}: {list} is being injected already", OriginOf(list));
        return NtStatus.InvalidParameter;
    }

    private static byte ProtocolOf(InjectionPlace place, NetBufferList list)
    {
        if (place == InjectionPlace.TransportSend)
        {
            return list.Network.Protocol;
        }

        Span<byte> header = stackalloc byte[IPv4Header.Size];
        if (list.FirstNetBuffer.CopyTo(0, header) < header.Length)
        {
            return 0;
        }

        return header[0] >> 4 == 4 ? header[9] : header[6];
    }

    private RuntimeFilter? OriginOf(NetBufferList list) => _made.TryGetValue(list, out DriverList made) ? made.Origin : null;

    // Lists that are under way come back by themselves; the callout keeps the others.
    private void Count(NetBufferList list, int change) => CountKept(OriginOf(list), change);

    private static void CountKept(RuntimeFilter? origin, int change)
    {
        if (origin is { Callout: { } callout })
        {
            callout.KeptLists += change;
        }
    }

    /// <summary>A list that a driver made.</summary>
    /// <param name="Origin">The filter of the call in which it was made; null outside of calls.</param>
    /// <param name="Position">Its buffers and data starts.</param>
    /// <param name="IsClone">It shares the memory of another list.</param>
    /// <param name="AwaitsAle">The packet that was shown then has still to be classified by ALE.</param>
    private readonly record struct DriverList(RuntimeFilter? Origin, ListPosition Position, bool IsClone, bool AwaitsAle);
}

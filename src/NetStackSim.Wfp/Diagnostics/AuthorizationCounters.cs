using System.Numerics;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>Counts what ALE decides about flows. Any IRQL; allocates nothing.</summary>
public sealed class AuthorizationCounters
{
    private static readonly byte[] Protocols = [0, 4, 41, 1, 58, 17, 6];

    private readonly long[] _allowed = new long[4];
    private readonly long[] _blocked = new long[4];
    private readonly long[] _active = new long[4];
    private readonly long[] _byProtocol = new long[Protocols.Length];
    private readonly long[] _byReason = new long[17];
    private readonly long[] _byDirection = new long[2];
    private readonly long[] _byFamily = new long[2];

    internal AuthorizationCounters()
    {
    }

    /// <summary>A flow was decided about.</summary>
    /// <param name="flow">The flow; null when none is kept.</param>
    /// <param name="isInbound">True for a flow that the peer opened.</param>
    /// <param name="isV6">True at the IPv6 layers.</param>
    /// <param name="isAllowed">True when it may live.</param>
    public void Authorized(FlowRecord? flow, bool isInbound, bool isV6, bool isAllowed)
    {
        int slot = Slot(isInbound, isV6);
        if (!isAllowed)
        {
            _blocked[slot]++;
        }
        else if (flow is null || flow.Authorizations is null)
        {
            _allowed[slot]++;
            if (flow is not null)
            {
                flow.Authorizations = this;
                flow.AuthorizationSlot = slot;
                _active[slot]++;
            }
        }
    }

    /// <summary>A flow was asked about again.</summary>
    /// <param name="isPacketInbound">True when a packet that came in was the cause.</param>
    /// <param name="isV6">True at the IPv6 layers.</param>
    /// <param name="protocol">The flow's protocol.</param>
    /// <param name="reasons">Why.</param>
    public void Reauthorized(bool isPacketInbound, bool isV6, byte protocol, ReauthorizationReasons reasons)
    {
        _byDirection[isPacketInbound ? 0 : 1]++;
        _byFamily[isV6 ? 1 : 0]++;
        _byProtocol[Math.Max(0, Array.IndexOf(Protocols, protocol))]++;
        for (uint rest = (uint)reasons; rest != 0; rest &= rest - 1)
        {
            int bit = BitOperations.TrailingZeroCount(rest);
            _byReason[Math.Min(bit, _byReason.Length - 1)]++;
        }
    }

    internal void Ended(int slot) => _active[slot]--;

    /// <summary>Flows that a layer authorised and that live.</summary>
    internal long AliveAt(LayerId layer) => layer switch
    {
        LayerId.AleAuthRecvAcceptV4 => _active[Slot(isInbound: true, isV6: false)],
        LayerId.AleAuthRecvAcceptV6 => _active[Slot(isInbound: true, isV6: true)],
        LayerId.AleAuthConnectV4 => _active[Slot(isInbound: false, isV6: false)],
        LayerId.AleAuthConnectV6 => _active[Slot(isInbound: false, isV6: true)],
        _ => 0,
    };

    internal ConnectionStatistics Connections(bool isInbound, bool isV6)
    {
        int slot = Slot(isInbound, isV6);
        return new ConnectionStatistics(_allowed[slot], _blocked[slot], _active[slot]);
    }

    internal ReauthorizationStatistics Reauthorizations()
    {
        List<KeyValuePair<byte, long>> protocols = [];
        for (int i = 0; i < Protocols.Length; i++)
        {
            protocols.Add(new(Protocols[i], _byProtocol[i]));
        }

        List<KeyValuePair<ReauthorizationReasons, long>> reasons = [];
        for (int i = 0; i < _byReason.Length; i++)
        {
            reasons.Add(new((ReauthorizationReasons)(1u << i), _byReason[i]));
        }

        return new ReauthorizationStatistics(_byDirection[0], _byDirection[1], _byFamily[0], _byFamily[1], protocols, reasons);
    }

    private static int Slot(bool isInbound, bool isV6) => (isInbound ? 0 : 1) + (isV6 ? 2 : 0);
}

using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// Which flows live, and until when.
internal sealed partial class DatagramFlows
{
    // Flows that run out close together end together.
    private const long SweepGapNs = 100_000_000;

    // Handles of endpoints are unique on the host: those of TCP and UDP are below.
    private const ulong EchoHandleBase = 1UL << 41;

    /// <inheritdoc/>
    public void OnTimer(int id)
    {
        long now = _kernel.Now;
        for (int i = 0; i < _inOrder.Count;)
        {
            DatagramFlow flow = _inOrder[i];
            if (flow.DueNs <= now && !flow.IsPended)
            {
                End(flow);
            }
            else
            {
                i++;
            }
        }

        long due = long.MaxValue;
        foreach (DatagramFlow flow in _inOrder)
        {
            due = Math.Min(due, flow.DueNs);
        }

        if (due != long.MaxValue)
        {
            _timer.Set(Math.Max(due, now + SweepGapNs));
        }
    }

    /// <summary>Appends the flows that have not run out, in the order in which they were made.</summary>
    internal void AddFlows(List<FlowRow> rows)
    {
        foreach (DatagramFlow flow in _inOrder)
        {
            DatagramFlowKey key = flow.Key;
            if (flow.IsPended || _kernel.Now <= flow.DueNs)
            {
                rows.Add(new FlowRow(
                    key.Protocol,
                    new IpEndpoint(key.Local, key.LocalPort),
                    new IpEndpoint(key.Remote, key.RemotePort),
                    key.EchoId,
                    flow.Endpoint?.Family ?? key.Remote.Family,
                    flow.Direction == InspectionDirection.Outbound,
                    flow.IsEstablished,
                    flow.State.PolicyEpoch == _points.PolicyEpoch,
                    flow.Endpoint?.Handle ?? flow.EchoHandle,
                    flow.Endpoint?.Process?.Id ?? 0)
                {
                    Inspection = flow.State,
                });
            }
        }
    }

    private DatagramFlow? Find(in DatagramFlowKey key)
    {
        if (!_flows.TryGetValue(key, out DatagramFlow? flow))
        {
            return null;
        }

        if (flow.IsPended || _kernel.Now <= flow.DueNs)
        {
            return flow;
        }

        End(flow);
        return null;
    }

    // A group that was asked lets anybody answer for a while; a flow with loose sources takes replies from another address.
    private DatagramFlow? FindLoose(in DatagramFlowKey key, DatagramEndpoint? endpoint)
    {
        if (endpoint is null || _groups == 0)
        {
            return null;
        }

        foreach (DatagramFlowKey other in endpoint.FlowKeys)
        {
            if (_flows.TryGetValue(other, out DatagramFlow? flow) && Admits(flow, key) && Find(other) is { } alive)
            {
                return alive;
            }
        }

        return null;
    }

    private static bool Admits(DatagramFlow flow, in DatagramFlowKey key)
    {
        if (flow.Direction != InspectionDirection.Outbound || flow.Key.LocalPort != key.LocalPort || flow.Key.Remote.Family != key.Remote.Family)
        {
            return false;
        }

        return flow.IsGroup ? flow.State.Tuning is not { AdmitsGroupReplies: false } : flow.State.Tuning is { LooseSource: true };
    }

    private void Touch(DatagramFlow flow) => flow.LastUsed = _kernel.Now;

    // A full table forgets all: flows are authorised anew, which is safe, and happens under attack only.
    private void Remember(DatagramFlow flow)
    {
        if (_flows.ContainsKey(flow.Key))
        {
            return;
        }

        if (_flows.Count >= Capacity)
        {
            EndAll();
        }

        flow.Owner = this;
        flow.State.Owner = flow;
        _flows.Add(flow.Key, flow);
        _inOrder.Add(flow);
        flow.Endpoint?.FlowKeys.Add(flow.Key);
        flow.IsLoose = flow.IsGroup || flow.State.Tuning is { LooseSource: true };
        _groups += flow.IsLoose ? 1 : 0;
        if (!_timer.IsSet || flow.DueNs < _timer.DueNs)
        {
            _timer.Set(flow.DueNs + 1);
        }
    }

    private void EndAll()
    {
        while (_inOrder.Count > 0)
        {
            End(_inOrder[^1]);
        }
    }

    /// <summary>Ends a flow: contexts on it go back, the next datagram begins anew.</summary>
    internal void End(DatagramFlow flow)
    {
        if (flow.IsEnded)
        {
            return;
        }

        flow.IsEnded = true;
        flow.Step?.Abandon();
        if (_flows.Remove(flow.Key))
        {
            _inOrder.Remove(flow);
            flow.Endpoint?.FlowKeys.Remove(flow.Key);
            flow.Endpoint?.ForgetRedirect(flow.Redirect?.Original.Remote ?? new IpEndpoint(flow.Key.Remote, flow.Key.RemotePort));
            _groups -= flow.IsLoose ? 1 : 0;
        }

        flow.State.End();
        ReleaseEcho(flow);
    }
}

using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Two hosts, traffic between them, and the one rule that a test may find broken on the second host.</summary>
internal sealed class RuleLab : IDisposable
{
    internal FilterLab Lab { get; } = new();

    internal SimHost Host => Lab.B;

    internal FilterEngine Engine => Lab.B.Filters!;

    internal PacketInjection Packets => Engine.Injection!;

    public void Dispose() => Lab.Dispose();

    internal LabCallout Callout(
        string layer,
        LabCallout.Classification classify,
        FilterActionType action = FilterActionType.CalloutUnknown,
        CalloutFlags flags = CalloutFlags.None,
        ushort weight = 0x4000) => Lab.Callout(Host, layer, classify, action, flags, weight);

    /// <summary>Sends datagrams from the first host to port 53 of the second and waits until they are through.</summary>
    internal void SendDatagrams(int count = 1) => Lab.Network.Run(async () =>
    {
        await using SimUdpSocket from = Lab.A.Sockets.OpenUdp(new IpEndpoint(Lab.A.Address, 0));
        await using SimUdpSocket to = Host.Sockets.OpenUdp(new IpEndpoint(Host.Address, 53));
        for (int i = 0; i < count; i++)
        {
            await from.SendToAsync(new byte[5], to.LocalEndpoint);
            await Task.Delay(TimeSpan.FromMilliseconds(5), Lab.Network.TimeProvider);
        }
    });

    /// <summary>Sends text over a connection from the first host to the second, then runs <paramref name="after"/> with the connection open.</summary>
    internal void SendText(string text, Action? after = null, string? more = null) => Lab.WithConnection(async (client, server) =>
    {
        await client.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text));
        await Task.Delay(TimeSpan.FromMilliseconds(500), Lab.Network.TimeProvider);
        after?.Invoke();
        if (more is not null)
        {
            await client.WriteAsync(System.Text.Encoding.ASCII.GetBytes(more));
            await Task.Delay(TimeSpan.FromMilliseconds(500), Lab.Network.TimeProvider);
        }

        Assert.True(server.RemoteEndpoint.Port > 0);
    });

    /// <summary>Connects from the second host to the first and says how it ended.</summary>
    internal NtStatus Connect() => Lab.Network.Run(async () =>
    {
        await using SimTcpListener listener = Lab.A.Sockets.Listen(new IpEndpoint(Lab.Any, 80));
        try
        {
            await using SimTcpStream stream = await Host.Sockets.ConnectAsync(new IpEndpoint(Lab.A.Address, 80));
            return NtStatus.Success;
        }
        catch (SocketStatusException error)
        {
            return error.Status;
        }
    });

    /// <summary>Only this rule was broken, and the report names the callout, the layer, the source and the remedy.</summary>
    internal void AssertBroken(ContractRule rule, LabCallout? by = null, string? layer = null)
    {
        Assert.Equal([rule], Engine.Contracts.Violations.Select(static v => v.Rule).Distinct());
        ContractViolation violation = Engine.Contracts.Violations[0];
        string text = violation.ToString();
        Assert.StartsWith($"WFP{(int)rule:D4} {rule}: ", text, StringComparison.Ordinal);
        Assert.EndsWith($"{violation.Info.Source}: {violation.Info.Remedy}.", text, StringComparison.Ordinal);
        Assert.Contains(violation.Message, text, StringComparison.Ordinal);
        if (by is not null)
        {
            Assert.Equal(by.Key, violation.Callout);
            Assert.Contains($"callout \"lab\" {by.Key}", text, StringComparison.Ordinal);
        }

        if (layer is not null)
        {
            Assert.Equal(layer, violation.Layer);
            Assert.Contains($" at {layer}", text, StringComparison.Ordinal);
        }

        Assert.Empty(Lab.A.Filters!.Contracts.Violations);
    }
}

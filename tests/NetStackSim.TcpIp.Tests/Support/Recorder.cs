using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests;

/// <summary>Arms every inspection point of a host and writes down what comes by; can object.</summary>
internal sealed class Recorder : IInspectionHandler
{
    public Recorder(TestHost host, params InspectionLayer[] without)
    {
        foreach (InspectionPoint point in host.Stack.Inspection.All)
        {
            if (!without.Contains(point.Layer))
            {
                point.Handler = this;
            }
        }
    }

    public List<string> Log { get; } = [];

    public List<(InspectionLayer Layer, int DataLength, int IpHeaderSize, int TransportHeaderSize, byte First, InspectionFlags Flags, ushort Local, ushort Remote)> Facts { get; } = [];

    public List<DropReason> Discards { get; } = [];

    public Func<InspectionLayer, InspectionVerdict>? Decide { get; set; }

    public InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        Log.Add(point.Layer.ToString());
        byte first = 0;
        if (context.List is { } list)
        {
            Span<byte> one = stackalloc byte[1];
            list.FirstNetBuffer.CopyTo(0, one);
            first = one[0];
        }

        if (point.Layer == InspectionLayer.Discard)
        {
            Discards.Add(context.DropReason);
        }

        Facts.Add((point.Layer, context.List?.DataLength ?? 0, context.IpHeaderSize, context.TransportHeaderSize, first, context.Flags, context.LocalPort, context.RemotePort));
        return Decide?.Invoke(point.Layer) ?? InspectionVerdict.Permit;
    }

    public string Take()
    {
        string text = string.Join(' ', Log);
        Log.Clear();
        return text;
    }
}

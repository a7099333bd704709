using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>Writes the trace events of a card; one branch for each chain while nobody looks.</summary>
internal sealed class NicTrace
{
    private readonly SimKernel _kernel;
    private readonly string _name;
    private TraceRing? _ring;
    private ushort _component;

    internal NicTrace(SimKernel kernel, string name)
    {
        _kernel = kernel;
        _name = name;
    }

    internal void Frames(TraceKind kind, in FrameChain frames)
    {
        if (_kernel.Trace is { } trace)
        {
            WriteFrames(trace, kind, frames);
        }
    }

    internal void Lists(TraceKind kind, in NetBufferListChain chain)
    {
        if (_kernel.Trace is { } trace)
        {
            WriteLists(trace, kind, chain);
        }
    }

    private void WriteFrames(TraceRing trace, TraceKind kind, in FrameChain frames)
    {
        ushort component = ComponentIn(trace);
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            trace.Write(TraceEvent.At(_kernel, kind, component, frame.CorrelationId, frame.Length, (ulong)frame.Wire.Checksum, frame.Wire.SegmentSize));
        }
    }

    private void WriteLists(TraceRing trace, TraceKind kind, in NetBufferListChain chain)
    {
        ushort component = ComponentIn(trace);
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            trace.Write(TraceEvent.At(_kernel, kind, component, list.CorrelationId, list.DataLength, (ulong)list.ReceiveChecksum, (ulong)list.Coalesce.SegmentCount));
        }
    }

    private ushort ComponentIn(TraceRing trace)
    {
        if (_ring != trace)
        {
            _ring = trace;
            _component = trace.Component(_name);
        }

        return _component;
    }
}
